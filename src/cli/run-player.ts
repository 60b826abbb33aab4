// What reads and plays scenarios, with the files that it may touch. The one place that joins the runner to src/scenario.
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { safeLine } from '../core/text.ts'
import type { CaseResult, Problem } from '../scenario/result.ts'
import { playScenario, type RunTools } from '../scenario/run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type IncludedFile, LARGEST_FILE, readScenarios } from '../scenario-file/read.ts'
import { describeFailure } from './exit.ts'
import type { Io } from './io.ts'
import { openContactsLoader } from './scenario-contacts.ts'

export interface Player {
  /** Never throws for what stands in a file: that is a problem. */
  readonly read: (path: string) => Promise<ReadFile>
  /** What keeps a scenario from being played though it was read: contacts that cannot be had. */
  readonly check: (scenario: Scenario) => Promise<Problem | null>
  readonly play: (scenario: Scenario) => Promise<CaseResult>
  /** How many frames were recorded. */
  readonly recorded: () => number
}

export interface ReadFile {
  readonly scenarios: readonly Scenario[]
  readonly problems: readonly Problem[]
}

export interface PlayerOptions {
  /** Records the frames that scenarios expect, in place of comparing them. */
  readonly isUpdate: boolean
}

export function openPlayer(io: Io, { isUpdate }: PlayerOptions): Player {
  const loadContacts = openContactsLoader(io)
  let recorded = 0
  const writeFrame = (scenario: Scenario, name: string, frame: string) => {
    writeFileSync(framePath(scenario, name), frame)
    recorded += 1
  }
  const tools: RunTools = { loadContacts, readFrame, ...(isUpdate ? { writeFrame } : {}) }
  return {
    read: async (path) => readFile(path),
    async check({ contacts }) {
      if (contacts.kind === 'inline') return null
      try {
        await loadContacts(contacts)
        return null
      } catch (error) {
        return { at: contacts.at, message: describeReading(error), source: '' }
      }
    },
    play: (scenario) => playScenario(scenario, tools),
    recorded: () => recorded,
  }
}

function readFile(path: string): ReadFile {
  try {
    return readScenarios({ path, text: readStart(path) }, { readInclude })
  } catch (error) {
    return {
      scenarios: [],
      problems: [{ at: { file: path, line: 1, column: 1 }, message: describeReading(error), source: '' }],
    }
  }
}

function readInclude(path: string, from: string): IncludedFile | { readonly problem: string } {
  const file = join(dirname(from), path)
  try {
    return { path: file, text: readStart(file) }
  } catch (error) {
    return { problem: describeReading(error) }
  }
}

// One byte more than may be read shows that there is more. What is no file of a known size, such as a pipe, is read to its
// end or to there.
function readStart(path: string): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const bytes = new Uint8Array(Math.min(size || LARGEST_FILE, LARGEST_FILE) + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null)
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}

function describeReading(error: unknown): string {
  // Only a failure of the system to read: whatever else is thrown is a fault of ours.
  const failure = describeFailure(error)
  if (failure.code !== 2) throw error
  return safeLine(failure.message)
}

function readFrame(scenario: Scenario, name: string): string | null {
  try {
    return readFileSync(framePath(scenario, name), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** `calls/missed.yaml` and `after-the-call` → `calls/missed.after-the-call.frame` */
function framePath({ at }: Scenario, name: string): string {
  return `${at.file.replace(/\.ya?ml$/i, '')}.${name}.frame`
}
