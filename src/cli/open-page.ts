// `ringsight open`: the page for people without a terminal, served to this machine's browser alone.
import { spawn } from 'node:child_process'
import { InputError } from '../terminal/exit.ts'
import { onSignal } from '../terminal/interruption.ts'
import { type Io, printJson, printLine, say, writeAside } from '../terminal/io.ts'
import type { Command } from './flags/command.ts'
import { dbFlag } from './flags/shared.ts'
import { wholeNumber } from './flags/values.ts'
import { pageAssets, processModule } from './process-module.ts'

const EXAMPLES = `
Examples:
  ringsight open
  ringsight open --db team.db
      the page shows what waits in that store, and knows its contacts
  ringsight open --no-browser --port 8711
      prints the address, for a browser of your choice

The page checks and repairs an export, shows what a phone would show of a caller and why, plays a
call log, and shows what waits for the CRM. It runs on this machine: files that you drop are kept
in a private folder until it ends, and nothing is sent anywhere.

The address opens the page once, in one browser; other pages and programs are refused. Ctrl-C
ends it.`

interface OpenFlags {
  readonly db?: string
  readonly port: number
  readonly browser: boolean
  readonly json?: boolean
}

export function addOpenCommand(program: Command, io: Io): Command {
  return program
    .command('open')
    .description('open a page in the browser: check, who is calling, replay, outbox')
    .addOption(dbFlag())
    .option('--port <n>', 'the port; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .option('--no-browser', 'print the address, and open no browser')
    .option('--json', 'print the address as JSON, and a summary at the end')
    .addHelpText('after', EXAMPLES)
    .action((flags: OpenFlags) => runOpen(io, flags))
}

async function runOpen(io: Io, { db, port, browser, json }: OpenFlags): Promise<void> {
  const { openPageServer } = await import('../page-server/page-server.ts')
  const { argsOf } = await import('./page-args.ts')
  const ended = new Promise<NodeJS.Signals>((end) => onSignal(end))
  const server = await openPageServer({
    port,
    assets: pageAssets(),
    module: processModule('page-command'),
    argsOf,
    again: 'Run ringsight open again, and use the address that it prints.',
    db: db ?? null,
    env: io.env,
    newId: io.newId,
    onError: (error) => writeAside(io, `${error instanceof Error ? error.message : String(error)}\n`),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new InputError(`--port ${port}: another program listens there; without --port a free one is taken`)
  })
  if (json) await printJson(io, { type: 'listening', url: server.address })
  else await printLine(io, `The page: ${server.address}\nThe address opens it once. Ctrl-C ends it.`)
  if (browser) openBrowser(io, server.address)
  const signal = await ended
  await server.close()
  if (json) await printJson(io, { type: 'summary', signal })
  io.exit(130)
}

/** Begins the system's browser; where there is none, says so. */
function openBrowser(io: Io, address: string): void {
  const [program = '', ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const opener = spawn(program, [...args, address], { stdio: 'ignore', detached: true })
  const fail = () => say(io, 'no browser could be begun: open the address in one')
  opener.once('error', fail)
  opener.once('exit', (code) => {
    if (code !== 0) fail()
  })
  opener.unref()
}

const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}
