// Another process that uses a store, for what one process cannot show: `child.ts COMMAND FILE [CALL | FILE…]`. It says
// on stdout how far it is, and goes on when a line comes in on stdin.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { Contact } from '../../src/core/contact.ts'
import type { LinkedContact } from '../../src/core/crm-record.ts'
import { Database } from '../../src/store/driver.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { StoreError } from '../../src/store/store.ts'
import { SOURCE, sampleContact, sampleCrmContact, sampleDraft, sampleOutcome } from './sample.ts'

const [command = '', file = '', callId = ''] = process.argv.slice(2)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

// At once, whatever stdout is: a killed process flushes nothing.
function say(text: string): void {
  writeSync(1, `${text}\n`)
}

async function pause(text: string): Promise<void> {
  say(text)
  await lines.next()
}

function killMyself(): void {
  process.kill(process.pid, 'SIGKILL')
}

function tryToOpen(path: string): void {
  try {
    openSqliteStore(path).close()
    say('opened')
  } catch (error) {
    say(error instanceof StoreError ? `${error.code} ${error.message}` : `crashed: ${error}`)
  }
}

async function* pausing() {
  yield [sampleContact('201'), sampleContact('202')]
  await pause('importing')
  yield [sampleContact('203')]
}

async function* dying() {
  // More than SQLite's page cache holds: some of it has reached the log when the end comes.
  for (let id = 0; id < 60_000; id += 1_000) {
    yield Array.from({ length: 1_000 }, (_, index) => sampleContact(String(id + index)))
  }
  say('importing')
  killMyself()
}

const COUNT = 600
const PAGE = 100

/** One full sync after the other, each giving all contacts another last name. */
function syncForEver(): void {
  const store = openSqliteStore(file)
  say('syncing')
  for (let version = 1; ; version += 1) {
    store.beginStage()
    for (let from = 0; from < COUNT; from += PAGE) {
      const page = Array.from({ length: PAGE }, (_, index) =>
        sampleCrmContact(String(from + index), { lastName: String(version), companyId: String(version) }),
      )
      store.stageContacts(page, { phone: { staged: from + PAGE } })
    }
    store.stageCompanies([String(version)], [{ id: String(version), name: `Company ${version}` }])
    store.adoptStage(adopted, () => ({ import: { at: '', contacts: 0, source: String(version) }, phone: null }))
    say(String(version))
  }
}

function adopted(_: Contact | null, remote: LinkedContact | null): Contact | null {
  return remote && sampleContact(remote.contact.id, { ...remote.contact, company: remote.company?.name ?? '' })
}

const COMMANDS: Readonly<Record<string, () => void | Promise<void>>> = {
  open: async () => {
    await pause('ready')
    process.argv.slice(3).forEach(tryToOpen)
  },
  // As somebody whom file modes concern, which they do not root. The driver is loaded while it can still be read.
  'open-as-nobody': () => {
    new Database(':memory:').close()
    process.setgid?.(65_534)
    process.setuid?.(65_534)
    tryToOpen(file)
  },
  // As a command does: it closes what it has opened, and ends by itself.
  'save-wait-and-close': async () => {
    const store = openSqliteStore(file)
    store.saveOutcome(sampleOutcome(callId))
    await pause('saved')
    store.close()
    process.exitCode = 3
  },
  'write-and-die': () => {
    openSqliteStore(file).write('drafts', [sampleDraft(callId, 'typed just now')])
    killMyself()
  },
  'save-and-die': () => {
    openSqliteStore(file).saveOutcome(sampleOutcome(callId, 'typed just now'))
    killMyself()
  },
  'import-and-die': async () => {
    await openSqliteStore(file).writeContacts(dying(), SOURCE)
  },
  import: async () => {
    const store = openSqliteStore(file)
    await store.writeContacts(pausing(), SOURCE)
    await pause('imported')
    store.close()
  },
  save: async () => {
    const store = openSqliteStore(file)
    await pause('ready')
    say(String(store.saveOutcome(sampleOutcome(callId, String(process.pid)))))
    store.close()
  },
  // Says whether the CRM could be claimed, and gives it up when told to.
  claim: async () => {
    const store = openSqliteStore(file)
    const claim = store.claimCrm()
    await pause(claim ? 'claimed' : 'refused')
    claim?.release()
    await pause('released')
    store.close()
  },
  read: async () => {
    const store = openSqliteStore(file)
    const reading = store.readContacts()[Symbol.iterator]()
    reading.next()
    await pause('reading')
    reading.return?.()
    store.close()
    say('done')
  },
  'sync-for-ever': syncForEver,
  // As a program does that lets nobody else near the file.
  lock: async () => {
    const db = new Database(file)
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
    await pause('locked')
    db.close()
  },
}

await COMMANDS[command]?.()
lines.return?.()
process.stdin.destroy()
