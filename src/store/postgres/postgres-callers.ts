// How the store on PostgreSQL answers what a call asks: by the marks of contacts and by counts that are kept. Knows nothing of
// what makes a text wanted.
import { type Contact, compareIds } from '../../core/contact.ts'
import { type Callers, expectOpen } from '../store.ts'
import { markOf, plainOf, roundedMarks } from './contact-row.ts'
import { countContacts, countNumbers } from './documents.ts'
import { type OpenPostgres, parseContact, readTexts } from './reading.ts'

interface Text {
  readonly contact: string
}

/** The contacts of a store that is open, for calls. */
export function postgresCallers(open: OpenPostgres): Callers {
  const { session, use } = open
  const { workspace } = session.address
  const parse = ({ contact }: Text) => parseContact(session, contact)

  function ask<Row>(text: string, ...values: readonly unknown[]): readonly Row[] {
    expectOpen(use.state)
    return session.ask<Row>(text, workspace, ...values)
  }

  return {
    readContactsByNumber: (e164s) =>
      ask<Text>(
        'SELECT contact FROM ringsight.contacts WHERE workspace = $1 AND marks && $2 ORDER BY sequence',
        e164s.map((e164) => markOf(workspace, 'number', e164)),
      ).map(parse),

    readContactsByText({ digits, rounded, isWanted }) {
      const found = ask<Text>(
        `SELECT contact FROM ringsight.contacts WHERE workspace = $1 AND unread <> '{}'
          AND (marks && $2 OR EXISTS (SELECT FROM unnest(unread) AS text WHERE text LIKE ANY ($3))) ORDER BY sequence`,
        roundedMarks(workspace, rounded),
        digits.map(patternOf),
      )
      const isOne = ({ phones }: Contact) => phones.some(({ e164, text }) => e164 === null && isWanted(text))
      return found.map(parse).filter(isOne)
    },

    *readContactsLike(parts) {
      expectOpen(use.state)
      // Letters and digits: whoever asked looks at the rest.
      const patterns = parts.slice(0, MOST_PARTS).filter((part) => /^[a-z\d]+$/.test(part))
      const fits = patterns.map((part) => ` AND contact COLLATE "C" ILIKE '%${part.replace(/[ik]/g, '_')}%'`)
      for (const text of readTexts(open, fits.join(''))) yield parseContact(session, text)
    },

    countContacts() {
      expectOpen(use.state)
      return countContacts(session)
    },

    countNumbers() {
      expectOpen(use.state)
      return countNumbers(session)
    },

    countContactsBefore(id, most) {
      const plain = plainOf(id)
      const odd = ask('SELECT FROM ringsight.contacts WHERE workspace = $1 AND plain IS NULL LIMIT 1')
      if (plain !== null && odd.length === 0) {
        const [row] = ask<{ readonly count: number }>(
          `SELECT count(*) AS count FROM
            (SELECT FROM ringsight.contacts WHERE workspace = $1 AND plain < $2 LIMIT $3) AS before`,
          plain,
          most,
        )
        return row?.count ?? 0
      }
      let before = 0
      for (const text of readTexts(open)) {
        if (before >= most) break
        if (compareIds(parseContact(session, text).id, id) < 0) before += 1
      }
      return before
    },
  }
}

// Who fits the first of them is looked at by whoever asked.
const MOST_PARTS = 10

/** What LIKE takes for the digits in this order, whatever is between. */
function patternOf(digits: string): string {
  return `%${[...digits.replace(/\D/g, '')].map((digit) => `${digit}%`).join('')}`
}
