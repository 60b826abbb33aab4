// The flags that several commands have. Each is made here, once: the same name, the same values and the same words
// everywhere.
import type { Handset, Settings } from '../../core/handset.ts'
import { ANDROID_MAKERS, type AndroidMaker } from '../../core/maker.ts'
import { regions } from '../../core/number/number.ts'
import { NO_NUMBER_WORDS } from '../../core/number/presentation.ts'
import {
  DISPOSITIONS,
  type Disposition,
  findDisposition,
  type OutcomeKey,
  parseTask,
  type Task,
} from '../../core/outcome.ts'
import { isAddress, parseAddress } from '../../store/postgres/address.ts'
import { InputError } from '../../terminal/exit.ts'
import type { Io } from '../../terminal/io.ts'
import { renderCount } from '../../text/count.ts'
import { quoteForShell, safeLine } from '../../text/safe.ts'
import { renderDay } from '../../text/time.ts'
import { Argument, type Command, Flag } from './command.ts'
import { duration, nearestHint, readCallerText, readCountry, wholeNumber, wrong } from './values.ts'

export interface StoreFlags {
  readonly db?: string
}

/** `--db FILE` */
export function dbFlag(): Flag {
  return new Flag(
    '--db <file>',
    'the store: a file, or postgres://USER@HOST/DATABASE (default: RINGSIGHT_DB, else a file in your data folder)',
  )
}

/** ` --db FILE` again, for a command in advice, without a password; '' where it was not given. */
export function atDb(db: string | undefined): string {
  return db === undefined ? '' : ` --db ${quoteForShell(isAddress(db) ? parseAddress(db).shown : db)}`
}

/** `--region COUNTRY` @param about says which numbers are meant, where not all national ones are */
export function regionFlag(about = 'the country of national numbers, such as IE'): Flag {
  return new Flag('--region <country>', about, readCountry).offers(regions())
}

/** `<number>`: that of a caller, or what stands for one without a number. */
export function callerArgument(about: string): Argument {
  const words = Object.values(NO_NUMBER_WORDS)
  return new Argument('<number>', `${about}; or ${words.join(', ')}`).argParser(readCallerText).offers(words)
}

/** `--region COUNTRY`, where contacts may state a country of their own. */
export function contactRegionFlag(): Flag {
  return regionFlag('the country of national numbers where a contact states none')
}

/** `--platform NAME` */
export function platformFlag(about: string): Flag {
  return new Flag('--platform <name>', about).choices(['android', 'ios'])
}

/** `--force`, which only means something with a flag that names a file. */
export function forceFlag(...files: string[]): Flag {
  return new Flag('--force', 'replace a file that exists').needs(...files)
}

/** What a command that takes `--force` says of each file that it writes. */
export function byForce(force: boolean | undefined): { readonly mayReplace: boolean; readonly replacing: string } {
  return { mayReplace: force === true, replacing: '--force replaces it' }
}

/** `--people N`: how many contacts are invented. */
export function peopleFlag(usual: number): Flag {
  return new Flag('--people <n>', 'how many contacts to invent', wholeNumber(1, 100_000_000)).default(
    usual,
    renderCount(usual),
  )
}

/** `--contacts FILE` */
export function contactsFlag(about: string): Flag {
  return new Flag('--contacts <file>', about, (text) => {
    // It was a count in some commands.
    if (/^\d+$/.test(text)) throw wrong('a file', text, `--people ${text} invents so many contacts`)
    return text
  })
}

/** A flag by the name that it had before: refused, with the new name. @param before as it was declared: `--out <dir>` */
export function renamedFlag(before: string, now: string): Flag {
  return new Flag(before, `now ${now}`, () => {
    throw new InputError(`the flag is now ${now}`)
  }).hideHelp()
}

// The way to the CRM.

export interface CrmFlags {
  readonly baseUrl?: string
  readonly tokenFile?: string
  /** Milliseconds. */
  readonly indexLag?: number
  /** The country of national numbers where a contact states none. */
  readonly region?: string
}

/** Adds the flags that say where the CRM is and how to sign in. @param needed as Flag.needs takes it */
export function addSignInFlags<C extends Command>(command: C, ...needed: string[]): C {
  const flags = [
    new Flag('--base-url <url>', "the CRM's address (default: HUBSPOT_BASE_URL, else HubSpot's own)"),
    new Flag(
      '--token-file <file>',
      'a file of mode 600 that holds the token (default: HUBSPOT_TOKEN, else the file token in the config folder)',
    ),
    indexLagFlag("how late the CRM's search shows a new record (default: 5m)"),
  ]
  for (const flag of flags) command.addOption(flag.needs(...needed))
  return command
}

/** `--index-lag DURATION` */
export function indexLagFlag(about: string): Flag {
  return new Flag('--index-lag <duration>', about, duration('30s'))
}

// The simulated phone.

const DENIALS = ['call-log', 'phone', 'notifications', 'overlay'] as const
export type Denial = (typeof DENIALS)[number]

export interface PhoneFileFlags {
  readonly phoneFile?: string
}

/** `--phone-file`, of commands that ask a phone and leave it as it is. */
export function phoneFileFlag(): Flag {
  return new Flag('--phone-file <file>', "take the phone of a scenario, or of the app's diagnostic file")
}

export interface HandsetFlags {
  readonly platform?: 'android' | 'ios'
  readonly region?: string
  readonly deny: readonly Denial[]
  readonly callerId?: 'on' | 'off'
  readonly logCalls?: 'on' | 'off' | 'untouched'
  readonly maker?: AndroidMaker
  readonly autostart?: 'on' | 'off'
  readonly popups?: 'on' | 'off'
  readonly lockScreen?: 'on' | 'off'
  readonly sleep?: Settings['sleep']
  readonly restrictedSettings?: 'on' | 'off'
  readonly workProfile?: Settings['workProfile']
  readonly profile?: Handset['profile']
  readonly role?: true
  readonly defaultDialer?: true
  readonly apiLevel?: number
}

const SWITCH = ['on', 'off'] as const
const SLEEPS = ['automatic', 'never', 'sleeping', 'deep-sleeping'] as const
const API_LEVELS = Array.from({ length: 14 }, (_, index) => String(24 + index))

// What no flag says stays as the phone has it, so that a flag that is given can be told from one that is not.
function handsetFlags(): Flag[] {
  return [
    platformFlag('the kind of phone'),
    new Flag('--maker <name>', 'the maker of an Android phone').choices([...ANDROID_MAKERS]),
    new Flag('--api-level <n>', 'the API level of Android, from 24 to 37', wholeNumber(24, 37)).offers(API_LEVELS),
    regionFlag("the SIM's country, such as IE; numbers without country code belong to it"),
    new Flag('--profile <name>', 'how many contacts it holds: article (10,000) or ringsight (all)').choices([
      'article',
      'ringsight',
    ]),
    new Flag('--role', "give the app Android's call screening role"),
    new Flag('--default-dialer', "make the app an iPhone's default dialer (iOS 26, in the EU)"),
    new Flag('--deny <permission>', 'take a permission from the app').choices(DENIALS).repeatable(),
    new Flag('--caller-id <state>', "the app's Caller ID; on iOS, the extension").choices(SWITCH),
    new Flag('--log-calls <state>', "the app's setting Log calls").choices([...SWITCH, 'untouched']),
    new Flag('--autostart <state>', "a maker's setting: the app may start by itself").choices(SWITCH),
    new Flag('--popups <state>', "a maker's setting: pop-up windows from the background").choices(SWITCH),
    new Flag('--lock-screen <state>', "a maker's setting: Show on Lock screen").choices(SWITCH),
    new Flag('--sleep <state>', "Samsung's sleep for apps that nobody opens").choices(SLEEPS),
    new Flag('--work-profile <state>', 'the app is in the work profile').choices(['none', 'on', 'paused']),
    new Flag('--restricted-settings <state>', 'the app came from a file, and its settings are restricted').choices(
      SWITCH,
    ),
  ]
}

/** Adds the flags that describe a simulated phone; what they say together is read by changeHandset. */
export function addHandsetFlags<C extends Command>(command: C): C {
  for (const flag of handsetFlags()) command.addOption(flag)
  return command
}

/** By which each flag of a phone is read. */
export function handsetNames(): readonly string[] {
  return handsetFlags().map((flag) => flag.attributeName())
}

/** The flags that are given, as they are written. */
export function statedFlags(flags: HandsetFlags): readonly string[] {
  const given = (name: string) => [(flags as unknown as Record<string, unknown>)[name] ?? []].flat().length > 0
  return handsetFlags().flatMap((flag) => (given(flag.attributeName()) ? (flag.long ?? []) : []))
}

// What is noted on an outcome screen.

export interface OutcomeFlags {
  readonly outcome?: string
  readonly notes?: string
  readonly task: readonly Task[]
}

/** Adds the flags that fill an outcome screen. */
export function addOutcomeFlags<C extends Command>(command: C, io: Io): C {
  const keys = DISPOSITIONS.map(({ key }) => key)
  const outcome = new Flag('--outcome <name>', `how the call went: ${keys.join(', ')}; or an outcome of your account`)
  return command
    .addOption(outcome.offers(keys))
    .addOption(new Flag('--notes <text>', 'notes on the call').orEmpty())
    .addOption(
      new Flag(
        '--task <task>',
        'a follow-up task: TITLE, then in any order and as you like type, priority, due date',
        (text) => readTask(text, renderDay(io.now())),
      ).repeatable(),
    )
}

/** `--outcome`, once it is known what the account offers. @throws InputError when it is none of those */
export function readOutcome(text: string, offered: readonly Disposition[]): OutcomeKey {
  const outcome = findDisposition(text, offered)
  if (outcome !== null) return outcome
  const known = offered
    .map(({ key, label }) => (DISPOSITIONS.some((each) => each.key === key) ? key : `"${label}"`))
    .join(', ')
  const hint = nearestHint(
    text,
    offered.flatMap(({ key, label }) => [key, label]),
  )
  throw new InputError(`--outcome: ${wrong(`one of ${known}`, text, hint).message}`)
}

function readTask(text: string, today: string): Task {
  const task = parseTask(text, today)
  if ('problem' in task) throw new InputError(safeLine(task.problem))
  return task
}
