// Scenarios as tests write them: a ready Android phone with one contact, and what each test changes.

import { lineFrom } from '../../src/core/caller.ts'
import { readyHandset } from '../../src/core/handset.ts'
import { newConditions, newSystem } from '../../src/device/phone.ts'
import type { CaseResult } from '../../src/scenario/result.ts'
import { playScenario } from '../../src/scenario/run.ts'
import type { Doing, PhoneSetup, Scenario } from '../../src/scenario/scenario.ts'
import { contact } from '../people.ts'

export const ANNA = '+353871234567'

const AT = { file: 'scene.yaml', line: 1, column: 1 }

export function aScenario(steps: readonly Doing[], phone: Partial<PhoneSetup> = {}): Scenario {
  return {
    name: 'a scene',
    tags: [],
    at: AT,
    phone: {
      handset: readyHandset('android', 'IE'),
      system: newSystem(),
      conditions: newConditions(),
      addressBook: [],
      blocked: [],
      isSynced: true,
      seed: 1,
      ...phone,
    },
    contacts: { kind: 'inline', contacts: [contact()] },
    startsAt: Date.parse('2026-06-30T09:00:00Z'),
    steps: steps.map((step, index) => ({ ...step, at: { ...AT, line: index + 2 }, text: step.do })),
  }
}

export function play(steps: readonly Doing[], phone: Partial<PhoneSetup> = {}): Promise<CaseResult> {
  return playScenario(aScenario(steps, phone), {
    loadContacts: async () => [],
    readFrame: () => null,
  })
}

export const ring: Doing = { do: 'call', line: lineFrom(ANNA), kind: 'telephone', sim: null }
export const accept: Doing = { do: 'accept', call: null }
export const end: Doing = { do: 'end', call: null, by: 'user' }
export const cancel: Doing = { do: 'cancel', call: null }
export const connected: Doing = { do: 'fill-outcome', outcome: 'connected', notes: null, tasks: null, isOnDeal: null }
export const save: Doing = { do: 'tap', target: 'Save' }

export function expecting(
  expected: Extract<Doing, { do: 'expect' }>['expected'],
  withinMs: number | null = null,
): Doing {
  return { do: 'expect', expected, withinMs }
}

export function advance(ms: number): Doing {
  return { do: 'advance', ms }
}
