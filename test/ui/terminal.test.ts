// The whole terminal UI on streams that look like a terminal's: what it takes over it gives back.

import { EventEmitter } from 'node:events'
import { afterEach, expect, test, vi } from 'vitest'
import { newCarriedPhone } from '../../src/app/carried.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { readyHandset } from '../../src/core/handset.ts'
import { dispositionsOf } from '../../src/core/outcome.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { keepDraft, logOutcome } from '../../src/sync/log-outcome.ts'
import type { Desk } from '../../src/ui/desk.ts'
import { runUi } from '../../src/ui/terminal.ts'
import { DOWN, PEOPLE, SAVE } from './phones.ts'

class Keyboard extends EventEmitter {
  readonly isTTY = true
  readonly rawModes: boolean[] = []
  private waiting: string | null = null
  send(text: string): void {
    this.waiting = text
    this.emit('readable')
    this.emit('data', text)
  }
  read(): string | null {
    const text = this.waiting
    this.waiting = null
    return text
  }
  setRawMode(isRaw: boolean): void {
    this.rawModes.push(isRaw)
  }
  setEncoding(): void {}
  ref(): void {}
  unref(): void {}
}

class Display extends EventEmitter {
  readonly isTTY = true
  columns = 80
  rows = 24
  written = ''
  write(text: string): boolean {
    this.written += text
    return true
  }
}

function open(desk: Partial<Desk> = {}, { columns = 80 } = {}) {
  const [keyboard, display, store] = [new Keyboard(), new Display(), openMemoryStore()]
  display.columns = columns
  const result = runUi({
    phone: newCarriedPhone(readyHandset('android', 'IE')),
    world: { directory: buildDirectory(PEOPLE), addressBook: new Map(), numberFirst: () => true },
    start: { kind: 'ring', line: { presentation: 'ALLOWED', text: '+353871234567' } },
    mode: 'call',
    desk: {
      saveOutcome: (draft) => logOutcome(store, draft, new Date(0)),
      keepDraft: (draft) => keepDraft(store, draft),
      discardDraft: () => {},
      drafts: () => store.read('drafts') ?? [],
      callBacks: () => [],
      dispositions: () => dispositionsOf(undefined),
      keepAddressBook: () => {},
      keepChoice: () => new Map(),
      outbox: () => [],
      describe: String,
      changeOutcome: () => ({ kind: 'gone' }),
      resend: () => {},
      giveUp: () => {},
      signOut: () => {},
      remote: { signIn: 'Set HUBSPOT_TOKEN.' },
      keepPhone: () => {},
      ...desk,
    },
    contacts: { lastUpdated: null, count: 0 },
    now: () => new Date(0),
    newId: () => 'call-1',
    colour: false,
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: display as unknown as NodeJS.WriteStream,
  })
  const ready = () => vi.waitFor(() => expect(keyboard.rawModes).toContain(true), { timeout: 20_000 })
  return { keyboard, display, store, result, ready }
}

const TAKEN = '\u001b[?1049h\u001b[H\u001b[?2004h'
const GIVEN_BACK = '\u001b[?2004l\u001b[?1049l'

afterEach(() => {
  vi.restoreAllMocks()
})

test('R-19 a call is played by real keys, and the terminal is as it was afterwards', async () => {
  const { keyboard, display, result, ready } = open()
  await ready()
  for (const keys of ['a', 'h', DOWN, '\t', '\u001b[200~Wants a quote\rby Friday\u001b[201~', SAVE]) keyboard.send(keys)
  expect(await result).toMatchObject({
    saved: { outcome: 'connected', notes: 'Wants a quote\nby Friday', call: { contactName: 'Anna Byrne' } },
    draftKept: null,
  })
  expect(display.written.startsWith(TAKEN)).toBe(true)
  expect(display.written.endsWith(GIVEN_BACK)).toBe(true)
  expect(keyboard.rawModes.at(-1)).toBe(false)
  expect(keyboard.listenerCount('data') + keyboard.listenerCount('readable')).toBe(0)
  expect(display.listenerCount('resize')).toBe(0)
})

test('Ctrl-C during a call ends it', async () => {
  const { keyboard, result, ready } = open()
  await ready()
  keyboard.send('\u0003')
  expect(await result).toMatchObject({ saved: null, draftKept: null })
})

test('R-11 a signal keeps the draft, gives the terminal back, and is told to whoever ends the process', async () => {
  const { keyboard, display, store, result, ready } = open()
  await ready()
  keyboard.send('ah\tWants')
  process.emit('SIGTERM', 'SIGTERM')
  expect((await result).signal).toBe('SIGTERM')
  expect(store.read('drafts')).toMatchObject([{ notes: 'Wants' }])
  expect(display.written.endsWith(GIVEN_BACK)).toBe(true)
})

test('a fault at a key is passed on, and the terminal given back', async () => {
  const { keyboard, display, result, ready } = open({ drafts: () => [null as never] })
  const failed = expect(result).rejects.toThrow(TypeError)
  await ready()
  keyboard.send('ah')
  await failed
  expect(display.written.endsWith(GIVEN_BACK)).toBe(true)
})

test('a fault in the drawing is passed on, the terminal given back, and the draft kept', async () => {
  const kept: string[] = []
  const { keyboard, display, result, ready } = open({ keepDraft: ({ notes }) => kept.push(notes) })
  const failed = expect(result).rejects.toThrow(RangeError)
  await ready()
  keyboard.send('ah\tWants')
  display.columns = Number.POSITIVE_INFINITY
  display.emit('resize')
  await failed
  expect(display.written.endsWith(GIVEN_BACK)).toBe(true)
  expect(kept).toEqual(['Wants'])
})

test('a fault in the first drawing is passed on', async () => {
  const { display, result } = open({}, { columns: Number.POSITIVE_INFINITY })
  await expect(result).rejects.toThrow(RangeError)
  expect(display.written.endsWith(GIVEN_BACK)).toBe(true)
})
