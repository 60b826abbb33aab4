// The package as its users get it: packed, installed in an empty folder elsewhere, run, and compiled against.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

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

function expect(what, isTrue) {
  if (!isTrue) throw new Error(`package check: expected ${what}`)
  console.log(`ok  ${what}`)
}

// No sources, no tests, and of the fixtures none that is made to do harm.
const SHIPPED =
  /^package\/(?:bin\/ringsight\.js|dist\/.+\.(?:js|d\.ts)|fixtures\/(?:contacts\/sample\.csv|init\/\S+\.ya?ml|scenarios\/README\.md|scenarios\/pass\/\S+\.(?:yaml|frame|csv|md))|package\.json|LICENSE|(?:README|CHANGELOG|SECURITY)\.md)$/

const CONSUMER = `
import { buildDirectory, parseNumber, resolveCaller, type Caller, type PhoneNumber, type Rejection } from 'ringsight'
const number: PhoneNumber | Rejection = parseNumber('(087) 123-4567', 'IE')
if (number.kind === 'number') {
  const e164: string = number.e164
  console.log(e164)
}
const line = { presentation: 'ALLOWED', text: '+353871234567' } as const
const caller: Caller = resolveCaller(line, { directory: buildDirectory([]), addressBook: new Map(), regions: [], limit: null })
console.log(caller.kind)
// @ts-expect-error a region is text or null, never a number
export const misuse = () => parseNumber('1', 353)
`

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
  run('npm', ['install', '--silent', `./${tarball}`])
  const ringsight = join(folder, 'node_modules/.bin/ringsight')
  expect('--help to list the commands', /call .*\n[\s\S]*number /.test(run(ringsight, ['--help'])))
  expect('--version to be a version', /^\d+\.\d+\.\d+\n$/.test(run(ringsight, ['--version'])))
  const read = run(ringsight, ['number', '--json', '--region', 'IE', '(087) 123-4567'])
  expect('a number to be read', JSON.parse(read).e164 === '+353871234567')
  const sample = join(folder, 'node_modules/ringsight/fixtures/contacts/sample.csv')
  const db = join(folder, 'check.db')
  expect(
    'the sample to be imported into SQLite',
    /"contacts":\d+/.test(run(ringsight, ['import', sample, '--db', db, '--json'])),
  )
  run(ringsight, ['init'])
  expect('the first scenario to pass', / passed/.test(run(ringsight, ['run', 'ringsight'])))
  expect('a rule to name its scenario', /proved by/.test(run(ringsight, ['rules', 'AND-01'])))
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER)
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  run('node', [tsc, '--strict', '--module', 'NodeNext', '--target', 'ES2022', '--skipLibCheck', 'false', 'consumer.ts'])
  expect('the public API to run with its types', run('node', ['consumer.js']) === '+353871234567\nunknown\n')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
