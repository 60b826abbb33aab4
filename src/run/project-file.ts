// The files that scenarios name: those of their own project, and no others. A scenario may be somebody else's, and what it
// names is read with the rights of whoever plays it and shown in messages.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { LARGEST_FILE } from '../scenario-file/read.ts'
import { InputError } from '../terminal/exit.ts'

/** Which project a scenario belongs to. What was named is looked at once: a thousand files may have been. */
export interface Projects {
  /**
   * The folder whose files a scenario may name: the work tree of git that it lies in; without one the folder that it was
   * found in by name, or the working directory, whichever is further out.
   */
  readonly of: (scenario: string) => string
  /** Whether a file was itself named to be played. */
  readonly isNamed: (path: string) => boolean
}

/** @param named what was named to be played: files and folders */
export function openProjects(named: readonly string[]): Projects {
  const names = new Set(named.map((path) => resolve(path)))
  const known = new Map<string, string>()
  let folders: readonly string[] | null = null
  return {
    of(scenario) {
      const file = resolve(scenario)
      // A pipe lies nowhere.
      if (statSync(file, { throwIfNoEntry: false })?.isFIFO()) return process.cwd()
      const folder = dirname(file)
      folders ??= [...[...names].filter(isFolder), process.cwd()].sort((a, b) => a.length - b.length)
      const project = known.get(folder) ?? findTree(folder) ?? folders.find((each) => isAround(each, file)) ?? folder
      known.set(folder, project)
      return project
    },
    isNamed: (path) => names.has(resolve(path)),
  }
}

function isAround(folder: string, file: string): boolean {
  return folder !== resolve('/') && isWithin(file, folder)
}

function findTree(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder
  const parent = dirname(folder)
  return parent === folder ? null : findTree(parent)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way
}

/**
 * Refuses what is no file, and what lies, where its links lead, outside the project. Opens nothing.
 *
 * @throws InputError that shows nothing of it; and what the system says of a file that is not there
 */
export function expectProjectFile(path: string, project: string): void {
  // The system has no such names, and Node says so in words that are not for people.
  if (path.includes('\0')) throw new InputError('expected the name of a file, found a NUL character in it')
  const real = realpathSync(path)
  if (!isWithin(real, realpathSync(project))) {
    throw new InputError('it lies outside the project, whose files alone a scenario may name')
  }
  expectFile(statSync(real))
}

/** @throws InputError for a device, a pipe, a socket or a folder */
function expectFile(found: Stats): void {
  const kind = found.isFile() ? null : kindOf(found)
  if (kind !== null) throw new InputError(`expected a file, found ${kind}`)
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a pipe'
  return found.isSocket() ? 'a socket' : 'a device'
}

/** The beginning of a file of the project: one byte more than may be read shows that there is more. */
export function readProjectFile(path: string, project: string): Uint8Array {
  expectProjectFile(path, project)
  // Should a pipe have taken its place meanwhile, it is not waited for.
  return readStart(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), expectFile)
}

/**
 * The beginning of what was named to be played: a file, or a pipe, such as a shell's <(…), which gives what it has once.
 *
 * @throws InputError for a device, a socket or a folder
 */
export function readNamedFile(path: string): { readonly text: Uint8Array; readonly isPipe: boolean } {
  const isPipe = statSync(path).isFIFO()
  const expect = (found: Stats) => {
    if (!found.isFIFO()) expectFile(found)
  }
  expect(statSync(path))
  return { text: readStart(openSync(path, 'r'), expect), isPipe }
}

function readStart(file: number, expect: (found: Stats) => void): Uint8Array {
  try {
    const found = fstatSync(file)
    expect(found)
    const bytes = new Uint8Array(Math.min(found.size || LARGEST_FILE, LARGEST_FILE) + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null)
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}
