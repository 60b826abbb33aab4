/**
 * Scenarios from code: read them, play them, make them tests.
 *
 * ```ts
 * import { playCase, readScenarioText } from 'ringsight/scenario'
 *
 * const { scenarios, problems } = readScenarioText(`
 * name: A call shows its card
 * contacts:
 *   - {id: 101, name: Anna Byrne, mobile: "+353871234567"}
 * steps:
 *   - call: +353871234567
 *   - expect: {card: Ana Byrne}
 * `)
 * for (const { at, message } of problems) console.log(at.line, message)
 * for (const scenario of scenarios) {
 *   const result = await playCase(scenario)
 *   console.log(result.outcome, result.name)
 *   if (result.outcome === 'failed') console.log(result.failure.at.line, result.failure.mismatches)
 * }
 * ```
 *
 * @module
 */
export type { ReadFile } from '../run/player.ts'
export {
  playCase,
  readScenarioFiles,
  readScenarioText,
  type TestFunction,
  testScenarios,
} from '../run/scenario-tests.ts'
export type { CaseResult, Failure, Mismatch, Problem, TracedEvent } from '../scenario/result.ts'
export type { Position, Scenario } from '../scenario/scenario.ts'
