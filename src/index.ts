// The public API: what other programs may rely on. Re-exports only.
export {
  type CallScript,
  type CallSummary,
  type PlayedCall,
  playCall,
  type TimedEvent,
} from './app/answer-call.ts'
export {
  type Access,
  type Capability,
  contactLimit,
  type Handset,
  type Missing,
  newHandset,
  type Permission,
  type PermissionState,
  planAccess,
  readyHandset,
  type Settings,
} from './core/access.ts'
export { advanceCall, type Call, type CallEvent, type Effect, newCall } from './core/call.ts'
export {
  type AddressBook,
  buildAddressBook,
  type Caller,
  contactOf,
  type Evidence,
  lineFrom,
  renderCard,
  resolveCaller,
  type Sources,
} from './core/caller.ts'
export { type Card, type Contact, type ContactPhone, type Deal, renderLabel } from './core/contact.ts'
export { parseDue } from './core/day.ts'
export {
  buildDirectory,
  type Directory,
  type DirectoryChanges,
  lookUp,
  type Match,
  updateDirectory,
} from './core/directory.ts'
export { formatNumber, isRegion, parseNumber } from './core/number/number.ts'
export type { Line } from './core/number/presentation.ts'
export type { PhoneNumber, Rejection, RejectionReason } from './core/number/reading.ts'
export {
  type CallDeal,
  DISPOSITIONS,
  type Disposition,
  type Draft,
  type LoggedCall,
  type Outcome,
  parseTask,
  type Task,
  validateDraft,
} from './core/outcome.ts'
export { buildSnapshot } from './core/snapshot/build.ts'
export type { Damaged, SnapshotHeader } from './core/snapshot/format.ts'
export {
  entryAt,
  lookUpLabel,
  lookUpSnapshot,
  numberAt,
  openSnapshot,
  type Snapshot,
  type SnapshotEntry,
  slotAt,
} from './core/snapshot/snapshot.ts'
export { advancePhone } from './device/action.ts'
export type { PhoneEvent } from './device/event.ts'
export {
  type Conditions,
  newConditions,
  newPhone,
  newSystem,
  type Phone,
  type PhoneAction,
  restorePhone,
  type System,
  type World,
} from './device/phone.ts'
export { whyImpossible } from './device/possible-phone.ts'
export type { Rule } from './device/rule.ts'
export { RULES } from './device/rules.ts'
export { nextWakeAt } from './device/wake.ts'
