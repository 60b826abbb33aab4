// A vCard file (2.1, 3.0, 4.0) as a table: a card is a row, under a header that is always the same. Knows nothing of what
// becomes of the numbers.
import { crc32 } from 'node:zlib'
import { plural } from '../../text/count.ts'
import { openLegacy } from '../encoding/legacy.ts'
import type { Decide, FileRow, Repair, TableFile } from '../table.ts'
import { type Piece, readPieces } from './cards.ts'
import {
  type ContentLine,
  foreignBytes,
  isNamed,
  parseLine,
  readPhone,
  readValue,
  replacePhone,
  splitValue,
  unescapeText,
} from './line.ts'
import { openUnits, type Units } from './units.ts'

// How many numbers a card has is known only when it is read, and the header before that. Phones themselves offer some six
// kinds; who has more is told by a notice.
const PHONE_COLUMNS = 8
const DETAILS = ['UID', 'Name', 'Organization', 'Email', 'Country'] as const
const HEADERS = [...DETAILS, ...Array.from({ length: PHONE_COLUMNS }, (_, index) => `Phone ${index + 1}`)]

/**
 * Opens a vCard file in UTF-8, UTF-16 or, line by line, an encoding that is stated, or certainly Windows-1252.
 *
 * A cell holds what the card prefers of its kind, else what it says first. The name is the formatted one (FN); only
 * where a card has none, it is put together from its parts (N), else the nickname or the organization. Of an organization
 * its name without departments, of an address the country. A card within a card (AGENT) is nobody's.
 *
 * The numbers stand in the order of the card; those only for fax and pagers are left out. A `tel:` URI is read
 * as its number.
 *
 * Only the columns of numbers can be repaired: rewriting throws for others. What changes is the value of the TEL line and nothing
 * else; a number in the column behind the last of the card becomes a line of its own, and such a line goes when its column is to be
 * empty. Of changed cards all is written, whatever the columns.
 *
 * @throws ContactFileError when it is empty or does not begin with a card; its rows throw it too, where a card does not
 * end or is longer than 8 MB
 */
export async function openVcard(bytes: AsyncIterable<Uint8Array>, legacy = openLegacy(null)): Promise<TableFile> {
  const units = await openUnits(bytes, legacy)
  const pieces = readPieces(units.text)
  let first = await pieces.next()
  while (!first.done && first.value.length === 0) first = await pieces.next()
  const whole = async function* () {
    if (!first.done) yield first.value
    yield* pieces
    units.legacy.end()
  }
  const table = openTable(units)
  const rewriteWith = (decide: Decide, isAll: boolean) => rewrite(whole(), units, table, decide, isAll)
  return {
    format: 'vcard',
    headers: HEADERS,
    async *rows() {
      for await (const batch of whole()) {
        for (const piece of batch) if (piece.kind === 'gap') table.passGap(piece)
        yield batch.filter(({ kind }) => kind === 'card').map(table.readCard)
      }
    },
    rewrite: (decide) => rewriteWith(decide, true),
    rewriteChanged: (decide) => rewriteWith(decide, false),
    frame: table.frame,
    notices: table.notices,
    close: () => void pieces.return(undefined),
  }
}

async function* rewrite(
  pieces: AsyncIterable<readonly Piece[]>,
  units: Units,
  { readCard, passGap }: Table,
  decide: Decide,
  isAll: boolean,
): AsyncGenerator<Uint8Array> {
  yield units.mark
  for await (const batch of pieces) {
    const written = batch.map((piece) => {
      const card = piece.kind === 'card' ? readCard(piece) : null
      if (card === null) passGap(piece)
      const repairs = card === null ? [] : decide(card)
      if (card !== null && repairs.length > 0) return repairCard(piece, card, repairs, units)
      return isAll ? piece.lines.join('') : ''
    })
    yield units.write(written.join(''))
  }
}

function repairCard({ lines }: Piece, card: Card, repairs: readonly Repair[], units: Units): string {
  const { phones } = card
  const last = phones.at(-1)
  const repaired = [...lines]
  const added: string[] = []
  for (const { column, value } of repairs) {
    const at = column - DETAILS.length
    const phone = phones[at]
    if (phone !== undefined) {
      const isGone = value === '' && phone.line.head === ADDED_HEAD
      repaired[phone.index] = isGone ? '' : replacePhone(phone.line, value, units)
    } else if (last !== undefined && at >= phones.length && at < PHONE_COLUMNS) added[at - phones.length] = value
    else throw new Error(`card ${card.row - 1} has no number in column ${column} to be repaired`)
  }
  if (last !== undefined) {
    const behind = Array.from(added, (value = '') => `${ADDED_HEAD}${units.encode(value)}${last.line.lineBreak}`)
    repaired[last.index] += behind.join('')
  }
  return repaired.join('')
}

// Voice is what a line is for unless it says otherwise (RFC 2426, 3.3.1; RFC 6350, 6.4.1).
const ADDED_HEAD = 'TEL;TYPE=VOICE:'

interface Card extends FileRow {
  readonly phones: readonly CardLine[]
}

interface CardLine {
  /** Among the lines of the card. */
  readonly index: number
  readonly line: ContentLine
}

interface Table {
  /** The next card as a row. */
  readCard(this: void, piece: Piece): Card
  /** Takes note of what stands between two cards. */
  passGap(this: void, piece: Piece): void
  frame(this: void): number
  notices(this: void): string[]
}

function openTable(units: Units): Table {
  let [cards, crowded, foreign] = [0, 0, 0]
  let frame = crc32(units.mark)
  return {
    passGap({ lines }) {
      for (const line of lines) frame = crc32(line, frame)
    },
    frame: () => frame,
    readCard({ lines }) {
      const read = readLines(lines)
      const phones = findPhones(read, units)
      cards += 1
      if (phones.length > PHONE_COLUMNS) crowded += 1
      for (const { line } of read) foreign += judge(line, units, cards)
      return {
        row: cards + 1,
        problem: null,
        phones: phones.slice(0, PHONE_COLUMNS),
        print: (without) =>
          printLines(
            lines,
            phones,
            without.map((column) => column - DETAILS.length),
          ),
        cell(column) {
          const detail = DETAILS[column]
          if (detail !== undefined) return readDetail(detail, read, units)
          const phone = phones[column - DETAILS.length]
          return phone === undefined || column >= HEADERS.length ? '' : readPhone(phone.line, units)
        },
      }
    },
    notices: () => [
      ...(crowded > 0
        ? [
            `${plural(crowded, 'card has', 'cards have')} more than ${PHONE_COLUMNS} numbers: the first ${PHONE_COLUMNS} are read`,
          ]
        : []),
      ...(foreign > 0 ? [`${plural(foreign, 'line is', 'lines are')} not UTF-8: read as ${units.legacy.name}`] : []),
    ],
  }
}

/** A fingerprint of lines, of some phones without their values; what stands behind the last, or would, without its line. */
function printLines(lines: readonly string[], phones: readonly CardLine[], without: readonly number[]): number {
  const hidden = new Map(
    without.flatMap((at) => (phones[at] === undefined ? [] : [[phones[at].index, phones[at].line] as const])),
  )
  const empty = new Set(
    phones.flatMap(({ index, line }) => (line.head === ADDED_HEAD && line.value === '' ? [index] : [])),
  )
  return lines.reduce((sum, raw, at) => {
    const line = hidden.get(at)
    if (empty.has(at) || line?.head === ADDED_HEAD) return sum
    return crc32(line === undefined ? raw : `${line.head}${line.lineBreak}`, sum)
  }, 0)
}

/** 1 where the line is neither UTF-8 nor says what it is. Throws ContactFileError where its encoding is not certain. */
function judge(line: ContentLine, units: Units, card: number): 0 | 1 {
  const bytes = foreignBytes(line, units)
  if (bytes === null) return 0
  units.legacy.see(bytes, () => `card ${card}`)
  return 1
}

// The rest of a card, such as its photo, is not taken apart.
const READ: ReadonlySet<string> = new Set(['UID', 'FN', 'N', 'NICKNAME', 'ORG', 'EMAIL', 'ADR', 'TEL', 'X-ABLABEL'])

function readLines(lines: readonly string[]): CardLine[] {
  return lines.flatMap((raw, index) => {
    const line = isNamed(raw, READ) ? parseLine(raw) : null
    return line === null ? [] : { index, line }
  })
}

// A line that takes calls as well as faxes stays.
function findPhones(lines: readonly CardLine[], units: Units): CardLine[] {
  const isOther = (text: string) => /fax|pager/i.test(text)
  const labels = lines.filter(({ line }) => line.name === 'X-ABLABEL' && isOther(readValue(line, units)))
  const otherGroups = new Set(labels.map(({ line }) => line.group).filter((group) => group !== ''))
  return lines.filter(({ line: { name, types, group } }) => {
    if (name !== 'TEL') return false
    return types.some((type) => type === 'voice' || type === 'cell') || !(types.some(isOther) || otherGroups.has(group))
  })
}

function readDetail(detail: (typeof DETAILS)[number], lines: readonly CardLine[], units: Units): string {
  const first = (name: string, read: (value: string) => string): string => {
    let best = { text: '', preference: Number.POSITIVE_INFINITY }
    for (const { line } of lines) {
      if (line.name !== name || line.preference >= best.preference) continue
      const text = read(readValue(line, units)).trim()
      if (text !== '') best = { text, preference: line.preference }
    }
    return best.text
  }
  const part = (index: number) => (value: string) => splitValue(value)[index] ?? ''
  switch (detail) {
    case 'UID':
      return first('UID', unescapeText)
    case 'Name':
      return (
        first('FN', unescapeText) ||
        first('N', (value) => joinName(splitValue(value))) ||
        first('NICKNAME', (value) => splitValue(value, ',').find((name) => name.trim() !== '') ?? '') ||
        first('ORG', part(0))
      )
    case 'Organization':
      return first('ORG', part(0))
    case 'Email':
      return first('EMAIL', unescapeText)
    case 'Country':
      return first('ADR', part(6))
  }
}

const FAMILY_FIRST = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\s\u30fb\u30fc]*$/u

/** The parts of a name as they are said: `Byrne`, `Anna`, `Maria`, `Dr.` is Dr. Anna Maria Byrne. */
function joinName(parts: readonly string[]): string {
  const [family = '', given = '', additional = '', before = '', behind = ''] = parts.map((part) => part.trim())
  const isFamilyFirst = FAMILY_FIRST.test(family + given)
  const spoken = isFamilyFirst ? [before, family, additional, given] : [before, given, additional, family]
  const name = spoken.filter((part) => part !== '').join(' ')
  return name === '' || behind === '' ? name || behind : `${name}, ${behind}`
}
