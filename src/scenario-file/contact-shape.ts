// The contacts of a scenario: their words, and the contacts that they describe. Numbers are read as everywhere, under the
// contact's country, else the SIM's.
import { type Contact, type Deal, readPhone } from '../core/contact.ts'
import { describeRejection, parseNumber } from '../core/number/number.ts'
import type { ContactsSource } from '../scenario/scenario.ts'
import { isNothing, type MapNode, type Node, positionOf, quote, type ScalarNode, valueAt } from './node.ts'
import { country, day, instant } from './scalars.ts'
import {
  converted,
  field,
  fields,
  integer,
  listOf,
  mapOf,
  named,
  needed,
  onOff,
  pattern,
  type Reading,
  refuse,
  type Shape,
  scalar,
  text,
} from './shape.ts'

interface DealWords {
  readonly id?: string
  readonly name: string
  readonly amount?: string
  readonly currency?: string
  readonly closeDate?: string
  readonly isClosed?: boolean
}

const amount = pattern('an amount such as 12500 or 99.50', /^-?\d{1,15}(?:\.\d{1,6})?$/, (found) => found)
const currency = pattern('a currency such as EUR', /^[A-Za-z]{3}$/, (found) => found.toUpperCase())

const dealFields = {
  id: field(text(), "The CRM's id; its contact's with its place, unless stated."),
  name: needed(text(), 'As the CRM shows it.'),
  amount: field(amount, 'A decimal number, without separators.'),
  currency: field(currency, 'ISO 4217.'),
  closeDate: field(day(), 'When it is expected to be closed.'),
  isClosed: field(onOff(), 'Whether it is won or lost: cards show open ones only.'),
} as const

const deal = named('deal', fields<DealWords>('a deal', dealFields))

/** A deal of the CRM, and the ids of the contacts that it is on. */
export const dealOn: Shape<{ readonly deal: Deal; readonly contactIds: readonly string[] }> = converted(
  fields<Omit<DealWords, 'id'> & { id: string; contacts: readonly string[] }>('a deal', {
    ...dealFields,
    id: needed(text(), "The CRM's id."),
    contacts: needed(listOf(text("a contact's id")), 'The contacts that it is on, and no others.'),
  }),
  (found) => ({ deal: buildDeal(found), contactIds: found.contacts }),
)

interface ContactWords {
  readonly id?: string
  readonly name?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly company?: string
  readonly email?: string
  readonly country?: string
  readonly phone?: string
  readonly mobile?: string
  readonly phones?: ReadonlyMap<string, string>
  readonly deal?: DealWords
  readonly deals?: readonly DealWords[]
  readonly modified?: string
  readonly unreadable?: boolean
}

const number = text('a number')

const contactWords = fields<ContactWords>('a contact', {
  id: field(text(), "The CRM's record id; the contact's place in the list unless stated."),
  name: field(text(), 'First name, then last name.'),
  firstName: field(text(), 'In place of name.'),
  lastName: field(text(), 'In place of name.'),
  company: field(text(), 'Its company.'),
  email: field(text(), 'Its e-mail address.'),
  country: field(country(), "National numbers are read under it; under the first SIM's unless stated."),
  phone: field(number, 'The property Phone Number, in any form.'),
  mobile: field(number, 'The property Mobile Phone Number, in any form.'),
  phones: field(
    mapOf('phones by the name of their property', number),
    'Further properties that hold numbers, by name.',
  ),
  deal: field(deal, 'Its deal.'),
  deals: field(listOf(deal), 'Its deals.'),
  modified: field(
    converted(instant(), (_at, node) => (node as ScalarNode).text),
    'When the CRM last changed it.',
  ),
  unreadable: field(onOff(), 'Its numbers may be such as nobody can read. Otherwise such a number is a mistake.'),
})

/** One contact; its id is empty where none is stated. */
export const contact: Shape<Contact> = named(
  'contact',
  converted(contactWords, (found, node, reading) => {
    if (found.name !== undefined && (found.firstName !== undefined || found.lastName !== undefined)) {
      return reading.report(node, 'expected name, or first-name and last-name, found both')
    }
    if (found.unreadable !== true) reportUnreadable(found, node, reading)
    const contact = buildContact(found, reading)
    return contact.id === '' ? contact : withIds(contact, contact.id)
  }),
)

// A number that nobody can read identifies nobody: where that is not meant, all that follows means something else.
function reportUnreadable(found: ContactWords, node: Node, { region, report }: Reading): void {
  if (node.kind !== 'map') return
  const further = valueAt(node, 'phones')
  const others = further?.kind === 'map' ? further.entries.map(({ value }) => value) : []
  for (const value of [valueAt(node, 'phone'), valueAt(node, 'mobile'), ...others]) {
    if (value?.kind !== 'scalar') continue
    const read = parseNumber(value.text, found.country ?? region)
    if (read.kind === 'number' || read.reason === 'empty') continue
    const fix =
      read.reason === 'no-country' ? 'give the contact a country or the phone a sim, or else' : 'if it is meant,'
    report(
      value,
      `expected a number that can be read, found ${quote(value.text)}: ${describeRejection(read)}; ${fix} write unreadable: yes`,
    )
  }
}

function buildContact(found: ContactWords, { region }: Reading): Contact {
  const [first = '', last = ''] = /^(\S*)\s+(\S.*)$/s.exec(found.name?.trim() ?? '')?.slice(1) ?? [found.name ?? '']
  const phones = [
    ['Phone Number', found.phone] as const,
    ['Mobile Phone Number', found.mobile] as const,
    ...(found.phones ?? []),
  ]
  const deals = [...(found.deal ? [found.deal] : []), ...(found.deals ?? [])]
  return {
    id: found.id ?? '',
    firstName: found.firstName ?? first,
    lastName: found.lastName ?? last,
    company: found.company ?? '',
    email: found.email ?? '',
    country: found.country ?? null,
    phones: phones.flatMap(([name, written]) =>
      written === undefined
        ? []
        : readPhone(name, written.trim(), parseNumber(written, found.country ?? region), false),
    ),
    deals: deals.map(buildDeal),
    modifiedAt: found.modified ?? null,
    row: null,
  }
}

// A deal is one record in the CRM, whichever contacts it is on: what states no id is nobody else's.
function withIds(contact: Contact, id: string): Contact {
  const deals = contact.deals.map((deal, index) => ({ ...deal, id: deal.id || `${id}-${index + 1}` }))
  return { ...contact, id, deals }
}

function buildDeal(found: DealWords): Deal {
  return {
    id: found.id ?? '',
    name: found.name,
    amount: found.amount ?? null,
    currency: found.currency ?? null,
    closeDate: found.closeDate ?? null,
    isClosed: found.isClosed ?? false,
  }
}

const PATH = /\.[A-Za-z\d]{1,8}$/
const path = scalar('a file of contacts such as people.csv', { type: 'string', pattern: PATH.source }, (found) =>
  PATH.test(found) ? found : undefined,
)

const fileWords = fields<{ file: string; region?: string }>('contacts of a file', {
  file: needed(path, 'CSV, XLSX or vCard, from the folder of this file.'),
  region: field(country(), 'National numbers are read under it where their contact states no country.'),
})

const generatedWords = fields<{ generate: number; seed?: number }>('generated contacts', {
  generate: needed(integer(1, 1_000_000), 'How many.'),
  seed: field(integer(0, 4_294_967_295), 'The same seed makes the same people; 1 unless stated.'),
})

const inlineContacts = listOf(contact)

/** Where a scenario's contacts come from. */
export const contacts: Shape<ContactsSource> = {
  wanted: 'contacts: a list, a file or {generate: 1000}',
  schema: (parts) => ({
    anyOf: [path.schema(parts), fileWords.schema(parts), generatedWords.schema(parts), inlineContacts.schema(parts)],
  }),
  read: (node, reading) => {
    if (node.kind === 'list') return readInline(node.items, node, reading)
    const at = positionOf(node)
    if (node.kind === 'scalar') {
      if (isNothing(node)) return refuse(node, contacts.wanted, reading)
      const file = path.read(node, reading)
      return file === undefined ? undefined : { kind: 'file', path: file, region: null, at }
    }
    if (valueAt(node, 'generate')) {
      const found = generatedWords.read(node, reading)
      return found && { kind: 'generated', count: found.generate, seed: found.seed ?? 1, at }
    }
    if (valueAt(node, 'file') === null) return readInline([node], node, reading)
    const found = fileWords.read(node, reading)
    return found && { kind: 'file', path: found.file, region: found.region ?? null, at }
  },
}

function readInline(items: readonly Node[], node: Node, reading: Reading): ContactsSource | undefined {
  const seen = new Set<string>()
  const read = items.map((item, index) => {
    const found = contact.read(item, reading)
    if (found === undefined) return undefined
    const id = found.id || String(index + 1)
    if (!seen.has(id)) return seen.add(id) && withIds(found, id)
    const place = valueAt(item as MapNode, 'id') ?? item
    return reading.report(
      place,
      `expected each contact's id once, found ${quote(id)} again: what states none is counted from 1`,
    )
  })
  const list = read.filter((each) => each !== undefined)
  return list.length === items.length && node.kind !== 'scalar' ? { kind: 'inline', contacts: list } : undefined
}
