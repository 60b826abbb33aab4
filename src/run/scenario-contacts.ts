// The contacts that scenarios take from a file or from a seed: each read once, however many scenarios share it.
import { dirname, isAbsolute, join } from 'node:path'
import type { ContactSource } from '../contact-file/contact-files.ts'
import type { Contact } from '../core/contact.ts'
import type { ContactsSource } from '../scenario/scenario.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { safeLine } from '../text/safe.ts'
import { expectProjectFile, type Projects } from './project-file.ts'

type Elsewhere = Exclude<ContactsSource, { kind: 'inline' }>

/** Throws InputError where a file cannot be read, or is none of the project's. */
export type LoadContacts = (source: Elsewhere) => Promise<readonly Contact[]>

export function openContactsLoader(io: Pick<Io, 'stdin'>, projects: Projects): LoadContacts {
  const loaded = new Map<string, Promise<readonly Contact[]>>()
  return (source) => {
    const { at, ...rest } = source
    const same = rest.kind === 'file' ? { ...rest, path: resolveFrom(at.file, rest.path) } : rest
    const project = projects.of(at.file)
    // What one project's scenarios may read, those of another may not.
    const key = JSON.stringify([project, same])
    const contacts = loaded.get(key) ?? readAll(openSource(io, same, project))
    loaded.set(key, contacts)
    return contacts
  }
}

// A bare dash would be stdin.
function resolveFrom(scenarioFile: string, path: string): string {
  const file = isAbsolute(path) ? path : join(dirname(scenarioFile), path)
  return file === '-' ? './-' : file
}

type Located = Elsewhere extends infer Each ? (Each extends unknown ? Omit<Each, 'at'> : never) : never

async function openSource(io: Pick<Io, 'stdin'>, source: Located, project: string): Promise<ContactSource> {
  if (source.kind === 'file') {
    expectContacts(source.path, project)
    const { openContactFile } = await import('../contact-file/contact-files.ts')
    return openContactFile(io, source.path, { region: source.region })
  }
  const { openMadeRows } = await import('../contact-file/contact-files.ts')
  const { GENERATED_HEADERS, generateRows, PLAIN_DATASET } = await import('../crm/invented/invented.ts')
  const dataset = { ...PLAIN_DATASET, contacts: source.count, seed: String(source.seed) }
  return openMadeRows('invented contacts', GENERATED_HEADERS, await generateRows(dataset))
}

// In a message that stands at the file's name.
function expectContacts(path: string, project: string): void {
  try {
    expectProjectFile(path, project)
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${safeLine(path)}: ${error.message}`) : error
  }
}

/** As an import would: rows that cannot be read are left out. */
async function readAll(opening: Promise<ContactSource>): Promise<readonly Contact[]> {
  const { rows, readContact } = await opening
  const contacts: Contact[] = []
  for await (const batch of rows) {
    for (const row of batch) if (row.problem === null) contacts.push(readContact(row).contact)
  }
  return contacts
}
