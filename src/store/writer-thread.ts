// A thread that writes a transaction: orders are done one by one as they arrive.
import { workerData } from 'node:worker_threads'
import { connect } from './connection.ts'
import { Database } from './driver.ts'
import { type Answer, type Failed, type Order, openWriter, type Writer, type WriterData } from './writer.ts'

const { realPath, port, done } = workerData as WriterData
let writer: Writer | null = null
let hasFailed = false

port.on('message', (order: Order) => {
  try {
    const answer = answerTo(order)
    if (answer !== null) port.postMessage(answer)
  } finally {
    // Whoever waits is not to wait for ever.
    Atomics.add(done, 0, 1)
    Atomics.notify(done, 0)
  }
})

function answerTo(order: Order): Answer | null {
  if (order === 'close') {
    writer?.close()
    port.close()
    return null
  }
  if (hasFailed) return null
  const { sql, values, texts, isAsked } = order
  try {
    writer ??= openWriter(connect({ realPath }))
    if (isAsked) return { rows: writer.ask(sql, values) }
    writer.tell(sql, values, texts)
    return null
  } catch (error) {
    hasFailed = true
    return { failed: failureOf(error) }
  }
}

function failureOf(error: unknown): Failed {
  const { message } = error as Error
  return { message, code: error instanceof Database.SqliteError ? error.code : null }
}
