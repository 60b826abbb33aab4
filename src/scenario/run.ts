// Plays one scenario from its first step to its last, in virtual time, and says what came of it. Always answers.
import { AppFault } from '../app/app-fault.ts'
import type { Contact } from '../core/contact.ts'
import { compareView } from './expect.ts'
import { renderFrame } from './frame.ts'
import type { Broken } from './invariant/invariants.ts'
import { openWitness } from './invariant/witness.ts'
import { performStep } from './perform.ts'
import { type CaseResult, type Failure, type Mismatch, NO_FRAME } from './result.ts'
import type { ContactsSource, Scenario, Step } from './scenario.ts'
import { openStage, type Parts, type Stage } from './stage.ts'
import { StepError } from './step-error.ts'
import { viewOf, viewPart } from './view.ts'

/** What a scenario needs of the world. */
export interface RunTools {
  /** The contacts of a file or of a seed. */
  loadContacts(source: Exclude<ContactsSource, { kind: 'inline' }>): Promise<readonly Contact[]>
  /** The recorded frame of that name; null when none is recorded. */
  readFrame(scenario: Scenario, name: string): string | null
  /** Records a frame in place of the one before; absent unless frames are to be updated. */
  writeFrame?(scenario: Scenario, name: string, frame: string): Promise<void>
}

type Expectation = Extract<Step, { do: 'expect' }>

/**
 * Plays a scenario; what it throws becomes a result too.
 *
 * @param parts what the stage is made of, where that is to be something else
 */
export async function playScenario(
  scenario: Scenario,
  tools: RunTools,
  parts: Partial<Parts> = {},
): Promise<CaseResult> {
  const { name, tags, at, contacts } = scenario
  let stage: Stage | null = null
  const told = (steps: number) => ({
    name,
    tags,
    at,
    steps,
    virtualMs: stage === null ? 0 : stage.now() - scenario.startsAt,
    trace: stage?.log.trace() ?? [],
  })
  try {
    const people = contacts.kind === 'inline' ? contacts.contacts : await tools.loadContacts(contacts)
    const witness = expectsInvariants(scenario) ? openWitness(scenario.phone, people) : null
    const broken: Broken[] = []
    stage = await openStage(scenario, people, witness ? { ...parts, hear: witness.hear } : parts)
    witness?.begin(stage)
    for (const [index, step] of scenario.steps.entries()) {
      stage.log.beginStep(index, step.do === 'expect')
      const mismatches =
        step.do === 'expect' ? await expectView(stage, step, { scenario, tools, broken }) : await perform(stage, step)
      if (mismatches.length === 0 && witness) broken.push(...witness.check(step))
      if (mismatches.length > 0) {
        const failure: Failure = { at: step.at, step: index, stepText: step.text, mismatches }
        return { ...told(index), outcome: 'failed', failure }
      }
    }
    return { ...told(scenario.steps.length), outcome: 'passed' }
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    const by = error instanceof AppFault ? ({ by: 'app' } as const) : {}
    return { ...told(0), outcome: 'broken', error: { message, stack }, ...by }
  }
}

async function perform(stage: Stage, step: Exclude<Step, Expectation>): Promise<Mismatch[]> {
  try {
    await performStep(stage, step)
    return []
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    return [{ path: '', expected: error.expected, found: error.found }]
  }
}

// "Within" lets time pass to the next thing that is due, as long as that is in time.
async function expectView(stage: Stage, step: Expectation, run: Run): Promise<Mismatch[]> {
  const until = stage.now() + (step.withinMs ?? 0)
  for (;;) {
    const mismatches = [
      ...compareView(step.expected, (part) => viewPart(stage, part), stage.log.past()),
      ...(await compareFrame(stage, step, run)),
      ...(step.expected.invariants === 'hold' ? run.broken.slice(0, 1).map(describeBroken) : []),
    ]
    const next = stage.nextAt()
    if (mismatches.length === 0 || next === null || next > until) return mismatches
    await stage.passTime(next - stage.now())
  }
}

function expectsInvariants({ steps }: Scenario): boolean {
  return steps.some((step) => step.do === 'expect' && step.expected.invariants === 'hold')
}

function describeBroken({ invariant, found }: Broken): Mismatch {
  return { path: 'invariants', expected: invariant.sentence, found }
}

interface Run {
  readonly scenario: Scenario
  /** Invariants that have not held so far. */
  readonly broken: readonly Broken[]
  readonly tools: RunTools
}

async function compareFrame(
  stage: Stage,
  { expected: { frame: name } }: Expectation,
  { scenario, tools }: Run,
): Promise<Mismatch[]> {
  if (name === undefined) return []
  const found = renderFrame(viewOf(stage))
  const recorded = tools.readFrame(scenario, name)
  if (recorded === found) return []
  if (tools.writeFrame === undefined) return [{ path: `frame ${name}`, expected: recorded ?? NO_FRAME, found }]
  await tools.writeFrame(scenario, name, found)
  return []
}
