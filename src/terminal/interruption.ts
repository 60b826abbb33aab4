// Ctrl-C and its like: told to whoever can still put things in order, which ends the command with status 130 and one line of
// what was done. A second one ends the process at once.
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls back once, at the first signal that would end the process. The result stops listening. */
export function onSignal(act: (signal: NodeJS.Signals) => void): () => void {
  const off = () => {
    for (const signal of SIGNALS) process.off(signal, once)
  }
  const once = (signal: NodeJS.Signals) => {
    off()
    act(signal)
  }
  for (const signal of SIGNALS) process.on(signal, once)
  return off
}
