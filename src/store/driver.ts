// The SQLite driver that this Node can run, one interface for both: better-sqlite3 12 is the last that runs on Node 20,
// and aborts on Node 24.19 and later when a database is collected as garbage; 13 does neither, and needs Node 22.
// https://github.com/WiseLibs/better-sqlite3/issues/1515
import type Driver from 'better-sqlite3'

export type Connection = Driver.Database
export type Statement<Values extends unknown[], Row = unknown> = Driver.Statement<Values, Row>

const major = Number(process.versions.node.split('.', 1)[0])

// 13 is an optional dependency: npm leaves it out where it cannot run, and others may for reasons of their own.
const driver = (await (major < 22
  ? import('better-sqlite3')
  : import('better-sqlite3-13').catch(() => import('better-sqlite3')))) as {
  default: typeof Driver
}

export const Database: typeof Driver = driver.default
