// Who takes part in what is recorded, gathered as it goes: what a store holds of them may be gone at the end.
import type { CarriedPhone } from '../app/carried.ts'
import { type AddressBook, resolveCaller } from '../core/caller.ts'
import type { Contact } from '../core/contact.ts'
import type { Directory } from '../core/directory.ts'
import type { Line } from '../core/number/presentation.ts'
import { newSystem } from '../device/phone.ts'
import type { CrmChange } from '../scenario/scenario.ts'

export interface People {
  /** Somebody calls, or is called. @param abroad the network's country; null at home */
  meet(line: Line, abroad: string | null): void
  /** Something is about the contact with that record id. */
  name(id: string | null): void
  /** A sync has brought these in place of those before: what it changed of who took part. */
  change(next: Directory): readonly CrmChange[]
  /** As they were when they were first met. */
  all(): readonly Contact[]
}

export function openPeople(first: Directory, addressBook: AddressBook, phone: CarriedPhone): People {
  let directory = first
  const met = new Map<string, Contact>()
  const now = new Map<string, Contact | null>()
  const { simCountries } = phone.handset

  function add(contact: Contact): void {
    if (met.has(contact.id)) return
    met.set(contact.id, contact)
    now.set(contact.id, contact)
  }

  function addAll(): void {
    if (isLimited(phone)) for (const contact of directory.contacts.values()) add(contact)
  }

  addAll()
  return {
    meet(line, abroad) {
      const countries = abroad === null ? simCountries : [...simCountries, abroad]
      // Also where a national form is somebody's under more than one of them, who is named by none.
      for (const regions of [countries, ...countries.map((country) => [country])]) {
        const { evidence } = resolveCaller(line, { directory, addressBook, regions, limit: null })
        for (const { contact } of evidence.matches) add(contact)
      }
    },
    name(id) {
      const contact = id === null ? undefined : directory.contacts.get(id)
      if (contact !== undefined) add(contact)
    },
    change(next) {
      directory = next
      addAll()
      return [...now].flatMap(([id, before]): CrmChange[] => {
        const after = next.contacts.get(id) ?? null
        now.set(id, after)
        if (after === null) return before === null ? [] : [{ kind: 'delete', id }]
        return before !== null && isSame(before, after) ? [] : [{ kind: 'write', contact: after }]
      })
    },
    all: () => [...met.values()],
  }
}

// What the phone holds depends on how many there are.
function isLimited({ system }: CarriedPhone): boolean {
  return system.extensionBytesPerEntry > 0 || system.maximumEntries < newSystem().maximumEntries
}

// What the CRM says of a contact, whatever file it had come from.
function isSame(one: Contact, other: Contact): boolean {
  const said = (contact: Contact) =>
    JSON.stringify(contact, (key, value) => (['row', 'modifiedAt', 'companyId'].includes(key) ? undefined : value))
  return said(one) === said(other)
}
