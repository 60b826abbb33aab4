// The real world behind a command: the process's own streams, clock and chance.
import { randomUUID } from 'node:crypto'
import type { Io } from './io.ts'

export const world: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => new Date(),
  newId: randomUUID,
  exit: (code) => {
    process.exitCode = code
  },
}
