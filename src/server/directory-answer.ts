// What a request for the directory is answered with: the file, a part of it, a delta, or that nothing is new (RFC 9110). Pure:
// reads no file.

/** One file that can be sent. */
export interface Served {
  readonly file: string
  readonly bytes: number
}

/** A published snapshot with what is kept to send it. */
export interface ServedSnapshot {
  readonly generation: number
  /** Of the snapshot's bytes: no two generations have the same. */
  readonly tag: string
  readonly plain: Served
  readonly gzip: Served | null
  /** By the generation that a phone has. */
  readonly deltas: ReadonlyMap<number, { readonly plain: Served; readonly gzip: Served | null }>
}

/** A request as far as it decides. Headers are as they came; undefined for one that did not. */
export interface DirectoryRequest {
  readonly since: string | undefined
  readonly acceptEncoding: string | undefined
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
  readonly ifRange: string | undefined
  readonly range: string | undefined
}

export interface DirectoryAnswer {
  readonly status: 200 | 204 | 206 | 304 | 400 | 412 | 416
  readonly headers: Readonly<Record<string, string>>
  /** Which bytes follow: from the first to the last, counted from 0; null for none. */
  readonly body: { readonly file: string; readonly from: number; readonly to: number } | null
  /** What is wrong with the request, as a sentence; null where nothing is. */
  readonly problem: string | null
}

export const SNAPSHOT_TYPE = 'application/vnd.ringsight.snapshot'
export const DELTA_TYPE = 'application/vnd.ringsight.delta'

/** The answer to a request for a snapshot. */
export function answerDirectory(request: DirectoryRequest, snapshot: ServedSnapshot): DirectoryAnswer {
  const { since } = request
  if (since !== undefined && !/^\d{1,10}$/.test(since)) {
    return refuse(
      400,
      `expected since=GENERATION, at most ten digits, found "${since.slice(0, 20).replace(/[^\w.-]/g, '?')}"`,
    )
  }
  const { generation, tag } = snapshot
  const head = {
    'ringsight-generation': String(generation),
    // A token decides whose contacts they are: no cache on the way may keep them for another.
    'cache-control': 'private, no-cache',
    vary: 'Accept-Encoding, Authorization',
  }
  if (since !== undefined && Number(since) === generation)
    return { status: 204, headers: head, body: null, problem: null }
  const delta = since === undefined ? undefined : snapshot.deltas.get(Number(since))
  const kept = delta ?? snapshot
  const isGzip = kept.gzip !== null && takesGzip(request.acceptEncoding ?? '')
  const sent = isGzip && kept.gzip !== null ? kept.gzip : kept.plain
  // Two encodings are two representations, and a strong validator tells them apart (RFC 9110, section 8.8.3.3).
  const etag = `"${tag}${delta === undefined ? '' : `-since-${since}`}${isGzip ? '-gzip' : ''}"`
  const headers: Record<string, string> = {
    ...head,
    etag,
    'accept-ranges': 'bytes',
    'content-type': delta === undefined ? SNAPSHOT_TYPE : DELTA_TYPE,
    ...(isGzip && { 'content-encoding': 'gzip' }),
  }
  // A client that goes on with what it has begun, and takes no whole one (section 13.1.1).
  if (request.ifMatch !== undefined && !namesOf(request.ifMatch).some((name) => name === '*' || name === etag)) {
    return refuse(412, 'expected If-Match with the tag of what is served now, found another')
  }
  if (matches(request.ifNoneMatch, etag)) return { status: 304, headers: { ...head, etag }, body: null, problem: null }
  return cut(request, { sent, etag, headers })
}

function refuse(status: 400 | 412, problem: string): DirectoryAnswer {
  return { status, headers: {}, body: null, problem }
}

/** Whether a client takes gzip (RFC 9110, section 12.5.3). */
function takesGzip(accepted: string): boolean {
  const weights = new Map(
    accepted.split(',').map((each) => {
      const [coding = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return [coding, weight === undefined ? 1 : Number(weight)] as const
    }),
  )
  return (weights.get('gzip') ?? weights.get('*') ?? 0) > 0
}

// Weak comparison, as If-None-Match asks for: ours are strong, but a proxy that packs again makes them weak.
function matches(stated: string | undefined, etag: string): boolean {
  return stated !== undefined && namesOf(stated).some((name) => name === '*' || name.replace(/^W\//, '') === etag)
}

function namesOf(list: string): string[] {
  return list.split(',').map((each) => each.trim())
}

interface Whole {
  readonly sent: Served
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
}

// One range; a client that asks for several gets all of it, as the RFC allows (section 14.2).
function cut({ range, ifRange }: DirectoryRequest, { sent, etag, headers }: Whole): DirectoryAnswer {
  const { file, bytes } = sent
  const whole: DirectoryAnswer = {
    status: 200,
    headers: { ...headers, 'content-length': String(bytes) },
    body: bytes === 0 ? null : { file, from: 0, to: bytes - 1 },
    problem: null,
  }
  const asked = /^bytes=(\d*)-(\d*)$/i.exec(range?.replace(/\s/g, '') ?? '')
  // Part of another file than the client has: strong comparison (section 13.1.5), and a date is no validator of ours.
  if (asked === null || (ifRange !== undefined && ifRange.trim() !== etag)) return whole
  const [, first = '', last = ''] = asked
  if (first === '' && last === '') return whole
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (first !== '' && last !== '' && Number(last) < from) return whole
  if (from >= bytes || from > to) {
    const unsatisfied = { ...headers, 'content-range': `bytes */${bytes}`, 'content-length': '0' }
    return { status: 416, headers: unsatisfied, body: null, problem: null }
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${from}-${to}/${bytes}`, 'content-length': String(to - from + 1) },
    body: { file, from, to },
    problem: null,
  }
}
