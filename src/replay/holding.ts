// Which contacts a phone held when a call came in: those that had been created before it last brought its contacts. Pure.
import type { Directory, Entries, Match } from '../core/directory.ts'
import { type DateOrder, logDay, orderDay, provenOrder } from './log-day.ts'

const DAY_MS = 86_400_000

/** How old a phone's contacts are, and from which day on it holds each of them. */
export interface Holding {
  readonly ageMs: number
  /** The first day, YYYY-MM-DD; null for a contact that does not say when it was created, which is always held. */
  heldFrom(id: string): string | null
  /** Whether any contact says when it was created. */
  readonly isDated: boolean
}

export interface OpenHolding {
  /** @param created when the contact was created, as its file writes it */
  note(id: string, created: string): void
  /** Once all contacts are noted. */
  end(): Holding
}

/**
 * Begins with contacts. Days are counted whole: a contact of the first of a month is held from its second day on by a phone whose
 * contacts are up to a day old.
 *
 * @param ageMs how long before each call the contacts were brought
 */
export function openHolding(ageMs: number): OpenHolding {
  const days = new Map<string, string>()
  const age = Math.ceil(ageMs / DAY_MS)
  return {
    note(id, created) {
      const day = logDay(created)
      if (day !== null) days.set(id, day)
    },
    end() {
      const order = provenOrder(days.values())
      return {
        ageMs,
        heldFrom: (id) => later(days.get(id), order, age),
        isDated: days.size > 0,
      }
    },
  }
}

function later(day: string | undefined, order: DateOrder | null, age: number): string | null {
  const created = day === undefined ? null : orderDay(day, order)
  return created && new Date(Date.parse(created) + age * DAY_MS).toISOString().slice(0, 10)
}

/** A directory as it was on whatever day was set last. */
export interface HeldDirectory {
  readonly directory: Directory
  /** @param day null for today: every contact is held */
  set(day: string | null): void
}

/** @param directory with every contact */
export function openHeldDirectory(directory: Directory, holding: Holding): HeldDirectory {
  let day: string | null = null
  const isHeld = (id: string) => day === null || (holding.heldFrom(id) ?? day) <= day
  const heldOf = (matches: readonly Match[] | undefined) => matches?.filter(({ contact }) => isHeld(contact.id))
  const { matches, index } = directory
  const held: Entries<readonly Match[]> = {
    get size() {
      return matches.size
    },
    get: (line) => heldOf(matches.get(line)),
    keys: () => matches.keys(),
    *values() {
      for (const each of matches.values()) yield heldOf(each) ?? []
    },
    *[Symbol.iterator]() {
      for (const [line, each] of matches) yield [line, heldOf(each) ?? []] as const
    },
  }
  return {
    directory: {
      ...directory,
      matches: held,
      ...(index !== undefined && {
        index: {
          ...index,
          readContactsByText: (sought) => index.readContactsByText(sought).filter(({ id }) => isHeld(id)),
        },
      }),
    },
    set(next) {
      day = next
    },
  }
}
