// Claim: naming a caller costs little more than reading the number, however many contacts there are. Compared, in the
// same run, with what one would write by hand: libphonenumber-js and a Map, without reasons, address book or choice.
import { parsePhoneNumberWithError } from 'libphonenumber-js/max'
import { Bench } from 'tinybench'
import { lineFrom, resolveCaller, type Sources } from '../src/core/caller.ts'
import type { Contact } from '../src/core/contact.ts'
import { buildDirectory } from '../src/core/directory.ts'

function someone(index: number): Contact {
  const e164 = `+35387${1_000_000 + index}`
  return {
    id: String(index),
    firstName: 'Anna',
    lastName: `Byrne ${index}`,
    company: `Company ${index % 997}`,
    email: '',
    country: 'IE',
    phones: [{ field: 'Phone Number', text: e164, e164, rejected: null }],
    deals: [],
    modifiedAt: null,
    row: index + 2,
  }
}

for (const count of [10_000, 100_000]) {
  const contacts = Array.from({ length: count }, (_, index) => someone(index))
  const directory = buildDirectory(contacts)
  const byNumber = new Map(contacts.map((contact) => [contact.phones[0]?.e164, contact]))
  const sources: Sources = { directory, addressBook: new Map(), regions: ['IE'], limit: null }
  let next = 0
  const digits = () => {
    next = (next + 7919) % count
    return String(1_000_000 + next)
  }
  const bench = new Bench({ name: `${count.toLocaleString('en')} contacts`, time: 1000 })
  bench
    .add('resolveCaller, E.164', () => resolveCaller(lineFrom(`+35387${digits()}`), sources))
    .add('resolveCaller, national form', () => resolveCaller(lineFrom(`087 ${digits()}`), sources))
    .add('by hand: libphonenumber-js/max and a Map, E.164', () => {
      const number = parsePhoneNumberWithError(`+35387${digits()}`)
      return number.isValid() ? byNumber.get(number.number) : undefined
    })
  await bench.run()
  console.log(`\n${bench.name}, Node ${process.version}`)
  console.table(bench.table())
}
