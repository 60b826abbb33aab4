// What access.ts says of a phone is what the phone does: every phone of these is called, and what was seen is compared.
import { expect, test } from 'vitest'
import { accessOf } from '../../src/app/access-of.ts'
import { newCarriedPhone } from '../../src/app/carried.ts'
import type { Capability } from '../../src/core/access.ts'
import type { Handset, PermissionState, Settings } from '../../src/core/handset.ts'
import { asPossible } from '../../src/device/possible-phone.ts'
import { ANNA, answer, aPhone, aWorld, dial, end, playOn, ring, wait } from '../device/play.ts'

const HOUR = 3_600_000
const WORLD = aWorld()

type Seen = Readonly<Record<Exclude<Capability, 'sync'>, boolean>>

function seenOn(handset: Handset): Seen {
  const play = (...actions: Parameters<typeof playOn>[2][]) =>
    playOn(newCarriedPhone(handset), WORLD, ...actions, wait(HOUR)).types
  const missed = play(ring(), end('MISSED', 8_000))
  const asksOutcome = (types: readonly string[]) => types.includes('open-outcome')
  return {
    card: missed.includes('show-card'),
    missed: missed.includes('notify-missed'),
    outcomeIncoming: asksOutcome(play(ring(), answer(), end())),
    outcomeOutside: asksOutcome(play(dial(), answer(), end())),
    outcomeInApp: asksOutcome(play(dial(ANNA, 'app'), answer(), end())),
  }
}

const STATES: readonly PermissionState[] = ['granted', 'denied-for-good']
const SETTINGS: readonly Partial<Settings>[] = [
  {},
  { overlay: false },
  { callerId: false },
  { logCalls: 'off' },
  { logCalls: 'on' },
  { workProfile: 'on' },
  { workProfile: 'paused' },
]

function handsetsAt(apiLevel: number): Handset[] {
  const base = aPhone().handset
  const role = apiLevel >= 29 ? [false, true] : [false]
  return SETTINGS.flatMap((changed) =>
    STATES.flatMap((callLog) =>
      STATES.flatMap((phone) =>
        STATES.flatMap((notifications) =>
          role.map((screeningRole) => {
            const permissions = { ...base.permissions, callLog, phone, notifications }
            const settings = { ...base.settings, ...changed }
            return asPossible({ ...base, apiLevel, screeningRole, permissions, settings })
          }),
        ),
      ),
    ),
  )
}

// Without the phone permission nobody promises what the app may make of the sound's mode.
function promisedOf(handset: Handset, seen: Seen): Seen {
  const access = accessOf(newCarriedPhone(handset))
  const may = (capability: keyof Seen) => {
    const [missing] = access[capability]
    return missing === undefined || (missing.reason === 'phone-denied' && seen[capability])
  }
  return {
    card: may('card'),
    missed: may('missed'),
    outcomeIncoming: may('outcomeIncoming'),
    outcomeOutside: may('outcomeOutside'),
    outcomeInApp: may('outcomeInApp'),
  }
}

test.each([27, 28, 29, 30, 36])('R-13 AND-20 at API level %i access says what the phone does', (apiLevel) => {
  for (const handset of handsetsAt(apiLevel)) {
    const seen = seenOn(handset)
    const { permissions, settings, screeningRole } = handset
    expect({ permissions, settings, screeningRole, ...promisedOf(handset, seen) }).toEqual({
      permissions,
      settings,
      screeningRole,
      ...seen,
    })
  }
})
