// What a scenario may do to the CRM: the words of `crm`.

import type { CrmChange } from '../scenario/scenario.ts'
import { contact, dealOn } from './contact-shape.ts'
import { duration } from './scalars.ts'
import { converted, field, fields, integer, listOf, needed, shortOrLong, text, words } from './shape.ts'

interface CrmWords {
  readonly change?: Extract<CrmChange, { kind: 'write' }>['contact']
  readonly merge?: { readonly from: string; readonly into: string }
  readonly delete?: string
  readonly restore?: string
  readonly wipe?: string
  readonly deleteDeal?: string
  readonly deal?: Omit<Extract<CrmChange, { kind: 'deal' }>, 'kind'>
  readonly linkDeal?: { readonly id: string; readonly contacts: readonly string[] }
  readonly outcomes?: readonly { readonly id: string; readonly label: string }[]
  readonly refuse?: string
  readonly rateLimitMs?: number
  readonly dailyLimitMs?: number
  readonly loseAnswers?: number
}

const crmWords = fields<CrmWords>('what the CRM does', {
  change: field(contact, 'Somebody adds or changes this contact; it must have its id.'),
  merge: field(
    fields<{ from: string; into: string }>('a merge', {
      from: needed(text("a contact's id"), 'The contact that goes.'),
      into: needed(text("a contact's id"), 'The contact that stays.'),
    }),
    'Somebody merges one contact into another.',
  ),
  delete: field(text("a contact's id"), 'Somebody deletes this contact.'),
  restore: field(text("a contact's id"), 'Somebody takes this contact out of the bin.'),
  wipe: field(text("a contact's id"), 'This contact is erased for good, without a trace.'),
  deleteDeal: field(text("a deal's id"), 'Somebody deletes this deal.'),
  deal: field(dealOn, 'Somebody adds or changes a deal.'),
  linkDeal: field(
    fields<{ id: string; contacts: readonly string[] }>('where a deal is', {
      id: needed(text("a deal's id"), 'The deal, which stays as it is.'),
      contacts: needed(
        listOf(text("a contact's id")),
        'The contacts that it is on from now on, which stay as they are.',
      ),
    }),
    'Somebody puts a deal on other contacts.',
  ),
  outcomes: field(
    listOf(
      fields<{ id: string; label: string }>('an outcome', {
        id: needed(text(), "The CRM's id."),
        label: needed(text(), 'What people choose it by.'),
      }),
    ),
    'An administrator changes the outcomes that a call can be given; all of them, in order.',
  ),
  refuse: field(text('what the CRM says'), 'What is to be written is refused with these words, until it is up.'),
  dailyLimitMs: field(
    duration(),
    'The daily limit is reached: the CRM refuses requests for so long, and names no end.',
  ),
  rateLimitMs: field(duration(), 'The CRM refuses requests for so long.'),
  loseAnswers: field(integer(1, 1000), 'So many next writes arrive, but their answers are lost.'),
})

/** Up, or why every request fails, or a map with one change. */
export const crmShape = shortOrLong(
  words<CrmChange>({
    down: { kind: 'down' },
    unauthorised: { kind: 'unauthorised' },
    forbidden: { kind: 'forbidden' },
    up: { kind: 'up' },
  }),
  converted(crmWords, (found, node, { report }): CrmChange | undefined => {
    const changes = crmChanges(found)
    if (changes.length !== 1) {
      return report(node, `expected one change (${crmWords.keys.join(', ')}), found ${changes.length || 'none'}`)
    }
    const [change] = changes
    if (change?.kind !== 'write' || change.contact.id !== '') return change
    return report(node, 'expected "id" in a contact to change, found none')
  }),
)

function crmChanges(found: CrmWords): CrmChange[] {
  return [
    ...(found.change ? [{ kind: 'write', contact: found.change } as const] : []),
    ...(found.merge ? [{ kind: 'merge', ...found.merge } as const] : []),
    ...(found.delete === undefined ? [] : [{ kind: 'delete', id: found.delete } as const]),
    ...(found.restore === undefined ? [] : [{ kind: 'restore', id: found.restore } as const]),
    ...(found.wipe === undefined ? [] : [{ kind: 'wipe', id: found.wipe } as const]),
    ...(found.deleteDeal === undefined ? [] : [{ kind: 'delete-deal', id: found.deleteDeal } as const]),
    ...(found.deal ? [{ kind: 'deal', ...found.deal } as const] : []),
    ...(found.linkDeal
      ? [{ kind: 'link-deal', id: found.linkDeal.id, contactIds: found.linkDeal.contacts } as const]
      : []),
    ...(found.outcomes ? [{ kind: 'outcomes', offered: found.outcomes } as const] : []),
    ...(found.refuse === undefined ? [] : [{ kind: 'refuse', says: found.refuse } as const]),
    ...(found.dailyLimitMs === undefined ? [] : [{ kind: 'daily-limit', ms: found.dailyLimitMs } as const]),
    ...(found.rateLimitMs === undefined ? [] : [{ kind: 'rate-limit', ms: found.rateLimitMs } as const]),
    ...(found.loseAnswers === undefined ? [] : [{ kind: 'lose-answers', count: found.loseAnswers } as const]),
  ]
}
