// The real world behind a command: the process's own streams, clock and chance.
import { randomUUID } from 'node:crypto'
import type { Io } from './io.ts'
import { runProgram } from './program.ts'

const io: Io = {
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

// A reader that went away (`| head`) ends the command quietly, as it does for every Unix filter.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 3)
})

await runProgram(process.argv.slice(2), io)
