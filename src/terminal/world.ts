// The real world behind a command: the process's own streams, clock and chance.
import { fstatSync } from 'node:fs'
import { type Io, openFileOutput } from './io.ts'

export const world: Io = {
  stdin: process.stdin,
  stdout: isFile(1) ? openFileOutput(1) : process.stdout,
  stderr: isFile(2) ? openFileOutput(2) : process.stderr,
  env: process.env,
  now: () => new Date(),
  newId: () => crypto.randomUUID(),
  exit: (code) => {
    process.exitCode = code
  },
}

function isFile(descriptor: number): boolean {
  return fstatSync(descriptor, { throwIfNoEntry: false } as object)?.isFile() ?? false
}
