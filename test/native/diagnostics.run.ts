// npx tsx test/native/diagnostics.run.ts FOLDER: holds the diagnostic files that a native library's tests have written to the schema,
// to `ringsight explain`, and to their having no name and no number in them. One of the name of an example is that example
// (fixtures/diagnostics; UPDATE=1 writes it anew).
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Ajv2020 } from 'ajv/dist/2020.js'

interface Written {
  readonly library: { readonly version: string }
  readonly salt: string
  readonly calls: readonly { readonly number: string }[]
}

const EXAMPLES = 'fixtures/diagnostics'
const [folder = 'native/android/library/target/diagnostics'] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const isValid = new Ajv2020({ validateFormats: false }).compile(
  JSON.parse(readFileSync('native/diagnostic.schema.json', 'utf8')) as object,
)

const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const faults = names.flatMap((name) => faultsOf(name).map((fault) => `${name}: ${fault}`))
for (const fault of faults) console.log(fault)
console.log(`diagnostic files: ${names.length}, faults ${faults.length}`)
if (faults.length > 0 || names.length === 0) process.exitCode = 1

function faultsOf(name: string): string[] {
  const text = readFileSync(join(folder, name), 'utf8')
  const file = JSON.parse(text) as Written
  return [
    ...(isValid(file) ? [] : [`expected the form of the schema: ${JSON.stringify(isValid.errors)}`]),
    ...(file.library.version === version ? [] : [`expected version ${version}, found ${file.library.version}`]),
    ...secretsIn(file).map((secret) => `expected no name and no number, found ${secret}`),
    ...explained(join(folder, name)),
    ...unlikeExample(name, text),
  ]
}

function secretsIn({ calls, ...others }: Written): string[] {
  const text = JSON.stringify({ ...others, salt: null, calls: calls.map((call) => ({ ...call, number: null })) })
  return [...text.matchAll(/\d{7,}|Anna|Byrne|Acme|Mary|Walsh|@/g)].map(([secret]) => secret)
}

function explained(file: string): string[] {
  const args = ['explain', '+353871234567', '--contacts', 'fixtures/contacts/sample.csv', '--phone-file', file]
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    encoding: 'utf8',
  })
  const isRead = (status === 0 || status === 1) && stdout.includes('On that phone: ')
  return isRead ? [] : [`expected explain to read it, found status ${status}: ${stderr}`]
}

function unlikeExample(name: string, text: string): string[] {
  const example = join(EXAMPLES, name)
  if (!existsSync(example) || isDeepStrictEqual(JSON.parse(readFileSync(example, 'utf8')), JSON.parse(text))) return []
  if (process.env['UPDATE'] !== '1') return [`expected ${example}; UPDATE=1 writes it anew`]
  writeFileSync(example, `${JSON.stringify(JSON.parse(text), null, 2)}\n`)
  return []
}
