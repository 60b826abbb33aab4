// An app that takes an iPhone's labels: what it gives is what callers are shown by, and what it leaves undone is cancelled.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, scratch } from '../cli/run.ts'

const SCENARIO = join(scratch(), 'labels.yaml')
writeFileSync(
  SCENARIO,
  `name: A call on an iPhone
phone: {platform: ios, sim: [IE], state: ready}
contacts: [{name: Anna Byrne, mobile: "+353871234567"}, {name: Tom Whelan, mobile: "+353861234567"}]
steps:
  - sync
  - call: "+353871234567"
  - expect: {label: none, happened: [nothing]}
`,
)

/** An app in JavaScript that takes everything, by what it answers to the extension's request. */
function appThat(answers: string, hello: object = {}): string {
  const says = { type: 'hello', protocol: 1, app: 'labels', takes: ['calls', 'sync', 'labels'], ...hello }
  const file = join(scratch(), 'labels.mjs')
  const code = `import { createInterface } from 'node:readline'
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n')
say(${JSON.stringify(says)})
let size = 0
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line)
  if (message.type === 'contacts') size = message.snapshot?.length ?? 0
  const type = message.signal?.type
  if (type === 'refresh-tapped') say({ type: 'sync-contacts' })
  if (type === 'synced') say({ type: 'reload-extension' })
  if (type === 'load-requested') { ${answers} }
  say({ type: 'end' })
}
`
  writeFileSync(file, code)
  return `'${process.execPath}' '${file}'`
}

async function seen(answers: string, hello?: object): Promise<string> {
  const ran = await run(['run', SCENARIO, '--app', appThat(answers, hello), '--json', '--verbose'])
  const [played] = ran.json().filter(({ type }) => type === 'case')
  return JSON.stringify(played)
}

test('the label of a call is the one that the app gave for its number, and no contact that it left out is named', async () => {
  const given = 'say({ type: "complete-load", adds: [{ number: 353871234567, label: "Somebody else" }] })'
  expect(await seen(given)).toContain('show-card Somebody else (label)')
  const other = await seen('say({ type: "complete-load", adds: [{ number: 353861234567, label: "Tom" }] })')
  expect(other).not.toContain('show-card')
})

test.each([
  ['nothing', ''],
  ['that it gives up', 'say({ type: "complete-load", isCancelled: true })'],
  ['what nobody understands', 'say({ type: "complete-load", adds: [{ number: "353", label: "Anna" }] })'],
])('a request of the extension that is answered by %s is cancelled', async (_what, answers) => {
  expect(await seen(answers)).toContain('loadingInterrupted (2)')
})

test('an app may have its contacts as a snapshot', async () => {
  const shown = await seen(
    'say({ type: "complete-load", adds: [{ number: 353871234567, label: String(size > 100) }] })',
    {
      contactsAs: 'snapshot',
    },
  )
  expect(shown).toContain('show-card true (label)')
})

test('another form of contacts is refused in one sentence', async () => {
  const ran = await run(['run', SCENARIO, '--app', appThat('', { contactsAs: 'xml' })])
  expect(ran.stderr).toContain('expected "contactsAs":"json" or "snapshot", found "xml"')
  expect(ran.code).toBe(2)
})
