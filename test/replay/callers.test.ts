import { expect, test } from 'vitest'
import { openCallers } from '../../src/replay/callers.ts'

test('a number has one place, however many there are', () => {
  const callers = openCallers()
  const numbers = Array.from({ length: 20_000 }, (_, at) => `+35387${1_000_000 + at * 37}`)
  const places = numbers.map((number) => callers.place(number))
  expect(new Set(places).size).toBe(numbers.length)
  expect(numbers.map((number) => callers.place(number))).toEqual(places)
  expect(numbers.map((number) => callers.find(number))).toEqual(places)
  expect(places.map((place) => callers.textAt(place))).toEqual(numbers)
  expect(callers.find('+353869999999')).toBe(-1)
  expect(callers.count()).toBe(numbers.length)
})

test('both spellings of a line are one caller, who is shown as they called first', () => {
  const callers = openCallers()
  const place = callers.place('+5215512345678')
  expect(callers.place('+525512345678')).toBe(place)
  expect(callers.textAt(place)).toBe('+5215512345678')
})

test('texts that are no numbers have places of their own', () => {
  const callers = openCallers()
  const [code, other] = [callers.placeText('50123'), callers.placeText('n/a?')]
  expect([code, other, callers.placeText('50123')]).toEqual([0, 1, 0])
  expect([callers.textAt(0), callers.textAt(1)]).toEqual(['50123', 'n/a?'])
})

test('when there is no more room, it says so, and knows those that it has', () => {
  const callers = openCallers(2)
  expect([callers.place('+353871234567'), callers.place('+353871234568'), callers.isComplete()]).toEqual([0, 1, true])
  expect([callers.place('+353871234569'), callers.place('+353871234567')]).toEqual([-1, 0])
  expect(callers.isComplete()).toBe(false)
})
