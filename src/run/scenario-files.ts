// Which files hold scenarios: those that are named, and those within the folders that are. Opens none of them.
import { readdirSync, statSync } from 'node:fs'
import { join, normalize, resolve, sep } from 'node:path'
import { InputError } from '../terminal/exit.ts'
import { safeLine } from '../text/safe.ts'

/**
 * Files as they are called from here, sorted, each once. In a folder those that end with .yaml or .yml, at any depth, but
 * not in node_modules or hidden folders, nor those whose names begin with `_`: other scenarios include them.
 *
 * @throws InputError when a path is not there
 */
export function findScenarioFiles(paths: readonly string[]): string[] {
  const found = new Map<string, string>()
  for (const path of paths) {
    const kind = statSync(path, { throwIfNoEntry: false })
    if (kind === undefined)
      throw new InputError(`expected a file or a folder of scenarios, found none: ${safeLine(path)}`)
    const files = kind.isDirectory() ? listFolder(normalize(path)) : [normalize(path)]
    for (const file of files) if (!found.has(resolve(file))) found.set(resolve(file), file.split(sep).join('/'))
  }
  return [...found.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** Whether a file within a folder is a scenario by its name. */
export function isScenarioName(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !name.startsWith('_') && !name.startsWith('.')
}

// A link to a folder is not followed: it may lead back to where it stands.
function listFolder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isHidden(entry.name) ? [] : listFolder(path)
    return isScenarioName(entry.name) ? [path] : []
  })
}

function isHidden(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.')
}
