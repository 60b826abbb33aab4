// What the shells complete, asked of the shells themselves, and the manual page.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readLevels } from '../../src/cli/completion.ts'
import { buildProgram } from '../../src/cli/program.ts'
import { SECTIONS } from '../../src/cli/surroundings.ts'
import { openIo, run, scratch } from './run.ts'

const has = (shell: string) => spawnSync(shell, ['--version']).error === undefined

/** What is asked for, and some of what must come; `!word` must not. */
const ASKED: readonly (readonly [typed: string, expected: readonly string[]])[] = [
  ['ringsight ', ['call', 'outbox', 'sign-out', 'completion', '!list', '!--db']],
  ['ringsight ou', ['outbox', '!call']],
  ['ringsight outbox ', ['send', 'retry', 'discard', '!call']],
  ['ringsight outbox --', ['--db', '--json', '--help']],
  ['ringsight outbox send --tok', ['--token-file', '!--db']],
  ['ringsight call --pl', ['--platform']],
  ['ringsight call --platform ', ['android', 'ios', '!people.csv']],
  ['ringsight call --platform a', ['android', '!ios']],
  ['ringsight call --contacts ', ['people.csv']],
  ['ringsight call --contacts call --maker ', ['google', 'samsung', 'xiaomi']],
  ['ringsight check ', ['people.csv', '!call']],
  ['ringsight check --region IE pe', ['people.csv']],
  ['ringsight init ', ['project', '!people.csv']],
  ['ringsight explore --folder ', ['project', '!people.csv']],
  ['ringsight crm serve --lim', ['--limits']],
  ['ringsight crm serve --limits ', ['none', 'free', 'pro']],
  ['ringsight call --outcome ', ['connected', 'left-voicemail', '!people.csv']],
  ['ringsight call w', ['withheld', '!payphone']],
  ['ringsight outbox edit --outcome no', ['no-answer', '!connected']],
  ['ringsight check --region I', ['IE', 'IT', '!FR']],
  ['ringsight phone --api-level 3', ['30', '37', '!24']],
  ['ringsight run --reporter ', ['pretty', 'junit', 'github', '!people.csv']],
  ['ringsight rules AND-2', ['AND-27', '!IOS-12', '!AND-30']],
  ['ringsight generate --regions ', ['IE', 'PL', '!IS']],
  ['ringsight crm serve --scopes crm.objects.d', ['crm.objects.deals.read']],
  ['ringsight crm serve --fault s', ['slow', '!reset']],
  ['ringsight sync --from people.csv --f', ['--full', '--from']],
  ['ringsight sync st', ['status']],
  ['ringsight completion ', ['bash', 'zsh', 'fish', 'man']],
]

let folder = ''
const scripts: Record<string, string> = {}
beforeAll(async () => {
  folder = scratch()
  mkdirSync(join(folder, 'project'))
  writeFileSync(join(folder, 'people.csv'), '')
  for (const shell of ['bash', 'zsh', 'fish']) {
    scripts[shell] = join(scratch(), `ringsight.${shell}`)
    const { stdout, stderr, code } = await run(['completion', shell])
    expect([code, stderr]).toEqual([0, ''])
    writeFileSync(scripts[shell], stdout)
  }
})

const wordsOf = (typed: string) => typed.split(' ')
const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ')

/** How each shell is asked. zsh's own completion needs a terminal: what it would be given is printed instead. */
const ASK: Readonly<Record<string, (script: string, typed: string) => string>> = {
  bash: (script, typed) =>
    `. '${script}'; COMP_WORDS=(${quoted(wordsOf(typed))}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _ringsight; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (script, typed) =>
    [
      'compdef() { : }',
      'give() { local word; for word in "$@"; do [[ $word == $PREFIX* ]] && print -r -- $word; done }',
      'compadd() { shift; give "$@" }',
      `_describe() { local name=\${@[-1]}; give "\${(@)\${(P)name}%%:*}" }`,
      '_files() { if [[ $1 == -/ ]]; then give *(N/); else give *(N); fi }',
      `words=(${quoted(wordsOf(typed))}); CURRENT=$#words; PREFIX=$words[-1]`,
      `. '${script}'; _ringsight`,
    ].join('\n'),
  fish: (script, typed) => `source '${script}'; complete -C '${typed}'`,
}

describe.each(Object.keys(ASK).filter(has))('%s', (shell) => {
  test.each(ASKED)('completes "%s"', (typed, expected) => {
    const args = shell === 'zsh' ? ['-f', '-c'] : ['-c']
    const ran = spawnSync(shell, [...args, ASK[shell]?.(scripts[shell] ?? '', typed) ?? ''], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    })
    const found = ran.stdout.split('\n').map((line) => (line.split('\t')[0] ?? '').replace(/\/$/, ''))
    expect([
      ran.stderr,
      expected.filter((word) => word.startsWith('!') === found.includes(word.replace('!', ''))),
    ]).toEqual(['', []])
  })
})

test('every command and every flag that help shows is completed', async () => {
  const levels = readLevels(await buildProgram(openIo().io))
  for (const { at, flags } of levels) {
    const help = (await run([...at.split(' ').filter(Boolean), '--help'])).stdout
    const shown = Array.from(help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm), ([, flag]) => flag)
    expect([at, shown.filter((flag) => !flags.some(({ word }) => word === flag))]).toEqual([at, []])
  }
})

test('help names each variable of the environment that is read, and no other', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
  const read = sources.flatMap((path) =>
    Array.from(readFileSync(join('src', path), 'utf8').matchAll(/\benv\['(\w+)'\]/g), ([, name]) => name),
  )
  // NODE_ENV is Ink's and React's; the folders are read by env-paths.
  const ofOthers = ['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'NODE_ENV']
  const named = SECTIONS['Environment']?.map(([name]) => name)
  expect(new Set([...(named ?? []), 'NODE_ENV'])).toEqual(new Set([...read, ...ofOthers]))
})

test('the manual page has every command, and is sound roff', async () => {
  const { stdout, code } = await run(['completion', 'man'])
  expect(code).toBe(0)
  for (const { at } of readLevels(await buildProgram(openIo().io))) {
    if (at !== '') expect(stdout).toContain(`.SS "ringsight ${at.replaceAll('-', '\\-')}`)
  }
  for (const title of ['EXIT STATUS', 'ENVIRONMENT', 'FILES']) expect(stdout).toContain(`.SH ${title}\n.TP\n`)
  const file = join(scratch(), 'ringsight.1')
  writeFileSync(file, stdout)
  if (has('groff')) expect(spawnSync('groff', ['-man', '-ww', '-z', file], { encoding: 'utf8' }).stderr).toBe('')
  if (!has('mandoc')) return
  const lint = spawnSync('mandoc', ['-Tlint', '-Wwarning', file], { encoding: 'utf8' }).stdout.split('\n')
  // It has no date: the same commands make the same page.
  expect(lint.filter((line) => line !== '' && !line.includes('missing date'))).toEqual([])
})
