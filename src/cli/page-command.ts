// The process in which the page's server runs one command: it tells its progress as messages, and lives no longer than the server.
import { world } from '../terminal/world.ts'
import { runProgram } from './program.ts'

const isWatched = process.send !== undefined
process.on('disconnect', () => process.exit(130))

await runProgram(process.argv.slice(2), {
  ...world,
  ...(isWatched && { progress: (done: object) => process.send?.(done) }),
})
if (process.connected) process.disconnect()
