// The flags that describe a simulated phone, shared by every command that puts one on the table. What no flag says stays as
// the phone has it, so that a flag that is given can be told from one that is not.
import { type Command, Option } from 'commander'
import type { Handset, Permission, PermissionState, Settings } from '../core/access.ts'
import { asPossible, type PhonePart, whyNotOn } from '../device/possible-phone.ts'
import { InputError } from '../terminal/exit.ts'
import { safeLine } from '../text/safe.ts'
import { parseRegion } from './number.ts'

export interface HandsetFlags {
  readonly platform?: 'android' | 'ios'
  readonly region?: string
  readonly deny?: readonly Denial[]
  readonly callerId?: 'on' | 'off'
  readonly logCalls?: 'on' | 'off' | 'untouched'
  readonly maker?: 'google' | 'samsung' | 'xiaomi'
  readonly autostart?: 'on' | 'off'
  readonly popups?: 'on' | 'off'
  readonly profile?: Handset['profile']
  readonly role?: true
  readonly apiLevel?: number
}

const DENIALS = ['call-log', 'phone', 'notifications', 'overlay'] as const
type Denial = (typeof DENIALS)[number]

const DENIED: Readonly<Record<Denial, Permission | 'overlay'>> = {
  'call-log': 'callLog',
  phone: 'phone',
  notifications: 'notifications',
  overlay: 'overlay',
}

const SWITCH = ['on', 'off'] as const

/** Adds the flags; what they say together is read by changeHandset. */
export function addHandsetFlags(command: Command): Command {
  const denial = new Option('--deny <permission>', `deny a permission, repeatable (${DENIALS.join(', ')})`)
  return command
    .addOption(new Option('--platform <name>', 'the kind of phone').choices(['android', 'ios']))
    .option('--region <country>', "the SIM's country, and the country of national numbers, such as IE", parseRegion)
    .addOption(denial.argParser((text: string, all?: readonly Denial[]) => [...(all ?? []), parseDenial(text)]))
    .addOption(new Option('--caller-id <state>', 'Caller ID in the app; on iOS, the extension').choices(SWITCH))
    .addOption(new Option('--log-calls <state>', 'Log calls in the app').choices([...SWITCH, 'untouched']))
    .addOption(new Option('--maker <name>', 'maker of an Android phone').choices(['google', 'samsung', 'xiaomi']))
    .addOption(new Option('--autostart <state>', 'Xiaomi: Autostart (off as shipped)').choices(SWITCH))
    .addOption(new Option('--popups <state>', 'Xiaomi: Display pop-up windows (off as shipped)').choices(SWITCH))
    .addOption(
      new Option('--profile <name>', 'article: the phone holds 10,000 contacts').choices(['article', 'ringsight']),
    )
    .option('--role', "the app holds Android's call screening role")
    .addOption(new Option('--api-level <n>', 'Android API level').argParser(parseApiLevel))
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

/** The flags that are given, as they are written. */
export function statedFlags(flags: HandsetFlags): readonly string[] {
  return [
    ...(flags.platform ? ['--platform'] : []),
    ...(flags.maker ? ['--maker'] : []),
    ...(flags.apiLevel === undefined ? [] : ['--api-level']),
    ...(flags.region ? ['--region'] : []),
    ...(flags.profile ? ['--profile'] : []),
    ...(flags.role ? ['--role'] : []),
    ...(flags.deny ? ['--deny'] : []),
    ...(flags.callerId ? ['--caller-id'] : []),
    ...(flags.logCalls ? ['--log-calls'] : []),
    ...(flags.autostart ? ['--autostart'] : []),
    ...(flags.popups ? ['--popups'] : []),
  ]
}

/**
 * The same phone but for what the flags say. What a phone of another platform, version or maker cannot have goes.
 *
 * @throws InputError for what such a phone cannot have and the flags state
 */
export function changeHandset(handset: Handset, flags: HandsetFlags): Handset {
  const changed = changeModel(handset, flags)
  for (const { flag, part } of statedParts(flags)) {
    const why = whyNotOn(part, changed)
    if (why !== null) throw new InputError(`${flag}: ${why}`)
  }
  const model = asPossible(changed)
  return {
    ...model,
    simCountries: flags.region === undefined ? model.simCountries : [flags.region],
    profile: flags.profile ?? model.profile,
    screeningRole: flags.role ?? model.screeningRole,
    permissions: { ...model.permissions, ...deniedPermissions(flags) },
    settings: { ...model.settings, ...changedSettings(model, flags) },
  }
}

function changeModel(handset: Handset, { platform = handset.platform, maker, apiLevel }: HandsetFlags): Handset {
  const usual = platform === handset.platform ? handset.maker : platform === 'ios' ? 'apple' : 'google'
  return { ...handset, platform, apiLevel: apiLevel ?? handset.apiLevel, maker: maker ?? usual }
}

interface StatedPart {
  readonly flag: string
  readonly part: PhonePart
}

function statedParts(flags: HandsetFlags): StatedPart[] {
  const parts: readonly (StatedPart & { readonly isStated: boolean })[] = [
    { flag: '--maker', part: 'maker', isStated: flags.maker !== undefined },
    { flag: '--api-level', part: 'apiLevel', isStated: flags.apiLevel !== undefined },
    { flag: '--role', part: 'screeningRole', isStated: flags.role === true },
    ...(flags.deny ?? []).map((each) => ({ flag: `--deny ${each}`, part: DENIED[each], isStated: true })),
    { flag: '--log-calls', part: 'logCalls', isStated: flags.logCalls !== undefined },
    { flag: '--autostart', part: 'autostart', isStated: flags.autostart !== undefined },
    { flag: '--popups', part: 'popups', isStated: flags.popups !== undefined },
  ]
  return parts.filter(({ isStated }) => isStated)
}

function deniedPermissions({ deny = [] }: HandsetFlags): Partial<Record<Permission, PermissionState>> {
  const denied = deny.map((each) => DENIED[each]).filter((part) => part !== 'overlay')
  return Object.fromEntries(denied.map((part) => [part, 'denied-once']))
}

function changedSettings({ platform }: Handset, flags: HandsetFlags): Partial<Settings> {
  const { callerId, logCalls, autostart, popups, deny = [] } = flags
  return {
    ...(callerId && { [platform === 'ios' ? 'extension' : 'callerId']: callerId === 'on' }),
    ...(logCalls && { logCalls }),
    ...(autostart && { autostart: autostart === 'on' }),
    ...(popups && { popups: popups === 'on' }),
    ...(deny.includes('overlay') && { overlay: false }),
  }
}
