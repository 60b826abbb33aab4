import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCheck } from '../../src/check/check.ts'
import { checkedColumns } from '../../src/check/checked-columns.ts'
import type { CheckSummary, PlacedFinding } from '../../src/check/file.ts'
import { openSeenNumbers } from '../../src/check/seen-numbers.ts'
import { remaining } from '../../src/check/summary.ts'
import { findColumns } from '../../src/contact-file/columns/columns.ts'
import { readName } from '../../src/contact-file/contact-row.ts'
import type { Repair, RowProblem, TableRow } from '../../src/contact-file/table.ts'
import { readCountry } from '../../src/core/number/country.ts'

const HEADERS = ['Record ID', 'First Name', 'Last Name', 'Phone Number', 'Mobile Phone Number', 'Country/Region']

interface CheckedRows {
  readonly findings: PlacedFinding[]
  readonly repairs: (readonly Repair[])[]
  readonly summary: CheckSummary
}

interface Options {
  readonly headers?: readonly string[]
  readonly region?: string | null
  readonly problem?: RowProblem
  readonly most?: number
  readonly listens?: boolean
}

/** Checks rows of cells; the first is row 2. */
function check(rows: readonly (readonly string[])[], options: Options = {}): CheckedRows {
  const { headers = HEADERS, region = null, problem = null, most, listens = true } = options
  const columns = findColumns(headers)
  if (columns.kind === 'problem') throw new Error(columns.message)
  const findings: PlacedFinding[] = []
  const { decide, summarise } = openCheck({
    file: 'people.csv',
    headers,
    columns,
    region,
    readCountry,
    readName,
    onFinding: listens ? (finding) => findings.push(finding) : null,
    ...(most === undefined ? {} : { seen: openSeenNumbers(most) }),
  })
  const tableRows = rows.map((cells, index): TableRow => {
    return { row: index + 2, problem, cell: (column) => cells[column] ?? '' }
  })
  const repairs = tableRows.map(decide)
  return { findings, repairs, summary: summarise({ isComplete: true, isRepaired: false, notices: [] }) }
}

const codesOf = ({ findings }: CheckedRows) => findings.map(({ finding }) => finding.code)

describe('a check', () => {
  test('places each finding: row, record id, column, the cell as it stands, and a sentence', () => {
    const { findings } = check([['901', 'Anna', 'Byrne', '', '087 123 4567', 'Ireland']])
    expect(findings).toEqual([
      {
        row: 2,
        id: '901',
        name: 'Anna Byrne',
        column: 'Mobile Phone Number',
        value: '087 123 4567',
        finding: {
          code: 'national',
          severity: 'warning',
          repair: '+353871234567',
          detail: { country: 'IE', isStated: false },
        },
        sentence: "The number has no country code. It is read under IE, the contact's own country.",
        mends: ['national'],
      },
    ])
  })

  test('repairs in the columns of the file what is certain, and nothing else', () => {
    const { repairs } = check([
      ['1', '', '', '+353 1 234 5678', '087 123 4567', ''],
      ['2', '', '', '+353871234567', 'n/a', ''],
    ])
    expect(repairs).toEqual([[{ column: 3, value: '+35312345678' }], []])
  })

  test('reads national numbers under the region where a contact states no country', () => {
    const rows = [['1', '', '', '087 123 4567', '', '']]
    expect(codesOf(check(rows))).toEqual(['no-country'])
    expect(codesOf(check(rows, { region: 'IE' }))).toEqual(['national'])
  })

  test('takes no region for a contact whose country nobody knows', () => {
    const rows = [['1', '', '', '087 123 4567', '', 'Nowherestan']]
    expect(codesOf(check(rows, { region: 'IE' }))).toEqual(['unknown-country'])
  })

  test('counts who is identified before repair, by Ringsight, and after', () => {
    const { summary } = check([
      ['1', '', '', '+353871234567', 'n/a', ''],
      ['2', '', '', '+353 87 123 4568', '', ''],
      ['3', '', '', '+353 87 123 4569 ext. 4', '', ''],
      ['4', '', '', 'n/a', '', ''],
      ['5', '', '', ' ', '', ''],
    ])
    expect(summary).toMatchObject({
      contacts: 5,
      numbers: 3,
      rejected: 2,
      identifiable: { before: 1, read: 3, after: 2 },
      withoutNumber: 1,
      repairs: 2,
      countries: [{ country: 'IE', numbers: 3 }],
    })
  })

  test('a row without any number is a finding of the contact, not of a cell', () => {
    const { findings } = check([['7', 'Anna', '', '', '', '']])
    expect(findings).toMatchObject([{ row: 2, id: '7', column: null, value: '', finding: { code: 'empty' } }])
  })

  test.each(['too-many-cells', 'broken-quotes'] as const)(
    'a row with %s is a finding, and is not looked into',
    (problem) => {
      const { findings, repairs, summary } = check([['7', '', '', '+353 87 1234567', '', '']], { problem })
      expect(findings).toMatchObject([{ row: 2, id: null, column: null, value: '', finding: { code: problem } }])
      expect(repairs).toEqual([[]])
      expect(summary).toMatchObject({ contacts: 1, numbers: 0, rejected: 0, withoutNumber: 0, findings: { error: 1 } })
    },
  )

  test('tells a person who is there twice from a number that several people share', () => {
    const { findings } = check([
      ['1', 'Anna', 'Byrne', '+35312345678', '', ''],
      ['2', 'byrne,', 'ANNA', '+35312345678', '', ''],
      ['3', 'Bob', 'Walsh', '', '+35312345678', ''],
    ])
    expect(findings.map(({ row, column, finding }) => [row, column, finding.code, finding.detail.row])).toEqual([
      [3, 'Phone Number', 'duplicate-contact', 2],
      [4, 'Mobile Phone Number', 'shared-number', 2],
    ])
  })

  test('R-28 tells a line that stands in the file in two spellings', () => {
    const { findings } = check([
      ['1', 'Camila', 'Paz', '+5491123456789', '', ''],
      ['2', 'Sol', 'Luna', '+541123456789', '', ''],
      ['3', 'Rosa', 'Luna', '+5491123456789', '', ''],
    ])
    expect(findings.map(({ row, finding }) => [row, finding.code, finding.detail.row])).toEqual([
      [3, 'shared-number', 2],
      [3, 'two-spellings', 2],
      [4, 'shared-number', 2],
    ])
  })

  test('says when there were too many numbers to compare them all', () => {
    const rows = ['+353871234567', '+353871234568', '+353871234568'].map((text) => ['', '', '', text])
    expect(check(rows).summary.allNumbersCompared).toBe(true)
    expect(check(rows, { most: 1 }).summary.allNumbersCompared).toBe(false)
  })

  test('checks columns that callers are not matched by as well, in the order of the file', () => {
    const headers = ['Record ID', 'WhatsApp Phone Number', 'Phone Number']
    const columns = findColumns(headers)
    if (columns.kind === 'problem') throw new Error(columns.message)
    expect(checkedColumns(columns).map(({ header }) => header)).toEqual(['WhatsApp Phone Number', 'Phone Number'])
    expect(check([['1', 'n/a', '+353871234567']], { headers }).findings).toMatchObject([
      { column: 'WhatsApp Phone Number', value: 'n/a' },
    ])
  })

  test('lists codes by severity, then by count, with the first three of each', () => {
    const cell = (text: string) => ['', '', '', text]
    const { summary } = check(
      ['+353 87 1234567', 'n/a', '00353871234568', 'tbd', '+353 87 1234569', '-', '?', 'none'].map(cell),
    )
    expect(summary.codes.map(({ code, count, repairable }) => [code, count, repairable])).toEqual([
      ['text', 5, 0],
      ['format', 2, 2],
      ['prefix', 1, 1],
    ])
    expect(summary.codes[0]?.examples.map(({ row }) => row)).toEqual([3, 5, 7])
    expect(summary.findings).toEqual({ error: 5, warning: 3, note: 0 })
    expect([remaining(summary, 'error'), remaining(summary, 'warning')]).toEqual([5, 0])
  })

  test('gives the same summary when nobody listens', () => {
    const rows = Array.from({ length: 9 }, (_, index) => [String(index), '', '', `087 123 456${index}`, '', 'IE'])
    expect(check(rows, { listens: false }).summary).toEqual(check(rows).summary)
  })

  test('knows whether a phone of the article profile holds them all', () => {
    const rows = Array.from({ length: 10_001 }, () => ['', '', '', ''])
    expect(check(rows.slice(1)).summary.limit).toEqual({ contacts: 10_000, isExceeded: false })
    expect(check(rows).summary.limit.isExceeded).toBe(true)
  })

  test('cuts a cell of megabytes', () => {
    const [finding] = check([['x'.repeat(5000), '', '', 'n/a '.repeat(50_000), '', '']]).findings
    expect([finding?.value.length, finding?.value.endsWith('…'), finding?.id?.length]).toEqual([1000, true, 1000])
  })

  test('of repaired rows finds nothing to repair', () => {
    const number = fc.constantFrom('87 123 4567', '871234567', '353871234567', '1 234 5678', '44 20 7104 0039', '')
    const text = fc
      .tuple(
        fc.constantFrom('', '+', '00', '0', "'", '(0)', '\u202a+', '="'),
        number,
        fc.constantFrom('', '.0', ' x 12', '; 45'),
      )
      .map((parts) => parts.join(''))
    const row = fc.tuple(text, text, fc.constantFrom('Ireland', 'GB', '', 'Nowhere'))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), fc.constantFrom(null, 'IE', 'DE'), (rows, region) => {
        const cells = rows.map(([phone, mobile, country], at) => [String(at), '', '', phone, mobile, country])
        const first = check(cells, { region })
        const repaired = cells.map((texts, at) =>
          texts.map((each, column) => first.repairs[at]?.find((repair) => repair.column === column)?.value ?? each),
        )
        const second = check(repaired, { region })
        expect(second.summary.repairs).toBe(0)
        expect(second.summary.codes.map(({ repairable }) => repairable)).toEqual(second.summary.codes.map(() => 0))
        expect(second.summary.identifiable.before).toBe(first.summary.identifiable.after)
        expect(second.summary.identifiable.read).toBe(first.summary.identifiable.read)
      }),
    )
  })
})
