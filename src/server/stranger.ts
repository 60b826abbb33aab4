// Who may ask at all: clients that know the server by one of its names; no page that a browser has open. A page whose name is
// made to lead here (DNS rebinding) asks for its own host. Pure.

export interface Stranger {
  readonly status: 400 | 403 | 421
  readonly error: 'foreign-host' | 'foreign-origin'
  readonly message: string
}

export interface Approach {
  readonly host: string | null
  readonly origin: string | undefined
  /** What browsers say of where a request comes from (W3C Fetch Metadata). */
  readonly site: string | undefined
}

/** The names of this machine to itself. */
export const LOOPBACK_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

/** Why a request is not answered; null when it is. @param names that the server is known by, without a port */
export function strangerOf({ host: asked, origin, site }: Approach, names: ReadonlySet<string>): Stranger | null {
  if (asked === null) {
    // RFC 9112, section 3.2.
    return { status: 400, error: 'foreign-host', message: 'Expected one Host, found none or several.' }
  }
  const host = asked
  // A port is the proxy's, or the machine's, own affair.
  if (!names.has(host) && !names.has(host.replace(/:\d{1,5}$/, '').toLowerCase())) {
    return {
      status: 421,
      error: 'foreign-host',
      message: 'Expected a Host that this server is known by, found another.',
    }
  }
  const isPage = origin !== undefined || (site !== undefined && site !== 'none')
  return isPage
    ? { status: 403, error: 'foreign-origin', message: 'Expected a client that is no page, found an Origin.' }
    : null
}
