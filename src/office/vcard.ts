// A vCard of somebody in a phone book (version 3.0, RFC 2426, which desk phones and CardDAV clients know). The one file that names
// ical.js, which escapes and folds.
import ICAL from 'ical.js'
import type { BookEntry } from './book.ts'

export function renderCard(entry: BookEntry): string {
  const card = new ICAL.Component(['vcard', [], []])
  const add = (name: string, value: string | string[], type?: string) => {
    const property = new ICAL.Property(name, card)
    property.setValue(value)
    if (type !== undefined) property.setParameter('type', type)
    card.addProperty(property)
  }
  add('version', '3.0')
  add('uid', entry.uid)
  add('fn', entry.name)
  const [last, first] =
    entry.lastName === '' && entry.firstName === '' ? [entry.name, ''] : [entry.lastName, entry.firstName]
  add('n', [last, first, '', '', ''])
  if (entry.company !== '') add('org', [entry.company])
  for (const { e164, kind } of entry.numbers) add('tel', e164, kind === 'mobile' ? 'CELL' : 'WORK')
  return `${card.toString()}\r\n`
}
