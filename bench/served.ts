// What the benchmarks of the server serve: as many contacts as asked, published in a folder of their own.
import { join } from 'node:path'
import type { Purpose } from '../src/core/access-token.ts'
import type { Contact } from '../src/core/contact.ts'
import { publishScopes } from '../src/server/publish.ts'
import { shelfPath } from '../src/server/shelf.ts'
import { makeToken } from '../src/server/token.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'

export const MILLION = 1_000_000

/** Numbers of one country, spread over its mobile range. */
export function numberOf(index: number): string {
  return `+4915${(100_000_000 + ((index * 7_919) % 899_999_999)).toString()}`
}

// Of ten million contacts none would be more to a look-up than their numbers: some have five.
function* people(count: number): Generator<Contact> {
  const each = count > MILLION ? 5 : 1
  for (let index = 0; index < count; index += each) {
    yield {
      id: String(1_000_000 + index),
      firstName: `First${index % 5_000}`,
      lastName: `Last${index % 20_000}`,
      company: index % 3 === 0 ? `Company ${index % 3_000}` : '',
      email: '',
      country: 'DE',
      phones: Array.from({ length: each }, (_, more) => ({
        field: '',
        text: '',
        e164: numberOf(index + more),
        rejected: null,
      })),
      deals: [],
      modifiedAt: null,
      row: null,
    }
  }
}

/**
 * Publishes contacts beside a store that has none itself.
 *
 * @param name of the database in the folder
 * @param count how many numbers there are
 */
export async function prepare(
  folder: string,
  { name, count, purposes }: { readonly name: string; readonly count: number; readonly purposes: readonly Purpose[] },
): Promise<{ readonly db: string; readonly token: string }> {
  const db = join(folder, `${name}.db`)
  const store = openSqliteStore(db)
  const { text, token } = makeToken({ device: 'bench', purposes, scope: { kind: 'all' }, madeAt: 0 })
  store.write('tokens', [token])
  store.write('import', { at: new Date(0).toISOString(), contacts: count, source: 'bench' })
  const contacts = Object.assign(Object.create(store) as typeof store, { readContacts: () => people(count) })
  const scopes = [{ kind: 'all' }] as const
  await publishScopes({ store: contacts, folder: shelfPath(db), scopes, lists: new Map(), now: Date.now() })
  store.close()
  return { db, token: text }
}
