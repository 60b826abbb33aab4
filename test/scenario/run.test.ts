import { describe, expect, test } from 'vitest'
import { lineFrom } from '../../src/core/caller.ts'
import { readyHandset } from '../../src/core/handset.ts'
import { Pattern } from '../../src/scenario/pattern.ts'
import { playScenario } from '../../src/scenario/run.ts'
import type { Doing } from '../../src/scenario/scenario.ts'
import { contact } from '../people.ts'
import { ANNA, accept, advance, aScenario, cancel, connected, end, expecting, play, ring, save } from './scenes.ts'

async function passes(steps: readonly Doing[], phone: Parameters<typeof play>[1] = {}) {
  const result = await play(steps, phone)
  expect(result.outcome === 'failed' ? result.failure : result).toMatchObject({ outcome: 'passed' })
  return result
}

describe('a scenario on Android', () => {
  test('R-09 R-11 goes from the ring to an outcome in the CRM', async () => {
    const result = await passes([
      ring,
      expecting({ card: { name: 'Anna Byrne' }, phoneState: 'RINGING' }),
      accept,
      advance(95_000),
      end,
      expecting({ outcomeScreen: { contact: 'Anna Byrne', outcome: null }, card: null, drafts: 1 }),
      connected,
      save,
      expecting({
        outcomeScreen: null,
        drafts: 0,
        waiting: 0,
        crmCalls: [{ contact: '101', outcome: 'Connected', direction: 'incoming', durationMs: 95_000 }],
      }),
    ])
    expect(result.virtualMs).toBe(95_000)
    expect(result.steps).toBe(9)
  })

  test('R-10 tells of a missed call, and both actions work', async () => {
    await passes([
      ring,
      cancel,
      expecting({
        notification: { title: 'Missed call: Anna Byrne · Acme Ltd', actions: ['View contact', 'Call back'] },
      }),
      { do: 'tap', target: 'View contact' },
      expecting({ contactPage: 'Anna Byrne' }),
    ])
    await passes([
      ring,
      cancel,
      { do: 'tap', target: 'call back' },
      expecting({ phoneState: 'OFFHOOK', happened: [`dialling ${ANNA}`] }),
    ])
  })

  test('R-04 R-10 tells no missed call of whom it finds in the address book by the end, though not when it rang', async () => {
    const ready = readyHandset('android', 'IE')
    const phone = {
      handset: { ...ready, screeningRole: true },
      addressBook: [{ name: 'Mam', number: ANNA }],
    }
    const allow = { settings: {}, permissions: { contacts: 'granted' }, role: null } as const
    await passes([ring, { do: 'open-settings', ...allow }, cancel, expecting({ notification: null })], phone)
  })

  test('R-31 a choice brings back no card of a call whose end nobody told the app', async () => {
    const ready = readyHandset('android', 'IE')
    const settings = { ...ready.settings, sleep: 'deep-sleeping' } as const
    const permissions = { ...ready.permissions, callLog: 'never-asked', phone: 'never-asked' } as const
    const handset = { ...ready, maker: 'samsung', screeningRole: true, settings, permissions } as const
    const contacts = [contact(), contact({ id: '102', firstName: 'Bob' })]
    const steps: Doing[] = [
      { do: 'open-app' },
      { do: 'dial', line: lineFrom(ANNA), from: 'app' },
      cancel,
      ring,
      cancel,
      expecting({ happened: [new Pattern(/^show-card/)] }),
      { do: 'choose-caller', contact: '102' },
      expecting({ happened: ['identified shared'], never: [new Pattern(/^show-card/)] }),
    ]
    const scene = { ...aScenario(steps, { handset }), contacts: { kind: 'inline', contacts } as const }
    const result = await playScenario(scene, { loadContacts: async () => [], readFrame: () => null })
    expect(result.outcome === 'failed' ? result.failure : result).toMatchObject({ outcome: 'passed' })
  })

  test('R-11 keeps a draft that was left, and a saved outcome while the phone is offline', async () => {
    await passes([
      ring,
      accept,
      end,
      { do: 'tap', target: 'Back' },
      expecting({ outcomeScreen: null, drafts: 1 }),
      { do: 'kill-app', afterWrites: null },
      { do: 'network', network: { state: 'offline' } },
      { do: 'open-draft', contact: 'Anna Byrne' },
      connected,
      save,
      expecting({ waiting: 1, crmCalls: [] }),
      advance(3 * 24 * 3_600_000),
      { do: 'network', network: { state: 'online' } },
      expecting({ waiting: 0, crmCalls: [{ contact: '101' }] }),
    ])
  })

  test('R-11 sends exactly once, wherever in the sending the app dies', async () => {
    for (let writes = 0; writes < 8; writes += 1) {
      await passes([
        ring,
        accept,
        end,
        connected,
        { do: 'kill-app', afterWrites: writes },
        save,
        { do: 'kill-app', afterWrites: null },
        { do: 'open-app' },
        advance(3_600_000),
        ...(writes === 0 ? [{ do: 'open-draft', contact: null } as const, connected, save] : []),
        expecting({ waiting: 0, drafts: 0, crmCalls: [{ outcome: 'Connected' }] }),
      ])
    }
  })

  test('R-11 goes on sending by itself after a death, and not after a force-stop', async () => {
    const dies = [ring, accept, end, connected, { do: 'kill-app', afterWrites: 1 }, save] as const
    await passes([...dies, expecting({ waiting: 1 }), advance(31_000), expecting({ waiting: 0, crmCalls: [{}] })])
    await passes([...dies, { do: 'force-stop' }, advance(3_600_000), expecting({ waiting: 1, crmCalls: [] })])
  })

  test('R-16 syncs by itself within a day', async () => {
    await passes([
      expecting({ syncPage: { agoMs: 0, contacts: 1 } }),
      { do: 'crm', change: { kind: 'delete', id: '101' } },
      advance(25 * 3_600_000),
      expecting({ syncPage: { contacts: 0, error: null } }),
      ring,
      expecting({ nothingShown: true }),
    ])
  })
})

describe('a scenario on iOS', () => {
  test('R-07 R-08 shows one label, in the call list too, and nothing else', async () => {
    await passes(
      [
        ring,
        expecting({ label: new Pattern(/^Anna Byrne/), card: null }),
        cancel,
        expecting({
          notification: null,
          outcomeScreen: null,
          callList: [{ type: 'missed', name: new Pattern(/^Anna Byrne/) }],
        }),
      ],
      { handset: readyHandset('ios', 'IE') },
    )
  })
})

describe('a result', () => {
  test('of a failed expectation names the step and what was found', async () => {
    const result = await play([ring, expecting({ card: { name: 'Brian' } }), accept])
    expect(result).toMatchObject({
      outcome: 'failed',
      steps: 1,
      failure: {
        step: 1,
        at: { line: 3 },
        mismatches: [{ path: 'card.name', expected: '"Brian"', found: '"Anna Byrne"' }],
      },
    })
    expect(result.trace.map(({ text }) => text)).toContain(`ringing ${ANNA}`)
  })

  test.each<[string, Doing, string]>([
    ['an answer', accept, 'a call that rings or a call that is dialled'],
    ['a tap', save, '"Save" on the screen'],
    ['an outcome', connected, 'an outcome screen'],
    ['a dialog', { do: 'grant', what: 'phone' }, 'the dialog for phone'],
    ['a draft', { do: 'open-draft', contact: null }, 'a draft'],
    ['a contact of the CRM', { do: 'crm', change: { kind: 'delete', id: '9' } }, 'contact 9 in the CRM'],
  ])('of %s that is not to be had says what there is instead', async (_what, step, expected) => {
    expect(await play([step])).toMatchObject({ outcome: 'failed', failure: { mismatches: [{ path: '', expected }] } })
  })

  test('of "within" waits in virtual time, and no longer', async () => {
    const steps: Doing[] = [{ do: 'network', network: { latencyMs: 4000 } }, { do: 'sync' }]
    expect(await play([...steps, expecting({ syncPage: { agoMs: 0 } }, 5000)])).toMatchObject({
      outcome: 'passed',
    })
    const short = await play([
      { do: 'crm', change: { kind: 'delete', id: '101' } },
      ...steps,
      expecting({ syncPage: { contacts: 0 } }, 3000),
    ])
    expect(short).toMatchObject({ outcome: 'failed' })
  })

  test('of a fault of ours is a third thing', async () => {
    expect(await play([ring], { seed: 1, addressBook: null as never })).toMatchObject({ outcome: 'broken' })
  })
})
