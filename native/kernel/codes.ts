// The codes of findings, each by its name in core/finding.ts: JavaScript reads their numbers from what the module exports.

/** No code: nothing is wrong. */
export const PLACED: u32 = 0
export const EMPTY: u32 = 1
export const FORMAT: u32 = 2
export const PREFIX: u32 = 3
export const PLUS: u32 = 4
export const NATIONAL: u32 = 5
export const TRUNK_ZERO: u32 = 6
export const TWO_READINGS: u32 = 7
export const UNLISTED: u32 = 8
export const PREMIUM: u32 = 9
export const TOLL_FREE: u32 = 10
export const SHARED_COST: u32 = 11
export const COUNTRY_CONTRADICTS: u32 = 12
export const SHORT_CODE: u32 = 13
export const UNKNOWN_COUNTRY: u32 = 14
export const NOT_ASSIGNED: u32 = 15
export const TOO_SHORT: u32 = 16
export const TOO_LONG: u32 = 17
export const WRONG_LENGTH: u32 = 18
export const NO_COUNTRY: u32 = 19
export const NO_SUCH_CALLING_CODE: u32 = 20
export const CODE_COUNT: u32 = 21
