// What the page may ask for, and the command that answers it: the page has no other way to the core than the terminal has.

export interface AskedPhone {
  readonly platform: 'android' | 'ios'
  readonly maker?: string
  readonly apiLevel?: number
  readonly region?: string
  readonly profile?: string
  readonly role?: boolean
  readonly deny?: readonly string[]
  readonly callerId?: 'on' | 'off'
  /** Of calls of the past: how old its contacts were, as a duration. */
  readonly contactsAge?: string
}

export interface AskedColumns {
  readonly region?: string
  readonly phones?: readonly string[]
  readonly names?: readonly string[]
  readonly countries?: readonly string[]
  readonly id?: string
  readonly ignored?: readonly string[]
}

/** A file of contacts, and how its columns are read. */
export interface AskedContacts {
  readonly file: string
  readonly columns: AskedColumns
}

/** A cell: its row as a spreadsheet counts, and the header of its column. */
export interface AskedCell {
  readonly row: number
  readonly column: string
}

/** Files are named by the id that the server gave them when they came. */
export type Ask =
  | {
      readonly command: 'check'
      readonly file: string
      readonly columns: AskedColumns
      /** Whether the columns are taken so from now on. */
      readonly isRemembered?: boolean
      /** What is written besides: the repaired file, and a report of each of these kinds. */
      readonly makes: readonly ('fix' | 'changes' | 'html' | 'csv')[]
      /** Kinds of repairs that are left out. */
      readonly except: readonly string[]
      /** Cells that are left as they are. */
      readonly leave: readonly AskedCell[]
      /** The form in which numbers are written; the usual one unless stated. */
      readonly writeAs?: string
    }
  | {
      readonly command: 'explain' | 'call' | 'record'
      /** How the call ends; it rings out unless stated. */
      readonly isAnswered?: boolean
      readonly number: string
      /** Null for those of the store. */
      readonly contacts: AskedContacts | null
      readonly phone: AskedPhone
    }
  | {
      readonly command: 'replay'
      readonly file: string
      /** Null for those of the store. */
      readonly contacts: AskedContacts | null
      readonly phone: AskedPhone
      readonly columns: Readonly<Partial<Record<'number' | 'time' | 'direction' | 'dates' | 'numbers', string>>>
      /** Another phone, and other contacts, that the same calls are played with; null for none. */
      readonly against: { readonly contacts: AskedContacts | null; readonly phone: AskedPhone } | null
    }
  | { readonly command: 'status' | 'outbox' }

/** Where the files of an ask are, or what they are called when the command is shown. */
export interface Places {
  readonly fileOf: (id: string) => string
  /** Of a file that the command makes. */
  readonly made: (name: string) => string
  /** Of a file that the command reads, and that holds this text. */
  readonly written: (name: string, text: string) => string
  /** The store that was named when the page was opened; null for the usual one. */
  readonly db: string | null
}

/** The arguments of the command that answers an ask. `isForMachines` adds what only a program reads. */
export type ArgsOf = (ask: Ask, places: Places, isForMachines: boolean) => string[]

/**
 * An ask, of what a browser has sent.
 *
 * @returns null for anything else; what a flag does not take, the command itself refuses in a sentence
 */
export function readAsk(body: unknown): Ask | null {
  if (!isRecord(body)) return null
  const { command } = body
  if (command === 'status' || command === 'outbox') return { command }
  if (command === 'check') {
    const { file, columns, makes, except, leave = [], isRemembered = false } = body
    if (typeof file !== 'string' || !isListOf(makes, MAKES) || !isTexts(except) || !isCells(leave)) return null
    const read = readColumns(columns)
    return (
      read && {
        command,
        file,
        columns: read,
        makes,
        except,
        leave,
        isRemembered: isRemembered === true,
        ...onlyTexts(body, ['writeAs']),
      }
    )
  }
  const phone = readPhone(body['phone'])
  const contacts = readContacts(body['contacts'])
  if (phone === null || contacts === undefined) return null
  if (command === 'replay') {
    const { file, columns = {} } = body
    if (typeof file !== 'string' || !isRecord(columns)) return null
    const against = readAgainst(body['against'])
    if (against === undefined) return null
    return {
      command,
      file,
      contacts,
      phone,
      against,
      columns: onlyTexts(columns, ['number', 'time', 'direction', 'dates', 'numbers']),
    }
  }
  const { number, isAnswered = false } = body
  if (command !== 'explain' && command !== 'call' && command !== 'record') return null
  return typeof number === 'string' && number !== ''
    ? { command, number, contacts, phone, isAnswered: isAnswered === true }
    : null
}

const MAKES = ['fix', 'changes', 'html', 'csv'] as const

/** @returns undefined for what is none */
function readContacts(contacts: unknown): AskedContacts | null | undefined {
  if (contacts === null || contacts === undefined) return null
  if (!isRecord(contacts) || typeof contacts['file'] !== 'string') return undefined
  const columns = readColumns(contacts['columns'])
  return columns === null ? undefined : { file: contacts['file'], columns }
}

/** @returns undefined for what is none */
function readAgainst(against: unknown): Extract<Ask, { command: 'replay' }>['against'] | undefined {
  if (against === null || against === undefined) return null
  if (!isRecord(against)) return undefined
  const [phone, contacts] = [readPhone(against['phone']), readContacts(against['contacts'])]
  return phone === null || contacts === undefined ? undefined : { phone, contacts }
}

function readColumns(columns: unknown): AskedColumns | null {
  if (!isRecord(columns)) return null
  const { phones = [], names = [], countries = [], ignored = [] } = columns
  if (!isTexts(phones) || !isTexts(names) || !isTexts(countries) || !isTexts(ignored)) return null
  return { ...onlyTexts(columns, ['region', 'id']), phones, names, countries, ignored }
}

function readPhone(phone: unknown): AskedPhone | null {
  if (!isRecord(phone)) return null
  const { platform, apiLevel, role, deny = [], callerId } = phone
  if ((platform !== 'android' && platform !== 'ios') || !isTexts(deny)) return null
  return {
    platform,
    deny,
    ...onlyTexts(phone, ['maker', 'region', 'profile', 'contactsAge']),
    ...(typeof apiLevel === 'number' ? { apiLevel } : {}),
    ...(typeof role === 'boolean' ? { role } : {}),
    ...(callerId === 'on' || callerId === 'off' ? { callerId } : {}),
  }
}

function onlyTexts<Key extends string>(
  record: Record<string, unknown>,
  keys: readonly Key[],
): Partial<Record<Key, string>> {
  const texts: Partial<Record<Key, string>> = {}
  for (const key of keys) {
    const value = record[key]
    if (typeof value === 'string' && value !== '') texts[key] = value
  }
  return texts
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isCells(value: unknown): value is AskedCell[] {
  const isCell = (each: unknown) =>
    isRecord(each) && Number.isInteger(each['row']) && typeof each['column'] === 'string'
  return Array.isArray(value) && value.every(isCell)
}

function isListOf<T extends string>(value: unknown, known: readonly T[]): value is T[] {
  return isTexts(value) && value.every((each) => known.some((one) => one === each))
}
