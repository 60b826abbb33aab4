// libphonenumber-js's metadata, with what its plans had before and numbers are still written with (FORMER_PLANS). Makes
// nothing of it: that is make.ts.
import metadata from 'libphonenumber-js/max/metadata'
import { FORMER_PLANS, type Former } from '../../src/core/number/line.ts'

// The library's compressed record of one country:
// https://gitlab.com/catamphetamine/libphonenumber-js/blob/master/METADATA.md
export type CountryRecord = readonly [
  callingCode: string,
  internationalPrefix: string | 0,
  pattern: string,
  lengths: readonly number[],
  formats: readonly FormatRecord[] | 0,
  nationalPrefix?: string | 0,
  formattingRule?: string | 0,
  nationalPrefixForParsing?: string | 0,
  nationalPrefixTransform?: string | 0,
  isPrefixOptional?: unknown,
  leadingDigits?: string | 0,
  types?: readonly TypeRecord[] | 0,
]
export type FormatRecord = readonly [
  pattern: string,
  format: string,
  leadingDigits?: readonly string[] | 0,
  formattingRule?: string | 0,
  isPrefixOptional?: unknown,
  internationalFormat?: string | 0,
]
type TypeRecord = readonly [pattern: string, ...unknown[]] | 0

interface Metadata {
  readonly country_calling_codes: Readonly<Record<string, readonly string[]>>
  readonly countries: Readonly<Record<string, CountryRecord>>
  readonly nonGeographic: Readonly<Record<string, CountryRecord>>
}

export const METADATA = amend(metadata as unknown as Metadata, ({ nationalPrefix }) => nationalPrefix)

/** The same for the library itself, which knows one national prefix: the one behind a calling code, where there are two. */
export const METADATA_BEHIND_CODE = amend(METADATA, ({ behindCallingCode }) => behindCallingCode)

function amend(plans: Metadata, prefixOf: (former: Former) => string | undefined): Metadata {
  const amended = Object.entries(FORMER_PLANS).map(([country, former]) => {
    const record = [...(plans.countries[country] ?? [])] as Mutable<CountryRecord>
    record[7] = prefixOf(former) ?? record[7] ?? 0
    if (former.assigned !== undefined) record[11] = withMobile(record[11] || [], former.assigned)
    return [country, record] as const
  })
  return { ...plans, countries: { ...plans.countries, ...Object.fromEntries(amended) } }
}

type Mutable<Record> = { -readonly [Key in keyof Record]: Record[Key] }

function withMobile([fixed = 0, mobile = 0, ...others]: readonly TypeRecord[], pattern: string): readonly TypeRecord[] {
  if (mobile === 0) return [fixed, [pattern], ...others]
  const [known, ...rest] = mobile
  return [fixed, [known.includes(pattern) ? known : `${known}|${pattern}`, ...rest], ...others]
}

/** The countries of one calling code, the one that decides for all of them first; no country for a code of none. */
export interface CodeRecords {
  readonly callingCode: string
  readonly regions: readonly { readonly country: string; readonly record: CountryRecord }[]
}

/** By calling code, ascending. */
export function recordsByCode(): readonly CodeRecords[] {
  const { country_calling_codes: sharers, countries, nonGeographic } = METADATA
  const shared = Object.entries(sharers).map(([callingCode, names]): CodeRecords => {
    const regions = names.flatMap((country) => {
      const record = countries[country]
      return record === undefined ? [] : [{ country, record }]
    })
    return { callingCode, regions }
  })
  const worldwide = Object.entries(nonGeographic).map(([callingCode, record]): CodeRecords => {
    return { callingCode, regions: [{ country: '', record }] }
  })
  return [...shared.filter(({ callingCode }) => !(callingCode in nonGeographic)), ...worldwide].sort(
    (a, b) => Number(a.callingCode) - Number(b.callingCode),
  )
}
