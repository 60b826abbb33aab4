// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenarios are written so
import { expect, test } from 'vitest'
import { LARGEST_FILE } from '../../src/scenario-file/read.ts'
import { CALL, problemsOf, read, readAll, readOne } from './reading.ts'

test('R-23 a scenario needs a name and steps, the rest is as a phone in use has it', () => {
  const scenario = readOne('name: A call\nsteps:\n  - call: +353871234567\n')
  expect(scenario).toMatchObject({
    name: 'A call',
    tags: [],
    at: { file: 'a.yaml', line: 1, column: 7 },
    contacts: { kind: 'inline', contacts: [] },
    startsAt: Date.parse('2026-06-30T09:00:00Z'),
  })
  expect(scenario.phone).toMatchObject({ addressBook: [], blocked: [], isSynced: true, seed: 1 })
  expect(scenario.phone.handset).toMatchObject({ platform: 'android', apiLevel: 34, maker: 'google', simCountries: [] })
  expect(scenario.phone.handset.permissions.callLog).toBe('granted')
})

test('a file may hold many documents; a broken one leaves the others alone', () => {
  const { scenarios, problems } = read(
    `name: One\n${CALL}\n---\nname: Two\nsteps: [acept]\n---\nname: Three\n${CALL}\n---\n`,
  )
  expect(scenarios.map(({ name }) => name)).toEqual(['One', 'Three'])
  expect(problems).toHaveLength(1)
})

test('a document whose grammar is broken leaves those before it alone', () => {
  const { scenarios, problems } = read(`name: One\n${CALL}\n---\nname: Two: three\n${CALL}\n`)
  expect(scenarios.map(({ name }) => name)).toEqual(['One'])
  expect(problems.map(({ at }) => at.line)).toEqual([4])
})

test('a scalar is what is written, not what YAML makes of it', () => {
  const { steps, contacts } = readOne(
    'name: 2026-06-01\ncontacts: [{id: 007, name: no, phone: 00353871234567, modified: 2026-06-01}]\n' +
      'steps:\n  - call: +353871234567\n  - call: 0871234567\n  - tap: yes\n  - tap: 1e3\n  - tap: 0x1F\n',
  )
  const [first, second, ...taps] = steps
  expect(first).toMatchObject({ line: { text: '+353871234567' } })
  expect(second).toMatchObject({ line: { text: '0871234567' } })
  expect(taps.map((step) => step.do === 'tap' && step.target)).toEqual(['yes', '1e3', '0x1F'])
  expect(contacts).toMatchObject({
    contacts: [{ id: '007', firstName: 'no', modifiedAt: '2026-06-01', phones: [{ e164: '+353871234567' }] }],
  })
})

test('a step knows its place and how it is written, on one line', () => {
  const { steps } = readOne(
    'name: x\nvariables: {n: "+353871234567"}\nsteps:\n  - call: ${n}\n  - expect:\n      card: none\n    within: 5s\n',
  )
  expect(steps.map(({ at, text }) => [at.line, at.column, text])).toEqual([
    [4, 5, 'call: ${n}'],
    [5, 5, 'expect: {card: none}, within: 5s'],
  ])
})

test('a long step is cut, and what is not safe to print is left out of it', () => {
  const [long, hostile] = readOne(`name: x\nsteps:\n  - tap: ${'a'.repeat(500)}\n  - tap: "a\\e[31mb"\n`).steps
  expect(long?.text).toHaveLength(120)
  expect(hostile?.text).not.toContain('\u001b')
})

test('a name that is not safe to print is made so', () => {
  expect(readOne(`name: "A \\e[31mcall\\nhere"\n${CALL}`).name).toBe('A call here')
})

test('a byte order mark, Windows line ends and YAML 1.1 are read', () => {
  expect(readAll(`\ufeffname: x\n${CALL}`)).toHaveLength(1)
  expect(readAll(`name: x\r\n${CALL}\r\n`)).toHaveLength(1)
  expect(readAll(`%YAML 1.1\n---\nname: x\n${CALL}`)).toHaveLength(1)
  expect(read(new TextEncoder().encode(`\ufeffname: Zoë\n${CALL}`)).scenarios[0]?.name).toBe('Zoë')
})

test('UTF-16 and an empty file are refused', () => {
  expect(problemsOf(new Uint8Array([0xff, 0xfe, 0x6e, 0]))).toEqual([
    '1:1 expected UTF-8, found UTF-16: save the file as UTF-8',
  ])
  expect(problemsOf('')).toEqual(['1:1 expected a scenario with name and steps, found an empty file'])
  expect(problemsOf('---\n---\n')).toEqual(['1:1 expected a scenario with name and steps, found an empty file'])
})

test('a replacement character that the file itself has is no fault of its bytes', () => {
  expect(read(new TextEncoder().encode(`name: a \ufffd b\n${CALL}`)).problems).toEqual([])
})

test('a file that is too large is refused before it is looked at', () => {
  expect(problemsOf(new Uint8Array(LARGEST_FILE + 1))[0]).toContain('expected at most 1 MB')
  expect(problemsOf('#'.repeat(LARGEST_FILE + 1))[0]).toContain('expected at most 1 MB')
  expect(read(`name: x\n${CALL}\n#`.padEnd(LARGEST_FILE, '#')).problems).toEqual([])
})

test.each([
  ['brackets', '['.repeat(5000)],
  ['braces', '{a: '.repeat(5000)],
  ['dashes', '- '.repeat(5000)],
])('%s within each other without end are refused once', (_what, text) => {
  expect(problemsOf(text)).toEqual([expect.stringContaining('expected at most 50 lists and maps within each other')])
})

test('problems come in the order of the file, each once, however many cases there are', () => {
  const found = problemsOf(
    'name: x\nmatrix: {platform: [android, ios]}\nsteps:\n  - acept\n  - tap: ${who}\nphone: {battery: full}\n',
  )
  expect(found.map((each) => each.split(' ')[0])).toEqual(['4:5', '5:10', '6:18'])
})

test('after 200 problems the rest of a file is not read', () => {
  expect(problemsOf(`name: x\nsteps:\n${'  - acept\n'.repeat(1000)}`)).toHaveLength(200)
})

test('a column counts characters, and the line is shown so that a caret fits under it', () => {
  const problem = read(`name: x\nsteps: ["😀\u202e", acept]\n`).problems.at(-1)
  expect(problem?.at).toMatchObject({ line: 2, column: 15 })
  expect(problem && [...(problem.source ?? '')].slice(problem.at.column - 1).join('')).toBe('acept]')
})

test('words of JavaScript are no words of the format', () => {
  expect(
    problemsOf(
      'name: x\nphone: {__proto__: 1, constructor: 2}\nsteps: [constructor, {toString: x}, {call: "1", __proto__: y}]',
    ),
  ).toHaveLength(5)
})

test('aliases and merge keys stand for what they name', () => {
  const { phone, steps } = readOne(
    'name: x\nvariables: {base: &base {platform: ios, sim: [IE]}}\nphone: {<<: *base, sim: [GB]}\nsteps: [&a {call: "1234"}, *a]\n',
  )
  expect(phone.handset).toMatchObject({ platform: 'ios', simCountries: ['GB'] })
  expect(steps).toHaveLength(2)
})

test.each(['colour: red', 'tags: [a]\ntags: [b]', 'include: nowhere.yaml', 'matrix: {role: [held, held]}'])(
  'a document gives no scenario for %j, though all of its parts can be read',
  (more) => {
    expect(read(`name: x\n${more}\n${CALL}\n`)).toMatchObject({ scenarios: [], problems: [{ at: { file: 'a.yaml' } }] })
  },
)
