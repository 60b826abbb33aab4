// The app's outbox on a stage: what its user does about an outcome that waits or is parked.
import type { Queued } from '../core/sending.ts'
import { discardOutcome, editOutcome } from '../sync/edit-outcome.ts'
import { readQueue } from '../sync/queue.ts'
import { resendOutcome } from '../sync/send-outcomes.ts'
import type { Doing } from './scenario.ts'
import { editOf } from './screen.ts'
import { DIED, type Stage } from './stage.ts'
import { StepError } from './step-error.ts'

/** Lets a parked outcome be sent again. @throws StepError when none is parked */
export async function resend(stage: Stage, contact: string | null, skip?: number): Promise<void> {
  const callId = pick(stage, { contact, mustBeParked: true, skip })
  if (stage.keepsOutbox) await stage.act({ type: 'outcome-tapped', callId, button: 'resend' })
  else if ((await stage.write(() => resendOutcome(stage.store(), callId))) !== DIED) await stage.send()
}

/** Takes an outcome out of the outbox without sending it. @throws StepError when there is none */
export async function giveUp(stage: Stage, contact: string | null, skip?: number): Promise<void> {
  const callId = pick(stage, { contact, mustBeParked: false, skip })
  if (stage.keepsOutbox) await stage.act({ type: 'outcome-tapped', callId, button: 'give-up' })
  else await stage.write(() => discardOutcome(stage.store(), callId))
}

/** Changes an outcome of the outbox; a parked one is sent again. @throws StepError when it cannot be changed so */
export async function changeOutcome(
  stage: Stage,
  step: Omit<Extract<Doing, { do: 'change-outcome' }>, 'do'>,
): Promise<void> {
  const { contact, skip } = step
  const callId = pick(stage, { contact, mustBeParked: false, skip })
  const { outcome, notes, tasks, isOnDeal } = step
  const change = {
    ...(outcome === null ? {} : { outcome }),
    ...(notes === null ? {} : { notes }),
    ...(tasks === null ? {} : { tasks }),
    ...(isOnDeal === null ? {} : { isDealLeftOut: !isOnDeal }),
  }
  if (stage.keepsOutbox) {
    const before = stage
      .store()
      .readOutbox()
      .find(({ call }) => call.callId === callId)
    return before && stage.act(editOf({ ...before, ...change }))
  }
  const edited = await stage.write(() => editOutcome(stage.store(), callId, change))
  if (edited === DIED) return
  if (edited.kind === 'incomplete') throw new StepError('a complete outcome', edited.problems.join(' '))
  if (edited.kind !== 'edited') throw new StepError('an outcome that can be changed', 'one that was sent')
  await stage.send()
}

interface Wanted {
  readonly contact: string | null
  readonly mustBeParked: boolean
  readonly skip: number | undefined
}

function pick(stage: Stage, { contact, mustBeParked, skip = 0 }: Wanted): string {
  const queue = queueOf(stage)
  const named = queue.filter(({ outcome }) => contact === null || outcome.call.contactName === contact)
  const found = inOrder(named, mustBeParked)[skip]
  if (found) return found.outcome.call.callId
  const wanted = `an outcome in the outbox${mustBeParked ? ' that cannot be sent' : ''}${contact ? ` for ${contact}` : ''}`
  throw new StepError(wanted, queue.map(({ outcome }) => outcome.call.contactName).join(', ') || 'none')
}

/** Saved outcomes that wait on a stage, oldest first. */
export function queueOf(stage: Stage): readonly Queued[] {
  return readQueue(stage.store())
}

/** What of an outbox a step means, in the order in which it takes them: what is parked comes first. */
export function inOrder(queue: readonly Queued[], mustBeParked: boolean): readonly Queued[] {
  const parked = queue.filter(({ sending }) => sending.parked !== null)
  return mustBeParked ? parked : [...parked, ...queue.filter((each) => !parked.includes(each))]
}
