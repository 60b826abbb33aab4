// Calls that a telephone system reports: each is kept once.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callBacksOf, NO_CALLS, type OfficeCall, takeCall } from '../../src/core/office-call.ts'

const call = (changes: Partial<OfficeCall> = {}): OfficeCall => ({
  callId: 'pbx/1',
  direction: 'incoming',
  isAnswered: false,
  e164: '+353871234567',
  contactId: null,
  contactName: '',
  startedAt: '2026-11-30T09:00:00.000Z',
  durationMs: 0,
  ...changes,
})

test('one that rang in vain on one telephone, and was answered on another, was answered', () => {
  const { kept } = takeCall(NO_CALLS, call())
  const answered = takeCall(kept, call({ isAnswered: true }))
  expect([answered.taken, answered.kept.calls.length]).toEqual(['answered-after-all', 1])
  expect(takeCall(answered.kept, call()).taken).toBe('known')
  expect(takeCall(answered.kept, call({ isAnswered: true })).taken).toBe('known')
})

test('whatever is reported, in whatever order and however often, is new once', () => {
  const reports = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200, size: 'max' })
  fc.assert(
    fc.property(reports, (ids) => {
      let kept = NO_CALLS
      const news: number[] = []
      for (const id of ids) {
        const at = `2026-11-30T09:00:${String(id).padStart(2, '0')}.000Z`
        const after = takeCall(kept, call({ callId: `pbx/${id}`, startedAt: at }), 10)
        kept = after.kept
        if (after.taken === 'new') news.push(id)
        expect(kept.calls.length).toBeLessThanOrEqual(10)
      }
      expect(new Set(news).size).toBe(news.length)
    }),
  )
})

test('who is spoken with since, in either direction and spelling, is called back no more', () => {
  const missed = call({ callId: 'a', e164: '+525512345678' })
  const later = call({
    callId: 'b',
    e164: '+5215512345678',
    direction: 'outgoing',
    isAnswered: true,
    startedAt: '2026-11-30T10:00:00.000Z',
  })
  const { kept } = takeCall(NO_CALLS, missed)
  expect(callBacksOf(kept)).toEqual([missed])
  expect(callBacksOf(takeCall(kept, { ...later, isAnswered: false }).kept)).toEqual([missed])
  expect(callBacksOf(takeCall(kept, later).kept)).toEqual([])
  expect(callBacksOf(takeCall(NO_CALLS, call({ e164: '' })).kept)).toEqual([])
})
