import { expect, test } from 'vitest'
import { run } from './run.ts'

test.each([
  ['generate --contacts 20', '--people'],
  ['bench --contacts-file export.csv', '--contacts'],
  ['bench --contacts 20', '--people 20'],
  ['crm serve --contacts-file export.csv', '--contacts'],
  ['crm serve --contacts 20', '--people 20'],
  ['crm serve --index-lag 5000', 'give it a unit, as in 5000s'],
  ['explore --out folder', '--folder'],
])('%s is refused with its new name', async (line, now) => {
  const { code, stdout, stderr } = await run(line.split(' '))
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(now)
})
