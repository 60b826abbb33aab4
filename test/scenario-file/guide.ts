// docs/scenarios.md: every word of the phone, every verb and every expectation of the format, by its own table.
import { scenarioSchema } from '../../src/scenario-file/format.ts'
import { VERBS } from '../../src/scenario-file/verbs.ts'

interface Described {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Described>>
  readonly anyOf?: readonly Described[]
  readonly items?: Described
  readonly enum?: readonly unknown[]
  readonly $ref?: string
}

const { definitions } = scenarioSchema() as { readonly definitions: Readonly<Record<string, Described>> }

/** One example a verb, where it stands with something behind it. */
const DONE: Readonly<Record<string, string>> = {
  call: 'call: {number: +353871234567, sim: IE}',
  dial: 'dial: {number: +353871234567, from: app}',
  accept: 'accept',
  decline: 'decline',
  cancel: 'cancel',
  busy: 'busy',
  hold: 'hold: +353871234567',
  resume: 'resume: +353871234567',
  end: 'end: caller',
  outcome: 'outcome: {choose: Connected, notes: Wants the quote, tasks: ["Send the quote; tomorrow; high"]}',
  resend: 'resend: Anna Byrne',
  'give-up': 'give-up: Anna Byrne',
  'open-draft': 'open-draft: Anna Byrne',
  grant: 'grant: call-log',
  deny: 'deny: call-log',
  dismiss: 'dismiss',
  'deny-always': 'deny-always: role',
  'open-settings': 'open-settings: {overlay: off, permissions: {phone: revoked}}',
  'enable-extension': 'enable-extension',
  'disable-extension': 'disable-extension',
  sync: 'sync',
  'open-app': 'open-app',
  'kill-app': 'kill-app: {after-writes: 2}',
  'force-stop': 'force-stop',
  reboot: 'reboot',
  'sign-out': 'sign-out',
}

const CHANGES: Readonly<Record<string, string>> = {
  change: '{id: 101, name: Anna Byrne, mobile: +353871234567}',
  merge: '{from: 102, into: 101}',
  delete: '101',
  restore: '101',
  wipe: '101',
  'delete-deal': '7',
  deal: '{id: 7, name: Renewal, amount: 12500, currency: EUR, contacts: [101]}',
  'link-deal': '{id: 7, contacts: [101, 102]}',
  outcomes: '[{id: connected, label: Spoke with them}]',
  refuse: 'The property is read-only',
  'daily-limit': '1h',
  'rate-limit': '10s',
  'lose-answers': '2',
}

const EXPECTED: Readonly<Record<string, string>> = {
  card: '{name: Anna Byrne, company: Byrne Logistics, deal: "Renewal EUR 12,500", others: 0, surface: overlay}',
  label: '/Anna Byrne/',
  'caller-name': 'Anna from the gym',
  'phone-state': 'RINGING',
  notification: '{title: /Anna/, actions: [View contact, Call back]}',
  notifications: '[Missed call from Anna Byrne]',
  'outcome-screen': '{contact: Anna Byrne, outcome: none, notes: "", tasks: none}',
  'contact-page': 'Anna Byrne',
  'call-list': '[{type: missed, name: none, number: "+353871234567"}]',
  dialog: 'call-log',
  permissions: '{phone: granted, call-log: denied-once}',
  role: 'held',
  access: '{card: ok, outcome-incoming: log-calls-off}',
  'sync-page': '{last-updated: 24h ago, contacts: 12, error: none}',
  drafts: '1',
  waiting: '0',
  parked: '[/permission/]',
  'crm-calls': '[{contact: 101, outcome: Connected, duration: 95s, tasks: [Send the quote]}]',
  'nothing-shown': 'yes',
  happened: '[/^ringing/, /^show-card/]',
  never: '[/^notify-missed/]',
  invariants: 'hold',
  frame: 'after-the-call',
}

/** What the page shows as steps, each by what it is an example of. */
export function examples(): ReadonlyMap<string, string> {
  return new Map([
    ...Object.entries(VERBS).map(([verb, { example }]) => [verb, DONE[verb] ?? example ?? verb] as const),
    ...keysOf(crmChanges()).map(([key]) => [`crm ${key}`, `crm: {${key}: ${CHANGES[key]}}`] as const),
    ...keysOf(definitions['expectation']).map(
      ([key]) => [`expect ${key}`, `expect: {${key}: ${EXPECTED[key]}}`] as const,
    ),
  ])
}

export function renderGuide(): string {
  const shown = examples()
  const row = (name: string, about = '', example = '') =>
    `| \`${name}\` | ${about} | \`${example.replaceAll('|', '\\|')}\` |`
  const table = (first: string, rows: readonly string[]) => [`| ${first} | | example |`, '|---|---|---|', ...rows, '']
  const expected = keysOf(definitions['expectation'])
  return [
    '# What a scenario can say',
    '',
    "Every word of the phone, every verb and every expectation, by the format's own table (`UPDATE=1 npx vitest run",
    'test/scenario-file/guide.test.ts` rewrites this page). [How to write a scenario](../fixtures/scenarios/README.md) is the',
    'introduction; `ringsight run --schema` prints the same for an editor, and `ringsight run --update` records the frames that',
    'scenarios expect.',
    '',
    '## What the phone is',
    '',
    'Under `phone`. A matrix sets what is within by `settings.overlay`, `conditions.lock`, `switches.has-screen-lock`.',
    '',
    ...words('phone'),
    ...['settings', 'conditions', 'switches'].flatMap((part) => [`### Within \`${part}\``, '', ...words(part)]),
    '## What is done',
    '',
    'A step is a bare verb, or one verb with what follows it.',
    '',
    ...table(
      'verb',
      Object.entries(VERBS).map(([verb, { about }]) => row(verb, about, shown.get(verb))),
    ),
    '## What happens in the CRM',
    '',
    'After `crm` stands a word: `down` (every request fails), `unauthorised` (the sign-in has ended), `forbidden` (a permission is',
    'missing), `up`; or one change.',
    '',
    ...table(
      'change',
      keysOf(crmChanges()).map(([key, { description }]) => row(key, description, shown.get(`crm ${key}`))),
    ),
    '## What must be seen',
    '',
    'Under `expect`, now or `within` a time: `within: 5s` stands beside `expect`. What is left out may be anything; `none` means that',
    'it must not be there; `/…/` is a pattern.',
    '',
    ...table(
      'key',
      expected.map(([key, { description }]) => row(key, description, shown.get(`expect ${key}`))),
    ),
    ...expected.flatMap(([key, each]) => {
      const parts = keysOf(mapOf(each))
      const rows = parts.map(([part, { description }]) => `- \`${part}\`: ${description}`)
      return rows.length === 0 || key === 'notifications' ? [] : [`### Within \`${key}\``, '', ...rows, '']
    }),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

// The words of a map that the schema defines, and what may stand behind each that takes words alone.
function words(name: string): readonly string[] {
  const row = ([key, each]: [string, Described]) =>
    `| \`${key}\` | ${each.description ?? ''} | ${wordsOf(each)
      .map((word) => `\`${word}\``)
      .join(', ')} |`
  return ['| | | words |', '|---|---|---|', ...keysOf(definitions[name]).map(row), '']
}

function wordsOf(each: Described): readonly string[] {
  const all = [...(each.enum ?? []), ...(each.anyOf ?? []).flatMap(wordsOf)].filter((word) => typeof word === 'string')
  return all.includes('yes') ? ['on', 'off'] : all
}

function crmChanges(): Described | undefined {
  const step = definitions['step']?.anyOf?.find(({ properties }) => properties?.['crm'] !== undefined)
  return mapOf(step?.properties?.['crm'])
}

function keysOf(map: Described | undefined): [string, Described][] {
  return Object.entries(map?.properties ?? {})
}

/** The map that may stand there, also by itself within a list. */
function mapOf(each: Described | undefined): Described | undefined {
  if (each === undefined || each.properties !== undefined) return each
  const name = each.$ref?.slice('#/definitions/'.length)
  if (name !== undefined) return mapOf(definitions[name])
  for (const part of [...(each.anyOf ?? []), ...(each.items === undefined ? [] : [each.items])]) {
    const found = mapOf(part)
    if (found?.properties !== undefined) return found
  }
  return undefined
}
