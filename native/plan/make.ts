// Makes numbers.txt, the numbering plans that a phone reads dialled numbers by, from libphonenumber-js's metadata and what line.ts adds to it. Decides
// nothing about numbers. `npx tsx native/plan/make.ts` writes it; FORMAT.md beside it says what is in it.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import library from 'libphonenumber-js/package.json' with { type: 'json' }
import { FORMER_PLANS } from '../../src/core/number/line.ts'
import { type CountryRecord, METADATA } from '../../src/core/number/plan.ts'

const { country_calling_codes: sharers, countries, nonGeographic } = METADATA

/** Where it lies in the repository. */
export const PLAN_FILE = fileURLToPath(new URL('numbers.txt', import.meta.url))

/** The whole file. Countries that share a calling code stand together, the one that decides for all of them first. */
export function makePlan(): string {
  const shared = Object.values(sharers).flatMap((names) => names.map((name) => [name, countries[name]] as const))
  const worldwide = Object.values(nonGeographic).map((record) => ['', record] as const)
  const lines = [...shared, ...worldwide].flatMap(([name, record]) => (record ? [lineOf(name, record)] : []))
  // Bytes, not the order of keys in the library, decide where a calling code stands; sort() keeps its countries in order.
  lines.sort((a, b) => Number(codeOf(a)) - Number(codeOf(b)))
  return `${[`ringsight-plan\t2\tlibphonenumber-js ${library.version}`, ...lines].join('\n')}\n`
}

function codeOf(line: string): string {
  return line.slice(0, line.indexOf('\t'))
}

function lineOf(name: string, record: CountryRecord): string {
  const [code, international, general, lengths, , ownPrefix, , parsedPrefix, transform, , leading, types] = record
  const typed = (types || []).flatMap((type) => (type && type[0] !== '' ? [`(?:${type[0]})`] : []))
  const [prefix, assigned] = [parsedPrefix || ownPrefix || '', typed.join('|') || general]
  return [
    code,
    name,
    lengths.join(),
    international || '',
    prefix,
    transform || '',
    leading || '',
    general,
    assigned,
    FORMER_PLANS[name]?.behindCallingCode ?? '',
  ].join('\t')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PLAN_FILE, makePlan())
