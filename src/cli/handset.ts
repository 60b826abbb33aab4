// The flags that describe a simulated phone, shared by every command that puts one on the table.
import { type Command, Option } from 'commander'
import { type Handset, type Permission, readyHandset } from '../core/access.ts'
import { safeLine } from '../core/text.ts'
import { InputError } from './exit.ts'
import { parseRegion } from './number.ts'

export interface HandsetFlags {
  readonly platform: 'android' | 'ios'
  readonly region?: string
  readonly deny: readonly Denial[]
  readonly callerId: 'on' | 'off'
  readonly logCalls: 'on' | 'off' | 'untouched'
  readonly maker?: Handset['maker']
  readonly autostart?: 'on' | 'off'
  readonly popups?: 'on' | 'off'
  readonly profile: Handset['profile']
  readonly role?: boolean
  readonly apiLevel: number
}

const DENIALS = ['call-log', 'phone', 'notifications', 'overlay'] as const
type Denial = (typeof DENIALS)[number]

const SWITCH = ['on', 'off'] as const

/** Adds the flags; what they say together is read by handsetFrom. */
export function addHandsetFlags(command: Command): Command {
  const denial = new Option('--deny <permission>', `deny a permission, repeatable (${DENIALS.join(', ')})`)
  return command
    .addOption(new Option('--platform <name>', 'the phone').choices(['android', 'ios']).default('android'))
    .option('--region <country>', "the SIM's country, and the country of national numbers, such as IE", parseRegion)
    .addOption(
      denial.argParser((text: string, all: readonly Denial[]) => [...all, parseDenial(text)]).default([], 'none'),
    )
    .addOption(
      new Option('--caller-id <state>', 'Caller ID in the app; on iOS, the extension').choices(SWITCH).default('on'),
    )
    .addOption(
      new Option('--log-calls <state>', 'Log calls in the app').choices([...SWITCH, 'untouched']).default('untouched'),
    )
    .addOption(new Option('--maker <name>', 'maker of the phone').choices(['google', 'samsung', 'xiaomi']))
    .addOption(new Option('--autostart <state>', 'Xiaomi: Autostart (off as shipped)').choices(SWITCH))
    .addOption(new Option('--popups <state>', 'Xiaomi: Display pop-up windows (off as shipped)').choices(SWITCH))
    .addOption(
      new Option('--profile <name>', 'article: the phone holds 10,000 contacts')
        .choices(['article', 'ringsight'])
        .default('ringsight'),
    )
    .option('--role', "the app holds Android's call screening role")
    .addOption(new Option('--api-level <n>', 'Android API level').argParser(parseApiLevel).default(34))
}

function parseDenial(text: string): Denial {
  const denial = DENIALS.find((known) => known === text)
  if (denial) return denial
  throw new InputError(`--deny: expected ${DENIALS.join(', ')}, found "${safeLine(text)}"`)
}

function parseApiLevel(text: string): number {
  const level = Number(text)
  if (Number.isInteger(level) && level >= 24 && level <= 37) return level
  throw new InputError(`--api-level: expected a number from 24 to 37, found "${safeLine(text)}"`)
}

/** The phone that the flags describe: ready for use, but for what they switch off or deny. */
export function handsetFrom(flags: HandsetFlags): Handset {
  const ready = readyHandset(flags.platform, flags.region ?? null)
  const permission = (name: Permission, denial: Denial) =>
    flags.deny.includes(denial) ? 'denied-once' : ready.permissions[name]
  return {
    ...ready,
    apiLevel: flags.apiLevel,
    maker: flags.platform === 'ios' ? 'apple' : (flags.maker ?? ready.maker),
    profile: flags.profile,
    screeningRole: flags.role === true,
    permissions: {
      callLog: permission('callLog', 'call-log'),
      phone: permission('phone', 'phone'),
      notifications: permission('notifications', 'notifications'),
      contacts: ready.permissions.contacts,
    },
    settings: {
      ...ready.settings,
      callerId: flags.callerId === 'on',
      extension: flags.callerId === 'on',
      logCalls: flags.logCalls,
      overlay: !flags.deny.includes('overlay'),
      autostart: flags.autostart === 'on',
      popups: flags.popups === 'on',
    },
  }
}
