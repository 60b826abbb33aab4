// The thread that speaks with databases while the thread that asked waits. Does what it is told in the order in which it is told.
import { workerData } from 'node:worker_threads'
import type { Answer, BridgeData, Failure, Request, Result } from './bridge.ts'
import type { Connection, Driver } from './postgres-driver.ts'

const { port, news, answered, driver } = workerData as BridgeData
const connections = new Map<number, Connection>()
const lost = new Set<number>()

port.on('message', async (request: Request) => {
  const answer = await answerTo(request).catch(
    (error: unknown): Answer => ({ id: request.id, failed: failureOf(error, isGone(request.session)) }),
  )
  port.postMessage(answer)
  Atomics.add(answered, 0, 1)
  Atomics.notify(answered, 0)
})

async function answerTo(request: Request): Promise<Answer> {
  const { id, session } = request
  const results: Result[] = []
  if (request.kind === 'connect') {
    const { connect } = driver === null ? await import('./postgres-driver.ts') : ((await import(driver)) as Driver)
    lost.delete(session)
    connections.set(
      session,
      await connect(request.url, {
        onNotice: (payload) => news.postMessage({ session, payload }),
        onEnd: () => lost.add(session),
      }),
    )
  } else if (request.kind === 'end') {
    connections.get(session)?.end()
    connections.delete(session)
  } else {
    const connection = connections.get(session)
    if (connection === undefined || lost.has(session)) return { id, failed: GONE }
    for (const { text, values = [] } of request.statements) results.push(await connection.query(text, values))
  }
  return { id, results }
}

const GONE: Failure = { message: 'the connection was closed', code: null, isLost: 'before' }

function isGone(session: number): boolean {
  return lost.has(session) || !connections.has(session)
}

function failureOf(error: unknown, isLost: boolean): Failure {
  const { message, code = null } = error as NodeJS.ErrnoException
  return { message, code, isLost }
}
