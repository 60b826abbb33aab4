// Which numbers are one line? Some countries' lines are delivered in two spellings, with a digit and without it; here is which,
// and by what source. Every other number is a line of its own. Knows nothing of texts, contacts or phones.

/** A country's lines that have two spellings: `+52 1 55…` and `+52 55…`. */
interface TwoSpellings {
  readonly country: string
  readonly callingCode: string
  /** Regular expressions of what stands before the digit, behind the plus sign, and of what stands behind it. */
  readonly head: string
  readonly digit: string
  readonly tail: string
  /** Which spelling is dialled today; null where both are. */
  readonly current: 'with' | 'without' | null
  readonly since: string
}

// The area codes of Brazil: ANATEL, Plano Geral de Códigos Nacionais (Resolução 263/2001), and libphonenumber's.
const BRAZIL_AREAS = '(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579])'
// Mobile numbers of eight digits. Those that begin with 7 are left out: trunked radio (Nextel) was there, stayed as it was, and
// may be another line than the mobile number with a 9 before it.
const BRAZIL_OLD_MOBILE = '[689]\\d{7}'

/**
 * All that have two spellings:
 *
 * - Mexico: a call from abroad to a mobile line had a 1 behind the country code. IFT, Plan Técnico Fundamental de Numeración
 *   (Diario Oficial, 11 May 2018): since 3 August 2019 every national number is ten digits, dialled alone, and unique; 1, 01,
 *   044 and 045 are gone. Numbers of no area (800, 900 and the like) never had it.
 * - Brazil: a 9 was put before every number of the Serviço Móvel Pessoal, area by area, from 29 July 2012 to 6 November 2016.
 *   ANATEL, Resolução 553/2010, and https://www.gov.br/anatel/pt-br/regulado/numeracao/nono-digito: landlines (2 to 5) and
 *   trunked radio stayed as they were.
 * - Argentina: a 9 from abroad, as a 15 within the country, says that the caller pays for a mobile line; the national number of
 *   ten digits is the line's, and belongs to no other. Plan Fundamental de Numeración Nacional (Resolución SC 46/97), whose
 *   blocks ENACOM assigns to one service each. Messages come without the 9.
 */
const TABLE: readonly TwoSpellings[] = [
  {
    country: 'MX',
    callingCode: '52',
    head: '52',
    digit: '1',
    tail: '(?!(?:[35789]00|888))[2-9]\\d{9}',
    current: 'without',
    since: '2019',
  },
  {
    country: 'BR',
    callingCode: '55',
    head: `55${BRAZIL_AREAS}`,
    digit: '9',
    tail: BRAZIL_OLD_MOBILE,
    current: 'with',
    since: '2016',
  },
  { country: 'AR', callingCode: '54', head: '54', digit: '9', tail: '(?:11|[23]\\d)\\d{8}', current: null, since: '' },
]

interface Row extends TwoSpellings {
  readonly with: RegExp
  readonly without: RegExp
}

const ROWS: ReadonlyMap<string, Row> = new Map(
  TABLE.map((row) => {
    const [head, tail] = [`^\\+(${row.head})`, `(${row.tail})$`]
    return [row.callingCode, { ...row, with: RegExp(`${head}${row.digit}${tail}`), without: RegExp(head + tail) }]
  }),
)

const FIVE = 53

/** The number's row of the table. Most numbers have none, and that is seen by their first digit. */
function rowOf(e164: string): Row | null {
  return e164.charCodeAt(1) === FIVE ? (ROWS.get(e164.slice(1, 3)) ?? null) : null
}

/**
 * What all spellings of a line have in common, and no other line: the spelling without the digit. A number of a single spelling
 * is its own. To compare and to look up; never to show or to dial.
 *
 * @param e164 with plus
 *
 * @example lineOf('+5215512345678') // '+525512345678'
 */
export function lineOf(e164: string): string {
  const row = rowOf(e164)
  return row === null ? e164 : e164.replace(row.with, '+$1$2')
}

/** Every spelling of the number's line, itself among them; the shorter one first, which is also the order of their values. */
export function spellingsOf(e164: string): readonly string[] {
  const row = rowOf(e164)
  if (row === null) return [e164]
  const line = lineOf(e164)
  return row.without.test(line) ? [line, line.replace(row.without, `+$1${row.digit}$2`)] : [e164]
}

/** Whether lines of a calling code may have two spellings. */
export function hasOtherSpelling(callingCode: string): boolean {
  return callingCode.charCodeAt(0) === FIVE && ROWS.has(callingCode)
}

/** As many spellings as the number's line may have, at no cost. */
export function mostSpellings(e164: string): number {
  return rowOf(e164) === null ? 1 : 2
}

export function isSameLine(one: string, other: string): boolean {
  return one === other || lineOf(one) === lineOf(other)
}

/**
 * The spelling that a text writes a number in: parseNumber leaves out Mexico's 1, and the text may have it.
 *
 * @param e164 what the text was read as
 */
export function writtenSpelling(text: string, e164: string): string {
  if (rowOf(e164) === null) return e164
  const [, long] = spellingsOf(e164)
  return long !== undefined && text.replace(/\D/g, '').includes(long.slice(1)) ? long : e164
}

/** What takes the place of a spelling that is no longer dialled, and since when; null for any other number. */
export interface Respelled {
  readonly now: string
  readonly since: string
}

export function respell(e164: string): Respelled | null {
  const row = rowOf(e164)
  if (row === null || row.current === null) return null
  const [short, long] = spellingsOf(e164)
  if (long === undefined) return null
  const now = row.current === 'with' ? long : (short as string)
  return now === e164 ? null : { now, since: row.since }
}

/** What a country's plan had, and numbers are still written and delivered with. */
export interface Former {
  /** A regular expression of what was dialled before a national number, within the country. */
  readonly nationalPrefix?: string
  /** The same behind the calling code. */
  readonly behindCallingCode?: string
  /** A regular expression of the numbers that were assigned. */
  readonly assigned?: string
}

/**
 * By country. Mexico's prefixes are not in libphonenumber's metadata any more, and Brazil's numbers of eight digits are unassigned
 * there; for the sources see above. A 1 within Mexico was never dialled alone: it begins a number of North America.
 */
export const FORMER_PLANS: Readonly<Record<string, Former>> = {
  MX: { nationalPrefix: '0(?:1|4[45])', behindCallingCode: '1|0(?:1|4[45])' },
  BR: { assigned: BRAZIL_AREAS + BRAZIL_OLD_MOBILE },
}
