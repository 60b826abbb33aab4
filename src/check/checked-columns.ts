// Which columns of a file a check looks at.
import type { Columns } from '../contact-file/columns/columns.ts'

/** The columns whose cells are checked, in the order of the file: also those that callers are not matched by. */
export function checkedColumns({ phones, further }: Columns) {
  return [...phones, ...further].sort((one, other) => one.index - other.index)
}
