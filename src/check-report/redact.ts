// A check without what identifies a person: the one place that decides what of a cell, an id, a header and a sentence may
// stay. Knows nothing of any kind of report.
import type { CheckSummary, PlacedFinding } from '../app/check-file.ts'
import type { Finding } from '../core/finding.ts'
import { maskNumber } from '../core/text.ts'

/**
 * A finding without full numbers, names and addresses: of a value, at most its last two digits stay. A record id stays,
 * since by nothing else could the CRM's owner find the contact, where it looks like one that a CRM gives: numbers that are
 * stated to be ids cannot be told from ids.
 */
export function redactFinding(placed: PlacedFinding): PlacedFinding {
  const { id, column, value, finding, sentence } = placed
  const numbers = numbersOf(finding)
  return {
    ...placed,
    id: id === null || RECORD_ID.test(id) ? id : '…',
    column: column === null ? null : redactHeader(column),
    value: value === '' ? '' : maskNumber(value),
    finding: redactDetail(finding),
    sentence: redactText(numbers.reduce((text, number) => text.replaceAll(number, maskNumber), sentence)),
  }
}

/** A summary without full numbers, names and addresses, which says so. */
export function redactSummary(summary: CheckSummary): CheckSummary {
  const { columns, codes, notices } = summary
  const redactName = (name: string | null) => (name === null ? null : redactHeader(name))
  return {
    ...summary,
    columns: {
      phones: columns.phones.map(redactHeader),
      country: redactName(columns.country),
      id: redactName(columns.id),
    },
    codes: codes.map((code) => ({ ...code, examples: code.examples.map(redactFinding) })),
    notices: [...notices.map(redactText), REDACTED],
  }
}

const REDACTED = 'Redacted: of each cell, the last two digits are shown at most.'

// Digits (HubSpot and most others; zcrm_ before them is Zoho's), 15 or 18 characters that begin with 00 (Salesforce), or a
// UUID (vCard). What is anything else could be a name.
const RECORD_ID =
  /^(?:(?:zcrm_)?\d+|00[\da-z]{13}(?:[\da-z]{3})?|(?:urn:uuid:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i

function numbersOf({ detail, repair }: Finding): string[] {
  return [...(detail.numbers ?? []), detail.perhaps, repair].filter((number) => typeof number === 'string')
}

function redactDetail(finding: Finding): Finding {
  const { numbers, perhaps } = finding.detail
  const detail = {
    ...finding.detail,
    ...(numbers === undefined ? {} : { numbers: numbers.map(maskNumber) }),
    ...(perhaps === undefined ? {} : { perhaps: maskNumber(perhaps) }),
  }
  return { ...finding, repair: finding.repair === null ? null : maskNumber(finding.repair), detail }
}

// Where a file has no header, its first row is taken for one.
function redactHeader(header: string): string {
  return header.includes('@') || header.replace(/\D/g, '').length > 4 ? maskNumber(header) : header
}

/** Without numbers behind a plus and e-mail addresses, which have no place in a sentence but may get there with a header. */
function redactText(text: string): string {
  const words = text.replace(/\+\d[\d ().-]{4,}\d/g, maskNumber).split(' ')
  return words.map((word) => (word.includes('@') ? '…' : word)).join(' ')
}
