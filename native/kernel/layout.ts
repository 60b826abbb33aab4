// Where everything is in the kernel's memory, in bytes from its beginning; all of it is there from the start, and what nobody
// touches costs nothing. JavaScript reads these places from what the module exports, so that they are stated here alone.

/** Of the longest row (LONGEST_ROW_BYTES), of the most cells (MOST_COLUMNS), and of all checked columns together. */
export const LONGEST_ROW: u32 = 8 * 1024 * 1024
export const MOST_CELLS: u32 = 16_384
export const MOST_CHECKED: u32 = 64

/** A byte each: what a byte is in a phone number, see text.ts. */
export const KINDS: usize = 0x1000
/** Two bytes each: the letters of names as hash-name.ts folds them, 0 for what is none. */
export const LETTERS: usize = 0x1200
export const LETTER_COUNT: u32 = 0x250
/** A byte each: the digits of the number in hand. See digits.ts. */
export const DIGITS: usize = 0x1800

/** The columns that are checked, and those of the name: four bytes each. */
export const CHECKED_COLUMNS: usize = 0x2000
export const NAME_COLUMNS: usize = 0x2200
/** Of each code how often it was found, and how often a repair mends it: four bytes each; and a byte: whether it is only counted. */
export const CODE_COUNTS: usize = 0x2400
export const CODE_MENDED: usize = 0x2500
export const CODE_IS_COUNTED: usize = 0x2600
/** What was found in the row in hand: a byte for each code, and one that says whether a repair mends it. */
export const FOUND: usize = 0x3000
/** The countries as they stand in cells, by their bytes: SLOTS of SLOT_BYTES. */
export const SLOTS: u32 = 256
export const SLOT_BYTES: u32 = 64
export const COUNTRY_SLOTS: usize = 0x4000
/** What a contact states of its country: see Where. */
export const WHERES: usize = 0x8000
export const WHERE_BYTES: u32 = 12

/** The plan of the calling code that three digits begin with: four bytes each. See plan.ts. */
export const BEGINNINGS: usize = 0xa000
/** The owners of numbers, in the order in which they were met: four bytes each. */
export const MET_REGIONS: usize = 0xb000
/** Plans, regions, prefixes, readings and cuts, each put there when it is needed. */
export const RECORDS: usize = 0x10000
/** The states of all automata: see automaton.ts. */
export const NEXT: usize = 0x40000
export const LABELS: usize = 0x80000
export const RESTS: usize = 0x90000

/** Where each cell of the row in hand ends: four bytes each. */
export const ENDS: usize = 0xb0000
/** What was found since JavaScript took it last: of each number the words of seen-numbers.ts, its column and where its row begins. */
export const MOST_NUMBERS: u32 = 16_384
/** Whose the numbers of the row in hand are. */
export const OWNERS: usize = 0x3400
export const NUMBERS: usize = 0x100000
export const NUMBER_CELLS: usize = 0x150000
export const NUMBER_STARTS: usize = 0x160000
/** The stretch of the file, and a bit for each of its bytes that may end or quote a cell. */
export const BYTES: usize = 0x180000
export const MOST_BYTES: u32 = LONGEST_ROW + 512 * 1024
export const MARKS: usize = BYTES + MOST_BYTES + 64
