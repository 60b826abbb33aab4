// The outcomes that every HubSpot account starts with. The API calls them dispositions and knows them by GUID; an account's own
// outcomes go by their ids.
// https://developers.hubspot.com/docs/api-reference/crm-calls-v3/guide
import { DISPOSITIONS, type DispositionKey } from '../../core/outcome.ts'

export const DISPOSITION_IDS: Readonly<Record<DispositionKey, string>> = {
  connected: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
  'left-live-message': 'a4c4c377-d246-4b32-a13b-75a56a4cd0ff',
  'left-voicemail': 'b2cf5968-551e-4856-9783-52b3da59a7d0',
  'no-answer': '73a0d17f-1163-4015-bdd5-ec830791da20',
  busy: '9d9162e7-6cf3-4944-bf63-4dff82258764',
  'wrong-number': '17b47fee-58de-441e-a44c-c6300d46f273',
}

/** HubSpot's id of an outcome; that of an account's own outcome is its key. */
export function dispositionId(outcome: string): string {
  return Object.hasOwn(DISPOSITION_IDS, outcome) ? DISPOSITION_IDS[outcome as DispositionKey] : outcome
}

/** The key of an outcome by HubSpot's id. */
export function dispositionKey(id: string): string {
  return DISPOSITIONS.find(({ key }) => DISPOSITION_IDS[key] === id)?.key ?? id
}
