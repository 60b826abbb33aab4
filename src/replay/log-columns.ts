// Which column of a call log holds what: by the program that wrote it, or as the user states it; and a row as a call. Pure.
import type { TableRow } from '../contact-file/table.ts'
import { parseNumber } from '../core/number/number.ts'
import { plainName } from '../core/plain-name.ts'
import { listFirst } from '../text/list.ts'
import { shortLine } from '../text/safe.ts'
import { type Direction, directionIn } from './direction.ts'
import { logDay } from './log-day.ts'
import { type LeftOut, type PastCall, pastLine } from './past-call.ts'
import { type Cell, findHeadless, findProgram, type LogProgram } from './programs.ts'

/** What the user says of the columns, by their headers. */
export interface StatedLogColumns {
  readonly number: string | null
  readonly time: string | null
  readonly direction: string | null
}

export interface LogColumns {
  readonly kind: 'columns'
  /** Null where the user has stated all. */
  readonly program: LogProgram | null
  /** The header names, or those of a file without one. */
  readonly headers: readonly string[]
  readonly isHeadless: boolean
  /** Headers, as the file has them; null and empty where there is none. */
  readonly number: string
  readonly time: readonly string[]
  readonly direction: string | null
}

/** Why the columns cannot be told; the message says what was expected and found. */
export interface LogColumnsProblem {
  readonly kind: 'problem'
  readonly because: 'not-there' | 'unknown'
  readonly message: string
}

/**
 * Finds the columns of a log, by its header or, in a file without one, by its first row.
 *
 * @param headers the first row as the file has it
 */
export function findLogColumns(headers: readonly string[], stated: StatedLogColumns): LogColumns | LogColumnsProblem {
  const named = byName(headers)
  const headed = findProgram(new Set(named.keys()))
  const isHeader = stated.number !== null && named.has(plainName(stated.number))
  const headless = headed === null && !isHeader ? findHeadless(headers) : null
  const program = headed ?? headless
  const names = headless?.headless?.columns ?? headers
  const places = byName(names)
  const missing = [stated.number, stated.time, stated.direction].find(
    (name) => name !== null && !places.has(plainName(name)),
  )
  if (missing != null) {
    const message = `there is no column "${shortLine(missing, 40)}". The file has ${listHeaders(names)}`
    return { kind: 'problem', because: 'not-there', message }
  }
  const first = (wanted: readonly string[]) => wanted.find((name) => places.has(name))
  const header = (name: string) => (names[places.get(name) ?? -1] ?? name).trim()
  const number = stated.number ?? first(program?.number ?? [])
  if (number === undefined) {
    const expected = 'expected the columns of a call log that is known'
    return { kind: 'problem', because: 'unknown', message: `${expected}, found ${listHeaders(headers)}` }
  }
  const time = program?.time.find((wanted) => wanted.every((name) => places.has(name))) ?? []
  const direction = stated.direction ?? first(program?.direction ?? []) ?? null
  return {
    kind: 'columns',
    program,
    headers: names,
    isHeadless: headless !== null,
    number: header(plainName(number)),
    time: stated.time === null ? time.map(header) : [header(plainName(stated.time))],
    direction: direction === null ? null : header(plainName(direction)),
  }
}

/** What a column of a log is taken for. */
export interface UsedLogColumn {
  readonly header: string
  /** Null where it is not used. */
  readonly use: 'number' | 'time' | 'direction' | null
}

/** The columns of a log, in its order. @param headers the first row as the file has it */
export function listLogUses(headers: readonly string[], found: LogColumns | LogColumnsProblem): UsedLogColumn[] {
  if (found.kind === 'problem') return headers.map((header) => ({ header: header.trim(), use: null }))
  const { number, time, direction } = found
  return found.headers.map((each) => {
    const header = each.trim()
    const use =
      header === number ? 'number' : time.includes(header) ? 'time' : header === direction ? 'direction' : null
    return { header, use }
  })
}

function byName(headers: readonly string[]): Map<string, number> {
  const places = new Map<string, number>()
  headers.forEach((header, place) => {
    const name = plainName(header)
    if (name !== '' && !places.has(name)) places.set(name, place)
  })
  return places
}

const LISTED = 12

function listHeaders(headers: readonly string[]): string {
  const named = headers.filter((header) => header.trim() !== '')
  // What has no header begins with somebody's data.
  const shown = named.map((header) => `"${shortLine(header, 40).replace(/\d{3,}/g, '…')}"`)
  return listFirst(shown, LISTED)
}

// Of how many calls the ids are remembered: the rows of one call stand together.
const REMEMBERED = 4096

/**
 * Reads rows of one file as calls. A row that is none says why.
 *
 * @param isInternational whether a number without + begins with its country code
 */
export function openLogReader(columns: LogColumns, isInternational = false): (row: TableRow) => PastCall | LeftOut {
  const { program, headers } = columns
  const places = byName(headers)
  const placeOf = (header: string) => places.get(plainName(header)) ?? -1
  const number = placeOf(columns.number)
  const [date = -1, clock = -1] = columns.time.map(placeOf)
  const direction = columns.direction === null ? -1 : placeOf(columns.direction)
  const presentation = program?.presentation === undefined ? -1 : placeOf(program.presentation)
  const callId = placeOf(program?.callId?.find((name) => places.has(name)) ?? '')
  const isRepeated = openRepeats()
  let row: TableRow
  const cell: Cell = (name) => {
    const place = places.get(name)
    return place === undefined ? '' : row.cell(place)
  }
  const wayOf = (): Direction => {
    if (direction >= 0) return directionIn(row.cell(direction))
    return program?.decide?.(cell) ?? 'incoming'
  }
  return (next) => {
    row = next
    if (row.problem !== null) return 'broken-row'
    const way = wayOf()
    if (way !== 'incoming') return way
    if (callId >= 0 && isRepeated(row.cell(callId))) return 'repeated'
    const written = row.cell(number)
    const text = program?.hasNames === true ? withoutName(written) : written
    const whole = isInternational ? (withPlus(text) ?? text) : text
    const line = pastLine(whole, presentation < 0 ? '' : row.cell(presentation).trim())
    const time = date < 0 ? '' : row.cell(date)
    const day = logDay(time)
    return { line, day: day ?? (clock < 0 || time !== '' ? null : logDay(row.cell(clock))) }
  }
}

/** The number that a text is with a + before it; null where it has one, or is none with it either. */
export function withPlus(text: string): string | null {
  const digits = text.trim()
  if (!/^[1-9]\d{7,14}$/.test(digits)) return null
  return parseNumber(`+${digits}`, null).kind === 'number' ? `+${digits}` : null
}

// `Anna Byrne (0871234567)`, as 3CX shows who called.
function withoutName(text: string): string {
  return /\(([+\d][\d\s]*)\)\s*$/.exec(text)?.[1] ?? text
}

function openRepeats(): (id: string) => boolean {
  const ids = new Set<string>()
  return (id) => {
    if (id === '') return false
    if (ids.has(id)) return true
    ids.add(id)
    if (ids.size > REMEMBERED)
      for (const oldest of ids) {
        ids.delete(oldest)
        break
      }
    return false
  }
}
