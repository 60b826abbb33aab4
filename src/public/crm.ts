/**
 * Where contacts come from and outcomes go.
 *
 * ```ts
 * import { setTimeout } from 'node:timers/promises'
 * import { CrmError, openHubspot, openMemoryCrm } from 'ringsight/crm'
 * import { contactFrom } from 'ringsight/directory'
 *
 * const anna = contactFrom({ id: '101', name: 'Anna Byrne', phone: '+353871234567' })
 * const memory = openMemoryCrm({ now: Date.now, contacts: [anna] })
 * console.log((await memory.findContacts('+353871234567')).map(({ id }) => id))
 *
 * const hubspot = openHubspot({
 *   token: 'pat-eu1-00000000-0000-0000-0000-000000000000',
 *   now: Date.now,
 *   pause: (ms) => setTimeout(ms),
 *   fetch: async () => new Response('{}', { status: 401 }),
 * })
 * try {
 *   await hubspot.readContact('101')
 * } catch (error) {
 *   if (error instanceof CrmError) console.log(error.failure.kind)
 * }
 * ```
 *
 * @module
 */
export type { Failure } from '../core/retry.ts'
export {
  type Crm,
  type CrmCall,
  CrmError,
  type CrmReader,
  type CrmSearch,
  type CrmTask,
  type CrmWriter,
  type Engagement,
  type Page,
  type Sought,
} from '../crm/crm.ts'
export { type HubspotOptions, openHubspot } from '../crm/hubspot/hubspot.ts'
export { type MemoryCrm, type MemoryCrmOptions, openMemoryCrm } from '../crm/memory.ts'
