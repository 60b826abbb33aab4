// Phone books in the forms that desk phones read, each with as many entries as its device takes. Pure.
import type { BookEntry, BookNumber } from './book.ts'
import { renderCard } from './vcard.ts'
import { renderXml, type Xml } from './xml.ts'

export interface BookForm {
  readonly contentType: string
  /** How many entries the device is known to take; another number may be stated. */
  readonly most: number
  /** How many come at a time; null for all. */
  readonly page: number | null
  readonly render: (entries: readonly BookEntry[], page: BookPage) => string
}

/** Which page of how many, from 1. */
export interface BookPage {
  readonly number: number
  readonly of: number
}

const XML = 'text/xml; charset=utf-8'
// Telephones have room for one short line.
const LONGEST_NAME = 64

export const BOOK_FORMS = {
  // Yealink's remote phone book; a local directory takes 1,000 (Yealink's administrator's guide for T2 to T5).
  yealink: {
    contentType: XML,
    most: 1_000,
    page: null,
    render: (entries) =>
      renderXml({
        YealinkIPPhoneDirectory: {
          DirectoryEntry: entries.map((entry) => ({
            Name: nameOf(entry),
            // A DirectoryEntry has up to three.
            Telephone: entry.numbers.slice(0, 3).map(({ e164 }) => e164),
          })),
        },
      }),
  },
  // https://service.snom.com/display/wiki/Local+Directory; the snom370 takes 250, and the models before it 100.
  snom: {
    contentType: XML,
    most: 250,
    page: null,
    render: (entries) =>
      renderXml({
        tbook: {
          '@e': '2',
          '@version': '2.0',
          '@complete': 'true',
          contact: entries.map((entry) => ({
            '@fav': 'false',
            '@vip': 'false',
            '@blocked': 'false',
            first_name: entry.firstName,
            last_name: entry.lastName || (entry.firstName === '' ? entry.name : ''),
            organization: entry.company,
            numbers: {
              number: entry.numbers.map(({ e164, kind }) => ({
                '@no': e164,
                '@type': kind === 'mobile' ? 'mobile' : 'business',
                '@outgoing_id': '0',
              })),
            },
          })),
        },
      }),
  },
  // https://documentation.grandstream.com/knowledge-base/gxp-series-xml-phonebook-guide/
  grandstream: {
    contentType: XML,
    most: 500,
    page: null,
    render: (entries) =>
      renderXml({
        AddressBook: {
          version: '1',
          Contact: entries.map((entry) => ({
            FirstName: entry.firstName,
            LastName: [
              entry.lastName || (entry.firstName === '' ? entry.name : ''),
              entry.company && `(${entry.company})`,
            ]
              .filter((part) => part !== '')
              .join(' '),
            Phone: entry.numbers.map(({ e164, kind }) => ({
              '@type': kind === 'mobile' ? 'Mobile' : 'Work',
              phonenumber: e164,
              accountindex: '0',
            })),
          })),
        },
      }),
  },
  // Cisco Unified IP Phone Services Application Development Notes, CiscoIPPhoneDirectory: 32 entries an object.
  cisco: {
    contentType: XML,
    most: 1_000,
    page: 32,
    render: (entries, { number, of }) =>
      renderXml({
        CiscoIPPhoneDirectory: {
          Title: 'Ringsight',
          Prompt: `Page ${number} of ${of}`,
          DirectoryEntry: entries.flatMap((entry) =>
            entry.numbers.slice(0, 1).map(({ e164 }) => ({ Name: nameOf(entry), Telephone: e164 })),
          ),
        },
      }),
  },
  // What FRITZ!OS exports and imports; a book takes 2,000.
  fritzbox: {
    contentType: XML,
    most: 2_000,
    page: null,
    render: (entries) =>
      renderXml({
        phonebooks: {
          phonebook: {
            '@name': 'Ringsight',
            contact: entries.map((entry) => ({
              category: '0',
              person: { realName: nameOf(entry) },
              telephony: {
                '@nid': String(entry.numbers.length),
                number: entry.numbers.map(
                  ({ e164, kind }: BookNumber, index): Xml => ({
                    '@type': kind,
                    '@prio': index === 0 ? '1' : '0',
                    '@id': String(index),
                    '#': e164,
                  }),
                ),
              },
            })),
          },
        },
      }),
  },
  vcard: {
    contentType: 'text/vcard; charset=utf-8',
    most: 20_000,
    page: null,
    render: (entries) => entries.map(renderCard).join(''),
  },
} as const satisfies Readonly<Record<string, BookForm>>

export type BookFormName = keyof typeof BOOK_FORMS

/** How many entries the longest book has. */
export const MOST_ENTRIES = 20_000

function nameOf({ name, company }: BookEntry): string {
  const both = company === '' || company === name ? name : `${name} (${company})`
  const characters = [...both]
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : both
}
