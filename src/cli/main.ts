// The command line as a process.
import { runProgram } from './program.ts'
import { world } from './world.ts'

// A reader that went away (`| head`) ends the command quietly, as it does for every Unix filter.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 3)
})

await runProgram(process.argv.slice(2), world)
