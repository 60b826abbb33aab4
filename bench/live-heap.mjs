// Loaded into a process before anything else (`--expose-gc --import`), so that others can ask what it holds: at SIGUSR2 it collects all
// garbage, and writes the bytes in use of its heap into a file that is named for it. What is in use without that is mostly garbage.
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.env.RINGSIGHT_HEAPS ?? '.'
const file = join(folder, String(process.pid))

process.on('SIGUSR2', () => {
  globalThis.gc()
  writeFileSync(`${file}.new`, String(process.memoryUsage().heapUsed))
  renameSync(`${file}.new`, file)
})
