// What would make a script plainer, one thing at a time: for shrinking. Knows no invariants.

import type { Contact } from '../core/contact.ts'
import { type Handset, readyHandset } from '../core/handset.ts'
import { newConditions, newSystem } from '../device/phone.ts'
import { asPossible } from '../device/possible-phone.ts'
import { readingsOf } from '../scenario/invariant/model-number.ts'
import type { PhoneSetup } from '../scenario/scenario.ts'
import type { Act, Script } from './script.ts'

/** Scripts that differ from this one in one thing, which is plainer in them. */
export function simplerScripts(script: Script): Script[] {
  const { phone, contacts, steps } = script
  const regions = phone.handset.simCountries
  return [
    ...contacts.map((_, index) => ({ ...script, contacts: without(contacts, index) })),
    ...simplerPhones(phone).map((each) => ({ ...script, phone: each })),
    ...steps.flatMap((step, index) =>
      simplerSteps(step, regions).map((each) => ({ ...script, steps: steps.with(index, each) })),
    ),
    ...contacts.flatMap((contact, index) =>
      simplerContacts(contact).map((each) => ({ ...script, contacts: contacts.with(index, each) })),
    ),
  ]
}

function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index)
}

function simplerPhones(setup: PhoneSetup): PhoneSetup[] {
  const { handset, system, conditions, addressBook, blocked } = setup
  const [first] = handset.simCountries
  const ready = readyHandset(handset.platform, first ?? null)
  const usual = asPossible({ ...ready, apiLevel: handset.apiLevel, maker: handset.maker })
  const another = (model: Partial<Handset>): PhoneSetup => ({ ...setup, handset: asPossible({ ...handset, ...model }) })
  const plainer: readonly (readonly [unknown, unknown, PhoneSetup])[] = [
    [handset.apiLevel, ready.apiLevel, another({ apiLevel: ready.apiLevel })],
    [handset.maker, ready.maker, another({ maker: ready.maker })],
    [handset.screeningRole, false, { ...setup, handset: { ...handset, screeningRole: false } }],
    [handset.simCountries.length, 1, { ...setup, handset: { ...handset, simCountries: usual.simCountries } }],
    [setup.isSynced, true, { ...setup, isSynced: true }],
    [setup.seed, 1, { ...setup, seed: 1 }],
    ...changed(handset.settings, usual.settings).map(
      (settings) => [0, 1, { ...setup, handset: { ...handset, settings } }] as const,
    ),
    ...changed(handset.permissions, usual.permissions).map(
      (permissions) => [0, 1, { ...setup, handset: { ...handset, permissions } }] as const,
    ),
    ...changed(system, newSystem()).map((each) => [0, 1, { ...setup, system: each }] as const),
    ...changed(conditions, newConditions()).map((each) => [0, 1, { ...setup, conditions: each }] as const),
  ]
  return [
    ...plainer.filter(([found, wanted]) => found !== wanted).map(([, , each]) => each),
    ...addressBook.map((_, index) => ({ ...setup, addressBook: without(addressBook, index) })),
    ...blocked.map((_, index) => ({ ...setup, blocked: without(blocked, index) })),
  ]
}

// For each part that is not as usual, the whole with that part as usual.
function changed<T extends object>(found: T, usual: T): T[] {
  const keys = Object.keys(found) as (keyof T)[]
  return keys.filter((key) => found[key] !== usual[key]).map((key) => ({ ...found, [key]: usual[key] }))
}

const PLAIN_ADVANCES = [1000, 60_000, 3_600_000, 86_400_000, 7 * 86_400_000]

function simplerSteps(step: Act, regions: readonly string[]): Act[] {
  switch (step.do) {
    case 'call':
    case 'dial': {
      const [number] = readingsOf(step.line, regions)
      const isPlain = number === undefined || number === step.line.text
      const inFull: Act[] = isPlain ? [] : [{ ...step, line: { presentation: 'ALLOWED', text: number } }]
      if (step.do === 'dial') return inFull
      const kind: Act[] = step.kind === 'telephone' ? [] : [{ ...step, kind: 'telephone' }]
      return [...inFull, ...kind, ...(step.sim === null ? [] : [{ ...step, sim: null }])]
    }
    // Also what else a step brings with it: the app is opened for its drafts.
    case 'open-draft':
    case 'sync':
      return [{ do: 'open-app' }]
    case 'end':
      return step.by === 'user' ? [] : [{ ...step, by: 'user' }]
    case 'advance':
      return PLAIN_ADVANCES.filter((ms) => ms < step.ms).map((ms) => ({ ...step, ms }))
    case 'kill-app':
      return step.afterWrites === null ? [] : [{ ...step, afterWrites: null }]
    case 'fill-outcome':
      return [
        ...(step.outcome === null || step.outcome === 'connected' ? [] : [{ ...step, outcome: 'connected' as const }]),
        ...((step.tasks?.length ?? 0) > 0 ? [{ ...step, tasks: null }] : []),
        ...(step.notes === null ? [] : [{ ...step, notes: null }]),
        // A scenario cannot be written with one that says nothing.
      ].filter(({ outcome, tasks, notes }) => outcome !== null || notes !== null || (tasks?.length ?? 0) > 0)
    default:
      return []
  }
}

function simplerContacts(contact: Contact): Contact[] {
  const { phones, deals, company, country } = contact
  const inFull = phones.map((phone) => ({ ...phone, text: phone.e164 ?? phone.text }))
  return [
    ...(deals.length > 0 ? [{ ...contact, deals: [] }] : []),
    ...(company === '' ? [] : [{ ...contact, company: '' }]),
    ...(phones.length > 1 ? phones.map((_, index) => ({ ...contact, phones: without(phones, index) })) : []),
    ...(phones.some(({ text }, index) => text !== inFull[index]?.text) ? [{ ...contact, phones: inFull }] : []),
    ...(country === null ? [] : [{ ...contact, country: null }]),
  ]
}
