// What may be stated of a file that does not tell it. Who opens a file says how: a command by its flags, others not at all.
// Knows no command.

/** What a file leaves open. Headers are as they stand in it, cut to a length, and without quotes. */
export type Unstated =
  | { readonly kind: 'encoding' }
  /** No column is known to hold numbers; these may. */
  | { readonly kind: 'phone'; readonly proposed: readonly string[] }
  /** Columns are left out that seem to hold numbers, of which this is the first. */
  | { readonly kind: 'further-phone'; readonly header: string }
  | { readonly kind: 'name' }
  | { readonly kind: 'id' }
  /** What was stated before is used: a whole sentence, of where it stands and how it is forgotten. */
  | { readonly kind: 'remembered' }

/** How it is stated, as a clause without a full stop; '' where it cannot be. */
export type Advise = (unstated: Unstated) => string

/** For whoever can state nothing, and can only change the file. */
export function adviseOnFile({ kind }: Unstated): string {
  if (kind === 'phone') return 'Call the column that holds numbers "Phone Number" in the file'
  return kind === 'name' ? 'call the column that holds it "Name" in the file' : ''
}
