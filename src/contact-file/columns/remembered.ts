// What was stated of the columns of files with the same headers, so that it need not be stated again. Pure.
import { plainName } from '../../core/plain-name.ts'
import type { StatedColumns } from './columns.ts'

/** What a user states of columns, without what others have stated before. */
export type ColumnRoles = Omit<StatedColumns, 'remembered' | 'isAddressBook'>

export interface RememberedColumns {
  /** Of the files, in any order. */
  readonly headers: readonly string[]
  readonly columns: ColumnRoles
}

/** What is remembered of files with these headers; null for nothing. */
export function recall(remembered: readonly RememberedColumns[], headers: readonly string[]): ColumnRoles | null {
  const key = keyOf(headers)
  return remembered.find((each) => keyOf(each.headers) === key)?.columns ?? null
}

/** What is remembered, with this in place of what was for the same headers. @param columns null forgets it */
export function remember(
  remembered: readonly RememberedColumns[],
  headers: readonly string[],
  columns: ColumnRoles | null,
): RememberedColumns[] {
  const others = remembered.filter((each) => keyOf(each.headers) !== keyOf(headers))
  return columns === null ? others : [...others, { headers, columns }]
}

/** Both together; of a column that is stated, only that counts. */
export function joinRoles(before: ColumnRoles, now: ColumnRoles): ColumnRoles {
  const stated = new Set([now.phones, now.names, now.countries, now.id ?? [], now.ignored].flat().map(plainOf))
  const both = (of: (roles: ColumnRoles) => readonly string[] | undefined) => [
    ...(of(before) ?? []).filter((header) => !stated.has(plainName(header))),
    ...(of(now) ?? []),
  ]
  return {
    phones: both(({ phones }) => phones),
    names: both(({ names }) => names),
    countries: both(({ countries }) => countries),
    id: both(({ id }) => (id == null ? [] : [id])).at(-1) ?? null,
    ignored: both(({ ignored }) => ignored),
  }
}

function plainOf(header: string | undefined): string {
  return plainName(header ?? '')
}

function keyOf(headers: readonly string[]): string {
  return JSON.stringify(headers.map(plainName).sort())
}
