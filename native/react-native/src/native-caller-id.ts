// A phone's native module as the app's interface: the same calls, with what comes over the bridge read before it is believed.
import type {
  CallerIdEvent,
  CallerIdNative,
  CallerIdStatus,
  DeltaResult,
  PermissionAnswer,
  PublishResult,
} from './caller-id.ts'
import type { Spec } from './NativeRingsight.ts'

type Plain = Omit<Spec, 'getConstants'>

/** @throws Error when the native side answers with a word that this version does not know */
export function nativeCallerId(spec: Plain, platform: CallerIdNative['platform']): CallerIdNative {
  return {
    platform,
    status: async () => readStatus(await spec.status()),
    requestRole: async () => oneOf(ROLE_ANSWERS, await spec.requestRole()),
    requestPermissions: async () => {
      const { callLog, phone, notifications } = await spec.requestPermissions()
      const read = (answer: string): PermissionAnswer => oneOf(ROLE_ANSWERS, answer)
      return { callLog: read(callLog), phone: read(phone), notifications: read(notifications) }
    },
    openSettings: (page) => spec.openSettings(page),
    signIn: (workspaceHash) => spec.signIn(workspaceHash),
    signOut: () => spec.signOut(),
    setCallerId: (isOn) => spec.setCallerId(isOn),
    setLogCalls: (isOn) => spec.setLogCalls(isOn),
    publishSnapshot: async (path) => oneOf(PUBLISH_RESULTS, await spec.publishSnapshot(path)),
    publishDelta: async (path) => oneOf(DELTA_RESULTS, await spec.publishDelta(path)),
    clearSnapshot: () => spec.clearSnapshot(),
    scheduleSync: (last) => spec.scheduleSync({ ...last }),
    readEvents: async () => (await spec.readEvents()).map(readEvent),
    confirmEvents: () => spec.confirmEvents(),
    diagnostic: () => spec.diagnostic(),
    callerCandidates: (e164) => spec.callerCandidates(e164),
    chooseCaller: (e164, contactId) => spec.chooseCaller(e164, contactId),
    undoChoice: (e164) => spec.undoChoice(e164),
    teamWorkspace: ({ address, token }) => spec.teamWorkspace(address, token),
    syncWithTeam: async ({ address, token }) => oneOf(TEAM_RESULTS, await spec.syncWithTeam(address, token)),
    sendToTeam: async ({ address, token }, outcome) => {
      const { kind, problem } = await spec.sendToTeam(address, token, JSON.stringify(outcome))
      return { kind: oneOf(SENT_KINDS, kind), problem }
    },
    findInTeam: ({ address, token }, number, region) => spec.findInTeam(address, token, number, region),
  }
}

const ROLE_ANSWERS = ['granted', 'denied', 'unavailable'] as const
const ROLES = ['held', 'available', 'unavailable'] as const
const PUBLISH_RESULTS: readonly PublishResult[] = ['published', 'damaged', 'older']
const DELTA_RESULTS: readonly DeltaResult[] = [
  'published',
  'not-a-delta',
  'unknown-version',
  'wrong-size',
  'wrong-checksum',
  'wrong-content',
  'no-snapshot',
  'other-workspace',
  'other-snapshot',
  'wrong-result',
  'too-large',
]
const TEAM_RESULTS = ['synced', 'offline', 'timeout', 'server', 'rate-limited', 'unauthorised', 'forbidden'] as const
const SENT_KINDS = ['saved', 'held', 'already-saved', 'incomplete', 'refused', 'later'] as const
const EVENTS: readonly CallerIdEvent['type'][] = [
  'call',
  'sync-due',
  'snapshot-damaged',
  'failure',
  'loaded',
  'load-failed',
  'reload-failed',
]

function readStatus(status: Awaited<ReturnType<Spec['status']>>): CallerIdStatus {
  return { ...status, role: oneOf(ROLES, status.role) }
}

// An event that cannot be read must not keep the others from being told.
function readEvent(json: string): CallerIdEvent {
  try {
    const event = JSON.parse(json) as CallerIdEvent
    return EVENTS.includes(event.type) ? event : { type: 'failure', kind: 'unknown-event' }
  } catch {
    return { type: 'failure', kind: 'unreadable-event' }
  }
}

function oneOf<Word extends string>(words: readonly Word[], found: string): Word {
  const word = words.find((each) => each === found)
  if (word !== undefined) return word
  throw new Error(
    `Ringsight's native module answered ${JSON.stringify(found)}; expected ${words.join(', ')}. Build the app again.`,
  )
}
