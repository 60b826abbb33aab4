// How things stand on the simulated phone, in the words of a real one's status.
import { type Access, type Phone, planAccess } from 'ringsight/phone'
import type { CallerIdStatus, LoadError, Missing } from './caller-id.ts'
import type { Published } from './simulated-snapshot.ts'

interface Directories {
  readonly published: Published | null
  readonly applied: Published | null
  readonly loadError: LoadError | null
}

/** The status that the native side would give. */
export function readStatus(phone: Phone, { published, applied, loadError }: Directories): CallerIdStatus {
  const { handset, app } = phone
  const access = planAccess(handset)
  return {
    isSignedIn: app.isSignedIn,
    canShow: app.isSignedIn && access.card.length === 0,
    role: roleOf(phone),
    publishedGeneration: published?.generation ?? null,
    appliedGeneration: applied?.generation ?? null,
    loadError: loadError === null ? null : { domain: loadError.domain, code: loadError.code },
    retryAt: phone.timers.find(({ name }) => name === 'reload')?.at ?? null,
    missing: [...(app.isSignedIn ? [] : [SIGNED_OUT]), ...missingOf(access)],
  }
}

const SIGNED_OUT: Missing = {
  reason: 'signed-out',
  sentence: 'Nobody is signed in to the CRM.',
  fix: 'Open the app and sign in.',
}

function roleOf({ handset, system }: Phone): CallerIdStatus['role'] {
  if (handset.screeningRole) return 'held'
  const isOffered = handset.platform === 'android' && handset.apiLevel >= 29 && !system.rolesAreRestricted
  return isOffered ? 'available' : 'unavailable'
}

// What the user cannot change is no fault of the phone's.
function missingOf({ card, missed, outcomeIncoming, sync }: Access): Missing[] {
  const all = [...card, ...missed, ...outcomeIncoming, ...sync].filter(({ reason }) => reason !== 'not-on-ios')
  const isFirst = ({ reason, sentence }: Missing, at: number) =>
    all.findIndex((other) => other.reason === reason && other.sentence === sentence) === at
  return all.filter(isFirst)
}
