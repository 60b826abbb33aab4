// What every implementation of CallerIdNative owes its app, as a list: run on simulated phones here, and by whoever has a real
// phone with somebody to press its buttons.
import type { CallerIdNative, CallerIdStatus, CallRecord, PermissionAnswers } from '../src/caller-id.ts'

/** A phone on the table, fresh from its box, and the hands that hold it. */
export interface Bench {
  readonly native: CallerIdNative
  /** Asks for the role, and lets the user answer. */
  askRole(answer: 'allow' | 'deny'): Promise<'granted' | 'denied' | 'unavailable'>
  /** Asks for the permissions, and lets the user answer each dialog so. */
  askPermissions(answer: 'allow' | 'deny'): Promise<PermissionAnswers>
  takeRole(): void
  revokePermission(permission: 'callLog' | 'phone'): void
  /** iOS: the user's switch. */
  setExtension(isOn: boolean): void
  /** iOS: the next loads end with this code; 0 for none. */
  failLoads(code: number): void
  /** Somebody calls, rings for a while and gives up. */
  missCall(number: string): void
  /** A file with a snapshot that names +353871234567 as record 101; Tom Nolan, record 9, and Zoë Ångström, record x, share DESK. */
  snapshot(generation: number, workspaceHash?: string): string
  /** The team's server has the snapshot of a generation, or is in trouble. */
  serve(generation: number | null): void
  damagedSnapshot(): string
  /** A file with the delta from the snapshot of a generation to that of the next, which names the same. */
  delta(generation: number, workspaceHash?: string): string
  damagedDelta(): string
}

export interface Promised {
  readonly title: string
  readonly on: 'android' | 'ios' | 'both'
  readonly run: (bench: Bench, expect: Expect) => Promise<void>
}

/** As much of an assertion library as the list needs. */
export type Expect = (found: unknown) => { toEqual(expected: unknown): void }

export const ACME = 'a048c187ad332b82'
const GLOBEX = '00000000000000ff'
export const ANNA = '+353871234567'
export const DESK = '+35315550100'
const TEAM = { address: 'https://directory.example.com', token: 'rsg_token' }

const reasons = ({ missing }: CallerIdStatus) => missing.map(({ reason }) => reason)
const NEVER_SYNCED = { lastSuccessAt: null, lastAttemptAt: null, failures: 0, failure: null, retryAfterMs: null }

/** Signed in, and everything granted and switched on that this phone has. */
export async function setUp(bench: Bench): Promise<void> {
  await bench.native.signIn(ACME)
  await bench.native.setCallerId(true)
  if (bench.native.platform === 'android') await bench.askRole('allow')
  else bench.setExtension(true)
  await bench.native.publishSnapshot(bench.snapshot(1))
}

export const CONTRACT: readonly Promised[] = [
  {
    title: 'a phone from its box shows nobody, and each thing that is missing has a sentence and a fix',
    on: 'both',
    run: async ({ native }, expect) => {
      const status = await native.status()
      expect([status.isSignedIn, status.canShow, status.publishedGeneration]).toEqual([false, false, null])
      expect(status.missing[0]?.reason).toEqual('signed-out')
      expect(status.missing.every(({ sentence, fix }) => sentence.endsWith('.') && fix.endsWith('.'))).toEqual(true)
    },
  },
  {
    title: 'set up, it can show who calls, by the snapshot that was published',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      const { canShow, isSignedIn, publishedGeneration, appliedGeneration } = await bench.native.status()
      expect({ canShow, isSignedIn, publishedGeneration, appliedGeneration }).toEqual({
        canShow: true,
        isSignedIn: true,
        publishedGeneration: 1,
        appliedGeneration: 1,
      })
    },
  },
  {
    title: 'a damaged snapshot, an older one and another workspace’s are refused, and the one before stays',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.publishSnapshot(bench.snapshot(3))
      const refused = [bench.damagedSnapshot(), bench.snapshot(2), bench.snapshot(4, GLOBEX)]
      const results = []
      for (const file of refused) results.push(await bench.native.publishSnapshot(file))
      expect(results).toEqual(['damaged', 'older', 'damaged'])
      const told = (await bench.native.readEvents()).filter(({ type }) => type === 'snapshot-damaged')
      expect(told.length).toEqual(2)
      expect((await bench.native.status()).appliedGeneration).toEqual(3)
    },
  },
  {
    title: 'R-16 a delta leads from the snapshot that it is for to the next, and is refused by any other phone',
    on: 'both',
    run: async (bench, expect) => {
      await bench.native.signIn(ACME)
      expect(await bench.native.publishDelta(bench.delta(1))).toEqual('no-snapshot')
      await setUp(bench)
      const refused = [bench.damagedDelta(), bench.delta(2), bench.delta(1, GLOBEX)]
      const results = []
      for (const file of refused) results.push(await bench.native.publishDelta(file))
      expect(results).toEqual(['wrong-checksum', 'other-snapshot', 'other-workspace'])
      expect((await bench.native.status()).appliedGeneration).toEqual(1)
      expect(await bench.native.publishDelta(bench.delta(1))).toEqual('published')
      const { publishedGeneration, appliedGeneration } = await bench.native.status()
      expect([publishedGeneration, appliedGeneration]).toEqual([2, 2])
    },
  },
  {
    title: 'R-01 the sign-out leaves nobody to name',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.signOut()
      const { canShow, isSignedIn, publishedGeneration, appliedGeneration } = await bench.native.status()
      expect({ canShow, isSignedIn, publishedGeneration, appliedGeneration }).toEqual({
        canShow: false,
        isSignedIn: false,
        publishedGeneration: null,
        appliedGeneration: null,
      })
    },
  },
  {
    title: 'a snapshot cleared away names nobody, and the sign-in stays',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.clearSnapshot()
      const { isSignedIn, publishedGeneration, appliedGeneration } = await bench.native.status()
      expect([isSignedIn, publishedGeneration, appliedGeneration]).toEqual([true, null, null])
    },
  },
  {
    title: 'whoever signs in to another workspace sees nothing of the one before',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.signIn(GLOBEX)
      expect((await bench.native.status()).appliedGeneration).toEqual(null)
      expect(await bench.native.publishSnapshot(bench.snapshot(1, GLOBEX))).toEqual('published')
    },
  },
  {
    title: 'an event stays until it is confirmed, and then it is gone',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      bench.missCall(ANNA)
      const first = await bench.native.readEvents()
      expect(first.length > 0).toEqual(true)
      expect(await bench.native.readEvents()).toEqual(first)
      await bench.native.confirmEvents()
      expect(await bench.native.readEvents()).toEqual([])
    },
  },
  {
    title: 'the diagnostic file says how things stand, and names nobody',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      const text = await bench.native.diagnostic()
      const file = JSON.parse(text) as { type: string; state: { isSignedIn: boolean }; contacts: { count: number } }
      expect([file.type, file.state.isSignedIn, file.contacts.count]).toEqual(['ringsight-diagnostic', true, 2])
      const secrets = ['Anna', 'Acme', ANNA.slice(4), ACME]
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    },
  },
  {
    title: 'R-16 a sync with the team’s server names callers, and one that fails leaves the names that are there',
    on: 'both',
    run: async (bench, expect) => {
      const { native } = bench
      bench.serve(5)
      expect(await native.syncWithTeam(TEAM)).toEqual('unauthorised')
      const workspace = await native.teamWorkspace(TEAM)
      expect(workspace).toEqual(ACME)
      await setUp(bench)
      expect(await native.syncWithTeam(TEAM)).toEqual('synced')
      expect((await native.status()).appliedGeneration).toEqual(5)
      bench.serve(null)
      expect(await native.syncWithTeam(TEAM)).toEqual('server')
      expect((await native.status()).appliedGeneration).toEqual(5)
    },
  },
  {
    title: 'R-03 R-11 the team’s server takes outcomes, and says who has a number',
    on: 'both',
    run: async ({ native }, expect) => {
      expect(await native.sendToTeam(TEAM, { call: { callId: '1' } })).toEqual({ kind: 'saved', problem: null })
      expect(await native.sendToTeam(TEAM, {})).toEqual({ kind: 'incomplete', problem: 'Expected call.' })
      const anna = { label: 'Anna Byrne', deal: null, contactIds: ['101'] }
      expect(await native.findInTeam(TEAM, ANNA, 'IE')).toEqual(anna)
      expect(await native.findInTeam(TEAM, '+353861110000', null)).toEqual(null)
    },
  },
  {
    title: 'R-31 it was Zoë, of two with one number: kept, taken back, and gone with the sign-out',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      const { native } = bench
      const tom = { contactId: '9', name: 'Tom Nolan', label: 'Tom Nolan +1 other · Acme Ltd', isChosen: false }
      const zoe = { contactId: 'x', name: 'Zoë Ångström', label: 'Zoë Ångström +1 other · Acme Ltd', isChosen: false }
      expect(await native.callerCandidates(DESK)).toEqual([tom, zoe])
      expect(await native.chooseCaller(DESK, 'x')).toEqual(true)
      expect(await native.callerCandidates(DESK)).toEqual([tom, { ...zoe, isChosen: true }])
      await native.publishSnapshot(bench.snapshot(2))
      expect(await native.callerCandidates(DESK)).toEqual([tom, { ...zoe, isChosen: true }])
      await native.undoChoice(DESK)
      expect(await native.callerCandidates(DESK)).toEqual([tom, zoe])
      expect(await native.chooseCaller(DESK, '9')).toEqual(true)
      await native.signOut()
      await native.signIn(ACME)
      await native.publishSnapshot(bench.snapshot(3))
      expect(await native.callerCandidates(DESK)).toEqual([tom, zoe])
    },
  },
  {
    title: 'R-31 nobody is chosen who does not have the number, or is alone with it',
    on: 'both',
    run: async (bench, expect) => {
      const { native } = bench
      expect(await native.callerCandidates(DESK)).toEqual([])
      await setUp(bench)
      expect(await native.callerCandidates(ANNA)).toEqual([])
      expect(await native.chooseCaller(ANNA, '101')).toEqual(false)
      expect(await native.chooseCaller(DESK, '101')).toEqual(false)
      await native.undoChoice(DESK)
    },
  },
  {
    title: 'settings that the phone does not have are not opened',
    on: 'both',
    run: async ({ native }, expect) => {
      const isIos = native.platform === 'ios'
      expect(await native.openSettings('app')).toEqual(true)
      expect(await native.openSettings('overlay')).toEqual(!isIos)
      expect(await native.openSettings('call-directory')).toEqual(isIos)
    },
  },
  {
    title: 'a sync can be reported before there ever was one',
    on: 'both',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.scheduleSync(NEVER_SYNCED)
      expect((await bench.native.status()).isSignedIn).toEqual(true)
    },
  },
  {
    title: 'R-13 AND-45 the role is had for the asking, and refused by a denial',
    on: 'android',
    run: async (bench, expect) => {
      expect((await bench.native.status()).role).toEqual('available')
      expect(await bench.askRole('deny')).toEqual('denied')
      expect(await bench.askRole('allow')).toEqual('granted')
      expect((await bench.native.status()).role).toEqual('held')
      // Whoever has it is asked nothing.
      expect(await bench.native.requestRole()).toEqual('granted')
    },
  },
  {
    title: 'R-31 a call from the number is whose it was said to be',
    on: 'android',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.chooseCaller(DESK, 'x')
      bench.missCall(DESK)
      const [call] = (await bench.native.readEvents()).filter(({ type }) => type === 'call') as CallRecord[]
      expect(call?.contactIds).toEqual(['x', '9'])
    },
  },
  {
    title: 'AND-47 another app takes the role: the next status says so, with the fix',
    on: 'android',
    run: async (bench, expect) => {
      await setUp(bench)
      bench.takeRole()
      const status = await bench.native.status()
      expect([status.role, status.canShow]).toEqual(['available', false])
      expect(reasons(status).includes('call-log-denied')).toEqual(true)
    },
  },
  {
    title: 'R-13 the article’s way: granted, and one of them revoked',
    on: 'android',
    run: async (bench, expect) => {
      await bench.native.signIn(ACME)
      await bench.native.setCallerId(true)
      const granted = { callLog: 'granted', phone: 'granted', notifications: 'granted' }
      expect(await bench.askPermissions('allow')).toEqual(granted)
      expect((await bench.native.status()).canShow).toEqual(true)
      bench.revokePermission('callLog')
      const status = await bench.native.status()
      expect(status.canShow).toEqual(false)
      expect(reasons(status).includes('call-log-denied')).toEqual(true)
    },
  },
  {
    title: 'AND-40 denied twice, the permissions are denied without a dialog',
    on: 'android',
    run: async (bench, expect) => {
      const denied = { callLog: 'denied', phone: 'denied', notifications: 'denied' }
      expect(await bench.askPermissions('deny')).toEqual(denied)
      expect(await bench.askPermissions('deny')).toEqual(denied)
      expect(await bench.native.requestPermissions()).toEqual(denied)
    },
  },
  {
    title: 'R-10 AND-30 a missed call is one record, with whose it is',
    on: 'android',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.confirmEvents()
      bench.missCall(ANNA)
      const events = await bench.native.readEvents()
      const calls = events.flatMap((event) => (event.type === 'call' ? event : []))
      expect(
        calls.map(({ direction, result, isSure, e164, contactIds }) => ({
          direction,
          result,
          isSure,
          e164,
          contactIds,
        })),
      ).toEqual([{ direction: 'incoming', result: 'missed', isSure: true, e164: ANNA, contactIds: ['101'] }])
    },
  },
  {
    title:
      'R-01 a sign-out, or a sign-in to another workspace, leaves no event, and no call is noted while nobody is signed in',
    on: 'android',
    run: async (bench, expect) => {
      await setUp(bench)
      for (const leave of [() => bench.native.signOut(), () => bench.native.signIn(GLOBEX)]) {
        bench.missCall(ANNA)
        expect((await bench.native.readEvents()).length > 0).toEqual(true)
        await leave()
        expect(await bench.native.readEvents()).toEqual([])
        bench.missCall(ANNA)
        const isSignedIn = (await bench.native.status()).isSignedIn
        expect((await bench.native.readEvents()).some(({ type }) => type === 'call')).toEqual(isSignedIn)
        await bench.native.signIn(ACME)
      }
      // What was read of one workspace and is confirmed in the next takes nothing of the next with it.
      bench.missCall(ANNA)
      await bench.native.readEvents()
      await bench.native.signIn(GLOBEX)
      bench.missCall(ANNA)
      await bench.native.confirmEvents()
      expect((await bench.native.readEvents()).some(({ type }) => type === 'call')).toEqual(true)
    },
  },
  {
    title: 'R-13 Caller ID switched off in the app shows nobody',
    on: 'android',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.setCallerId(false)
      const status = await bench.native.status()
      expect([status.canShow, reasons(status)[0]]).toEqual([false, 'caller-id-off'])
    },
  },
  {
    title: 'there is no role and no permission to ask for',
    on: 'ios',
    run: async ({ native }, expect) => {
      expect(await native.requestRole()).toEqual('unavailable')
      const none = { callLog: 'unavailable', phone: 'unavailable', notifications: 'unavailable' }
      expect(await native.requestPermissions()).toEqual(none)
    },
  },
  {
    title: 'R-12 IOS-01 the extension switched off: nobody is named, and the status says where the switch is',
    on: 'ios',
    run: async (bench, expect) => {
      await setUp(bench)
      bench.setExtension(false)
      const status = await bench.native.status()
      expect([status.canShow, reasons(status)[0]]).toEqual([false, 'extension-off'])
    },
  },
  {
    title: 'IOS-11 a load that fails keeps the labels, is an event, and is tried again',
    on: 'ios',
    run: async (bench, expect) => {
      await setUp(bench)
      await bench.native.confirmEvents()
      bench.failLoads(2)
      expect(await bench.native.publishSnapshot(bench.snapshot(2))).toEqual('published')
      const status = await bench.native.status()
      expect([status.publishedGeneration, status.appliedGeneration]).toEqual([2, 1])
      expect(status.loadError?.code).toEqual(2)
      expect(status.retryAt !== null).toEqual(true)
      const failed = (await bench.native.readEvents()).filter(({ type }) => type === 'reload-failed')
      expect(failed.length).toEqual(1)
    },
  },
  {
    title: 'R-16 a load is told once: the sync that is reported after it is none',
    on: 'ios',
    run: async (bench, expect) => {
      const take = async () => {
        const types = (await bench.native.readEvents()).map(({ type }) => type)
        await bench.native.confirmEvents()
        return types
      }
      await setUp(bench)
      await take()
      await bench.native.publishSnapshot(bench.snapshot(2))
      await bench.native.scheduleSync(NEVER_SYNCED)
      expect(await take()).toEqual(['loaded'])
      bench.failLoads(2)
      await bench.native.publishSnapshot(bench.snapshot(3))
      const { retryAt } = await bench.native.status()
      await bench.native.scheduleSync(NEVER_SYNCED)
      expect((await take()).filter((type) => type !== 'load-failed')).toEqual(['reload-failed'])
      expect((await bench.native.status()).retryAt).toEqual(retryAt)
    },
  },
  {
    title: 'IOS-10 a load that would fail the same way again is not tried again',
    on: 'ios',
    run: async (bench, expect) => {
      await setUp(bench)
      bench.failLoads(3)
      await bench.native.publishSnapshot(bench.snapshot(2))
      const { loadError, retryAt } = await bench.native.status()
      expect([loadError?.code, retryAt]).toEqual([3, null])
    },
  },
  {
    title: 'R-08 IOS-17 no call is told to the app',
    on: 'ios',
    run: async (bench, expect) => {
      await setUp(bench)
      bench.missCall(ANNA)
      expect((await bench.native.readEvents()).some(({ type }) => type === 'call')).toEqual(false)
    },
  },
]
