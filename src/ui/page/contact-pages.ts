// Contacts and the call list: who is there, and the ways to call them. Data; see menu.ts.
import { type Contact, contactName, renderAmount } from '../../core/contact.ts'
import { searchContacts } from '../../core/directory.ts'
import { formatNumber } from '../../core/number/number.ts'
import { REJECTION_SENTENCES } from '../../core/number/reading.ts'
import { safeLine } from '../../text/safe.ts'
import { renderTime } from '../../text/time.ts'
import { renderLogType, renderRow } from './ended-page.ts'
import { act, back, type Item, type Menu, open, type Screen } from './page.ts'
import { candidatesOn, saidOf } from './who-page.ts'

// A page is for looking somebody up, not for reading a directory through.
const MOST_CONTACTS = 50
const MOST_DEALS = 5

export function contactsPage({ world }: Screen, typed: string): Menu {
  const { contacts } = world.directory
  const found = searchContacts(world.directory, typed, MOST_CONTACTS)
  const none =
    contacts.size === 0 ? 'There are none yet: sync contacts, or import an export.' : 'Nobody is called that.'
  return {
    title: 'Contacts',
    lines: found.length === 0 ? [none] : [],
    field: 'Name, company or number',
    items: found.map((contact) => ({
      label: contactName(contact),
      value: safeLine(contact.company),
      steps: [open({ name: 'contact', id: contact.id })],
    })),
  }
}

/** What *View contact* opens. */
export function contactPage({ world, today }: Screen, id: string): Menu {
  const contact = world.directory.contacts.get(id)
  if (contact === undefined)
    return { title: 'Contact', lines: ['This contact is not on the phone any more.'], items: [] }
  return {
    title: `Contact · ${contactName(contact)}`,
    lines: [safeLine(contact.company), safeLine(contact.email), ...dealLines(contact, today)].filter(
      (line) => line !== '',
    ),
    items: contact.phones.flatMap((phone): Item[] => {
      const field = safeLine(phone.field)
      if (phone.e164 === null) {
        const rejected = phone.rejected ? REJECTION_SENTENCES[phone.rejected] : ''
        return [{ label: safeLine(phone.text), value: field, about: `It cannot be called: ${rejected}.`, steps: [] }]
      }
      const line = { presentation: 'ALLOWED', text: phone.e164 } as const
      const number = formatNumber(phone.e164)
      return [
        { label: `Call ${number}`, value: field, steps: [back, act({ type: 'dial', line, from: 'app' })] },
        { label: `Be called by ${number}`, value: field, steps: [back, act({ type: 'ring', line })] },
      ]
    }),
  }
}

function dealLines({ deals }: Contact, today: string): string[] {
  const open = deals.filter((deal) => !deal.isClosed)
  const lines = open.slice(0, MOST_DEALS).map((deal) => {
    const closes =
      deal.closeDate === null ? '' : `${deal.closeDate < today ? 'was to close' : 'closes'} ${deal.closeDate}`
    return [`Deal: ${safeLine(deal.name)}`, renderAmount(deal), safeLine(closes)].filter(Boolean).join(' · ')
  })
  return open.length > MOST_DEALS ? [...lines, `and ${open.length - MOST_DEALS} more open deals`] : lines
}

/** on iOS the label stands in the list; on Android the phone lists its own contacts by name only. */
export function callListPage({ phone, drafts }: Pick<Screen, 'phone' | 'drafts'>): Menu {
  const hasDraft = (callId: string) => drafts.some(({ call }) => call.callId === callId)
  return {
    title: 'Call list',
    lines: phone.callList.length === 0 ? ['No calls yet.'] : [],
    items: phone.callList.map((row) => ({
      label: renderRow(row),
      value: renderLogType(row),
      about: renderTime(row.at) + (hasDraft(row.callId) ? ' · its outcome screen was left as a draft' : ''),
      steps: [open({ name: 'listed-call', callId: row.callId })],
    })),
  }
}

export function listedCallPage(screen: Screen, callId: string): Menu {
  const { phone, drafts } = screen
  const row = phone.callList.find((each) => each.callId === callId)
  if (row === undefined) return { title: 'Call', lines: ['This call is not listed any more.'], items: [] }
  const draft = drafts.find(({ call }) => call.callId === callId)
  const line = { presentation: 'ALLOWED', text: row.number } as const
  const said = saidOf(screen, row.number)
  const isShared = candidatesOn(screen, row.number).contacts.length > 0
  return {
    title: `Call · ${renderRow(row)}`,
    lines: [`${renderLogType(row)} · ${renderTime(row.at)}`, formatNumber(safeLine(row.number))].filter(Boolean),
    items: [
      ...(draft
        ? [{ label: 'Go on with its outcome', steps: [back, { type: 'log', call: draft.call } as const] }]
        : []),
      ...(isShared
        ? [
            {
              label: 'Who was it?',
              about: said ?? 'Several contacts have this number.',
              steps: [open({ name: 'who', number: row.number, callId })],
            },
          ]
        : []),
      ...(row.number === ''
        ? []
        : [
            {
              label: 'Call back',
              about: "From the phone's own call list, which is outside the app.",
              steps: [back, act({ type: 'dial', line, from: 'outside' })],
            },
          ]),
    ],
  }
}
