// Steps as scenarios write them: the reverse of verbs.ts and expected-shape.ts. One line each.
import type { Line } from '../core/number/presentation.ts'
import { NO_NUMBER_WORDS } from '../core/number/presentation.ts'
import { DISPOSITIONS, dispositionLabel, type OutcomeKey, parseTask, type Task } from '../core/outcome.ts'
import type { Expected, TextExpected } from '../scenario/expected.ts'
import { Pattern } from '../scenario/pattern.ts'
import type { CrmChange, Doing, NetworkChange } from '../scenario/scenario.ts'
import { keyOf } from '../scenario/words.ts'
import { renderDuration } from '../text/duration.ts'
import { type Rendered, renderList, renderMap, renderSwitch, renderText } from './flow.ts'
import { renderConditions, renderContact, renderSettings } from './write-phone.ts'

/** A step as it stands behind its dash: `accept`, `call: +353871234567`. */
export function renderStep(step: Doing, region: string | null): Rendered {
  const after = renderAfter(step, region)
  const verb = verbOf(step)
  if (after === null) return verb
  const within = step.do === 'expect' && step.withinMs !== null ? `, within: ${renderDuration(step.withinMs)}` : ''
  return within ? `{${verb}: ${after}${within}}` : `${verb}: ${after}`
}

function verbOf(step: Doing): string {
  if (step.do === 'fill-outcome') return 'outcome'
  return step.do === 'choose-caller' && step.contact === null ? 'undo-choice' : step.do
}

// Null for a bare verb.
function renderAfter(step: Doing, region: string | null): Rendered | null {
  switch (step.do) {
    case 'call': {
      const kind = step.kind === 'telephone' ? null : step.kind
      if (kind === null && step.sim === null) return renderLine(step.line)
      return renderMap({ number: renderLine(step.line), kind, sim: step.sim })
    }
    case 'dial':
      return step.from === 'app' ? renderMap({ number: renderLine(step.line), from: 'app' }) : renderLine(step.line)
    case 'accept':
    case 'decline':
    case 'cancel':
    case 'busy':
    case 'hold':
    case 'resume':
      return step.call === null ? null : renderText(step.call)
    case 'end':
      if (step.call === null) return step.by === 'user' ? null : step.by
      return renderMap({ call: renderText(step.call), by: step.by })
    case 'tap':
      return step.skip
        ? renderMap({ words: renderText(step.target), skip: String(step.skip) })
        : renderText(step.target)
    case 'clear-notification':
      return step.skip ? renderMap({ title: renderText(step.title), skip: String(step.skip) }) : renderText(step.title)
    case 'resend':
    case 'give-up':
    case 'open-draft':
      if (step.contact === null) return null
      return step.skip
        ? renderMap({ contact: renderText(step.contact), skip: String(step.skip) })
        : renderText(step.contact)
    case 'choose-caller': {
      const { contact, number, skip } = step
      if (number === undefined && !skip) return contact === null ? null : renderText(contact)
      return renderMap({
        contact: contact === null ? null : renderText(contact),
        number: number === undefined ? null : renderText(number),
        skip: skip ? String(skip) : null,
      })
    }
    case 'change-outcome':
    case 'fill-outcome':
      return renderMap({
        contact: step.do === 'change-outcome' && step.contact !== null ? renderText(step.contact) : null,
        skip: step.do === 'change-outcome' && step.skip ? String(step.skip) : null,
        ...renderOutcome(step.outcome),
        notes: step.notes === null ? null : renderText(step.notes),
        tasks: step.tasks && renderList(step.tasks.map(renderTask)),
        deal: step.isOnDeal === null ? null : renderSwitch(step.isOnDeal),
      })
    case 'request':
      return renderList(step.what.map(keyOf))
    case 'grant':
    case 'deny':
    case 'dismiss':
    case 'deny-always':
      return step.what && keyOf(step.what)
    case 'revoke':
      return keyOf(step.what)
    case 'open-settings':
      return renderMap({
        ...renderSettings(step.settings),
        permissions: renderMap(mapEntries(step.permissions)),
        role: step.role === null ? null : step.role ? 'held' : 'none',
      })
    case 'kill-app':
      return step.afterWrites === null ? null : renderMap({ 'after-writes': String(step.afterWrites) })
    case 'advance':
      return renderDuration(step.ms)
    case 'network':
      return renderNetwork(step.network)
    case 'conditions':
      return renderMap(renderConditions(step.conditions))
    case 'crm':
      return renderChange(step.change, region)
    case 'expect':
      return renderExpected(step.expected)
    default:
      return null
  }
}

function renderOutcome(outcome: OutcomeKey | null): Record<string, Rendered | null> {
  const isKnown = DISPOSITIONS.some(({ key }) => key === outcome)
  return { [isKnown ? 'choose' : 'own']: outcome && renderText(isKnown ? dispositionLabel(outcome) : outcome) }
}

/** A number as the network gives it, or the word for none. */
function renderLine({ presentation, text }: Line): Rendered {
  return presentation === 'ALLOWED' ? renderText(text) : NO_NUMBER_WORDS[presentation]
}

// On one line where that reads back to the same; semicolons divide it.
function renderTask({ title, type, priority, due }: Task): Rendered {
  const details = [...(type === 'todo' ? [] : [type]), ...(priority === 'none' ? [] : [priority]), due]
  const line = [title, ...details].join('; ')
  const read = parseTask(line, '2000-01-01')
  const isSame =
    !('problem' in read) &&
    [read.title, read.type, read.priority, read.due].join('\n') === [title, type, priority, due].join('\n')
  if (isSame) return renderText(line)
  return renderMap({ title: renderText(title), type, priority, due: renderText(due) }) ?? '{}'
}

function renderNetwork({ state, latencyMs, networkCountry }: NetworkChange): Rendered | null {
  if (latencyMs === undefined && networkCountry === undefined) return state ?? null
  return renderMap({ state, ...renderConditions({ latencyMs, networkCountry }) })
}

function renderChange(change: CrmChange, region: string | null): Rendered | null {
  switch (change.kind) {
    case 'down':
    case 'unauthorised':
    case 'forbidden':
    case 'up':
      return change.kind
    case 'write':
      return renderMap({ change: renderContact(change.contact, region) })
    case 'merge':
      return renderMap({ merge: renderMap({ from: renderText(change.from), into: renderText(change.into) }) })
    case 'delete':
    case 'restore':
    case 'wipe':
    case 'delete-deal':
      return renderMap({ [change.kind]: renderText(change.id) })
    case 'deal':
      return renderMap({ deal: renderDealOn(change) })
    case 'link-deal':
      return renderMap({ 'link-deal': renderMap({ id: renderText(change.id), contacts: renderIds(change) }) })
    case 'outcomes':
      return renderMap({
        outcomes: renderList(
          change.offered.map(({ id, label }) => renderMap({ id: renderText(id), label: renderText(label) }) ?? '{}'),
        ),
      })
    case 'refuse':
      return renderMap({ refuse: renderText(change.says) })
    case 'daily-limit':
    case 'rate-limit':
      return renderMap({ [change.kind]: renderDuration(change.ms) })
    case 'lose-answers':
      return renderMap({ 'lose-answers': String(change.count) })
  }
}

function renderDealOn(change: Extract<CrmChange, { kind: 'deal' }>): Rendered | null {
  const { id, name, amount, currency, closeDate, isClosed } = change.deal
  return renderMap({
    id: renderText(id),
    name: renderText(name),
    amount: amount && renderText(amount),
    currency: currency && renderText(currency),
    'close-date': closeDate,
    closed: isClosed ? renderSwitch(true) : null,
    contacts: renderIds(change),
  })
}

function renderIds({ contactIds }: { readonly contactIds: readonly string[] }): Rendered {
  return renderList(contactIds.map(renderText))
}

function renderExpected({ permissions, access, dialog, ...others }: Expected): Rendered | null {
  return renderMap({
    ...mapEntries(others),
    dialog: dialog === null ? 'none' : dialog && keyOf(dialog),
    permissions: permissions && renderMap(mapEntries(permissions)),
    access: access && renderMap(mapEntries(access)),
  })
}

// Each part by the word that it has in the format, its value by its kind.
function mapEntries(parts: object): Record<string, Rendered | undefined> {
  return Object.fromEntries(Object.entries(parts).map(([key, value]) => [keyOf(key), renderValue(key, value)]))
}

function renderValue(key: string, value: unknown): Rendered | undefined {
  if (value === undefined) return undefined
  if (key === 'agoMs') return value === null ? 'never' : value === 0 ? 'now' : `${renderDuration(Number(value))} ago`
  if (value === null) return 'none'
  if (typeof value === 'boolean') return renderSwitch(value)
  if (typeof value === 'number') return key.endsWith('Ms') ? renderDuration(value) : String(value)
  if (typeof value === 'string' || value instanceof Pattern) return renderExpectedText(value)
  if (Array.isArray(value)) return renderList(value.map((item: unknown) => renderValue('', item) ?? '{}'))
  return renderMap(mapEntries(value as object)) ?? '{}'
}

// A text that looks like a regular expression is written as one that is this text and no other.
function renderExpectedText(text: TextExpected): Rendered {
  if (text instanceof Pattern) return renderText(String(text))
  if (!/^\/.+\/[a-z]*$/s.test(text)) return renderText(text)
  return renderText(`/^${text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/`)
}
