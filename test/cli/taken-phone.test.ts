import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { restoreCarried } from '../../src/app/carried.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { run, scratch } from './run.ts'

const ANNA = '+353871234567'
let db = ''
let contacts = ''

beforeEach(async () => {
  db = join(scratch(), 'team.db')
  contacts = join(scratch(), 'contacts.csv')
  writeFileSync(contacts, `Record ID,First Name,Last Name,Phone Number\n101,Anna,Byrne,${ANNA}\n`)
  await run(['import', contacts, '--db', db])
})

const on = (...args: string[]) => run([...args, '--db', db])
const first = ({ stdout }: { readonly stdout: string }) => stdout.split('\n')[0]

describe.each(['explain', 'call'])('%s', (command) => {
  test('takes a ready phone where none is kept, and says so first', async () => {
    const ran = await on(command, ANNA)
    expect(first(ran)).toBe('A phone that is fully set up, because the store keeps none: Android 14, Google, no SIM.')
    expect(ran.code).toBe(0)
  })

  test('takes the phone that is kept in the store, and says so first', async () => {
    await on('phone', '--deny', 'call-log', '--caller-id', 'on', '--region', 'IE', '--api-level', '30')
    const ran = await on(command, ANNA)
    expect(first(ran)).toBe(
      'The phone kept in team.db: Android 11, Google, SIM IE; Call logs denied; Phone never asked; Display over other apps off.',
    )
    expect(ran.stdout).toContain('Without the call log permission Android does not say which number it is.')
    expect(ran.code).toBe(1)
  })

  test('R-04 looks in the own contacts of the phone that is kept, and of no other', async () => {
    await on('phone', '--platform', 'ios', '--caller-id', 'on')
    const store = openSqliteStore(db)
    store.write('addressBook', [{ number: ANNA, name: 'Annie' }])
    store.close()
    expect((await on(command, ANNA)).stdout).toContain('Annie')
    expect((await run([command, ANNA, '--contacts', contacts])).stdout).not.toContain('Annie')
    expect((await on('phone')).stdout).toMatch(/Address book +1\n/)
  })

  test('reads a national number under the SIM of the phone that is kept', async () => {
    await on('phone', '--region', 'IE')
    expect((await on(command, '087 123 4567')).stdout).not.toContain('cannot be read')
  })

  test('changes the kept phone by flags for one run, and keeps it as it was', async () => {
    await on('phone', '--platform', 'ios', '--caller-id', 'on')
    const before = (await on('phone', '--json')).stdout
    const ran = await on(command, ANNA, '--caller-id', 'off')
    expect(first(ran)).toBe('The phone kept in team.db with --caller-id for this run: iPhone, no SIM; extension off.')
    expect(ran.code).toBe(1)
    expect((await on(command, ANNA)).code).toBe(0)
    expect((await on('phone', '--json')).stdout).toBe(before)
  })

  test('with contacts from a file takes the kept phone only where the store is named', async () => {
    await on('phone', '--platform', 'ios')
    const flags = [command, ANNA, '--contacts', contacts]
    const unnamed = await run(flags, { env: { RINGSIGHT_DB: db } })
    expect(first(unnamed)).toContain(
      'A phone that is fully set up, because you gave --contacts (your own phone: --db FILE)',
    )
    expect(unnamed.code).toBe(0)
    expect(first(await on(...flags))).toContain('The phone kept in team.db: iPhone')
  })

  test('--json says it in the first event', async () => {
    await on('phone', '--platform', 'ios', '--region', 'IE')
    const [phone] = (await on(command, ANNA, '--json', '--profile', 'article')).json()
    expect(phone).toMatchObject({
      type: 'phone',
      origin: 'kept',
      db,
      changedBy: ['--profile'],
      platform: 'ios',
      profile: 'article',
      simCountries: ['IE'],
    })
  })

  test('AND-27 says that the kept phone has stopped the app, or that nobody is signed in', async () => {
    await on('phone', '--caller-id', 'on', '--maker', 'samsung')
    const keep = (app: object, appProcess: object = { state: 'background' }) => {
      const store = openSqliteStore(db)
      const phone = restoreCarried(store.read('phone'))
      const granted = {
        callLog: 'granted',
        phone: 'granted',
        notifications: 'granted',
        contacts: 'never-asked',
      } as const
      const handset = { ...phone.handset, permissions: granted }
      store.write('phone', {
        ...phone,
        handset,
        app: { ...phone.app, ...app },
        appProcess: { ...phone.appProcess, ...appProcess },
      })
      store.close()
    }
    keep({})
    expect((await on(command, ANNA)).code).toBe(0)
    keep({}, { state: 'stopped' })
    expect((await on(command, ANNA)).stdout).toContain('Android has stopped the app and tells it of nothing.')
    keep({ isSignedIn: false })
    expect((await on(command, ANNA)).stdout).toContain('Nobody is signed in to the CRM.')
  })

  test.each([
    [
      '--role',
      ['--platform', 'ios', '--role'],
      'Android 10 (API level 29) or later for the call screening role, found iOS',
    ],
    ['--role', ['--api-level', '28', '--role'], 'the call screening role, found Android 9 (API level 28)'],
    ['--api-level', ['--platform', 'ios', '--api-level', '34'], 'expected Android for an API level, found iOS'],
    ['--maker', ['--platform', 'ios', '--maker', 'xiaomi'], 'expected apple for ios, found "xiaomi"'],
    [
      '--autostart',
      ['--autostart', 'on'],
      'expected a phone of Xiaomi, Huawei, Oppo, Vivo or OnePlus for the Autostart switch, found a phone of Google',
    ],
    [
      '--lock-screen',
      ['--maker', 'oppo', '--lock-screen', 'on'],
      'expected a phone of Xiaomi for the lock screen switch',
    ],
    ['--sleep', ['--sleep', 'never'], 'expected a phone of Samsung for sleeping apps, found a phone of Google'],
    [
      '--popups',
      ['--platform', 'ios', '--popups', 'on'],
      'expected a phone of Xiaomi or Vivo for the pop-up windows switch, found iOS',
    ],
    ['--log-calls', ['--platform', 'ios', '--log-calls', 'untouched'], 'the Log calls setting, found iOS'],
    ['--deny call-log', ['--platform', 'ios', '--deny', 'call-log'], 'the call log permission, found iOS'],
    ['--deny overlay', ['--platform', 'ios', '--deny', 'overlay'], 'Display over other apps, found iOS'],
    ['--deny notifications', ['--api-level', '32', '--deny', 'notifications'], 'found Android 12.1 (API level 32)'],
  ])('refuses a phone that there is not: %s with %j', async (flag, flags, sentence) => {
    const { stderr, code } = await on(command, ANNA, ...flags)
    expect(stderr).toContain(`ringsight: ${flag}: expected`)
    expect(stderr).toContain(sentence)
    expect(code).toBe(2)
    expect((await on('phone', ...flags)).stderr).toContain(stderr.trim())
  })

  test('refuses what the kept phone cannot have, and says whose phone it is', async () => {
    await on('phone', '--platform', 'ios')
    const { stderr, code } = await on(command, ANNA, '--role')
    expect(stderr).toContain('found iOS (the phone kept in team.db)')
    expect(code).toBe(2)
  })

  test('refuses --phone where no file has columns', async () => {
    const { stderr, code } = await on(command, ANNA, '--phone', 'Nope')
    expect(stderr).toContain('--phone: expected together with --contacts')
    expect(code).toBe(2)
  })
})

test('call refuses --from of a call that comes in', async () => {
  const { stderr, code } = await on('call', ANNA, '--from', 'outside')
  expect(stderr).toContain('--from: expected --direction outgoing with it, found an incoming call')
  expect(code).toBe(2)
})

test('call --record records the phone that was truly used', async () => {
  await on(
    'phone',
    '--deny',
    'call-log',
    '--caller-id',
    'on',
    '--maker',
    'xiaomi',
    '--autostart',
    'on',
    '--region',
    'IE',
  )
  const file = join(scratch(), 'call.yaml')
  await on('call', ANNA, '--miss', '--popups', 'on', '--record', file)
  const { stdout, code } = await run(['run', file, '--json'])
  expect(code).toBe(0)
  const { readFileSync } = await import('node:fs')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('maker: xiaomi, sim: [IE], permissions: {call-log: denied-once')
  expect(text).toContain('autostart: on, popups: on')
  expect(stdout).toContain('"passed":1')
})
