// What a simulated phone looks in: contacts from an export file or from the store, and its own address book.
import type { CarriedPhone } from '../app/carried.ts'
import type { ContactSource, ReadingOptions } from '../contact-file/contact-files.ts'
import type { TableRow } from '../contact-file/table.ts'
import { type AddressBook, buildAddressBook } from '../core/caller.ts'
import { type Contact, contactName } from '../core/contact.ts'
import { buildDirectory, openDirectory, withChoices } from '../core/directory.ts'
import type { World } from '../device/phone.ts'
import type { DocumentReader, DocumentStore } from '../store/store.ts'
import { choicesIn } from '../sync/keep-choice.ts'
import { type Io, say } from '../terminal/io.ts'
import { quoteForShell } from '../text/safe.ts'
import { addColumnFlags, type ColumnFlags, readingOptions } from './flags/columns.ts'
import { type Command, Flag } from './flags/command.ts'
import { atDb, contactsFlag, dbFlag } from './flags/shared.ts'
import type { StoreUse } from './open.ts'
import type { PhoneFile } from './phone-file.ts'

export interface SourceFlags extends ColumnFlags {
  readonly contacts?: string
  readonly addressBook?: string
  readonly region?: string
  readonly db?: string
}

/** Adds the flags that say where contacts come from. */
export function addSourceFlags<C extends Command>(command: C): C {
  command.addOption(contactsFlag('take the contacts of an export, and import nothing'))
  return addColumnFlags(command, 'contacts')
    .addOption(new Flag('--address-book <file>', "the phone's own contacts: CSV with a name and a phone column"))
    .addOption(dbFlag())
}

/** The files that a command reads its contacts from. */
export function sourceFiles({ contacts, addressBook }: SourceFlags): string[] {
  return [contacts, addressBook].filter((path) => path !== undefined)
}

/**
 * The contacts of `--contacts FILE`, else those of the store, which are found there as they are asked for, and how old these are.
 * Whom the store's person has chosen of them counts as its phone does: for a file, only where the store is named.
 */
async function findDirectory(
  io: Io,
  flags: SourceFlags,
  { use, onCreated }: Pick<WorldOptions, 'use' | 'onCreated'>,
): Promise<Pick<World, 'directory' | 'syncedAt'>> {
  const isOfFile = flags.contacts !== undefined
  const store = isOfFile && flags.db === undefined ? null : await use.find()
  const choices = store === null ? new Map() : choicesIn(store)
  if (flags.contacts !== undefined) {
    const contacts = await readContactsFile(io, flags.contacts, readingOptions(io, flags), onCreated)
    return { directory: withChoices(buildDirectory(contacts), choices) }
  }
  const directory = store === null ? buildDirectory([]) : withChoices(openDirectory(store), choices)
  if (directory.contacts.size === 0) say(io, io.isForPage ? NO_CONTACTS_ON_PAGE : noContacts(use.path, flags.db))
  const syncedAt = Date.parse(store?.read('import')?.at ?? '')
  return { directory, ...(Number.isNaN(syncedAt) ? {} : { syncedAt }) }
}

const NO_CONTACTS_ON_PAGE = 'There are no contacts yet: take the contacts of a file, such as an export of your CRM.'

function noContacts(path: string, db: string | undefined): string {
  const fix = `import an export (ringsight import FILE.csv${atDb(db)}) or give one with --contacts FILE`
  return `there are no contacts yet in ${quoteForShell(path)}, so nobody can be identified: ${fix}`
}

interface WorldOptions {
  readonly phone: Pick<CarriedPhone, 'handset'>
  readonly use: StoreUse
  readonly file?: PhoneFile | undefined
  /** Whether it is the phone that the store keeps: then its own contacts are there as well. */
  readonly isKept?: boolean
  /** Hears when each contact of a file was created, as it stands there. */
  readonly onCreated?: (id: string, created: string) => void
}

/**
 * What lies around a simulated phone, for as long as the store is open. Of two broadcasts, chance decides which comes first.
 */
export async function readWorld(
  io: Io,
  flags: SourceFlags,
  { phone: { handset }, use, file, isKept = false, onCreated = () => {} }: WorldOptions,
): Promise<World> {
  const [sim] = handset.simCountries
  const { syncedAt, ...found } = await findDirectory(io, flags, { use, onCreated })
  const own = (file?.addressBook ?? []).map(({ name, number }) => ({ name, numbers: [number] }))
  const store = isKept ? await use.find() : null
  const given = await readAddressBook(io, sim === undefined ? flags : { ...flags, region: sim })
  return {
    ...found,
    addressBook: new Map([...(store ? addressBookIn(store) : []), ...buildAddressBook(own, sim ?? null), ...given]),
    // A phone of somebody's own says itself how old its contacts are.
    ...(file === undefined ? syncedAt !== undefined && { syncedAt } : { blocked: new Set(file.blocked) }),
    numberFirst: () => Math.random() < 0.5,
  }
}

/** The own contacts of the phone that a store keeps. */
export function addressBookIn(store: DocumentReader): AddressBook {
  return new Map((store.read('addressBook') ?? []).map(({ number, name }) => [number, name]))
}

/** Keeps them. */
export function keepAddressBook(store: DocumentStore, addressBook: AddressBook): void {
  store.write(
    'addressBook',
    Array.from(addressBook, ([number, name]) => ({ number, name })),
  )
}

async function readAddressBook(io: Io, flags: SourceFlags): Promise<AddressBook> {
  if (flags.addressBook === undefined) return new Map()
  const people = await readContactsFile(io, flags.addressBook, {
    region: flags.region ?? null,
    columns: { isAddressBook: true },
  })
  return buildAddressBook(
    people.map((person) => ({ name: contactName(person), numbers: person.phones.map(({ text }) => text) })),
    flags.region ?? null,
  )
}

async function readContactsFile(
  io: Io,
  path: string,
  options: ReadingOptions,
  onCreated: WorldOptions['onCreated'] = () => {},
): Promise<Contact[]> {
  const { openContactFile } = await import('../contact-file/contact-files.ts')
  const file = await openContactFile(io, path, options)
  const note = (row: TableRow, { id }: Contact) => onCreated(id, file.readCreated(row))
  const contacts = await collectContacts(io, file, file.fraction, note).finally(file.close)
  for (const notice of file.notices()) say(io, notice)
  return contacts
}

/**
 * Every contact of a source whose row can be read, with a progress bar.
 *
 * @param fraction how far the reading has come, from 0 to 1, after so many contacts
 * @param onRead hears of each, with its row
 */
export async function collectContacts(
  io: Io,
  source: ContactSource,
  fraction: (read: number) => number | undefined,
  onRead: (row: TableRow, contact: Contact) => void = () => {},
): Promise<Contact[]> {
  const { openProgress } = await import('../terminal/progress.ts')
  const progress = openProgress(io, 'contacts')
  const contacts: Contact[] = []
  try {
    for await (const rows of source.rows) {
      for (const row of rows) {
        if (row.problem === null) {
          const { contact } = source.readContact(row)
          contacts.push(contact)
          onRead(row, contact)
        }
        progress.update(contacts.length, fraction(contacts.length))
      }
    }
  } finally {
    progress.end()
  }
  return contacts
}
