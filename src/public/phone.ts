/**
 * Simulated Android and iOS phones, and what they show.
 *
 * ```ts
 * import { buildDirectory, contactFrom, lineFrom } from 'ringsight/directory'
 * import { newPhone, newWorld, playCall, readyHandset } from 'ringsight/phone'
 *
 * const anna = contactFrom({ name: 'Anna Byrne', company: 'Byrne Logistics', phone: '+353871234567' })
 * const phone = newPhone(readyHandset('android', 'IE'))
 * const call = { line: lineFrom('+353871234567'), startsAt: Date.parse('2026-03-02T09:00:00Z') }
 *
 * const { summary } = playCall(phone, { ...call, ending: 'miss' }, newWorld(buildDirectory([anna])))
 * console.log(summary.shown?.label)
 * console.log(summary.notification?.title)
 * ```
 *
 * @module
 */
export {
  type CallScript,
  type CallSummary,
  type PlayedCall,
  playCall,
  type TimedEvent,
  type WantedCall,
} from '../app/answer-call.ts'
export {
  advanceCarried as advancePhone,
  type Carried as Happened,
  type CarriedAction as PhoneAction,
  type CarriedPhone as Phone,
  newCarriedPhone as newPhone,
} from '../app/carried.ts'
export type { SeenEvent as PhoneEvent } from '../app/event.ts'
export { type Access, type Capability, type Missing, planAccess } from '../core/access.ts'
export type { Call } from '../core/call.ts'
export {
  type Handset,
  newHandset,
  type Permission,
  type PermissionState,
  readyHandset,
  type Settings,
} from '../core/handset.ts'
export { type Conditions, newWorld, type System, type World } from '../device/phone.ts'
export { nextWakeAt } from '../device/wake.ts'
