// `--phone-file`: the phone of a scenario, or the one that a diagnostic file of the app describes.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type CarriedPhone, newCarriedPhone } from '../app/carried.ts'
import { DIAGNOSTIC, type Diagnostic, DiagnosticError, readDiagnostic } from '../app/diagnostic.ts'
import type { Handset } from '../core/handset.ts'
import type { SavedPerson } from '../scenario/scenario.ts'
import { InputError } from '../terminal/exit.ts'
import { quoteForShell, safeLine } from '../text/safe.ts'

/** A phone out of a file, with what else the file says. */
export interface PhoneFile {
  readonly path: string
  readonly phone: CarriedPhone
  /** The phone's own contacts, and the numbers that it blocks. */
  readonly addressBook: readonly SavedPerson[]
  readonly blocked: readonly string[]
  /** Null for a scenario's phone. */
  readonly diagnostic: Diagnostic | null
  /** Why the phone names nobody, whatever contacts there are; null where it names them. */
  readonly empty: 'no-contacts' | 'no-labels' | null
}

const LARGEST = 1_048_576

/** Reads the phone of a file. @throws InputError with file, place, what was expected and what was found */
export async function readPhoneFile(path: string): Promise<PhoneFile> {
  const bytes = await readFile(path)
  const refuse = (message: string, line = 1) =>
    new InputError(`--phone-file: ${quoteForShell(path)}:${line}: ${safeLine(message)}`)
  if (bytes.length > LARGEST) throw refuse('expected at most 1 MB, found a larger file')
  const [{ openSource }, { positionOf }] = await Promise.all([
    import('../scenario-file/yaml.ts'),
    import('../scenario-file/node.ts'),
  ])
  const { text } = openSource(path, bytes, (place, message) => {
    throw refuse(message, positionOf(place).line)
  })
  if (text.trimStart().startsWith('{') && text.includes(DIAGNOSTIC)) {
    try {
      const diagnostic = readDiagnostic(JSON.parse(text))
      return { path, phone: diagnostic.phone, addressBook: [], blocked: [], diagnostic, empty: whyEmpty(diagnostic) }
    } catch (error) {
      if (error instanceof DiagnosticError) throw refuse(error.message)
      if (error instanceof SyntaxError) throw refuse(`expected JSON: ${error.message}`)
      throw error
    }
  }
  const { readPhoneSetup } = await import('../scenario-file/phone-file.ts')
  const setup = readPhoneSetup(path, text)
  if ('message' in setup) throw refuse(setup.message, setup.at.line)
  const { handset, system, conditions, addressBook, blocked, isSynced } = setup
  return {
    path,
    phone: newCarriedPhone(handset, system, conditions),
    addressBook,
    blocked,
    diagnostic: null,
    empty: isSynced ? null : holdsNone(handset),
  }
}

function whyEmpty({ phone, load }: Diagnostic): PhoneFile['empty'] {
  if (phone.handset.platform === 'ios') return load.at === null || load.labels === 0 ? 'no-labels' : null
  return phone.app.sync.contacts === 0 ? 'no-contacts' : null
}

function holdsNone({ platform }: Handset): 'no-contacts' | 'no-labels' {
  return platform === 'ios' ? 'no-labels' : 'no-contacts'
}

/** The last call with a number that a diagnostic file tells of; null where it tells of none. @param e164 with its + */
export function findToldCall({ salt, calls }: Diagnostic, e164: string): Diagnostic['calls'][number] | null {
  const number = createHash('sha256').update(`${salt}${e164}`).digest('hex')
  return calls.find((call) => call.number === number) ?? null
}
