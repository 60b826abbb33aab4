// The command line as a process.
import { runProgram } from './program.ts'
import { world } from './world.ts'

await runProgram(process.argv.slice(2), world)
