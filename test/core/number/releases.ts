// The ranges that one library's release of the numbering plans lists and the other's does not. Knows nothing of texts.
// A new release of either library changes this table; a test holds every row to both.

/** What libphonenumber-js and google-libphonenumber carry: https://github.com/google/libphonenumber/releases */
export const RELEASES = { 'libphonenumber-js 1.13.16': '9.0.43', 'google-libphonenumber 3.2.47': '9.0.40' } as const

/** Ranges of one country that came or went between the older release and the newer. */
export interface ChangedRange {
  readonly country: string
  readonly change: 'added' | 'removed'
  /** How many digits its national numbers have. */
  readonly lengths: readonly number[]
  /** What they begin with, as the patterns of the numbering plans are written; empty for every number that long. */
  readonly beginning: string
}

// BJ: with its ranges the whole length went, so that every number of 8 digits is read differently.
export const CHANGED_RANGES: readonly ChangedRange[] = [
  { country: 'AU', change: 'added', lengths: [9], beginning: '496[0-4]' },
  { country: 'AX', change: 'removed', lengths: [6, 7, 8, 9, 10], beginning: '4946' },
  { country: 'BJ', change: 'removed', lengths: [8], beginning: '' },
  {
    country: 'BW',
    change: 'added',
    lengths: [7],
    beginning:
      '21[01]|231|24[5-79]|25[0-2]|26[35-9]|27[5-7]|289|29[1-469]|314|32[1-5]|345|35[0-46-9]|37[24-9]|38[02-5]|430|442|' +
      '451|46[124-9]|47[03-589]|480|49[6-9]|50[01]|51[23]|52[034]|53[125-7]|54[1-35-7]|55[01]|56[01]|57[05689]|' +
      '58[0-79]|59[5-8]|60[01]|62[046-9]|630|640|65[0235-8]|66[03]|68[2589]',
  },
  { country: 'BW', change: 'removed', lengths: [8], beginning: '321|7910[02]|79114' },
  { country: 'CC', change: 'added', lengths: [9], beginning: '496[0-4]' },
  { country: 'CN', change: 'removed', lengths: [7], beginning: '378123|414123|634123|807812|852123|853123' },
  {
    country: 'CN',
    change: 'removed',
    lengths: [8],
    beginning:
      '378100|3789[56]|410100|4109[56]|413100|4139[56]|414100|4149[56]|634100|6349[56]|852100|85295|853100|85395',
  },
  {
    country: 'CN',
    change: 'removed',
    lengths: [9],
    beginning: '3789[56]|4109[56]|4139[56]|4149[56]|6349[56]|85295|85395',
  },
  { country: 'CN', change: 'removed', lengths: [10], beginning: '378|41[034]|634|85[23]' },
  { country: 'CN', change: 'removed', lengths: [11], beginning: '8078' },
  { country: 'CO', change: 'removed', lengths: [10], beginning: '9101' },
  { country: 'CR', change: 'removed', lengths: [8], beginning: '200[4-9]|201[1-9]|20[2-9]' },
  { country: 'CV', change: 'added', lengths: [7], beginning: '57' },
  { country: 'CX', change: 'added', lengths: [9], beginning: '496[0-4]' },
  { country: 'DE', change: 'added', lengths: [11], beginning: '15410' },
  { country: 'DK', change: 'removed', lengths: [8], beginning: '37' },
  { country: 'EC', change: 'added', lengths: [9], beginning: '93[0-2]' },
  { country: 'ES', change: 'removed', lengths: [9], beginning: '59010[0-2]|590600' },
  { country: 'ET', change: 'added', lengths: [9], beginning: '7000' },
  { country: 'FI', change: 'removed', lengths: [6, 7, 8, 9, 10], beginning: '4946' },
  { country: 'GE', change: 'added', lengths: [9], beginning: '50888' },
  {
    country: 'GH',
    change: 'added',
    lengths: [9],
    beginning: '3060|3082[6-9]|308[3-9]|309|3181[0-5]|328[1-4]|3285[0-7]|33810',
  },
  { country: 'GY', change: 'added', lengths: [7], beginning: '516|768|781' },
  { country: 'IR', change: 'added', lengths: [10], beginning: '9992[02-9]' },
  { country: 'KE', change: 'added', lengths: [9], beginning: '13[5-9]|146' },
  { country: 'KW', change: 'added', lengths: [8], beginning: '5999' },
  { country: 'LA', change: 'removed', lengths: [10], beginning: '30[24]' },
  { country: 'NG', change: 'added', lengths: [10], beginning: '910' },
  { country: 'PG', change: 'added', lengths: [7], beginning: '206' },
  { country: 'PY', change: 'added', lengths: [9], beginning: '9881' },
  { country: 'RO', change: 'removed', lengths: [9], beginning: '600|62|6300' },
  {
    country: 'RU',
    change: 'removed',
    lengths: [10],
    beginning: '93000[0-46-9]|93003[89]|93006[5-8]|93008[1-3]',
  },
  { country: 'SH', change: 'added', lengths: [4, 5], beginning: '9' },
  { country: 'US', change: 'added', lengths: [10], beginning: '472[56]' },
  {
    country: 'ZW',
    change: 'removed',
    lengths: [7],
    beginning: '13|20|22[278]|2292|248|2583|27[1-7]|37[56]|5483|55|6[78]',
  },
  { country: 'ZW', change: 'added', lengths: [9], beginning: '751' },
]

const rows = CHANGED_RANGES.map((range) => ({ ...range, begins: new RegExp(`^(?:${range.beginning})`) }))

/** Whether the releases disagree on the national number in one of these countries. */
export function isInChangedRange(national: string, countries: readonly string[]): boolean {
  return rows.some(
    ({ country, lengths, begins }) =>
      countries.includes(country) && lengths.includes(national.length) && begins.test(national),
  )
}
