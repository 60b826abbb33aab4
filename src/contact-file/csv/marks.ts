// Which characters of a stretch may end or quote a cell: a bit for each of them. In WebAssembly, which looks at sixteen
// characters at once; that is several times faster than a loop over each. Decides nothing.

const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22]

type Code = readonly number[]

// The instructions that are needed: https://webassembly.github.io/spec/core/binary/instructions.html
const GET = 0x20
const SET = 0x21
const INTEGER_OF = 0x41
const ADD = 0x6a
const IS_LESS = 0x49
const END = 0x0b
const ANYWHERE: Code = [0, 0]
const STORE_16: Code = [0x3b, ...ANYWHERE]
const LOOP: Code = [0x03, 0x40]
const AGAIN_IF: Code = [0x0d, 0]
const LOAD: Code = [0xfd, 0x00, ...ANYWHERE]
const SPREAD: Code = [0xfd, 0x0f]
const EQUAL: Code = [0xfd, 0x23]
const OR: Code = [0xfd, 0x50]
const MASK: Code = [0xfd, 0x64]
const [INTEGER, VECTOR] = [0x7f, 0x7b]

// Where the function keeps what it works with: its arguments first.
const [AT, TO, INTO, DELIMITER] = [0, 1, 2, 3]
const [UNITS, DELIMITERS, LINE_FEEDS, RETURNS, QUOTES] = [4, 5, 6, 7, 8]

const get = (place: number): Code => [GET, place]
const spread = (place: number, code: Code): Code => [...code, ...SPREAD, SET, place]
const isOne = (of: number): Code => [...get(UNITS), ...get(of), ...EQUAL]
const advance = (place: number, by: number): Code => [...get(place), INTEGER_OF, by, ADD, SET, place]

// biome-ignore format: a step a line
const MARK: Code = [
  1, 5, VECTOR,
  ...spread(DELIMITERS, get(DELIMITER)),
  ...spread(LINE_FEEDS, [INTEGER_OF, LF]),
  ...spread(RETURNS, [INTEGER_OF, CR]),
  ...spread(QUOTES, [INTEGER_OF, QUOTE]),
  ...LOOP,
  ...get(AT), ...LOAD, SET, UNITS,
  ...get(INTO), ...isOne(DELIMITERS), ...isOne(LINE_FEEDS), ...OR, ...isOne(RETURNS), ...OR, ...isOne(QUOTES), ...OR, ...MASK, ...STORE_16,
  ...advance(AT, 16),
  ...advance(INTO, 2),
  ...get(AT), ...get(TO), IS_LESS, ...AGAIN_IF,
  END, END,
]

/** Behind its length, in two bytes of seven bits. */
const sized = (code: Code): Code => [(code.length & 0x7f) | 0x80, code.length >>> 7, ...code]
const named = (name: string): Code => [name.length, ...Buffer.from(name)]

// One type, one function of it, a memory, and both of them by their names.
// biome-ignore format: a section a line
const MODULE: Code = [
  0, ...Buffer.from('asm'), 1, 0, 0, 0,
  1, ...sized([1, 0x60, 4, INTEGER, INTEGER, INTEGER, INTEGER, 0]),
  3, ...sized([1, 0]),
  5, ...sized([1, 0, 1]),
  7, ...sized([2, ...named('mark'), 0, 0, ...named('memory'), 2, 0]),
  10, ...sized([1, ...sized(MARK)]),
]

const PAGE_BYTES = 64 * 1024
const [WORD_BITS, WORD_BYTES] = [32, 4]

interface Kernel {
  readonly mark: (at: number, to: number, into: number, delimiter: number) => void
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void }
}

// Node has it, and its types do not.
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (code: Uint8Array) => object
    readonly Instance: new (module: object) => { readonly exports: Kernel }
  }
}

let kernel: Kernel | null = null

/**
 * A bit for each unit of a stretch that is the delimiter, a line feed, a carriage return or a quote, 32 to a word, the first
 * lowest. Good until the next stretch is marked.
 *
 * @param length of the units that count
 */
export function markUnits(units: Uint8Array, length: number, delimiter: number): Uint32Array {
  kernel ??= new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(MODULE))).exports
  const { mark, memory } = kernel
  const end = Math.ceil(length / WORD_BITS) * WORD_BITS
  const words = end / WORD_BITS
  const lacking = end + words * WORD_BYTES - memory.buffer.byteLength
  if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE_BYTES))
  new Uint8Array(memory.buffer, 0, length).set(units.length === length ? units : units.subarray(0, length))
  mark(0, end, end, delimiter)
  return new Uint32Array(memory.buffer, end, words)
}

/** The first marked unit from a place on. There must be one. */
export function nextMark(marks: Uint32Array, from: number): number {
  let index = from >>> 5
  let word = (marks[index] as number) >>> (from & 31)
  if (word !== 0) return from + 31 - Math.clz32(word & -word)
  do {
    index += 1
    word = marks[index] as number
  } while (word === 0)
  return (index << 5) + 31 - Math.clz32(word & -word)
}
