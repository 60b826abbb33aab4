// Who may ask at all: programs on this machine, which know the server by its address; no page that a browser has open.
// A page whose name is made to lead here (DNS rebinding) asks for its own host, and would be let in by any token. Pure.
import { PortalProblem } from './problem.ts'

export interface Caller {
  readonly host: string | undefined
  readonly origin: string | undefined
  /** What browsers say of where a request comes from (W3C Fetch Metadata). */
  readonly site: string | undefined
}

const NAMES = ['127.0.0.1', 'localhost', '[::1]']

/** Why a request is not answered; null when it is. @param port that the server listens on */
export function strangerProblem({ host = '', origin, site = 'none' }: Caller, port: number): PortalProblem | null {
  const hosts = NAMES.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])])
  if (!hosts.includes(host.toLowerCase())) {
    const message = `This server answers to ${hosts.join(', ')}, and to no other Host: it is for programs on this machine.`
    return new PortalProblem(421, message, { category: 'MISDIRECTED_REQUEST' })
  }
  const isOwnPage = origin === undefined || hosts.some((each) => origin.toLowerCase() === `http://${each}`)
  if (isOwnPage && (site === 'none' || site === 'same-origin')) return null
  const message = 'This server answers no page of another origin: HubSpot allows none either (CORS).'
  return new PortalProblem(403, message, { category: 'FORBIDDEN' })
}
