// Another process that uses a store, for what one process cannot show: `child.ts COMMAND FILE [CALL | FILE…]`. It says
// on stdout how far it is, and goes on when a line comes in on stdin.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Database } from '../../src/store/driver.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { StoreError } from '../../src/store/store.ts'
import { SOURCE, sampleContact, sampleDraft, sampleOutcome } from './sample.ts'

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
