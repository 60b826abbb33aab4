// `run --app`: two apps behind the protocol under the corpus, wrong ones, and apps that no run may be harmed by.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, scratch } from '../cli/run.ts'

const PASS = 'fixtures/scenarios/pass'
const MISSED = `${PASS}/calls/missed.yaml`
const CALLER_ID = 'fixtures/apps/caller_id.py'
const OURS = 'node --import tsx fixtures/apps/ringsight-app.ts'
const served = readFileSync('fixtures/apps/caller_id.txt', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

// What the corpus leaves to the walks of explore.
const SAVED = join(scratch(), 'saved.yaml')
writeFileSync(
  SAVED,
  `name: A saved outcome arrives once
phone: {sim: [IE]}
contacts: {name: Anna Byrne, mobile: "+353871234567"}
steps:
  - call: "+353871234567"
  - accept
  - end
  - outcome: {choose: Connected, notes: Wants 20 seats}
  - tap: Save
  - expect: {invariants: hold}
`,
)

const play = (app: string, paths: readonly string[], ...more: string[]) =>
  run(['run', ...paths, '--json', '--app', app, ...more])

const HELLO = '{"type":"hello","protocol":1,"app":"bad","takes":["calls"]}'

/** An app in JavaScript, by what it does about a signal. */
function appThat(does: string, hello = HELLO): string {
  const file = join(scratch(), 'app.mjs')
  const code = `import { createInterface } from 'node:readline'
const say = (message) => process.stdout.write((typeof message === 'string' ? message : JSON.stringify(message)) + '\\n')
say(${JSON.stringify(hello)})
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line)
  if (message.type === 'signal') { const { signal } = message; ${does} }
  say({ type: 'end' })
}
`
  writeFileSync(file, code)
  return `'${process.execPath}' '${file}'`
}

/** The Python app with one line otherwise. */
function wrongly(right: string, wrong: string): string {
  const code = readFileSync(CALLER_ID, 'utf8')
  expect(code).toContain(right)
  const file = join(scratch(), 'wrong.py')
  writeFileSync(file, code.replaceAll(right, wrong))
  return `python3 '${file}'`
}

describe('an app behind the protocol', () => {
  test.each([
    [
      'calls, with our sync and labels around them',
      `${OURS} calls`,
      ['calls', 'android/screening', 'android/end-of-call'],
    ],
    [
      'all of it',
      OURS,
      [
        'calls/missed.yaml',
        'android/jobs',
        'ios',
        'sync',
        'identifying/article-profile.yaml',
        'outcomes/signed-out.yaml',
      ],
    ],
  ])('R-18 our own comes out as without it: %s', { timeout: 180_000 }, async (_what, app, paths) => {
    const folders = paths.map((path) => `${PASS}/${path}`)
    const [alone, ran] = [await run(['run', ...folders, '--json', '--verbose']), await play(app, folders, '--verbose')]
    expect(notPassed(ran.json())).toEqual([])
    expect(tracesOf(ran.json())).toEqual(tracesOf(alone.json()))
    expect(ran.code).toBe(0)
  })

  // What an app writes for itself, the phone does not see: it cannot let the app die before the first of it.
  test('R-11 our own keeps drafts and outbox itself, and every outcome comes out as without it', {
    timeout: 180_000,
  }, async () => {
    const ran = await play(OURS, [`${PASS}/outcomes`])
    expect(notPassed(ran.json()).map((each) => (each as { name: string }).name)).toEqual([
      'Killed before it is saved, the outcome is a draft',
    ])
    const walked = await run(['explore', '--app', OURS, '--seed', '3', '--walks', '4', '--json', '--folder', scratch()])
    expect(walked.json().at(-1)).toMatchObject({ failure: null, walks: 4 })
  })

  test('an outcome that the app sends twice, or keeps to itself, is told', { timeout: 60_000 }, async () => {
    const at = (find: string, put: string) => {
      const folder = scratch()
      const file = join(folder, 'ringsight-app.ts')
      writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
      const root = `${process.cwd()}/`
      const outbox = readFileSync('fixtures/apps/ringsight-outbox.ts', 'utf8')
      expect(outbox).toContain(find)
      writeFileSync(join(folder, 'ringsight-outbox.ts'), outbox.replace(find, put).replaceAll('../../', root))
      writeFileSync(file, readFileSync('fixtures/apps/ringsight-app.ts', 'utf8').replaceAll('../../', root))
      return `node --import tsx ${file}`
    }
    const twice = at(
      "request('create-call', { ...call, number,",
      "request('create-call', { ...call, number, startedAt: Date.parse(startedAt), durationSeconds: durationMs / 1000 }) && request('create-call', { ...call, number,",
    )
    const sent = await play(twice, [SAVED])
    expect(JSON.stringify(notPassed(sent.json()))).toContain('A saved outcome arrives once')
    const silent = at("    say({ type: 'keep-outbox', drafts, waiting })\n", '')
    const kept = await play(silent, [`${PASS}/outcomes/draft-survives.yaml`])
    expect(notPassed(kept.json()).length).toBeGreaterThan(0)
  })

  test('one in Python passes the part of the corpus that it serves', { timeout: 180_000 }, async () => {
    const ran = await play(
      `python3 ${CALLER_ID}`,
      served.map((file) => `${PASS}/${file}`),
    )
    expect(notPassed(ran.json())).toEqual([])
    expect(ran.json().at(-1)).toMatchObject({ files: served.length })
    expect(ran.code).toBe(0)
  })

  test.each([
    ['the first adapter that init writes', 'node fixtures/init/app.mjs'],
    ['the one in Python', `python3 ${CALLER_ID}`],
    ['our own', OURS],
  ])('random walks find nothing wrong with %s', { timeout: 180_000 }, async (_what, app) => {
    for (const seed of ['1', '370244979']) {
      const ran = await run(['explore', '--app', app, '--seed', seed, '--walks', '6', '--json', '--folder', scratch()])
      expect(ran.json().at(-1)).toMatchObject({ failure: null, walks: 6 })
    }
  })

  // Ringsight's store has nothing of the choice then, and the app has it all the same.
  test.each([
    ['the first adapter that init writes', 'node fixtures/init/app.mjs'],
    ['the one in Python', `python3 ${CALLER_ID}`],
    ['our own', OURS],
  ])(
    'R-31 a choice that is told, and the app ended as it is kept, may count or not: %s',
    {
      timeout: 60_000,
    },
    async (_what, app) => {
      const file = join(scratch(), 'chosen.yaml')
      writeFileSync(
        file,
        `name: An app of its own ends as a choice is kept
phone: {sim: [PL]}
contacts:
  - {id: 106, name: Frank Moore, phone: "+48691240990"}
  - {id: 107, name: Grace Quinn, phone: "+48691240990"}
steps:
  - call: "+48691240990"
  - cancel
  - kill-app: {after-writes: 0}
  - choose-caller: 107
  - call: "+48691240990"
  - expect: {invariants: hold}
`,
      )
      const ran = await play(app, [file])
      expect(notPassed(ran.json())).toEqual([])
      expect(ran.code).toBe(0)
    },
  )

  test.each([
    [
      'names the CRM contact over the address book',
      'contact is not None and not is_phones_own(call) and',
      'contact is not None and',
      `${PASS}/identifying/address-book.yaml`,
      /card\n +- expected +none\n +\+ found +\{name: "Anna Byrne"/,
    ],
    [
      'opens two outcome screens',
      'ask("start-activity", id=f"outcome-{call[\'id\']}", call=logged)',
      'ask("start-activity", id="a", call=logged); ask("start-activity", id="b", call=logged)',
      `${PASS}/calls/answered.yaml`,
      /expected +Each call that is to be logged has exactly one outcome screen/,
    ],
    [
      "asks for the call log after don't ask again",
      'elif kind == "notification-action":',
      'elif kind == "opened":\n        ask("request-permissions", permissions=["callLog"])\n    elif kind == "notification-action":',
      `${PASS}/permissions/denied.yaml`,
      /never\n +- expected +never \/\^no-dialog\/\n +\+ found +no-dialog call-log: denied for good, so its user sees nothing/,
    ],
  ])('fails where it %s, and is told what a user saw', async (_what, right, wrong, file, message) => {
    const ran = await run(['run', file, '--app', wrongly(right, wrong)])
    expect(ran.stdout).toMatch(message)
    expect(ran.code).toBe(1)
  })
})

// What Ringsight's own app tells of itself beside what can be seen, an app under test says in its own time.
function tracesOf(lines: readonly Record<string, unknown>[]): unknown[] {
  return lines.flatMap(({ type, name, trace }) => (type === 'case' ? [{ name, trace }] : []))
}

function notPassed(lines: readonly Record<string, unknown>[]): unknown[] {
  return lines
    .filter(({ type, result }) => type === 'case' && result !== 'passed')
    .map(({ name, failure, error }) => ({ name, failure, error }))
}

function missedOn(phone: string): string {
  const file = join(scratch(), 'missed.yaml')
  writeFileSync(file, `name: Missed\n${phone}\nsteps:\n  - call: "+353871234567"\n  - cancel\n`)
  return file
}

describe('a command that is no app is refused in one sentence', () => {
  test.each([
    ['nothing', ' ', 'expected a program and its arguments, such as: python3 app.py, found nothing'],
    ['a pipe', 'python3 app.py | tee log', 'found |, which needs a shell'],
    ['two commands', 'cd app && ./run', 'found &&, which needs a shell'],
    ['a file for its output', './app > log', 'found >, which needs a shell'],
    ['a variable', './app $PORT', 'found $, which needs a shell'],
    ['a variable before it', 'DEBUG=1 ./app', 'needs a shell: use env'],
    ['an open quote', "./app 'one", "found ' that is not closed"],
    [
      'no program',
      'no-such-program --fast',
      '--app: the app cannot be started: no-such-program: there is no such program',
    ],
    ['a folder', '/tmp', '--app: the app cannot be started: /tmp: it is no program that may be run'],
    ['text without an end', 'yes', 'printed what is not JSON'],
    ['one that ends', 'true', 'ended by itself with status 0'],
    ['text before JSON', 'echo ready', 'printed what is not JSON'],
    ['another message', `echo '{"type":"end"}'`, 'expected {"type":"hello"'],
    [
      'a newer protocol',
      `echo '${HELLO.replace('"protocol":1', '"protocol":2')}'`,
      'speaks protocol 2, and this Ringsight speaks 1',
    ],
    [
      'a task that there is not',
      `echo '${HELLO.replace('"calls"', '"calls","cards"')}'`,
      'expected "takes" with "calls", and with others of calls, sync, labels, outbox; found ["calls","cards"]',
    ],
    [
      'a version that is no number',
      `echo '${HELLO.replace('"protocol":1', '"protocol":"1"')}'`,
      'expected "protocol":1, found "1"',
    ],
    ['one that says nothing', 'sleep 1000', 'the app did not print its hello within 0.5 s'],
    ['no calls', `echo '${HELLO.replace('"calls"', '"sync"')}'`, 'expected "takes" with "calls"'],
  ])('%s', async (_what, command, message) => {
    const ran = await run(['run', MISSED, '--app', command, '--app-timeout', '500ms'])
    expect(ran.stderr).toContain(message)
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    expect(ran.stdout).toBe('')
    expect(ran.code).toBe(2)
  })
})

describe('what an app may not do', () => {
  test.each<[string, string, RegExp, string?]>([
    [
      'hangs',
      'console.error("thinking"); await new Promise(() => setTimeout(() => {}, 1e6))',
      /did not answer within 5 s; its last words: thinking \(last told: .*phone-state RINGING/,
    ],
    ['dies', 'console.error("no more"); process.exit(3)', /ended by itself with status 3; its last words: no more/],
    ['prints text', 'say("hello there")', /printed what is not JSON; .* its last words: hello there/],
    [
      'notifies a million times',
      'say(Array(1e6).fill(JSON.stringify({ type: "cancel-notification", id: "x" })).join("\\n"))',
      /asked for more than 1,000 things at once/,
    ],
    ['prints a line of 100 MB', 'say("x".repeat(1e8))', /printed a line of more than 16,777,216 characters/],
    [
      'sets a timer for now, and again when it runs out',
      '} if (signal.type === "phone-state" || signal.type === "timer") { say({ type: "set-timer", name: "now", at: signal.at })',
      /goes round in a circle: .* more than 1,000 times \(last told: timer, timer, timer\)/,
    ],
    [
      'asks again for what was denied for good, whenever that is answered',
      '} if (signal.type === "phone-state" || signal.type === "permission-result") { say({ type: "request-permissions", permissions: ["contacts"] })',
      /goes round in a circle/,
      'phone: {permissions: {contacts: denied-for-good}}',
    ],
    // At once: what comes later may be taken for the answer to the next message.
    [
      'answers twice',
      'say(\'{"type":"end"}\\n{"type":"end"}\')',
      /printed more behind the "end" of its answer, .*one "end" too many/,
    ],
    [
      'asks when nobody has told it anything',
      'say({ type: "end" }); await new Promise((done) => setTimeout(done, 50)); say({ type: "cancel-notification", id: "x" })',
      /printed more behind the "end" of its answer/,
    ],
    [
      'prints what is no text',
      'process.stdout.write(Buffer.from([0x22, 0xff, 0x22, 0x0a]))',
      /printed what is not UTF-8/,
    ],
    [
      'dies, and leaves its output to another',
      '(await import("node:child_process")).spawn("sleep", ["1000"], { stdio: "inherit" }); process.exit(3)',
      /ended by itself with status 3/,
    ],
  ])('breaks the case that it %s in, and no other', { timeout: 60_000 }, async (_what, does, message, phone) => {
    const app = appThat(`if (signal.type === "phone-state") { ${does} }`)
    const ran = await play(
      app,
      [phone === undefined ? MISSED : missedOn(phone), `${PASS}/ios/calls.yaml`],
      '--app-timeout',
      '5s',
    )
    const cases = ran.json().filter(({ type }) => type === 'case')
    const [broken] = cases
    expect(broken).toMatchObject({ result: 'broken', error: { message: expect.stringMatching(message) } })
    expect(cases.some(({ result }) => result === 'passed')).toBe(true)
    expect(ran.code).toBe(3)
  })

  test('a mark of the byte order, and lines that end as on Windows, do no harm', async () => {
    const app = appThat('', `\ufeff${HELLO}\r`)
    const ran = await play(app, [`${PASS}/ios/calls.yaml`])
    expect(notPassed(ran.json())).toEqual([])
    expect(ran.code).toBe(0)
  })

  test('nothing of it is left, nor of what it has started', async () => {
    const mark = `zombie-${process.pid}`
    const child = `import { spawn } from "node:child_process"; spawn("sleep", ["1000.${process.pid}"]);`
    const file = join(scratch(), `${mark}.mjs`)
    writeFileSync(file, `${child} console.log(${JSON.stringify(HELLO)}); setInterval(() => {}, 1e6)`)
    await play(`'${process.execPath}' '${file}'`, [MISSED], '--app-timeout', '300ms')
    await new Promise((resolve) => setTimeout(resolve, 100))
    const left = execFileSync('ps', ['-eo', 'stat,args'], { encoding: 'utf8' }).split('\n')
    expect(left.filter((line) => line.includes(mark) || line.includes(`sleep 1000.${process.pid}`))).toEqual([])
  })

  test.each([
    [
      'an answer for a call that is over',
      '{ type: "respond-to-call", callId: "call-1" }',
      'request-ignored respond-to-call: no call call-1 waits for an answer',
    ],
    ['a request that there is not', '{ type: "record-call" }', 'request-ignored record-call: there is no such request'],
    [
      'a card without a name',
      '{ type: "add-overlay", id: "a" }',
      'request-ignored add-overlay: name: expected a text, found nothing',
    ],
    [
      'a call that never was',
      '{ type: "identified", callId: "call-9", as: "known" }',
      'request-ignored identified: the app was told of no call call-9',
    ],
    [
      'a page from behind',
      '{ type: "open-page", page: "contact", contactId: "101" }',
      'request-ignored open-page: the app is not in front',
    ],
    [
      'contacts, from an app that takes calls only',
      '{ type: "sync-contacts" }',
      "request-ignored sync-contacts: the app's hello does not take sync",
    ],
    ['no object', '[1]', 'request-ignored a message without a type: there is no such request'],
    ['a prototype', '{ type: "constructor" }', 'request-ignored constructor: there is no such request'],
  ])('is told in the trace: %s', async (_what, request, text) => {
    const ran = await play(appThat(`if (signal.state === "IDLE") say(${request})`), [MISSED], '--verbose')
    const traces = ran.json().flatMap(({ trace }) => (trace as { text: string }[] | undefined) ?? [])
    expect(traces.map((each) => each.text)).toContain(text)
  })
})
