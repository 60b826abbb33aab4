// Runs one command line in this process, with streams, clock and environment of its own.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll } from 'vitest'
import { runProgram } from '../../src/cli/program.ts'
import type { Io } from '../../src/terminal/io.ts'

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  /** Each line of stdout as JSON. */
  readonly json: () => Record<string, unknown>[]
}

const root = mkdtempSync(join(tmpdir(), 'ringsight-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** An empty folder for the files of one test; it goes when the test file is done. */
export function scratch(): string {
  return mkdtempSync(join(root, 'test-'))
}

interface World {
  readonly stdin?: string | Buffer
  readonly env?: Record<string, string>
}

/** @param stdin what is piped in; the store is a new one unless the environment or the arguments name one */
export async function run(args: readonly string[], world: World = {}): Promise<Ran> {
  const { io, ran } = openIo(world)
  await runProgram(args, io)
  return ran()
}

/** The world of a command, and what it has left there. */
export function openIo({ stdin = '', env = {} }: World = {}): { readonly io: Io; readonly ran: () => Ran } {
  const [out, err] = [collector(), collector()]
  let code = 0
  let ids = 0
  const io: Io = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: out.stream,
    stderr: err.stream,
    env: { RINGSIGHT_DB: join(scratch(), 'ringsight.db'), ...env },
    // A Friday.
    now: () => new Date('2026-11-20T12:00:00.000Z'),
    newId: () => `id-${++ids}`,
    exit: (status) => {
      code = status
    },
  }
  const ran = () => {
    const stdout = out.text()
    const json = () =>
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    return { stdout, stderr: err.text(), code, json }
  }
  return { io, ran }
}

function collector() {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}
