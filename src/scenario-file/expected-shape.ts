// What a scenario may expect to see: the words of `expect`.

import { CAPABILITIES, type Capability, type MissingReason } from '../core/access.ts'
import { DISPOSITIONS, type DispositionKey, dispositionLabel, findDisposition } from '../core/outcome.ts'
import type {
  CallListRowExpected,
  CardExpected,
  CrmCallExpected,
  Expected,
  NotificationExpected,
  OutcomeScreenExpected,
} from '../scenario/expected.ts'
import { Pattern } from '../scenario/pattern.ts'
import { grantable, permissions } from './phone-shape.ts'
import { ago, count, duration, textExpected, textOrNone } from './scalars.ts'
import {
  converted,
  didYouMean,
  field,
  fields,
  listOf,
  listWords,
  named,
  oneOf,
  onOff,
  orNone,
  pattern,
  refuse,
  type Shape,
  shortOrLong,
  text,
  words,
} from './shape.ts'

const LABELS = DISPOSITIONS.map(({ label }) => label)

/** An outcome by its label or key. */
export const outcomeKey: Shape<DispositionKey> = {
  ...converted(text(listWords(LABELS)), (found, node, reading) => {
    return findDisposition(found) ?? refuse(node, listWords(LABELS), reading, didYouMean(found, LABELS))
  }),
  schema: () => ({ enum: DISPOSITIONS.flatMap(({ label, key }) => [label, key]) }),
}

const outcomeLabel = converted(outcomeKey, (key) => dispositionLabel(key))

const outcomeExpected = converted(textExpected(), (found, node, reading) =>
  found instanceof Pattern ? found : outcomeLabel.read(node, reading),
)

const texts = listOf(textExpected())

const card = fields<CardExpected>('a card', {
  name: field(textExpected(), 'First and last name.'),
  company: field(textExpected(), 'The company; "" for none.'),
  deal: field(textOrNone(), 'Name and amount on one line, as in "Renewal EUR 12,500".'),
  others: field(count(), 'How many further contacts share the number.'),
  why: field(textOrNone(), 'Why it is this one of them, where its user has chosen it.'),
  agoMs: field(
    ago(),
    'How long ago its contacts were synced: now, or 24h ago; never where it does not say.',
    'last-updated',
  ),
  surface: field(oneOf('overlay', 'heads-up', 'full-screen'), 'How it reaches the screen.'),
})

const notification = named(
  'notification',
  shortOrLong(
    converted(textExpected("a notification's title"), (title): NotificationExpected => ({ title })),
    fields<NotificationExpected>('a notification', {
      title: field(textExpected(), 'Its title.'),
      actions: field(orNone(listOf(text()), []), 'All of its actions, in order.'),
    }),
  ),
)

const callListRow = fields<CallListRowExpected>('a row of the call list', {
  type: field(
    oneOf('incoming', 'outgoing', 'missed', 'rejected', 'blocked', 'answered-elsewhere'),
    'What kind of call it was.',
  ),
  name: field(textOrNone(), "The name that the list shows; none for the bare number's row."),
  number: field(textExpected(), 'The number as the network gave it; "" where it gave none.'),
  noNumber: field(oneOf('withheld', 'unknown', 'payphone'), 'Why there is no number.'),
  durationMs: field(duration(), 'How long the two spoke.'),
  isFiltered: field(onOff(), 'iOS 26: whether it stands in the list of unknown callers, outside Recents.'),
})

const outcomeScreen = fields<OutcomeScreenExpected>('an outcome screen', {
  contact: field(textExpected(), "The contact's name, or the number."),
  others: field(orNone(texts, []), 'Who else has the number, by name.'),
  isChosen: field(onOff(), 'Whether its user has said that it was this one of them.', 'chosen'),
  outcome: field(orNone(outcomeExpected, null), 'The outcome that is chosen.'),
  notes: field(textExpected(), 'The notes; "" for none.'),
  tasks: field(orNone(texts, []), 'The titles of all of its tasks, in order.'),
  deal: field(textOrNone(), 'The deal that the call goes on as well, as the card shows it.'),
  problems: field(orNone(texts, []), 'What still keeps it from being saved.'),
})

const crmCall = fields<CrmCallExpected>("one of the CRM's calls", {
  contact: field(orNone(text("a contact's id"), null), 'The record id of the contact that it is logged to.'),
  outcome: field(outcomeExpected, 'Its outcome.'),
  notes: field(textExpected(), 'Its notes; "" for none.'),
  direction: field(oneOf('incoming', 'outgoing'), 'Who called.'),
  durationMs: field(duration(), 'How long the two spoke.'),
  tasks: field(orNone(texts, []), 'The titles of all of its tasks, in order.'),
  deal: field(orNone(text("a deal's id"), null), 'The id of the deal that it is on as well.'),
})

const syncPage = fields<NonNullable<Expected['syncPage']>>('the sync page', {
  agoMs: field(ago(), 'Last updated: never, now, or 24h ago.', 'last-updated'),
  contacts: field(count(), 'Contacts synced.'),
  error: field(textOrNone(), 'Why the last sync failed.'),
})

// One entry each, so that the compiler misses a reason that this list does not have.
const REASONS: Readonly<Record<MissingReason | 'ok', true>> = {
  ok: true,
  'extension-off': true,
  'not-on-ios': true,
  'autostart-off': true,
  'work-profile-paused': true,
  'deep-sleeping': true,
  'caller-id-off': true,
  'call-log-denied': true,
  'phone-denied': true,
  'log-calls-off': true,
  'log-calls-untouched': true,
  'popups-off': true,
  'lock-screen-off': true,
  'notifications-denied': true,
  'no-surface': true,
  'no-outcome-surface': true,
  'battery-restricted': true,
  'background-refresh-off': true,
  'signed-out': true,
  'app-stopped': true,
  'not-unlocked': true,
}

const reason = words(Object.fromEntries(Object.keys(REASONS).map((word) => [word, word])))

const access = fields<Partial<Record<Capability, string>>>(
  'access',
  Object.fromEntries(
    CAPABILITIES.map((each) => [each, field(reason, `The app may do this (ok), or the reason why it may not.`)]),
  ) as Record<Capability, ReturnType<typeof field<string>>>,
)

const frame = pattern('a name of letters, digits and hyphens', /^[a-z\d][a-z\d-]{0,79}$/, (found) => found)

/** The keys of `expect`. */
export const expectation = named(
  'expectation',
  fields<Expected>(
    'an expectation',
    {
      card: field(
        orNone(
          shortOrLong(
            converted(textExpected("a card's name"), (name): CardExpected => ({ name })),
            card,
          ),
          null,
        ),
        "Android's card for the call that rings; a text is its name.",
      ),
      label: field(textOrNone(), "iOS's label for the call that rings."),
      callerName: field(textOrNone(), 'The name of the address book that the phone puts to the call.'),
      phoneState: field(oneOf('IDLE', 'RINGING', 'OFFHOOK'), "Android's state of all calls."),
      notification: field(orNone(notification, null), 'The newest notification; a text is its title.'),
      notifications: field(orNone(listOf(notification), []), 'All notifications, newest first.'),
      outcomeScreen: field(
        orNone(
          shortOrLong(
            converted(textExpected("a contact's name"), (contact): OutcomeScreenExpected => ({ contact })),
            outcomeScreen,
          ),
          null,
        ),
        'The outcome screen in front; a text is its contact.',
      ),
      contactPage: field(textOrNone(), "The contact page in front, by the contact's name."),
      callList: field(orNone(listOf(callListRow), null), 'The newest rows of the call list; none for an empty list.'),
      dialog: field(orNone(grantable, null), 'What the dialog in front asks for.'),
      permissions: field(permissions, 'The state of permissions.'),
      role: field(oneOf('held', 'none'), "Android's call screening role."),
      access: field(access, 'What the phone lets the app do, as the manage page says it.'),
      syncPage: field(syncPage, 'Last updated, and contacts synced.'),
      drafts: field(count(), 'How many outcome screens were left unsaved.'),
      waiting: field(count(), 'How many saved outcomes wait for the CRM.'),
      parked: field(orNone(texts, []), 'Why outcomes among them cannot be sent as they are.'),
      crmCalls: field(orNone(listOf(crmCall), []), 'Every call that reached the CRM, oldest first.'),
      nothingShown: field(onOff(), 'No card, label, notification or outcome screen since the last expectation.'),
      happened: field(texts, 'What happened since the last expectation, in this order, other things between.'),
      never: field(texts, 'What did not happen since the last expectation.'),
      invariants: field(oneOf('hold'), 'Every invariant of explore has held after every step so far.'),
      frame: field(frame, 'The screen as text, recorded under this name beside the scenario when frames are updated.'),
    },
    (key) => (key === 'within' ? 'it stands beside expect, not in it' : null),
  ),
)
