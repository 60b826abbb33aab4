// Who may import whom, and where I/O, time and chance may enter: the table of CONTRIBUTING.md as a test.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const MAY_IMPORT: Record<string, readonly string[]> = {
  text: [],
  core: ['text'],
  device: ['core', 'text'],
  terminal: ['text'],
  store: ['core', 'text', 'terminal/whole-file.ts'],
  crm: ['core', 'text'],
  'contact-file': ['core', 'text', 'terminal'],
  'crm-server': ['core', 'text', 'store/driver.ts', 'crm/hubspot/dispositions.ts'],
  app: ['core', 'text', 'device'],
  'app-process': ['core', 'text', 'terminal/exit.ts', 'device', 'app'],
  sync: ['core', 'text', 'store/store.ts', 'crm/crm.ts'],
  check: ['core', 'text', 'terminal', 'contact-file'],
  replay: ['core', 'text', 'terminal', 'contact-file', 'device', 'app', 'check'],
  scenario: ['core', 'text', 'device', 'app', 'sync', 'store/memory.ts', 'crm/memory.ts'],
  office: ['core', 'text'],
  server: ['core', 'text', 'store', 'sync', 'office', 'contact-file/xlsx/xml.ts'],
  'page-server': ['text', 'server/http.ts'],
  page: ['core/android-version.ts', 'core/maker.ts', 'replay/reasons.ts'],
  'scenario-file': ['core', 'text', 'device', 'scenario'],
  walk: ['core', 'device', 'app', 'scenario', 'scenario-file'],
  run: ['core', 'text', 'terminal', 'contact-file', 'scenario', 'scenario-file', 'crm/invented/invented.ts'],
  bench: ['core', 'text'],
  ui: ['core', 'text', 'device', 'app', 'sync'],
  cli: [
    'core',
    'text',
    'terminal',
    'contact-file',
    'store',
    'crm',
    'crm-server',
    'device',
    'office',
    'app',
    'app-process',
    'sync',
    'server',
    'page-server',
    'check',
    'replay',
    'scenario',
    'scenario-file',
    'run',
    'walk',
    'bench',
    'ui',
  ],
  public: ['core', 'device', 'app', 'contact-file', 'scenario', 'run', 'check', 'store', 'crm', 'sync'],
}
const MAY_IMPORT_TYPES: Record<string, readonly string[]> = {
  bench: ['terminal'],
  sync: ['store', 'crm', 'contact-file'],
  run: ['crm'],
  scenario: ['store', 'crm'],
  server: ['crm'],
}

// Each package is named in one place; the whole folder where the folder is about it.
const PACKAGES: Record<string, readonly string[]> = {
  'contact-file/csv/csv.ts': ['csv-stringify'],
  'contact-file/xlsx/zip.ts': ['yauzl', 'yazl'],
  'contact-file/xlsx/xml.ts': ['saxes'],
  'contact-file/xlsx/cell.ts': ['numfmt'],
  'scenario/pattern.ts': ['re2js'],
  'scenario-file/yaml.ts': ['yaml'],
  'store/driver.ts': ['better-sqlite3', 'better-sqlite3-13'],
  'store/postgres/postgres-driver.ts': ['pg'],
  'store/better-sqlite3-13.d.ts': ['better-sqlite3'],
  'crm/invented/invented.ts': ['@faker-js/faker'],
  // string-width is loaded when a text asks for it, and not before.
  'text/width.ts': ['string-width', 'node:module'],
  'office/xml.ts': ['fast-xml-builder'],
  'office/vcard.ts': ['ical.js'],
  'server/http.ts': ['fastify'],
  'server/metrics.ts': ['prom-client'],
  ui: ['ink', 'react'],
  page: ['preact'],
  'cli/flags/command.ts': ['commander'],
  'cli/open.ts': ['env-paths'],
}
const PURE = ['text', 'core', 'device', 'app', 'sync', 'scenario', 'scenario-file', 'walk', 'bench', 'office']
const IMPURE =
  /\b(?:Date\.now|new Date\(\)|Math\.random|process\.\w|fetch\(|console\.|setTimeout|setInterval|performance\.)/

// Whoever writes to stdout or stderr does so through terminal/io.ts, which makes texts safe to draw; Ink has the terminal to
// itself while it draws, and its rows are made safe in ui/view/rows.tsx.
const WRITERS = ['terminal/io.ts', 'terminal/world.ts', 'ui/terminal.ts', 'ui/view/app.tsx']
const WRITING =
  /\bconsole\.|\bprocess\.(?:stdout|stderr|emitWarning|_rawDebug)\b|\bstd(?:out|err)\.write\(|\bwriteSync\([12]\b|\bdebuglog\b/

// What tells its reader to type something is worded in cli, which reads flags: any other room may be used by another.
const COMMAND =
  /(?<![\w-])--[a-z][a-z-]+(?![\w-]*[:)])|\bringsight (?:bench|call|check|crm|explain|explore|generate|import|init|number|open|outbox|phone|record|replay|rules|run|serve|sign-out|sync)\b/

interface Import {
  readonly name: string
  readonly isType: boolean
  readonly isLazy: boolean
}

/** What is wrong with a source file, by the tables above. */
function findProblems(file: string, text: string): string[] {
  const folder = file.split('/')[0] ?? ''
  const code = stripComments(text)
  const impure = PURE.includes(folder) && IMPURE.exec(code)?.[0]
  const writing = !WRITERS.includes(file) && WRITING.exec(code)?.[0]
  const command = folder !== 'cli' && COMMAND.exec(code)?.[0]
  return [
    ...importsOf(text).flatMap((each) => describeImport(file, each) ?? []),
    ...(command ? [`${file} names ${command}: let the words arrive as an argument`] : []),
    ...(impure ? [`${file} reaches for ${impure}: let it arrive as an argument`] : []),
    ...(writing ? [`${file} writes by ${writing}: terminal/io.ts does so`] : []),
  ]
}

function describeImport(file: string, { name, isType, isLazy }: Import): string | null {
  const folder = file.split('/')[0] ?? ''
  if (!name.startsWith('.')) {
    const isBuiltin = name.startsWith('node:') && !PURE.includes(folder)
    const allowed = [...(PACKAGES[folder] ?? []), ...(PACKAGES[file] ?? [])]
    const isAllowed = isBuiltin || allowed.some((each) => name === each || name.startsWith(`${each}/`))
    return isAllowed ? null : `${file} may not import ${name}`
  }
  const target = targetOf(file, name)
  const into = target.split('/')[0] ?? ''
  if (folder === 'cli' && into === 'ui' && !isType && !isLazy) return `${file} may import ${target} only lazily`
  if (into === folder || MAY_IMPORT[folder]?.some((each) => each === into || each === target)) return null
  if (!MAY_IMPORT_TYPES[folder]?.includes(into)) return `${file} may not import ${target}`
  return isType ? null : `${file} may import ${target} only as a type`
}

function targetOf(file: string, name: string): string {
  return relative('src', join('src', dirname(file), name))
}

/** Files that import each other, each circle once. Data types of one room may refer to each other. */
function findCycles(texts: ReadonlyMap<string, string>): string[] {
  const roomOf = (file: string) => file.split('/')[0]
  const done = new Set<string>()
  const cycles: string[] = []
  function visit(file: string, path: readonly string[]): void {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' > '))
    if (path.includes(file) || done.has(file)) return
    for (const { name, isType } of importsOf(texts.get(file) ?? '')) {
      const target = targetOf(file, name)
      if (name.startsWith('.') && !(isType && roomOf(target) === roomOf(file))) visit(target, [...path, file])
    }
    done.add(file)
  }
  for (const file of texts.keys()) visit(file, [])
  return cycles
}

function importsOf(text: string): Import[] {
  const found = text.matchAll(
    /(?:^|\n)(?:import|export)( type)?\b([^'";]*?)from '([^']+)'|\bimport\('([^']+)'\)|\nimport '([^']+)'/g,
  )
  return Array.from(found, ([, type, names = '', stated, lazy, bare]) => ({
    name: stated ?? lazy ?? bare ?? '',
    isLazy: lazy !== undefined,
    isType: type !== undefined || /^\s*\{(?:\s*type [^,}]+,?)+\s*\}\s*$/.test(names),
  }))
}

function stripComments(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '')
}

const files = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative('src', join(entry.parentPath, entry.name)))

test.each(files.filter((file) => file.startsWith('public/')))(
  '%s names what others may import, and does nothing',
  (file) => {
    const code = stripComments(readFileSync(join('src', file), 'utf8'))
    expect(code.replace(/\bexport (?:type )?\{[^}]*\} from '[^']+'/g, '').trim()).toBe('')
  },
)

const kernelFiles = readdirSync('native/kernel')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('native/kernel', name))

test.each(files)('R-18 %s imports only what its folder may', (file) => {
  expect(findProblems(file, readFileSync(join('src', file), 'utf8'))).toEqual([])
})

test('no room may import what it does not', () => {
  const targets = files.flatMap((file) =>
    importsOf(readFileSync(join('src', file), 'utf8')).flatMap(({ name }) =>
      name.startsWith('.') ? [{ room: file.split('/')[0], target: targetOf(file, name) }] : [],
    ),
  )
  const isUsed = (room: string, allowed: string) =>
    targets.some((each) => each.room === room && (each.target === allowed || each.target.startsWith(`${allowed}/`)))
  const unused = [...Object.entries(MAY_IMPORT), ...Object.entries(MAY_IMPORT_TYPES)].flatMap(([room, allowed]) =>
    allowed.flatMap((each) => (isUsed(room, each) ? [] : `${room} may import ${each}`)),
  )
  expect(unused).toEqual([])
})

test("the README's order of the rooms is a true one, and names them all", () => {
  const [, line = ''] = /`(text < .*)`/.exec(readFileSync('README.md', 'utf8')) ?? []
  const floors = line.split(' < ').map((floor) => floor.split(', '))
  const floorOf = (name: string) => floors.findIndex((floor) => floor.includes(name.split('/')[0] ?? ''))
  expect(floors.flat().sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  const untrue = [...Object.entries(MAY_IMPORT), ...Object.entries(MAY_IMPORT_TYPES)].flatMap(([room, allowed]) =>
    allowed.flatMap((each) => (floorOf(each) < floorOf(room) ? [] : `${room} may import ${each}`)),
  )
  expect(untrue).toEqual([])
})

/** Files of TypeScript that the comments of a text name and that are nowhere: a file that moved leaves such names behind. */
function findLostNames(text: string, known: readonly string[]): string[] {
  const comments = text.match(/\/\*.*?\*\/|(?<=^|\s)\/\/ [^\n]*/gs)?.join('\n') ?? ''
  const named = comments.match(/[\w.-][\w./-]*\.tsx?\b/g) ?? []
  return named.filter((name) => !known.some((path) => `/${path}`.endsWith(`/${name}`)))
}

test('the files that comments name are there', () => {
  const known = ['src', 'test', 'bench', 'native/kernel'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  const lost = [...files.map((file) => join('src', file)), ...kernelFiles].flatMap((file) =>
    findLostNames(readFileSync(file, 'utf8'), known).map((name) => `${file} names ${name}`),
  )
  expect(lost).toEqual([])
  expect(findLostNames('// The rest is io.ts.\n/** See lost-file.ts. */\nconst a = "no.ts"', known)).toEqual([
    'lost-file.ts',
  ])
})

test('what is compiled to WebAssembly imports nothing but itself', () => {
  const names = kernelFiles.flatMap((file) => importsOf(readFileSync(file, 'utf8')).map(({ name }) => name))
  expect(names.length).toBeGreaterThan(10)
  expect(names.filter((name) => !kernelFiles.includes(join('native/kernel', `${name}.ts`)))).toEqual([])
})

test('no files of src import each other in a circle', () => {
  const texts = files.map((file) => [file, readFileSync(join('src', file), 'utf8')] as const)
  expect(findCycles(new Map(texts))).toEqual([])
})

describe('the rules see', () => {
  test.each([
    ['a flag below the commands', 'sync/x.ts', "const fix = 'another store (--db FILE)'"],
    ['a command below the commands', 'ui/x.ts', "const fix = 'ringsight sync'"],
    ['screens that every command would load', 'cli/x.ts', "import { runUi } from '../ui/terminal.ts'"],
    ['I/O in the core', 'core/x.ts', "import { readFileSync } from 'node:fs'"],
    ['a package in the core', 'core/x.ts', "import { z } from 'zod'"],
    ['a folder above', 'core/x.ts', "import { playCall } from '../app/answer-call.ts'"],
    ['a concrete store in the application', 'app/x.ts', "import { openMemoryStore } from '../store/memory.ts'"],
    ['a value among types', 'scenario/x.ts', "import { type Store, StoreError } from '../store/store.ts'"],
    ['the clock', 'device/x.ts', 'const now = Date.now()'],
    ['chance', 'app/x.ts', 'const first = Math.random() < 0.5'],
    ['waiting', 'sync/x.ts', 'setTimeout(work, 5)'],
    ['a second door to stderr', 'cli/x.ts', 'io.stderr.write(name)'],
    ['a third one', 'cli/x.ts', 'console.error(name)'],
    ['one around the commands', 'crm-server/x.ts', "process.stdout.on('error', () => {})"],
    ['a second place for SQLite', 'cli/x.ts', "import Database from 'better-sqlite3'"],
    ['a lazy import', 'ui/x.ts', "const store = await import('../store/sqlite.ts')"],
    ['a flag outside of the commands', 'check/x.ts', "const fix = 'state it with --phone'"],
    ['a flag in what writes files', 'terminal/x.ts', "const fix = '--force replaces it'"],
    ['a flag in the runner', 'run/x.ts', "const fix = 'play again with --update'"],
    ['a command outside of them', 'contact-file/x.ts', "const next = 'ringsight check'"],
    ['an import over several lines', 'core/x.ts', "import {\n  one,\n  two,\n} from '../device/phone.ts'"],
  ])('%s', (_what, file, text) => expect(findProblems(file, text)).toHaveLength(1))

  test('a circle of values within a room, and one of types between rooms', () => {
    const texts = (type: string, other: string) =>
      new Map([
        ['core/x.ts', `import ${type}{ y } from '${other}'`],
        ['core/y.ts', `import ${type}{ x } from './x.ts'`],
        ['app/y.ts', `import type { x } from '../core/x.ts'`],
      ])
    expect(findCycles(texts('', './y.ts'))).toEqual(['core/x.ts > core/y.ts > core/x.ts'])
    expect(findCycles(texts('type ', '../app/y.ts'))).toEqual(['core/x.ts > app/y.ts > core/x.ts'])
    expect(findCycles(texts('type ', './y.ts'))).toEqual([])
  })

  test('nothing wrong with types of a store among scenarios', () => {
    expect(findProblems('scenario/x.ts', "import type { Store } from '../store/store.ts'")).toEqual([])
    expect(findProblems('scenario/x.ts', "import { type Draft, type Store } from '../store/store.ts'")).toEqual([])
  })
})

test('R-25 the fixed packages are there, each with its version pinned', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
  const versions = { ...manifest['dependencies'], ...manifest['devDependencies'] }
  for (const name of [
    'commander',
    'ink',
    'react',
    'better-sqlite3',
    'libphonenumber-js',
    '@faker-js/faker',
    'tinybench',
    'vitest',
  ]) {
    expect(versions[name]).toMatch(/^\d+\.\d+\.\d+$/)
  }
  expect(manifest['engines']?.['node']).toBe('>=20.19')
})
