// Whose contacts are asked: those of the store, of the file that was checked, or of another one.
import { useState } from 'preact/hooks'
import { NOTHING_STATED, type StatedColumns } from './columns.tsx'
import { FileDrop } from './file-drop.tsx'
import type { KeptFile } from './server.ts'
import { WORDS } from './words.ts'

/** A file of contacts, and how its columns are to be read. */
export interface Contacts {
  readonly file: KeptFile
  readonly columns: StatedColumns
}

export function contactsOf(file: KeptFile): Contacts {
  return { file, columns: NOTHING_STATED }
}

/** The contacts as the server is asked with them: a phone states its own country. */
export function askedOf(contacts: Contacts | null): object | null {
  if (contacts === null) return null
  const { region: _, ...columns } = contacts.columns
  return { file: contacts.file.id, columns }
}

interface ContactsChoiceProps {
  readonly label: string
  /** Null where none is chosen. */
  readonly contacts: Contacts | null
  /** What they are then. */
  readonly none: string
  /** Whether the place for a file is there from the start. */
  readonly isNeeded?: boolean
  readonly onFile: (file: File) => void
}

export function ContactsChoice({ label, contacts, none, isNeeded = false, onFile }: ContactsChoiceProps) {
  const [isDropping, setDropping] = useState(isNeeded)
  const take = (file: File) => {
    setDropping(false)
    onFile(file)
  }
  return (
    <>
      <p class="line">
        <span>
          <strong>{label}</strong>: <bdi>{contacts === null ? none : WORDS.caller.fromFile(contacts.file.name)}</bdi>
        </span>
        <button type="button" aria-expanded={isDropping} onClick={() => setDropping(!isDropping)}>
          {WORDS.caller.otherFile}
        </button>
      </p>
      {isDropping && <FileDrop hint={WORDS.dropContacts} onFile={take} />}
    </>
  )
}
