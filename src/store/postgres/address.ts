// The address of a PostgreSQL, and of the workspace in it: postgres://USER@HOST/DATABASE?workspace=NAME. It may hold a
// password, which is shown to nobody.
import { readFileSync } from 'node:fs'
import { safeLine } from '../../text/safe.ts'
import { StoreError } from '../store.ts'

export interface Address {
  /** As the driver takes it. */
  readonly url: string
  /** Whose rows these are, of those that share the database. */
  readonly workspace: string
  /** The same without its password, for people. */
  readonly shown: string
}

const USUAL_WORKSPACE = 'main'

const SSL_FILES = ['sslrootcert', 'sslcert', 'sslkey']
// What the driver does not know it passes over: a slip in `sslmode` would leave the way open to all.
const PARAMETERS = ['workspace', 'host', 'port', 'sslmode', ...SSL_FILES]
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full']

/** Whether a text is meant as the address of a PostgreSQL. */
export function isAddress(text: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(text)
}

/** @throws StoreError `foreign`: the text is no such address */
export function parseAddress(text: string): Address {
  if (!isAddress(text) || !URL.canParse(text)) throw refuseAddress('another text')
  const url = new URL(text)
  const { searchParams } = url
  for (const [name, value] of searchParams) {
    if (!PARAMETERS.includes(name)) throw refuseAddress(`the parameter "${name.slice(0, 40)}"`)
    if (searchParams.getAll(name).length > 1) throw refuseAddress(`the parameter "${name}" twice`)
    if (value === '') throw refuseAddress(`the parameter "${name}" without a value`)
  }
  const sslMode = searchParams.get('sslmode')
  if (sslMode !== null && !SSL_MODES.includes(sslMode))
    throw refuseAddress(`another sslmode than ${SSL_MODES.join(', ')}`)
  if (sslMode === 'verify-ca' && !searchParams.has('sslrootcert'))
    throw refuseAddress(
      'sslmode=verify-ca without sslrootcert: of whom all programs trust, everybody has a certificate',
    )
  const workspace = searchParams.get('workspace') ?? USUAL_WORKSPACE
  if (!/^[\w.-]{1,60}$/.test(workspace))
    throw refuseAddress('a workspace of other characters than letters, digits, . and -')
  if (!/^\/[^/]+$/.test(url.pathname)) throw refuseAddress('an address without the name of a database')
  if (!canDecode(url)) throw refuseAddress('a % that stands for no character')
  const shown = new URL(url)
  shown.password = ''
  for (const name of PARAMETERS) if (name !== 'host' && name !== 'port') shown.searchParams.delete(name)
  if (workspace !== USUAL_WORKSPACE) shown.searchParams.set('workspace', workspace)
  searchParams.delete('workspace')
  // The certificate is checked whenever there is one: the driver's own reading of `require` is to change.
  if (sslMode === 'require') searchParams.set('sslmode', 'verify-full')
  // The driver has PostgreSQL's own meaning of this mode under this word alone.
  if (sslMode === 'verify-ca') searchParams.set('uselibpqcompat', 'true')
  return { url: url.href, workspace, shown: shown.href }
}

/**
 * Makes sure that the files which an address names for TLS can be read: the driver would tell of them as of a database that is away.
 *
 * @throws StoreError `foreign`
 */
export function expectFiles({ url }: Address): void {
  const { searchParams } = new URL(url)
  for (const name of SSL_FILES) {
    const file = searchParams.get(name)
    if (file === null) continue
    const flaw = flawOf(file)
    if (flaw !== null) throw new StoreError('foreign', `${name}=${safeLine(file)}: ${flaw}`)
  }
}

function flawOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').includes('-----BEGIN ') ? null : 'expected PEM, found another text'
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code !== 'ENOENT'
    return isThere ? 'expected a file that can be read' : 'there is no such file'
  }
}

function canDecode({ username, password, hostname, pathname }: URL): boolean {
  try {
    for (const part of [username, password, hostname, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

function refuseAddress(found: string): StoreError {
  const form = `postgres://USER@HOST/DATABASE, then ?${PARAMETERS.map((name) => `${name}=…`).join('&')} where needed`
  return new StoreError('foreign', `expected the address of a database, ${form}; found ${found}`)
}
