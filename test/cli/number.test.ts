import { expect, test } from 'vitest'
import { run } from './run.ts'

const UNREAD = {
  type: 'number',
  number: null,
  country: null,
  read: null,
  extension: null,
  isAssigned: null,
  reason: null,
  readings: [],
}
const READ = { ...UNREAD, number: '+353871234567', country: 'IE', read: 'exact', isAssigned: true }

test('R-02 number --json says what each text is, or why it is none, one line each', async () => {
  const { json, code } = await run(['number', '--json', '--region', 'IE', '(087) 123-4567', 'n/a', '+353871234567 x9'])
  expect(json()).toEqual([
    { ...READ, input: '(087) 123-4567', read: 'national' },
    { ...UNREAD, input: 'n/a', reason: 'not-a-number' },
    { ...READ, input: '+353871234567 x9', extension: '9' },
    { type: 'summary', numbers: 2, rejected: 1 },
  ])
  expect(code).toBe(1)
})

test('an unlisted range in international form says that it is not assigned', async () => {
  expect((await run(['number', '--json', '+35387123456'])).json()[0]).toEqual({
    ...READ,
    input: '+35387123456',
    number: '+35387123456',
    isAssigned: false,
  })
})

test('without arguments, number reads stdin line by line, whatever its line ends', async () => {
  const { json, code } = await run(['number', '--json'], { stdin: '+353871234567\r\n\n+12015550123' })
  const answers = json().slice(0, -1)
  expect(answers.map(({ number, reason }) => number ?? reason)).toEqual(['+353871234567', 'empty', '+12015550123'])
  expect(code).toBe(1)
})

test('number prints a table for people, safe to look at', async () => {
  const { stdout, code } = await run(['number', '+353 87 123 4567', '\u001b]0;owned\u0007x'])
  expect(stdout).toBe(
    [
      'NUMBER                COUNTRY  READ      INPUT',
      '+353871234567         IE       exact     +353 87 123 4567',
      'not-a-number          -        -         x',
      '',
    ].join('\n'),
  )
  expect(code).toBe(1)
})

test('JSON carries hostile text unchanged, and none of its control characters as such', async () => {
  const hostile = 'a\u001b[2J\u009b31m\u202eb\u2028c\u{e0041}'
  const { stdout, json } = await run(['number', '--json', hostile])
  expect(json()[0]).toEqual({ ...UNREAD, input: hostile, reason: 'not-a-number' })
  expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
})

test('the status is 0 when every text was read', async () => {
  expect((await run(['number', '+353871234567'])).code).toBe(0)
})

test.each([
  [['--region', 'ie'], 0, ''],
  [['--region', 'Ireland'], 0, ''],
  [['--region', 'Korea'], 2, 'expected one country, such as IE or Ireland, found "Korea"'],
  [['--regoin', 'IE'], 2, 'did you mean --region?'],
])('number %j ends with %d: %s', async (flags, code, message) => {
  const ran = await run(['number', '087 123 4567', ...flags])
  expect(ran.code).toBe(code)
  expect(ran.stderr).toContain(message)
})
