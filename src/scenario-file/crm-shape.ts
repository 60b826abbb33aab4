// What a scenario may do to the CRM: the words of `crm`.

import type { CrmChange } from '../scenario/scenario.ts'
import { contact } from './contact-shape.ts'
import { duration } from './scalars.ts'
import { converted, field, fields, integer, needed, shortOrLong, text, words } from './shape.ts'

interface CrmWords {
  readonly change?: Extract<CrmChange, { kind: 'write' }>['contact']
  readonly merge?: { readonly from: string; readonly into: string }
  readonly delete?: string
  readonly rateLimitMs?: number
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
  rateLimitMs: field(duration(), 'It refuses requests for so long.'),
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
    ...(found.rateLimitMs === undefined ? [] : [{ kind: 'rate-limit', ms: found.rateLimitMs } as const]),
    ...(found.loseAnswers === undefined ? [] : [{ kind: 'lose-answers', count: found.loseAnswers } as const]),
  ]
}
