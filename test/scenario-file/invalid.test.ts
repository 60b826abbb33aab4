// Every file of fixtures/scenarios/invalid says in its first comments what its reader must be told, and where.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readScenarios } from '../../src/scenario-file/read.ts'

const FOLDER = 'fixtures/scenarios/invalid'

const tools = {
  readInclude: (path: string, from: string) => {
    const full = join(dirname(from), path)
    const file = join(FOLDER, full)
    return existsSync(file) ? { path: full, text: readFileSync(file) } : { problem: 'no such file' }
  },
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && !name.startsWith('_'))

test.each(files)('%s', (name) => {
  const bytes = readFileSync(join(FOLDER, name))
  const expected = [...bytes.toString().matchAll(/^# expects: (\S+) (.+)$/gm)]
  expect(expected).not.toEqual([])
  const { problems } = readScenarios({ path: name, text: bytes }, tools)
  const found = problems.map(({ at, message }) => {
    return { at: `${at.file === name ? '' : `${at.file}:`}${at.line}:${at.column}`, message }
  })
  expect(found).toEqual(expected.map(([, at, part]) => ({ at, message: expect.stringContaining(part ?? '') })))
})

test('what is shown of a hostile file is safe to print', () => {
  for (const name of files) {
    const { problems } = readScenarios({ path: name, text: readFileSync(join(FOLDER, name)) }, tools)
    for (const { message, source } of problems) expect(message + source).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  }
})
