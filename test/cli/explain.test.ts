import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, scratch } from './run.ts'

const contacts = join(scratch(), 'contacts.csv')
writeFileSync(
  contacts,
  [
    'Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,Associated Company',
    '101,Anna,Byrne,,+353 87 123 4567,Acme Ltd',
    '102,Ben,Ito,+35312345678,,Globex',
    '103,Cara,Ito,+35312345678,,Globex',
    '104,Dan,Novak,087 765 4321,,',
    '105,Eve,Ode,3.53861E+11,,',
  ].join('\n'),
)
const explain = (...args: string[]) => run(['explain', ...args, '--contacts', contacts])

test('explain numbers the steps from the number to the screen', async () => {
  const { stdout, code } = await explain('+353871234567')
  expect(stdout).toBe(`\
A phone that is fully set up, because you gave --contacts (your own phone: --db FILE): Android 14, Google, no SIM.
1. Number: "+353871234567" is +353 87 123 4567 (IE), which names its country code.
2. Address book: the caller is not in it, so Ringsight may show the CRM's name.
3. Contacts: one contact has this number:
   - Anna Byrne (record 101, row 2), by Mobile Phone Number
4. Phone: Android; Caller ID is on; permissions: call log, phone, notifications; holds every contact.
5. Shown: Anna Byrne · Acme Ltd.
`)
  expect(code).toBe(0)
})

test('R-05 explain says which of several contacts was chosen and why', async () => {
  const { stdout } = await explain('+35312345678')
  expect(stdout).toContain('2 contacts have this number')
  expect(stdout).toContain('4. Choice: Ben Ito has the lowest record id')
})

test.each([
  ['no such number', ['+353851111111'], 'no contact has this number.'],
  [
    'the row that cannot be read',
    ['+353877654321'],
    'Dan Novak may have this number (row 5, Phone Number: "087 765 4321")',
  ],
  ['the row that a spreadsheet rounded', ['+353861234567'], 'Eve Ode may have this number (row 6'],
  ['the permission', ['+353871234567', '--deny', 'call-log'], 'Without the call log permission'],
  ['the extension', ['+353871234567', '--platform', 'ios', '--caller-id', 'off'], 'Call Blocking & Identification'],
  ['a withheld number', ['withheld'], 'presentation RESTRICTED'],
  ['an unreadable number', ['087 123 4567'], 'it has no country code, and no country is stated'],
])('explain gives the nearest reason: %s', async (_what, args, sentence) => {
  const { stdout, code } = await explain(...args)
  expect(stdout).toContain(sentence)
  expect(code).toBe(1)
})

test('R-03 explain names the contact that is beyond the 10,000 of the article profile', async () => {
  const crowd = join(scratch(), 'crowd.csv')
  const rows = Array.from({ length: 10_001 }, (_, index) => `${index + 1},P${index + 1},,+35387${1_000_000 + index}`)
  writeFileSync(crowd, ['Record ID,First Name,Last Name,Phone Number', ...rows].join('\n'))
  const last = ['explain', '+353871010000', '--contacts', crowd]
  const { stdout, code } = await run([...last, '--profile', 'article'])
  expect(stdout).toContain('beyond the 10,000 that this phone holds')
  expect(stdout).toContain('P10001 (record 10001, row 10002)')
  expect(code).toBe(1)
  expect((await run(last)).code).toBe(0)
})

test('explain --json has a line for each step and a summary', async () => {
  const lines = (await explain('+353871234567', '--json')).json()
  expect(lines.map(({ step }) => step)).toEqual([
    undefined,
    'number',
    'address-book',
    'contacts',
    'phone',
    'shown',
    undefined,
  ])
  expect(lines[0]).toMatchObject({ type: 'phone', origin: 'ready', reason: 'contacts-file', platform: 'android' })
  expect(lines.at(-1)).toMatchObject({ type: 'summary', isIdentified: true, nameSource: 'crm', reason: 'matched' })
})

test('explain makes no store where there is none', async () => {
  const { stderr, code } = await run(['explain', '+353871234567'])
  expect(stderr).toContain('there are no contacts yet')
  expect(code).toBe(1)
})

test('R-04 a name of 100 kB is cut, wherever it stands', async () => {
  const file = join(scratch(), 'long.csv')
  const long = 'Anna'.repeat(25_000)
  const rows = [
    `1,${long},,+353871234567`,
    `2,${long},,+35312345678`,
    `3,${long},,+35312345678`,
    `4,${long},,0871234560`,
  ]
  writeFileSync(file, ['Record ID,First Name,Last Name,Phone Number', ...rows].join('\n'))
  for (const number of ['+353871234567', '+35312345678', '+353871234560']) {
    const { stdout } = await run(['explain', number, '--contacts', file])
    expect(stdout).toContain('AnnaAnna')
    expect(stdout.length).toBeLessThan(2_000)
  }
  const book = await run(['explain', '+353871234567', '--contacts', file, '--address-book', file])
  expect(book.stdout).toContain('saved as "AnnaAnna')
  expect(book.stdout.length).toBeLessThan(2_000)
})

test('R-04 of somebody in the address book it says what the app can know of that, by the ways that the phone leaves it', async () => {
  const book = join(scratch(), 'book.csv')
  writeFileSync(book, 'First Name,Last Name,Phone Number\nMum,,+353 87 123 4567\n')
  const toldOn = async (...flags: string[]) =>
    (await run(['explain', '+353871234567', '--contacts', contacts, '--address-book', book, ...flags])).stdout
  expect(await toldOn()).toContain('may not read the contacts, so it does not know')
  expect(await toldOn('--role')).toContain('asks Ringsight about other callers only')
  expect(await toldOn('--platform', 'ios')).toContain('and nothing of the CRM')
})
