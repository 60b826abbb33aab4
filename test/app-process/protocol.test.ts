// The messages of docs/app-protocol.md, the schema that ships, and what goes between Ringsight and an app: one form.
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { openAppUnderTest } from '../../src/app-process/app-under-test.ts'
import { readCommand } from '../../src/app-process/command.ts'
import { readHello } from '../../src/app-process/hello.ts'
import { readRequest } from '../../src/app-process/request.ts'
import { openPlayer } from '../../src/run/player.ts'
import { openIo } from '../cli/run.ts'

const schema = JSON.parse(readFileSync('schemas/app-protocol.json', 'utf8')) as Record<string, unknown>
const ajv = new Ajv2020({ allErrors: true })
ajv.addSchema(schema, 'protocol')

function problemsOf(side: 'to-app' | 'from-app', message: unknown): string {
  const isValid = ajv.getSchema(`protocol#/$defs/${side}`)
  if (isValid === undefined) throw new Error(`expected $defs/${side} in the schema`)
  return isValid(message) === true ? '' : `${JSON.stringify(message)}: ${ajv.errorsText(isValid.errors)}`
}

function examplesOf(side: 'to-app' | 'from-app'): { readonly type: string }[] {
  const guide = readFileSync('docs/app-protocol.md', 'utf8')
  const blocks = [...guide.matchAll(/^ *```json (\S+)\n(.*?)```/gms)].filter(([, name]) => name === side)
  return blocks.flatMap(([, , lines = '']) =>
    lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string }),
  )
}

const PLACE = {
  told: { type: 'opened', at: 0 },
  at: 0,
  calls: new Set(['call-1']),
  screened: ['call-1'],
  isInFront: true,
  takes: new Set(['calls', 'sync', 'labels', 'outbox'] as const),
} as const

test('the guide has an example of each message, and each is of the form that the schema has', () => {
  for (const side of ['to-app', 'from-app'] as const) {
    expect(
      examplesOf(side)
        .map((each) => problemsOf(side, each))
        .filter((problem) => problem !== ''),
    ).toEqual([])
    const forms = (schema['$defs'] as Record<string, { oneOf: { properties: { type: { const: string } } }[] }>)[side]
    const types = forms?.oneOf.map(({ properties }) => properties.type.const)
    expect([...new Set(examplesOf(side).map(({ type }) => type))].sort()).toEqual([...new Set(types)].sort())
  }
})

test('the guide has an example of each signal', () => {
  const signals = examplesOf('to-app').flatMap((each) =>
    'signal' in each ? (each.signal as { type: string }).type : [],
  )
  const forms = schema['$defs'] as { signal: { oneOf: { properties: { type: { const: string } } }[] } }
  const types = forms.signal.oneOf.map(({ properties }) => properties.type.const)
  expect([...new Set(signals)].sort()).toEqual([...new Set(types)].sort())
})

test('each request of the guide is taken', () => {
  const [hello, ...requests] = examplesOf('from-app').filter(({ type }) => type !== 'end')
  expect(readHello(hello)).toEqual({
    name: 'caller_id.py',
    contactsAs: 'json',
    takes: new Set(['calls']),
    canReset: true,
  })
  expect(requests.filter((each) => 'ignored' in readRequest(each, PLACE))).toEqual([])
})

test('whatever goes to and fro in a run is of that form', { timeout: 60_000 }, async () => {
  const problems: string[] = []
  let messages = 0
  const app = await openAppUnderTest(readCommand('node --import tsx fixtures/apps/ringsight-app.ts'), {
    timeoutMs: 10_000,
    watch(from, message) {
      messages += 1
      // As it is on the wire.
      const problem = problemsOf(from === 'app' ? 'from-app' : 'to-app', JSON.parse(JSON.stringify(message)))
      if (problem !== '') problems.push(problem)
    },
  })
  const paths = [
    'calls/missed.yaml',
    'calls/outgoing.yaml',
    'calls/answered.yaml',
    'permissions/role.yaml',
    'android/end-of-call/post-call.yaml',
    'ios/sign-out.yaml',
    'outcomes/deal.yaml',
    'outcomes/lost-answer.yaml',
  ]
  const named = paths.map((path) => `fixtures/scenarios/pass/${path}`)
  const player = openPlayer(openIo().io, { isUpdate: false, named, beginApp: app.begin, keepsOutbox: true })
  for (const path of named) for (const scenario of (await player.read(path)).scenarios) await player.play(scenario)
  app.end()
  expect(problems.slice(0, 3)).toEqual([])
  expect(messages).toBeGreaterThan(500)
})

test.each([
  ['a "b c" \'d e\' f\\ g', { program: 'a', args: ['b c', 'd e', 'f g'] }],
  ['"/my app/run" --name="Anna B"', { program: '/my app/run', args: ['--name=Anna B'] }],
  [`node -e 'a|b && c > "$d"'`, { program: 'node', args: ['-e', 'a|b && c > "$d"'] }],
  ['a ""', { program: 'a', args: [''] }],
])('a command is split as a shell would: %s', (text, command) => expect(readCommand(text)).toEqual(command))
