// Where the modules are that are run as processes of their own, and what a browser loads.
import { fileURLToPath } from 'node:url'

// Neither loads TypeScript: from the sources, what was built of them is taken.
const FROM_SOURCE = import.meta.url.endsWith('.ts')

/** The path of a module of this folder, to be run as a process. @param name without its ending */
export function processModule(name: string): string {
  return fileURLToPath(new URL(`${FROM_SOURCE ? '../../dist/cli' : '.'}/${name}.js`, import.meta.url))
}

/** The folder of what a browser loads. */
export function pageAssets(): string {
  return fileURLToPath(new URL(FROM_SOURCE ? '../../dist/page' : '../page', import.meta.url))
}
