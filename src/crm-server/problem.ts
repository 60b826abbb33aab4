// What a portal refuses, and the body it says so with: HubSpot's error shape, in which every field but the message may be
// missing. Knows no HTTP beyond the status.

export interface ProblemDetail {
  readonly message: string
  readonly code?: string
  readonly in?: string
  readonly context?: Readonly<Record<string, readonly string[]>>
}

export interface ProblemBody {
  readonly category: string
  readonly subCategory?: string
  readonly errors?: readonly ProblemDetail[]
  readonly context?: Readonly<Record<string, readonly string[]>>
  readonly links?: Readonly<Record<string, string>>
}

export class PortalProblem extends Error {
  override readonly name = 'PortalProblem'
  readonly status: number
  readonly body: ProblemBody

  constructor(status: number, message: string, body: ProblemBody) {
    super(message)
    this.status = status
    this.body = body
  }
}

export function invalid(message: string, errors?: readonly ProblemDetail[]): PortalProblem {
  return new PortalProblem(400, message, { category: 'VALIDATION_ERROR', ...(errors && { errors }) })
}

export function notFound(what: string, id: string): PortalProblem {
  const message = `Object not found.  objectId are usually numeric. (${what} ${id})`
  return new PortalProblem(404, message, { category: 'OBJECT_NOT_FOUND', context: { id: [id] } })
}

/** The body of an answer that refuses. */
export function renderProblem({ message, body }: PortalProblem, correlationId: string): Record<string, unknown> {
  return { status: 'error', message, correlationId, ...body }
}
