// HubSpot's ids of the six outcomes, on their way in and out.
import { expect, test } from 'vitest'
import { DISPOSITIONS, dispositionsOf, findDisposition } from '../../../src/core/outcome.ts'
import { DISPOSITION_IDS, dispositionId, dispositionKey } from '../../../src/crm/hubspot/dispositions.ts'

// Public lists mix these up: each stands here a second time, so that a swap shows.
test('R-11 the six default outcomes are there, each with the id that the API knows it by', () => {
  expect(Object.fromEntries(DISPOSITIONS.map(({ key, label }) => [label, DISPOSITION_IDS[key]]))).toEqual({
    Busy: '9d9162e7-6cf3-4944-bf63-4dff82258764',
    Connected: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
    'Left live message': 'a4c4c377-d246-4b32-a13b-75a56a4cd0ff',
    'Left voicemail': 'b2cf5968-551e-4856-9783-52b3da59a7d0',
    'No answer': '73a0d17f-1163-4015-bdd5-ec830791da20',
    'Wrong number': '17b47fee-58de-441e-a44c-c6300d46f273',
  })
})

test.each([...DISPOSITIONS.map(({ key }) => key), '5c7e-demo', 'constructor'])(
  '%s goes out and comes in as itself',
  (key) => {
    expect(dispositionKey(dispositionId(key))).toBe(key)
  },
)

test("R-11 a list that was stored with HubSpot's ids, before the next sync renews it, still says and sends the right one", () => {
  const stored = DISPOSITIONS.map(({ key, label }) => ({ id: DISPOSITION_IDS[key], label }))
  for (const { key, label } of DISPOSITIONS) {
    for (const text of [key, label]) {
      const chosen = findDisposition(text, dispositionsOf(stored))
      expect(chosen && dispositionId(chosen)).toBe(DISPOSITION_IDS[key])
    }
  }
})
