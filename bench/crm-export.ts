// An invented export as HubSpot writes it: 30 columns, two of them with numbers, most cells empty or short.
import { closeSync, openSync, writeSync } from 'node:fs'

const HEADERS = [
  'Record ID',
  'First Name',
  'Last Name',
  'Email',
  'Associated Company',
  'Country/Region',
  'LinkedIn URL',
  'Job Title',
  'Phone Number',
  'Mobile Phone Number',
  'Create Date',
  'Last Modified Date',
  'Lifecycle Stage',
  'Lead Status',
  'Contact owner',
  'Message',
  ...Array.from({ length: 13 }, (_, column) => `Custom property ${column + 1}`),
  'Original Source',
]

export const COLUMNS = HEADERS.length

// A country, how its mobile numbers begin, and how many digits are to follow.
const COUNTRIES = [
  ['Ireland', '353', '87', 7],
  ['United Kingdom', '44', '79', 8],
  ['Germany', '49', '151', 8],
  ['Spain', '34', '61', 7],
  ['Poland', '48', '60', 7],
] as const

/** A different one for each index; every tenth is written in another way than E.164. */
function numberOf(index: number): string {
  const [, callingCode, start, length] = COUNTRIES[index % COUNTRIES.length] ?? COUNTRIES[0]
  const rest = String((index * 7919) % 10 ** length).padStart(length, '0')
  const ways = [
    `+${callingCode} ${start} ${rest.slice(0, 3)} ${rest.slice(3)}`,
    `00${callingCode}${start}${rest}`,
    `${callingCode}${start}${rest}`,
    `+${callingCode} (0)${start} ${rest}`,
  ]
  return index % 10 === 0 ? (ways[(index / 10) % ways.length] ?? '') : `+${callingCode}${start}${rest}`
}

/** A different one for nearly each index, written in one of ten ways, of which E.164 is one and a number cut short another. */
function messyNumberOf(index: number): string {
  const [, callingCode, start, length] = COUNTRIES[index % COUNTRIES.length] ?? COUNTRIES[0]
  const scattered = (index * 104_729 + 12_345) % 10 ** length
  const rest = String(scattered).padStart(length, '0')
  const home = callingCode === '34' || callingCode === '48' ? start : `0${start}`
  const ways = [
    `+${callingCode} ${start} ${rest.slice(0, 3)} ${rest.slice(3)}`,
    `00${callingCode}${start}${rest}`,
    `${callingCode}${start}${rest}`,
    `+${callingCode} (0)${start} ${rest}`,
    `${home} ${rest.slice(0, 3)} ${rest.slice(3)}`,
    `(${home}) ${rest.slice(0, 3)}-${rest.slice(3)}`,
    `${home}${rest.slice(0, 4)}`,
    `+${callingCode}-${start}-${rest}`,
    `${home}/${rest}`,
    `+${callingCode}${start}${rest}`,
  ]
  return ways[Math.floor(index / COUNTRIES.length) % ways.length] ?? ''
}

/** The same row with two numbers, both new and most with a finding; indexes of a country are COUNTRIES.length apart. */
function messyRow(index: number): string[] {
  return exportRow(index)
    .with(8, messyNumberOf(index))
    .with(9, messyNumberOf(index + 5_000_003 * COUNTRIES.length))
}

/** One row: ids, names with and without accents, two numbers, dates, links, and many cells that are empty. */
function exportRow(index: number): string[] {
  const first = ['Anna', 'Zoë', 'Bob', 'Lucía', 'Marek', 'Ann-Marie'][index % 6] ?? ''
  const name = `${first}.byrne-${index}`.toLowerCase()
  return [
    String(70_000_000_001 + index * 37),
    first,
    `Byrne ${index % 9973}`,
    `${name}@company-${index % 997}.example`,
    `Company ${index % 997}${index % 11 === 0 ? ', Inc.' : ' Ltd'}`,
    COUNTRIES[index % COUNTRIES.length]?.[0] ?? '',
    `https://www.linkedin.example/in/${name}`,
    ['Sales', 'Head of Purchasing', 'Managing Director', ''][index % 4] ?? '',
    numberOf(index),
    // Every hundredth contact gives the switchboard of a company.
    index % 100 === 0 ? '+35312345678' : index % 3 === 0 ? numberOf(index + 5_000_000) : '',
    '2026-03-14 09:26',
    '2026-10-02 17:05',
    'customer',
    index % 2 === 0 ? 'Connected' : '',
    'Conor Walsh (conor.walsh@ringsight.example)',
    index % 17 === 0 ? 'He said "call me later", twice' : '',
    ...Array.from({ length: 13 }, (_, column) => ((index + column) % 4 === 0 ? `value ${column}` : '')),
    'Offline Sources',
  ]
}

export type ExportKind = 'plain' | 'quoted' | 'messy'

/** Writes so many rows to a file, and gives its path back. Quotes stand where needed, or around every cell. */
export function writeExport(path: string, rows: number, kind: ExportKind = 'plain'): string {
  const isQuoted = kind === 'quoted'
  const rowOf = kind === 'messy' ? messyRow : exportRow
  const file = openSync(path, 'w')
  const cell = (text: string) => (isQuoted || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`
  writeSync(file, line(HEADERS))
  for (let start = 0; start < rows; start += 10_000) {
    const count = Math.min(10_000, rows - start)
    writeSync(file, Array.from({ length: count }, (_, index) => line(rowOf(start + index))).join(''))
  }
  closeSync(file)
  return path
}
