// `ringsight init`: a first scenario, and the workflow that plays it on GitHub, for a project that exists. It never
// touches what is there already.
import { lstat, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { InputError } from '../terminal/exit.ts'
import { type Io, printJson, printLine } from '../terminal/io.ts'
import { writeOutFile } from '../terminal/out-file.ts'
import { quoteForShell, quoteWord, safeLine } from '../text/safe.ts'
import type { Command } from './flags/command.ts'

const EXAMPLES = `
Examples:
  ringsight init           into this folder
  ringsight init ../app    into another project
  ringsight init --app     with a first adapter for your own app

Writes ringsight/first-call.yaml, a scenario to change into what your app must do;
ringsight/scenario.schema.json, by which an editor completes and checks it; and
.github/workflows/ringsight.yml, which plays the folder ringsight for each pull
request. What exists is left as it is, whatever it holds.

--app writes ringsight/app.mjs as well: a program that stands between the simulated phone
and your app (docs/app-protocol.md), to play the scenarios with yours. It works as it is.

The workflow installs the project's own dependencies (npm ci): package.json must name
ringsight among them, by the address of its git repository or by a tarball (npm pack) that
lies in the project, and package-lock.json must be in the repository.

The status is 0 also where all of it existed, and 2 where the folder does not.`

export function addInitCommand(program: Command, io: Io): Command {
  return program
    .command('init')
    .description('write a first scenario, and a GitHub workflow that plays it, into a project')
    .argument('[dir]', 'the folder of the project', '.')
    .option('--app', 'write also a first adapter, to play scenarios with an app of yours')
    .option('--json', 'print one JSON object per line: each file, then a summary')
    .addHelpText('after', EXAMPLES)
    .action((folder: string, flags: InitFlags) => runInit(io, folder, flags))
}

interface InitFlags {
  readonly app?: boolean
  readonly json?: boolean
}

interface Template {
  readonly path: string
  readonly purpose: string
  readonly text: () => Promise<string>
}

const TEMPLATES: readonly Template[] = [
  {
    path: 'ringsight/first-call.yaml',
    purpose: 'scenarios to change into what your app must do',
    text: () => readTemplate('first-call.yaml'),
  },
  {
    path: 'ringsight/scenario.schema.json',
    purpose: 'by it an editor completes and checks them',
    text: renderSchema,
  },
  {
    path: '.github/workflows/ringsight.yml',
    purpose: 'plays them for each pull request',
    text: () => readTemplate('ringsight.yml'),
  },
]

const ADAPTER: Template = {
  path: 'ringsight/app.mjs',
  purpose: 'stands between them and your app',
  text: () => readTemplate('app.mjs'),
}

function readTemplate(name: string): Promise<string> {
  return readFile(new URL(`../../fixtures/init/${name}`, import.meta.url), 'utf8')
}

async function renderSchema(): Promise<string> {
  const { scenarioSchema } = await import('../scenario-file/format.ts')
  return `${JSON.stringify(scenarioSchema(), null, 2)}\n`
}

async function runInit(io: Io, folder: string, { app, json }: InitFlags): Promise<void> {
  const found = await stat(folder).catch(() => null)
  if (!found?.isDirectory()) throw new InputError(`expected the folder of a project, found none: ${safeLine(folder)}`)
  const templates = app ? [...TEMPLATES, ADAPTER] : TEMPLATES
  const widest = Math.max(...templates.map(({ path }) => path.length))
  let written = 0
  for (const { path, purpose, text } of templates) {
    const isWritten = await writeNew(join(folder, path), await text())
    if (isWritten) written += 1
    if (json) await printJson(io, { type: 'file', file: join(folder, path), isWritten })
    else
      await printLine(
        io,
        `${isWritten ? 'Wrote' : 'Kept '}  ${path.padEnd(widest)}  ${isWritten ? purpose : 'exists already'}`,
      )
  }
  if (json) await printJson(io, { type: 'summary', written, kept: templates.length - written })
  else for (const line of await renderNext(folder, app === true)) await printLine(io, line)
}

/** Whether it was written: not where anything has the name already. */
async function writeNew(path: string, text: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true })
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  )
  if (!isThere) await writeOutFile({ path, flag: 'init', mayReplace: false, isPersonal: false }, [text])
  return !isThere
}

async function renderNext(folder: string, hasAdapter: boolean): Promise<string[]> {
  const scenarios = quoteForShell(join(folder, 'ringsight'))
  const app = quoteWord(`node ${quoteForShell(join(folder, ADAPTER.path))}`)
  return [
    '',
    'Next:',
    `  ringsight run ${scenarios}          play them`,
    ...(hasAdapter ? [`  ringsight run ${scenarios} --app ${app}  with your app`] : []),
    `  ringsight run ${scenarios} --watch  and again whenever one is saved`,
    '  ringsight rules                  what Android and iOS do, and why',
    ...((await dependsOnRingsight(folder)) ? [] : NEEDS),
  ]
}

const NEEDS = [
  '',
  'The workflow needs ringsight among the dependencies of package.json, and package-lock.json in the repository:',
  '  npm install --save-dev <git address or tarball of ringsight>',
]

async function dependsOnRingsight(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '')
  return /"ringsight"\s*:/.test(text)
}
