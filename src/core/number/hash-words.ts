// A number as two words of 32 bits, and where a hash table begins to look for it. Knows nothing of what is kept under it.

/** The digits of an E.164 text as an integer: a bigint where a number would not be exact; null when it is none. */
export function digitsOf(e164: string): number | bigint | null {
  const { length } = e164
  // No calling code begins with zero: such a text would otherwise be another number's.
  if (length < 2 || length > 19 || e164.charCodeAt(0) !== 43 || e164.charCodeAt(1) === 48) return null
  let digits = 0
  for (let index = 1; index < length; index += 1) {
    const digit = e164.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return null
    digits = digits * 10 + digit
  }
  return length <= 16 ? digits : BigInt(e164.slice(1))
}

/**
 * The upper 32 bits of a 64-bit integer that is not negative. As 32 bits with sign, here and below: V8 hands on what
 * exceeds them in memory of its own, which doubles the time of a search.
 */
export function highWord(number: number | bigint): number {
  return typeof number === 'bigint' ? Number(BigInt.asIntN(32, number >> 32n)) : (number / 2 ** 32) | 0
}

/** The lower 32 bits. */
export function lowWord(number: number | bigint): number {
  return typeof number === 'bigint' ? Number(BigInt.asIntN(32, number)) : number | 0
}

/** 32 bits that spread consecutive numbers evenly: the finaliser of MurmurHash3 over both halves, with other shifts. */
export function hashOf(high: number, low: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b)
  const again = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  return again ^ (again >>> 16)
}

/** Where a search begins: the hash as a fraction of 2^32, of the slots. Cheaper than a remainder. */
export function homeSlot(hash: number, slots: number): number {
  return ((hash >>> 0) * (slots / 2 ** 32)) | 0
}
