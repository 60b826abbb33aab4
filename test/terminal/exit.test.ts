// What is said of an error of the system.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeFailure } from '../../src/terminal/exit.ts'

function failureOf(path: string): unknown {
  try {
    return readFileSync(path)
  } catch (error) {
    return error
  }
}

test('a name that no file can have is cut, and a long path is not', () => {
  const { code, message } = describeFailure(failureOf('x'.repeat(100_000)))
  expect([code, message]).toEqual([2, `${'x'.repeat(299)}…: the name is too long for the system`])
  const path = `/nowhere/${'folder/'.repeat(30)}file.csv`
  expect(describeFailure(failureOf(path)).message).toBe(`${path}: there is no such file`)
})

test('of an error without a sentence of its own no more is shown', () => {
  const error = Object.assign(new Error('x'.repeat(100_000)), { code: 'EPROTO', syscall: 'read' })
  expect(describeFailure(error).message.length).toBeLessThan(400)
})
