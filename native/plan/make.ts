// Makes numbers.txt, the numbering plans as automata, from libphonenumber-js's metadata and what line.ts adds to it; and the
// same text as a module of TypeScript. Decides nothing about numbers. `npx tsx native/plan/make.ts` writes both; FORMAT.md
// beside it says what is in them.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import library from 'libphonenumber-js/package.json' with { type: 'json' }
import { FORMER_PLANS } from '../../src/core/number/line.ts'
import { Automata, type Match, type State } from './automaton.ts'
import { type CodeRecords, type CountryRecord, recordsByCode } from './metadata.ts'
import { writeStates } from './write.ts'

/** Where they lie in the repository. */
export const PLAN_FILE = fileURLToPath(new URL('numbers.txt', import.meta.url))
export const PLAN_MODULE = fileURLToPath(new URL('../../src/core/number/plan-text.ts', import.meta.url))

/** The whole file. */
export function makePlan(): string {
  const automata = new Automata()
  // Most codes are of one country: what they say of a number gets the shortest numbers.
  const [readings, cuts] = [new Labels(['-', 'a', ...KINDS_OF_ONE]), new Labels(['0'])]
  const codes = recordsByCode()
  const starts = codes.map((code) => [
    buildReadings(automata, code, readings),
    ...code.regions.flatMap(({ country, record }) => buildPrefixes(automata, country, record, cuts)),
  ])
  const regions = codes.flatMap(({ callingCode, regions }) =>
    regions.map(({ country, record }) => renderRegion(callingCode, country, record)),
  )
  const formats = codes.flatMap(({ callingCode, regions }) =>
    regions.flatMap(({ country, record }) =>
      renderFormats(country || callingCode, record, regions[0]?.record ?? record),
    ),
  )
  const head = `ringsight-plan\t3\tlibphonenumber-js ${library.version}`
  const labels = [readings, cuts].map(({ names }) => names.join(' '))
  return `${[head, ...labels, ...writeStates(starts), String(regions.length), ...regions, ...formats].join('\n')}\n`
}

function renderRegion(callingCode: string, country: string, [, international, , lengths]: CountryRecord): string {
  const plusDigits = /^(?:00|011)$/.test(international || '') ? String(international).length : 0
  return [callingCode, country, lengths.join(), plusDigits].join(' ')
}

/** A country's formats, a line each. Countries that have none of their own take those of the main one. */
function renderFormats(place: string, record: CountryRecord, main: CountryRecord): string[] {
  const rule = record[6] || main[6] || ''
  const isSame = record !== main && (!record[4] || String(record[4]) === String(main[4])) && rule === (main[6] || '')
  if (isSame) return []
  return (record[4] || main[4] || []).map(([pattern, format, leading, ownRule, , international]) => {
    const inCountry = ownRule || rule ? format.replace(/(\$\d)/, ownRule || rule) : format
    const [atHome, abroad] = [inCountry, international || format].map((each) => (each === format ? '' : each))
    return [place, pattern, (leading || []).at(-1) ?? '', format, atHome, abroad].join('\t')
  })
}

/** The same text for TypeScript, which has no files on a phone. */
export function makeModule(): string {
  const text = makePlan().replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
  return `${MODULE_HEAD}\nexport const PLAN_TEXT =\n  '${text}'\n`
}

const MODULE_HEAD =
  '// The text of native/plan/numbers.txt, put here by the script that makes that: FORMAT.md beside it says what is in it.'

/** What automata say, each thing once. The first is what they say of digits that mean nothing. */
class Labels {
  readonly names: string[]

  constructor(names: readonly string[]) {
    this.names = [...names]
  }

  numberOf(name: string): number {
    const known = this.names.indexOf(name)
    return known >= 0 ? known : this.names.push(name) - 1
  }
}

// What a country says of a national number. The first that fits is said; the types are numbered as in METADATA.md.
const MATCHES = 1
const ASSIGNED = 2
const KINDS: readonly (readonly [kind: number, types: readonly number[]])[] = [
  [5, [3]], // premium rate
  [4, [2]], // toll-free
  [6, [9]], // shared cost
  [3, [0, 1]], // fixed line or mobile
]

const KINDS_OF_ONE = ['a3', 'a2', 'a1', 'a4', 'a5', 'a6']

/** The automaton of a calling code's national numbers: whose they are, and what each of its countries says of them. */
function buildReadings(automata: Automata, { regions }: CodeRecords, labels: Labels): State {
  const sources: string[] = []
  const indexOf = (source: string) => (sources.includes(source) ? sources.indexOf(source) : sources.push(source) - 1)
  const rules = regions.map(({ record }) => {
    const [, , general, , , , , , , , leading, types] = record
    return {
      general: indexOf(`(?:${general})$`),
      types: (types || []).map((type) => (type && type[0] !== '' ? indexOf(`(?:${type[0]})$`) : -1)),
      leading: leading ? indexOf(leading) : -1,
    }
  })
  return automata.build(sources, (matches) => {
    const fits = (index: number) => (matches[index] ?? null) !== null
    // The possible lengths of a type are left out: its pattern fits no other length (a test holds the metadata to that).
    const kinds = rules.map(({ general, types }) => {
      if (!fits(general)) return 0
      // Without types, the general pattern decides alone.
      if (!types.some((type) => type >= 0)) return ASSIGNED
      if (!types.some(fits)) return MATCHES
      return KINDS.find(([, places]) => places.some((place) => fits(types[place] ?? -1)))?.[0] ?? ASSIGNED
    })
    // getCountryByNationalNumber in the library.
    const owner = rules.findIndex(({ leading }, at) => (leading >= 0 ? fits(leading) : (kinds[at] ?? 0) >= ASSIGNED))
    const letter = rules.length === 1 ? 'a' : owner < 0 ? '-' : String.fromCharCode(97 + owner)
    return labels.numberOf(letter + kinds.join('').replace(/0+$/, ''))
  })
}

/** The automata of a country's prefixes: of a call abroad, of a national number, and of one behind the calling code. */
function buildPrefixes(automata: Automata, country: string, record: CountryRecord, labels: Labels): State[] {
  const [, international, , , , ownPrefix, , parsedPrefix, transform] = record
  const national = parsedPrefix || ownPrefix
  const behind = FORMER_PLANS[country]?.behindCallingCode ?? national
  return [[international, ''] as const, [national, transform] as const, [behind, transform] as const].map(
    ([source, put]) =>
      automata.build(source ? [source] : [], ([match]) =>
        labels.numberOf(cutOf(match ?? null, put || '', countGroups(source || ''))),
      ),
  )
}

function countGroups(source: string): number {
  return source.split(/\((?!\?)/).length - 1
}

/** How many digits go; and where there is a transform, what comes in their place: digits, and which of those are kept. */
function cutOf(match: Match | null, transform: string, lastGroup: number): string {
  const [, end = 0] = match ?? []
  const isTransformed =
    transform !== '' && match?.[2 * lastGroup + 1] !== undefined && match[2 * lastGroup + 1] !== match[2 * lastGroup]
  if (match === null || !isTransformed) return String(end)
  const [, put = '', group = ''] = /^(\d*)\$(\d)$/.exec(transform) ?? []
  if (group === '') throw new Error(`expected digits and one group, found ${transform}`)
  return [end, put, match[2 * Number(group)], match[2 * Number(group) + 1]].join()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(PLAN_FILE, makePlan())
  writeFileSync(PLAN_MODULE, makeModule())
}
