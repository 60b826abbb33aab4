// What our app makes of calls: each case on every way by which Android tells of them.
import { describe, expect, test } from 'vitest'
import { NO_CALLS, openCall } from '../../src/app/call-session.ts'
import { noteMode } from '../../src/app/call-signs.ts'
import type { DisconnectCause } from '../../src/core/call.ts'
import { lineFrom } from '../../src/core/caller.ts'
import type { Handset } from '../../src/core/handset.ts'
import { ANNA, answer, BEN, byRole, dial, end, play, ring, type Setup } from '../device/play.ts'

const STRANGER = '+353861111111'
const shown = /show-card|hide-card|notify|outcome/
const seen = (setup: Setup, ...actions: Parameters<typeof play>[1][]) =>
  play(setup, ...actions).types.filter((type) => shown.test(type))
const logging = (setup: Setup, logCalls: Handset['settings']['logCalls']): Setup => ({
  ...setup,
  settings: { ...setup.settings, logCalls },
})

/** Broadcasts with the call log, the role alone, the role beside broadcasts without the log. */
const WAYS: readonly [string, Setup][] = [
  ['by broadcasts and the call log', {}],
  ['by the role alone', byRole],
  ['by the role and the state', { ...byRole, permissions: { callLog: 'denied-once' } }],
  ['by the role and everything', { handset: { screeningRole: true } }],
]

describe.each(WAYS)('an incoming call, %s', (_way, setup) => {
  test('R-09 shows the card with deal and amount while it rings, and takes it away on the answer', () => {
    const { of } = play(setup, ring(), answer())
    expect(of('show-card')).toMatchObject([
      {
        surface: 'overlay',
        card: { name: 'Anna Byrne', company: 'Acme Ltd', deal: { name: 'Renewal', amount: 'EUR 12,500' }, others: 0 },
      },
    ])
    expect(of('hide-card').map(({ seenAt }) => seenAt)).toEqual([3_000])
  })
  test('R-11 that was answered opens the outcome screen once', () => {
    const { of } = play(setup, ring(), answer(), end())
    expect(of('open-outcome')).toMatchObject([
      {
        surface: 'screen',
        call: {
          callId: 'a',
          contactId: '101',
          contactName: 'Anna Byrne',
          e164: ANNA,
          direction: 'incoming',
          startedAt: '1970-01-01T00:00:00.000Z',
          durationMs: 60_000,
          deal: { id: '1', name: 'Renewal', amount: 'EUR 12,500' },
        },
      },
    ])
  })
  test('R-10 that was missed leaves a notification with View contact and Call back', () => {
    expect(play(setup, ring(), end('MISSED')).of('notify-missed')).toMatchObject([
      {
        contactId: '101',
        title: 'Missed call: Anna Byrne · Acme Ltd',
        e164: ANNA,
        actions: ['View contact', 'Call back'],
      },
    ])
  })
  test.each(['REJECTED', 'ANSWERED_ELSEWHERE'] satisfies DisconnectCause[])(
    'that ended as %s leaves neither',
    (cause) => {
      expect(seen(setup, ring(), end(cause))).toEqual(['show-card', 'hide-card'])
    },
  )
  test('R-14 from someone who is no contact cannot be logged, and is not told when missed', () => {
    expect(seen(logging(setup, 'on'), ring(STRANGER), answer(), end())).toEqual([])
    expect(seen(logging(setup, 'on'), ring(STRANGER), end('MISSED'))).toEqual([])
  })
  test('R-04 from the address book shows no card and tells nothing', () => {
    const saved: Setup = { ...setup, world: { addressBook: new Map([[ANNA, 'Mum']]) } }
    // Neither asked nor not asked by Android, the app learns it of the call list (AND-82).
    const isTold = setup.handset?.screeningRole === true
    expect(seen(saved, ring(), end('MISSED'))).toEqual(isTold ? [] : ['show-card', 'hide-card'])
    const isAllowed = { ...saved, permissions: { ...saved.permissions, contacts: 'granted' } } as const
    expect(seen(isAllowed, ring(), end('MISSED'))).toEqual([])
    // The role's holder is told of such a call by POST_CALL alone, which any app can forge.
    expect(seen(saved, ring(), answer(), end())).toEqual(
      setup === byRole ? [] : isTold ? ['open-outcome'] : ['show-card', 'hide-card', 'open-outcome'],
    )
  })
  test('AND-17 while another rings is told as missed, without a card of its own', () => {
    const { of } = play(setup, ring(), ring(BEN, 1_000, 'b'), answer(), end())
    expect(of('show-card').map(({ card }) => card.name)).toEqual(['Anna Byrne'])
    expect(of('notify-missed').map(({ contactId }) => contactId)).toEqual(['202'])
    expect(of('open-outcome').map(({ call }) => call.contactId)).toEqual(['101'])
  })
})

describe.each(WAYS)('R-14 an outgoing call, %s', (_way, setup) => {
  const logs = (from: 'app' | 'outside', logCalls: Handset['settings']['logCalls'], text = ANNA) =>
    play(logging(setup, logCalls), dial(text, from), answer(), end('LOCAL')).types.includes('open-outcome')
  test.each(['on', 'off', 'untouched'] as const)('made in the app always opens it, Log calls %s', (state) => {
    expect(logs('app', state)).toBe(true)
  })
  test('made in the app to nobody in the CRM opens it too, without a contact', () => {
    const { of } = play(setup, dial(STRANGER, 'app'), answer(), end('LOCAL'))
    expect(of('open-outcome')).toMatchObject([{ call: { contactId: null, contactName: '+353 86 111 1111' } }])
  })
  test('made outside opens it only with Log calls on, and only for an existing contact', () => {
    expect([logs('outside', 'on'), logs('outside', 'off'), logs('outside', 'untouched')]).toEqual([true, false, false])
    expect(logs('outside', 'on', STRANGER)).toBe(false)
  })
  test('that nobody answered opens it all the same: No answer and Busy are outcomes', () => {
    expect(seen(setup, dial(ANNA, 'app'), end('BUSY', 9_000))).toEqual(['open-outcome'])
  })
  test('never shows a card', () => {
    expect(seen(logging(setup, 'on'), dial(), answer(), end())).toEqual(['open-outcome'])
  })
})

test('AND-34 by the state alone a rejected call cannot be told from a missed one, and the number is not told', () => {
  const stateAlone: Setup = { permissions: { callLog: 'denied-once' } }
  expect(seen(stateAlone, ring(), end('REJECTED'))).toEqual([])
  expect(
    seen(
      { ...byRole, handset: { screeningRole: true, apiLevel: 29 }, permissions: { callLog: 'denied-once' } },
      ring(),
      end('REJECTED'),
    ),
  ).toEqual(['show-card', 'hide-card', 'notify-missed'])
})

test('a call that the app was told nothing of is followed up by its row in the call log', () => {
  const { of } = play(
    {},
    ring(),
    answer(),
    ring(BEN, 9_000, 'b'),
    { type: 'end', cause: 'MISSED', callId: 'b', at: 20_000 },
    end(),
  )
  expect(of('show-card').map(({ card }) => card.name)).toEqual(['Anna Byrne'])
  expect(of('notify-missed').map(({ contactId }) => contactId)).toEqual(['202'])
})

describe('what an app may hear only half of', () => {
  const opened = (setup: Setup, ...actions: Parameters<typeof play>[1][]) =>
    play(setup, ...actions)
      .of('open-outcome')
      .map(({ call }) => [call.e164, call.direction, call.startedAt.slice(14, 19)])
  const allow = (permission: 'phone' | 'callLog', at: number): Parameters<typeof play>[1] => ({
    type: 'set-permission',
    permission,
    state: 'granted',
    at,
  })
  test('a call that was asked about, and is answered when the state is first heard, has one outcome screen', () => {
    const setup: Setup = { handset: { screeningRole: true }, permissions: { phone: 'denied-once' } }
    expect(opened(setup, ring(), allow('phone', 1_000), answer(), end())).toEqual([[ANNA, 'incoming', '00:00']])
  })
  test('the end of a call whose beginning was not heard ends it', () => {
    const setup: Setup = { permissions: { phone: 'denied-once', callLog: 'denied-once' } }
    expect(opened(setup, dial(STRANGER, 'app'), allow('phone', 1_000), end('LOCAL', 9_000))).toHaveLength(1)
  })
  test('two calls with one number have an outcome screen each, though the end of the first is told by the sound alone', () => {
    const role = { type: 'set-role', isHeld: true, by: 'user', at: 20_000 } as const
    const setup: Setup = { permissions: { phone: 'denied-once', callLog: 'denied-once' } }
    const second = { ...dial(ANNA, 'app', 30_000), id: 'b' }
    expect(opened(setup, dial(ANNA, 'app'), end('LOCAL', 9_000), role, second, end('LOCAL', 40_000))).toEqual([
      [ANNA, 'outgoing', '00:00'],
      [ANNA, 'outgoing', '00:30'],
    ])
  })
  describe('AND-79 by the role alone, a call that rings without a sound', () => {
    const hushed: Setup = { ...byRole, conditions: { isDoNotDisturb: true } }
    const second = ring(BEN, 5_000, 'b')
    test('is followed up, and its card goes, though another was asked about meanwhile', () => {
      const { phone, of } = play(hushed, ring(), second, answer(8_000), end())
      expect(of('open-outcome').map(({ call }) => call.e164)).toEqual([ANNA])
      expect(of('notify-missed').map(({ title }) => title)).toEqual([expect.stringContaining('Ben Ito')])
      expect(phone.cards).toEqual([])
    })
    test('is over two minutes later, with its card', () => {
      const { phone } = play(hushed, ring(), ring(BEN, 120_000, 'b'))
      expect(phone.app.session.open.map(({ callId }) => callId)).toEqual([])
      expect(phone.cards).toEqual([])
    })
  })
  test('AND-17 of two that were asked about the last one rings aloud', () => {
    const asked = (callId: string, number: string, at: number) =>
      openCall({
        callId,
        direction: 'incoming',
        from: 'outside',
        line: lineFrom(number),
        sim: null,
        phase: 'asked',
        startedAt: at,
      })
    const session = { ...NO_CALLS, open: [asked('a', ANNA, 0), asked('b', BEN, 5_000)] }
    expect(noteMode(session, 'RINGTONE', 5_000).open.map(({ phase }) => phase)).toEqual(['asked', 'ringing'])
  })
  test('a call that is dialled beside another from the app is not taken for it', () => {
    const setup: Setup = logging({ ...byRole, permissions: { ...byRole.permissions } }, 'on')
    const beside = { ...dial(BEN, 'outside', 0), id: 'b' }
    const ends = [
      { type: 'end', cause: 'LOCAL', callId: 'b', at: 8_000 },
      { type: 'end', cause: 'LOCAL', callId: 'a', at: 9_000 },
    ] as const
    expect(opened(setup, dial(ANNA, 'app'), beside, ...ends).map(([number]) => number)).toEqual([BEN, ANNA])
  })
})
