// `ringsight call --it-was NAME` (R-31): who it was of several contacts with the number, said after the call.
import { advanceCarried, type CarriedPhone } from '../app/carried.ts'
import { candidatesFor, draftForCurrent } from '../app/choice.ts'
import type { CallerChoice } from '../core/caller-choice.ts'
import { type Contact, contactName } from '../core/contact.ts'
import { withChoices } from '../core/directory.ts'
import type { Line } from '../core/number/presentation.ts'
import type { Draft } from '../core/outcome.ts'
import { factsOf } from '../device/delivery.ts'
import type { World } from '../device/phone.ts'
import type { Store } from '../store/store.ts'
import { choicesIn, keepChoice } from '../sync/keep-choice.ts'
import { InputError } from '../terminal/exit.ts'
import { isoOf, type JsonLine } from '../text/json.ts'
import { listOr } from '../text/list.ts'
import { shortLine } from '../text/safe.ts'
import { Flag } from './flags/command.ts'

export interface ChoiceFlags {
  readonly itWas?: string
  readonly undoChoice?: true
}

export function choiceFlags(): readonly [itWas: Flag, undoChoice: Flag] {
  return [
    new Flag('--it-was <name>', 'say which of several contacts with the number it was, by name or record id'),
    new Flag('--undo-choice', 'take that back').conflicts('itWas'),
  ]
}

/** What is to be said after the call. */
export interface Choosing {
  readonly e164: string
  /** Null to take back what was said. */
  readonly contact: Contact | null
}

const LISTED = 5

/** @throws InputError where nobody of that name has the number, or a single contact has it */
export function readChoosing(
  { itWas, undoChoice }: ChoiceFlags,
  line: Line,
  { phone, world }: { readonly phone: CarriedPhone; readonly world: World },
): Choosing | null {
  if (itWas === undefined && undoChoice === undefined) return null
  const flag = itWas === undefined ? '--undo-choice' : '--it-was'
  const { e164, contacts } = candidatesFor(phone.app, line.text, { facts: factsOf(phone), world })
  if (e164 === null || contacts.length === 0) {
    throw new InputError(
      `${flag}: expected a number that several contacts have, found ${shortLine(line.text, 40) || 'none'}`,
    )
  }
  if (itWas === undefined) return { e164, contact: null }
  const found = contacts.filter((contact) => contact.id === itWas || contactName(contact) === itWas.trim())
  const [contact, namesake] = found
  if (contact !== undefined && namesake === undefined) return { e164, contact }
  const those = found.length > 1 ? found : contacts
  const names = those.slice(0, LISTED).map((each) => `${shortLine(contactName(each), 60)} (${shortLine(each.id, 40)})`)
  const more = those.length - names.length
  throw new InputError(
    `--it-was: expected ${listOr([...names, ...(more > 0 ? [`one of ${more} more`] : [])])}, found ${shortLine(itWas, 60)}`,
  )
}

export interface Chosen extends Choosing {
  /** What is kept; null where it was taken back. */
  readonly choice: CallerChoice | null
}

/** Says it to the app, and keeps what the app wants kept. */
export function chooseAfter(
  { e164, contact }: Choosing,
  store: Store,
  { phone, world, at }: { readonly phone: CarriedPhone; readonly world: World; readonly at: number },
): Chosen {
  const { work } = advanceCarried(
    phone,
    { type: 'choose-caller', e164, contactId: contact?.id ?? null, callId: null, at },
    world,
  )
  const [wanted] = work.filter((each) => each.type === 'keep-choice')
  if (wanted !== undefined) keepChoice(store, wanted)
  return { e164, contact, choice: wanted?.choice ?? null }
}

/** The outcome screen of a call whose caller has been chosen. */
export function draftAfter(
  draft: Draft,
  store: Store,
  { phone, world }: { readonly phone: CarriedPhone; readonly world: World },
): Draft {
  const chosen = { ...world, directory: withChoices(world.directory, choicesIn(store)) }
  return draftForCurrent(draft, candidatesFor(phone.app, draft.call.e164, { facts: factsOf(phone), world: chosen }))
}

export function renderChosen({ contact }: Chosen): string {
  return contact === null
    ? 'taken back: who is shown for this number is chosen by deals and changes again'
    : `${contactName(contact)} is shown first for this number from now on`
}

export function chosenJson({ e164, choice }: Chosen): JsonLine {
  return {
    type: 'choice',
    number: e164,
    contactId: choice?.contactId ?? null,
    at: choice === null ? null : isoOf(choice.at),
  }
}
