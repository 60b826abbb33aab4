// The rules of Android and iOS that the simulated phone keeps, each with where it can be read: data for people, tests and
// `ringsight rules`. What a rule does is in the file that names its id.
import { ANDROID_RULES } from './android/rules.ts'
import { IOS_RULES } from './ios/rules.ts'
import type { Row, Rule } from './rule.ts'

/** Every rule, Android's first, by id. */
export const RULES: readonly Rule[] = [
  ...ANDROID_RULES.map((row) => ruleOf('android', row)),
  ...IOS_RULES.map((row) => ruleOf('ios', row)),
]

function ruleOf(platform: Rule['platform'], { from, to, sentence, before = [], unverified, ...row }: Row): Rule {
  const earlier = before.map(([from, to, sentence]) => ({ from, to, sentence }))
  return { ...row, platform, versions: [{ from, to: to ?? null, sentence }, ...earlier], verified: unverified !== true }
}
