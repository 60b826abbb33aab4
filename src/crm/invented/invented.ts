// Datasets of invented people, as a CRM would export them: the same seed, the same rows, on every day and machine. The
// only file that knows faker. Writes no file; which label belongs to which value is all it knows of exports.
import type { Faker } from '@faker-js/faker'
import { type Chance, openChance, pick, seedOf } from '../../core/chance.ts'
import { dayAfter, inventDeals } from './deals.ts'
import { BRITISH, HOSTILE_NAMES, IRISH, type LocalNames } from './names.ts'
import { type InventedNumber, inventNumber, PLANS, writeClean, writeOddly, writeSpoilt } from './numbers.ts'

export interface DatasetOptions {
  readonly contacts: number
  /** Any text. */
  readonly seed: string
  /** From 0 (every number in + form, no surprises) to 1 (no number as it should be). */
  readonly messy: number
  readonly regions: readonly GeneratedRegion[]
}

export type GeneratedRegion = keyof typeof PLANS

/** A dataset where nothing is asked for but its size and seed. */
export const PLAIN_DATASET: Pick<DatasetOptions, 'messy' | 'regions'> = {
  messy: 0.1,
  regions: ['IE', 'GB', 'DE', 'FR', 'ES', 'US', 'PL'],
}

// HubSpot's contacts export has these, but for the last four: it names deals without amounts. Lists in them are parallel.
const GENERATED_LABELS = [
  'Record ID',
  'First Name',
  'Last Name',
  'Email',
  'Phone Number',
  'Mobile Phone Number',
  'Job Title',
  'Company Name',
  'Country/Region',
  'Lifecycle Stage',
  'Create Date',
  'Last Modified Date',
  'Associated Company IDs',
  'Associated Company',
  'Associated Deal IDs',
  'Associated Deal',
  'Associated Deal Amount',
  'Associated Deal Currency',
  'Associated Deal Close Date',
  'Associated Deal Stage',
] as const

type Label = (typeof GENERATED_LABELS)[number]

export const GENERATED_HEADERS: readonly string[] = GENERATED_LABELS

interface Region {
  readonly code: GeneratedRegion
  readonly country: string
  /** What else people write for it. */
  readonly aliases: readonly string[]
  readonly currency: string
  readonly faker: Faker
  /** In place of faker's. */
  readonly names: LocalNames | undefined
}

const LOCAL_NAMES: Partial<Record<GeneratedRegion, LocalNames>> = { IE: IRISH, GB: BRITISH }

type Locale = () => Promise<{ readonly faker: Faker }>

// Each locale is loaded only when asked for: together they take five times as long as one.
const REGIONS: Readonly<Record<GeneratedRegion, readonly [country: string, currency: string, string[], Locale]>> = {
  IE: ['Ireland', 'EUR', ['IE', 'Éire', 'Republic of Ireland'], () => import('@faker-js/faker/locale/en_IE')],
  GB: ['United Kingdom', 'GBP', ['GB', 'UK', 'England'], () => import('@faker-js/faker/locale/en_GB')],
  DE: ['Germany', 'EUR', ['DE', 'Deutschland'], () => import('@faker-js/faker/locale/de')],
  FR: ['France', 'EUR', ['FR', 'france'], () => import('@faker-js/faker/locale/fr')],
  ES: ['Spain', 'EUR', ['ES', 'España'], () => import('@faker-js/faker/locale/es')],
  US: ['United States', 'USD', ['US', 'USA', 'U.S.A.'], () => import('@faker-js/faker/locale/en_US')],
  CA: ['Canada', 'CAD', ['CA', 'canada'], () => import('@faker-js/faker/locale/en_CA')],
  PL: ['Poland', 'PLN', ['PL', 'Polska'], () => import('@faker-js/faker/locale/pl')],
  IT: ['Italy', 'EUR', ['IT', 'Italia'], () => import('@faker-js/faker/locale/it')],
  NL: ['Netherlands', 'EUR', ['NL', 'Holland'], () => import('@faker-js/faker/locale/nl')],
  SE: ['Sweden', 'SEK', ['SE', 'Sverige'], () => import('@faker-js/faker/locale/sv')],
  JP: ['Japan', 'JPY', ['JP', '日本'], () => import('@faker-js/faker/locale/ja')],
}

interface Company {
  readonly id: number
  readonly name: string
  readonly domain: string
  readonly switchboard: InventedNumber
  readonly region: Region
}

interface Person {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly jobTitle: string
  readonly region: Region
  readonly company: Company | null
  readonly phone: InventedNumber | null
  readonly mobile: InventedNumber | null
}

/** What has been invented so far and may occur again; bounded, so that a dataset may be of any size. */
interface World {
  readonly chance: Chance
  readonly messy: number
  readonly regions: readonly Region[]
  readonly companies: Company[]
  readonly people: Person[]
  companyCount: number
  dealCount: number
}

// Above the ids of real accounts, so that a dataset never replaces a real contact of the same store.
const FIRST_ID = 900_000_000_001

const REMEMBERED = 200

/**
 * The rows of a dataset, in the order of GENERATED_HEADERS. A smaller dataset of the same seed is the beginning of a larger
 * one. Some contacts share their company's switchboard, and about one in fifty is in it twice, under two record ids.
 *
 * One dataset at a time: faker keeps one state for each locale.
 */
export async function generateRows(options: DatasetOptions): Promise<Iterable<string[]>> {
  const regions = await Promise.all(options.regions.map((code) => loadRegion(code)))
  return {
    *[Symbol.iterator]() {
      for (const { code, faker } of regions) faker.seed(seedOf(`${options.seed}/${code}`))
      const chance = openChance(seedOf(options.seed))
      const world: World = {
        chance,
        messy: options.messy,
        regions,
        companies: [],
        people: [],
        companyCount: 0,
        dealCount: 0,
      }
      for (let index = 0; index < options.contacts; index += 1) yield buildRow(FIRST_ID + index, world)
    },
  }
}

async function loadRegion(code: GeneratedRegion): Promise<Region> {
  const [country, currency, aliases, locale] = REGIONS[code]
  const { faker } = await locale()
  return { code, country, currency, aliases, faker, names: LOCAL_NAMES[code] }
}

function buildRow(id: number, world: World): string[] {
  const { chance, messy } = world
  const person = meetPerson(world)
  const { company, region } = person
  const modified = chance() * 30
  const cells: Readonly<Partial<Record<Label, string>>> = {
    'Record ID': String(id),
    'First Name': person.firstName,
    'Last Name': person.lastName,
    Email: person.email,
    'Phone Number': writePhone(person.phone, world),
    'Mobile Phone Number': writePhone(person.mobile, world),
    'Job Title': person.jobTitle,
    'Company Name': company?.name ?? '',
    'Country/Region': writeCountry(region, world),
    'Lifecycle Stage': pick(['Lead', 'Opportunity', 'Customer'], chance),
    'Create Date': `${dayAfter(-modified - 1 - chance() * 1500)} ${clockTime(chance)}`,
    'Last Modified Date': `${dayAfter(-modified)} ${clockTime(chance)}`,
    'Associated Company IDs': company === null ? '' : String(company.id),
    'Associated Company': company?.name ?? '',
    ...(company !== null && chance() < 0.35 ? writeDeals(company, world) : {}),
    // Last, so that it may replace any of these.
    ...(chance() < messy * 0.05 ? writeHostileName(chance) : {}),
  }
  return GENERATED_LABELS.map((label) => cells[label] ?? '')
}

function meetPerson(world: World): Person {
  if (world.people.length > 0 && world.chance() < 0.02) return pick(world.people, world.chance)
  return remember(world.people, inventPerson(world), world.chance)
}

function inventPerson(world: World): Person {
  const { chance } = world
  const company = chance() < 0.85 ? meetCompany(world) : null
  const region = company?.region ?? pick(world.regions, chance)
  const [firstName, lastName] = inventName(region, chance)
  const phone = inventPhone(company, region, chance)
  return {
    firstName,
    lastName,
    email: `${asciiName(firstName)}.${asciiName(lastName)}@${company?.domain ?? 'mail.example'}`,
    jobTitle: region.faker.person.jobTitle(),
    region,
    company,
    phone,
    mobile: phone === null || chance() < 0.75 ? inventNumber(PLANS[region.code], 'mobile', chance) : null,
  }
}

function inventName({ names, faker }: Region, chance: Chance): readonly [firstName: string, lastName: string] {
  if (names === undefined) return [faker.person.firstName(), faker.person.lastName()]
  return [pick(names.given, chance), pick(names.family, chance)]
}

function inventCompanyName({ names, faker }: Region, chance: Chance): string {
  if (names === undefined) return faker.company.name()
  const families = [pick(names.family, chance), pick(names.family, chance)]
  return `${[...new Set(families)].join(' & ')} ${pick(names.trades, chance)}`
}

// The switchboard, which is everybody's at the company, or a line of one's own, or none.
function inventPhone(company: Company | null, region: Region, chance: Chance): InventedNumber | null {
  const kind = chance()
  if (company !== null && kind < 0.45) return company.switchboard
  return kind < 0.8 ? inventNumber(PLANS[region.code], 'landline', chance) : null
}

function meetCompany(world: World): Company {
  const { chance, companies } = world
  if (companies.length > 0 && chance() < 0.7) return pick(companies, chance)
  const region = pick(world.regions, chance)
  const name = inventCompanyName(region, chance)
  world.companyCount += 1
  const company = {
    id: 500_000 + world.companyCount,
    name,
    domain: `${asciiName(name)}.example`,
    switchboard: inventNumber(PLANS[region.code], 'landline', chance),
    region,
  }
  return remember(companies, company, chance)
}

function remember<T>(known: T[], item: T, chance: Chance): T {
  if (known.length < REMEMBERED) known.push(item)
  else known[Math.floor(chance() * REMEMBERED)] = item
  return item
}

// Two in three messy numbers are only written oddly; the third is lost.
function writePhone(number: InventedNumber | null, { chance, messy }: World): string {
  if (number === null) return ''
  if (chance() >= messy) return writeClean(number)
  return chance() < 2 / 3 ? writeOddly(number, chance) : writeSpoilt(number, chance)
}

function writeCountry(region: Region, { chance, messy }: World): string {
  const kind = chance()
  if (kind < messy * 0.3) return ''
  return kind < messy * 0.6 ? pick(region.aliases, chance) : region.country
}

function writeDeals({ name, region }: Company, world: World): Partial<Record<Label, string>> {
  const deals = inventDeals({ name, currency: region.currency }, 9_000_001 + world.dealCount, world.chance)
  world.dealCount += deals.length
  const list = (values: readonly (string | number)[]) => values.join(';')
  return {
    'Associated Deal IDs': list(deals.map(({ id }) => id)),
    'Associated Deal': list(deals.map((deal) => deal.name)),
    'Associated Deal Amount': list(deals.map(({ amount }) => amount)),
    'Associated Deal Currency': list(deals.map(({ currency }) => currency)),
    'Associated Deal Close Date': list(deals.map(({ closeDate }) => closeDate)),
    'Associated Deal Stage': list(deals.map(({ stage }) => stage)),
  }
}

function writeHostileName(chance: Chance): Partial<Record<Label, string>> {
  const name = pick(HOSTILE_NAMES, chance)
  const where = chance()
  if (where < 0.4) return { 'First Name': name }
  return where < 0.8 ? { 'Last Name': name } : { 'Company Name': name, 'Associated Company': name }
}

function clockTime(chance: Chance): string {
  const minutes = 7 * 60 + Math.floor(chance() * 12 * 60)
  return new Date(minutes * 60_000).toISOString().slice(11, 16)
}

function asciiName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
  return plain.replaceAll(' ', '-') || 'name'
}
