// Certificates that somebody made for a PostgreSQL of their own: by openssl, as its documentation says.
import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Signed {
  readonly cert: string
  readonly key: string
}

/** Somebody who signs certificates. */
export interface Signer {
  /** Its own certificate: what is to be trusted. */
  readonly cert: string
  sign(name: string, subject: { readonly cn: string; readonly san?: string; readonly days?: number }): Signed
}

export function makeSigner(folder: string, name: string): Signer {
  const path = (file: string) => join(folder, `${name}-${file}`)
  const [cert, key] = [path('ca.pem'), path('ca-key.pem')]
  const openssl = (...args: string[]) => void execFileSync('openssl', args, { stdio: 'ignore' })
  const fresh = ['-newkey', 'rsa:2048', '-nodes']
  openssl('req', '-x509', ...fresh, '-keyout', key, '-out', cert, '-subj', `/CN=${name}`, '-days', '2')
  return {
    cert,
    sign(of, { cn, san, days = 2 }) {
      const made = { cert: path(`${of}.pem`), key: path(`${of}-key.pem`) }
      const [request, more] = [path(`${of}.csr`), path(`${of}.ext`)]
      openssl('req', ...fresh, '-keyout', made.key, '-out', request, '-subj', `/CN=${cn}`)
      writeFileSync(more, san === undefined ? '' : `subjectAltName=${san}\n`)
      const signing = ['-CA', cert, '-CAkey', key, '-CAcreateserial', '-days', String(days), '-extfile', more]
      openssl('x509', '-req', '-in', request, '-out', made.cert, ...signing)
      chmodSync(made.key, 0o600)
      return made
    },
  }
}
