// One step of a scenario, done on a stage. A step that cannot be done (an answer when nothing rings, a button that is not
// there) throws StepError with what there is instead.
import { type CarriedPhone, callerOn } from '../app/carried.ts'
import type { Call } from '../core/call.ts'
import type { Handset, Permission } from '../core/handset.ts'
import { nameLine } from '../core/number/presentation.ts'
import type { LiveCall } from '../device/phone.ts'
import { isPhonePart, lackOf } from '../device/possible-phone.ts'
import { chooseCaller } from './choose-caller.ts'
import { changeOutcome, giveUp, resend } from './outbox.ts'
import type { CrmChange, Doing } from './scenario.ts'
import { clearNotification, fillOutcome, openDraft, request, tap } from './screen.ts'
import type { Stage } from './stage.ts'
import { StepError } from './step-error.ts'
import { keyOf } from './words.ts'

type Action = Exclude<Doing, { do: 'expect' }>

/**
 * Does one step.
 *
 * @throws StepError when the phone, the app or the CRM is not in a state for it.
 */
export async function performStep(stage: Stage, step: Action): Promise<void> {
  expectParts(step, stage.phone().handset)
  switch (step.do) {
    case 'call':
      return stage.act({
        type: 'ring',
        id: stage.nextId(),
        line: step.line,
        kind: step.kind,
        ...(step.sim === null ? {} : { sim: step.sim }),
      })
    case 'dial':
      return stage.act({ type: 'dial', id: stage.nextId(), line: step.line, from: step.from })
    case 'accept':
      return stage.act({ type: 'answer', callId: pickCall(stage, step.call, ['ringing', 'dialling']) })
    case 'decline':
      return stage.act({ type: 'end', cause: 'REJECTED', callId: pickCall(stage, step.call, ['ringing']) })
    case 'cancel':
      return cancel(stage, step.call)
    case 'busy':
      return stage.act({ type: 'end', cause: 'BUSY', callId: pickCall(stage, step.call, ['dialling']) })
    case 'hold':
      return stage.act({ type: 'hold', callId: pickCall(stage, step.call, ['answered']) })
    case 'resume':
      return stage.act({ type: 'resume', callId: pickCall(stage, step.call, ['held']) })
    case 'end':
      return end(stage, step)
    case 'request':
      return request(stage, step.what)
    case 'grant':
    case 'deny':
    case 'dismiss':
    case 'deny-always':
      return answerDialog(stage, step)
    case 'revoke':
      return step.what === 'role'
        ? stage.act({ type: 'set-role', isHeld: false, by: 'other-app' })
        : stage.act({ type: 'set-permission', permission: step.what, state: 'revoked' })
    case 'open-settings':
      return openSettings(stage, step)
    case 'enable-extension':
    case 'disable-extension':
      return stage.act({ type: 'change-settings', settings: { extension: step.do === 'enable-extension' } })
    case 'network':
      return changeNetwork(stage, step)
    case 'conditions':
      return stage.act({ type: 'set-conditions', conditions: step.conditions })
    case 'advance':
      return stage.passTime(step.ms)
    case 'tap':
      return tap(stage, step.target, step.skip)
    case 'clear-notification':
      return clearNotification(stage, step.title, step.skip)
    case 'fill-outcome':
      return fillOutcome(stage, step)
    case 'open-draft':
      return openDraft(stage, step.contact, step.skip)
    case 'choose-caller':
      return chooseCaller(stage, step)
    case 'resend':
      return resend(stage, step.contact, step.skip)
    case 'give-up':
      return giveUp(stage, step.contact, step.skip)
    case 'change-outcome':
      return changeOutcome(stage, step)
    case 'crm':
      return changeCrm(stage, step.change)
    case 'kill-app':
      if (step.afterWrites !== null) return stage.dieAfter(step.afterWrites)
      return stage.act({ type: 'kill-app' })
    case 'sync':
    case 'open-app':
    case 'force-stop':
    case 'reboot':
    case 'restore':
    case 'sign-out':
      return stage.act({ type: step.do })
  }
}

/** What of the phone a step is about, where not every phone has it. */
function partsOf(step: Action, { platform }: Handset): readonly string[] {
  switch (step.do) {
    case 'request':
      // An Android that knows no such role answers that (AND-45).
      return step.what.filter((each) => each !== 'role' || platform === 'ios')
    case 'revoke':
      return [step.what]
    case 'open-settings':
      return [...Object.keys({ ...step.settings, ...step.permissions }), ...(step.role === null ? [] : ['role'])]
    case 'enable-extension':
    case 'disable-extension':
      return ['extension']
    case 'restore':
      return ['restore']
    case 'conditions':
      return Object.keys(step.conditions)
    default:
      return []
  }
}

// Done in silence, such a step would seem to have been a test.
function expectParts(step: Action, handset: Handset): void {
  for (const part of partsOf(step, handset)) {
    const needed = part === 'role' ? 'screeningRole' : part
    const lack = isPhonePart(needed) ? lackOf(needed, handset) : null
    if (lack !== null) throw new StepError(lack.expected, lack.found)
  }
  if (step.do === 'call' && step.sim !== null && !handset.simCountries.includes(step.sim)) {
    throw new StepError(`a SIM of ${step.sim}`, handset.simCountries.join(', ') || 'no SIM')
  }
}

const PHASES: Readonly<Record<Call['phase'], string>> = {
  ringing: 'a call that rings',
  dialling: 'a call that is dialled',
  answered: 'a call that is spoken on',
  held: 'a call on hold',
  ended: 'a finished call',
}

// By its number where the step names one, else the first of the first phase that has any.
function pickCall(stage: Stage, number: string | null, phases: readonly Call['phase'][]): string {
  const live = stage.phone().calls.filter(({ call }) => call.phase !== 'ended')
  const named = number === null ? live : live.filter((each) => isWith(each, number, stage.phone()))
  const found = phases.flatMap((phase) => named.filter(({ call }) => call.phase === phase))[0]
  if (found) return found.call.id
  const wanted = phases.map((phase) => PHASES[phase]).join(' or ')
  const there = live.map(({ call, line }) => `${PHASES[call.phase]} with ${nameLine(line)}`)
  throw new StepError(number === null ? wanted : `${wanted} with ${number}`, there.join(', ') || 'no call')
}

function isWith(live: LiveCall, number: string, phone: CarriedPhone): boolean {
  return live.line.text === number || callerOn(phone, live)?.evidence.number?.e164 === number
}

// Ringing, or not let ring yet (AND-07), the caller gives up; dialling, the user does.
function cancel(stage: Stage, number: string | null): Promise<void> {
  const { calls, screenings } = stage.phone()
  const screened = screenings.find(({ line }) => number === null || line.text === number)
  if (screened !== undefined) return stage.act({ type: 'end', cause: 'MISSED', callId: screened.callId })
  const callId = pickCall(stage, number, ['ringing', 'dialling'])
  const isIncoming = calls.find(({ call }) => call.id === callId)?.call.direction === 'incoming'
  return stage.act({ type: 'end', cause: isIncoming ? 'MISSED' : 'LOCAL', callId })
}

function end(stage: Stage, { call, by }: Extract<Doing, { do: 'end' }>): Promise<void> {
  if (by === 'elsewhere') {
    return stage.act({ type: 'end', cause: 'ANSWERED_ELSEWHERE', callId: pickCall(stage, call, ['ringing']) })
  }
  const callId = pickCall(stage, call, ['answered', 'held'])
  return stage.act({ type: 'end', cause: by === 'user' ? 'LOCAL' : 'REMOTE', callId })
}

const CHOICES = { grant: 'allow', deny: 'deny', dismiss: 'dismiss', 'deny-always': 'deny-always' } as const

function answerDialog(stage: Stage, step: Extract<Doing, { do: keyof typeof CHOICES }>): Promise<void> {
  const [front] = stage.phone().dialogs
  if (front === undefined || (step.what !== null && step.what !== front)) {
    const wanted = step.what === null ? 'a dialog' : `the dialog for ${keyOf(step.what)}`
    throw new StepError(wanted, front === undefined ? 'none' : `the one for ${keyOf(front)}`)
  }
  return stage.act({ type: 'answer-dialog', choice: CHOICES[step.do] })
}

async function openSettings(stage: Stage, step: Extract<Doing, { do: 'open-settings' }>): Promise<void> {
  if (Object.keys(step.settings).length > 0) await stage.act({ type: 'change-settings', settings: step.settings })
  for (const [permission, state] of Object.entries(step.permissions)) {
    await stage.act({ type: 'set-permission', permission: permission as Permission, state })
  }
  if (step.role !== null) await stage.act({ type: 'set-role', isHeld: step.role, by: 'user' })
}

async function changeNetwork(stage: Stage, { network }: Extract<Doing, { do: 'network' }>): Promise<void> {
  const { state, ...conditions } = network
  if (Object.keys(conditions).length > 0) await stage.act({ type: 'set-conditions', conditions })
  if (state !== undefined) await stage.act({ type: 'set-network', state })
}

function changeCrm({ crm }: Stage, change: CrmChange): void {
  switch (change.kind) {
    case 'write':
      crm.writeContact(change.contact)
      break
    case 'merge':
      atCrm('contact', [change.from, change.into], () => crm.mergeContacts(change.from, change.into))
      break
    case 'delete':
      atCrm('contact', [change.id], () => crm.deleteContact(change.id))
      break
    case 'restore':
      atCrm('contact', [change.id], () => crm.restoreContact(change.id))
      break
    case 'delete-deal':
      atCrm('deal', [change.id], () => crm.deleteDeal(change.id))
      break
    case 'wipe':
      atCrm('contact', [change.id], () => crm.wipeContact(change.id))
      break
    case 'deal':
      atCrm('contact', change.contactIds, () => crm.writeDeal(change.deal, change.contactIds))
      break
    case 'link-deal':
      atCrm('deal', [change.id], () => crm.linkDeal(change.id, change.contactIds))
      break
    case 'outcomes':
      crm.setDispositions(change.offered)
      break
    case 'refuse':
      crm.refuseWrites(change.says)
      break
    case 'down':
      crm.setFailure('server')
      break
    case 'unauthorised':
    case 'forbidden':
      crm.setFailure(change.kind)
      break
    case 'up':
      crm.setFailure(null)
      crm.refuseWrites(null)
      break
    case 'rate-limit':
      crm.limitRate(change.ms)
      break
    case 'daily-limit':
      crm.limitRate(change.ms, 'daily')
      break
    case 'lose-answers':
      crm.loseAnswers(change.count)
  }
}

// The CRM refuses only ids that it does not have, and a merge of one contact with itself.
function atCrm(kind: 'contact' | 'deal', ids: readonly string[], change: () => void): void {
  try {
    change()
  } catch {
    throw new StepError(`${kind} ${ids.join(' and another one, ')} in the CRM`, `no such ${kind}s`)
  }
}
