// What a phone in use had before the first step of a scenario: put where the stage keeps it, and what of a phone is worth
// keeping so. Plain data, as stores have it.
import { type CarriedPhone, newCarriedPhone } from '../app/carried.ts'
import type { Draft } from '../core/outcome.ts'
import type { Queued } from '../core/sending.ts'
import { isPhone } from '../device/phone.ts'
import type { Store } from '../store/store.ts'
import type { Kept, PhoneSetup } from './scenario.ts'

/** The phone of a setup, with nothing on it yet. */
export function newPhoneOf({ handset, system, conditions }: Pick<PhoneSetup, 'handset' | 'system' | 'conditions'>) {
  return newCarriedPhone(handset, system, conditions)
}

/** The phone as it was; `fresh` is the same one, new. */
export function withKept(fresh: CarriedPhone, { phone, app }: Kept): CarriedPhone {
  return { ...fresh, ...phone, app: { ...fresh.app, ...app } } as CarriedPhone
}

/** Whether what a file says was on the phone can have been on one. */
export function isKept(setup: Pick<PhoneSetup, 'handset' | 'system' | 'conditions'>, kept: Kept): boolean {
  const { phone = {}, app = {} } = kept
  const fresh = newPhoneOf(setup)
  const known = (parts: object, whole: object) => Object.keys(parts).every((key) => Object.hasOwn(whole, key))
  return known(phone, fresh) && !('app' in phone) && known(app, fresh.app) && isPhone(withKept(fresh, kept))
}

/** Drafts, the outbox and choices, into a store that has none. */
export function putKept(store: Store, { drafts = [], outbox = [], choices = [] }: Kept): void {
  if (choices.length > 0) store.write('choices', choices)
  for (const { outcome, sending } of outbox) store.saveOutcome(outcome, sending)
  if (drafts.length > 0) store.write('drafts', drafts)
}

interface Beginning {
  readonly phone: CarriedPhone
  readonly drafts: readonly Draft[]
  readonly outbox: readonly Queued[]
  readonly choices: Kept['choices'] & object
  readonly syncedAt: number | null
}

/** What of a phone in use a new one has not. @param fresh the same phone, new */
export function keptOf({ phone, drafts, outbox, choices, syncedAt }: Beginning, fresh: CarriedPhone): Kept {
  const { app, handset: _model, system: _system, conditions: _conditions, ...others } = phone
  const sent = outbox.map(({ outcome, sending }) => ({ outcome: withoutAccount(outcome), sending }))
  const [phoneChanges, appChanges] = [changesOf(others, fresh), changesOf(app, fresh.app)]
  return {
    ...(Object.keys(phoneChanges).length > 0 && { phone: phoneChanges }),
    ...(Object.keys(appChanges).length > 0 && { app: appChanges }),
    ...(drafts.length > 0 && { drafts: drafts.map(withoutAccount) }),
    ...(sent.length > 0 && { outbox: sent }),
    ...(choices.length > 0 && { choices }),
    ...(syncedAt !== null && { syncedAt }),
  }
}

function changesOf(found: object, usual: object): Record<string, unknown> {
  const same = (key: string, value: unknown) =>
    JSON.stringify(value) === JSON.stringify((usual as Record<string, unknown>)[key])
  return Object.fromEntries(Object.entries(found).filter(([key, value]) => !same(key, value)))
}

// The scenario's CRM is an account of its own.
function withoutAccount<T extends { readonly account?: string | null }>({ account: _account, ...kept }: T): T {
  return kept as T
}
