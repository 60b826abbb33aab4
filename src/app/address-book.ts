// What the app can know of the phone's own address book. Whoever is in it, the phone names by itself.

import type { AddressBook, Caller } from '../core/caller.ts'
import { type Handset, holdsRole, isGranted } from '../core/handset.ts'
import type { Facts } from '../device/signal.ts'
import type { OpenCall } from './call-session.ts'

/**
 * How the app knows that a caller is in the address book: it looks there, or it was not asked about the call, or by nothing.
 * Android lets who has the contacts permission look, for which the app never asks; the role's holder is asked about
 * everybody but the phone's own contacts (AND-03, AND-04). Of an iPhone's default dialer, the only app there that follows
 * calls up, its user is taken to have allowed it.
 */
export function waysToBook(handset: Handset): 'looks' | 'is-not-asked' | 'none' {
  if (handset.platform === 'ios' || isGranted(handset, 'contacts')) return 'looks'
  return holdsRole(handset) && handset.apiLevel >= 30 ? 'is-not-asked' : 'none'
}

/** The address book as far as the app may look into it. */
export function readableBook({ handset }: Pick<Facts, 'handset'>, addressBook: AddressBook): AddressBook {
  return waysToBook(handset) === 'looks' ? addressBook : NOBODY
}

const NOBODY: AddressBook = new Map()

/**
 * Whether the caller is the phone's to name: someone of its address book; where nobody says so, and the app is not asked about
 * those, perhaps one.
 */
export function isPhonesOwn(
  caller: Caller,
  { direction, wasScreened, isSaved }: Pick<OpenCall, 'direction' | 'wasScreened' | 'isSaved'>,
  { handset }: Pick<Facts, 'handset'>,
): boolean {
  if (caller.kind === 'saved') return true
  if (isSaved !== undefined) return isSaved
  return direction === 'incoming' && wasScreened !== true && waysToBook(handset) === 'is-not-asked'
}
