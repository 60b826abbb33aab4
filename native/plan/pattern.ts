// A numbering plan's regular expression, taken apart: what it is made of, and the places where a reader of digits may stand
// in it. Knows no numbering plan. A pattern is made of \d, [1-35], (?:a|b), {2,3}, ?, groups that capture, and $ only.

/** What a pattern is made of; `digits` has bit n set when digit n fits. Groups that capture are counted from 1. */
export type Pattern =
  | { readonly kind: 'digit'; readonly digits: number }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly least: number; readonly most: number }
  | { readonly kind: 'group'; readonly part: Pattern; readonly number: number }
  | { readonly kind: 'end' }

const ANY_DIGIT = 0b11_1111_1111

/** @throws Error on anything that a numbering plan's patterns are not made of */
export function parsePattern(source: string): Pattern {
  let at = 0
  let groups = 0

  function take(token: RegExp): string | null {
    token.lastIndex = at
    const found = token.exec(source)?.[0] ?? null
    at += found?.length ?? 0
    return found
  }

  function parseChoice(): Pattern {
    const parts = [parseSequence()]
    while (take(/\|/y)) parts.push(parseSequence())
    return { kind: 'choice', parts }
  }

  function parseSequence(): Pattern {
    const parts: Pattern[] = []
    while (at < source.length && !/[|)]/.test(source.charAt(at))) parts.push(parseRepeat(parseOne()))
    return { kind: 'sequence', parts }
  }

  function parseOne(): Pattern {
    if (take(/\((?:\?:)?/y)) {
      const number = source.charAt(at - 1) === '(' ? ++groups : 0
      const part = parseChoice()
      if (take(/\)/y)) return number === 0 ? part : { kind: 'group', part, number }
    }
    if (take(/\\d/y)) return { kind: 'digit', digits: ANY_DIGIT }
    if (take(/\$/y)) return { kind: 'end' }
    const literal = take(/\d|\[[\d-]+\]/y)
    if (literal !== null) return { kind: 'digit', digits: digitsOf(literal) }
    throw new Error(`expected a pattern of digits, found "${source.slice(at)}" at ${at} of "${source}"`)
  }

  function parseRepeat(part: Pattern): Pattern {
    const counts = take(/\?|\{\d+(?:,\d+)?\}/y)
    if (counts === null) return part
    const [least = 0, most = least] = counts === '?' ? [0, 1] : counts.slice(1, -1).split(',').map(Number)
    return { kind: 'repeat', part, least, most }
  }

  const pattern = parseChoice()
  if (at < source.length) throw new Error(`expected the pattern's end, found ")" at ${at} of "${source}"`)
  return pattern
}

/** From `7` or `[1-35]` to the bits of its digits. */
function digitsOf(literal: string): number {
  let digits = 0
  for (const [, from = '', to = from] of literal.matchAll(/(\d)(?:-(\d))?/g)) {
    for (let digit = Number(from); digit <= Number(to); digit++) digits |= 1 << digit
  }
  return digits
}

/** A place in a pattern: before a digit, a group's edge or the end of all digits, or behind the whole. */
export type Place =
  | { readonly kind: 'digit'; readonly digits: number; readonly behind: Places }
  | { readonly kind: 'edge'; readonly edge: number; readonly behind: Places }
  | { readonly kind: 'end'; readonly behind: Places }
  | { readonly kind: 'done' }

/** In the order in which a regular expression tries them. */
export type Places = readonly Place[]

/** The places where a pattern may begin. The edges of group n are 2n and 2n + 1. */
export function placesOf(pattern: Pattern, behind: Places = [{ kind: 'done' }]): Places {
  switch (pattern.kind) {
    case 'digit':
      return [{ kind: 'digit', digits: pattern.digits, behind }]
    case 'end':
      return [{ kind: 'end', behind }]
    case 'group': {
      const inside = placesOf(pattern.part, [{ kind: 'edge', edge: 2 * pattern.number + 1, behind }])
      return [{ kind: 'edge', edge: 2 * pattern.number, behind: inside }]
    }
    case 'sequence':
      return pattern.parts.reduceRight((after: Places, part) => placesOf(part, after), behind)
    case 'choice':
      return pattern.parts.flatMap((part) => placesOf(part, behind))
    case 'repeat': {
      let places = behind
      for (let extra = pattern.least; extra < pattern.most; extra++)
        places = [...placesOf(pattern.part, places), ...behind]
      for (let needed = 0; needed < pattern.least; needed++) places = placesOf(pattern.part, places)
      return places
    }
  }
}
