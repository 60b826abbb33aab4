import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Io } from '../../src/terminal/io.ts'
import { openProgress, renderProgress } from '../../src/terminal/progress.ts'

/** A terminal of 60 columns and a clock that the test moves; only what progress touches. */
function terminal({ isTTY = true, env = {} as Record<string, string> } = {}) {
  const written: string[] = []
  const clock = { ms: 0 }
  const stderr = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString())
        done()
      },
    }),
    { isTTY, columns: 60 },
  )
  const io: Pick<Io, 'stderr' | 'env' | 'now'> = { stderr, env, now: () => new Date(clock.ms) }
  return { io: io as Io, written, clock }
}

/** Updates often enough for the clock to be looked at. */
function work(progress: ReturnType<typeof openProgress>, count: number, fraction?: number): void {
  for (let index = 0; index < 100; index += 1) progress.update(count, fraction)
}

describe('progress', () => {
  test('shows itself after a second, and goes without a trace', () => {
    const { io, written, clock } = terminal({ env: { NO_COLOR: '1' } })
    const progress = openProgress(io, 'contacts')
    clock.ms = 900
    work(progress, 500, 0.1)
    expect(written).toEqual([])
    clock.ms = 2000
    work(progress, 5000, 0.5)
    expect(written).toEqual(['\r\u001b[2K[############------------]  50 %  5,000 contacts  2,500/s'])
    progress.end()
    expect(written.at(-1)).toBe('\r\u001b[2K')
  })

  test('of work that is over at once shows nothing at all', () => {
    const { io, written } = terminal()
    const progress = openProgress(io, 'contacts')
    work(progress, 10)
    progress.end()
    expect(written).toEqual([])
  })

  test.each([
    ['without a terminal', { isTTY: false }],
    ['on a terminal that cannot move its cursor', { env: { TERM: 'dumb' } }],
  ])('is silent %s', (_where, options) => {
    const { io, written, clock } = terminal(options)
    const progress = openProgress(io, 'contacts')
    clock.ms = 5000
    work(progress, 10)
    progress.end()
    expect(written).toEqual([])
  })

  test('never wraps, and draws no more than ten times a second', () => {
    const { io, written, clock } = terminal({ env: { NO_COLOR: '1' } })
    const progress = openProgress(io, 'contacts of a very long kind, which nobody should ever count')
    for (clock.ms = 1000; clock.ms < 2000; clock.ms += 10) work(progress, 123_456_789, 0.5)
    expect(written.length).toBeLessThanOrEqual(10)
    expect(Math.max(...written.map((text) => text.replace('\r\u001b[2K', '').length))).toBe(59)
  })

  test('has no bar where the whole is unknown', () => {
    expect(renderProgress({ count: 51_200, noun: 'rows', fraction: undefined, elapsedMs: 2000 })).toBe(
      '51,200 rows  25,600/s',
    )
  })

  test.each([
    [0.25, '[######------------------]  25 %  50,000 rows  5,000/s  20 MB/s  30 s left'],
    [0.01, '[------------------------]   1 %  50,000 rows  5,000/s  20 MB/s  17 min left'],
    [undefined, '50,000 rows  5,000/s  20 MB/s'],
  ])('of bytes shows their speed, and at %s how long the rest will take', (fraction, line) => {
    expect(renderProgress({ count: 50_000, noun: 'rows', fraction, bytes: 200e6, elapsedMs: 10_000 })).toBe(line)
  })

  test('looks at the clock as often as it is told to', () => {
    const { io, written, clock } = terminal()
    const progress = openProgress(io, 'rows', 1)
    clock.ms = 2000
    progress.update(1)
    expect(written).toHaveLength(1)
  })
})
