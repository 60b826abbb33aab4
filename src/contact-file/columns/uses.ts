// What each column of a file is taken for, for who is to see it and may want it otherwise.
import type { Columns, ColumnsProblem } from './columns.ts'
import { type Field, HUBSPOT_FIELDS } from './hubspot-headers.ts'

/**
 * `phone`: callers are matched by it. `further`: it holds numbers that callers are not matched by. `proposed`: it may hold
 * numbers, and no column is known to. `other`: a company, a deal, a date.
 */
export type ColumnUse = 'phone' | 'further' | 'proposed' | 'name' | 'country' | 'id' | 'other'

export interface UsedColumn {
  readonly header: string
  /** Null where it is not used. */
  readonly use: ColumnUse | null
}

const FIELD_USES: Readonly<Partial<Record<Field, ColumnUse>>> = {
  firstName: 'name',
  lastName: 'name',
  name: 'name',
  country: 'country',
  id: 'id',
}

/** The columns of a file, in its order. @param found of these headers */
export function listUses(headers: readonly string[], found: Columns | ColumnsProblem): UsedColumn[] {
  const uses: (ColumnUse | null)[] = headers.map(() => null)
  if (found.kind === 'problem') {
    return headers.map((header) => ({ header, use: found.proposed.includes(header.trim()) ? 'proposed' : null }))
  }
  for (const field of Object.keys(HUBSPOT_FIELDS) as Field[]) {
    for (const index of found[field]) uses[index] = FIELD_USES[field] ?? 'other'
  }
  for (const index of found.statedName) uses[index] = 'name'
  for (const { index } of found.further) uses[index] = 'further'
  for (const { index } of found.phones) uses[index] = 'phone'
  return headers.map((header, index) => ({ header, use: uses[index] ?? null }))
}
