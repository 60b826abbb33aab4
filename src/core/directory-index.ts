// A directory that is asked about very many callers: it knows beforehand which of its texts that cannot be read may hold a number, and
// who is among the first contacts. Answers as the directory itself does.
import { type Contact, compareIds } from './contact.ts'
import type { ContactIndex, Directory } from './directory.ts'

/** The same directory, quicker for callers whom nobody knows. It goes through all contacts once, and through none for a caller. */
export function indexDirectory(directory: Directory): Directory {
  const unread: Unread[] = []
  for (const contact of directory.contacts.values()) {
    for (const phone of contact.phones) {
      if (phone.e164 === null) unread.push({ order: unread.length, contact, text: phone.text })
    }
  }
  return { ...directory, index: { ...(directory.index ?? indexOf(directory)), readContactsByText: openTexts(unread) } }
}

/** A phone whose text cannot be read, in the order of the contacts. */
interface Unread {
  readonly order: number
  readonly contact: Contact
  readonly text: string
}

// The last digits of a number, which every text that holds it has.
const WINDOW = 6

function openTexts(unread: readonly Unread[]): ContactIndex['readContactsByText'] {
  const byWindow = new Map<string, Unread[]>()
  const byValue = new Map<number, Unread[]>()
  for (const each of unread) {
    const digits = each.text.replace(/\D/g, '')
    for (const window of windowsOf(digits)) put(byWindow, window, each)
    const value = Number(each.text.trim().replace(',', '.'))
    if (/e/i.test(each.text) && Number.isFinite(value)) put(byValue, value, each)
  }
  return ({ digits, rounded, isWanted }) => {
    const found = new Set<Unread>()
    for (const each of digits) for (const one of byWindow.get(each.slice(-WINDOW)) ?? []) found.add(one)
    for (const value of rounded) for (const one of byValue.get(value) ?? []) found.add(one)
    // Numbers of fewer digits than a window has are of no country; they are looked for one by one.
    if (digits.some((each) => each.length < WINDOW)) for (const one of unread) found.add(one)
    const wanted = [...found].filter(({ text }) => isWanted(text)).sort((a, b) => a.order - b.order)
    return [...new Set(wanted.map(({ contact }) => contact))]
  }
}

function windowsOf(digits: string): Set<string> {
  const windows = new Set<string>()
  for (let at = 0; at + WINDOW <= digits.length; at += 1) windows.add(digits.slice(at, at + WINDOW))
  return windows
}

function put<Key>(lists: Map<Key, Unread[]>, key: Key, each: Unread): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [each])
  else list.push(each)
}

/** The index of contacts that are in memory. */
function indexOf({ contacts, matches }: Directory): Omit<ContactIndex, 'readContactsByText'> {
  let ids: string[] | null = null
  return {
    readContacts: () => contacts.values(),
    readContactsById: (wanted) => wanted.flatMap((id) => contacts.get(id) ?? []),
    readContactsByNumber: (e164s) => {
      const found = e164s.flatMap((e164) => matches.get(e164) ?? []).map(({ contact }) => contact)
      return [...new Set(found)]
    },
    readContactsLike: () => contacts.values(),
    countContacts: () => contacts.size,
    countContactsBefore(id, most) {
      ids ??= [...contacts.keys()].sort(compareIds)
      return Math.min(most, countBefore(ids, id))
    },
  }
}

function countBefore(sorted: readonly string[], id: string): number {
  let [from, to] = [0, sorted.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (compareIds(sorted[middle] as string, id) < 0) from = middle + 1
    else to = middle
  }
  return from
}
