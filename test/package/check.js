// The package as its users get it: packed, installed in an empty folder elsewhere, run, and compiled against.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'

const repository = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'ringsight-package-'))

/** Runs a command in the empty folder and gives what it printed; a status other than 0 ends the check. */
function run(command, args, options = {}) {
  return execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  })
}

/** A package of the repository's that the examples are compiled with. */
function link(name) {
  const path = join(folder, 'node_modules', name)
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path)) symlinkSync(join(repository, 'node_modules', name), path)
}

function expect(what, isTrue) {
  if (!isTrue) throw new Error(`package check: expected ${what}`)
  console.log(`ok  ${what}`)
}

// No sources, no tests, and of the fixtures none that is made to do harm.
const SHIPPED =
  /^package\/(?:bin\/(?:ringsight\.js|package\.json)|dist\/.+\.(?:js|d\.ts)|dist\/bundle\/start\.cjs|dist\/(?:kernel|seen)\.wasm|dist\/(?:bundle|page)\/LICENSES\.txt|dist\/page\/(?:index\.html|page\.css)|deploy\/[\w./-]+|dist\/ringsight\.1|docs\/[\w-]+\.(?:md|png)|schemas\/[\w-]+\.json|fixtures\/(?:apps\/[\w-]+\.(?:py|ts|txt)|contacts\/sample\.csv|diagnostics\/[\w-]+\.json|init\/\S+\.(?:ya?ml|mjs)|scenarios\/README\.md|scenarios\/pass\/\S+\.(?:yaml|frame|csv|md))|package\.json|LICENSE|(?:README|CHANGELOG|CONTRIBUTING|DECISIONS|SECURITY)\.md)$/

// The examples of the guide, and what callers with types are kept from.
const BLOCKS = /```ts\n(.*?)```\n(?:\n```\n(.*?)```)?/gs
const MISUSE = `
import { parseNumber } from 'ringsight/number'
// @ts-expect-error a region is text or null, never a number
export const misuse = () => parseNumber('1', 353)
`

/** The files that a page names relative to itself. */
function linksOf(page, text) {
  const links = Array.from(text.matchAll(/\]\(([^)#]+)/g), ([, link]) => link).filter((link) => !link.includes(':'))
  return links.map((link) => join(dirname(page), link))
}

try {
  run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: repository })
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  expect('npm pack to make a tarball', tarball !== undefined)
  const files = run('tar', ['-tzf', tarball]).split('\n')
  const others = files.filter((file) => file !== '' && (!SHIPPED.test(file) || /hostile/.test(file)))
  expect(
    `nothing in it but what its users need${others.map((file) => `, found ${file}`).join('')}`,
    others.length === 0,
  )
  expect(
    'what its readers are told to read to be in it',
    ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'].every((file) => files.includes(`package/${file}`)),
  )
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  run('npm', ['install', '--silent', '--package-lock-only', `./${tarball}`])
  run('npm', ['ci', '--silent'])
  const ringsight = join(folder, 'node_modules/.bin/ringsight')
  expect('--help to list the commands', /call .*\n[\s\S]*number /.test(run(ringsight, ['--help'])))
  expect('a manual page to be in it', files.includes('package/dist/ringsight.1'))
  expect('--version to be a version', /^\d+\.\d+\.\d+\n$/.test(run(ringsight, ['--version'])))
  const read = run(ringsight, ['number', '--json', '--region', 'IE', '(087) 123-4567'])
  expect('a number to be read', JSON.parse(read.split('\n')[0]).number === '+353871234567')
  const sample = join(folder, 'node_modules/ringsight/fixtures/contacts/sample.csv')
  const db = join(folder, 'check.db')
  expect(
    'the sample to be imported into SQLite',
    /"contacts":\d+/.test(run(ringsight, ['import', sample, '--db', db, '--json'])),
  )
  run(ringsight, ['init'])
  expect('the first scenario to pass', / passed/.test(run(ringsight, ['run', 'ringsight'])))
  // The workflow's own steps: its first one has been done above, for it takes its time.
  const workflow = parse(readFileSync(join(folder, '.github/workflows/ringsight.yml'), 'utf8'))
  const commands = workflow.jobs.scenarios.steps.flatMap((step) => step.run ?? [])
  const [install, ...further] = commands
  for (const command of further) run('bash', ['-e', '-c', command], { env: { ...process.env, CI: 'true' } })
  const played = readFileSync(join(folder, 'ringsight-junit.xml'), 'utf8')
  expect("init's workflow to install and play", install === 'npm ci' && / failures="0"/.test(played))
  expect('a rule to name its scenario', /proved by/.test(run(ringsight, ['rules', 'AND-01'])))
  const installed = join(folder, 'node_modules/ringsight')
  for (const page of files.flatMap((file) => (file.endsWith('.md') ? [file.slice('package/'.length)] : []))) {
    const missing = linksOf(page, readFileSync(join(installed, page), 'utf8')).filter(
      (link) => !existsSync(join(installed, link)),
    )
    expect(
      `${page} to link to files of the package${missing.map((link) => `, found ${link}`).join('')}`,
      missing.length === 0,
    )
  }
  const guide = readFileSync(join(installed, 'docs/api.md'), 'utf8')
  const examples = Array.from(guide.matchAll(BLOCKS), ([, code, prints], index) => ({
    file: `api-${index}`,
    code,
    prints,
  }))
  for (const { file, code } of [...examples, { file: 'misuse', code: MISUSE }])
    writeFileSync(join(folder, `${file}.ts`), code)
  for (const name of ['@types/node', 'undici-types', 'vitest']) link(name)
  const sources = [...examples.map(({ file }) => `${file}.ts`), 'misuse.ts']
  const tsc = [join(repository, 'node_modules/typescript/bin/tsc'), '--strict', '--target', 'ES2022', '--types', 'node']
  const bundled = ['--module', 'ESNext', '--moduleResolution', 'bundler', '--noEmit']
  run('node', [...tsc, '--skipLibCheck', ...bundled, ...sources])
  expect("the guide's examples to compile as a bundler resolves them", true)
  run('node', [...tsc, '--skipLibCheck', 'false', '--module', 'node16', ...sources])
  for (const { file, prints } of examples) {
    const printed = run('node', [`${file}.js`])
    expect(`the guide's example ${file} to print what it says`, prints === undefined || printed === prints)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
