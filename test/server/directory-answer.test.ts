import { describe, expect, test } from 'vitest'
import { answerDirectory, type DirectoryRequest, type ServedSnapshot } from '../../src/server/directory-answer.ts'

const SNAPSHOT: ServedSnapshot = {
  generation: 9,
  tag: 'aa-9-cc',
  plain: { file: 'plain', bytes: 1000 },
  gzip: { file: 'packed', bytes: 400 },
  deltas: new Map([[8, { plain: { file: 'delta', bytes: 50 }, gzip: { file: 'packed-delta', bytes: 30 } }]]),
}
const NOTHING: DirectoryRequest = {
  since: undefined,
  acceptEncoding: undefined,
  ifMatch: undefined,
  ifNoneMatch: undefined,
  ifRange: undefined,
  range: undefined,
}
const ask = (request: Partial<DirectoryRequest>) => answerDirectory({ ...NOTHING, ...request }, SNAPSHOT)

test('the whole file, with a strong validator and its generation', () => {
  expect(ask({})).toMatchObject({
    status: 200,
    headers: { etag: '"aa-9-cc"', 'content-length': '1000', 'ringsight-generation': '9', 'accept-ranges': 'bytes' },
    body: { file: 'plain', from: 0, to: 999 },
  })
})

describe('it is packed', () => {
  test.each([
    ['gzip', true],
    ['br, gzip;q=0.5', true],
    ['*', true],
    ['GZIP', true],
    ['identity', false],
    ['gzip;q=0', false],
    ['gzip; q=0, *', false],
    ['br', false],
    ['', false],
  ])('for Accept-Encoding: %s: %s', (acceptEncoding, isPacked) => {
    const { headers, body } = ask({ acceptEncoding })
    expect(body?.file).toBe(isPacked ? 'packed' : 'plain')
    expect(headers['content-encoding']).toBe(isPacked ? 'gzip' : undefined)
    expect(headers['etag']).toBe(isPacked ? '"aa-9-cc-gzip"' : '"aa-9-cc"')
  })
})

describe('nothing is sent again', () => {
  test.each([
    ['"aa-9-cc"', 304],
    ['"other", "aa-9-cc"', 304],
    ['W/"aa-9-cc"', 304],
    ['*', 304],
    ['"aa-9-cc-gzip"', 200],
    ['aa-9-cc', 200],
    ['"aa-8-cc"', 200],
  ])('If-None-Match: %s is %i', (ifNoneMatch, status) => expect(ask({ ifNoneMatch }).status).toBe(status))
})

describe('nothing is sent to whoever goes on with another file', () => {
  test.each([
    ['"aa-9-cc"', 200],
    ['"other", "aa-9-cc"', 200],
    ['*', 200],
    ['"aa-8-cc"', 412],
    // RFC 9110, section 13.1.1: strong comparison.
    ['W/"aa-9-cc"', 412],
    ['', 412],
  ])('If-Match: %s is %i', (ifMatch, status) => {
    expect(ask({ ifMatch }).status).toBe(status)
    const part = ask({ ifMatch, range: 'bytes=500-', ifNoneMatch: '"aa-8-cc"' })
    expect([part.status, part.body?.from]).toEqual(status === 200 ? [206, 500] : [412, undefined])
  })
})

describe('a part', () => {
  test.each([
    ['bytes=0-99', 206, 0, 99],
    ['bytes=900-', 206, 900, 999],
    // Section 14.1: the case of a unit does not count.
    ['Bytes=900-', 206, 900, 999],
    ['bytes=-100', 206, 900, 999],
    ['bytes=-5000', 206, 0, 999],
    ['bytes=999-5000', 206, 999, 999],
    // RFC 9110, section 14.2: what is no range, or several, is as if it were not there.
    ['bytes=0-1,5-6', 200, 0, 999],
    ['bytes=9-1', 200, 0, 999],
    ['bytes=-', 200, 0, 999],
    ['lines=0-1', 200, 0, 999],
  ])('%s', (range, status, from, to) => {
    const answer = ask({ range })
    expect([answer.status, answer.body?.from, answer.body?.to]).toEqual([status, from, to])
    expect(answer.headers['content-length']).toBe(String(to - from + 1))
  })

  test.each(['bytes=1000-', 'bytes=-0', 'bytes=99999999999999999999-'])('%s cannot be had', (range) => {
    expect(ask({ range })).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */1000' }, body: null })
  })

  test.each([
    ['"aa-9-cc"', 206],
    ['"aa-8-cc"', 200],
    ['W/"aa-9-cc"', 200],
    ['Mon, 30 Nov 2026 00:00:00 GMT', 200],
  ])('of the file that the client has begun alone: If-Range %s is %i', (ifRange, status) => {
    expect(ask({ range: 'bytes=500-', ifRange }).status).toBe(status)
  })

  test('of the packed file is counted in it', () => {
    const { body, headers } = ask({ range: 'bytes=-10', acceptEncoding: 'gzip' })
    expect([body, headers['content-range']]).toEqual([{ file: 'packed', from: 390, to: 399 }, 'bytes 390-399/400'])
  })
})

describe('since a generation', () => {
  test('that is kept, a delta, which is another representation', () => {
    const { status, headers, body } = ask({ since: '8' })
    expect([status, body?.file, headers['etag'], headers['content-type']]).toEqual([
      200,
      'delta',
      '"aa-9-cc-since-8"',
      'application/vnd.ringsight.delta',
    ])
    expect(ask({ since: '8', acceptEncoding: 'gzip' }).body?.file).toBe('packed-delta')
  })

  test('that is the newest, nothing', () => {
    expect(ask({ since: '9' })).toMatchObject({ status: 204, body: null, headers: { 'ringsight-generation': '9' } })
  })

  test.each(['7', '0', '10'])('that is not kept (%s), the whole file', (since) => {
    expect(ask({ since })).toMatchObject({ status: 200, body: { file: 'plain' }, headers: { etag: '"aa-9-cc"' } })
  })

  test.each(['', '-1', '8.5', 'x', '8,9', '99999999999', '1\r\nx: y'])(
    'that is none (%j) is refused in a sentence',
    (since) => {
      const { status, problem } = ask({ since })
      expect(status).toBe(400)
      expect(problem).toMatch(/^expected since=GENERATION, at most ten digits, found "[\w.?-]*"$/)
    },
  )
})
