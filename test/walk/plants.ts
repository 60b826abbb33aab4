// Bugs to be found: each wraps one part of a stage so that it does one thing wrong, as an app in the field might.
import { advanceCarried, type CarriedPhone, carry } from '../../src/app/carried.ts'
import { advanceApp } from '../../src/app/controller.ts'
import type { SeenEvent } from '../../src/app/event.ts'
import { buildDirectory, type Directory, type Match } from '../../src/core/directory.ts'
import { openMemoryCrm } from '../../src/crm/memory.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import type { Plant } from '../../src/walk/script.ts'

/** Two numbers are one when their last seven digits are: a suffix match in place of full equality. */
export const suffixMatch: Plant = () => ({
  advance: (phone, action, world) => advanceCarried(phone, action, { ...world, directory: loose(world.directory) }),
})

function loose(directory: Directory): Directory {
  class Loose extends Map<string, readonly Match[]> {
    override get(e164: string): readonly Match[] | undefined {
      const found = super.get(e164)
      return found ?? [...this].find(([key]) => key.endsWith(e164.slice(-7)))?.[1]
    }
  }
  return { ...directory, matches: new Loose(directory.matches) }
}

/** The app shows the caller though Caller ID is off. */
export const callerIdIgnored: Plant = () => ({
  advance: (phone, action, world) => {
    if (action.type !== 'ring') return advanceCarried(phone, action, world)
    const { settings } = phone.handset
    const carried = advanceCarried(withSettings(phone, { ...settings, callerId: true }), action, world)
    return { ...carried, phone: withSettings(carried.phone, settings) }
  },
})

function withSettings(phone: CarriedPhone, settings: CarriedPhone['handset']['settings']): CarriedPhone {
  return { ...phone, handset: { ...phone.handset, settings } }
}

/** Where an answer was lost, the CRM is asked again without looking whether the first request had arrived. */
export const sentAgain: Plant = () => ({
  openCrm: (options) => ({ ...openMemoryCrm(options), findEngagement: async () => null }),
})

/** The phone's own address book is not looked into. */
export const addressBookIgnored: Plant = () => ({
  advance: (phone, action, world) => advanceCarried(phone, action, { ...world, addressBook: new Map() }),
})

/** Drafts are kept in the process, and lost with it. */
export const draftInProcess: Plant = () => {
  let kept: ReturnType<Store['read']>
  return {
    openStore() {
      const store = openMemoryStore()
      return {
        ...store,
        read: (key) => (key === 'drafts' ? (kept as never) : store.read(key)),
        write(key, document) {
          if (key === 'drafts') kept = document as never
          store.write(key, document)
        },
        saveOutcome(outcome) {
          const isSaved = store.saveOutcome(outcome)
          kept = store.read('drafts') as never
          return isSaved
        },
      }
    },
    advance(phone, action, world) {
      if (action.type === 'kill-app' || action.type === 'reboot') kept = undefined
      return advanceCarried(phone, action, world)
    },
  }
}

/** A missed call is listed twice. */
export const rowTwice: Plant = () => ({
  advance(phone, action, world) {
    const happened = advanceCarried(phone, action, world)
    const [row] = happened.phone.callList
    const isNew = row !== undefined && happened.phone.callList.length > phone.callList.length
    if (!isNew || row.logType !== 'MISSED') return happened
    return { ...happened, phone: { ...happened.phone, callList: [row, ...happened.phone.callList] } }
  },
})

/** Log calls is not looked at: the outcome screen comes after every call. */
export const logCallsIgnored: Plant = () => ({
  advance(phone, action, world) {
    const { settings } = phone.handset
    const on: CarriedPhone = { ...phone, handset: { ...phone.handset, settings: { ...settings, logCalls: 'on' } } }
    if (action.type !== 'end') return advanceCarried(phone, action, world)
    const happened = advanceCarried(on, action, world)
    return { ...happened, phone: { ...happened.phone, handset: { ...happened.phone.handset, settings } } }
  },
})

/** A number that the network gives in its national form is not looked up. */
export const nationalUnread: Plant = () => ({
  advance(phone, action, world) {
    const isNational = action.type === 'ring' && /^0[^0]/.test(action.line.text)
    return advanceCarried(phone, action, isNational ? { ...world, directory: buildDirectory([]) } : world)
  },
})

/** A missed call is told twice. */
export const noticeTwice: Plant = () => ({
  advance(phone, action, world) {
    const happened = advanceCarried(phone, action, world)
    const twice = happened.events.flatMap((event): SeenEvent[] =>
      event.type === 'notify-missed' ? [event, event] : [event],
    )
    return { ...happened, events: twice }
  },
})

/** A default dialer forgets which calls it has followed up (IOS-25). */
export const historyForgotten: Plant = () => ({
  advance(phone, action, world) {
    const { history } = phone.app
    const forgotten = { ...phone, app: { ...phone.app, history: history && { ...history, seen: [] } } }
    return advanceCarried(forgotten, action, world)
  },
})

/** The contacts are kept in the process, and nowhere else. */
export const contactsInProcess: Plant = () => {
  let isGone = false
  return {
    openStore() {
      const store = openMemoryStore()
      return { ...store, readContacts: () => (isGone ? [] : store.readContacts()) }
    },
    advance(phone, action, world) {
      if (action.type === 'kill-app' || action.type === 'reboot' || action.type === 'force-stop') isGone = true
      return advanceCarried(phone, action, world)
    },
  }
}

/** A call on hold is more than it can bear. */
export const throwsOnHold: Plant = () => ({
  advance(phone, action, world) {
    if (action.type === 'hold') throw new Error('a call on hold')
    return advanceCarried(phone, action, world)
  },
})

/** Whom the user has chosen of several is not looked at. */
export const choiceForgotten: Plant = () => ({
  advance: (phone, action, world) => advanceCarried(phone, action, { ...world, directory: unchosen(world.directory) }),
})

function unchosen({ choices: _choices, ...directory }: Directory): Directory {
  return directory
}

/** A restart that nobody tells of goes unnoticed. */
export const bootUnnoticed: Plant = () => ({
  advance: (phone, action, world) =>
    carriedBy(phone, action, world, (app, told, around) =>
      advanceApp(app, told, { ...around, facts: { ...around.facts, bootCount: null } }),
    ),
})

/** A card is put up and never taken away. */
export const cardStays: Plant = () => ({
  advance: (phone, action, world) =>
    carriedBy(phone, action, world, (...reached) => {
      const answered = advanceApp(...reached)
      return { ...answered, asks: answered.asks.filter(({ type }) => type !== 'remove-card') }
    }),
})

async function carriedBy(...[phone, action, world, answer]: [...Parameters<typeof carry>, typeof advanceApp]) {
  const steps = carry(phone, action, world)
  let step = steps.next()
  while (!step.done) step = steps.next(answer(step.value.app, step.value.told, step.value.around))
  return step.value
}
