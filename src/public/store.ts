/**
 * Where contacts, drafts and outcomes are kept.
 *
 * ```ts
 * import { contactFrom, lookUp, openDirectory } from 'ringsight/directory'
 * import { openMemoryStore, openSqliteStore, StoreError } from 'ringsight/store'
 *
 * const anna = contactFrom({ name: 'Anna Byrne', phone: '+353871234567' })
 * for (const store of [openMemoryStore(), openSqliteStore('people.db')]) {
 *   store.changeContacts({ write: [anna], remove: [], documents: {} })
 *   const directory = openDirectory(store)
 *   console.log(lookUp(directory, '+353871234567').length)
 *   store.close()
 * }
 * try {
 *   openSqliteStore('package.json')
 * } catch (error) {
 *   if (error instanceof StoreError) console.log(error.code)
 * }
 * ```
 *
 * @module
 */
export { openMemoryStore } from '../store/memory.ts'
export { openSqliteStore } from '../store/sqlite.ts'
export {
  type ContactChange,
  type Documents,
  type ImportStatus,
  type Store,
  StoreError,
  type StoreErrorCode,
} from '../store/store.ts'
