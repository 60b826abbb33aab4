// How to reach the CRM: where its token and its address come from, and what to do when there is none. Never shows a token.
import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs'
import { isToken, NO_TOKEN } from '../crm/hubspot/token.ts'
import { InputError } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { quoteForShell, safeLine } from '../text/safe.ts'

/** How to sign in, for whoever holds the phone. */
export const SIGN_IN = 'This phone was opened without the CRM: start it again with ringsight phone --send.'

/** What to do where there is no token. @param defaultFile where one would be looked for */
export function describeNoToken(defaultFile: string): string {
  return [
    'there is no token for HubSpot: set HUBSPOT_TOKEN, or write the token into a file of mode 600 and name it with',
    `--token-file, or keep it as ${quoteForShell(defaultFile)}. An administrator makes one in HubSpot under Settings ›`,
    'Integrations › Service Keys, with the scopes crm.objects.contacts.read, crm.objects.contacts.write,',
    'crm.objects.companies.read and crm.objects.deals.read',
  ].join(' ')
}

/**
 * The token: of `--token-file`, else of HUBSPOT_TOKEN, else of the default file. Null when there is none.
 *
 * @throws InputError when what is there cannot be used; it does not quote it
 */
export function readToken(io: Io, stated: string | undefined, defaultFile: string): string | null {
  if (stated !== undefined) return expectToken(readTokenFile(stated), `--token-file ${safeLine(stated)}`)
  const given = io.env['HUBSPOT_TOKEN']
  if (given !== undefined && given.trim() !== '') return expectToken(given, 'HUBSPOT_TOKEN')
  const kept = readDefaultFile(defaultFile)
  return kept === null ? null : expectToken(kept, safeLine(defaultFile))
}

/**
 * The CRM's address, of `--base-url`, else of HUBSPOT_BASE_URL; undefined stands for HubSpot's own.
 *
 * @throws InputError when it is no address, or one to which the token would travel for all to read
 */
export function readBaseUrl(io: Io, stated: string | undefined): string | undefined {
  const [text, name] = stated === undefined ? [io.env['HUBSPOT_BASE_URL'], 'HUBSPOT_BASE_URL'] : [stated, '--base-url']
  if (text === undefined || text.trim() === '') return undefined
  const url = URL.canParse(text) ? new URL(text) : null
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url === null || !isWeb || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new InputError(`${name}: expected an address such as https://api.hubapi.com, found another text`)
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new InputError(
      `${name}: expected https, found http to ${safeLine(url.hostname)}: the token would travel unencrypted`,
    )
  }
  return url.href.replace(/\/+$/, '')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

const LONGEST_TOKEN = 4_096

function expectToken(text: string, where: string): string {
  const token = text.trim()
  if (token === '') throw new InputError(`${where}: expected a token, found nothing`)
  if (token.length > LONGEST_TOKEN) throw new InputError(`${where}: expected a token, found ${token.length} characters`)
  if (!isToken(token)) throw new InputError(`${where}: ${NO_TOKEN}`)
  return token
}

function readDefaultFile(path: string): string | null {
  try {
    return readTokenFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function openTokenFile(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    // Somebody took the flag for the token's own.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !/^pat-/.test(path)) throw error
    throw new InputError('--token-file: expected the path of a file, found what may be a token: write it into a file')
  }
}

// Judged and read by one handle: between two looks at a path another file may come in its place.
function readTokenFile(path: string): string {
  const file = openTokenFile(path)
  try {
    const stats = fstatSync(file)
    expectPrivate(path, stats)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

// A pipe is what a shell makes of <(…). Windows keeps no such modes: there the folder of the user is what protects it.
function expectPrivate(path: string, stats: Stats): void {
  const shown = safeLine(path)
  if (!stats.isFile() && !stats.isFIFO()) throw new InputError(`${shown}: expected a file with a token`)
  if (stats.size > LONGEST_TOKEN) throw new InputError(`${shown}: expected a token, found ${stats.size} bytes`)
  const mode = stats.mode & 0o777
  if (process.platform === 'win32' || (mode & 0o077) === 0) return
  const found = mode.toString(8).padStart(3, '0')
  throw new InputError(
    `${shown}: expected a token that only you can read (mode 600), found mode ${found}: chmod 600 ${quoteForShell(path)}`,
  )
}
