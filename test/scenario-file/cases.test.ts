// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenarios are written so
// Variables, matrices and includes.
import { expect, test } from 'vitest'
import { CALL, problemsOf, readAll, readOne } from './reading.ts'

const names = (text: string) => readAll(text).map(({ name }) => name)

test('a variable stands in any text, and alone for a value of any kind', () => {
  const { phone, steps, contacts, tags } = readOne(
    'name: x\nvariables:\n  who: Anna\n  full: "${who} Byrne"\n  phone: {sim: [IE]}\n  people: [{name: "${full}"}]\n  n: 2\n' +
      'tags: ["R-${n}"]\nphone: ${phone}\ncontacts: ${people}\nsteps:\n  - tap: Call ${full}, $${who}\n  - expect: {waiting: "${n}"}\n',
  )
  expect(tags).toEqual(['R-2'])
  expect(phone.handset.simCountries).toEqual(['IE'])
  expect(contacts).toMatchObject({ contacts: [{ firstName: 'Anna', lastName: 'Byrne' }] })
  expect(steps[0]).toMatchObject({ target: 'Call Anna Byrne, ${who}' })
  expect(steps[1]).toMatchObject({ expected: { waiting: 2 } })
})

test('a variable that nobody uses is fine, and one may stand for a step', () => {
  expect(readOne('name: x\nvariables: {unused: 1, ring: {call: "1234"}}\nsteps: ["${ring}"]').steps[0]).toMatchObject({
    do: 'call',
  })
})

test('a wrong value is told where it is used', () => {
  expect(problemsOf('name: x\nvariables: {p: andriod}\nphone: {platform: "${p}"}\nsteps: [accept]')).toEqual([
    '3:19 expected android or ios, found "andriod": did you mean android?',
  ])
})

test('a matrix of lists makes a case of each combination, which sets the phone and is in the name', () => {
  const cases = readAll(
    'name: A call\nmatrix: {version: [10, 14], settings.overlay: [on, off], who: [Anna]}\nsteps: [{tap: "${who}"}]\n',
  )
  expect(cases.map(({ name }) => name)).toEqual([
    'A call (version: 10, settings.overlay: on, who: Anna)',
    'A call (version: 10, settings.overlay: off, who: Anna)',
    'A call (version: 14, settings.overlay: on, who: Anna)',
    'A call (version: 14, settings.overlay: off, who: Anna)',
  ])
  expect(cases.map(({ phone }) => [phone.handset.apiLevel, phone.handset.settings.overlay])).toEqual([
    [29, true],
    [29, false],
    [34, true],
    [34, false],
  ])
  expect(cases[3]?.steps[0]).toMatchObject({ target: 'Anna' })
})

test('a matrix of rows makes a case of each row', () => {
  const cases = readAll(
    'name: A call\nmatrix:\n  - {platform: android, wanted: Anna}\n  - {platform: ios, wanted: none}\nsteps: [{expect: {label: "${wanted}"}}]\n',
  )
  expect(cases.map(({ name }) => name)).toEqual([
    'A call (platform: android, wanted: Anna)',
    'A call (platform: ios, wanted: none)',
  ])
  expect(cases.map(({ steps }) => steps[0])).toMatchObject([
    { expected: { label: 'Anna' } },
    { expected: { label: null } },
  ])
})

test('a case is named by the texts of its row where these tell it from the others, else by all of it', () => {
  const rows = (first: string, second: string) =>
    names(`name: x\nmatrix:\n  - {${first}, then: {card: A}}\n  - {${second}, then: {card: B}}\n${CALL}\n`)
  expect(rows('who: Anna', 'who: Bob')).toEqual(['x (who: Anna)', 'x (who: Bob)'])
  expect(rows('who: Anna', 'who: Anna')).toEqual(['x (who: Anna, then: card: A)', 'x (who: Anna, then: card: B)'])
})

test('a field of the matrix comes before the same field of the phone, and leaves the others', () => {
  const [first] = readAll(
    'name: x\nmatrix: {permissions.phone: [revoked], conditions.doze: [on], battery: [restricted]}\n' +
      `phone: {permissions: {phone: granted, call-log: denied-once}, battery: optimised}\n${CALL}\n`,
  )
  expect(first?.phone).toMatchObject({
    handset: { permissions: { phone: 'revoked', callLog: 'denied-once' }, settings: { battery: 'restricted' } },
    conditions: { isDozing: true },
  })
})

test('values of a matrix may be variables, and variables depend on a matrix', () => {
  expect(
    names(
      'name: x\nvariables: {a: Anna, hello: "Hello ${who}"}\nmatrix: {who: ["${a}", Bob]}\nsteps: [{tap: "${hello}"}]',
    ),
  ).toEqual(['x (who: Anna)', 'x (who: Bob)'])
})

test('a thousand cases are read, one more are not', () => {
  const matrix = (count: number) =>
    `name: x\nmatrix: {n: [${Array.from({ length: count }, (_, n) => n).join(', ')}]}\n${CALL}\n`
  expect(readAll(matrix(1000))).toHaveLength(1000)
  expect(problemsOf(matrix(1001))).toEqual([expect.stringContaining('expected at most 1000 cases, found 1001')])
})

test('names of cases are compared across the documents of a file', () => {
  const text = `name: "A call (role: held)"\n${CALL}\n---\nname: A call\nmatrix: {role: [held]}\n${CALL}\n`
  expect(problemsOf(text)).toEqual([expect.stringMatching(/^4:7 expected each name once in a file/)])
})

test('what is included are defaults: the phone field by field, variables one by one, contacts as a whole', () => {
  const files = {
    'common.yaml':
      'include: base.yaml\nvariables: {who: Bob}\nphone: {settings: {overlay: off}}\ncontacts: [{name: "${who}"}]\nstarts: 2026-01-01\n',
    'base.yaml':
      'variables: {who: Anna, verb: Call}\nphone: {maker: xiaomi, version: 10, settings: {overlay: on, popups: on}}\n',
  }
  const found = readOne(
    'name: x\ninclude: common.yaml\nphone: {version: 12}\nvariables: {who: Cora}\nsteps: [{tap: "${verb} ${who}"}]',
    files,
  )
  expect(found.phone.handset).toMatchObject({ apiLevel: 31, settings: { overlay: false, popups: true } })
  expect(found.contacts).toMatchObject({ contacts: [{ firstName: 'Cora' }] })
  expect(found.steps[0]).toMatchObject({ target: 'Call Cora' })
  expect(found.startsAt).toBe(Date.parse('2026-01-01T00:00:00Z'))
})

test('a file of contacts that an included file names stands in its folder', () => {
  expect(
    readOne(`name: x\ninclude: lib/common.yaml\n${CALL}`, { 'lib/common.yaml': 'contacts: people.csv' }).contacts,
  ).toMatchObject({
    path: 'people.csv',
    at: { file: 'lib/common.yaml' },
  })
})

test('a problem of an included file is told once, and every document that includes it gives no scenario', () => {
  const text = `name: One\ninclude: c.yaml\n${CALL}\n---\nname: Two\ninclude: c.yaml\n${CALL}\n`
  expect(problemsOf(text, { 'c.yaml': 'phone: {battery: full}' })).toEqual([
    expect.stringMatching(/^c\.yaml:1:18 expected unrestricted, optimised or restricted/),
  ])
})

test('an included file that is no YAML, or holds two documents, is a problem of its own', () => {
  expect(problemsOf(`name: x\ninclude: c.yaml\n${CALL}`, { 'c.yaml': 'phone: {' })[0]).toMatch(/^c\.yaml:/)
  expect(problemsOf(`name: x\ninclude: c.yaml\n${CALL}`, { 'c.yaml': 'phone: {}\n---\nphone: {}\n' })[0]).toContain(
    'expected one document',
  )
})

test('variables within variables without end are refused', () => {
  const chain = Array.from({ length: 60 }, (_, n) => `v${n}: "\${v${n + 1}}"`).join(', ')
  expect(problemsOf(`name: x\nvariables: {${chain}}\nsteps: [{tap: "\${v0}"}]`)).toEqual([
    expect.stringContaining('expected at most 50 variables within each other'),
  ])
})

test('a matrix of very many keys, and cases that are too large together, are refused', () => {
  const keys = Array.from({ length: 101 }, (_, n) => `k${n}: [1]`).join(', ')
  expect(problemsOf(`name: x\nmatrix: {${keys}}\n${CALL}`)).toEqual([expect.stringContaining('found 101')])
  const values = Array.from({ length: 1000 }, (_, n) => n).join(', ')
  const steps = '  - accept\n'.repeat(1000)
  expect(problemsOf(`name: x\nmatrix: {k: [${values}]}\nsteps:\n${steps}`)).toEqual([
    expect.stringContaining('expected less in all cases together'),
  ])
})
