// What acts on a terminal, in whatever a command is given: nothing of it gets out, in results, messages or help.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clearScreen,
  print,
  printAtOnce,
  printDocument,
  printJson,
  redrawAside,
  say,
  writeAside,
} from '../../src/terminal/io.ts'
import { openIo, run, scratch } from '../cli/run.ts'
import { effort } from './effort.ts'

/** Titles, links, cleared screens, answers that a terminal types by itself, turned text, hidden text. */
const HOSTILE = [
  '\u001b]0;owned\u0007',
  '\u001b]8;;http://evil.example\u001b\\',
  '\u001b]52;c;cm0gLXJm\u0007',
  '\u001b[2J\u001b[H',
  '\u001b[6n',
  '\u001b[38;5;1m',
  '\u001bc',
  '\u001bP+q544e\u001b\\',
  '\u009b31m',
  '\u009d0;owned\u009c',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ue000',
  '\u0008\u0008',
  '\r',
  '\u0007',
]

/** What of a text would act on a terminal, or be hidden by it; Ringsight's own colours left aside where they may be. */
function actsOf(text: string, hasColours = false): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what it looks for
  const plain = hasColours ? text.replace(/\u001b\[(?:1|2|22|3[1-3]|39)m/g, '') : text
  return plain.match(/(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu) ?? []
}

const around = (name: string) => `${HOSTILE.join('')}${name}`

describe('nothing acts on a terminal that comes', () => {
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['in the name of a command', [around('cal')]],
    ['in the name of a flag', ['call', `--${around('out')}`]],
    ['in the value of a flag that is a choice', ['crm', 'serve', '--limits', around('pro')]],
    ['in the value of a flag that is a number', ['crm', 'serve', '--port', around('1')]],
    ['in the value of a flag that is a country', ['number', '--region', around('IE'), '1']],
    ['in the value of a flag that is a fault', ['crm', 'serve', '--fault', around('429:1')]],
    ['in an argument too many', ['outbox', 'list', around('x')]],
    ['in a number', ['number', around('+353871234567'), around('nobody')]],
    ['in the path of a token', ['sync', '--token-file', around('token')]],
    ['in the path of a store', ['sync', 'status', '--db', around('/nowhere/store.db')]],
    ['in the address of a CRM', ['sync', '--base-url', `http://${around('crm')}.example`]],
    ['in the path of a contacts file', ['check', around('export.csv')]],
    ['in the path of a scenario', ['run', around('missed.yaml')]],
    ['in the id of a call', ['outbox', 'discard', around('3f2a')]],
    ['in the number of a call', ['call', around('+353871234567'), '--contacts', 'fixtures/contacts/sample.csv']],
    ['in a rule', ['rules', around('AND-06')]],
  ]
  test.each(commands)('%s', async (_where, args) => {
    for (const env of [{}, { FORCE_COLOR: '1' }]) {
      const { stdout, stderr } = await run(args, { env: { HUBSPOT_TOKEN: 'pat-invented', ...env } })
      expect([...actsOf(stdout, 'FORCE_COLOR' in env), ...actsOf(stderr)]).toEqual([])
      expect(stdout + stderr).not.toBe('')
    }
  })

  test('in the cells of a contacts file, or its name', async () => {
    const folder = join(scratch(), 'folder\u202e')
    mkdirSync(folder)
    const file = join(folder, 'a\u0007b.csv')
    const cells = [around('Anna'), around('Byrne'), `${around('+353 87 123 4567')}`, around('Narnia')]
    const header = ['First Name', 'Last Name', 'Phone Number', 'Country/Region', around('Notes')]
    writeFileSync(file, [header, [...cells, around('x')]].map((row) => row.map(quote).join(',')).join('\n'))
    for (const args of [
      ['check', file],
      ['import', file],
      ['call', '+353871234567', '--contacts', file],
      ['explain', '+353871234567', '--contacts', file],
    ]) {
      const { stdout, stderr } = await run(args)
      expect([...actsOf(stdout), ...actsOf(stderr)]).toEqual([])
    }
  })
})

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`

describe('the door to stdout and stderr', () => {
  test('lets nothing out that acts on a terminal, whoever forgot to make it safe', async () => {
    const unit = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 }), fc.constant('\n'))
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { maxLength: 20, size: 'max' }), fc.boolean(), async (units, isColoured) => {
        const text = units.join('')
        const { io, ran } = openIo({ env: isColoured ? { FORCE_COLOR: '1' } : {} })
        await print(io, text)
        await printJson(io, { [text]: text, type: text })
        printAtOnce(io, text)
        say(io, text)
        writeAside(io, text)
        const { stdout, stderr, json } = ran()
        expect(actsOf(stdout, isColoured)).toEqual([])
        expect(actsOf(stderr)).toEqual([])
        expect(json).toBeDefined()
      }),
      effort(60, 5_000),
    )
  })

  test('keeps what a program may read: JSON means the same, a document is the same', async () => {
    const { io, ran } = openIo()
    const text = HOSTILE.join('')
    await printJson(io, { type: text })
    expect(JSON.parse(ran().stdout)).toEqual({ type: text })
    const other = openIo()
    await printDocument(other.io, text)
    expect(other.ran().stdout).toBe(text)
  })

  test('draws over a line, and empties a screen, on a terminal alone', () => {
    const written: string[] = []
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
    stream.on('data', (data) => written.push(String(data)))
    const { io } = openIo()
    redrawAside({ ...io, stderr: stream }, 'read\u001b[6n 10 contacts')
    redrawAside({ ...io, stderr: stream }, '')
    clearScreen({ ...io, stdout: stream })
    clearScreen(io)
    expect(written.join('')).toBe('\r\u001b[2K\u001b[2mread 10 contacts\u001b[22m\r\u001b[2K\u001b[2J\u001b[3J\u001b[H')
  })
})
