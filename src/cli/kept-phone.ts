// The phone that a store keeps.
import { isPhone, type Phone, restorePhone } from '../device/phone.ts'
import { refuse } from '../store/refusal.ts'
import type { Store } from '../store/store.ts'

/**
 * The phone that the store at a path keeps; null when it keeps none.
 *
 * @throws StoreError `damaged` where what it keeps is no phone, before another one is put in its place
 */
export function readKeptPhone(store: Pick<Store, 'read'>, path: string): Phone | null {
  const document = store.read('phone')
  if (document === undefined) return null
  if (isPhone(document)) return restorePhone(document)
  throw refuse('damaged', path, 'the store is damaged: the document "phone" in it cannot be read')
}
