// The contract's bench with a simulated phone on it.
import { buildDelta, buildSnapshot } from 'ringsight/directory'
import { type Handset, newHandset } from 'ringsight/phone'
import { type Simulation, simulateCallerId } from '../src/simulated.ts'
import { ACME, ANNA, type Bench, DESK } from './contract.ts'

const PERSON = {
  id: '101',
  firstName: 'Anna',
  lastName: 'Byrne',
  company: 'Acme Ltd',
  email: '',
  country: null,
  phones: [{ field: 'Phone', text: ANNA, e164: ANNA, rejected: null }],
  deals: [{ id: '1', name: 'Renewal', amount: '12500', currency: 'EUR', closeDate: null, isClosed: false }],
  modifiedAt: null,
  row: null,
}

const DESK_PHONE = [{ field: 'Phone', text: DESK, e164: DESK, rejected: null }]
const AT_DESK = [
  { ...PERSON, id: '9', firstName: 'Tom', lastName: 'Nolan', phones: DESK_PHONE },
  { ...PERSON, id: 'x', firstName: 'Zoë', lastName: 'Ångström', phones: DESK_PHONE },
]

const SAVED = { kind: 'saved', problem: null } as const

export interface SimulatedBench extends Bench {
  readonly simulation: Simulation
  /** Milliseconds go by. */
  pass(ms: number): void
}

/** A phone from its box, on a virtual clock. */
export function newBench(platform: Handset['platform'], change: Partial<Handset> = {}): SimulatedBench {
  let clock = Date.UTC(2026, 10, 23)
  const files = new Map<string, Uint8Array>()
  let served: Uint8Array | null = null
  const simulation = simulateCallerId(
    { ...newHandset(platform, 'IE'), ...change },
    {
      now: () => clock,
      readFile: (path) => files.get(path) ?? new Uint8Array(),
      team: {
        workspaceHash: ACME,
        fetch: () => served ?? 'server',
        take: (outcome) => ('call' in outcome ? SAVED : { kind: 'incomplete', problem: 'Expected call.' }),
        find: (number) => (number === ANNA ? { label: 'Anna Byrne', deal: null, contactIds: ['101'] } : null),
      },
    },
  )
  const { native, act } = simulation
  const answerAll = (choice: 'allow' | 'deny') => {
    while (simulation.phone().dialogs.length > 0) act({ type: 'answer-dialog', choice, at: clock })
  }
  const write = (bytes: Uint8Array) => {
    const path = `snapshot-${files.size}.idx`
    files.set(path, bytes)
    return path
  }
  const snapshotOf = (generation: number, workspaceHash: string) =>
    buildSnapshot([PERSON, ...AT_DESK], { generation, workspaceHash, createdAtMs: clock, regions: ['IE'] })
  const deltaFrom = (generation: number, workspaceHash: string) =>
    buildDelta(snapshotOf(generation, workspaceHash), snapshotOf(generation + 1, workspaceHash)) ?? new Uint8Array()
  return {
    native,
    simulation,
    pass: (ms) => {
      clock += ms
    },
    serve: (generation) => {
      served = generation === null ? null : snapshotOf(generation, ACME)
    },
    askRole: (answer) => answered(native.requestRole(), () => answerAll(answer)),
    askPermissions: (answer) => answered(native.requestPermissions(), () => answerAll(answer)),
    takeRole: () => act({ type: 'set-role', isHeld: false, by: 'other-app', at: clock }),
    revokePermission: (permission) => act({ type: 'set-permission', permission, state: 'revoked', at: clock }),
    setExtension: (extension) => act({ type: 'change-settings', settings: { extension }, at: clock }),
    failLoads: (loadErrorCode) => simulation.setSystem({ loadErrorCode }),
    missCall: (text) => {
      act({ type: 'ring', id: `call-${clock}`, line: { presentation: 'ALLOWED', text }, at: clock })
      clock += 20_000
      act({ type: 'end', cause: 'MISSED', at: clock })
      clock += 60_000
    },
    snapshot: (generation, workspaceHash = ACME) => write(snapshotOf(generation, workspaceHash)),
    delta: (generation, workspaceHash = ACME) => write(deltaFrom(generation, workspaceHash)),
    damagedDelta: () => {
      const bytes = deltaFrom(1, ACME)
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      return write(bytes)
    },
    damagedSnapshot: () => {
      const bytes = buildSnapshot([PERSON, ...AT_DESK], {
        generation: 9,
        workspaceHash: ACME,
        createdAtMs: clock,
        regions: [],
      })
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      return write(bytes)
    },
  }
}

async function answered<Answer>(asked: Promise<Answer>, answer: () => void): Promise<Answer> {
  answer()
  return asked
}
