// Claim: from a text to the caller's label takes less than a microsecond among a million contacts. Compared, in the same
// run, with what one would write by hand: libphonenumber-js/max and a Map. How resolveCaller, which also keeps reasons and
// asks the address book, grows is measured beside it. Contacts: `tsx bench/caller.bench.ts 10000`.
import { parsePhoneNumberWithError } from 'libphonenumber-js/max'
import { lineFrom, resolveCaller, type Sources } from '../src/core/caller.ts'
import { type Contact, contactName } from '../src/core/contact.ts'
import { buildDirectory } from '../src/core/directory.ts'
import { parseNumber } from '../src/core/number/number.ts'
import { buildSnapshot } from '../src/core/snapshot/build.ts'
import { lookUpLabel, openSnapshot } from '../src/core/snapshot/snapshot.ts'
import { measure, timingOf } from './measure.ts'
import { HEADER, people } from './people.ts'
import { publish } from './report.ts'

const BATCH = 1000
const CONTACTS = Number(process.argv[2] ?? 1_000_000)

const ours = 'parseNumber and the snapshot'

/** One number each of contacts that lie far apart: as callers come, not as they stand in memory. */
function callersAmong(contacts: readonly Contact[]): string[] {
  const at = (index: number) => contacts[(index * 7919) % contacts.length]?.phones[index % 2]?.e164 ?? ''
  // A copy: the text has just arrived, and is nowhere else in memory.
  return Array.from({ length: 1 << 16 }, (_, index) => Buffer.from(at(index)).toString())
}

/** A task that asks for the next callers, one batch a call. */
function batchOf(texts: readonly string[], ask: (text: string) => unknown): () => void {
  let next = 0
  return () => {
    for (let left = BATCH; left > 0; left -= 1) {
      ask(texts[next] as string)
      next = (next + 1) % texts.length
    }
  }
}

function readByHand(text: string): string | undefined {
  const number = parsePhoneNumberWithError(text)
  return number.isValid() ? number.number : undefined
}

async function timeLabels(contacts: readonly Contact[]) {
  const snapshot = openSnapshot(buildSnapshot(contacts, HEADER))
  if (snapshot.kind === 'damaged') throw new Error(`expected a snapshot, found ${snapshot.reason}`)
  const labels = new Map(contacts.flatMap((each) => each.phones.map(({ e164 }) => [e164 ?? '', contactName(each)])))
  const texts = callersAmong(contacts)
  const label = (text: string) => {
    const number = parseNumber(text, null)
    return number.kind === 'number' ? lookUpLabel(snapshot, number.e164) : null
  }
  const named = texts.filter((text) => label(text) !== null).length
  if (named < texts.length / 2) throw new Error(`expected most of ${texts.length} callers to be named, found ${named}`)
  return measure(
    `Text to label, ${contacts.length.toLocaleString('en')} contacts, numbers in + form`,
    {
      [ours]: batchOf(texts, label),
      'libphonenumber-js/max and a Map': batchOf(texts, (text) => labels.get(readByHand(text) ?? '')),
    },
    { batch: BATCH, timeMs: 1500 },
  )
}

function timeResolving(contacts: readonly Contact[]) {
  const directory = buildDirectory(contacts)
  const sources: Sources = { directory, addressBook: new Map(), regions: ['IE'], limit: null }
  return measure(
    `resolveCaller, ${contacts.length.toLocaleString('en')} contacts`,
    {
      resolveCaller: batchOf(callersAmong(contacts), (text) => resolveCaller(lineFrom(text), sources)),
      'libphonenumber-js/max and a Map': batchOf(callersAmong(contacts), (text) =>
        directory.matches.get(readByHand(text) ?? ''),
      ),
    },
    { batch: BATCH },
  )
}

const all = people(CONTACTS)
const labels = await timeLabels(all)
const groups = [labels]
for (const count of [10_000, 100_000]) groups.push(await timeResolving(all.slice(0, count)))
publish({
  name: 'caller',
  claims: [
    {
      text: `text to caller, among ${CONTACTS.toLocaleString('en')} contacts`,
      bound: 'at least',
      target: 1_000_000,
      measured: 1e9 / timingOf(labels, ours).medianNs,
      unit: 'a second',
    },
  ],
  groups,
  notes: [],
})
