// Each example of docs/api.md compiles against the built package, and prints what stands below it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readExamples } from './examples.ts'
import { ENTRIES } from './surface.ts'

const examples = readExamples('docs/api.md')
const folder = mkdtempSync(join(tmpdir(), 'ringsight-examples-'))
const nameOf = (index: number) => join(folder, `example-${index}.ts`)

// The package as a project has it: named in node_modules, found by its exports.
beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(resolve('.'), join(folder, 'node_modules/ringsight'))
  for (const name of ['@types', 'vitest'])
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  execFileSync(process.execPath, ['bin/ringsight.js', 'init', folder])
  for (const [index, { code }] of examples.entries()) writeFileSync(nameOf(index), code)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('they compile', () => {
  const program = ts.createProgram(
    examples.map((_, index) => nameOf(index)),
    {
      module: ts.ModuleKind.Node16,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts'],
      types: ['node'],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      configFilePath: join(folder, 'tsconfig.json'),
    },
  )
  const problems = ts.getPreEmitDiagnostics(program)
  const told = problems.map(({ file, messageText }) => [
    file?.fileName,
    ts.flattenDiagnosticMessageText(messageText, ' '),
  ])
  expect(told).toEqual([])
})

const numbered = examples.map((example, index) => ({ ...example, index }))

test.each(numbered)('$entry: example $index prints what it says', ({ index, prints, code }) => {
  const file = nameOf(index).replace(/ts$/, 'js')
  writeFileSync(file, ts.transpile(code, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }))
  const printed = execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' })
  if (prints !== null) expect(printed).toBe(prints)
})

test.each(ENTRIES)('%s has an example, and shows its first one at the head of its file', (entry) => {
  const [first] = examples.filter((example) => example.entry === entry)
  const head = readFileSync(`src/public/${entry}.ts`, 'utf8')
  const shown = /^\/\*\*.*?```ts\n(.*?) \* ```/s.exec(head)?.[1]?.replace(/^ \* ?/gm, '')
  expect(shown).toBe(first?.code)
})
