// The rules of Android and iOS that the simulated phone keeps, each with where it can be read: data for people, tests and
// `ringsight rules`. What a rule does is in the file that names its id.
import { ANDROID_RULES } from './android/rules.ts'
import { IOS_RULES } from './ios/rules.ts'
import type { Rule } from './rule.ts'

/** Every rule, Android's first, by id. */
export const RULES: readonly Rule[] = [...ANDROID_RULES, ...IOS_RULES].map(([id, sentence, source, trust, key]) => ({
  id,
  platform: id.startsWith('AND') ? 'android' : 'ios',
  sentence,
  source,
  verified: trust === 'verified',
  ...(key === undefined ? {} : { switch: key }),
}))
