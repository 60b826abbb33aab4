// The recorded frames beside scenario files: read, recorded, and those that no scenario uses any more.
import { readFileSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Scenario } from '../scenario/scenario.ts'
import { writeOutFile } from '../terminal/out-file.ts'
import { isScenarioName } from './scenario-files.ts'

/** The frame of that name; null when none is recorded. */
export function readFrame(scenario: Pick<Scenario, 'at'>, name: string): string | null {
  try {
    return readFileSync(framePath(scenario, name), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Records a frame, as a whole or not at all. */
export async function writeFrame(scenario: Pick<Scenario, 'at'>, name: string, frame: string): Promise<void> {
  const target = { path: framePath(scenario, name), flag: 'frame', mayReplace: true, isPersonal: false }
  await writeOutFile(target, [frame])
}

/** `calls/missed.yaml` and `after-the-call` → `calls/missed.after-the-call.frame` */
function framePath({ at }: Pick<Scenario, 'at'>, name: string): string {
  return `${stemOf(at.file)}.${name}.frame`
}

function stemOf(file: string): string {
  return file.replace(/\.ya?ml$/i, '')
}

/** A file of scenarios as it was read: all of them, or with problems that keep some from being known. */
export interface KnownFile {
  readonly path: string
  readonly scenarios: readonly Scenario[]
  readonly isWhole: boolean
}

/**
 * The frames in the folders of these files that none of their scenarios uses, sorted. A frame of a file that was not read,
 * or not as a whole, may be in use.
 */
export async function findObsolete(files: readonly KnownFile[]): Promise<string[]> {
  const used = new Set(files.flatMap(({ scenarios }) => scenarios.flatMap(framesOf)))
  const known = new Map(files.map(({ path, isWhole }) => [path, isWhole]))
  const obsolete: string[] = []
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    const names = await readdir(folder)
    const stems = new Map(names.filter(isScenarioName).map((name) => [stemOf(name), join(folder, name)]))
    for (const name of names.filter((each) => each.endsWith('.frame'))) {
      const path = join(folder, name)
      // `a.b.c.frame` is c of a.b.yaml, or b.c of a.yaml.
      const parts = basename(name, '.frame').split('.')
      const owners = parts.flatMap((_, count) => stems.get(parts.slice(0, count).join('.')) ?? [])
      if (!used.has(path) && owners.every((owner) => known.get(owner))) obsolete.push(path)
    }
  }
  return obsolete.sort()
}

function framesOf(scenario: Scenario): string[] {
  return scenario.steps.flatMap((step) =>
    step.do === 'expect' && step.expected.frame !== undefined ? [join(framePath(scenario, step.expected.frame))] : [],
  )
}

/** Removes frames. */
export async function removeFrames(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path)
}
