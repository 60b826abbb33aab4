// The command line as a process.

import { world } from '../terminal/world.ts'
import { reportError, runProgram } from './program.ts'

const args = process.argv.slice(2)

// An error that nobody has waited for; Node would print it as it is.
process.on('uncaughtException', (error) => {
  reportError(args, world, error)
  process.exit()
})

void runProgram(args, world)
