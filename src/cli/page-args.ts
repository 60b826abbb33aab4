// The command line that answers what the page asks, as it would be typed.
import { renderPlaces } from '../check/left-cells.ts'
import type { ArgsOf, Ask, AskedColumns, AskedContacts, AskedPhone, Places } from '../page-server/ask.ts'
import { quoteWord } from '../text/safe.ts'

export const argsOf: ArgsOf = (ask, places, isForMachines) => {
  const json = isForMachines ? ['--json'] : []
  const db = places.db === null ? [] : ['--db', places.db]
  switch (ask.command) {
    case 'check':
      return [
        ...['check', places.fileOf(ask.file)],
        ...columnArgs(ask.columns),
        ...(ask.isRemembered === true ? ['--remember'] : []),
        ...ask.makes.flatMap((make) => makeArgs(make, ask.file, places)),
        ...(ask.makes.some(isRepair) ? choiceArgs(ask, places) : []),
        ...json,
      ]
    case 'explain':
    case 'call':
    case 'record': {
      const { command, number, contacts, phone, isAnswered = false } = ask
      // Nothing of it stays in the store.
      const ending = command === 'explain' ? [] : isAnswered ? ['--answer', '60s', '--no-draft'] : ['--miss']
      const record = command === 'record' ? ['--record', places.made('scenario.yaml')] : []
      const flags = [...sourceArgs(contacts, places), ...phoneArgs(phone), ...ending, ...record, ...json]
      // What begins with a dash is a number all the same.
      return [command === 'explain' ? 'explain' : 'call', ...flags, ...(number.startsWith('-') ? ['--'] : []), number]
    }
    case 'replay': {
      const { number, time, direction, dates } = ask.columns
      const columns = Object.entries({ number, time, direction, dates }).flatMap(([name, column]) =>
        stated(`--${name}`, column),
      )
      return [
        'replay',
        places.fileOf(ask.file),
        ...columns,
        ...(ask.columns.numbers === 'international' ? ['--international'] : []),
        ...sourceArgs(ask.contacts, places),
        ...pastPhoneArgs(ask.phone),
        ...againstArgs(ask.against, places),
        // Whoever clicks on a reason wants its callers.
        ...(isForMachines ? ['--top', '1000'] : []),
        ...json,
      ]
    }
    case 'status':
      return ['sync', 'status', ...db, ...json]
    case 'outbox':
      return ['outbox', 'list', ...db, ...json]
  }
}

function choiceArgs({ except, leave, writeAs }: Extract<Ask, { command: 'check' }>, { written }: Places): string[] {
  const list = leave.length === 0 ? [] : ['--leave', written('cells-left.csv', renderPlaces(leave))]
  return [...except.flatMap((kind) => ['--except', kind]), ...list, ...stated('--write-as', writeAs)]
}

function isRepair(make: string): boolean {
  return make === 'fix' || make === 'changes'
}

function makeArgs(make: 'fix' | 'changes' | 'html' | 'csv', file: string, places: Places): string[] {
  const name = places.fileOf(file).replace(/^.*[/\\]/, '')
  const dot = name.indexOf('.', 1)
  const [stem, end] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)]
  switch (make) {
    case 'fix':
      return ['--fix', places.made(`${stem}-repaired${end}`)]
    case 'changes':
      return ['--fix', places.made(`${stem}-changes${end}`), '--changed-only']
    case 'html':
    case 'csv':
      return ['--report', places.made(`${stem}-report.${make}`)]
  }
}

function columnArgs({ region, phones = [], names = [], countries = [], id, ignored = [] }: AskedColumns): string[] {
  return [
    ...stated('--region', region),
    ...phones.flatMap((column) => ['--phone', column]),
    ...names.flatMap((column) => ['--name', column]),
    ...countries.flatMap((column) => ['--country', column]),
    ...stated('--id', id),
    ...ignored.flatMap((column) => ['--ignore', column]),
  ]
}

function againstArgs(against: Extract<Ask, { command: 'replay' }>['against'], places: Places): string[] {
  if (against === null) return []
  const { contacts, phone } = against
  const flags = [...pastPhoneArgs(phone), ...(contacts === null ? [] : sourceArgs(contacts, places))]
  return ['--against', flags.map(quoteWord).join(' ')]
}

function sourceArgs(contacts: AskedContacts | null, { fileOf, db }: Places): string[] {
  if (contacts !== null) return ['--contacts', fileOf(contacts.file), ...columnArgs(contacts.columns)]
  return db === null ? [] : ['--db', db]
}

function pastPhoneArgs(phone: AskedPhone): string[] {
  return [...phoneArgs(phone), ...stated('--contacts-age', phone.contactsAge)]
}

function phoneArgs({ platform, maker, apiLevel, region, profile, role, deny = [], callerId }: AskedPhone): string[] {
  const isAndroid = platform === 'android'
  return [
    ...['--platform', platform],
    ...(isAndroid ? stated('--maker', maker) : []),
    ...(isAndroid && apiLevel !== undefined ? ['--api-level', String(apiLevel)] : []),
    ...stated('--region', region),
    ...stated('--profile', profile),
    ...(isAndroid && role === true ? ['--role'] : []),
    ...(isAndroid ? deny.flatMap((permission) => ['--deny', permission]) : []),
    ...stated('--caller-id', callerId),
  ]
}

function stated(flag: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [flag, value]
}
