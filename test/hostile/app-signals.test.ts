// Ctrl-C while an app under test runs, as processes of their own: nothing of the app is left, nor of what it has started.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ringsight-app-'))
afterAll(() => rmSync(folder, { recursive: true }))

const MISSED = 'fixtures/scenarios/pass/calls/missed.yaml'
const HELLO = '{"type":"hello","protocol":1,"app":"slow","takes":["calls"]}'

/** Nobody else has a process with this number among its arguments. */
function openMark(name: string): { readonly seconds: string; running(): string[] } {
  const seconds = `1000.${process.pid}${name.length}`
  return {
    seconds,
    running: () =>
      execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
        .split('\n')
        .filter((line) => line.includes(`sleep ${seconds}`) || line.includes(join(folder, `${name}.mjs`)))
        // The command under test has the app's name among its own arguments.
        .filter((line) => !line.includes('bin/ringsight.js')),
  }
}

test.each<[string, string, readonly string[], number]>([
  ['before its hello', '', ['run', MISSED], 1],
  ['in a case', `console.log(${JSON.stringify(HELLO)})`, ['run', MISSED, '--app-timeout', '10m'], 1],
  ['in a walk, the second time', `console.log(${JSON.stringify(HELLO)})`, ['explore', '--app-timeout', '10m'], 2],
])('Ctrl-C while an app hangs leaves no process: %s', { timeout: 60_000 }, async (when, hello, args, times) => {
  const name = when.replace(/\W/g, '-')
  const { seconds, running } = openMark(name)
  const app = join(folder, `${name}.mjs`)
  writeFileSync(
    app,
    `import { spawn } from 'node:child_process'\nspawn('sleep', ['${seconds}'])\n${hello}\nsetInterval(() => {}, 1e6)\n`,
  )
  const command = ['bin/ringsight.js', ...args, '--app', `'${process.execPath}' '${app}'`]
  const child = spawn(process.execPath, command, { stdio: 'ignore', cwd: process.cwd() })
  const closed = once(child, 'close')
  while (running().length < 2) await pause(50)
  // By then it has heard the hello, where there is one.
  await pause(500)
  for (let left = times; left > 0; left -= 1) {
    child.kill('SIGINT')
    await pause(200)
  }
  expect(await closed).toEqual([null, 'SIGINT'])
  await pause(100)
  expect(running()).toEqual([])
})
