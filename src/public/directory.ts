/**
 * Contacts by number, who is calling, and the snapshot that a phone carries.
 *
 * ```ts
 * import { buildDirectory, contactFrom, lineFrom, lookUp, renderCard, resolveCaller } from 'ringsight/directory'
 *
 * const anna = contactFrom({ name: 'Anna Byrne', company: 'Byrne Logistics', phone: '087 123 4567', region: 'IE' })
 * const ben = contactFrom({ name: 'Ben Okoro', phone: '087 123 4568' })
 * console.log(ben.phones[0]?.rejected)
 *
 * const directory = buildDirectory([anna, ben])
 * console.log(lookUp(directory, '+353871234567').map(({ contact }) => contact.firstName))
 *
 * const sources = { directory, addressBook: new Map(), regions: ['IE'], limit: null }
 * const caller = resolveCaller(lineFrom('+353 87 123 4567'), sources)
 * console.log(caller.kind, renderCard(caller, '2026-03-02')?.company)
 * console.log(resolveCaller(lineFrom('withheld'), sources).kind)
 * ```
 *
 * @module
 */
export {
  type AddressBook,
  buildAddressBook,
  type Caller,
  type ChoiceReason,
  type Evidence,
  lineFrom,
  type Reading,
  renderCard,
  resolveCaller,
  type Sources,
  type UnknownReason,
} from '../core/caller.ts'
export {
  type Card,
  type Contact,
  type ContactPhone,
  contactFrom,
  type Deal,
  type Person,
} from '../core/contact.ts'
export {
  buildDirectory,
  type ContactIndex,
  type Directory,
  type DirectoryChanges,
  type Entries,
  lookUp,
  type Match,
  openDirectory,
  type SoughtText,
  type Unreadable,
  updateDirectory,
  type WholeDirectory,
} from '../core/directory.ts'
export type { Line, Presentation } from '../core/number/presentation.ts'
export { buildSnapshot } from '../core/snapshot/build.ts'
export { applyDelta, buildDelta, type DeltaApplied } from '../core/snapshot/delta.ts'
export type { DeltaRefusal, DeltaRefused } from '../core/snapshot/delta-format.ts'
export type { Damaged, DamageReason, SnapshotHeader } from '../core/snapshot/format.ts'
export {
  lookUpLabel,
  lookUpOwners,
  lookUpSnapshot,
  openSnapshot,
  readEntries,
  type Snapshot,
  type SnapshotEntry,
  type SnapshotOwner,
} from '../core/snapshot/snapshot.ts'
