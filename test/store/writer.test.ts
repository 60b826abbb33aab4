// A long transaction is written by a thread as it is written here.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Database } from '../../src/store/driver.ts'
import { openWriterFor, type Writer } from '../../src/store/writer.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe.each([false, true])('a writer (by a thread: %s)', (isLong) => {
  /** With a transaction that is under way, in a database with one table. */
  function begin(): { readonly writer: Writer; readonly countLater: () => unknown } {
    const folder = mkdtempSync(join(tmpdir(), 'ringsight-'))
    folders.push(folder)
    const realPath = join(folder, 'some.db')
    new Database(realPath).exec('CREATE TABLE numbers (n INTEGER UNIQUE)').close()
    const writer = openWriterFor({ realPath }, isLong)
    writer.ask('BEGIN IMMEDIATE')
    const countLater = () => {
      const db = new Database(realPath)
      const count = db.prepare('SELECT count(*) FROM numbers').pluck().get()
      db.close()
      return count
    }
    return { writer, countLater }
  }

  test('does what it is told, in that order', () => {
    const { writer, countLater } = begin()
    for (let row = 1; row <= 1000; row += 1) writer.tell('INSERT INTO numbers VALUES (?)', [row])
    expect(writer.ask('SELECT count(*) AS count, sum(n) AS sum FROM numbers')).toEqual([{ count: 1000, sum: 500_500 }])
    writer.ask('COMMIT')
    writer.close()
    expect(countLater()).toBe(1000)
  })

  test("takes many texts in one, which are the caller's again at once", () => {
    const { writer } = begin()
    writer.tell('CREATE TABLE names (name TEXT) STRICT')
    const names = ['Anna Byrne', 'Zoë Ó Súilleabháin', '佐藤', '']
    const texts = Buffer.from(`before${names.join('')}after`).subarray(6)
    let at = 1
    for (const name of names) {
      const length = Buffer.byteLength(name)
      writer.tell('INSERT INTO names VALUES (CAST(substr(:texts, ?, ?) AS TEXT))', [at, length], texts)
      at += length
    }
    texts.fill(0)
    expect(writer.ask('SELECT name FROM names ORDER BY rowid')).toEqual(names.map((name) => ({ name })))
    writer.close()
  })

  test('what is not committed when it closes is taken back, and nobody is locked out', () => {
    const { writer, countLater } = begin()
    writer.tell('INSERT INTO numbers VALUES (1)')
    writer.close()
    expect(countLater()).toBe(0)
  })

  test("tells SQLite's error, and what it was told after that is not done", () => {
    const { writer, countLater } = begin()
    const tellAll = () => {
      for (const row of [1, 1, 2]) writer.tell('INSERT INTO numbers VALUES (?)', [row])
      writer.ask('COMMIT')
    }
    expect(tellAll).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }))
    expect(tellAll).toThrow(Database.SqliteError)
    writer.close()
    expect(countLater()).toBe(0)
  })
})
