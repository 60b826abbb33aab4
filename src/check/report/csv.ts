// A check as a table for a spreadsheet: a finding on each row, as they come. Nothing in it is run as a formula.

import { renderRows } from '../../contact-file/csv/csv.ts'
import type { PlacedFinding } from '../file.ts'
import type { CheckReport, ReportOptions } from './report.ts'
import { recordLink, showName, showSentence, showValue } from './shown.ts'

const HEADERS = ['row', 'id', 'column', 'value', 'code', 'severity', 'repair', 'sentence']

// Without it, Excel takes UTF-8 for Windows-1252.
const BYTE_ORDER_MARK = '\ufeff'

/** Holds nothing. The link of the record has a column where its address is stated. */
export function openCsvReport({ recordUrl }: Pick<ReportOptions, 'recordUrl'>): CheckReport {
  const links = (id: string | null) => (recordUrl === null ? [] : [disarm(recordLink(id, recordUrl) ?? '')])
  let head = BYTE_ORDER_MARK + renderRows([recordUrl === null ? HEADERS : [...HEADERS, 'link']], true)
  const begin = () => {
    const text = head
    head = ''
    return text
  }
  return {
    note: (finding) => begin() + renderRows([[...cellsOf(finding), ...links(finding.id)]], true),
    *end() {
      yield begin()
    },
  }
}

function cellsOf({ row, id, column, value, finding, sentence }: PlacedFinding): string[] {
  const { code, severity, repair } = finding
  const texts = [showName(id ?? ''), showName(column ?? ''), showValue(value)].map(disarm)
  return [String(row), ...texts, code, severity, disarm(showValue(repair ?? '')), disarm(showSentence(sentence))]
}

// What spreadsheets take for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection
// They calculate +353-87-1234567 as well: a number counts as one only without any operator.
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/
const PHONE_NUMBER = /^\+[\d ().]+(?:ext\. \d+)?$/

function disarm(text: string): string {
  return FORMULA.test(text) && !PHONE_NUMBER.test(text) ? `'${text}` : text
}
