// The files of deploy/ agree with each other and with the server: each flag is one that `serve` has, and what a file names is there.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { buildProgram } from '../../src/cli/program.ts'
import { openIo } from '../cli/run.ts'

const read = (name: string) => readFileSync(join('deploy', name), 'utf8')

/** What is wrong with the words of a command, by the flags of `serve`. */
async function findStrangeWords([command, ...words]: readonly string[]): Promise<string[]> {
  const serve = (await buildProgram(openIo().io)).commands.find((each) => each.name() === 'serve')
  const problems = command === 'serve' ? [] : [`another command: ${command}`]
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const flag = serve?.options.find(({ long }) => long === word)
    if (flag === undefined) problems.push(word)
    else if (flag.required && ++at >= words.length) problems.push(`${word} without a value`)
  }
  return problems
}

interface Service {
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly command?: string | readonly string[]
  readonly secrets?: readonly string[]
  readonly volumes?: readonly string[]
  readonly depends_on?: readonly string[]
  readonly ports?: readonly string[]
  readonly [other: string]: unknown
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
  readonly volumes: Readonly<Record<string, null>>
}

// https://github.com/compose-spec/compose-spec/blob/main/spec.md, as far as the file uses it.
const KEYS =
  /^(?:build|cap_drop|command|depends_on|image|ports|read_only|restart|secrets|security_opt|stop_grace_period|tmpfs|volumes)$/

describe('compose.yaml', () => {
  const document = parseDocument(read('compose.yaml'), { strict: true, uniqueKeys: true })
  const { services, secrets, volumes } = document.toJS() as Compose

  test('is YAML without a fault, and every service has keys that there are', () => {
    expect([...document.errors, ...document.warnings]).toEqual([])
    expect(Object.values(services).flatMap((each) => Object.keys(each).filter((key) => !KEYS.test(key)))).toEqual([])
  })

  test('starts the server with flags that it has', async () => {
    expect(await findStrangeWords(services['ringsight']?.command as readonly string[])).toEqual([])
    expect(await findStrangeWords(['serve', '--db', 'team.db', '--lissten', '::', '--name'])).toEqual([
      '--lissten',
      '::',
      '--name without a value',
    ])
  })

  test('names services, volumes, secrets and files that there are', () => {
    const used = (part: 'secrets' | 'volumes' | 'depends_on') =>
      new Set(Object.values(services).flatMap((each) => (each[part] ?? []).map((name) => name.split(':')[0] ?? '')))
    expect([...used('secrets')]).toEqual(Object.keys(secrets))
    expect([...used('volumes')].sort()).toEqual(Object.keys(volumes).sort())
    expect([...used('depends_on')].filter((name) => services[name] === undefined)).toEqual([])
    const { context = '', dockerfile = '' } = services['ringsight']?.build ?? {}
    expect(existsSync(join('deploy', context, dockerfile))).toBe(true)
    const [, secret] = /--token-file,?\s+\/run\/secrets\/(\S+)/.exec(words(services['ringsight'])) ?? []
    expect(Object.keys(secrets)).toContain(secret)
    const [, database] = /--db (\/\w+)\//.exec(words(services['ringsight'])) ?? []
    expect(services['ringsight']?.volumes?.map((each) => each.split(':')[1])).toContain(database)
    expect(words(services['caddy'])).toMatch(/--to ringsight:8710$/)
  })

  function words(service: Service | undefined): string {
    return [service?.command ?? []].flat().join(' ')
  }
})

test('the unit and the image start the server with flags that it has', async () => {
  const [, started = ''] = /^ExecStart=\/usr\/bin\/ringsight (.*)$/m.exec(read('ringsight.service')) ?? []
  expect(await findStrangeWords(started.split(' '))).toEqual([])
  const [, image = '[]'] = /^CMD (\[.*\])$/m.exec(read('Dockerfile')) ?? []
  expect(await findStrangeWords(JSON.parse(image) as string[])).toEqual([])
})

test('the image is built of files that there are, and of all that the build reads', () => {
  const copied = Array.from(read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm), ([, names = '']) =>
    names.split(' '),
  )
  expect(copied.flat().length).toBeGreaterThan(5)
  expect(copied.flat().filter((name) => !existsSync(name))).toEqual([])
  const builders = ['build.js', 'bundle.js'].map((name) => readFileSync(name, 'utf8')).join('')
  const named = Array.from(
    builders.matchAll(/join\(root, '([^']+)'|import\('\.\/([^']+)'/g),
    ([, path, module]) => path ?? module ?? '',
  )
  const made = ['', 'dist', 'node_modules']
  const sources = named.filter((path) => !made.includes(path.split('/')[0] ?? ''))
  expect(sources).toEqual(expect.arrayContaining(['src', 'native/kernel', 'bundle.js']))
  const isCopied = (path: string) => copied.flat().some((name) => path === name || path.startsWith(`${name}/`))
  expect(sources.filter((path) => !isCopied(path))).toEqual([])
})
