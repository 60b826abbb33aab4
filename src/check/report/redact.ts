// A check without what the file says: the one place that decides what of a cell, an id, a header, a sentence and a message
// may stay. That is what is known to be harmless; everything else is hidden. Knows nothing of any kind of report.

import { isKnownLabel } from '../../contact-file/columns/known-label.ts'
import { describeFinding, type Finding, type FindingDetail } from '../../core/finding.ts'
import { maskNumber } from '../../text/safe.ts'
import type { CheckSummary, PlacedFinding } from '../file.ts'

const HIDDEN = '…'

export interface Redaction {
  /** A column's header where it is a label that programs give, else which column it is. */
  readonly header: (header: string) => string
  readonly finding: (placed: PlacedFinding) => PlacedFinding
  readonly summary: (summary: CheckSummary) => CheckSummary
}

/**
 * Redacts what is found in one file: of a value, at most the last two digits stay, of the rest of the file only labels that
 * are known. A record id stays, since by nothing else could the CRM's owner find the contact, where its column has such a
 * label and it looks like one that a CRM gives.
 *
 * @param file its headers, and those of the phone columns that findings count by
 */
export function openRedaction(file: {
  readonly headers: readonly string[]
  readonly phones: readonly string[]
  /** The header of the record id. */
  readonly id: string | null
}): Redaction {
  const header = openHeader(file.headers)
  const hasIds = file.id !== null && isKnownLabel(file.id)
  const words = { column: (index: number) => header(file.phones[index] ?? ''), number: (masked: string) => masked }
  const redactFinding = (placed: PlacedFinding): PlacedFinding => {
    const { id, column, value, finding } = placed
    return {
      row: placed.row,
      id: id === null || (hasIds && RECORD_ID.test(id)) ? id : HIDDEN,
      column: column === null ? null : header(column),
      value: value === '' ? '' : maskNumber(value),
      finding: hideDetail(finding),
      sentence: describeFinding(hideDetail(finding), words),
      mends: placed.mends,
    }
  }
  return {
    header,
    finding: redactFinding,
    summary(summary) {
      const { phones, country, id } = summary.columns
      return {
        ...summary,
        columns: {
          phones: phones.map(header),
          country: country === null ? null : country.split(', else ').map(header).join(', else '),
          id: id === null ? null : header(id),
        },
        codes: summary.codes.map((code) => ({ ...code, examples: code.examples.map(redactFinding) })),
        baseline: summary.baseline && {
          ...summary.baseline,
          examples: summary.baseline.examples.map(({ code }) => ({ contact: null, code })),
        },
        notices: [...summary.notices, REDACTED],
      }
    },
  }
}

const REDACTED = 'Redacted: at most the last two digits of each cell are shown.'

/** How headers are called where only known labels may stay. */
export function openHeader(headers: readonly string[]): (header: string) => string {
  return (header) => {
    if (isKnownLabel(header)) return header
    const index = headers.findIndex((each) => each.trim() === header.trim())
    return index === -1 ? HIDDEN : `column ${index + 1}`
  }
}

/**
 * A message or notice about a file without what it may quote: from the first quote to the last, since a text in quotes may
 * hold some itself; and without the names of a workbook's parts.
 */
export function hideQuoted(message: string): string {
  return message
    .replace(/"[\s\S]*"/, `"${HIDDEN}"`)
    .replace(/\bits part [\s\S]*(?= (?:is|cannot)\b)/, `its part ${HIDDEN}`)
}

// Digits (HubSpot and most others; zcrm_ before them is Zoho's), 15 or 18 characters that begin with 00 (Salesforce), or a
// UUID (vCard). What is anything else could be a name.
const RECORD_ID =
  /^(?:(?:zcrm_)?\d+|00[\da-z]{13}(?:[\da-z]{3})?|(?:urn:uuid:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i

const HARMLESS: ReadonlySet<string> = new Set<keyof FindingDetail>([
  'country',
  'isStated',
  'column',
  'row',
  'isLoose',
  'looksLike',
  'since',
])

function hideDetail(finding: Finding): Finding {
  const shown = Object.entries(finding.detail).map(([key, fact]) => [key, HARMLESS.has(key) ? fact : hideFact(fact)])
  return {
    ...finding,
    repair: finding.repair === null ? null : maskNumber(finding.repair),
    detail: Object.fromEntries(shown) as FindingDetail,
  }
}

function hideFact(fact: unknown): unknown {
  if (Array.isArray(fact)) return fact.map(hideFact)
  return typeof fact === 'string' ? maskNumber(fact) : fact
}
