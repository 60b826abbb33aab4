// `ringsight explain NUMBER`: why this caller is, or is not, identified, step by step with the evidence.

import { waysToBook } from '../app/address-book.ts'
import type { CallSummary, Reason } from '../app/answer-call.ts'
import { askPhone } from '../app/ask-phone.ts'
import type { CarriedPhone } from '../app/carried.ts'
import { findObstacles, type Obstacle } from '../app/obstacles.ts'
import { CHOICES, describeReason } from '../app/why.ts'
import { type Caller, type Evidence, isOtherSpelling, lineFrom } from '../core/caller.ts'
import { contactName } from '../core/contact.ts'
import { dayAt, dayInWords } from '../core/day.ts'
import type { Match } from '../core/directory.ts'
import { writtenSpelling } from '../core/number/line.ts'
import { describeRejection, formatNumber, parseNumber } from '../core/number/number.ts'
import { NO_NUMBER_TITLES, type NoNumber } from '../core/number/presentation.ts'
import { type Io, printJson, printLine, wantsColour } from '../terminal/io.ts'
import { paint } from '../terminal/paint.ts'
import { shortLine } from '../text/safe.ts'
import { namedJson, obstacleJson } from './call-json.ts'
import { renderFix, renderOthers } from './call-report.ts'
import { addSourceFlags, readWorld, type SourceFlags } from './directory.ts'
import { type Asked, explainPhone, explainTold } from './explain-phone.ts'
import type { Command } from './flags/command.ts'
import {
  addHandsetFlags,
  callerArgument,
  type HandsetFlags,
  type PhoneFileFlags,
  phoneFileFlag,
} from './flags/shared.ts'
import { type StoreUse, withStoreUse } from './open.ts'
import type { PhoneFile } from './phone-file.ts'
import { renderTaken, takenJson, takePhone } from './taken-phone.ts'

const EXAMPLES = `
Examples:
  ringsight explain +353871234567 --contacts export.csv
  ringsight explain '087 123 4567' --region IE --platform ios
  ringsight explain +353871234567 --deny phone --json
  ringsight explain payphone
  ringsight explain +353871234567 --phone-file diagnostic.json   a user's own phone

The phone is the one that the store keeps (ringsight phone), or one that is fully set
up; flags change it for this run. With --contacts it is one that is fully set up,
unless --db names the store. With --phone-file it is the phone of a scenario (its phone:
block), or the one that the app's diagnostic file describes (native/DIAGNOSTICS.md).

The status is 0 when this phone would name the caller, and 1 when it would not.`

type ExplainFlags = HandsetFlags & SourceFlags & PhoneFileFlags & { readonly region?: string; readonly json?: boolean }

export function addExplainCommand(program: Command, io: Io): Command {
  const command = program
    .command('explain')
    .description('say why a caller is, or is not, identified')
    .addArgument(callerArgument('who calls'))
  return addHandsetFlags(addSourceFlags(command).addOption(phoneFileFlag()))
    .option('--json', 'print one JSON object per step, the summary last')
    .addHelpText('after', EXAMPLES)
    .action((text: string, flags: ExplainFlags) =>
      withStoreUse(io, flags.db, (use) => runExplain(io, { text, use }, flags)),
    )
}

async function runExplain(
  io: Io,
  { text, use }: { readonly text: string; readonly use: StoreUse },
  flags: ExplainFlags,
): Promise<void> {
  const taken = await takePhone(use, flags)
  const { phone } = taken
  const world = await readWorld(io, flags, { phone, use, file: taken.file, isKept: taken.origin.kind === 'kept' })
  const at = io.now().getTime()
  const line = lineFrom(text)
  const { caller, summary: asked } = askPhone(phone, line, { world, at })
  const summary = asHeld(asked, taken.file)
  const empty = taken.file?.empty ?? null
  const obstacles = summary.identified ? [] : findObstacles(phone, line, { world, at, empty })
  const steps = explain(caller, { phone, file: taken.file, at }, { ...summary, obstacles })
  const painter = paint(wantsColour(io, io.stdout))
  if (flags.json) await printJson(io, takenJson(taken))
  else await printLine(io, renderTaken(taken, io.now()))
  for (const [index, { step, text: sentence }] of steps.entries()) {
    if (flags.json) await printJson(io, { type: 'step', step, message: sentence })
    else await printLine(io, `${index + 1}. ${painter.strong(TITLES[step])}: ${sentence.replaceAll('\n', '\n   ')}`)
  }
  if (flags.json)
    await printJson(io, { type: 'summary', ...namedJson(caller, summary), obstacles: obstacles.map(obstacleJson) })
  io.exit(summary.identified ? 0 : 1)
}

// A phone that holds nothing yet names nobody of the contacts that are asked about here.
function asHeld(summary: CallSummary, file: PhoneFile | undefined): CallSummary {
  const reason = file?.empty ?? null
  return reason === null || summary.source !== 'crm'
    ? summary
    : { ...summary, identified: false, shown: null, source: 'none', reason }
}

interface Step {
  readonly step: keyof typeof TITLES
  readonly text: string
}

const TITLES = {
  number: 'Number',
  'address-book': 'Address book',
  contacts: 'Contacts',
  choice: 'Choice',
  phone: 'Phone',
  told: 'On that phone',
  shown: 'Shown',
} as const

type Answer = CallSummary & { readonly obstacles: readonly Obstacle[] }

/** The steps from the number to the screen, each in words. */
export function explain(caller: Caller, asked: Asked, summary: Answer): Step[] {
  const { phone } = asked
  const { number } = caller.evidence
  const told = explainTold(caller, asked, { isNamed: summary.identified })
  return [
    { step: 'number', text: explainNumber(caller) },
    ...(caller.kind === 'no-number'
      ? []
      : [{ step: 'address-book', text: explainAddressBook(caller, phone) } as const]),
    ...(number === null ? [] : [{ step: 'contacts', text: explainContacts(caller, phone) } as const]),
    ...(caller.kind === 'shared' ? [{ step: 'choice', text: explainChoice(caller) } as const] : []),
    { step: 'phone', text: explainPhone(asked) },
    ...(told === null ? [] : [{ step: 'told', text: told } as const]),
    {
      step: 'shown',
      text: [
        explainShown(caller, phone, summary),
        ...renderOthers(summary.obstacles),
        ...whatIsOld(asked, summary),
      ].join('\n'),
    },
  ]
}

// The contacts that are asked about are those of the CRM; a real phone may not have all of them yet.
function whatIsOld({ phone, file }: Asked, { identified, source }: CallSummary): string[] {
  const diagnostic = file?.diagnostic ?? null
  if (diagnostic === null || !identified || source !== 'crm') return []
  const isIphone = phone.handset.platform === 'ios'
  if (isIphone && diagnostic.load.error !== null) {
    return [
      'The last load of the labels failed: a contact or number that is newer than the last good load has no label yet.',
    ]
  }
  if (phone.app.sync.lastError === null) return []
  return ['The last sync failed: a contact or number that is newer than the last good sync is not on this phone yet.']
}

function explainNumber({ kind, evidence }: Caller): string {
  const { line, readings, number } = evidence
  const quoted = `"${shortLine(line.text, 60)}"`
  if (line.presentation !== 'ALLOWED') {
    return `none is delivered: ${WHY_NONE[line.presentation]} (presentation ${line.presentation}).`
  }
  if (kind === 'special') return `${quoted} is a short or emergency number, not one of a person.`
  if (number === null) {
    const tried = readings.map(({ region }) => `${region ? `under ${region}: ` : ''}${whyRejected(line.text, region)}`)
    return `${quoted} cannot be read (${tried.join('; ')}).`
  }
  const region = readings.find((reading) => reading.number?.e164 === number.e164)?.region
  const read = number.read === 'exact' ? 'which names its country code' : `read as a national number of ${region}`
  const isOther = writtenSpelling(line.text, number.e164) !== number.e164
  const notes = [
    ...(isOther ? ['written in another spelling of the same line'] : []),
    ...(number.extension === null ? [] : [`the extension ${number.extension} is kept apart`]),
    ...(number.assigned ? [] : ['no numbering plan lists its range yet, which matching does not need']),
  ]
  const country = number.country === null ? '' : ` (${number.country})`
  return `${quoted} is ${formatNumber(number.e164)}${country}, ${[read, ...notes].join('; ')}.`
}

const WHY_NONE: Readonly<Record<NoNumber, string>> = {
  RESTRICTED: 'the caller withheld it',
  UNKNOWN: 'the network does not know it',
  PAYPHONE: 'the call comes from a payphone',
}

function whyRejected(text: string, region: string | null): string {
  const answer = parseNumber(text, region)
  return answer.kind === 'rejected' ? describeRejection(answer) : ''
}

function explainAddressBook(caller: Caller, { handset }: CarriedPhone): string {
  if (caller.kind !== 'saved') return "the caller is not in it, so Ringsight may show the CRM's name."
  return `the caller is saved as "${shortLine(caller.name, LONGEST_NAME)}"; the phone shows that${BESIDE_SAVED[waysToBook(handset)]}.`
}

// What Ringsight makes of somebody whom the phone names itself (R-04).
const BESIDE_SAVED = {
  looks: ', and nothing of the CRM',
  'is-not-asked': ', and asks Ringsight about other callers only',
  none: ". Ringsight may not read the contacts, so it does not know, and shows the CRM's name as well where it shows any",
} as const

function explainContacts({ kind, evidence }: Caller, phone: CarriedPhone): string {
  const { matches, beyondLimit } = evidence
  if (kind === 'unknown') {
    const caller: Caller = { kind, because: 'no-such-number', evidence }
    const reason =
      beyondLimit.length > 0
        ? 'beyond-limit'
        : evidence.unreadable.length > 0
          ? 'unreadable-in-contacts'
          : 'no-such-number'
    const why = describeReason(reason, phone, caller)
    const [sentence, fix] = [why.sentence, renderFix(why)]
    const lower = sentence.replace(/^(?:A|No) /, (word) => word.toLowerCase())
    return [lower, ...(fix === '' ? [] : [fix]), ...listMatches(beyondLimit, evidence)].join('\n')
  }
  if (matches.length === 0) return 'no contact has this number.'
  return [
    `${matches.length === 1 ? 'one contact has' : `${matches.length} contacts have`} this number:`,
    ...listMatches(matches, evidence),
  ].join('\n')
}

const LISTED_MATCHES = 10
// As many characters as a card has room for; a name may be a book.
const LONGEST_NAME = 100

function listMatches(matches: readonly Match[], evidence: Evidence): string[] {
  const lines = matches.slice(0, LISTED_MATCHES).map((match) => {
    const { contact, field } = match
    const spelling = isOtherSpelling(match, evidence) ? ', in another spelling of the same line' : ''
    const row = contact.row === null ? '' : `, row ${contact.row}`
    return `- ${shortLine(contactName(contact), LONGEST_NAME)} (record ${shortLine(contact.id, 40)}${row}), by ${shortLine(field, 40)}${spelling}`
  })
  const more = matches.length - LISTED_MATCHES
  return more > 0 ? [...lines, `- and ${more} more`] : lines
}

function explainChoice({ match, because, evidence: { choice } }: Extract<Caller, { kind: 'shared' }>): string {
  const day = choice && dayInWords(dayAt(choice.at))
  const name = shortLine(contactName(match.contact), LONGEST_NAME)
  const why = because === 'chosen' ? `${name} is whom you chose on ${day}` : `${name} ${CHOICES[because]}`
  return [
    `${why}. The others are counted on the card; a call is logged to this contact alone.`,
    ...(choice === null || because === 'chosen'
      ? []
      : [`You chose record ${shortLine(choice.contactId, 40)} on ${day}, which has this number no longer.`]),
  ].join('\n')
}

function explainShown(caller: Caller, phone: CarriedPhone, { identified, shown, reason }: CallSummary): string {
  if (identified && shown) {
    const deal = shown.deal
      ? `; deal ${shortLine([shown.deal.name, shown.deal.amount].filter(Boolean).join(' · '), LONGEST_NAME)}`
      : ''
    return `${shortLine(shown.label, LONGEST_NAME)}${deal}.`
  }
  if (caller.kind === 'unknown' && caller.because === reason && caller.evidence.number !== null) {
    return 'the bare number, because no contact has this number.'
  }
  const { line } = caller.evidence
  const number = line.presentation === 'ALLOWED' ? 'the bare number' : `"${NO_NUMBER_TITLES[line.presentation]}"`
  const bare = SHOWN_INSTEAD[reason] ?? number
  const why = describeReason(reason, phone, caller)
  const [sentence, fix] = [why.sentence, renderFix(why)]
  return [`${bare}. ${sentence}`, ...(fix === '' ? [] : [fix])].join('\n')
}

// Where the phone shows no number either.
const SHOWN_INSTEAD: Partial<Record<Reason, string>> = {
  'number-blocked': 'nothing',
  'turned-away': 'nothing',
  'caller-silenced': 'nothing',
  'other-label': "another app's label",
}
