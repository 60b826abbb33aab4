// What a default dialer learns of calls: the history, when it runs.
import { describe, expect, test } from 'vitest'
import { advanceCarried, type CarriedAction, type CarriedPhone, newCarriedPhone } from '../../../src/app/carried.ts'
import type { SeenEvent } from '../../../src/app/event.ts'
import { contactFrom } from '../../../src/core/contact.ts'
import { buildDirectory } from '../../../src/core/directory.ts'
import { type Handset, readyHandset } from '../../../src/core/handset.ts'
import { advancePhone } from '../../../src/device/action.ts'
import { newWorld } from '../../../src/device/phone.ts'
import { whyImpossible } from '../../../src/device/possible-phone.ts'
import type { Signal } from '../../../src/device/signal.ts'

const ANNA = contactFrom({ id: '1', name: 'Anna Byrne', phone: '+353871234567' })
const world = newWorld(buildDirectory([ANNA]))
const LINE = { presentation: 'ALLOWED', text: '+353871234567' } as const

function iphone(settings: Partial<Handset['settings']> = { defaultDialer: true }): CarriedPhone {
  const ready = readyHandset('ios', 'IE')
  return newCarriedPhone({ ...ready, settings: { ...ready.settings, ...settings } })
}

const call = (at: number): CarriedAction[] => [
  { type: 'ring', id: `call-${at}`, line: LINE, at },
  { type: 'end', cause: 'MISSED', at: at + 5_000 },
]

function histories(phone: CarriedPhone, actions: readonly CarriedAction[]): string[][] {
  let now: CarriedPhone = phone
  const told: Signal[] = []
  for (const action of actions) {
    const happened = advancePhone(now, action as never, world)
    told.push(...happened.signals)
    now = { ...happened.phone, app: now.app }
  }
  return told.flatMap((each) => (each.type === 'conversation-history' ? [each.rows.map(({ callId }) => callId)] : []))
}

function seenOf(phone: CarriedPhone, actions: readonly CarriedAction[]): SeenEvent[] {
  let now = phone
  return actions.flatMap((action) => {
    const happened = advanceCarried(now, action, world)
    now = happened.phone
    return happened.events
  })
}

describe('a default dialer', () => {
  test('IOS-23 is an app of an iPhone', () => {
    expect(whyImpossible(iphone().handset)).toBeNull()
    const android = readyHandset('android', null)
    expect(whyImpossible({ ...android, settings: { ...android.settings, defaultDialer: true } })).toBe(
      'expected iOS for the default dialer, found Android',
    )
  })

  test('IOS-24 reads the calls since it became that, the newest first; another app reads none', () => {
    const before = call(1_000)
    const opened = { type: 'open-app', at: 90_000 } as const
    expect(histories(iphone(), [...before, ...call(20_000), opened])).toEqual([['call-20000', 'call-1000']])
    expect(histories(iphone({ defaultDialer: false }), [...before, opened])).toEqual([])
    const became = { type: 'change-settings', settings: { defaultDialer: true }, at: 10_000 } as const
    const other = iphone({ defaultDialer: false })
    expect(histories(other, [...before, became, ...call(20_000), opened])).toEqual([['call-20000']])
    const left = { type: 'change-settings', settings: { defaultDialer: false }, at: 80_000 } as const
    expect(histories(iphone(), [...before, left, opened])).toEqual([])
  })

  test('IOS-25 is told of a change only while it runs, and looks when it runs again', () => {
    expect(histories(iphone(), call(1_000))).toEqual([])
    expect(histories(iphone(), [{ type: 'open-app', at: 0 }, ...call(1_000)])).toEqual([[], ['call-1000']])
    const killed = [{ type: 'open-app', at: 0 }, { type: 'kill-app', at: 10 }, ...call(1_000)] as const
    expect(histories(iphone(), killed)).toEqual([[]])
  })

  test('follows each call up once, however often it looks', () => {
    const looks: CarriedAction[] = [90_000, 95_000].map((at) => ({ type: 'open-app', at }))
    const told = seenOf(iphone(), [...call(1_000), ...looks, ...call(100_000)])
    expect(told.filter(({ type }) => type === 'notify-missed')).toHaveLength(2)
  })

  test('does not follow up what was before the user signed in again', () => {
    const again: CarriedAction[] = [
      { type: 'sign-out', at: 10_000 },
      ...call(20_000),
      { type: 'sync', at: 40_000 },
      { type: 'open-app', at: 90_000 },
    ]
    expect(seenOf(iphone(), [...call(1_000), ...again]).filter(({ type }) => type === 'notify-missed')).toEqual([])
  })
})
