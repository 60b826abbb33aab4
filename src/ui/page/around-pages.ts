// What happens to the phone, and not on it: network, charger, roaming, a restart; and time that goes by at once. Data; see menu.ts.
import { isRegion } from '../../core/number/number.ts'
import type { Conditions } from '../../device/phone.ts'
import { plural } from '../../text/count.ts'
import { renderDuration } from '../../text/duration.ts'
import { safeLine } from '../../text/safe.ts'
import { CRM_FAULTS, type CrmFault } from '../crm-fault.ts'
import { act, back, type Item, type Menu, open, type Screen } from './page.ts'
import { next } from './settings-pages.ts'

/** The phone's surroundings, and what its owner does to it. */
export function aroundPage({ phone, crm }: Pick<Screen, 'phone' | 'crm'>): Menu {
  const { handset, conditions } = phone
  const isAndroid = handset.platform === 'android'
  const network = next(['online', 'offline', 'captive'] as const, handset.network)
  return {
    title: 'Around the phone',
    lines: [],
    items: [
      { label: 'Network', value: NETWORKS[handset.network], steps: [act({ type: 'set-network', state: network })] },
      {
        label: 'Network answers',
        value: conditions.latencyMs === 0 ? 'at once' : `after ${renderDuration(conditions.latencyMs)}`,
        about: isAndroid
          ? 'A caller whom the phone does not hold is looked up in the CRM, for at most 4.5 s.'
          : 'For so long the CRM keeps a sync waiting.',
        steps: [set({ latencyMs: next(LATENCIES, conditions.latencyMs) })],
      },
      {
        label: 'Roaming',
        value: conditions.networkCountry ?? 'no',
        about: 'In another country its callers may come in the national form.',
        steps: [open({ name: 'roaming' })],
      },
      ...(crm.signIn === null ? [crmItem(crm.fault)] : []),
      {
        label: LOCKS[conditions.lock],
        steps: [set({ lock: conditions.lock === 'unlocked' ? 'locked' : 'unlocked' })],
      },
      flip('On the charger', 'isCharging', conditions),
      flip(isAndroid ? 'Battery Saver' : 'Low Power Mode', 'isLowPower', conditions),
      ...(isAndroid ? androidItems(conditions) : []),
      { label: 'Restart the phone', steps: [act({ type: 'reboot' })] },
      ...(isAndroid ? [RESTORE] : []),
    ],
  }
}

/** Whether the app runs, and what its owner does about that. */
export function processPage({ handset, appProcess }: Screen['phone']): Menu {
  return {
    title: 'Open or end the app',
    lines: [`The app is ${PROCESS[appProcess.state]}.`],
    items: [
      { label: 'Open the app', steps: [act({ type: 'open-app' })] },
      { label: 'Swipe it away', steps: [act({ type: 'kill-app' })] },
      ...(handset.platform === 'android'
        ? [
            {
              label: 'Force stop',
              about: 'Nothing of it runs by itself until somebody opens it.',
              steps: [act({ type: 'force-stop' })],
            },
          ]
        : []),
    ],
  }
}

// On either side of the 4.5 s that a look-up has.
const LATENCIES = [0, 1000, 4000, 10_000] as const

/** AND-66: the country whose network the phone is on. */
export function roamingPage(typed: string): Menu {
  const code = typed.trim().toUpperCase()
  const wrong = `Expected a two-letter country code such as FR, found “${safeLine(code)}”.`
  return {
    title: 'Roaming',
    lines: ['The country whose network the phone is on, such as FR.'],
    field: 'Country',
    items: [
      {
        label: 'The phone is there',
        steps: isRegion(code) ? [back, set({ networkCountry: code })] : [{ type: 'say', text: wrong }],
      },
      { label: 'The phone is at home', steps: [back, set({ networkCountry: null })] },
    ],
  }
}

type Leaving = Pick<Screen, 'contacts' | 'drafts' | 'outbox'>

/** What goes with a sign-out, before it goes. */
export function signOutPage(screen: Leaving): Menu {
  return leavingPage('Sign out', screen, [
    { label: 'Sign out', steps: [act({ type: 'sign-out' })] },
    { label: 'Stay signed in', steps: [back] },
  ])
}

/** The same with a phone that goes: the app on the new one starts signed out (AND-77). */
export function newPhonePage(screen: Leaving): Menu {
  return leavingPage('Go on with a new phone', screen, [
    { label: 'Set it up from a backup of this one', steps: [back, act({ type: 'restore' })] },
    { label: 'Keep this phone', steps: [back] },
  ])
}

function leavingPage(title: string, { contacts, drafts, outbox }: Leaving, items: readonly Item[]): Menu {
  const lost = [
    ...(outbox.length > 0 ? [`${plural(outbox.length, 'outcome')} not sent`] : []),
    ...(drafts.length > 0 ? [plural(drafts.length, 'draft')] : []),
  ]
  return {
    title,
    lines: [
      `All that came from the CRM leaves this phone and where it is kept: ${plural(contacts.count, 'contact')}.`,
      ...(lost.length > 0 ? [`Lost with it: ${lost.join(', ')}.`] : []),
    ],
    items,
  }
}

// AND-77
const RESTORE: Item = {
  label: 'Go on with a new phone',
  about: 'Set up from a backup or a transfer of this one: what the app had kept is not in it.',
  steps: [open({ name: 'new-phone' })],
}

const PROCESS = {
  open: 'in front',
  background: 'in the background',
  killed: 'swiped away, or ended by the system',
  stopped: 'stopped until somebody opens it',
} as const
const LOCKS = {
  unlocked: 'Lock the phone',
  locked: 'Unlock the phone',
  'before-first-unlock': 'Unlock the phone for the first time since its restart',
} as const
const NETWORKS = { online: 'online', offline: 'offline', captive: 'a Wi-Fi that lets nothing through' } as const
const FAULTS = { server: 'fails', unauthorised: 'has ended the sign-in', forbidden: 'lacks a permission' } as const

function crmItem(fault: CrmFault): Item {
  return {
    label: 'The CRM',
    value: fault === null ? 'as it is' : FAULTS[fault],
    about: 'Made to fail, it is not asked; the real one is left alone.',
    steps: [{ type: 'break-crm', fault: next(CRM_FAULTS, fault) }],
  }
}

const BUCKETS = ['active', 'working-set', 'frequent', 'rare', 'restricted'] as const

function androidItems(conditions: Conditions): Item[] {
  return [
    flip('Doze', 'isDozing', conditions),
    flip('Do Not Disturb', 'isDoNotDisturb', conditions),
    {
      label: 'Standby bucket',
      value: conditions.bucket,
      about: 'How often Android lets the app work by itself.',
      steps: [set({ bucket: next(BUCKETS, conditions.bucket) })],
    },
  ]
}

function flip(
  label: string,
  key: 'isCharging' | 'isLowPower' | 'isDozing' | 'isDoNotDisturb',
  conditions: Conditions,
): Item {
  const isOn = conditions[key]
  return { label, value: isOn ? 'on' : 'off', steps: [set({ [key]: !isOn })] }
}

function set(conditions: Partial<Conditions>) {
  return act({ type: 'set-conditions', conditions })
}

/** Time goes by at once, with all that the phone does by itself in it. */
export function timePage(): Menu {
  const pass = (label: string, hours: number): Item => ({
    label,
    steps: [back, { type: 'pass-time', ms: hours * 3_600_000, label }],
  })
  return {
    title: 'Let time pass',
    lines: ['The phone does by itself what is due meanwhile.'],
    items: [pass('A minute', 1 / 60), pass('An hour', 1), pass('A day', 24), pass('A week', 7 * 24)],
  }
}

/** The role's dialog, as Android shows it (AND-45). */
export function roleDialogPage(canDenyAlways: boolean): Menu {
  const answer = (label: string, choice: 'allow' | 'deny' | 'deny-always'): Item => ({
    label,
    steps: [act({ type: 'answer-dialog', choice })],
  })
  return {
    title: 'Android asks',
    look: 'dialog',
    lines: ['Set Ringsight as your default caller ID & spam app?'],
    items: [
      answer('Set as default', 'allow'),
      answer('Cancel', 'deny'),
      ...(canDenyAlways ? [answer("Don't ask again", 'deny-always')] : []),
    ],
    escape: [act({ type: 'answer-dialog', choice: 'dismiss' })],
  }
}
