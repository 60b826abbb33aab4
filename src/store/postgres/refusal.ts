// The words and codes of a PostgreSQL that cannot be used: what was found, and the fix.
import { StoreError, type StoreErrorCode } from '../store.ts'
import type { Failure } from './bridge.ts'

/** @param found what is wrong with the database at that address, as the end of a sentence */
export function refuseDatabase(
  code: StoreErrorCode,
  shown: string,
  { found, fix }: Pick<Refusal, 'found' | 'fix'>,
  cause?: unknown,
): StoreError {
  return new StoreError(code, `${shown}: ${found}. ${fix}`, cause === undefined ? undefined : { cause })
}

interface Refusal {
  readonly code: StoreErrorCode
  readonly found: string
  readonly fix: string
  /** Whether the database's own words are of use to whoever reads it. */
  readonly isDetailed?: boolean
}

const UP = 'See whether the database runs and can be reached from here, and try again.'
const GRANT =
  "Let the address name a user who may make tables there: the database's owner, or the owner of a schema ringsight."
const RESTORE = 'Restore it from a backup.'

// By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html), by the codes of the system and of OpenSSL, and, where
// there is none, by the driver's words; the first that fits. Statements are ours and tested: when one does not fit the tables, the
// tables are not what the version says.
const REFUSALS: readonly (readonly [causes: RegExp, refusal: Refusal])[] = [
  [
    /^28000/,
    {
      code: 'unavailable',
      found: 'the database takes no connection like this one',
      fix: 'Its pg_hba.conf says who may come how: another user, TLS (sslmode=require), a certificate of the client (sslcert, sslkey).',
      isDetailed: true,
    },
  ],
  [
    /^28/,
    {
      code: 'unavailable',
      found: 'the database refuses the user or the password',
      fix: 'State both in the address, or the password in PGPASSWORD or in the file .pgpass.',
    },
  ],
  [/^3D000/, { code: 'unavailable', found: 'there is no database of this name', fix: 'Make it first: createdb.' }],
  [/^42501/, { code: 'unavailable', found: 'the database does not allow it', fix: GRANT, isDetailed: true }],
  [
    /^25006/,
    { code: 'read-only', found: 'the database takes no writes', fix: 'Name the primary server, and no standby.' },
  ],
  [
    /^(?:55P03|40001|40P01)/,
    {
      code: 'locked',
      found: 'another process is using the store',
      fix: 'Wait until that process is done, and try again.',
    },
  ],
  [
    /^(?:53|54|57|58|08|25P0[34])/,
    { code: 'unavailable', found: 'the database does not answer as it should', fix: UP, isDetailed: true },
  ],
  [/^XX00[12]/, { code: 'damaged', found: 'the database says that it is damaged', fix: RESTORE, isDetailed: true }],
  [/^42/, { code: 'damaged', found: 'the tables are not those of a store', fix: RESTORE, isDetailed: true }],
  [/^ENOTFOUND|^EAI_/, { code: 'unavailable', found: 'there is no host of this name', fix: 'Look at the address.' }],
  [
    /^The server does not support SSL/,
    {
      code: 'unavailable',
      found: 'the database speaks no TLS',
      fix: 'Switch it on there (ssl = on); where the way to it is safe all the same, state sslmode=disable.',
    },
  ],
  [
    /^ERR_TLS_CERT_ALTNAME/,
    {
      code: 'unavailable',
      found: "the database's certificate is for another name",
      fix: 'Let the address name the server as its certificate does; sslmode=verify-ca looks at who signed it alone.',
      isDetailed: true,
    },
  ],
  [
    /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)/,
    {
      code: 'unavailable',
      found: "the database's certificate is not valid at this time",
      fix: 'Renew it there, or set the clock of this machine.',
      isDetailed: true,
    },
  ],
  [
    /^ERR_OSSL_X509_KEY_VALUES_MISMATCH/,
    { code: 'foreign', found: 'sslkey is not the key of sslcert', fix: 'Name the two that belong together.' },
  ],
  [
    /^ERR_OSSL/,
    {
      code: 'foreign',
      found: 'a file of sslrootcert, sslcert or sslkey cannot be used',
      fix: 'Expected are certificates and a key without a password, as PEM.',
      isDetailed: true,
    },
  ],
  [
    /^ERR_SSL_\w*ALERT/,
    {
      code: 'unavailable',
      found: "the database does not take the client's certificate",
      fix: 'Name one that it knows who signed: sslcert=FILE, sslkey=FILE.',
      isDetailed: true,
    },
  ],
  [
    /CERT|^SELF_SIGNED|^UNABLE_TO_/,
    {
      code: 'unavailable',
      found: "the database's certificate is signed by nobody who is known here",
      fix: 'Name the file of who signed it: sslrootcert=FILE.',
      isDetailed: true,
    },
  ],
  [/^E[A-Z]/, { code: 'unavailable', found: 'the database cannot be reached', fix: UP, isDetailed: true }],
]

const OTHER: Refusal = { code: 'unavailable', found: 'the database cannot be used', fix: UP, isDetailed: true }

// What the driver says of a connection without a code.
const UNREACHABLE: Refusal = { ...OTHER, found: 'the database cannot be reached' }

/** The refusal that a failure amounts to. */
export function refusalOf({ code, message, isLost }: Failure, shown: string, cause: unknown): StoreError {
  const [, refusal = isLost ? UNREACHABLE : OTHER] = REFUSALS.find(([causes]) => causes.test(code ?? message)) ?? []
  const detail = refusal.isDetailed ? ` (${message || code})` : ''
  return refuseDatabase(refusal.code, shown, { ...refusal, found: `${refusal.found}${detail}` }, cause)
}
