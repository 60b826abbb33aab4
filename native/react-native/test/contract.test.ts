// The contract on simulated phones: as they are, and over the bridge, where only what JSON can carry gets through.
import { describe, expect, test } from 'vitest'
import type { CallerIdNative } from '../src/caller-id.ts'
import type { Spec } from '../src/NativeRingsight.ts'
import { nativeCallerId } from '../src/native-caller-id.ts'
import { type Bench, CONTRACT } from './contract.ts'
import { newBench } from './simulated-bench.ts'

const WAYS = {
  'in the same program': (bench: Bench): Bench => bench,
  'over the bridge': (bench: Bench): Bench => {
    const native = nativeCallerId(bridge(bench.native), bench.native.platform)
    return { ...bench, native }
  },
}

describe.each(['android', 'ios'] as const)('a simulated %s phone', (platform) => {
  describe.each(Object.entries(WAYS))('%s', (_, way) => {
    const owed = CONTRACT.filter(({ on }) => on === platform || on === 'both')
    test.each(owed)('$title', ({ run }) => run(way(newBench(platform)), expect))
  })
})

/** What the Kotlin and Swift modules make of it: plain values, events as JSON. */
function bridge(native: CallerIdNative): Omit<Spec, 'getConstants'> {
  const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
  return {
    status: async () => {
      const { missing, ...status } = await native.status()
      return plain({ ...status, missing: [...missing] })
    },
    requestRole: () => native.requestRole(),
    requestPermissions: async () => plain({ ...(await native.requestPermissions()) }),
    openSettings: (page) => native.openSettings(page as Parameters<CallerIdNative['openSettings']>[0]),
    signIn: (hash) => native.signIn(hash),
    signOut: () => native.signOut(),
    setCallerId: (isOn) => native.setCallerId(isOn),
    setLogCalls: (isOn) => native.setLogCalls(isOn),
    publishSnapshot: (path) => native.publishSnapshot(path),
    publishDelta: (path) => native.publishDelta(path),
    clearSnapshot: () => native.clearSnapshot(),
    scheduleSync: (last) => native.scheduleSync(plain(last)),
    readEvents: async () => (await native.readEvents()).map((event) => JSON.stringify(event)),
    confirmEvents: () => native.confirmEvents(),
    diagnostic: () => native.diagnostic(),
    callerCandidates: async (e164) => plain([...(await native.callerCandidates(e164))]),
    chooseCaller: (e164, contactId) => native.chooseCaller(e164, contactId),
    undoChoice: (e164) => native.undoChoice(e164),
    teamWorkspace: (address, token) => native.teamWorkspace({ address, token }),
    syncWithTeam: (address, token) => native.syncWithTeam({ address, token }),
    sendToTeam: async (address, token, outcome) =>
      plain(await native.sendToTeam({ address, token }, JSON.parse(outcome) as object)),
    findInTeam: async (address, token, number, region) => {
      const found = await native.findInTeam({ address, token }, number, region)
      return found && plain({ ...found, contactIds: [...found.contactIds] })
    },
  }
}
