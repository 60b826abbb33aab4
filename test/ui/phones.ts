// A terminal UI session for tests: a store in memory, a clock that stands still unless told, ids that count up.

import { newCarriedPhone } from '../../src/app/carried.ts'
import { keepAddressBook } from '../../src/cli/directory.ts'
import type { Contact } from '../../src/core/contact.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { type Handset, readyHandset } from '../../src/core/handset.ts'
import { dispositionsOf } from '../../src/core/outcome.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { changeOf, discardOutcome, editOutcome } from '../../src/sync/edit-outcome.ts'
import { choicesIn, keepChoice } from '../../src/sync/keep-choice.ts'
import { discardDraft, keepDraft, logOutcome } from '../../src/sync/log-outcome.ts'
import { readQueue } from '../../src/sync/queue.ts'
import { resendOutcome } from '../../src/sync/send-outcomes.ts'
import type { Desk } from '../../src/ui/desk.ts'
import { newReader, readKeys } from '../../src/ui/keys.ts'
import { frontPage, menuOf } from '../../src/ui/screen.ts'
import { openSession, type Session, type SessionOptions } from '../../src/ui/session.ts'
import { contact, deal, phone } from '../people.ts'

/** A contact with a deal; two who share a number; and one whose every text is hostile. */
export const PEOPLE: readonly Contact[] = [
  contact({ deals: [deal()] }),
  contact({ id: '102', firstName: 'Ben', lastName: 'Ito', company: 'Globex', phones: [phone('+35312345678')] }),
  contact({ id: '103', firstName: 'Cara', lastName: 'Ito', company: 'Globex', phones: [phone('+35312345678')] }),
  contact({
    id: '104',
    firstName: '\u202e東京\u001b[31m👩‍💻',
    lastName: '山'.repeat(300),
    company: '\u001b]0;x\u0007株式会社'.repeat(40),
    phones: [phone('+48512345678'), phone('n/a')],
    deals: [deal({ name: '契約'.repeat(60) })],
  }),
]

export interface Table {
  readonly session: Session
  readonly store: Store
  /** Presses what a terminal would send: `\r` is Enter, `\u001b[B` the arrow down. */
  readonly type: (...texts: readonly string[]) => void
  readonly pass: (seconds: number) => void
  /** The labels on the list in front, the selected one marked. */
  readonly items: () => string[]
  readonly front: () => string
}

export const DOWN = '\u001b[B'
export const UP = '\u001b[A'
export const ENTER = '\r'
export const ESCAPE = '\u001b'
export const SAVE = '\u0013'

interface TableOptions extends Partial<Pick<SessionOptions, 'mode' | 'start'>> {
  readonly platform?: Handset['platform']
  readonly handset?: Partial<Handset>
  readonly addressBook?: ReadonlyMap<string, string>
  readonly desk?: Partial<Desk>
  readonly store?: Store
  /** How many contacts the account has, where they are more than the phone holds. */
  readonly accountSize?: number
}

export function openTable(options: TableOptions = {}): Table {
  const { store = openMemoryStore(), platform = 'android' } = options
  // A Friday, at noon wherever the test runs.
  let now = new Date(2026, 10, 20, 12).getTime()
  let ids = 0
  const desk: Desk = {
    saveOutcome: (draft) => logOutcome(store, draft, new Date(now)),
    keepDraft: (draft) => keepDraft(store, draft),
    discardDraft: (callId) => discardDraft(store, callId),
    drafts: () => store.read('drafts') ?? [],
    callBacks: () => [],
    outbox: () => readQueue(store),
    describe: String,
    changeOutcome: (draft) => {
      const saved = store.readOutbox().find(({ call }) => call.callId === draft.call.callId)
      return saved ? editOutcome(store, draft.call.callId, changeOf(saved, draft)) : { kind: 'gone' }
    },
    resend: (callId) => resendOutcome(store, callId),
    giveUp: (callId) => discardOutcome(store, callId),
    signOut: () => store.wipe(),
    remote: { signIn: 'Set HUBSPOT_TOKEN.' },
    dispositions: () => dispositionsOf(store.read('dispositions')),
    keepChoice(wanted) {
      keepChoice(store, wanted)
      return choicesIn(store)
    },
    keepPhone: (kept) => store.write('phone', kept),
    keepAddressBook: (kept) => keepAddressBook(store, kept),
    ...options.desk,
  }
  const session = openSession({
    phone: newCarriedPhone({ ...readyHandset(platform, 'IE'), ...options.handset }),
    world: {
      directory: buildDirectory(PEOPLE),
      addressBook: options.addressBook ?? new Map(),
      numberFirst: () => true,
      ...(options.accountSize === undefined ? {} : { accountSize: options.accountSize }),
    },
    mode: options.mode ?? 'phone',
    start: options.start ?? { kind: 'home' },
    desk,
    contacts: { lastUpdated: null, count: PEOPLE.length },
    now: () => new Date(now),
    newId: () => `call-${++ids}`,
  })
  return {
    session,
    store,
    type: (...texts) => {
      for (const text of texts) {
        const { keys } =
          text === ESCAPE ? { keys: [{ type: 'press', name: 'escape' } as const] } : readKeys(newReader, text)
        for (const key of keys) session.press(key)
      }
    },
    pass: (seconds) => {
      now += seconds * 1000
      session.tick()
    },
    items: () => {
      const page = frontPage(session.screen())
      if (page?.kind !== 'menu') return []
      const { menu, selected } = menuOf(page, session.screen())
      return menu.items.map(({ label, value }, index) => {
        const text = value ? `${label}: ${value}` : label
        return index === selected ? `❯ ${text}` : text
      })
    },
    front: () => {
      const page = frontPage(session.screen())
      if (page?.kind === 'menu') return menuOf(page, session.screen()).menu.title
      return page?.kind === 'form' ? 'Call outcome' : (page?.kind ?? 'nothing')
    },
  }
}

/** The phone's menu, then the item with this label, as a user would find it. */
export function choose(table: Table, label: string): void {
  const index = table.items().findIndex((item) => item.replace('❯ ', '').startsWith(label))
  if (index < 0) throw new Error(`expected an item "${label}", found ${table.items().join(', ')}`)
  const selected = table.items().findIndex((item) => item.startsWith('❯ '))
  table.type(...Array.from({ length: Math.abs(index - selected) }, () => (index > selected ? DOWN : UP)), ENTER)
}

/** A call comes in on a phone that is at its first page. */
export function ring(table: Table, number = '+353871234567'): void {
  choose(table, 'Receive a call')
  table.type(number, ENTER)
}
