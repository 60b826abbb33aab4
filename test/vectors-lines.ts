// The cases of fixtures/vectors/lines.json: which numbers are one line, for phones that keep a choice by the line.

export interface LineCase {
  readonly id: number
  readonly comment: string
  readonly flags: readonly string[]
  readonly e164: string
  readonly line: string
}

export const LINES_NOTES = {
  Spelling:
    'A line that is delivered in two spellings. A reader that fails here forgets what was chosen under the other one.',
  Alone: 'A number of a single spelling is a line of its own. A reader that fails here takes another number for it.',
} as const

const ONE_OF_TWO: readonly (readonly [string, string, string])[] = [
  ['Mexico, with the 1', '+5215512345678', '+525512345678'],
  ['Brazil, with the 9', '+5511991234567', '+551191234567'],
  ['Brazil, with the 9, a number that began with 6', '+5579961234567', '+557961234567'],
  ['Brazil, with the 9, a number that began with 8, of the area 55', '+5555981234567', '+555581234567'],
  ['Argentina, with the 9, Buenos Aires', '+5491123456789', '+541123456789'],
  ['Argentina, with the 9, an area of four digits', '+5492966412345', '+542966412345'],
  ['Argentina, with the 9, an area that begins with 3', '+5493511234567', '+543511234567'],
]

const ALONE: readonly (readonly [string, string])[] = [
  ['Ireland', '+353871234567'],
  ['Peru, which begins as the three do', '+51912345678'],
  ['a calling code and nothing else', '+52'],
  ['no calling code', '+5'],
  ['Mexico, a number of no area, 800', '+5218001234567'],
  ['Mexico, a number of no area, 900', '+5219005551234'],
  ['Mexico, a number of no area, 888', '+5218885551234'],
  ['Mexico, a digit too many', '+52155123456789'],
  ['Mexico, a digit too few', '+521551234567'],
  ['Mexico, an area that begins with 1', '+5211512345678'],
  ['Brazil, trunked radio', '+5511971234567'],
  ['Brazil, a landline', '+555131234567'],
  ['Brazil, a landline of an area that does not exist', '+5520991234567'],
  ['Brazil, no area 23', '+5523991234567'],
  ['Brazil, no area 36', '+5536991234567'],
  ['Brazil, no area 52', '+5552991234567'],
  ['Brazil, no area 72', '+5572991234567'],
  ['Brazil, no area 76', '+5576991234567'],
  ['Brazil, a digit too many', '+55119912345678'],
  ['Argentina, an area that begins with 4', '+5494112345678'],
  ['Argentina, a digit too few', '+549112345678'],
  ['Argentina, a digit too many', '+54911234567890'],
]

export const LINE_CASES: readonly LineCase[] = [
  ...ONE_OF_TWO.flatMap(([comment, e164, line]) => [
    { comment, flags: ['Spelling'], e164, line },
    { comment: `${comment}: the line itself`, flags: ['Spelling'], e164: line, line },
  ]),
  ...ALONE.map(([comment, e164]) => ({ comment, flags: ['Alone'], e164, line: e164 })),
].map((each, at) => ({ id: at + 1, ...each }))
