// The phone of a scenario on its own: from a whole scenario file, or from a file with nothing but `phone:` in it.
import type { Problem } from '../scenario/result.ts'
import type { PhoneSetup } from '../scenario/scenario.ts'
import { readScenarios } from './read.ts'

const HAS = (key: string) => new RegExp(`^${key}:`, 'm')

/** The phone of the first scenario, or of the block; what is wrong with the file where there is none. */
export function readPhoneSetup(path: string, text: string): PhoneSetup | Problem {
  // What a scenario must have besides comes behind, so that places stay as they are in the file.
  const name = HAS('name').test(text) ? '' : '\nname: A phone\n'
  const steps = HAS('steps').test(text) ? '' : '\nsteps: [advance: 0s]\n'
  const nothing: Problem = {
    at: { file: path, line: 1, column: 1 },
    message: 'expected `phone:` of a scenario, or a diagnostic file of the app; found neither',
    source: null,
  }
  if (!HAS('phone').test(text)) return nothing
  const readInclude = () => ({ problem: 'a phone alone includes no other file' })
  const { scenarios, problems } = readScenarios({ path, text: `${text}${name}${steps}` }, { readInclude })
  return problems[0] ?? scenarios[0]?.phone ?? nothing
}
