// What another setting, export or scope changes for a caller. Pure.
import type { Judged } from './judge.ts'

/** `gained`: named only there. `lost`: named only here. `renamed`: another name is shown there. */
export type Change = 'same' | 'gained' | 'lost' | 'renamed'

/** @param now as the calls are played @param other as they are played under the other setting */
export function changeBetween(
  now: Pick<Judged, 'isNamed' | 'label'>,
  other: Pick<Judged, 'isNamed' | 'label'>,
): Change {
  if (now.isNamed !== other.isNamed) return other.isNamed ? 'gained' : 'lost'
  return now.isNamed && now.label !== other.label ? 'renamed' : 'same'
}
