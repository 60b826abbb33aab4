import { describe, expect, test } from 'vitest'
import { lineFrom } from '../../../src/core/caller.ts'
import {
  ALLOW,
  callDetails,
  isInContacts,
  type Question,
  responseError,
  screeningServices,
  verdictOf,
  whyNotAsked,
} from '../../../src/device/android/screening.ts'
import { ANNA, answer, BEN, byRole, dial, end, play, ring, type Setup, wait } from '../play.ts'

const knowsAnna = { addressBook: new Map([[ANNA, 'Mum']]) }
const withSystem = (system: Setup['system'], more: Setup = byRole): Setup => ({ ...more, system: system ?? {} })

describe('who is asked about a call', () => {
  test('AND-01 the role holder is, once and before it rings', () => {
    const { types, of } = play({ handset: { screeningRole: true } }, ring())
    expect(of('screen-call')).toHaveLength(1)
    expect(types.indexOf('screen-call')).toBeLessThan(types.indexOf('ringing'))
    expect(types.indexOf('ringing')).toBeLessThan(types.indexOf('phone-state'))
  })
  test('AND-02 nobody is without the role', () => {
    expect(play({}, ring(), end('MISSED'), dial()).types).not.toContain('screen-call')
  })
  test('AND-03 about a contact of the phone an app that may not read contacts is not, and the phone rings', () => {
    const { types, of } = play({ ...byRole, world: knowsAnna }, ring())
    expect(types).not.toContain('screen-call')
    expect(of('not-screened')[0]?.because).toBe('in-contacts')
    expect(of('ringing')[0]?.name).toBe('Mum')
  })
  test('AND-03 the broadcasts of such a call still come', () => {
    const both: Setup = { handset: { screeningRole: true }, world: knowsAnna }
    expect(play(both, ring()).of('phone-state')).toHaveLength(2)
  })
  test('AND-04 an app that may read contacts is', () => {
    const setup: Setup = { ...byRole, permissions: { ...byRole.permissions, contacts: 'granted' }, world: knowsAnna }
    expect(play(setup, ring()).of('screen-call')).toHaveLength(1)
  })
  test('AND-05 up to Android 11 the last digits are enough for a contact, unless some contact has the whole number', () => {
    const abroad = (apiLevel: number): Setup => ({
      ...byRole,
      handset: { screeningRole: true, apiLevel },
      world: { addressBook: new Map([['+48221234567', 'Kasia']]) },
    })
    expect(play(abroad(30), ring()).types).not.toContain('screen-call')
    expect(play(withSystem({ looseContactDigits: 0 }, abroad(30)), ring()).types).toContain('screen-call')
    expect(play(withSystem({ looseContactDigits: 8 }, abroad(30)), ring()).types).toContain('screen-call')
    expect(play(abroad(31), ring()).types).toContain('screen-call')
  })
  test('AND-03 AND-04 Android 10 asks about every incoming call, and about no outgoing one to a contact', () => {
    const ten: Setup = { ...byRole, handset: { screeningRole: true, apiLevel: 29 }, world: knowsAnna }
    const reads: Setup = { ...ten, permissions: { ...byRole.permissions, contacts: 'granted' } }
    for (const setup of [ten, reads]) {
      expect(play(setup, ring()).of('screen-call')).toHaveLength(1)
      expect(play(setup, dial()).of('screen-call')).toEqual([])
    }
    expect(play({ ...reads, handset: { screeningRole: true, apiLevel: 30 } }, dial()).of('screen-call')).toHaveLength(1)
  })
  test('AND-05 a short code is no contact because a long number ends with it', () => {
    const around = { addressBook: new Map([[ANNA, 'Mum']]), region: 'IE', looseDigits: 7 }
    expect(isInContacts(lineFrom('4567'), around)).toBe(false)
    expect(isInContacts(lineFrom('withheld'), around)).toBe(false)
    expect(isInContacts(lineFrom('087 123 4567'), { ...around, looseDigits: 0 })).toBe(true)
  })
  test('AND-11 about a number that the phone itself blocks nobody is, and it does not ring', () => {
    const { types, phone } = play({ ...byRole, world: { blocked: new Set([ANNA]) } }, ring('087 123 4567'))
    expect(types.filter((type) => /screen-call|ringing|phone-state|identified/.test(type))).toEqual([])
    expect(phone.callList).toMatchObject([{ logType: 'BLOCKED' }])
  })
  test("AND-12 about an emergency service or another app's own call nobody is", () => {
    const asked = (setup: Setup, ...actions: Parameters<typeof play>[1][]) =>
      play(setup, ...actions)
        .of('screen-call')
        .some(({ direction }) => direction === 'INCOMING')
    expect(asked(byRole, ring('112'))).toBe(false)
    expect(asked(byRole, ring(ANNA, 0, 'a', { kind: 'self-managed' }))).toBe(false)
    expect(asked(byRole, ring(ANNA, 0, 'a', { kind: 'external' }))).toBe(false)
    const called = [dial('112'), answer(), end('LOCAL', 60_000), ring(ANNA, 90_000, 'b')] as const
    expect(asked(withSystem({ emergencyCallbackMs: 300_000 }), ...called)).toBe(false)
    expect(asked(withSystem({ emergencyCallbackMs: 20_000 }), ...called)).toBe(true)
    expect(asked(byRole, ...called)).toBe(true)
  })
  test('AND-12 about an outgoing call to an emergency service the app is', () => {
    expect(play(byRole, dial('112')).of('screen-call')).toHaveLength(1)
  })
  test('AND-13 about a call that is dialled the app is, without what is dialled after a pause', () => {
    const { of, types } = play(
      { ...byRole, settings: { logCalls: 'on' } },
      dial(`${ANNA},,12#`),
      answer(),
      end('LOCAL'),
    )
    expect(of('screen-call')[0]).toMatchObject({ direction: 'OUTGOING' })
    expect(of('identified')[0]?.caller.kind).toBe('known')
    expect(types).toContain('open-outcome')
    expect(play({ ...byRole, world: knowsAnna }, dial(`${ANNA},,12#`)).types).not.toContain('screen-call')
  })
  test('AND-13 what is dialled after a pause makes nobody else of a short code', () => {
    const around = { addressBook: new Map([['50600', 'Taxi']]), region: 'IE', looseDigits: 7 }
    expect(isInContacts(lineFrom('50600,,12'), around)).toBe(true)
    expect(isInContacts(lineFrom('50600;12'), around)).toBe(true)
    expect(isInContacts(lineFrom('5060012'), around)).toBe(false)
  })
  test('AND-13 the answer about a call that is dialled is neither waited for nor heard', () => {
    const slow = withSystem({ screeningAnswerMs: 4_000, screeningDisallows: true })
    expect(play(slow, dial()).types).toContain('dialling')
    expect(play(slow, dial()).types).not.toContain('blocked')
  })
  test("AND-18 from Android 11 on the role replaces the dialer's own service", () => {
    expect([screeningServices(true, 30), screeningServices(false, 30)]).toEqual([['role-holder'], ['default-dialer']])
    expect(screeningServices(true, 29)).toEqual(['default-dialer', 'role-holder'])
  })

  const question: Question = {
    apiLevel: 34,
    direction: 'incoming',
    isWithheld: false,
    withheldIsScreened: true,
    hasRole: true,
    hasRoleInWork: false,
    kind: 'telephone',
    isEmergency: false,
    skipsFilter: false,
    isBlockedBefore: false,
    isInContacts: false,
    mayReadContacts: false,
    isStopped: false,
    isBeforeUnlock: false,
    stoppedIsBound: false,
  }
  test.each([
    ['AND-01 nothing in the way', {}, null],
    ['AND-02 no role', { hasRole: false }, 'no-role'],
    ['AND-03 a contact', { isInContacts: true }, 'in-contacts'],
    ['AND-04 a contact whom the app may read', { isInContacts: true, mayReadContacts: true }, null],
    ['AND-04 a contact, on Android 10', { isInContacts: true, apiLevel: 29 }, null],
    [
      'AND-04 a contact whom the app may read and that is dialled, on Android 10',
      { isInContacts: true, mayReadContacts: true, apiLevel: 29, direction: 'outgoing' },
      'in-contacts',
    ],
    ['AND-09 a caller without a number', { isWithheld: true }, null],
    ['AND-09 a caller without a number, as documented', { isWithheld: true, withheldIsScreened: false }, 'withheld'],
    ['AND-11 blocked before', { isBlockedBefore: true }, 'blocked'],
    ['AND-11 blocked before, on Android 10', { isBlockedBefore: true, apiLevel: 29 }, null],
    ['AND-12 an emergency', { isEmergency: true }, 'emergency'],
    ['AND-12 an emergency that is dialled', { isEmergency: true, direction: 'outgoing' }, null],
    ["AND-12 another app's own", { kind: 'self-managed' }, 'self-managed'],
    ['AND-12 an account that skips the filters', { skipsFilter: true }, 'skip-filter'],
    ['AND-27 a stopped app', { isStopped: true }, 'stopped'],
    ['AND-27 a stopped app that is bound all the same', { isStopped: true, stoppedIsBound: true }, null],
  ] satisfies [string, Partial<Question>, ReturnType<typeof whyNotAsked>][])('%s', (_what, change, because) => {
    expect(whyNotAsked({ ...question, ...change })).toBe(because)
  })
})

describe('the answer', () => {
  test('AND-06 that does not come in five seconds is not waited for, and changes nothing later', () => {
    const setup = withSystem({ screeningAnswerMs: 7_000, screeningDisallows: true })
    const { of, types } = play(setup, ring(), wait(20_000))
    expect(of('ringing')[0]?.seenAt).toBe(5_000)
    expect(of('screened')[0]?.by).toBe('timeout')
    expect(types.filter((type) => /blocked|show-card|identified/.test(type))).toEqual([])
    expect(
      play(withSystem({ screeningAnswerMs: 7_000, screeningTimeoutMs: 8_000 }), ring(), wait(20_000)).of('show-card')[0]
        ?.seenAt,
    ).toBe(7_000)
  })
  test('AND-06 is waited for four and a half seconds on Android 10', () => {
    const ten = withSystem({ screeningAnswerMs: 7_000 }, { handset: { screeningRole: true, apiLevel: 29 } })
    expect(play(ten, ring(), wait(20_000)).of('ringing')[0]?.seenAt).toBe(4_500)
  })
  test('AND-07 is what the ring waits for', () => {
    const slow = withSystem({ screeningAnswerMs: 1_500 }, { handset: { screeningRole: true } })
    const { of, types } = play(slow, ring(), wait(1_499))
    expect(types).toEqual(['screen-call'])
    const { of: later } = play(slow, ring(), wait(1_500))
    expect([later('ringing')[0]?.seenAt, later('phone-state')[0]?.seenAt]).toEqual([1_500, 1_500])
    expect(of('ringing')).toEqual([])
    expect(play({}, ring()).of('ringing')[0]?.seenAt).toBe(0)
  })
  test('AND-07 a caller who gives up before is listed as missed, and nothing else is heard of it', () => {
    const { types, phone } = play(withSystem({ screeningAnswerMs: 3_000 }), ring(), end('MISSED', 1_000), wait(9_000))
    expect(types).toEqual(['screen-call', 'ended', 'call-list'])
    expect([phone.callList[0]?.logType, phone.screenings]).toEqual(['MISSED', []])
  })
  test('AND-08 of a service that crashes is yes', () => {
    const { types, of } = play(withSystem({ screeningCrashes: true, screeningDisallows: true }), ring())
    expect(of('screened')[0]?.by).toBe('crash')
    expect(types).toContain('ringing')
    expect(types).not.toContain('show-card')
  })
  test('AND-14 that contradicts itself cannot be built', () => {
    for (const key of ['rejectCall', 'skipCallLog', 'skipNotification'] as const) {
      expect(responseError({ ...ALLOW, [key]: true })).toBe('IllegalStateException')
      expect(responseError({ ...ALLOW, disallowCall: true, [key]: true })).toBeNull()
    }
    expect(responseError({ ...ALLOW, silenceCall: true })).toBeNull()
    expect(responseError({ ...ALLOW, silenceCall: true, disallowCall: true })).toBeNull()
    expect(verdictOf({ ...ALLOW, silenceCall: true, disallowCall: true })).toBe('block')
    expect(responseError(ALLOW)).toBeNull()
  })
  test('AND-15 no: nothing rings, nothing is broadcast, no POST_CALL, and a row in the list', () => {
    const { types, phone } = play(
      withSystem({ screeningDisallows: true }, { handset: { screeningRole: true } }),
      ring(),
    )
    expect(types).toEqual(['screen-call', 'blocked', 'call-list'])
    expect(phone.callList).toMatchObject([{ logType: 'BLOCKED', number: ANNA }])
    expect(verdictOf({ ...ALLOW, disallowCall: true, skipCallLog: true })).toBe('block')
  })
  test('AND-16 quietly: the state is broadcast as ringing', () => {
    const { of, types } = play(withSystem({ screeningSilences: true }, { handset: { screeningRole: true } }), ring())
    expect(types).toContain('silenced')
    expect(of('phone-state')[0]?.state).toBe('RINGING')
  })
})

describe('what the app is told', () => {
  test.each(['withheld', 'unknown', 'payphone'])('AND-09 no handle of a caller who is %s', (who) => {
    const { of } = play(byRole, ring(who))
    expect(of('screen-call')[0]?.details).toMatchObject({
      handle: null,
      handlePresentation: lineFrom(who).presentation,
    })
    expect(of('screen-call')[0]?.details.handlePresentation).not.toBe('ALLOWED')
    expect(of('show-card')).toEqual([])
  })
  test('AND-09 no handle of a caller whom the network knows and does not show', () => {
    expect(callDetails({ presentation: 'RESTRICTED', text: ANNA }, 'incoming', 0).handle).toBeNull()
  })
  test("AND-10 neither the SIM nor anybody's name", () => {
    expect(Object.keys(callDetails(lineFrom(ANNA), 'incoming', 5))).toEqual([
      'callDirection',
      'handle',
      'handlePresentation',
      'creationTimeMillis',
      'connectTimeMillis',
      'callerNumberVerificationStatus',
    ])
    const { of } = play(byRole, ring(ANNA, 0, 'a', { sim: 'GB' }))
    expect(JSON.stringify(of('screen-call')[0])).not.toMatch(/GB|Anna/)
  })
})

test('AND-17 a second call does not ring while one does; its screening app hears of it, and it is missed', () => {
  const { of, phone, types } = play(byRole, ring(), ring(BEN, 1_000, 'b'))
  expect(of('ringing').map(({ callId }) => callId)).toEqual(['a'])
  expect(of('screen-call').map(({ callId }) => callId)).toEqual(['a', 'b'])
  expect(of('ended')).toMatchObject([{ callId: 'b', cause: 'REJECTED' }])
  expect(of('show-card')).toHaveLength(1)
  expect(types).not.toContain('hide-card')
  expect(phone.notifications).toMatchObject([{ title: 'Missed call: Ben Ito · Globex' }])
})
