// Loaded before a program (NODE_OPTIONS=--import=…): its clock is off by the milliseconds that a file states, and follows that file.
import { readFileSync } from 'node:fs'

const file = process.env.RINGSIGHT_TEST_CLOCK
const RealDate = Date
let offset = 0
let readAt = Number.NEGATIVE_INFINITY

function now() {
  const at = performance.now()
  if (at - readAt > 50) {
    readAt = at
    offset = Number(readFileSync(file, 'utf8')) || offset
  }
  return RealDate.now() + offset
}

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(now())
    else super(...args)
  }

  static now() {
    return now()
  }
}
