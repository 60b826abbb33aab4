import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run, scratch } from './run.ts'

/** Every command that reads contacts from a file, and how it is given one. */
const COMMANDS: readonly (readonly [command: string, args: (file: string) => string[]])[] = [
  ['check', (file) => ['check', file]],
  ['import', (file) => ['import', file]],
  ['call', (file) => ['call', '+353871234567', '--contacts', file, '--miss']],
  ['explain', (file) => ['explain', '+353871234567', '--contacts', file]],
  ['bench', (file) => ['bench', '--contacts', file]],
  ['sync', (file) => ['sync', '--from', file]],
  ['crm serve', (file) => ['crm', 'serve', '--contacts', file]],
]

const FLAGS = ['--phone', '--name', '--country', '--id', '--ignore', '--encoding', '--region']

/** Files about which a command has advice, each for another reason. */
const ADVISED = {
  'no phone column': 'Name,Desk\nAnna,+353871234567\n',
  'a column like a phone': 'Name,Assistant mobile\nAnna,+353871234567\n',
  'no name column': 'Company,Phone\nAcme,+353871234567\n',
  'a column not used': 'Name,Phone,WhatsApp\nAnna,+353871234567,\n',
  'no country': 'Name,Phone\nAnna,087 123 4567\n',
  'an unknown country': 'Name,Phone,Country\nAnna,087 123 4567,Irlande du Sud\n',
  'an encoding that is not certain': Buffer.from('Name,Phone\n\u00a3ukasz,+353871234567\n', 'latin1'),
  'a title': 'Report\n\nName,Phone\nAnna,+353871234567\n',
}

function save(contents: string | Buffer): string {
  const file = join(scratch(), 'people.csv')
  writeFileSync(file, contents)
  return file
}

const optionsOf = async (command: string) =>
  new Set((await run([...command.split(' '), '--help'])).stdout.match(/--[a-z][a-z-]*/g) ?? [])

describe('the flags that state columns', () => {
  test.each(COMMANDS)('%s has every one', async (command) => {
    const help = await optionsOf(command)
    expect(FLAGS.filter((flag) => !help.has(flag))).toEqual([])
  })

  // A CRM that serves goes on for ever; it says the same as the others, by the same code.
  const ending = COMMANDS.filter(([command]) => !['crm serve', 'bench'].includes(command))

  test.each(ending)('%s advises no flag that it has not, whatever file it is given', async (command, argsFor) => {
    const known = await optionsOf(command)
    for (const [reason, contents] of Object.entries(ADVISED)) {
      const { stdout, stderr } = await run(argsFor(save(contents)))
      const advised = `${stdout}\n${stderr}`.match(/--[a-z][a-z-]*/g) ?? []
      expect([reason, advised.filter((flag) => !known.has(flag))]).toEqual([reason, []])
    }
  })

  test.each(ending)('%s: no name column is a notice, and the advice works', async (command, argsFor) => {
    const file = save('Reach,Phone,Who\nx,+353871234567,Anna\n')
    const plain = await run(argsFor(file))
    expect([command, `${plain.stdout}${plain.stderr}`.replace(/\s+/g, ' ')]).toEqual([
      command,
      expect.stringContaining('no column is known to hold a name'),
    ])
    const stated = await run([...argsFor(file), '--name', 'Who'])
    expect(`${stated.stdout}${stated.stderr}`).not.toContain('no column is known')
  })

  test.each(ending)(
    '%s: an encoding that is not certain is refused, and the advice works',
    async (_command, argsFor) => {
      const file = save(Buffer.from('Name,Phone\n\u00a3ukasz \u00afak,+353871234567\n', 'latin1'))
      const { stderr, code } = await run(argsFor(file))
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('or state its encoding, as in --encoding windows-1250'),
      ])
      expect((await run([...argsFor(file), '--encoding', 'windows-1250'])).code).not.toBe(2)
    },
  )

  test.each([
    ['call', ['call', '1', '--name', 'X'], '--name: expected together with --contacts'],
    ['sync', ['sync', '--phone', 'X'], '--phone: expected together with --from'],
    ['bench', ['bench', '--country', 'X'], '--country: expected together with --contacts'],
    ['crm serve', ['crm', 'serve', '--id', 'X'], '--id: expected together with --contacts'],
    ['check', ['check', 'x', '--encoding', 'klingon'], '--encoding: expected the name of one'],
  ])('%s says where a flag says nothing', async (_command, args, message) => {
    const { stderr, code } = await run(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  test('explain names the person by the columns, the country and the encoding that are stated', async () => {
    const file = save(Buffer.from('Wer;Nummer;Wo;\u00a3\nErika;0171 5550199;Niemcy;x\n', 'latin1'))
    const flags = ['--name', 'Wer', '--phone', 'Nummer', '--country', 'Wo', '--encoding', 'windows-1250']
    const { stdout, code } = await run(['explain', '+491715550199', '--contacts', file, ...flags])
    expect([code, stdout]).toEqual([0, expect.stringContaining('Shown: Erika.')])
  })
})

test('--ignore leaves a known column out, and says so of one that is not there', async () => {
  const file = save('Name,Phone,Mobile\nAnna,n/a,+353871234567\n')
  const { stdout } = await run(['check', file, '--ignore', 'phone', '--json'])
  const [columns] = stdout.split('\n')
  expect(JSON.parse(columns ?? '')).toMatchObject({
    type: 'columns',
    columns: [
      { header: 'Name', use: 'name' },
      { header: 'Phone', use: null },
      { header: 'Mobile', use: 'phone' },
    ],
  })
  expect(stdout).not.toContain('"finding"')
  const lacking = await run(['check', file, '--ignore', 'Fax'])
  expect([lacking.code, lacking.stderr]).toEqual([2, expect.stringContaining('there is no column "Fax"')])
})

test('--json tells the columns also where none is known to hold numbers, and which ones may', async () => {
  const { stdout, code } = await run(['check', save(ADVISED['no phone column']), '--json'])
  expect([code, JSON.parse(stdout)]).toMatchObject([
    2,
    {
      columns: [
        { header: 'Name', use: null },
        { header: 'Desk', use: 'proposed' },
      ],
    },
  ])
})

test('a scenario, whose command has no such flags, is advised to change the file', async () => {
  const folder = scratch()
  writeFileSync(join(folder, 'people.csv'), 'Name,Desk\nAnna,+353871234567\n')
  writeFileSync(join(folder, 'a.yaml'), 'name: A call\ncontacts: people.csv\nsteps:\n  - call: +353871234567\n')
  const { stdout, stderr } = await run(['run', join(folder, 'a.yaml')])
  expect(`${stdout}${stderr}`).toContain('Call the column that holds numbers "Phone Number" in the file')
  expect(`${stdout}${stderr}`).not.toContain('--phone')
})

test('an address book takes name and number, and labels in any language', async () => {
  for (const header of ['name,number', 'Name,Rufnummer', 'Nom,Téléphone', 'Nimi,Puhelinnumero']) {
    const [book, people] = [save(`${header}\nMum,+353871234567\n`), save('Name,Phone\nAnna,+353871234567\n')]
    const args = ['explain', '+353871234567', '--contacts', people, '--address-book', book]
    expect((await run(args)).stdout).toContain('saved as "Mum"')
  }
})

test.each([
  ['number', '087 123 4567', '--region', 'Ireland'],
  ['number', '087 123 4567', '--region', 'Irlande'],
  ['number', '087 123 4567', '--region', 'irl'],
  ['explain', '087 123 4567', '--region', 'Ireland', '--contacts', 'fixtures/contacts/sample.csv'],
])('%s takes a country by its name: %s %s %s', async (...args) => {
  const { stdout } = await run(args)
  expect(stdout.replaceAll(' ', '')).toContain('+353871234567')
})
