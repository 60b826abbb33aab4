// The phone's own contacts: who is in them is named by the phone, never from the CRM. Data; see menu.ts.
import { type AddressBook, buildAddressBook } from '../../core/caller.ts'
import { formatNumber } from '../../core/number/number.ts'
import { safeLine, shortLine } from '../../text/safe.ts'
import { back, type Item, type Menu, open, type Screen, type Step } from './page.ts'

type Opened = Pick<Screen, 'phone' | 'world'>

/** Who is there, and a line to add somebody: `Anna from the gym; +353 87 123 4567`. */
export function addressBookPage({ phone, world: { addressBook } }: Opened, typed: string): Menu {
  const [name = '', ...rest] = typed.split(';').map((part) => part.trim())
  const people = [{ name, numbers: [rest.join(';')] }]
  const added =
    name === '' ? new Map<string, string>() : buildAddressBook(people, phone.handset.simCountries[0] ?? null)
  const steps: readonly Step[] =
    added.size > 0
      ? [back, change(new Map([...addressBook, ...added]))]
      : [{ type: 'say', text: 'Type a name and a number with a semicolon between: Annie; +353 87 123 4567.' }]
  return {
    title: 'Address book',
    lines: [],
    field: 'Name; number',
    items: [
      { label: 'Save', about: 'Who is saved here, the phone names itself; the CRM is not asked.', steps },
      ...Array.from(
        addressBook,
        ([number, saved]): Item => ({
          label: shortLine(saved, 60),
          value: formatNumber(safeLine(number)),
          steps: [open({ name: 'saved-person', number })],
        }),
      ),
    ],
  }
}

/** One of them. */
export function savedPersonPage({ world: { addressBook } }: Opened, number: string): Menu {
  const name = addressBook.get(number)
  if (name === undefined) return { title: 'Address book', lines: ['Nobody is saved with this number.'], items: [] }
  const others = new Map([...addressBook].filter(([other]) => other !== number))
  return {
    title: `Address book · ${shortLine(name, 60)}`,
    lines: [formatNumber(safeLine(number))],
    items: [{ label: 'Remove', steps: [back, change(others)] }],
  }
}

function change(addressBook: AddressBook): Step {
  return { type: 'change-address-book', addressBook }
}
