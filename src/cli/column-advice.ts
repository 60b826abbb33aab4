// How the flags of a command state what a contacts file leaves open.
import type { Unstated } from '../contact-file/advice.ts'

/** The advice of a command that has the flags by which columns are stated. */
export function adviseFlags(unstated: Unstated): string {
  switch (unstated.kind) {
    case 'encoding':
      return 'state its encoding, as in --encoding windows-1250'
    case 'phone': {
      const { proposed } = unstated
      if (proposed.length === 0) return 'Name the column that holds numbers with --phone, as in --phone "Work phone"'
      return `Numbers may stand in these: choose with ${proposed.map((header) => `--phone "${header}"`).join(' ')}`
    }
    case 'further-phone':
      return `--phone "${unstated.header}" adds one`
    case 'name':
      return '--name COLUMN states one'
    case 'id':
      return 'state its column, as in --id Email'
  }
}
