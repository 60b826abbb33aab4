// A simulated phone as the flags would have it.
import type { Handset, Permission, PermissionState, Settings } from '../core/access.ts'
import { asPossible, type PhonePart, whyNotOn } from '../device/possible-phone.ts'
import { InputError } from '../terminal/exit.ts'
import type { Denial, HandsetFlags } from './flags/shared.ts'

const DENIED: Readonly<Record<Denial, Permission | 'overlay'>> = {
  'call-log': 'callLog',
  phone: 'phone',
  notifications: 'notifications',
  overlay: 'overlay',
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
    ...flags.deny.map((each) => ({ flag: `--deny ${each}`, part: DENIED[each], isStated: true })),
    { flag: '--log-calls', part: 'logCalls', isStated: flags.logCalls !== undefined },
    { flag: '--autostart', part: 'autostart', isStated: flags.autostart !== undefined },
    { flag: '--popups', part: 'popups', isStated: flags.popups !== undefined },
  ]
  return parts.filter(({ isStated }) => isStated)
}

function deniedPermissions({ deny }: HandsetFlags): Partial<Record<Permission, PermissionState>> {
  const denied = deny.map((each) => DENIED[each]).filter((part) => part !== 'overlay')
  return Object.fromEntries(denied.map((part) => [part, 'denied-once']))
}

function changedSettings({ platform }: Handset, flags: HandsetFlags): Partial<Settings> {
  const { callerId, logCalls, autostart, popups, deny } = flags
  return {
    ...(callerId && { [platform === 'ios' ? 'extension' : 'callerId']: callerId === 'on' }),
    ...(logCalls && { logCalls }),
    ...(autostart && { autostart: autostart === 'on' }),
    ...(popups && { popups: popups === 'on' }),
    ...(deny.includes('overlay') && { overlay: false }),
  }
}
