// What only the SQLite store has to prove: that it lasts, keeps to itself, and touches nothing that is not its own.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Connection, Database } from '../../src/store/driver.ts'
import { makeFolder } from '../../src/store/file.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/schema.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { type Store, StoreError } from '../../src/store/store.ts'
import { describeStore } from './contract.ts'
import { startChild } from './process.ts'
import { batchesOf, SOURCE, sampleContact, sampleDraft, sampleOutcome, sampleSending } from './sample.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newPath(name = 'ringsight.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
  folders.push(folder)
  return join(folder, name)
}

function withStore<T>(path: string, use: (store: Store) => T): T {
  const store = openSqliteStore(path)
  try {
    return use(store)
  } finally {
    store.close()
  }
}

/** Uses a file as another program would. */
function withDatabase(path: string, use: (db: Connection) => void): void {
  const db = new Database(path)
  try {
    use(db)
  } finally {
    db.close()
  }
}

async function filledStore(path: string, count = 200): Promise<void> {
  const store = openSqliteStore(path)
  await store.writeContacts(batchesOf(Array.from({ length: count }, (_, id) => sampleContact(String(id)))), SOURCE)
  store.write('drafts', [sampleDraft('c1')])
  store.close()
}

/** Copies a store, with the log that the open one has beside it, as a process leaves it that is killed. */
function copyWithLog(from: string, to: string): void {
  for (const end of ['', '-wal', '-shm']) copyFileSync(from + end, to + end)
}

/** The clock that files have their times of goes on in steps of some milliseconds. */
const untilFilesHaveALaterTime = () => new Promise((resolve) => setTimeout(resolve, 40))

function overwrite(path: string, offset: number, bytes: Buffer): void {
  const content = readFileSync(path)
  bytes.copy(content, offset)
  writeFileSync(path, content)
}

/**
 * Everything in the store's folder: names, bytes, times and modes. Of a -shm file only that it is there: it is memory
 * that processes share, and SQLite makes it anew from the log.
 */
function snapshot(path: string): Record<string, unknown> {
  const folder = dirname(path)
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      if (name.endsWith('-shm')) return [name, 'there']
      const stats = statSync(join(folder, name))
      const digest = stats.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex')
        : null
      return [name, { digest, mtimeMs: stats.mtimeMs, mode: stats.mode }]
    }),
  )
}

function refusalOf(work: () => unknown): StoreError {
  try {
    work()
  } catch (error) {
    if (error instanceof StoreError) return error
    throw error
  }
  throw new Error('expected a StoreError, and nothing was thrown')
}

const ids = (store: Store) => Array.from(store.readContacts(), ({ id }) => id)
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describeStore('the SQLite store', () => openSqliteStore(newPath()))

describeStore('the SQLite store, written by a thread', () => {
  const store = openSqliteStore(newPath())
  return {
    ...store,
    writeContacts: (batches, origin, settle) => store.writeContacts(batches, { ...origin, isLong: true }, settle),
    replaceContacts: (batches, origin, settle) => store.replaceContacts(batches, { ...origin, isLong: true }, settle),
  }
})

describe('a store in a file lasts', () => {
  test('everything is there when it is opened again, and no other file is', async () => {
    const path = newPath()
    const store = openSqliteStore(path)
    const status = await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
    store.write('phone', { calls: 1 })
    store.write('drafts', [sampleDraft('c2')])
    store.saveOutcome(sampleOutcome('c1'))
    store.close()
    expect(readdirSync(dirname(path))).toEqual([basename(path)])
    withStore(path, (again) => {
      expect([...again.readContacts()]).toEqual([sampleContact('101')])
      expect(again.read('import')).toEqual(status)
      expect(again.read('phone')).toEqual({ calls: 1 })
      expect(again.read('drafts')).toEqual([sampleDraft('c2')])
      expect(again.readOutbox()).toEqual([sampleOutcome('c1')])
      expect(again.saveOutcome(sampleOutcome('c1'))).toBe(false)
    })
  })

  test('R-11 a draft survives a process that is killed as soon as it is written', async () => {
    const path = newPath()
    const child = startChild('write-and-die', path, 'c1')
    expect(await child.ended()).toBe('SIGKILL')
    withStore(path, (store) => expect(store.read('drafts')).toEqual([sampleDraft('c1', 'typed just now')]))
  })

  test('R-11 an outcome survives a process that is killed as soon as it is saved, and is saved once', async () => {
    const path = newPath()
    withStore(path, (store) => store.write('drafts', [sampleDraft('c1'), sampleDraft('c2')]))
    expect(await startChild('save-and-die', path, 'c1').ended()).toBe('SIGKILL')
    withStore(path, (store) => {
      expect(store.saveOutcome(sampleOutcome('c1'))).toBe(false)
      expect(store.readOutbox()).toEqual([sampleOutcome('c1', 'typed just now')])
      expect(store.read('drafts')).toEqual([sampleDraft('c2')])
    })
  })

  test('R-11 how far an outcome is on its way is there when the store is opened again, and that it arrived', () => {
    const path = newPath()
    withStore(path, (store) => {
      for (const callId of ['c1', 'c2']) store.saveOutcome(sampleOutcome(callId))
      store.keepSending('c1', sampleSending({ failures: 2 }))
      store.settleOutcome('c2', sampleSending({ records: ['9001'] }))
    })
    withStore(path, (store) => {
      expect(store.readOutbox()).toEqual([sampleOutcome('c1')])
      expect(store.readSending('c1')).toEqual(sampleSending({ failures: 2 }))
      expect(store.readSending('c2')).toEqual(sampleSending({ records: ['9001'] }))
      expect(store.saveOutcome(sampleOutcome('c2'))).toBe(false)
    })
  })

  test('an import that is killed in the middle leaves nothing of itself', async () => {
    const path = newPath()
    await filledStore(path, 3)
    const child = startChild('import-and-die', path)
    expect(await child.next()).toBe('importing')
    expect(await child.ended()).toBe('SIGKILL')
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(1_000_000)
    withStore(path, (store) => {
      expect(ids(store)).toEqual(['0', '1', '2'])
      expect(store.read('import')?.contacts).toBe(3)
    })
  })

  test('an import that is under way when the store is closed leaves nothing of itself', async () => {
    const path = newPath()
    const store = openSqliteStore(path)
    async function* closing() {
      yield [sampleContact('101')]
      store.close()
    }
    await expect(store.writeContacts(closing(), SOURCE)).rejects.toThrow('the store is closed')
    withStore(path, (again) => expect(ids(again)).toEqual([]))
  })
})

describe('a store is shared between processes', () => {
  test('R-11 of several processes that save the outcome of one call, exactly one does', async () => {
    const path = newPath()
    withStore(path, (store) => store.write('drafts', [sampleDraft('c1')]))
    const children = Array.from({ length: 4 }, () => startChild('save', path, 'c1'))
    for (const child of children) expect(await child.next()).toBe('ready')
    for (const child of children) child.proceed()
    const answers = await Promise.all(children.map((child) => child.next()))
    expect(answers.sort()).toEqual(['false', 'false', 'false', 'true'])
    await Promise.all(children.map((child) => child.ended()))
    withStore(path, (store) => {
      expect(store.readOutbox()).toHaveLength(1)
      expect(store.read('drafts')).toEqual([])
    })
  })

  test('several processes may make the same store at the same time', async () => {
    const paths = Array.from({ length: 30 }, (_, index) => join(dirname(newPath()), `${index}.db`))
    const children = Array.from({ length: 4 }, () => startChild('open', ...paths))
    for (const child of children) expect(await child.next()).toBe('ready')
    for (const child of children) child.proceed()
    for (const _ of paths) {
      expect(await Promise.all(children.map((child) => child.next()))).toEqual(Array(4).fill('opened'))
    }
    expect(await Promise.all(children.map((child) => child.ended()))).toEqual([0, 0, 0, 0])
  })

  test('while another process imports, the store opens and reads what was there; writing is refused as locked', async () => {
    const path = newPath()
    await filledStore(path, 2)
    const child = startChild('import', path)
    expect(await child.next()).toBe('importing')
    const store = openSqliteStore(path)
    expect(ids(store)).toEqual(['0', '1'])
    const refusal = refusalOf(() => store.write('phone', 1))
    expect(refusal.code).toBe('locked')
    expect(refusal.message).toBe(
      `${path}: another process is using the store. Wait until that process is done, or close it, and try again.`,
    )
    for (const isLong of [false, true]) {
      await expect(store.writeContacts(batchesOf([]), { ...SOURCE, isLong })).rejects.toMatchObject({ code: 'locked' })
    }
    child.proceed()
    expect(await child.next()).toBe('imported')
    expect(ids(store)).toEqual(['0', '1', '201', '202', '203'])
    store.write('phone', 1)
    store.close()
    child.proceed()
    expect(await child.ended()).toBe(0)
  })

  test('a store that another process keeps to itself is refused as locked and not touched', async () => {
    const path = newPath()
    await filledStore(path)
    withDatabase(path, (db) => db.pragma('journal_mode = DELETE'))
    const before = snapshot(path)
    const child = startChild('lock', path)
    expect(await child.next()).toBe('locked')
    expect(refusalOf(() => openSqliteStore(path)).code).toBe('locked')
    child.proceed()
    expect(await child.ended()).toBe(0)
    expect(snapshot(path)).toEqual(before)
    withStore(path, (store) => expect(ids(store)).toHaveLength(200))
  })
})

describe('a store is private', () => {
  test('its files can be read by their owner only, whatever the umask, while it is open and after', async () => {
    const umask = process.umask(0)
    try {
      const path = newPath()
      const store = openSqliteStore(path)
      store.write('phone', 1)
      await store.writeContacts(batchesOf([sampleContact('101')]), SOURCE)
      const files = readdirSync(dirname(path)).sort()
      expect(files).toEqual(['ringsight.db', 'ringsight.db-shm', 'ringsight.db-wal'])
      for (const file of files) expect(modeOf(join(dirname(path), file))).toBe('600')
      store.close()
      expect(modeOf(path)).toBe('600')
    } finally {
      process.umask(umask)
    }
  })

  test('an empty file that others can read becomes a store that they cannot', () => {
    const path = newPath()
    writeFileSync(path, '')
    chmodSync(path, 0o644)
    withStore(path, (store) => {
      store.write('phone', 1)
      for (const end of ['', '-wal', '-shm']) expect(modeOf(path + end)).toBe('600')
    })
  })
})

describe('a store whose file is gone', () => {
  const gone = expect.objectContaining({ name: 'StoreError', code: 'replaced' })
  const WAYS: Readonly<Record<string, (path: string) => void>> = {
    removed: (path) => rmSync(path),
    'moved away': (path) => renameSync(path, `${path}.old`),
    'another in its place': (path) => {
      withStore(`${path}.new`, () => {})
      renameSync(`${path}.new`, path)
    },
  }
  test.each(Object.keys(WAYS))('R-11 %s, says so, and nothing counts as kept', async (way) => {
    const path = newPath()
    const store = openSqliteStore(path)
    expect(store.saveOutcome(sampleOutcome('one'), sampleSending())).toBe(true)
    WAYS[way]?.(path)
    const acts: Readonly<Record<string, () => unknown>> = {
      saveOutcome: () => store.saveOutcome(sampleOutcome('two'), sampleSending()),
      inOneStep: () => store.inOneStep(() => 1),
      write: () => store.write('drafts', [sampleDraft('c1')]),
      read: () => store.read('drafts'),
      keepSending: () => store.keepSending('one', sampleSending()),
      settleOutcome: () => store.settleOutcome('one', sampleSending()),
      changeContacts: () => store.changeContacts({ write: [sampleContact('1')], remove: [], documents: {} }),
    }
    for (const [name, act] of Object.entries(acts)) expect(act, name).toThrow(gone)
    await expect(store.writeContacts(batchesOf([sampleContact('1')]), SOURCE)).rejects.toEqual(gone)
    store.close()
    for (const log of [`${path}-wal`, `${path}-shm`]) rmSync(log, { force: true })
    withStore(path, (anew) => expect([anew.readOutbox(), [...anew.readContacts()]]).toEqual([[], []]))
  })
})

describe('a store whose file another program writes over', () => {
  /** What lay at the path some time ago, and a store there that is open and has gone on since. */
  async function storeWithBackup() {
    const path = newPath()
    withStore(path, (store) => store.saveOutcome(sampleOutcome('old'), sampleSending()))
    copyFileSync(path, `${path}.backup`)
    const store = openSqliteStore(path)
    store.saveOutcome(sampleOutcome('new'), sampleSending())
    await untilFilesHaveALaterTime()
    return { path, store }
  }
  const outcomesAt = (path: string) => withStore(path, (store) => store.readOutbox().map(({ call }) => call.callId))

  test.each(['copied over', 'written to in the middle', 'emptied'])(
    'R-11 %s: nothing counts as kept, and no page of the log comes into it',
    async (way) => {
      const { path, store } = await storeWithBackup()
      if (way === 'copied over') copyFileSync(`${path}.backup`, path)
      else if (way === 'emptied') truncateSync(path)
      else overwrite(path, 8 * 4096, Buffer.alloc(100, 'x'))
      const bytes = readFileSync(path)
      const acts: Readonly<Record<string, () => unknown>> = {
        read: () => store.read('drafts'),
        saveOutcome: () => store.saveOutcome(sampleOutcome('two'), sampleSending()),
        // More than SQLite leaves in its log.
        write: () => store.write('phone', 'x'.repeat(8_000_000)),
        inOneStep: () => store.inOneStep(() => 1),
        settleOutcome: () => store.settleOutcome('new', sampleSending()),
        'saveOutcome again': () => store.saveOutcome(sampleOutcome('two'), sampleSending()),
      }
      for (const [name, act] of Object.entries(acts)) expect(refusalOf(act).code, name).toBe('overwritten')
      await expect(store.writeContacts(batchesOf([sampleContact('1')]), SOURCE)).rejects.toMatchObject({
        code: 'overwritten',
      })
      expect(readFileSync(path).equals(bytes)).toBe(true)
      store.close()
    },
  )

  /** The files as they are after a process that was killed. */
  function afterKill(path: string): string {
    const killed = newPath()
    for (const end of ['', '-wal', '-wal-stale']) copyFileSync(`${path}${end}`, `${killed}${end}`)
    return killed
  }

  test('R-11 is refused as long as the log of what was there before lies beside it', async () => {
    const { path, store } = await storeWithBackup()
    copyFileSync(`${path}.backup`, path)
    expect(refusalOf(() => store.read('drafts')).code).toBe('overwritten')
    const killed = afterKill(path)
    store.close()
    const refusal = refusalOf(() => openSqliteStore(killed))
    expect(refusal.code).toBe('overwritten')
    expect(refusal.message).toMatch(
      /^.*ringsight\.db: its log is of the database that was there before .*\. End .* remove .*ringsight\.db-wal and /,
    )
    rmSync(`${killed}-wal`)
    expect(outcomesAt(killed)).toEqual(['old'])
    expect(existsSync(`${killed}-wal-stale`)).toBe(false)
  })

  test('R-11 no page of the log comes into it either as a process that had not noticed closes it, and ends', async () => {
    const path = newPath()
    withStore(path, (store) => store.saveOutcome(sampleOutcome('old'), sampleSending()))
    copyFileSync(path, `${path}.backup`)
    const child = startChild('save-wait-and-close', path, 'new')
    expect(await child.next()).toBe('saved')
    await untilFilesHaveALaterTime()
    copyFileSync(`${path}.backup`, path)
    child.proceed()
    expect(await child.ended()).toBe(3)
    expect(readFileSync(path).equals(readFileSync(`${path}.backup`))).toBe(true)
    expect(refusalOf(() => openSqliteStore(path)).code).toBe('overwritten')
    rmSync(`${path}-wal`)
    expect(outcomesAt(path)).toEqual(['old'])
  })

  test('that was only touched goes on when somebody says so, with all that was kept', async () => {
    const { path, store } = await storeWithBackup()
    utimesSync(path, 1, 1)
    expect(refusalOf(() => store.read('drafts')).code).toBe('overwritten')
    const killed = afterKill(path)
    store.close()
    rmSync(`${killed}-wal-stale`)
    expect(outcomesAt(killed)).toEqual(['old', 'new'])
  })

  test('whose time of last write is told late goes on', async () => {
    const { path, store } = await storeWithBackup()
    const { mtimeMs } = statSync(path)
    utimesSync(path, new Date(), new Date(Math.floor(mtimeMs) + 1))
    expect(statSync(path).mtimeMs).not.toBe(mtimeMs)
    expect(store.read('drafts')).toBeUndefined()
    store.close()
    expect(outcomesAt(path)).toEqual(['old', 'new'])
  })

  test('by SQLite is as it should be: with checkpoints of its own, of other processes, and as others close it', async () => {
    const { path, store } = await storeWithBackup()
    const ways: Readonly<Record<string, () => void>> = {
      large: () => store.write('phone', 'x'.repeat(8_000_000)),
      'by another': () => withStore(path, (other) => other.write('phone', 'y'.repeat(9_000_000))),
      passive: () => withDatabase(path, (db) => db.pragma('wal_checkpoint(PASSIVE)')),
      truncate: () => withDatabase(path, (db) => db.pragma('wal_checkpoint(TRUNCATE)')),
      vacuum: () => withDatabase(path, (db) => db.exec('VACUUM')),
      'another name': () => linkSync(path, `${path}.link`),
      mode: () => chmodSync(path, 0o640),
    }
    for (const [name, way] of Object.entries(ways)) {
      store.write('drafts', [sampleDraft(name)])
      way()
      expect(store.read('drafts'), name).toEqual([sampleDraft(name)])
      expect(store.saveOutcome(sampleOutcome(name), sampleSending()), name).toBe(true)
    }
    store.close()
    expect(outcomesAt(path)).toEqual(['old', 'new', ...Object.keys(ways)])
  })

  test('R-11 whose log is taken away says so', async () => {
    const { path, store } = await storeWithBackup()
    for (const log of [`${path}-wal`, `${path}-shm`]) rmSync(log)
    expect(refusalOf(() => store.saveOutcome(sampleOutcome('two'), sampleSending())).code).toBe('replaced')
    store.close()
    expect(outcomesAt(path)).toEqual(['old', 'new'])
  })
})

describe('a path is taken as it is', () => {
  test.each(['a b.db', 'a?mode=memory.db', 'a#b.db', 'a%41.db', 'aé😀.db', 'a\nb.db', ':memory:', 'file:a.db'])(
    '%j',
    (name) => {
      const path = newPath(name)
      withStore(path, (store) => store.write('phone', name))
      expect(readdirSync(dirname(path))).toEqual([name])
      withStore(path, (store) => expect(store.read('phone')).toBe(name))
    },
  )

  test('a link leads to the store, and to a new one where there is none', () => {
    const path = newPath()
    const link = join(dirname(path), 'link.db')
    symlinkSync(path, link)
    withStore(link, (store) => store.write('phone', 1))
    expect(modeOf(path)).toBe('600')
    withStore(path, (store) => expect(store.read('phone')).toBe(1))
    withStore(link, (store) => expect(store.read('phone')).toBe(1))
  })

  test('one process may open a store twice, and closing one leaves the other whole', () => {
    const path = newPath()
    const first = openSqliteStore(path)
    first.write('phone', 1)
    withStore(path, (second) => second.write('phone', Number(second.read('phone')) + 1))
    expect(first.read('phone')).toBe(2)
    first.close()
    expect(readdirSync(dirname(path))).toEqual([basename(path)])
  })

  // Without its lock, older SQLite programs that close the store take its log away, and with it what is written next.
  test.skipIf(!existsSync('/proc/locks'))('opening a store that is open here already does not drop its lock', () => {
    const path = newPath()
    const locks = () => readFileSync('/proc/locks', 'utf8').match(new RegExp(`:${statSync(path).ino} `, 'g'))?.length
    const store = openSqliteStore(path)
    store.write('phone', 1)
    expect(locks()).toBe(1)
    openSqliteStore(path).close()
    expect(locks()).toBe(1)
    store.close()
  })
})

interface RefusalCase {
  readonly title: string
  readonly code: string
  readonly says: RegExp
  /** Puts at the path what is to be refused. */
  readonly arrange: (path: string) => void | Promise<void>
}

// Of a store that was made now.
const PAGE_BYTES = 8_192

const REFUSALS: readonly RefusalCase[] = [
  {
    title: 'a folder',
    code: 'foreign',
    says: /found a folder\./,
    arrange: (path) => void mkdirSync(path),
  },
  {
    title: 'a text file',
    code: 'foreign',
    says: /another kind of file/,
    arrange: (path) => writeFileSync(path, 'Record ID,First Name\n1,Anna\n'.repeat(500)),
  },
  {
    title: 'a file of two bytes',
    code: 'foreign',
    says: /another kind of file/,
    arrange: (path) => writeFileSync(path, 'hi'),
  },
  {
    title: 'a file that starts as a database and ends there',
    code: 'foreign',
    says: /another program/,
    arrange: (path) => writeFileSync(path, 'SQLite format 3\0'),
  },
  {
    title: 'a database of another program',
    code: 'foreign',
    says: /another program's database/,
    arrange: (path) => withDatabase(path, (db) => db.exec('CREATE TABLE contacts (id, name)')),
  },
  {
    title: 'a database of another program with a write-ahead log',
    code: 'foreign',
    says: /another program's database/,
    arrange: (path) =>
      withDatabase(path, (db) => {
        db.pragma('journal_mode = WAL')
        db.exec('CREATE TABLE contacts (id, name)')
      }),
  },
  {
    title: 'a database of another program that was killed',
    code: 'foreign',
    says: /another program's database/,
    arrange: (path) => {
      const other = newPath()
      withDatabase(other, (db) => {
        db.pragma('journal_mode = WAL')
        db.exec('CREATE TABLE contacts (id, name)')
        copyWithLog(other, path)
      })
    },
  },
  {
    title: 'a store of a newer version',
    code: 'newer',
    says: /a newer Ringsight wrote this store \(version 99; this one reads up to \d+\)\. Update Ringsight/,
    arrange: async (path) => {
      await filledStore(path)
      withDatabase(path, (db) => db.pragma('user_version = 99'))
    },
  },
  {
    title: 'a store of a newer version that was killed',
    code: 'newer',
    says: /version 99/,
    arrange: async (path) => {
      const other = newPath()
      await filledStore(other)
      withDatabase(other, (db) => {
        db.pragma('user_version = 99')
        copyWithLog(other, path)
      })
    },
  },
  {
    title: 'a store that lost its second half',
    code: 'damaged',
    says: /the store is damaged.*Restore it from a backup/,
    arrange: async (path) => {
      await filledStore(path)
      truncateSync(path, statSync(path).size / 2)
    },
  },
  {
    title: 'a store with one page overwritten',
    code: 'damaged',
    says: /the store is damaged/,
    arrange: async (path) => {
      await filledStore(path)
      overwrite(path, 8 * PAGE_BYTES, Buffer.alloc(PAGE_BYTES, 'x'))
    },
  },
  {
    title: 'a store with one page overwritten that was killed',
    code: 'damaged',
    says: /the store is damaged/,
    arrange: async (path) => {
      const other = newPath()
      await filledStore(other)
      const store = openSqliteStore(other)
      store.write('phone', 1)
      copyWithLog(other, path)
      store.close()
      overwrite(path, 8 * PAGE_BYTES, Buffer.alloc(PAGE_BYTES, 'x'))
    },
  },
  {
    title: 'a store with letters overwritten within its texts',
    code: 'damaged',
    says: /the store is damaged/,
    arrange: async (path) => {
      await filledStore(path)
      writeFileSync(path, readFileSync(path, 'latin1').replaceAll('"firstName"', 'xfirstName"'), 'latin1')
    },
  },
  {
    title: 'a store that lost its first page',
    code: 'foreign',
    says: /or a store that lost its start/,
    arrange: async (path) => {
      await filledStore(path)
      overwrite(path, 0, Buffer.alloc(4096))
    },
  },
  {
    title: 'a store that lacks a table',
    code: 'damaged',
    says: /no such table: outcomes/,
    arrange: async (path) => {
      await filledStore(path)
      withDatabase(path, (db) => db.exec('DROP TABLE outcomes'))
    },
  },
  {
    title: 'a store that lost everything but its log',
    code: 'damaged',
    says: /only its log .*-wal is left/,
    arrange: async (path) => {
      const store = openSqliteStore(path)
      store.write('phone', 1)
      copyFileSync(`${path}-wal`, `${path}-kept`)
      store.close()
      rmSync(path)
      copyFileSync(`${path}-kept`, `${path}-wal`)
    },
  },
  {
    title: 'a store whose next version cannot be made',
    code: 'damaged',
    says: /table documents already exists/,
    arrange: (path) =>
      withDatabase(path, (db) => {
        db.exec('CREATE TABLE documents (key, document)')
        db.pragma(`application_id = ${APPLICATION_ID}`)
      }),
  },
]

describe('what cannot be used as a store is refused and not touched', () => {
  for (const { title, code, says, arrange } of REFUSALS) {
    test(title, async () => {
      const path = newPath()
      await arrange(path)
      const before = snapshot(path)
      const refusal = refusalOf(() => openSqliteStore(path))
      expect(refusal.code).toBe(code)
      expect(refusal.message).toMatch(says)
      expect(refusal.message.startsWith(`${path}: `)).toBe(true)
      expect(snapshot(path)).toEqual(before)
    })
  }

  test('a device', () => {
    expect(refusalOf(() => openSqliteStore('/dev/null')).message).toMatch(/a device or a pipe/)
  })

  test('a path in a folder that is not there, or that is a file', () => {
    const path = newPath()
    const missing = refusalOf(() => openSqliteStore(join(dirname(path), 'none', 'a.db')))
    expect([missing.code, missing.message]).toEqual(['unavailable', expect.stringMatching(/there is no such folder/)])
    writeFileSync(path, '')
    const inFile = refusalOf(() => openSqliteStore(join(path, 'a.db')))
    expect([inFile.code, inFile.message]).toEqual(['unavailable', expect.stringMatching(/its folder is a file/)])
  })

  // Node 20 tries for ever to make folders there at once.
  test.skipIf(!existsSync('/proc/self'))('a folder that takes no others', () => {
    const error = refusalOf(() => makeFolder('/proc/none/folder/a.db'))
    expect([error.code, error.message]).toEqual(['unavailable', expect.stringMatching(/its folder cannot be made/)])
  })

  test('a name that ends in white space, which the driver would cut off', () => {
    const path = newPath()
    withStore(path, (store) => store.write('phone', 1))
    expect(refusalOf(() => openSqliteStore(`${path} `)).message).toMatch(/ends in white space/)
    expect(readdirSync(dirname(path))).toEqual([basename(path)])
  })
})

describe.skipIf(process.platform === 'win32')(
  'what cannot be written is refused when it is opened, and not touched',
  () => {
    async function refusalAsNobody(path: string): Promise<string> {
      const child = startChild('open-as-nobody', path)
      return child.next()
    }

    test('a store whose file is read-only', async () => {
      const path = newPath()
      await filledStore(path)
      chmodSync(dirname(path), 0o777)
      chmodSync(path, 0o444)
      const before = snapshot(path)
      expect(await refusalAsNobody(path)).toBe(
        `read-only ${path}: the store cannot be written (permission denied). Allow writing there, or choose another file for the store.`,
      )
      expect(snapshot(path)).toEqual(before)
    })

    test('a store in a read-only folder', async () => {
      const path = newPath()
      await filledStore(path)
      chmodSync(path, 0o666)
      chmodSync(dirname(path), 0o555)
      const before = snapshot(path)
      expect(await refusalAsNobody(path)).toMatch(/^read-only .*nothing can be written in the store's folder/)
      expect(snapshot(path)).toEqual(before)
    })

    test('a new store in a read-only folder', async () => {
      const path = newPath()
      chmodSync(dirname(path), 0o555)
      expect(await refusalAsNobody(path)).toMatch(/^read-only .*the store cannot be made \(permission denied\)/)
      expect(readdirSync(dirname(path))).toEqual([])
    })

    test('a store that may not even be read', async () => {
      const path = newPath()
      await filledStore(path)
      chmodSync(dirname(path), 0o777)
      chmodSync(path, 0o000)
      expect(await refusalAsNobody(path)).toMatch(/^unavailable .*the store cannot be read \(permission denied\)/)
      chmodSync(dirname(path), 0o600)
      expect(await refusalAsNobody(path)).toMatch(/^unavailable .*the store cannot be reached \(permission denied\)/)
    })

    test('but a store that others may write is theirs to open', async () => {
      const path = newPath()
      await filledStore(path)
      chmodSync(dirname(path), 0o777)
      chmodSync(path, 0o666)
      expect(await refusalAsNobody(path)).toBe('opened')
    })
  },
)

describe('damage that is found later is told as damage', () => {
  const broken = '{"notes":"call Siobhan at home'

  test.each([
    ['a document', 'documents', 'document', (store: Store) => store.read('drafts')],
    ['a contact', 'contacts', 'contact', ids],
    ['a saved outcome', 'outcomes', 'outcome', (store: Store) => store.readOutbox()],
    ['how far an outcome is', 'outcomes', 'sending', (store: Store) => store.readSending('c1')],
    [
      'the drafts, when an outcome is saved',
      'documents',
      'document',
      (store: Store) => store.saveOutcome(sampleOutcome('c2')),
    ],
  ])('%s', async (_, table, column, use) => {
    const path = newPath()
    await filledStore(path, 2)
    withStore(path, (store) => {
      store.saveOutcome(sampleOutcome('c1'))
      withDatabase(path, (db) => {
        db.pragma('ignore_check_constraints = ON')
        db.exec('DROP TRIGGER contact_changed; DROP TRIGGER phones_changed')
        db.prepare(`UPDATE ${table} SET ${column} = ?`).run(broken)
      })
      const refusal = refusalOf(() => use(store))
      expect(refusal.code).toBe('damaged')
      expect(refusal.message).toMatch(/^.*ringsight\.db: the store is damaged: .* in it cannot be read\. Restore/)
      expect(`${refusal.stack} ${refusal.cause}`).not.toContain('Siobhan')
      store.write('phone', 'still there')
      expect(store.read('phone')).toBe('still there')
    })
    withDatabase(path, (db) => expect(db.prepare('SELECT call_id FROM outcomes').pluck().all()).toEqual(['"c1"']))
  })

  test('pages that are overwritten while the store is open', async () => {
    const path = newPath()
    await filledStore(path, 2_000)
    const store = openSqliteStore(path)
    const contacts = store.readContacts()[Symbol.iterator]()
    contacts.next()
    await untilFilesHaveALaterTime()
    overwrite(path, 8 * 4096, Buffer.alloc(100 * 4096, 'x'))
    expect(
      refusalOf(() => {
        while (!contacts.next().done);
      }).code,
    ).toBe('damaged')
    await expect(store.writeContacts(batchesOf([sampleContact('1')]), SOURCE)).rejects.toMatchObject({
      code: 'overwritten',
    })
    store.close()
  })
})

describe('the schema', () => {
  test('says in the file itself whose it is, and which version', async () => {
    const path = newPath()
    withStore(path, (store) => store.write('phone', 1))
    const header = readFileSync(path)
    expect(header.toString('latin1', 68, 72)).toBe('RSgt')
    expect(header.readInt32BE(60)).toBe(MIGRATIONS.length)
  })

  test('a step that was released is never changed: stores made by it exist', () => {
    const digests = MIGRATIONS.map((step) => createHash('sha256').update(step).digest('hex').slice(0, 16))
    expect(digests).toEqual([
      '7df194b97db61cdb',
      'e16a68fa50ce1023',
      '190ebc91b60d044c',
      'e3b0c44298fc1c14',
      '5fd358e076ae23eb',
    ])
  })

  test('R-11 a store of the first version keeps what waits in its outbox', () => {
    const path = newPath()
    withDatabase(path, (db) => {
      db.exec(MIGRATIONS[0] ?? '')
      db.pragma(`application_id = ${APPLICATION_ID}`)
      db.pragma('user_version = 1')
      const add = db.prepare('INSERT INTO outcomes (call_id, outcome) VALUES (?, ?)')
      add.run('"c1"', JSON.stringify(sampleOutcome('c1')))
    })
    withStore(path, (store) => {
      expect(store.readOutbox()).toEqual([sampleOutcome('c1')])
      expect(store.readSending('c1')).toBeUndefined()
      expect(store.settleOutcome('c1', sampleSending())).toBe(true)
      expect(store.readOutbox()).toEqual([])
    })
  })

  test('opening a store again writes nothing', async () => {
    const path = newPath()
    await filledStore(path)
    const before = snapshot(path)
    withStore(path, (store) => ids(store))
    expect(snapshot(path)).toEqual(before)
  })
})
