// The phone in the hand lives: what is due happens by itself, and time goes by as asked.
import { expect, test } from 'vitest'
import type { Contact } from '../../src/core/contact.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import type { Remote } from '../../src/sync/remote.ts'
import { contact, phone } from '../people.ts'
import { choose, ENTER, ESCAPE, openTable, PEOPLE, ring } from './phones.ts'

const ZOE = '+353851234567'
const zoe: Contact = contact({ id: '99', firstName: 'Zoe', lastName: 'Quinn', phones: [phone(ZOE)] })

/** A way to a CRM that answers as told, and counts what it was asked. */
function openCrm(fails: () => boolean = () => false) {
  const asked = { refreshes: 0, sends: 0, finds: 0 }
  const remote: Remote = {
    async refresh(hear) {
      asked.refreshes += 1
      hear(1)
      if (fails()) throw new Error('The CRM does not answer')
      const contacts = { lastUpdated: '2026-11-20T12:00:00.000Z', count: 1 }
      const directory = buildDirectory([...PEOPLE, zoe])
      return { kind: 'synced', contacts, directory, dispositions: [], problem: null, unpublished: null }
    },
    async find() {
      asked.finds += 1
      return [zoe]
    },
    async send() {
      asked.sends += 1
      return { problem: null, nextAt: null }
    },
  }
  return { asked, remote }
}

/** Lets work that was begun come to its end. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

function openApp(table: ReturnType<typeof openTable>) {
  choose(table, 'Open or end the app')
  choose(table, 'Open the app')
  table.type(ESCAPE)
}

async function pass(table: ReturnType<typeof openTable>, label: string) {
  choose(table, 'Let time pass')
  choose(table, label)
  await settle()
}

test('R-27 opened, the app syncs by itself, and every day from then on', async () => {
  const { asked, remote } = openCrm()
  const table = openTable({ desk: { remote } })
  openApp(table)
  await settle()
  expect(asked.refreshes).toBe(1)
  await pass(table, 'A day')
  expect(table.front()).toBe('A day has gone by')
  table.type(ENTER)
  await pass(table, 'A week')
  expect(asked.refreshes).toBe(9)
  const { phone: kept } = table.session.screen()
  expect(kept.app.sync).toMatchObject({ lastError: null, contacts: 1 })
})

test('R-27 a sync that fails comes again by itself, later each time', async () => {
  let isDown = true
  const { asked, remote } = openCrm(() => isDown)
  const table = openTable({ desk: { remote } })
  openApp(table)
  await settle()
  expect(table.session.screen().phone.app.sync.lastError).toContain('The CRM does not answer')
  await pass(table, 'An hour')
  expect(asked.refreshes).toBeGreaterThan(4)
  table.type(ENTER)
  isDown = false
  await pass(table, 'A day')
  expect(table.session.screen().phone.app.sync).toMatchObject({ lastError: null, failures: 0 })
})

test('R-27 what the phone does by itself is done when the clock has come to it', async () => {
  const { asked, remote } = openCrm()
  const table = openTable({ desk: { remote } })
  openApp(table)
  await settle()
  table.pass(24 * 3600 + 1)
  await settle()
  expect(asked.refreshes).toBe(2)
})

test('R-03 R-27 the article’s phone asks the CRM for a number that it does not hold', async () => {
  const { asked, remote } = openCrm()
  const table = openTable({ desk: { remote }, handset: { profile: 'article' }, accountSize: 20_000 })
  ring(table, ZOE)
  await settle()
  expect(asked.finds).toBe(1)
  expect(table.session.screen().phone.cards).toMatchObject([{ card: { name: 'Zoe Quinn' } }])
})

test('IOS-13 R-27 an iPhone names whom it has loaded, and loads what a sync has brought', async () => {
  const { remote } = openCrm()
  const table = openTable({ desk: { remote }, platform: 'ios' })
  openApp(table)
  await settle()
  expect(table.session.screen().phone.load.hasLoaded).toBe(true)
  ring(table, ZOE)
  expect(table.session.screen().phone.cards).toMatchObject([{ surface: 'label', card: { name: 'Zoe Quinn' } }])
})

test('AND-27 R-27 a stopped app syncs nothing until it is opened', async () => {
  const { asked, remote } = openCrm()
  const table = openTable({ desk: { remote } })
  openApp(table)
  await settle()
  choose(table, 'Open or end')
  choose(table, 'Force stop')
  table.type(ESCAPE)
  await pass(table, 'A week')
  expect(asked.refreshes).toBe(1)
  expect(table.session.screen().phone.appProcess.state).toBe('stopped')
})

test('AND-45 R-27 the app asks for the role by the system’s own dialog', () => {
  const table = openTable()
  choose(table, 'System settings')
  choose(table, 'Default caller ID & spam app')
  choose(table, 'Ringsight asks for it')
  expect([table.front(), table.items().join()]).toEqual(['Android asks', '❯ Set as default,Cancel'])
  choose(table, 'Set as default')
  expect(table.session.screen().phone.handset.screeningRole).toBe(true)
  expect(table.front()).toBe('Settings › Apps › Default apps › Caller ID & spam app')
})

test('R-27 made to fail on the menu, the CRM is not asked, and the sync comes again when it answers', async () => {
  const { asked, remote } = openCrm()
  const table = openTable({ desk: { remote } })
  choose(table, 'Around the phone')
  choose(table, 'The CRM')
  expect(table.items()).toContain('❯ The CRM: fails')
  table.type(ESCAPE)
  openApp(table)
  await settle()
  expect(asked.refreshes).toBe(0)
  expect(table.session.screen().phone.app.sync).toMatchObject({ lastError: 'The CRM failed.', failures: 1 })
  choose(table, 'Around the phone')
  choose(table, 'The CRM')
  choose(table, 'The CRM')
  choose(table, 'The CRM')
  expect(table.items().find((item) => item.includes('The CRM'))).toBe('❯ The CRM: as it is')
  table.type(ESCAPE)
  await pass(table, 'An hour')
  expect(table.session.screen().phone.app.sync).toMatchObject({ lastError: null, failures: 0 })
  expect(asked.refreshes).toBe(1)
})

test('R-27 a phone without a network reaches no CRM', async () => {
  const { asked, remote } = openCrm()
  const table = openTable({ desk: { remote }, handset: { profile: 'article' }, accountSize: 20_000 })
  choose(table, 'Around the phone')
  choose(table, 'Network')
  table.type(ESCAPE)
  openApp(table)
  await settle()
  expect(asked.refreshes).toBe(0)
  expect(table.session.screen().phone.app.sync.lastError).toBe('There is no connection to the CRM.')
})

test('AND-55 R-27 the phone is locked and unlocked on its menu', () => {
  const table = openTable()
  choose(table, 'Around the phone')
  choose(table, 'Lock the phone')
  expect(table.session.screen().phone.conditions.lock).toBe('locked')
  choose(table, 'Unlock the phone')
  expect(table.session.screen().phone.conditions.lock).toBe('unlocked')
})
