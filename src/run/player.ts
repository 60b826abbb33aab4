// What reads and plays scenarios, with the files that it may touch. The one place that joins the runner to src/scenario.
import { dirname, join } from 'node:path'
import type { CaseResult, Problem } from '../scenario/result.ts'
import { playScenario, type RunTools } from '../scenario/run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Parts } from '../scenario/stage.ts'
import { type IncludedFile, readScenarios } from '../scenario-file/read.ts'
import { describeFailure } from '../terminal/exit.ts'
import type { Io } from '../terminal/io.ts'
import { safeLine } from '../text/safe.ts'
import { findObsolete, type KnownFile, readFrame, writeFrame } from './frames.ts'
import { openProjects, type Projects, readNamedFile, readProjectFile } from './project-file.ts'
import { openContactsLoader } from './scenario-contacts.ts'

export interface Player {
  /** Never throws for what stands in a file: that is a problem. */
  readonly read: (path: string) => Promise<ReadFile>
  /** What keeps a scenario from being played though it was read: contacts that cannot be had. */
  readonly check: (scenario: Scenario) => Promise<Problem | null>
  readonly play: (scenario: Scenario) => Promise<CaseResult>
  /** What a pipe gave: it gives it only once. Null for a file, which is read again. */
  readonly textOf: (path: string) => string | null
  /** How many frames were recorded. */
  readonly recorded: () => number
  /** The frames that no scenario uses any more, of all that was read. */
  readonly obsolete: () => Promise<readonly string[]>
}

/** The scenarios that were read, one for each case, and what could not be read. */
export interface ReadFile {
  readonly scenarios: readonly Scenario[]
  readonly problems: readonly Problem[]
}

export interface PlayerOptions {
  /** Records the frames that scenarios expect, in place of comparing them. */
  readonly isUpdate: boolean
  /** The files and folders that were named to be played: scenarios may name others of theirs. */
  readonly named: readonly string[]
  /** The app on the phones, as new for each case; ours where nobody says. */
  readonly beginApp?: () => Parts['advance']
  /** Whether drafts and outbox are that app's own. */
  readonly keepsOutbox?: boolean
}

export function openPlayer(
  io: Pick<Io, 'stdin'>,
  { isUpdate, named, beginApp, keepsOutbox = false }: PlayerOptions,
): Player {
  const projects = openProjects(named)
  const loadContacts = openContactsLoader(io, projects)
  const pipes = new Map<string, string>()
  const known = new Map<string, KnownFile>()
  let recorded = 0
  const record: NonNullable<RunTools['writeFrame']> = async (scenario, name, frame) => {
    await writeFrame(scenario, name, frame)
    recorded += 1
  }
  const tools: RunTools = { loadContacts, readFrame, ...(isUpdate ? { writeFrame: record } : {}) }
  return {
    async read(path) {
      const read = readScenarioFile(path, projects, (text) => pipes.set(path, text))
      known.set(path, { path, scenarios: read.scenarios, isWhole: read.problems.length === 0 })
      return read
    },
    async check({ contacts }) {
      if (contacts.kind === 'inline') return null
      try {
        await loadContacts(contacts)
        return null
      } catch (error) {
        return { at: contacts.at, message: describeReading(error), source: '' }
      }
    },
    play: (scenario) =>
      playScenario(scenario, tools, beginApp ? { advance: beginApp(), keepsOutbox, keepsChoices: true } : {}),
    textOf: (path) => pipes.get(path) ?? null,
    recorded: () => recorded,
    obsolete: () => findObsolete([...known.values()]),
  }
}

/** Never throws for what stands in a file: that is a problem. */
export function readScenarioFile(path: string, projects: Projects, keepPipe: (text: string) => void): ReadFile {
  try {
    const project = projects.of(path)
    const { text, isPipe } = projects.isNamed(path)
      ? readNamedFile(path)
      : { text: readProjectFile(path, project), isPipe: false }
    if (isPipe) keepPipe(new TextDecoder().decode(text))
    return readScenarios(
      { path, text },
      { readInclude: (include, from) => readInclude(join(dirname(from), include), project) },
    )
  } catch (error) {
    return {
      scenarios: [],
      problems: [{ at: { file: path, line: 1, column: 1 }, message: describeReading(error), source: null }],
    }
  }
}

function readInclude(path: string, project: string): IncludedFile | { readonly problem: string } {
  try {
    return { path, text: readProjectFile(path, project) }
  } catch (error) {
    return { problem: describeReading(error) }
  }
}

function describeReading(error: unknown): string {
  // Only a failure of the system to read: whatever else is thrown is a fault of ours.
  const failure = describeFailure(error)
  if (failure.code !== 2) throw error
  return safeLine(failure.message)
}
