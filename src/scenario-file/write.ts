// A scenario as the YAML that reads back to it. Only what differs from the defaults is written.

import type { ContactsSource, Scenario } from '../scenario/scenario.ts'
import { renderList, renderMap, renderText } from './flow.ts'
import { renderContact, renderPhone } from './write-phone.ts'
import { renderStep } from './write-step.ts'

const USUAL_START = '2026-06-30T09:00:00.000Z'

/** The whole file, with a line break at its end. Names and positions of matrices and includes are not kept: it is one case. */
export function renderScenario(scenario: Scenario): string {
  const { name, tags, phone, contacts, startsAt, steps } = scenario
  const region = phone.handset.simCountries[0] ?? null
  const starts = new Date(startsAt).toISOString()
  const setup = renderPhone(phone)
  return [
    `name: ${renderText(name)}`,
    ...(tags.length === 0 ? [] : [`tags: ${renderList(tags.map(renderText))}`]),
    ...(starts === USUAL_START ? [] : [`starts: ${starts.replace('.000Z', 'Z')}`]),
    ...(setup === null ? [] : [`phone: ${setup}`]),
    ...contactLines(contacts, region),
    'steps:',
    ...steps.map((step) => `  - ${renderStep(step, region)}`),
    '',
  ].join('\n')
}

function contactLines(contacts: ContactsSource, region: string | null): string[] {
  if (contacts.kind === 'generated') return [`contacts: {generate: ${contacts.count}, seed: ${contacts.seed}}`]
  if (contacts.kind === 'file') {
    return [`contacts: ${renderMap({ file: renderText(contacts.path), region: contacts.region })}`]
  }
  if (contacts.contacts.length === 0) return []
  return ['contacts:', ...contacts.contacts.map((contact) => `  - ${renderContact(contact, region)}`)]
}
