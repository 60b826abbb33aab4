// What of a view has changed, as what a scenario expects after it.
import { DISPOSITIONS } from '../core/outcome.ts'
import type { Expected, TextExpected } from '../scenario/expected.ts'
import { Pattern } from '../scenario/pattern.ts'
import type { CardView, View } from '../scenario/view.ts'

/** What has changed, as what is to be seen after the change. */
export function expectChanges(before: View, after: View): Expected {
  const differs = <K extends keyof View>(key: K) => JSON.stringify(before[key]) !== JSON.stringify(after[key])
  const pick = <K extends keyof View>(...keys: readonly K[]) =>
    Object.fromEntries(keys.filter(differs).map((key) => [key, after[key]])) as Partial<Pick<View, K>>
  const isMore = after.callList.length > before.callList.length
  const isOther = before.outcomeScreen?.contact !== after.outcomeScreen?.contact
  const expected = {
    ...pick('card', 'label', 'callerName', 'contactPage', 'dialog', 'role', 'crmCalls', 'drafts', 'waiting'),
    ...(differs('notifications') ? { notification: after.notifications[0] ?? null } : {}),
    ...(isOther ? { outcomeScreen: after.outcomeScreen && { contact: after.outcomeScreen.contact } } : {}),
    ...(isMore ? { callList: after.callList.slice(0, after.callList.length - before.callList.length) } : {}),
    ...(differs('permissions') ? { permissions: changesOf(before.permissions, after.permissions) } : {}),
    ...(differs('access') ? { access: changesOf(before.access, after.access) } : {}),
  }
  const { card, crmCalls } = expected
  return {
    ...expected,
    ...(crmCalls === undefined
      ? {}
      : { crmCalls: crmCalls.map((call) => ({ ...call, outcome: named(call.outcome) })) }),
    ...(card?.surface === 'full-screen' ? { card: withoutSurface(card) } : {}),
  }
}

// What a scenario cannot say is left out: a full-screen card has no word of its own.
function withoutSurface({ surface: _surface, ...shown }: CardView): Omit<CardView, 'surface'> {
  return shown
}

// An outcome of the account's own is no word of the format.
function named(outcome: string): TextExpected {
  const isKnown = DISPOSITIONS.some(({ label }) => label === outcome)
  return isKnown ? outcome : new Pattern({ source: `^${outcome.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`, flags: '' })
}

function changesOf(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value))
}
