// The app's outbox on a stage: what its user does about an outcome that waits or is parked.
import { discardOutcome, editOutcome } from '../sync/edit-outcome.ts'
import { readQueue } from '../sync/queue.ts'
import { resendOutcome } from '../sync/send-outcomes.ts'
import type { Filled } from './scenario.ts'
import { editOf } from './screen.ts'
import { DIED, type Stage } from './stage.ts'
import { StepError } from './step-error.ts'

/** Lets a parked outcome be sent again. @throws StepError when none is parked */
export async function resend(stage: Stage, contact: string | null): Promise<void> {
  const callId = pick(stage, contact, true)
  if (stage.keepsOutbox) await stage.act({ type: 'outcome-tapped', callId, button: 'resend' })
  else if ((await stage.write(() => resendOutcome(stage.store(), callId))) !== DIED) await stage.send()
}

/** Takes an outcome out of the outbox without sending it. @throws StepError when there is none */
export async function giveUp(stage: Stage, contact: string | null): Promise<void> {
  const callId = pick(stage, contact, false)
  if (stage.keepsOutbox) await stage.act({ type: 'outcome-tapped', callId, button: 'give-up' })
  else await stage.write(() => discardOutcome(stage.store(), callId))
}

/** Changes an outcome of the outbox; a parked one is sent again. @throws StepError when it cannot be changed so */
export async function changeOutcome(stage: Stage, step: Filled & { readonly contact: string | null }): Promise<void> {
  const callId = pick(stage, step.contact, false)
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

function pick(stage: Stage, contact: string | null, mustBeParked: boolean): string {
  const queue = readQueue(stage.store())
  const named = queue.filter(({ outcome }) => contact === null || outcome.call.contactName === contact)
  const parked = named.filter(({ sending }) => sending.parked !== null)
  const [found] = mustBeParked ? parked : [...parked, ...named]
  if (found) return found.outcome.call.callId
  const wanted = `an outcome in the outbox${mustBeParked ? ' that cannot be sent' : ''}${contact ? ` for ${contact}` : ''}`
  throw new StepError(wanted, queue.map(({ outcome }) => outcome.call.contactName).join(', ') || 'none')
}
