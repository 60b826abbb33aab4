// One phone in two hands: what each did on it stays.

import { describe, expect, test } from 'vitest'
import { type CarriedPhone, newCarriedPhone } from '../../src/app/carried.ts'
import { mergePhone } from '../../src/app/merge-phone.ts'
import { newHandset } from '../../src/core/handset.ts'
import type { CallListRow } from '../../src/device/phone.ts'

const row = (callId: string, at: number): CallListRow => {
  return {
    callId,
    at,
    logType: 'INCOMING',
    number: '+353871234567',
    presentation: 'ALLOWED',
    name: null,
    durationMs: 0,
  }
}
const notice = (id: string, at: number): CarriedPhone['notifications'][number] => {
  return { id, at, type: 'notify-missed', callId: id, title: 'Anna', actions: [] } as never
}
const bare = newCarriedPhone(newHandset('android', null))
const listed = (...rows: CallListRow[]): CarriedPhone => ({ ...bare, callList: rows })
const idsOf = ({ callList }: CarriedPhone) => callList.map(({ callId }) => callId)

describe('the call list', () => {
  test('has the calls of both hands, the newest first', () => {
    const before = listed(row('a', 1))
    const merged = mergePhone(before, listed(row('c', 3), row('a', 1)), listed(row('b', 2), row('a', 1)))
    expect(idsOf(merged)).toEqual(['c', 'b', 'a'])
  })

  test('has again what it had, however often one hand keeps it', () => {
    const [first, second] = [listed(row('a', 1)), listed(row('c', 3), row('a', 1))]
    const kept = mergePhone(first, second, listed(row('b', 2), row('a', 1)))
    expect(idsOf(mergePhone(second, second, kept))).toEqual(['c', 'b', 'a'])
  })

  test('does not bring back what was removed from the store, as by a sign-out', () => {
    const before = listed(row('a', 1))
    expect(idsOf(mergePhone(before, listed(row('b', 2), row('a', 1)), bare))).toEqual(['b'])
  })
})

test('a notification that one hand took away stays away; the other one’s stays', () => {
  const before = { ...bare, notifications: [notice('a', 1)] }
  const kept = { ...bare, notifications: [notice('b', 2), notice('a', 1)] }
  expect(mergePhone(before, bare, kept).notifications.map(({ id }) => id)).toEqual(['b'])
})

test('of the settings each hand keeps what it changed', () => {
  const turned = (
    changes: Partial<CarriedPhone['handset']['settings']>,
    maker: CarriedPhone['handset']['maker'] = 'google',
  ): CarriedPhone => {
    return { ...bare, handset: { ...bare.handset, maker, settings: { ...bare.handset.settings, ...changes } } }
  }
  const merged = mergePhone(bare, turned({ callerId: false }), turned({ autostart: false }, 'xiaomi'))
  expect(merged.handset).toMatchObject({ maker: 'xiaomi', settings: { callerId: false, autostart: false } })
})
