// Every command that the README and the guides show does what they say: the output that stands below it is the output that it
// prints, and blocks of a shell run one after the other in a folder of their own. UPDATE=1 rewrites the outputs.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { delimiter, dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { run, scratch } from './cli/run.ts'

const GUIDES = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
)
const textOf = new Map(GUIDES.map((path) => [path, readFileSync(path, 'utf8')]))

const SHOWN = /```\n\$ ringsight ((?:.*\\\n)*.*)\n([^`]*)```/g

/** Words as a shell splits them, with single quotes; and which lines are asked for: the first or the last so many. */
function readCommand(command: string): { args: string[]; filter: (lines: string[]) => string[] } {
  const [call = '', pipe = ''] = command.split(' | ')
  const args = Array.from(call.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare ?? '')
  const [, end, count] = /^(head|tail) -(\d+)$/.exec(pipe) ?? []
  const filter = (lines: string[]) => (end === 'head' ? lines.slice(0, Number(count)) : lines.slice(-Number(count)))
  return { args, filter: end === undefined ? (lines) => lines : filter }
}

async function printed(command: string): Promise<string> {
  const { args, filter } = readCommand(command.replace(/\\\n\s*/g, ''))
  const { stdout } = await run(args)
  return `${filter(stdout.replace(/\n$/, '').split('\n')).join('\n')}\n`
}

const shown = GUIDES.flatMap((guide) =>
  Array.from(textOf.get(guide)?.matchAll(SHOWN) ?? [], ([, command = '', output = '']) => ({ guide, command, output })),
)

test('the README shows commands with what they print', () => {
  expect(shown.filter(({ guide }) => guide === 'README.md').length).toBeGreaterThanOrEqual(4)
})

test.each(shown)('$guide: ringsight $command', async ({ guide, command, output }) => {
  const found = await printed(command)
  if (process.env['UPDATE'] && found !== output) {
    const text = textOf.get(guide)?.replace(`${command}\n${output}\`\`\``, () => `${command}\n${found}\`\`\``) ?? ''
    textOf.set(guide, text)
    writeFileSync(guide, text)
    return
  }
  expect(found).toBe(output)
})

test('the README has its first command by line 25, and fewer than 200 lines', () => {
  const lines = textOf.get('README.md')?.split('\n') ?? []
  expect(lines.indexOf('npm ci && npm start')).toBeLessThan(25)
  expect(lines.length).toBeLessThan(200)
})

/** What a block of a shell does; `# ends with 1` behind a command is its status, `# in another terminal` above all goes on. */
interface Block {
  readonly lines: readonly string[]
  readonly isBeside: boolean
}

function blocksOf(text: string): Block[] {
  return Array.from(text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm), ([, block = '']) => {
    const lines = block.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
    const isBeside = lines[0] === '# in another terminal'
    return { lines: isBeside ? lines.slice(1) : lines, isBeside }
  })
}

/** A port in place of the one that the guides name, which may be taken. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function scriptOf(lines: readonly string[]): string {
  return lines
    .map((line) => {
      const [, command = line, status] = /^(.*\S) +# ends with (\d+)$/.exec(line) ?? []
      return status === undefined ? command : `{ ${command}; } && exit 99 || [ $? = ${status} ]`
    })
    .join('\n')
}

describe('the guides', () => {
  const beside: ChildProcess[] = []
  afterAll(() => {
    for (const child of beside) child.kill()
  })
  const bin = scratch()
  writeFileSync(join(bin, 'ringsight'), `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/ringsight.js')}' "$@"\n`)
  // Whoever runs the tests wants no page to open.
  for (const opener of ['xdg-open', 'open']) writeFileSync(join(bin, opener), '#!/bin/sh\n')
  for (const name of ['ringsight', 'xdg-open', 'open']) chmodSync(join(bin, name), 0o755)

  // The README's blocks are about an installation; the library's page has no shell.
  test.each(GUIDES.filter((path) => path !== 'README.md' && blocksOf(textOf.get(path) ?? '').length > 0))(
    '%s: its commands run one after the other, and leave nothing that git would take',
    { timeout: 120_000 },
    async (guide) => {
      const folder = scratch()
      cpSync('fixtures', join(folder, 'fixtures'), { recursive: true })
      const home = join(folder, 'home')
      mkdirSync(home)
      const { RINGSIGHT_DB: _db, HUBSPOT_TOKEN: _token, HUBSPOT_BASE_URL: _url, ...inherited } = process.env
      let env: NodeJS.ProcessEnv = {
        ...inherited,
        HOME: home,
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CONFIG_HOME: join(home, 'config'),
        PATH: `${bin}${delimiter}${process.env['PATH']}`,
      }
      let text = textOf.get(guide) ?? ''
      // The server of the guide before may be ending still.
      for (const port of ['8765', '8711']) text = text.replaceAll(port, String(await freePort()))
      for (const { lines, isBeside } of blocksOf(text)) {
        const script = scriptOf(lines)
        if (isBeside) {
          const child = spawn('bash', ['-c', `exec ${script}`], {
            cwd: folder,
            env,
            stdio: ['ignore', 'pipe', 'inherit'],
          })
          beside.push(child)
          const ended = once(child, 'close').then(() => 'ended')
          expect(await Promise.race([once(child.stdout, 'data').then(() => 'speaks'), ended]), script).toBe('speaks')
          continue
        }
        const ran = spawnSync('bash', ['-e', '-c', `${script}\nenv > '${home}/env'`], {
          cwd: folder,
          env,
          encoding: 'utf8',
          // What goes on, stands in a block of its own.
          timeout: 60_000,
        })
        expect([ran.status, ran.stderr, script]).toEqual([0, expect.any(String), script])
        // What is exported holds for the blocks that follow.
        env = Object.fromEntries(
          readFileSync(`${home}/env`, 'utf8')
            .split('\n')
            .flatMap((line) =>
              /^\w+=/.test(line) ? [[line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]] : [],
            ),
        )
      }
      cpSync('.gitignore', join(folder, '.gitignore'))
      const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' })
      git('init', '-q')
      const others = [':!fixtures', ':!home', ':!.gitignore']
      expect(git('status', '--porcelain', '--untracked-files=all', '--', '.', ...others)).toBe('')
    },
  )

  // The README and the references are of no one place.
  test.each(GUIDES.filter((path) => !/README|json|scenarios|api/.test(path)))(
    '%s begins with where to run it',
    (guide) => {
      expect(textOf.get(guide)?.split('\n')[2]).toMatch(/^Run the commands in the root of the clone, /)
    },
  )

  test.each(GUIDES)('%s leads to files that there are', (guide) => {
    const links = Array.from(textOf.get(guide)?.matchAll(/\]\(([^)#:]+)\)/g) ?? [], ([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(dirname(guide), link)))).toEqual([])
  })
})

test('bash is there', () => {
  expect(execFileSync('bash', ['-c', 'echo yes'], { encoding: 'utf8' })).toBe('yes\n')
})
