// The process in which the page's server runs one command: it tells its progress as messages, and lives no longer than the server.
import { world } from '../terminal/world.ts'
import { runProgram } from './program.ts'

const leave = () => process.exit(130)
process.once('disconnect', leave)

await runProgram(process.argv.slice(2), { ...world, isForPage: true, progress: (done) => void process.send?.(done) })
process.off('disconnect', leave)
if (process.connected) process.disconnect()
