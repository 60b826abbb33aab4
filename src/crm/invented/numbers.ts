// Invented phone numbers, and the ways in which people, exports and spreadsheets write and spoil them. Chance comes as an
// argument; that every range is a real one is held by the test, against the numbering plans.

import { type Chance, pick } from '../../core/chance.ts'

export interface NumberPlan {
  readonly callingCode: string
  /** What is dialled before a national number: 0 in most of Europe, nothing in Spain or Poland. */
  readonly trunk: string
  readonly mobile: readonly Range[]
  readonly landline: readonly Range[]
}

/** The leading digits of a national number, and how many digits it has in all. */
type Range = readonly [prefix: string, digits: number]

export interface InventedNumber {
  readonly plan: NumberPlan
  readonly national: string
}

const NORTH_AMERICA = { callingCode: '1', trunk: '' } as const

/** A few ranges of each country: enough for millions of different numbers. By ISO 3166-1 alpha-2. */
export const PLANS = {
  IE: {
    callingCode: '353',
    trunk: '0',
    mobile: ranges(9, '83', '85', '86', '87', '89'),
    landline: [...ranges(8, '12', '14', '16', '18', '61', '91'), ...ranges(9, '214')],
  },
  GB: {
    callingCode: '44',
    trunk: '0',
    mobile: ranges(10, '7400', '7500', '7711', '7802', '7912'),
    landline: ranges(10, '2071', '2079', '2083', '1212', '1312', '1612'),
  },
  DE: {
    callingCode: '49',
    trunk: '0',
    mobile: [...ranges(11, '1511', '1522', '1573'), ...ranges(10, '160', '170', '171', '172', '175')],
    landline: ranges(10, '302', '402', '892', '692'),
  },
  FR: {
    callingCode: '33',
    trunk: '0',
    mobile: ranges(9, '61', '62', '66', '67', '76', '77'),
    landline: ranges(9, '14', '15', '38', '47', '55'),
  },
  ES: {
    callingCode: '34',
    trunk: '',
    mobile: ranges(9, '61', '62', '65', '66', '67'),
    landline: ranges(9, '915', '934', '952', '963'),
  },
  US: {
    ...NORTH_AMERICA,
    mobile: ranges(10, '2125', '3124', '4156', '6173', '2064', '3057'),
    landline: ranges(10, '2126', '3123', '4154', '6175', '2066', '3053'),
  },
  CA: {
    ...NORTH_AMERICA,
    mobile: ranges(10, '4165', '6044', '5146', '6133'),
    landline: ranges(10, '4163', '6046', '5142', '6135'),
  },
  PL: {
    callingCode: '48',
    trunk: '',
    mobile: ranges(9, '501', '602', '505', '691', '790', '880'),
    landline: ranges(9, '222', '126', '616', '713'),
  },
  IT: {
    callingCode: '39',
    trunk: '',
    mobile: ranges(10, '333', '347', '320', '328'),
    landline: [...ranges(10, '0645', '0248'), ...ranges(9, '0114')],
  },
  NL: {
    callingCode: '31',
    trunk: '0',
    mobile: ranges(9, '61', '62', '64', '65'),
    landline: ranges(9, '203', '102', '703', '302'),
  },
  SE: {
    callingCode: '46',
    trunk: '0',
    mobile: ranges(9, '70', '72', '73', '76'),
    landline: ranges(8, '84', '85', '86'),
  },
  JP: {
    callingCode: '81',
    trunk: '0',
    mobile: ranges(10, '803', '805', '901', '903', '908'),
    landline: ranges(9, '33', '35', '66'),
  },
} as const satisfies Readonly<Record<string, NumberPlan>>

function ranges(digits: number, ...prefixes: string[]): Range[] {
  return prefixes.map((prefix) => [prefix, digits])
}

export function inventNumber(plan: NumberPlan, kind: 'mobile' | 'landline', chance: Chance): InventedNumber {
  const [prefix, digits] = pick(plan[kind], chance)
  let national = prefix
  while (national.length < digits) national += Math.floor(chance() * 10)
  return { plan, national }
}

/** `+353871234567` */
export function writeClean({ plan, national }: InventedNumber): string {
  return `+${plan.callingCode}${national}`
}

/** In any other form that is still one number, if sometimes only under its country: `(087) 123-4567`. */
export function writeOddly(number: InventedNumber, chance: Chance): string {
  return pick(ODD_FORMS, chance)(number, chance)
}

/** As something that no number can be read from, or not the one it was: `9.19541E+11`, `n/a`. */
export function writeSpoilt(number: InventedNumber, chance: Chance): string {
  return pick(SPOILT_FORMS, chance)(number, chance)
}

type Form = (number: InventedNumber, chance: Chance) => string

const spaced: Form = ({ plan, national }) => `+${plan.callingCode} ${groups(national).join(' ')}`
const nationally =
  (separator: string): Form =>
  ({ plan, national }) =>
    plan.trunk + groups(national).join(separator)

const ODD_FORMS: readonly Form[] = [
  spaced,
  nationally(' '),
  nationally('-'),
  nationally('.'),
  ({ plan, national }) => {
    const [area = '', ...rest] = groups(national)
    return `(${plan.trunk}${area}) ${rest.join('-')}`
  },
  ({ plan, national }) => `00${plan.callingCode}${national}`,
  ({ plan, national }) => `+${plan.callingCode} ${plan.trunk && `(${plan.trunk})`}${groups(national).join(' ')}`,
  (number) => `tel:${writeClean(number)}`,
  (number, chance) => `${spaced(number, chance)} ext. ${extension(chance)}`,
  (number, chance) => `${writeClean(number)} x${extension(chance)}`,
  (number) => writeClean(number).replace(/[+\d]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  (number) => `\u202a${writeClean(number)}\u202c`,
  (number, chance) => spaced(number, chance).replaceAll(' ', '\u00a0'),
  (number) => `'${writeClean(number)}`,
  (number) => `="${writeClean(number)}"`,
]

const SPOILT_FORMS: readonly Form[] = [
  (number) => scientific(number, '.'),
  (number) => scientific(number, ','),
  (_, chance) => `${twoDigits(1 + chance() * 28)}/${twoDigits(1 + chance() * 12)}/20${twoDigits(10 + chance() * 15)}`,
  () => 'n/a',
  () => 'unknown',
  () => 'ask reception',
  () => '00004',
  (number, chance) => `${writeClean(number)} / ${another(number, chance)}`,
  (number, chance) => `${writeClean(number)} ::: ${another(number, chance)}`,
  ({ plan, national }) => `+${plan.callingCode}${national.slice(0, 3)}`,
  ({ plan, national }) => `+${plan.callingCode}${national}${national}`,
]

// A spreadsheet shows five places after the point of a number that is too wide for its column.
function scientific({ plan, national }: InventedNumber, point: string): string {
  const digits = plan.callingCode + national
  return `${digits.slice(0, 1)}${point}${digits.slice(1, 6)}E+${digits.length - 1}`
}

function another({ plan }: InventedNumber, chance: Chance): string {
  return writeClean(inventNumber(plan, 'mobile', chance))
}

function extension(chance: Chance): string {
  return String(10 + Math.floor(chance() * 490))
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}

// 871234567 as 87 123 4567: the last four digits, threes before them.
function groups(national: string): string[] {
  const head = national.slice(0, -4).match(/\d{1,3}(?=(?:\d{3})*$)/g) ?? []
  return [...head, national.slice(-4)]
}
