// What versions before 4 kept in sentences, as the kinds that are kept today. One of them may have the store open still, and
// write: so each text is read by this, whatever the version of its store. The sentences are those of then, and stay.
import type { Reason, Told } from '../core/retry.ts'
import type { Parked, Sending } from '../core/sending.ts'
import type { DocumentKey, Documents, FailedSync } from './store.ts'

/** How far an outcome is, with its reason as a kind. */
export function upgradeSending(sending: Sending): Sending {
  const { parked } = sending
  return parked === null || 'kind' in parked ? sending : { ...sending, parked: parkedOf(parked) }
}

/** A document, with its reasons as kinds. */
export function upgradeDocument<K extends DocumentKey>(key: K, document: Documents[K]): Documents[K] {
  if (key !== 'sync') return document
  const state = document as Documents['sync']
  return (state.failed === null ? state : { ...state, failed: failedOf(state.failed) }) as Documents[K]
}

const ARRIVED = / The call is in the CRM already, with (?:none|\d+) of its tasks\.$/

function parkedOf({ because, fix }: Reason): Parked {
  const sentence = because.replace(ARRIVED, '')
  switch (sentence) {
    case 'The contact is no longer in the CRM.':
      return { kind: 'not-found' }
    case 'The CRM refused it, and gave no reason.':
      return { kind: 'refused', says: '' }
    case 'It was saved for a contact of a file, and the CRM is not known to have the same one.':
      return { kind: 'of-file' }
    case 'It was saved for a contact of another account, and this one is not known to have the same one.':
      return { kind: 'of-account' }
  }
  const [, says] = /^The CRM refused it: (.+)$/.exec(sentence) ?? []
  return says === undefined ? { kind: 'told', because, fix } : { kind: 'refused', says }
}

function failedOf(failed: FailedSync | (Omit<FailedSync, 'problem'> & Reason)): FailedSync {
  if ('problem' in failed) return failed
  const { at, because, fix, detail = null } = failed
  return { at, problem: { kind: 'told', because, fix } satisfies Told, detail }
}
