// How an app words a missed call is its own affair; whom it names is not.
import { expect, test } from 'vitest'
import { isNameOf } from '../../src/scenario/invariant/invariants.ts'
import type { Sample, Shown } from '../../src/scenario/invariant/model.ts'
import { contact } from '../people.ts'

const anna = contact()
const ben = contact({ id: '102', firstName: 'Ben', lastName: 'Ito' })

test.each([
  [`${anna.firstName} ${anna.lastName} rang`, [anna], true],
  [`Verpasst: ${anna.firstName} ${anna.lastName}`, [anna], true],
  [`${anna.firstName} ${anna.lastName}s rang`, [anna], false],
  ['Tom Whelan rang', [anna], false],
  // Of several, how many others there are is to be seen.
  [`${anna.firstName} ${anna.lastName} rang`, [anna, ben], false],
])('R-10 %s', (name, held, isRight) => {
  const shown: Omit<Shown, 'call'> = { as: 'missed', name, company: '', deal: null, others: 0 }
  expect(isNameOf(shown, { held, owners: held } as unknown as Sample)).toBe(isRight)
})
