// The network between a server and its database: whatever goes over it may stop in the middle, both ways, and be cut.
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Wire {
  readonly port: number
  /** Nothing goes through any more, and nobody is told: as with a cable that was pulled. */
  stall(): void
  /** All connections end, and new ones are refused. */
  cut(): void
  /** As at first, for connections that are new. */
  heal(): Promise<void>
  close(): void
}

export async function openWire(to: number): Promise<Wire> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let isStalled = false
  let server: Server | null = null
  let port = 0

  function open(): Promise<void> {
    const opened = createServer((near) => {
      const far = connect(to, '127.0.0.1')
      const pair = [near, far] as const
      pairs.add(pair)
      for (const [from, into] of [pair, [far, near] as const]) {
        from.on('data', (bytes) => !isStalled && into.write(bytes))
        from.on('error', () => {})
        from.on('close', () => {
          if (isStalled) return
          pairs.delete(pair)
          into.destroy()
        })
      }
    })
    server = opened
    return new Promise((resolve) => {
      opened.listen(port, '127.0.0.1', () => {
        port = (opened.address() as { readonly port: number }).port
        resolve()
      })
    })
  }

  function cut(): void {
    isStalled = false
    server?.close()
    for (const [near, far] of pairs) {
      near.destroy()
      far.destroy()
    }
    pairs.clear()
  }

  await open()
  return {
    port,
    stall: () => {
      isStalled = true
    },
    cut,
    async heal() {
      cut()
      await open()
    },
    close: cut,
  }
}
