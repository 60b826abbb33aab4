import { describe, expect, test } from 'vitest'
import type { CarriedAction } from '../../src/app/carried.ts'
import type { Contact } from '../../src/core/contact.ts'
import { contact, phone as number } from '../people.ts'
import { ANNA, answer, BEN, does, end, play, ring, type Setup, synced, wait } from './play.ts'

type At = CarriedAction & { readonly at: number }
const ZOE = '+353851234567'
const zoe = contact({ id: '99', firstName: 'Zoe', lastName: 'Quinn', phones: [number(ZOE)] })
const article: Setup = { handset: { profile: 'article' }, world: { accountSize: 20_000 } }
const tell = (at: number, contacts: readonly Contact[] = [zoe], callId = 'a'): At => ({
  type: 'lookup-answer',
  callId,
  contacts,
  at,
})
const wanted = (setup: Setup, text = ZOE) =>
  play(setup, ring(text))
    .of('lookup-wanted')
    .map(({ e164 }) => e164)

describe("R-03 the article's phone asks the CRM", () => {
  test('for a number that it does not hold, when the account is larger than it is', () => {
    expect(wanted(article)).toEqual([ZOE])
    expect(wanted(article, '085 123 4567')).toEqual([ZOE])
    expect(wanted(article, ANNA)).toEqual([])
    expect(wanted({ ...article, world: { accountSize: 10_000 } })).toEqual([])
    expect(wanted({ world: article.world ?? {} })).toEqual([])
  })
  test('not without a network, not on iOS, not for nobody, and not where nothing could be shown', () => {
    expect(wanted({ ...article, handset: { profile: 'article', network: 'offline' } })).toEqual([])
    expect(wanted({ ...article, platform: 'ios' })).toEqual([])
    expect(wanted(article, 'withheld')).toEqual([])
    expect(wanted(article, '112')).toEqual([])
    expect(wanted({ ...article, settings: { callerId: false } })).toEqual([])
    expect(wanted({ ...article, conditions: { isDozing: true } })).toEqual([])
  })
  test('and shows who it is when the answer comes in time', () => {
    const { of, phone } = play(article, ring(ZOE), tell(4_500), answer(5_000), end())
    expect(of('show-card')).toMatchObject([{ card: { name: 'Zoe Quinn' }, seenAt: 4_500 }])
    expect(of('open-outcome')).toMatchObject([{ call: { contactId: '99' } }])
    expect(phone.app.lookups).toEqual([])
  })
  test('and shows nothing that comes after 4.5 seconds', () => {
    const { of, types } = play(article, ring(ZOE), tell(4_501))
    expect(of('lookup')).toMatchObject([{ result: 'too-late', seenAt: 4_501 }])
    expect(types).not.toContain('show-card')
    expect(play(article, ring(ZOE), wait(9_000), tell(9_000)).of('lookup')).toHaveLength(1)
  })
  test('and shows nothing that its own matching does not find', () => {
    const other = contact({ id: '98', phones: [number('+353851234568')] })
    const { of, types } = play(article, ring(ZOE), tell(1_000, [other]))
    expect(of('lookup')).toMatchObject([{ result: 'not-this-number' }])
    expect(types).not.toContain('show-card')
    expect(play(article, ring(ZOE), tell(1_000, [])).of('lookup')).toMatchObject([{ result: 'nobody' }])
    expect(play(article, ring(ZOE), tell(1_000, [zoe], 'another')).types).not.toContain('lookup')
  })
  test('and shows nothing once the call is over, or the network is gone', () => {
    expect(play(article, ring(ZOE), end('MISSED', 1_000), tell(2_000)).types).not.toContain('show-card')
    const offline: At = { type: 'set-network', state: 'offline', at: 500 }
    expect(play(article, ring(ZOE), offline, tell(1_000)).types).not.toContain('show-card')
  })
  test('and knows them by itself at the next call, until the next sync', () => {
    const known = [ring(ZOE), tell(1_000), end('MISSED', 20_000)]
    const next = play(article, ...known, ring(ZOE, 30_000, 'b'))
    expect(next.of('lookup-wanted')).toHaveLength(1)
    expect(next.of('show-card')).toHaveLength(2)
    expect(play(article, ...known, synced(25_000), ring(ZOE, 30_000, 'b')).of('lookup-wanted')).toHaveLength(2)
    expect(play(article, ...known, does('sign-out', 25_000)).phone.app.lookedUp).toEqual([])
  })
  test('and one answer does not name the other of two callers', () => {
    const { of } = play(article, ring(ZOE), tell(100, [zoe]), end('MISSED', 200), ring(BEN, 300, 'b'))
    expect(of('show-card').map(({ card }) => card.name)).toEqual(['Zoe Quinn', 'Ben Ito'])
  })
})
