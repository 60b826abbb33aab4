// The clock of a session: the world's, with the time that its user has let go by at once. It never goes back.

export interface SessionClock {
  now(): Date
  /** How much of the time has been let go by at once, in milliseconds. */
  ahead(): number
  /** Lets the time until an instant go by at once, if it is still to come. */
  skipTo(at: number): void
  /** The last instant at which anything was done, in milliseconds since the epoch: a clock that is set back undoes nothing. */
  reached(): number
  /** Something is done at that instant. */
  reach(at: number): void
  /** Does what was due at an instant as if it were that instant, however late the clock is looked at. */
  at<T>(instant: number, does: () => T): T
}

/** @param world the clock of the world */
export function openSessionClock(world: () => Date): SessionClock {
  let ahead = 0
  let reached = world().getTime()
  let moment: number | null = null
  const now = () => new Date(moment ?? Math.max(reached, world().getTime() + ahead))

  function reach(at: number): void {
    reached = Math.max(reached, at)
  }

  return {
    now,
    ahead: () => ahead,
    skipTo(at) {
      ahead += Math.max(0, at - now().getTime())
    },
    reached: () => reached,
    reach,
    at(instant, does) {
      moment = Math.max(instant, reached)
      reach(moment)
      try {
        return does()
      } finally {
        moment = null
      }
    },
  }
}
