// How the memory store answers what a call asks. It goes through its texts: they are few.
import { type Contact, compareIds } from '../core/contact.ts'
import type { Kept } from './memory-sync.ts'
import { type Callers, expectOpen, renderDocument } from './store.ts'

/** The contacts of a memory store that holds this, for calls. */
export function memoryCallers(kept: Kept): Callers {
  function* contactsIn(texts: Iterable<string>): Generator<Contact> {
    for (const text of texts) yield JSON.parse(text) as Contact
  }

  return {
    readContactsByNumber(e164s) {
      expectOpen(kept.state)
      // Reading JSON takes its time: most texts do not even hold the number.
      const texts = Array.from(kept.contacts.values()).filter((text) =>
        e164s.some((e164) => text.includes(renderDocument(e164))),
      )
      const hasOne = ({ phones }: Contact) => phones.some(({ e164 }) => e164 !== null && e164s.includes(e164))
      return [...contactsIn(texts)].filter(hasOne)
    },

    readContactsByText({ isWanted }) {
      expectOpen(kept.state)
      const isOne = ({ phones }: Contact) => phones.some(({ e164, text }) => e164 === null && isWanted(text))
      return [...contactsIn(kept.contacts.values())].filter(isOne)
    },

    *readContactsLike() {
      expectOpen(kept.state)
      yield* contactsIn(kept.contacts.values())
    },

    countContacts() {
      expectOpen(kept.state)
      return kept.contacts.size
    },

    countContactsBefore(id, most) {
      expectOpen(kept.state)
      let before = 0
      for (const other of kept.contacts.keys()) {
        if (before < most && compareIds(other, id) < 0) before += 1
      }
      return before
    },

    countNumbers() {
      expectOpen(kept.state)
      const numbers = new Set<string>()
      for (const { phones } of contactsIn(kept.contacts.values())) {
        for (const { e164 } of phones) if (e164 !== null) numbers.add(e164)
      }
      return numbers.size
    },
  }
}
