// Watches a stage step by step, keeps its own model of what has happened, and holds the invariants against the app after
// each step. The stage knows nothing of it but that somebody hears.
import { type Contact, renderLabel } from '../../core/contact.ts'
import { type Draft, type LoggedCall, newDraft } from '../../core/outcome.ts'
import { withProcess } from '../../device/delivery.ts'
import type { Last, Moment } from '../moment.ts'
import type { Doing, PhoneSetup } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import type { StageEvent } from '../trace.ts'
import { callInQuestion, noteChoice, noteChosenDraft } from './choice.ts'
import { type Broken, findBroken, isNameOf } from './invariants.ts'
import {
  changePeople,
  isKnownSaved,
  type Model,
  type ModelCall,
  newModel,
  noteEvent,
  type Shown,
  takeSample,
  takeSamples,
} from './model.ts'
import { holdsRole, NO_RIGHTS } from './model-rights.ts'

export interface Witness {
  /** To be told everything that happens on the stage. */
  hear(event: StageEvent, now: number): void
  /** The stage is open: what was heard so far came before the first step. */
  begin(stage: Stage): void
  /** A step has been done; says what is wrong since. Throws what reading the stage throws. */
  check(step: Doing): readonly Broken[]
}

/** Opens a witness for a stage that is about to be opened with the same contacts. */
export function openWitness(setup: PhoneSetup, contacts: readonly Contact[]): Witness {
  const model = newModel(setup, contacts)
  let heard: Heard[] = []
  let stage: Stage | null = null
  let last: Last | null = null

  function look(at: Stage): Last {
    const store = at.store()
    return {
      phone: at.phone(),
      page: at.page(),
      drafts: store.read('drafts') ?? [],
      choices: store.read('choices') ?? [],
    }
  }

  return {
    hear(event, now) {
      heard.push({ event, now })
    },
    begin(opened) {
      stage = opened
      for (const { event, now } of heard) noteEvent(model, event, { phone: opened.phone(), now })
      heard = []
      last = look(opened)
    },
    check(step) {
      if (stage === null || last === null) throw new Error('expected a witness of an open stage, found none yet')
      const before = last
      const now = look(stage)
      const moment: Moment = { model, stage, step, before, drafts: now.drafts }
      noteStep(moment, heard)
      heard = []
      last = now
      const broken = findBroken(moment)
      forgetStep(model, now, stage)
      return broken
    },
  }
}

interface Heard {
  readonly event: StageEvent
  readonly now: number
}

function noteStep(moment: Moment, heard: readonly Heard[]): void {
  const { model, step, before, stage } = moment
  const phone = stage.phone()
  if (step.do === 'crm') changePeople(model, step.change)
  if (step.do === 'kill-app' && step.afterWrites !== null) model.isDoomed = true
  const isDoomed = model.isDoomed
  model.hasDied ||= heard.some(({ event }) => event.type === 'app' && event.state === 'killed')
  addCalls(moment, heard)
  takeSamples(model, before.phone)
  const { held } = model
  // A default dialer may look at its history before it hears of the choice.
  if (step.do === 'choose-caller' && phone.handset.platform === 'ios')
    for (const call of model.calls) takeSample(model, call, before.phone)
  noteChoice(moment)
  takeSamplesOfChosen(moment)
  let current: string | null = null
  for (const { event, now } of heard) {
    noteEvent(model, event, { phone, now })
    // Who it was may be looked at when the call is over: by a default dialer (IOS-25), and by who waits for more to be told.
    const isLate = event.type === 'open-outcome' || event.type === 'notify-missed'
    // An app that shows something runs, though it may have been ended in the same step.
    if (isLate) for (const call of model.calls) takeSample(model, call, withProcess(phone))
    if ('callId' in event) current = event.type === 'call-list' ? null : event.callId
    noteShown(model, event, current)
  }
  takeSamples(model, phone)
  model.hasDied ||= isDoomed
  noteChosenDraft(moment, held)
  noteOutcomes(moment)
  // A phone that is switched off ends its calls without an app to hear of it.
  const isReset = step.do === 'reboot'
  if (isReset) {
    for (const call of model.calls) {
      takeLastSample(call)
      if (!call.isOver) call.isCutOff = true
    }
    Object.assign(model, { hasDied: true, isDoomed: false })
  }
  const isIdle = model.calls.every((call) => isDone(call) || call.kind === 'external')
  for (const call of model.calls) if (isReset || (isIdle && isDone(call))) call.isOver = true
}

// Who it was is said of a call as well that was placed in the app and is over, as long as the app has not heard so.
function takeSamplesOfChosen(moment: Moment): void {
  const { model, step, stage } = moment
  if (step.do !== 'choose-caller') return
  const { readings } = callInQuestion(moment)
  const isWith = ({ samples }: ModelCall) => samples.at(-1)?.readings.some((number) => readings.includes(number))
  const isUnheardOf = ({ from, outcomeScreens }: ModelCall) => from === 'app' && outcomeScreens.length === 0
  for (const call of model.calls) if (isUnheardOf(call) && isWith(call)) takeSample(model, call, stage.phone())
}

function takeLastSample({ samples, isOver }: ModelCall): void {
  const last = samples.at(-1)
  if (last && !isOver) samples.push({ ...last, rights: NO_RIGHTS })
}

function isDone({ endedAt, isBlocked, isOver }: ModelCall): boolean {
  return endedAt !== null || isBlocked || isOver
}

// A call is known by its id from the first event that has it.
function addCalls({ model, step, before, stage }: Moment, heard: readonly Heard[]): void {
  const ids = heard.flatMap(({ event }) => ('callId' in event && event.type !== 'call-list' ? event.callId : []))
  for (const id of new Set(ids)) {
    if (model.calls.some((call) => call.id === id)) continue
    const sign = heard.find(({ event }) => event.type === 'dialling' && event.callId === id)?.event
    const dialled = sign?.type === 'dialling' ? sign : null
    if (dialled === null && step.do !== 'call') continue
    const ring = step.do === 'call' && dialled === null ? step : null
    const call: ModelCall = {
      id,
      direction: dialled ? 'outgoing' : 'incoming',
      from: dialled?.from ?? 'outside',
      line: dialled?.line ?? (step.do === 'call' ? step.line : { presentation: 'UNKNOWN', text: '' }),
      kind: ring?.kind ?? 'telephone',
      sim: ring?.sim ?? null,
      hadRole: holdsRole(before.phone.handset),
      startedAt: stage.now(),
      answeredAt: null,
      endedAt: null,
      cause: null,
      isBlocked: false,
      isKept: false,
      isAsked: false,
      hasRung: dialled !== null,
      isOver: false,
      isCutOff: false,
      isJudged: false,
      samples: [],
      outcomeScreens: [],
      missedNotices: 0,
    }
    model.calls.push(call)
    takeSample(model, call, before.phone)
  }
}

/** @param current the call that was named last: a card names none, nor does the notice of a missed call */
function noteShown(model: Model, event: StageEvent, current: string | null): void {
  const show = (call: ModelCall | undefined, shown: Omit<Shown, 'call'>): void => {
    if (call !== undefined) model.shown.push({ call, ...shown })
  }
  const plain = { company: '', deal: null, others: 0 }
  const byId = (id: string) => model.calls.find((call) => call.id === id)
  switch (event.type) {
    case 'ringing':
      show(byId(event.callId), { as: 'ringing', name: event.name, ...plain })
      return
    case 'show-card': {
      const { name, company, deal, others, chosenOn } = event.card
      const card =
        event.surface === 'label'
          ? // one line.
            ({ as: 'label', ...plain, name: renderLabel(event.card) } as const)
          : ({ as: 'card', name, company, deal: deal?.name ?? null, others } as const)
      // The card names no call, and an app may say nothing of whom it has found before: it is of one that is named right.
      const possible = [byId(current ?? ''), ...model.calls.filter(isComing)].filter((call) => call !== undefined)
      const named = possible.find(({ samples }) => samples.some((sample) => isNameOf(card, sample)))
      show(named ?? possible[0], { ...card, isChosen: chosenOn !== undefined })
      return
    }
    case 'call-list':
      show(byId(event.callId), { as: 'row', name: event.name, ...plain })
      return
    case 'notify-missed': {
      const possible = model.calls.filter((each) => isMissedOf(each, event))
      const isCurrent = ({ id }: ModelCall) => id === current
      const untold = possible.filter(({ missedNotices }) => missedNotices === 0)
      // One from while no process was there is told of late: its row has waited in the call log.
      const isIos = model.setup.handset.platform === 'ios'
      const recent = untold.filter(({ isOver }) => isIos || !isOver)
      const open = recent.length > 0 ? recent : untold
      // Of two from one number, the one that the app could know of.
      const missed = open.filter(({ cause, isKept }) => cause === 'MISSED' || isKept)
      const isKnown = (each: ModelCall) =>
        each.samples.every((sample) => sample.owners.length > 0 && sample.rights.missed && !isKnownSaved(sample, each))
      const call = open.find(isCurrent) ?? missed.find(isKnown) ?? missed[0] ?? open[0] ?? possible[0]
      if (call === undefined) return
      call.missedNotices += 1
      show(call, { as: 'missed', name: event.title.replace(/^Missed call: /, ''), ...plain })
      return
    }
    case 'open-outcome': {
      const call = byId(event.call.callId)
      call?.outcomeScreens.push(event.call)
      if (event.surface === 'screen') noteOpened(model, event.call)
      show(call, { as: 'outcome', name: event.call.contactName, ...plain })
      return
    }
  }
}

function isComing({ direction, answeredAt, endedAt, isOver }: ModelCall): boolean {
  return direction === 'incoming' && answeredAt === null && endedAt === null && !isOver
}

function isMissedOf(call: ModelCall, { contactId, e164 }: { contactId: string; e164: string }): boolean {
  const isOpen = call.endedAt !== null && call.answeredAt === null
  const isTheirs = call.samples.some(
    ({ readings, held }) => readings.includes(e164) && held.some(({ id }) => id === contactId),
  )
  return isOpen && call.direction === 'incoming' && call.kind === 'telephone' && isTheirs
}

function noteOpened({ drafts, hasDied, isDoomed }: Model, call: LoggedCall): void {
  if (!drafts.has(call.callId)) drafts.set(call.callId, hasDied || isDoomed ? [newDraft(call), null] : [newDraft(call)])
}

function noteOutcomes(moment: Moment): void {
  const { model, step, before } = moment
  if (step.do === 'fill-outcome') {
    changeDraft(moment, (draft) => {
      const { outcome, notes, tasks, isOnDeal } = step
      return {
        ...draft,
        outcome: outcome ?? draft.outcome,
        notes: notes ?? draft.notes,
        tasks: tasks ?? draft.tasks,
        ...(isOnDeal === null ? {} : { isDealLeftOut: !isOnDeal }),
      }
    })
  }
  if (step.do !== 'tap') return
  const target = step.target.toLowerCase()
  if (target === 'discard' && before.page?.kind === 'outcome') changeDraft(moment, () => null)
  if (target === 'save') save(moment)
  if (target === 'log call') {
    const notification = before.phone.notifications.find(({ type }) => type === 'open-outcome')
    if (notification?.type === 'open-outcome') noteOpened(model, notification.call)
  }
}

// Where the app died meanwhile, either is right: as it was, or as it should have become.
function changeDraft({ model, before }: Moment, change: (draft: Draft) => Draft | null): void {
  if (before.page?.kind !== 'outcome') return
  const { callId } = before.page
  const kept = model.drafts.get(callId) ?? []
  const changed = kept.map((draft) => draft && change(draft))
  const all = model.hasDied ? [...kept, ...changed] : changed
  if (all.every((draft) => draft === null)) model.drafts.delete(callId)
  else model.drafts.set(callId, all)
}

function save({ model, before, drafts }: Moment): void {
  if (before.page?.kind !== 'outcome') return
  const { callId } = before.page
  const draft = before.drafts.find(({ call }) => call.callId === callId)
  const isComplete = draft?.outcome && draft.tasks.every(({ title }) => title.trim() !== '')
  if (!draft || !isComplete) return
  // The app that died of it has saved it or has not; it is then what it is from there on.
  if (model.hasDied && drafts.some(({ call }) => call.callId === callId)) return
  model.saved.set(callId, { ...draft, isDropped: false })
  model.drafts.delete(callId)
}

function forgetStep(model: Model, now: Last, { keepsChoices }: Stage): void {
  const { drafts } = now
  model.shown = []
  for (const call of model.calls) call.isJudged = call.isOver
  model.hasDied = false
  // What is seen now is what it is, of all that it might have been. An app's own choices nobody sees.
  for (const [number, possible] of model.choices) {
    if (keepsChoices || possible.length < 2) continue
    model.choices.set(number, [now.choices.find(({ line }) => line === number)?.contactId ?? null])
  }
  for (const [callId, possible] of model.drafts) {
    if (possible.length < 2) continue
    const found = drafts.find(({ call }) => call.callId === callId)
    if (found === undefined) model.drafts.delete(callId)
    else model.drafts.set(callId, [found])
  }
}
