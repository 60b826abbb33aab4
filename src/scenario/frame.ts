// A view as lines of text: what is recorded as a frame and compared with the next run.
import type { CardView, View } from './view.ts'

/** What can be seen, one thing a line; nothing that depends on the instant but how long ago the last sync was. */
export function renderFrame(view: View): string {
  const { card, label, callerName, outcomeScreen, contactPage, dialog, syncPage } = view
  const lines = [
    `phone: ${view.phoneState}`,
    ...part('caller', callerName),
    ...part('card', card && renderCard(card)),
    ...part('label', label),
    ...view.notifications.map(({ title, actions }) => `notification: ${title} [${actions.join('] [')}]`),
    ...part('outcome screen', outcomeScreen?.contact ?? null),
    ...(outcomeScreen ? outcomeLines(outcomeScreen) : []),
    ...part('contact page', contactPage),
    ...part('dialog', dialog),
    ...view.callList.map(({ type, name, number, noNumber }) => `call list: ${type} ${name ?? noNumber ?? number}`),
    `contacts synced: ${syncPage.contacts}${syncPage.error ? `, ${syncPage.error}` : ''}`,
    ...view.crmCalls.map(
      ({ contact, outcome, tasks }) => `crm: ${[`call with ${contact ?? 'nobody'}`, outcome, ...tasks].join(', ')}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function part(name: string, text: string | null): string[] {
  return text === null ? [] : [`${name}: ${text}`]
}

function renderCard({ name, company, deal, others, surface }: CardView): string {
  return [name, company, deal, others > 0 ? `+${others}` : null, surface].filter(Boolean).join(' · ')
}

function outcomeLines({ outcome, notes, tasks, problems }: NonNullable<View['outcomeScreen']>): string[] {
  return [
    ...part('  outcome', outcome),
    ...(notes === '' ? [] : notes.split('\n').map((line) => `  notes: ${line}`)),
    ...tasks.map((task) => `  task: ${task}`),
    ...problems.map((problem) => `  problem: ${problem}`),
  ]
}
