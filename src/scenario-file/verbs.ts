// The verbs of a scenario: for each what it does, what may follow it, and the step that it makes. `expect` is none of them.
import type { Settings } from '../core/handset.ts'
import type { Line } from '../core/number/presentation.ts'
import {
  type DispositionKey,
  outcomeKeyOf,
  parseTask,
  TASK_PRIORITIES,
  TASK_TYPES,
  type Task,
} from '../core/outcome.ts'
import type { CallKind } from '../device/android/android.ts'
import type { Doing, Filled, NetworkChange } from '../scenario/scenario.ts'
import { crmShape } from './crm-shape.ts'
import { outcomeKey } from './expected-shape.ts'
import {
  conditions,
  grantable,
  latency,
  network,
  networkCountry,
  permissions,
  roleWord,
  settingFields,
} from './phone-shape.ts'
import { count, country, duration, line } from './scalars.ts'
import { converted, field, fields, listOf, needed, oneOf, onOff, type Shape, shortOrLong, text } from './shape.ts'

export interface Verb {
  /** What it does, for whoever writes it. */
  readonly about: string
  /** How it is written, where something must follow. */
  readonly example?: string
  /** What it does by itself; left out where something must follow. */
  readonly bare?: Doing
  /** What may follow it; left out where nothing may. */
  readonly shape?: Shape<Doing>
}

const callShape = shortOrLong(
  line(),
  fields<{ number: Line; kind?: CallKind; sim?: string }>('a call', {
    number: needed(line(), 'Who calls: a number in any form, withheld, unknown or payphone.'),
    kind: field(
      oneOf('telephone', 'self-managed', 'external'),
      'self-managed: a VoIP app. external: on another device.',
    ),
    sim: field(country(), "The SIM that takes it, by its country; the phone's first unless stated."),
  }),
)

const dialShape = shortOrLong(
  line(),
  fields<{ number: Line; from?: 'app' | 'outside' }>('a call to make', {
    number: needed(line(), 'Whom to call.'),
    from: field(oneOf('app', 'outside'), "Inside the app, or in the phone's own dialler; outside unless stated."),
  }),
)

const endedBy = oneOf('user', 'caller', 'elsewhere')
const endShape = shortOrLong(
  endedBy,
  fields<{ by?: 'user' | 'caller' | 'elsewhere'; call?: string }>('how a call ends', {
    by: field(endedBy, 'Who ends it: the user of the phone unless stated.'),
    call: field(text(), 'Which of several calls, by its number.'),
  }),
)

const taskText: Shape<Task> = converted(
  text('a task such as "Send the quote; tomorrow; high"'),
  (found, node, reading) => {
    const read = parseTask(found, reading.today)
    return 'problem' in read ? reading.report(node, read.problem) : read
  },
)

const skip = field(
  count(),
  'Of several that it may mean, how many that come first are passed over; none unless stated.',
)

function skipping({ skip: passed = 0 }: { readonly skip?: number }): { readonly skip?: number } {
  return passed === 0 ? {} : { skip: passed }
}

function ofContact(verb: 'resend' | 'give-up' | 'open-draft'): Shape<Doing> {
  const long = fields<{ contact: string; skip?: number }>('whose', {
    contact: needed(text(), "The contact's name."),
    skip,
  })
  return does(shortOrLong(text("a contact's name"), long), (found) =>
    typeof found === 'string' ? { do: verb, contact: found } : { do: verb, contact: found.contact, ...skipping(found) },
  )
}

interface CallWords {
  readonly number?: string
  readonly skip?: number
}

const callFields = { number: field(text(), 'Of the call with this number, as it came.'), skip } as const

function ofCall({ number, ...others }: CallWords): Pick<Extract<Doing, { do: 'choose-caller' }>, 'number' | 'skip'> {
  return { ...(number === undefined ? {} : { number }), ...skipping(others) }
}

// As a screen may be left: without a title, or with words that are no date.
const task: Shape<Task> = shortOrLong(
  taskText,
  fields<Task>('a task', {
    title: needed(text(), 'What is to be done; may be empty on a screen that is left.'),
    type: needed(oneOf(...TASK_TYPES), 'What kind of task.'),
    priority: needed(oneOf(...TASK_PRIORITIES), 'How urgent.'),
    due: needed(text(), 'The day, such as 2026-07-03.'),
  }),
)

interface OutcomeWords {
  readonly choose?: DispositionKey
  readonly own?: string
  readonly notes?: string
  readonly tasks?: readonly Task[]
  readonly isOnDeal?: boolean
}

const outcomeFields = {
  choose: field(outcomeKey, 'The outcome, as the screen lists it.'),
  own: field(text("an outcome's id"), "One of the account's own outcomes, by its id."),
  notes: field(text(), 'The notes.'),
  tasks: field(listOf(task), 'Follow-up tasks: a title, then type, priority and due date, split by semicolons.'),
  isOnDeal: field(onOff(), "Whether the call goes on the contact's deal as well.", 'deal'),
} as const

const outcomeShape = fields<OutcomeWords>('an outcome', outcomeFields)

const changeShape = fields<OutcomeWords & { contact?: string; skip?: number }>('a change of an outcome', {
  ...outcomeFields,
  skip,
  contact: field(text("a contact's name"), 'Whose; the oldest that cannot be sent unless stated, else the oldest.'),
})

function fill({ choose, own, notes, tasks, isOnDeal }: OutcomeWords): Filled {
  return {
    outcome: choose ?? (own === undefined ? null : outcomeKeyOf(own)),
    notes: notes ?? null,
    tasks: tasks ?? null,
    isOnDeal: isOnDeal ?? null,
  }
}

const BOTH = 'expected choose or own, found both'

const killShape = fields<{ afterWrites?: number }>('a kill', {
  afterWrites: field(count(), 'How many more writes it makes.'),
})

const openSettings = fields<
  Partial<Settings> & { permissions?: Extract<Doing, { do: 'open-settings' }>['permissions']; isHeld?: boolean }
>('settings', {
  ...settingFields,
  permissions: field(permissions, 'The user grants or takes away permissions.'),
  isHeld: field(roleWord, 'The user gives or takes away the screening role.', 'role'),
})

const networkShape = shortOrLong(
  converted(network, (state): NetworkChange => ({ state })),
  fields<NetworkChange>('a network', {
    state: field(network, 'Whether the phone reaches the CRM; captive: a Wi-Fi that lets nothing through yet.'),
    latencyMs: latency,
    networkCountry,
  }),
)

type CallVerb = Extract<
  Doing,
  { call: unknown; do: 'accept' | 'decline' | 'cancel' | 'busy' | 'hold' | 'resume' }
>['do']
type DialogVerb = Extract<Doing, { what: unknown; do: 'grant' | 'deny' | 'dismiss' | 'deny-always' }>['do']
type PlainVerb = Extract<
  Doing,
  {
    do:
      | 'enable-extension'
      | 'disable-extension'
      | 'sync'
      | 'open-app'
      | 'force-stop'
      | 'reboot'
      | 'restore'
      | 'sign-out'
  }
>['do']

const onCall = (verb: CallVerb, about: string): Verb => ({
  about: `${about} Bare, or with the number of one of several calls.`,
  bare: { do: verb, call: null },
  shape: does(text('the number of a call'), (call) => ({ do: verb, call })),
})

const onDialog = (verb: DialogVerb, about: string): Verb => ({
  about: `${about} Bare, or with what the dialog must be for.`,
  bare: { do: verb, what: null },
  shape: does(grantable, (what) => ({ do: verb, what })),
})

const plainly = (verb: PlainVerb, about: string): Verb => ({ about, bare: { do: verb } })

function does<T>(shape: Shape<T>, make: (found: T) => Doing): Shape<Doing> {
  return converted(shape, make)
}

export const VERBS: Readonly<Record<string, Verb>> = {
  call: {
    example: 'call: +353871234567',
    about: 'Somebody calls.',
    shape: does(callShape, (found) =>
      'number' in found
        ? { do: 'call', line: found.number, kind: found.kind ?? 'telephone', sim: found.sim ?? null }
        : { do: 'call', line: found, kind: 'telephone', sim: null },
    ),
  },
  dial: {
    example: 'dial: +353871234567',
    about: "The user calls somebody: in the phone's own dialler, or from: app.",
    shape: does(dialShape, (found) =>
      'number' in found
        ? { do: 'dial', line: found.number, from: found.from ?? 'outside' }
        : { do: 'dial', line: found, from: 'outside' },
    ),
  },
  accept: onCall('accept', 'The call is answered, by whoever is called.'),
  decline: onCall('decline', 'The user declines the call.'),
  cancel: onCall('cancel', 'The caller gives up.'),
  busy: onCall('busy', 'The other end is busy.'),
  hold: onCall('hold', 'The call is put on hold.'),
  resume: onCall('resume', 'The call is taken off hold.'),
  end: {
    about: 'The call ends: by the user, the caller, or answered elsewhere.',
    bare: { do: 'end', call: null, by: 'user' },
    shape: does(endShape, (found) =>
      typeof found === 'string'
        ? { do: 'end', call: null, by: found }
        : { do: 'end', call: found.call ?? null, by: found.by ?? 'user' },
    ),
  },
  tap: {
    example: 'tap: Save',
    about: "The user taps a notification's action, a button or a switch, by its words.",
    shape: does(
      shortOrLong(
        text('the words of what is tapped'),
        fields<{ words: string; skip?: number }>('a tap', { words: needed(text(), 'What is tapped.'), skip }),
      ),
      (found) =>
        typeof found === 'string'
          ? { do: 'tap', target: found }
          : { do: 'tap', target: found.words, ...skipping(found) },
    ),
  },
  'clear-notification': {
    example: 'clear-notification: Missed call from Anna Byrne',
    about: 'The user wipes a notification away, by its title.',
    shape: does(
      shortOrLong(
        text("a notification's title"),
        fields<{ title: string; skip?: number }>('a notification', {
          title: needed(text(), 'Its title.'),
          skip,
        }),
      ),
      (found) =>
        typeof found === 'string'
          ? { do: 'clear-notification', title: found }
          : { do: 'clear-notification', title: found.title, ...skipping(found) },
    ),
  },
  outcome: {
    example: 'outcome: {choose: Connected}',
    about: 'The user fills in the outcome screen.',
    shape: converted(outcomeShape, (found, node, { report }): Doing | undefined =>
      found.choose && found.own ? report(node, BOTH) : { do: 'fill-outcome', ...fill(found) },
    ),
  },
  resend: {
    about: 'The user sends an outcome again that the CRM did not take: the oldest, or that of a contact.',
    bare: { do: 'resend', contact: null },
    shape: ofContact('resend'),
  },
  'give-up': {
    about: 'The user gives up an outcome of the outbox: the oldest that cannot be sent, or that of a contact.',
    bare: { do: 'give-up', contact: null },
    shape: ofContact('give-up'),
  },
  'change-outcome': {
    example: 'change-outcome: {notes: Shorter}',
    about: 'The user changes an outcome of the outbox; what could not be sent is sent again.',
    shape: converted(changeShape, (found, node, { report }): Doing | undefined =>
      found.choose && found.own
        ? report(node, BOTH)
        : { do: 'change-outcome', contact: found.contact ?? null, ...skipping(found), ...fill(found) },
    ),
  },
  'open-draft': {
    about: 'The user opens an outcome screen that was left unsaved: the newest, or that of a contact.',
    bare: { do: 'open-draft', contact: null },
    shape: ofContact('open-draft'),
  },
  'choose-caller': {
    example: 'choose-caller: Anna Byrne',
    about:
      'The user says which of several contacts with one number it was, by name or record id: on the outcome screen in front, else of the call that goes on, else of the last one.',
    shape: does(
      shortOrLong(
        text("a contact's name or record id"),
        fields<CallWords & { contact: string }>('who it was', {
          contact: needed(text(), "The contact's name or record id."),
          ...callFields,
        }),
      ),
      (found) =>
        typeof found === 'string'
          ? { do: 'choose-caller', contact: found }
          : { do: 'choose-caller', contact: found.contact, ...ofCall(found) },
    ),
  },
  'undo-choice': {
    about: 'The user takes back, in the same place, which of several contacts it was.',
    bare: { do: 'choose-caller', contact: null },
    shape: does(fields<CallWords>('which call', callFields), (found) => ({
      do: 'choose-caller',
      contact: null,
      ...ofCall(found),
    })),
  },
  request: {
    example: 'request: [call-log, phone]',
    about: 'The app asks for permissions or the screening role.',
    shape: does(listOf(grantable, 1), (what) => ({ do: 'request', what })),
  },
  grant: onDialog('grant', 'The user allows what the dialog in front asks.'),
  deny: onDialog('deny', 'The user denies what the dialog in front asks.'),
  dismiss: onDialog('dismiss', 'The user turns away from the dialog in front.'),
  'deny-always': onDialog('deny-always', 'The user denies what the dialog in front asks, for good.'),
  revoke: {
    example: 'revoke: phone',
    about: "The user takes a permission away in the system's settings; another app takes the role.",
    shape: does(grantable, (what) => ({ do: 'revoke', what })),
  },
  'open-settings': {
    example: 'open-settings: {overlay: off}',
    about: "The user changes the system's settings or the app's.",
    shape: does(openSettings, ({ permissions, isHeld, ...settings }) => ({
      do: 'open-settings',
      settings,
      permissions: permissions ?? {},
      role: isHeld ?? null,
    })),
  },
  'enable-extension': plainly('enable-extension', "The user switches the extension on in iOS's settings."),
  'disable-extension': plainly('disable-extension', "The user switches the extension off in iOS's settings."),
  sync: plainly('sync', 'The user syncs contacts by hand.'),
  'open-app': plainly('open-app', 'The user opens the app.'),
  'kill-app': {
    about: 'The process of the app ends: now, or in the middle of what it does next, after so many writes.',
    bare: { do: 'kill-app', afterWrites: null },
    shape: does(killShape, ({ afterWrites }) => ({ do: 'kill-app', afterWrites: afterWrites ?? null })),
  },
  'force-stop': plainly('force-stop', "The user force-stops the app in the system's settings."),
  reboot: plainly('reboot', 'The phone is switched off and on.'),
  restore: plainly(
    'restore',
    'Android: the user goes on with a new phone, set up from a backup or a transfer of this one.',
  ),
  'sign-out': plainly('sign-out', 'The user signs out of the app.'),
  advance: {
    example: 'advance: 24h',
    about: 'Time passes: 500ms, 5s, 3m, 24h, 2d.',
    shape: does(duration(), (ms) => ({ do: 'advance', ms })),
  },
  network: {
    example: 'network: offline',
    about: 'The network changes.',
    shape: does(networkShape, (change) => ({ do: 'network', network: change })),
  },
  conditions: {
    example: 'conditions: {doze: on}',
    about: 'The conditions around the phone change.',
    shape: does(conditions, (change) => ({ do: 'conditions', conditions: change })),
  },
  crm: {
    example: 'crm: down',
    about: 'The CRM changes, or fails.',
    shape: does(crmShape, (change) => ({ do: 'crm', change })),
  },
}
