// The file of `ringsight serve --workspaces`: several databases, each with its CRM.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseCountry } from '../core/number/country.ts'
import type { WorkspaceConfig } from '../server/serve.ts'
import { shelfPath } from '../server/shelf.ts'
import { isAddress } from '../store/postgres/address.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { safeLine, shortLine } from '../text/safe.ts'
import { storePlace } from './open.ts'

const KEYS = ['name', 'db', 'tokenFile', 'baseUrl', 'region']

/**
 * The workspaces of a file; paths in it are from its own folder.
 *
 * @throws InputError which says where it is wrong
 */
export async function readWorkspaces(io: Io, path: string, everyMs: number): Promise<WorkspaceConfig[]> {
  const place = `--workspaces ${safeLine(path)}`
  const reading = readList(place, path).map(async (each, index): Promise<Found> => {
    const at = `${place}: workspace ${index + 1}`
    const stated = expectObject(each, at)
    const text = (key: string): string | undefined => {
      const value = stated[key]
      if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value as string | undefined
      throw new InputError(`${at}: expected ${key} as a text`)
    }
    const [name, db, tokenFile, baseUrl, region] = KEYS.map(text)
    if (name === undefined || !/^[\w.-]{1,60}$/.test(name)) {
      throw new InputError(
        `${at}: expected name of letters, digits, dots, dashes, found ${shortLine(String(name), 60)}`,
      )
    }
    if (db === undefined) throw new InputError(`${at}: expected db, the file or the address of its database`)
    const country = region === undefined ? null : parseCountry(region)
    if (region !== undefined && country === null)
      throw new InputError(`${at}: expected region as one country, such as IE`)
    const { shown, beside } = await storePlace(io, isAddress(db) ? db : resolve(dirname(path), db))
    const file = isAddress(db) ? db : shown
    const crm =
      tokenFile === undefined
        ? null
        : {
            tokenFile: resolve(dirname(path), tokenFile),
            ...(baseUrl !== undefined && { baseUrl }),
            ...(country !== null && { region: country }),
          }
    return { name, db: file, shown, folder: shelfPath(beside), region: country, crm, everyMs }
  })
  const found = await Promise.all(reading)
  for (const key of ['name', 'shown'] as const) {
    const twice = found.find((each, index) => found.findIndex((other) => other[key] === each[key]) < index)
    if (twice !== undefined)
      throw new InputError(
        `${place}: expected each ${key === 'shown' ? 'db' : key} once, found ${safeLine(twice[key])} again`,
      )
  }
  return found.map(({ shown: _, ...workspace }) => workspace)
}

interface Found extends WorkspaceConfig {
  /** Its database, for people. */
  readonly shown: string
}

function readList(place: string, path: string): readonly unknown[] {
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new InputError(`${place}: expected JSON, found another text`)
  }
  const { workspaces } = expectObject(document, place)
  if (Array.isArray(workspaces) && workspaces.length > 0) return workspaces
  throw new InputError(
    `${place}: expected {"workspaces": [{"name": "acme", "db": "acme.db", "tokenFile": "acme.token"}]}`,
  )
}

function expectObject(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InputError(`${place}: expected an object`)
  const strange = Object.keys(value).find((key) => ![...KEYS, 'workspaces'].includes(key))
  if (strange !== undefined)
    throw new InputError(`${place}: expected ${KEYS.join(', ')}, found ${shortLine(strange, 60)}`)
  return value as Readonly<Record<string, unknown>>
}
