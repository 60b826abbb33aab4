// The simulated phone as JSON.
import { CAPABILITIES } from '../core/access.ts'
import { accessOf } from '../device/call-flow.ts'
import { draftJson } from '../sync/outcome-json.ts'
import { countQueue } from '../sync/queue.ts'
import { isoOf, type JsonLine } from '../text/json.ts'
import type { PhoneState } from '../ui/phone-text.ts'
import { noticeJson, rowJson } from './call-report.ts'
import { phoneModelJson } from './taken-phone.ts'

/** The phone for programs. */
export function phoneJson({ phone, contacts, drafts, outbox }: PhoneState): JsonLine {
  const access = accessOf(phone)
  const capability = (name: (typeof CAPABILITIES)[number]) => ({
    isPossible: access[name].length === 0,
    missing: access[name].map(({ reason, sentence, fix }) => ({ reason, message: sentence, fix })),
  })
  const { callList, notifications } = phone
  return {
    type: 'summary',
    ...phoneModelJson(phone),
    capabilities: Object.fromEntries(CAPABILITIES.map((name) => [name, capability(name)])),
    updatedAt: contacts.lastUpdated,
    contacts: contacts.count,
    callList: callList.map((row) => ({ ...rowJson(row), at: isoOf(row.at) })),
    notifications: notifications.map((notice) => ({
      type: notice.type,
      id: notice.id,
      at: isoOf(notice.at),
      ...noticeJson(notice),
    })),
    drafts: drafts.map(draftJson),
    ...countQueue(outbox),
  }
}
