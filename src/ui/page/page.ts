// What the user can be looking at, and what pressing an item comes to. Plain data: knows no keys and no drawing.
import type { CarriedPhone, Untimed } from '../../app/carried.ts'
import type { Call } from '../../core/call.ts'
import type { AddressBook } from '../../core/caller.ts'
import type { Handset, Permission } from '../../core/handset.ts'
import type { Line } from '../../core/number/presentation.ts'
import type { OfficeCall } from '../../core/office-call.ts'
import type { Disposition, Draft, LoggedCall } from '../../core/outcome.ts'
import type { Reason } from '../../core/retry.ts'
import type { Queued } from '../../core/sending.ts'
import type { World } from '../../device/phone.ts'
import type { CrmFault } from '../crm-fault.ts'
import type { TextArea } from '../text-area.ts'
import type { OutcomeForm } from './outcome-form.ts'

/** All that the terminal shows of, and all that a key can change. */
export interface Screen {
  /** `call` is over when nothing of its one call is left to look at. */
  readonly mode: 'call' | 'phone'
  readonly phone: CarriedPhone
  readonly world: Pick<World, 'directory' | 'addressBook'>
  /** What the app last received from the CRM. */
  readonly contacts: { readonly lastUpdated: string | null; readonly count: number }
  readonly crm: CrmState
  /** Saved outcomes that wait for the CRM, oldest first. */
  readonly outbox: readonly Queued[]
  /** Outcome screens that were left unsaved, newest last. */
  readonly drafts: readonly Draft[]
  /** Calls to the house that nobody answered, the last one first. */
  readonly callBacks: readonly OfficeCall[]
  /** The outcomes that a call can be given. */
  readonly dispositions: readonly Disposition[]
  /** The last one is in front. */
  readonly pages: readonly Page[]
  /** One line about what has just happened. */
  readonly notice: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** YYYY-MM-DD where the user is. */
  readonly today: string
  /** Of the terminal, in characters. */
  readonly columns: number
  readonly rows: number
}

/** How the phone stands to the CRM. */
export interface CrmState {
  /** How to sign in; null once that is done. */
  readonly signIn: string | null
  /** How many contacts a sync that goes on has read; null while none does. */
  readonly reading: number | null
  /** What kept the last sync, or sending, from its end. */
  readonly problem: Reason | null
  /** What it is made to do on the phone's menu. */
  readonly fault: CrmFault
}

/** A page that is a list to choose from, by what it is about. */
export type Place =
  | { readonly name: PlainPlace }
  | { readonly name: 'contact'; readonly id: string }
  | { readonly name: 'listed-call' | 'draft' | 'queued'; readonly callId: string }
  | { readonly name: 'notification'; readonly id: string }
  /** Who it was of several contacts with a number; the call that it is asked of. */
  | { readonly name: 'who'; readonly number: string; readonly callId: string }
  | { readonly name: 'permission' | 'dialog'; readonly permission: Permission }
  | { readonly name: 'saved-person'; readonly number: string }
  | { readonly name: 'role-dialog'; readonly canDenyAlways: boolean }
  | { readonly name: 'ended'; readonly title: string; readonly lines: readonly string[] }

/** Pages that there is one of. */
export type PlainPlace =
  | 'home'
  | 'dial'
  | 'receive'
  | 'contacts'
  | 'call-list'
  | 'notifications'
  | 'drafts'
  | 'call-backs'
  | 'outbox'
  | 'sign-out'
  | 'new-phone'
  | 'app-settings'
  | 'calling'
  | 'ios-caller-id'
  | 'sync'
  | 'abilities'
  | 'system-settings'
  | 'role'
  | 'process'
  | 'around'
  | 'roaming'
  | 'time'
  | 'permissions'
  | 'model'
  | 'sim-countries'
  | 'address-book'

export type Page =
  | {
      readonly kind: 'menu'
      readonly place: Place
      readonly selected: number
      /** The line to type in, on a page that has one. */
      readonly field: TextArea | null
    }
  /** The calls that go on. */
  | { readonly kind: 'call' }
  /** `isQueued`: of an outcome that was saved already, and is being changed. */
  | { readonly kind: 'form'; readonly form: OutcomeForm; readonly isQueued?: boolean }

export interface Menu {
  /** Where the user is, by the names of the menus. */
  readonly title: string
  /** Drawn as the system draws it: in a box over everything else, or at the top. */
  readonly look?: 'dialog' | 'notification'
  readonly lines: readonly string[]
  /** What the line to type in is called. */
  readonly field?: string
  readonly items: readonly Item[]
  /** What Escape does, where it is not simply the way back. */
  readonly escape?: readonly Step[]
}

export interface Item {
  readonly label: string
  readonly value?: string
  /** Told while the item is selected. */
  readonly about?: string
  readonly steps: readonly Step[]
}

export type Step =
  | { readonly type: 'open'; readonly place: Place }
  | { readonly type: 'back' }
  | { readonly type: 'act'; readonly action: Action }
  /** Another phone in the hand, as far as it differs. */
  | { readonly type: 'change-handset'; readonly changes: Partial<Handset> }
  /** The phone's own contacts are these from now on. */
  | { readonly type: 'change-address-book'; readonly addressBook: AddressBook }
  /** To the outcome screen of a call: to its draft where there is one. */
  | { readonly type: 'log'; readonly call: LoggedCall }
  | { readonly type: 'discard-draft'; readonly callId: string }
  /** Time goes by at once; the label says how much. */
  | { readonly type: 'pass-time'; readonly ms: number; readonly label: string }
  /** To an outcome of the outbox: to its screen, to the CRM once more, or away. */
  | { readonly type: 'change-outcome'; readonly callId: string }
  | { readonly type: 'resend' | 'give-up'; readonly callId: string }
  /** From now on the CRM fails so; null for no more. */
  | { readonly type: 'break-crm'; readonly fault: CrmFault }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'quit' }

/** What can be done to the phone; when, and under which id, is added where it is done. */
export type Action =
  | Ringing
  | { readonly type: 'dial'; readonly line: Line; readonly from: Call['from'] }
  | Exclude<Untimed, { readonly type: 'ring' | 'dial' }>

/** Somebody calls: a telephone on the first SIM, unless stated. */
type Ringing = Pick<Extract<Untimed, { readonly type: 'ring' }>, 'type' | 'line' | 'kind' | 'sim'>

/** The step that does something to the phone. */
export function act(action: Action): Step {
  return { type: 'act', action }
}

/** The step to another page. */
export function open(place: Place): Step {
  return { type: 'open', place }
}

export const back: Step = { type: 'back' }
