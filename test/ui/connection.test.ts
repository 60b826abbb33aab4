// The app's connection to its CRM in a session, with a CRM whose answers are held back.
import { beforeEach, describe, expect, test } from 'vitest'
import { type CarriedPhone, newCarriedPhone } from '../../src/app/carried.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { readyHandset } from '../../src/core/handset.ts'
import type { Queued } from '../../src/core/sending.ts'
import type { Gone, Refreshed } from '../../src/sync/remote.ts'
import { openConnection } from '../../src/ui/connection.ts'
import type { CrmFault } from '../../src/ui/crm-fault.ts'
import { openSessionClock } from '../../src/ui/session-clock.ts'

const NOW = 1_000_000
const SYNCED: Refreshed = {
  kind: 'synced',
  contacts: { lastUpdated: null, count: 0 },
  directory: buildDirectory([]),
  dispositions: [],
  problem: null,
  unpublished: null,
}

let phone: CarriedPhone
let fault: CrmFault
let told: string[]
let sent: string[]

beforeEach(() => {
  phone = syncing(newCarriedPhone(readyHandset('android', 'IE')))
  fault = null
  told = []
  sent = []
})

function syncing(base: CarriedPhone): CarriedPhone {
  return { ...base, app: { ...base.app, sync: { ...base.app.sync, running: { cause: 'manual' } as never } } }
}

/** @param refresh what a sync comes to. @param gone what sending comes to */
function connect(refresh: () => Promise<Refreshed> = async () => SYNCED, gone: Gone = { problem: null, nextAt: null }) {
  const clock = openSessionClock(() => new Date(NOW))
  const connection = openConnection({
    clock,
    isSending: true,
    screen: () => ({ phone, crm: { fault } as never, outbox: [{} as Queued] }),
    desk: {
      remote: {
        refresh,
        find: async () => [],
        async send(how) {
          sent.push(how?.isHurried ? 'hurried' : 'in its turn')
          return gone
        },
      },
      describe: String,
    },
    told: {
      reading() {},
      ended() {},
      synced: () => told.push('synced'),
      syncFailed: (because) => told.push(because),
      failed: () => told.push('failed'),
      found: (callId) => told.push(`found ${callId}`),
    },
  })
  return { clock, connection }
}

describe('an answer to a sync', () => {
  test('is told where the app waits for it, and reaches nobody else', async () => {
    for (const isAwaited of [true, false]) {
      told = []
      phone = syncing(newCarriedPhone(readyHandset('android', 'IE')))
      const { connection } = connect(async () => {
        // Meanwhile the system has ended the app's work, or its user has signed out.
        if (!isAwaited) phone = newCarriedPhone(readyHandset('android', 'IE'))
        return SYNCED
      })
      connection.sync()
      await connection.idle()
      expect(told, `awaited: ${isAwaited}`).toEqual(isAwaited ? ['synced'] : [])
    }
  })

  test('that failed is the CRM’s failure, unless its user has made it so', async () => {
    const fails = async (): Promise<never> => {
      throw new Error('down')
    }
    const { connection } = connect(fails)
    connection.sync()
    await connection.idle()
    expect(told).toContain('failed')
    told = []
    fault = 'server'
    connection.sync()
    await connection.idle()
    expect(told).not.toContain('failed')
  })
})

describe('on a slow network', () => {
  beforeEach(() => {
    phone = { ...phone, conditions: { ...phone.conditions, latencyMs: 3_000 } }
  })

  test('an answer comes when its time has come', async () => {
    const { connection } = connect()
    connection.sync()
    expect(connection.nextAt()).toBe(NOW + 3_000)
    connection.doDue(NOW + 2_999)
    await connection.idle()
    expect(told).toEqual([])
    connection.doDue(NOW + 3_000)
    await connection.idle()
    expect(told).toEqual(['synced'])
  })

  test.each(['endProcess', 'signOut'] as const)('%s: what was asked for is answered to nobody', async (how) => {
    const { connection } = connect()
    connection.lookUp({ type: 'lookup-wanted', callId: 'call-1', e164: '+353871234567' } as never)
    if (how === 'signOut') connection.signOut()
    else connection.endProcess(phone, NOW)
    connection.doDue(NOW + 3_000)
    await connection.idle()
    expect(told).toEqual([])
  })
})

describe('what waits is sent', () => {
  test('by an app that runs and whose user is signed in, and by no other', async () => {
    const { connection } = connect()
    const base = phone
    for (const state of ['open', 'stopped'] as const) {
      for (const isSignedIn of [true, false]) {
        sent = []
        phone = { ...base, appProcess: { ...base.appProcess, state }, app: { ...base.app, isSignedIn } }
        connection.send(true)
        await connection.idle()
        expect(sent, `${state}, signed in: ${isSignedIn}`).toEqual(state === 'open' && isSignedIn ? ['hurried'] : [])
      }
    }
  })

  test('again at the instant that the CRM names, on the clock of the session', async () => {
    const { clock, connection } = connect(undefined, { problem: null, nextAt: NOW + 60_000 })
    clock.skipTo(NOW + 86_400_000)
    connection.send(false)
    await connection.idle()
    expect(sent).toEqual(['hurried'])
    expect(connection.nextAt()).toBe(NOW + 60_000 + 86_400_000)
    phone = { ...phone, handset: { ...phone.handset, network: 'offline' } }
    expect(connection.nextAt()).toBeNull()
  })

  test('half a minute after its process has ended, but for a stop', () => {
    const { connection } = connect()
    connection.endProcess(phone, NOW)
    expect(connection.nextAt()).toBe(NOW + 30_000)
    connection.endProcess({ ...phone, appProcess: { ...phone.appProcess, state: 'stopped' } }, NOW)
    expect(connection.nextAt()).toBeNull()
  })
})
