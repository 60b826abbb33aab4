// The phone and the contacts as scenarios write them: only what differs from what is meant without a word. The reverse of
// phone-shape.ts and contact-shape.ts.

import { androidVersion } from '../core/android-version.ts'
import type { Contact, ContactPhone, Deal } from '../core/contact.ts'
import { readyHandset, type Settings } from '../core/handset.ts'
import { parseNumber } from '../core/number/number.ts'
import { type Conditions, newConditions, newSystem } from '../device/phone.ts'
import { asPossible } from '../device/possible-phone.ts'
import type { PhoneSetup } from '../scenario/scenario.ts'
import { keyOf } from '../scenario/words.ts'
import { renderDuration } from '../text/duration.ts'
import { renderData } from './data.ts'
import { type Rendered, renderList, renderMap, renderSwitch, renderText } from './flow.ts'

/** The value of `phone`; null for the usual one. */
export function renderPhone(setup: PhoneSetup): Rendered | null {
  const handset = asPossible(setup.handset)
  const ready = readyHandset(handset.platform, null)
  // What this phone cannot have differs in nothing.
  const usual = asPossible({ ...ready, apiLevel: handset.apiLevel, maker: handset.maker })
  const differs = <T>(found: T, expected: T, rendered: Rendered) => (found === expected ? null : rendered)
  return renderMap({
    platform: differs(handset.platform, 'android', handset.platform),
    // IOS-23
    version: handset.settings.defaultDialer
      ? '26'
      : differs(handset.apiLevel, ready.apiLevel, androidVersion(handset.apiLevel) ?? ''),
    maker: differs(handset.maker, ready.maker, handset.maker),
    sim: differs(handset.simCountries.length, 0, renderList(handset.simCountries)),
    permissions: renderMap(renderChanges(handset.permissions, usual.permissions)),
    role: differs(handset.screeningRole, false, 'held'),
    settings: renderMap(renderSettings(changesOf(handset.settings, usual.settings))),
    network: differs(handset.network, 'online', handset.network),
    profile: differs(handset.profile, usual.profile, handset.profile),
    conditions: renderMap(renderConditions(changesOf(setup.conditions, newConditions()))),
    switches: renderMap(renderChanges(setup.system, newSystem())),
    'address-book': renderSome(
      setup.addressBook.map(({ name, number, isWork }) =>
        renderMap({ name: renderText(name), number: renderText(number), work: isWork ? 'yes' : null }),
      ),
    ),
    blocked: renderSome(setup.blocked.map(renderText)),
    synced: differs(setup.isSynced, true, 'no'),
    seed: differs(setup.seed, 1, String(setup.seed)),
    crm: setup.hasNoCrm ? 'none' : null,
    kept: setup.kept && (Object.keys(setup.kept).length === 0 ? 'none' : renderData(setup.kept)),
  })
}

function changesOf<T extends object>(found: T, usual: T): Partial<T> {
  const changed = Object.entries(found).filter(([key, value]) => value !== usual[key as keyof T])
  return Object.fromEntries(changed) as Partial<T>
}

function renderChanges<T extends object>(found: T, usual: T): Record<string, Rendered> {
  return Object.fromEntries(
    Object.entries(changesOf(found, usual)).map(([key, value]) => [keyOf(key), renderWord(key, value)]),
  )
}

function renderWord(key: string, value: unknown): Rendered {
  if (typeof value === 'boolean') return renderSwitch(value)
  return key.endsWith('Ms') ? renderDuration(Number(value)) : String(value)
}

export function renderSettings(settings: Partial<Settings>): Record<string, Rendered> {
  return renderChanges(settings, {})
}

export function renderConditions({
  networkCountry,
  isDozing,
  ...others
}: { readonly [Each in keyof Conditions]?: Conditions[Each] | undefined }): Record<string, Rendered | undefined> {
  return {
    country: networkCountry === undefined ? undefined : (networkCountry ?? 'home'),
    doze: isDozing === undefined ? undefined : renderSwitch(isDozing),
    ...renderChanges(others, { latencyMs: undefined }),
  }
}

function renderSome(items: readonly (Rendered | null)[]): Rendered | null {
  return items.length === 0 ? null : renderList(items.map((item) => item ?? '{}'))
}

/**
 * One contact.
 *
 * @param region the first SIM's country, under which national numbers are read
 */
export function renderContact(contact: Contact, region: string | null): Rendered {
  const { id, firstName, lastName, company, email, country, phones, deals, modifiedAt } = contact
  const filled = (text: string) => (text === '' ? null : renderText(text))
  const numbers = writtenPhones(phones, country ?? region)
  const { 'Phone Number': phone, 'Mobile Phone Number': mobile, ...others } = numbers
  const rendered = renderMap({
    id: renderText(id),
    'first-name': filled(firstName),
    'last-name': filled(lastName),
    company: filled(company),
    email: filled(email),
    country,
    phone,
    mobile,
    phones: renderMap(others),
    unreadable: phones.some(({ e164 }) => e164 === null) ? 'yes' : null,
    deals: renderSome(deals.map(renderDeal)),
    modified: modifiedAt !== null && INSTANT.test(modifiedAt) ? renderText(modifiedAt) : null,
  })
  return rendered ?? '{}'
}

const INSTANT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?)?$/

// As the CRM has it, where that reads as the same number here; else the number itself. A second number in one property
// gets a property of its own.
function writtenPhones(phones: readonly ContactPhone[], region: string | null): Record<string, Rendered> {
  const written: Record<string, Rendered> = {}
  for (const { field, text, e164 } of phones) {
    let name = field
    for (let count = 2; Object.hasOwn(written, name); count += 1) name = `${field} ${count}`
    const read = parseNumber(text, region)
    const isSame = (read.kind === 'number' ? read.e164 : null) === e164
    written[name] = renderText(isSame ? text : (e164 ?? ''))
  }
  return written
}

function renderDeal(deal: Deal): Rendered | null {
  const { id, name, amount, currency, closeDate, isClosed } = deal
  return renderMap({
    id: renderText(id),
    name: renderText(name),
    amount: amount !== null && /^-?\d{1,15}(?:\.\d{1,6})?$/.test(amount) ? amount : null,
    currency: currency !== null && /^[A-Za-z]{3}$/.test(currency) ? currency : null,
    'close-date': closeDate,
    closed: isClosed ? 'yes' : null,
  })
}
