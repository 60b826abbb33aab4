import { describe, expect, test } from 'vitest'
import { countCallers, type Instruments, measureDirectory } from '../../src/bench/measure.ts'
import { contact, phone } from '../people.ts'

/** A clock that moves on by a millisecond whenever it is read, and a heap that grows by 1,000 bytes. */
function instruments(timeMs: number): Instruments & { readonly steps: string[] } {
  let [now, bytes] = [0, 0]
  const steps: string[] = []
  const heap = () => {
    bytes += 1000
    return bytes
  }
  return { clock: () => ++now, heap, timeMs, onStep: async (step) => void steps.push(step), steps }
}

const one = contact({ id: '1', phones: [phone('+353871234567')] })
const two = contact({ id: '2', phones: [phone('+353871234567'), phone('+35312345678')] })
const ten = contact({ id: '10', phones: [phone('+441632960001')] })
const unreadable = contact({
  id: '3',
  phones: [{ field: 'Phone Number', text: '1', e164: null, rejected: 'too-short' }],
})

describe('R-21 countCallers', () => {
  test.each([
    ['holds all', 4, { article: 3, ringsight: 3 }],
    ['holds those with the lowest record ids', 3, { article: 2, ringsight: 3 }],
    ['names a shared number when it holds one of its contacts', 1, { article: 1, ringsight: 3 }],
  ])('a phone that %s', (_what, limit, identified) => {
    expect(countCallers([ten, two, unreadable, one], limit)).toEqual({ numbers: 3, unreadable: 1, identified })
  })
})

describe('R-21 measureDirectory', () => {
  test('counts contacts, and numbers once each; of two contacts with the same id the later counts', async () => {
    const measures = await measureDirectory([one, two, ten, contact({ id: '1', phones: [] })], instruments(0))
    expect(measures).toMatchObject({ contacts: 3, numbers: 3, unreadable: 0, identified: { article: 3, ringsight: 3 } })
  })

  test('takes time and memory from its arguments', async () => {
    const world = instruments(0)
    const { snapshot, map } = await measureDirectory([one, ten], world)
    expect([map.buildMs, map.bytes, snapshot.buildMs]).toEqual([1, 1000, 1])
    // A batch of two lookups takes one millisecond of this clock.
    expect(snapshot.find).toEqual({ perSecond: 2000, p50Ns: 500_000, p99Ns: 500_000 })
    expect(map.name).toEqual(snapshot.find)
    expect(world.steps).toEqual(['count', 'build', 'find', 'name'])
  })

  test('repeats the lookups until the time is over', async () => {
    const readings = async (timeMs: number) => {
      const world = instruments(timeMs)
      await measureDirectory([one], world)
      return world.clock()
    }
    expect(await readings(400)).toBeGreaterThan((await readings(0)) + 4 * 390)
  })

  test('measures nothing where there is nothing', async () => {
    const nothing = { perSecond: 0, p50Ns: 0, p99Ns: 0 }
    expect(await measureDirectory([], instruments(5))).toMatchObject({
      numbers: 0,
      snapshot: { find: nothing, name: nothing },
      map: { find: nothing, name: nothing },
    })
  })
})
