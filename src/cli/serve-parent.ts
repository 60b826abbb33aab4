// What the processes that `ringsight serve` starts have in common: a first message, and an end when their parent ends.

/** What was told last may be on its way for so long. */
export const LAST_WORD_MS = 100

export interface Parent<Start, Told> {
  readonly start: Start
  /** Fires when the parent wants it to end, or is gone. */
  readonly signal: AbortSignal
  tell(message: Told): void
}

/** Waits for the first message. @param hear gets each one after it */
export function onParent<Start, Heard, Told extends object>(
  hear: (message: Heard) => void,
): Promise<Parent<Start, Told>> {
  const stop = new AbortController()
  // A terminal's Ctrl-C goes to all of its processes; the parent says when it is this one's turn.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.once('disconnect', () => stop.abort())
  return new Promise((resolve) => {
    process.once('message', (start: Start) => {
      process.on('message', (message: Heard) => hear(message))
      resolve({
        start,
        signal: stop.signal,
        tell: (message) => {
          if (process.connected) process.send?.(message, () => {})
        },
      })
    })
  })
}
