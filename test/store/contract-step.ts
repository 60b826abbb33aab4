// What every store promises of several reads and writes that belong together: part of the suite in contract.ts.
import { expect } from 'vitest'
import { choicesIn, keepChoice } from '../../src/sync/keep-choice.ts'
import type { StoreCase } from './contract.ts'
import { batchesOf, SOURCE, sampleContact, sampleDraft, sampleOutcome, sampleSending } from './sample.ts'

export const STEP_CASES: readonly StoreCase[] = [
  {
    name: 'R-31 whom a person has chosen for a number is kept beside the contacts, one a line, through whatever comes to these',
    async run(store) {
      const una = { line: '+35315550100', contactId: '12', at: 1 }
      const cian = { ...una, contactId: '13', at: 2 }
      const other = { line: '+525512345678', contactId: '1', at: 3 }
      for (const choice of [una, other, cian]) keepChoice(store, { line: choice.line, choice })
      await store.replaceContacts(batchesOf([sampleContact('12')]), SOURCE)
      store.changeContacts({ write: [], remove: ['12'], documents: {} })
      expect(store.read('choices')).toEqual([other, cian])
      keepChoice(store, { line: cian.line, choice: null })
      expect([...choicesIn(store).values()]).toEqual([other])
      expect(store.wipe()).toBe(true)
      expect(choicesIn(store).size).toBe(0)
    },
  },
  {
    name: 'one step of reads and writes gives its result, and what it wrote stands',
    run: (store) => {
      store.write('drafts', [sampleDraft('c1')])
      const count = store.inOneStep(() => {
        const drafts = [...(store.read('drafts') ?? []), sampleDraft('c2')]
        store.write('drafts', drafts)
        expect(store.read('drafts')).toEqual(drafts)
        return drafts.length
      })
      expect(count).toBe(2)
      expect(store.read('drafts')).toEqual([sampleDraft('c1'), sampleDraft('c2')])
    },
  },
  {
    name: 'a step whose work throws changes nothing, whatever it had written',
    run: (store) => {
      store.write('phone', 1)
      store.saveOutcome(sampleOutcome('c1'))
      store.changeContacts({ write: [sampleContact('101')], remove: [], documents: {} })
      const failure = new Error('half-way')
      const work = () => {
        store.write('phone', 2)
        store.write('drafts', [sampleDraft('c3')])
        store.saveOutcome(sampleOutcome('c2'))
        store.settleOutcome('c1', sampleSending())
        store.changeContacts({ write: [], remove: ['101'], documents: {} })
        throw failure
      }
      expect(() => store.inOneStep(work)).toThrow(failure)
      expect([store.read('phone'), store.read('drafts')]).toEqual([1, undefined])
      expect(store.readOutbox()).toEqual([sampleOutcome('c1')])
      expect(store.readSending('c1')).toBeUndefined()
      expect(store.readContactsById(['101'])).toEqual([sampleContact('101')])
      store.write('phone', 3)
      expect(store.read('phone')).toBe(3)
    },
  },
  {
    name: 'a step within a step is part of it',
    run: (store) => {
      const inner = () => {
        store.write('phone', 2)
        throw new Error('the inner one')
      }
      store.inOneStep(() => {
        store.write('phone', 1)
        expect(() => store.inOneStep(inner)).toThrow('the inner one')
        expect(store.read('phone')).toBe(1)
        store.inOneStep(() => store.write('drafts', []))
      })
      expect([store.read('phone'), store.read('drafts')]).toEqual([1, []])
    },
  },
  {
    name: 'an outcome may be saved with how far it is, in the same step',
    run: (store) => {
      const held = sampleSending({ parked: { kind: 'of-file' } })
      expect(store.saveOutcome(sampleOutcome('c1'), held)).toBe(true)
      expect(store.readSending('c1')).toEqual(held)
      expect(store.saveOutcome(sampleOutcome('c1'), sampleSending())).toBe(false)
      expect(store.readSending('c1')).toEqual(held)
      const unkeepable = { ...held, failures: 1n as unknown as number }
      expect(() => store.saveOutcome(sampleOutcome('c2'), unkeepable)).toThrow(TypeError)
      expect(store.readOutbox()).toEqual([sampleOutcome('c1')])
    },
  },
  {
    name: 'wipe asks first whether it may, reading what is there; where it may not, or the answer fails, all stays',
    run: (store) => {
      store.saveOutcome(sampleOutcome('c1'))
      store.write('drafts', [sampleDraft('c2')])
      let seen: unknown = null
      const look = (answer: boolean) => () => {
        seen = [store.readOutbox(), store.read('drafts')]
        return answer
      }
      expect(store.wipe(look(false))).toBe(false)
      expect(seen).toEqual([[sampleOutcome('c1')], [sampleDraft('c2')]])
      const failure = new Error('the snapshot cannot be removed')
      const fail = () => {
        throw failure
      }
      expect(() => store.wipe(fail)).toThrow(failure)
      expect([store.readOutbox(), store.read('drafts')]).toEqual([[sampleOutcome('c1')], [sampleDraft('c2')]])
      expect(store.wipe(look(true))).toBe(true)
      expect([store.readOutbox(), store.read('drafts')]).toEqual([[], undefined])
    },
  },
]
