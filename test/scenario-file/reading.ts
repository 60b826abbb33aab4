// Scenarios from text, for tests: files that may be included come as a record.
import { expect } from 'vitest'
import type { Doing, PhoneSetup, Scenario } from '../../src/scenario/scenario.ts'
import { readScenarios } from '../../src/scenario-file/read.ts'

export const CALL = 'steps: [{call: "+353871234567"}]'

export function read(text: string | Uint8Array, files: Readonly<Record<string, string>> = {}) {
  return readScenarios(
    { path: 'a.yaml', text },
    {
      readInclude: (path) => {
        const included = files[path]
        return included === undefined ? { problem: 'no such file' } : { path, text: included }
      },
    },
  )
}

/** The scenarios of a text that has no problem. */
export function readAll(text: string, files: Readonly<Record<string, string>> = {}): Scenario[] {
  const { scenarios, problems } = read(text, files)
  expect(problems).toEqual([])
  return scenarios
}

export function readOne(text: string, files: Readonly<Record<string, string>> = {}): Scenario {
  const [scenario, ...others] = readAll(text, files)
  expect(others).toEqual([])
  if (!scenario) throw new Error('expected a scenario')
  return scenario
}

export function readPhone(phone: string): PhoneSetup {
  return readOne(`name: x\nphone: ${phone}\n${CALL}\n`).phone
}

/** What a step does, without where it stands. */
export function readStep(step: string, more = ''): Doing {
  const [found] = readOne(`name: x\n${more}\nsteps:\n  - ${step}\n`).steps
  if (!found) throw new Error('expected a step')
  const { at: _at, text: _text, ...doing } = found
  return doing
}

/** `LINE:COLUMN message` of each problem. */
export function problemsOf(text: string | Uint8Array, files: Readonly<Record<string, string>> = {}): string[] {
  return read(text, files).problems.map(({ at, message }) => {
    return `${at.file === 'a.yaml' ? '' : `${at.file}:`}${at.line}:${at.column} ${message}`
  })
}
