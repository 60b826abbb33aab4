/**
 * Texts to phone numbers, without guessing.
 *
 * ```ts
 * import { describeRejection, formatNumber, isRegion, parseNumber } from 'ringsight/number'
 *
 * const region = isRegion('IE') ? 'IE' : null
 * for (const text of ['(087) 123-4567', '+44 20 7946 0018 ext. 9', '9.19541E+11']) {
 *   const number = parseNumber(text, region)
 *   if (number.kind === 'number') console.log(number.e164, number.country, formatNumber(number.e164))
 *   else console.log(`${text} cannot be read: ${describeRejection(number)}`)
 * }
 * ```
 *
 * @module
 */
export { describeRejection, formatNumber, isRegion, parseNumber } from '../core/number/number.ts'
export type { PhoneNumber, Rejection, RejectionReason } from '../core/number/reading.ts'
