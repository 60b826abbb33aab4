// A thread that reads and plays a part of the files of a run: first it tells what it has read, then what comes of each
// case, in order.
import { parentPort, workerData } from 'node:worker_threads'
import { world } from '../terminal/world.ts'
import { playRun, readRun } from './cases.ts'
import type { Told, Work } from './jobs.ts'
import { openPlayer } from './player.ts'

const { paths, named, choice } = workerData as Work
const tell = (told: Told) => parentPort?.postMessage(told)

const { files, leftOut } = await readRun(paths, choice, openPlayer(world, { isUpdate: false, named }))
const shown = files.map(({ path, problems, chosen }) => ({
  path,
  problems,
  chosen: chosen.map(({ name, tags, at }) => ({ name, tags, at })),
}))
tell({ type: 'read', run: { files: shown, leftOut } })

await playRun(files, { bail: null, retry: 0, clock: () => performance.now(), start: 0 }, async (event) => {
  if (event.type === 'case') tell({ type: 'played', result: event.result, ms: event.ms })
})
