// What a session keeps at the desk. What could not be kept is tried again with the next change, and at the end.
import type { CarriedPhone } from '../app/carried.ts'
import type { Draft } from '../core/outcome.ts'
import { safeLine } from '../text/safe.ts'
import type { Desk } from './desk.ts'

export interface Unkept {
  readonly drafts: readonly Draft[]
  readonly isPhone: boolean
  /** What the desk threw last. */
  readonly because: unknown
}

export interface Keeping {
  /** Writes one thing. What is thrown is told, and null comes back. */
  attempt<T>(what: string, write: () => T): { readonly result: T } | null
  /** Keeps a draft, after more keys that may come at once. */
  keepDraft(draft: Draft): void
  /** Keeps all drafts that are not kept yet, now. */
  keepDrafts(): void
  isDraftKept(callId: string): boolean
  discardDraft(callId: string): void
  keepPhone(phone: CarriedPhone): void
  /** Forgets the drafts, and removes what is kept of the account: later, where it cannot be done now. */
  signOut(): void
  /** Tries once more to remove what a sign-out could not. */
  removeLeft(): void
  /** Tries once more to keep all that is not kept. Must be called at the end. */
  close(): void
  /** What is not kept; null where all is. */
  unkept(): Unkept | null
}

// Keys come faster than a disk takes them; this much typing may be lost to a power cut.
const DRAFT_DELAY_MS = 200

/** @param phoneNow the phone as it is. @param tell is given a line for the screen */
export function openKeeping(desk: Desk, phoneNow: () => CarriedPhone, tell: (message: string) => void): Keeping {
  const drafts = new Map<string, Draft>()
  let phone: CarriedPhone | null = null
  /** Its user has signed out, and what is kept could not be removed yet. */
  let isLeft = false
  let failure: unknown = null
  let timer: NodeJS.Timeout | undefined

  function attempt<T>(what: string, write: () => T): { readonly result: T } | null {
    try {
      return { result: write() }
    } catch (error) {
      failure = error
      const why = error instanceof Error ? error.message : String(error)
      tell(safeLine(`${what}: ${why}`))
      return null
    }
  }

  function keepDrafts(): void {
    stopWaiting()
    for (const [callId, draft] of drafts) {
      if (attempt('The draft could not be kept', () => desk.keepDraft(draft))) drafts.delete(callId)
    }
  }

  function stopWaiting(): void {
    clearTimeout(timer)
    timer = undefined
  }

  function keepPhone(kept: CarriedPhone): void {
    phone = attempt('The phone could not be kept', () => desk.keepPhone(kept)) === null ? kept : null
  }

  function removeLeft(): void {
    const what = 'What came from the CRM could not be removed yet'
    if (isLeft && attempt(what, () => desk.signOut(phoneNow()))) isLeft = false
  }

  return {
    attempt,
    keepDraft(draft) {
      drafts.set(draft.call.callId, draft)
      timer ??= setTimeout(keepDrafts, DRAFT_DELAY_MS)
    },
    keepDrafts,
    isDraftKept: (callId) => !drafts.has(callId),
    discardDraft(callId) {
      drafts.delete(callId)
      attempt('The draft could not be discarded', () => desk.discardDraft(callId))
    },
    keepPhone,
    signOut() {
      stopWaiting()
      drafts.clear()
      isLeft = true
      removeLeft()
    },
    removeLeft,
    close() {
      removeLeft()
      keepDrafts()
      if (phone !== null) keepPhone(phone)
    },
    unkept() {
      if (drafts.size === 0 && phone === null) return null
      return { drafts: [...drafts.values()], isPhone: phone !== null, because: failure }
    },
  }
}
