// The fields of a message, each read as what it must be. Whatever an app says is hostile: texts are made safe here.
import { listOr } from '../text/list.ts'
import { shortLine } from '../text/safe.ts'

/** What is wrong with a message, as one clause. */
export class Malformed extends Error {}

const LONGEST_TEXT = 1_000
const LONGEST_LINES = 65_536
// The last instant that a Date holds.
const LAST_INSTANT = 8.64e15

/** A field that is not as it must be throws Malformed. */
export class Fields {
  readonly #value: Record<string, unknown>
  readonly #path: string

  constructor(value: Record<string, unknown>, path = '') {
    this.#value = value
    this.#path = path
  }

  any(key: string): unknown {
    return this.#value[key] ?? null
  }

  has(key: string): boolean {
    return (this.#value[key] ?? null) !== null
  }

  text(key: string, fallback?: string): string {
    const value = this.#value[key] ?? fallback
    if (typeof value === 'string') return shortLine(value, LONGEST_TEXT)
    throw this.#wrong(key, 'a text')
  }

  /** With its line breaks. */
  lines(key: string): string {
    const value = this.#value[key] ?? ''
    if (typeof value === 'string' && value.length <= LONGEST_LINES) return value
    throw this.#wrong(key, `a text of at most ${LONGEST_LINES} characters`)
  }

  textOrNull(key: string): string | null {
    return (this.#value[key] ?? null) === null ? null : this.text(key)
  }

  word<T extends string>(key: string, known: readonly T[]): T {
    const word = known.find((each) => each === this.#value[key])
    if (word === undefined) throw this.#wrong(key, listOr(known))
    return word
  }

  words<T extends string>(key: string, known: readonly T[]): T[] {
    const words = this.texts(key).map((text) => known.find((each) => each === text))
    if (words.includes(undefined)) throw this.#wrong(key, `some of ${known.join(', ')}`)
    return words.filter((word) => word !== undefined)
  }

  texts(key: string): string[] {
    const value = this.#value[key]
    if (!Array.isArray(value) || value.length > 100 || !value.every((each) => typeof each === 'string')) {
      throw this.#wrong(key, 'a list of texts')
    }
    return value.map((each: string) => shortLine(each, LONGEST_TEXT))
  }

  number(key: string, fallback?: number): number {
    const value = this.#value[key] ?? fallback
    if (typeof value === 'number' && value >= 0 && value <= LAST_INSTANT) return value
    throw this.#wrong(key, 'a number that is not below 0')
  }

  flag(key: string, fallback = false): boolean {
    const value = this.#value[key] ?? fallback
    if (typeof value === 'boolean') return value
    throw this.#wrong(key, 'true or false')
  }

  part(key: string): Fields | null {
    const value = this.#value[key] ?? null
    if (value === null) return null
    if (isObject(value)) return new Fields(value, `${this.#path}${key}.`)
    throw this.#wrong(key, 'an object')
  }

  parts(key: string): Fields[] {
    const value = this.#value[key] ?? []
    if (!Array.isArray(value) || !value.every(isObject)) throw this.#wrong(key, 'a list of objects')
    return value.map((each, at) => new Fields(each, `${this.#path}${key}[${at}].`))
  }

  numbers(key: string): number[] {
    const value = this.#value[key] ?? []
    if (!Array.isArray(value) || !value.every((each) => typeof each === 'number' && each >= 0)) {
      throw this.#wrong(key, 'a list of numbers that are not below 0')
    }
    return value as number[]
  }

  #wrong(key: string, expected: string): Malformed {
    const found = shortLine(JSON.stringify(this.#value[key]) ?? 'nothing', 60)
    return new Malformed(`${this.#path}${key}: expected ${expected}, found ${found}`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
