// What every CRM promises a sync and the outbox, as cases that each implementation runs. A harness makes the CRM and does to
// it what others do, over whatever there is between.
import { describe, expect, test } from 'vitest'
import type { Contact, Deal } from '../../src/core/contact.ts'
import type { CrmContact } from '../../src/core/crm-record.ts'
import type { Crm, CrmCall, Page } from '../../src/crm/crm.ts'
import { contact, deal, phone } from '../people.ts'

/** A CRM of one's own, empty, and what others do to it. Ids are the CRM's: it may give others than those asked for. */
export interface CrmHarness {
  readonly crm: Crm
  /** Milliseconds since the epoch, by the CRM's clock. */
  now(): number
  /** Adds a contact, or changes the one of that id; its names, email and `phones` count. Resolves to its id. */
  writeContact(contact: Contact): Promise<string>
  archiveContact(id: string): Promise<void>
  restoreContact(id: string): Promise<void>
  /** Resolves to the survivor's id. */
  mergeContacts(from: string, into: string): Promise<string>
  /** Gone, without a tombstone. */
  wipeContact(id: string): Promise<void>
  /** Adds a company to the contact, or gives its company that name. Resolves to the company's id. */
  setCompany(contactId: string, company: { readonly id: string; readonly name: string }): Promise<string>
  /** Adds a deal or changes it; it is on these contacts and no others. Resolves to its id. */
  setDeal(deal: Deal, contactIds: readonly string[]): Promise<string>
  /** Lets so much time pass that a search sees everything, and that what comes is later than what was. */
  passLag(): Promise<void>
  close(): Promise<void>
}

async function readAll<T>(read: (after: string | null) => Promise<Page<T>>): Promise<T[]> {
  const records: T[] = []
  let after: string | null = null
  do {
    const page: Page<T> = await read(after)
    records.push(...page.records)
    after = page.after
  } while (after !== null)
  return records
}

const idsOf = (records: readonly { readonly id: string }[]) => records.map(({ id }) => id).sort()
const number = (index: number) => phone(`+35387${String(1_000_000 + index)}`)
const person = (index: number, changes: Partial<Contact> = {}) =>
  contact({ id: String(100 + index), firstName: `Anna${index}`, company: '', phones: [number(index)], ...changes })

/** @param open an empty CRM for each case */
export function testCrm(name: string, open: () => Promise<CrmHarness>): void {
  const withCrm = (does: (harness: CrmHarness) => Promise<void>) => async () => {
    const harness = await open()
    try {
      await does(harness)
    } finally {
      await harness.close()
    }
  }

  const changedSince = ({ crm }: CrmHarness, since: number) =>
    readAll<CrmContact>((after) => crm.readChangedContacts(since, after))

  const callFor = (contactId: string): CrmCall => ({
    marker: 'ringsightcontract0001x00',
    contactId,
    direction: 'incoming',
    e164: '+353871000001',
    startedAt: '2026-11-20T09:00:00.000Z',
    durationMs: 65_000,
    outcome: 'connected',
    notes: 'Wants <b>the</b> quote',
  })

  describe(`${name} keeps what a CRM promises:`, () => {
    test(
      'R-03 all contacts come page by page, each once, with names, email and numbers',
      withCrm(async (harness) => {
        const ids: string[] = []
        for (let index = 1; index <= 105; index += 1) ids.push(await harness.writeContact(person(index)))
        await harness.passLag()
        const all = await readAll((after) => harness.crm.readAllContacts(after))
        expect(idsOf(all)).toEqual([...ids].sort())
        const first = all.find(({ id }) => id === ids[0])
        expect(first).toMatchObject({ firstName: 'Anna1', lastName: 'Byrne', email: 'anna@acme.example' })
        expect(first?.phones.map(({ e164 }) => e164)).toContain('+353871000001')
        expect(first).toMatchObject({ companyId: null, dealIds: [], mergedIds: [] })
      }),
    )

    test(
      'R-16 what was changed comes since its time, by ascending id, and what was not does not',
      withCrm(async (harness) => {
        const ids = [await harness.writeContact(person(1)), await harness.writeContact(person(2))]
        await harness.passLag()
        const since = harness.now()
        await harness.passLag()
        expect(await changedSince(harness, since)).toEqual([])
        await harness.writeContact(person(2, { id: ids[1] as string, lastName: 'Walsh' }))
        const added = await harness.writeContact(person(3))
        await harness.passLag()
        const changed = await changedSince(harness, since)
        expect(idsOf(changed)).toEqual([ids[1], added].sort())
        expect(changed.find(({ id }) => id === ids[1])?.lastName).toBe('Walsh')
      }),
    )

    test(
      'R-03 an archived contact is in the bin alone, until it is restored',
      withCrm(async (harness) => {
        const { crm } = harness
        const ids = [await harness.writeContact(person(1)), await harness.writeContact(person(2))]
        const since = harness.now()
        await harness.archiveContact(ids[0] as string)
        await harness.passLag()
        expect(idsOf(await readAll((after) => crm.readAllContacts(after)))).toEqual([ids[1]])
        expect(idsOf(await crm.readContacts(ids))).toEqual([ids[1]])
        const [gone] = await readAll((after) => crm.readArchived('contact', after))
        expect(gone?.id).toBe(ids[0])
        expect(gone?.archivedAt).toBeGreaterThanOrEqual(since - 1_000)
        await harness.restoreContact(ids[0] as string)
        await harness.passLag()
        expect(await readAll((after) => crm.readArchived('contact', after))).toEqual([])
        expect(idsOf(await crm.readContacts(ids))).toEqual([...ids].sort())
      }),
    )

    test(
      'R-03 a wiped contact is nowhere, and nothing tells of it',
      withCrm(async (harness) => {
        const id = await harness.writeContact(person(1))
        await harness.wipeContact(id)
        await harness.passLag()
        expect(await readAll((after) => harness.crm.readAllContacts(after))).toEqual([])
        expect(await readAll((after) => harness.crm.readArchived('contact', after))).toEqual([])
        expect(await harness.crm.readContact(id)).toBeNull()
      }),
    )

    test(
      'R-11 a merged contact is its survivor, which names it, and is not in the bin',
      withCrm(async (harness) => {
        const { crm } = harness
        const [from, into] = [await harness.writeContact(person(1)), await harness.writeContact(person(2))]
        await harness.passLag()
        const survivor = await harness.mergeContacts(from, into)
        await harness.passLag()
        const all = await readAll((after) => crm.readAllContacts(after))
        expect(idsOf(all)).toEqual([survivor])
        expect(all[0]?.mergedIds).toContain(from)
        expect(await readAll((after) => crm.readArchived('contact', after))).toEqual([])
        expect((await crm.readContact(from))?.id).toBe(survivor)
      }),
    )

    test(
      'R-09 companies and deals are linked, changed by themselves, and read by their ids',
      withCrm(async (harness) => {
        const { crm } = harness
        const id = await harness.writeContact(person(1))
        const companyId = await harness.setCompany(id, { id: '501', name: 'Acme Ltd' })
        const dealId = await harness.setDeal(deal({ id: '601' }), [id])
        await harness.passLag()
        const [linked] = await readAll((after) => crm.readAllContacts(after))
        expect(linked).toMatchObject({ companyId, dealIds: [dealId] })
        expect(await crm.readLinks([id])).toEqual([{ id, companyId, dealIds: [dealId] }])
        expect(await crm.readCompanies([companyId, '1'])).toEqual([{ id: companyId, name: 'Acme Ltd' }])
        expect(await crm.readDeals([dealId, '1'])).toEqual([deal({ id: dealId })])
        const since = harness.now()
        await harness.passLag()
        await harness.setCompany(id, { id: companyId, name: 'Beta' })
        await harness.setDeal(deal({ id: dealId, amount: '1' }), [id])
        await harness.passLag()
        const companies = await readAll((after) => crm.readChangedCompanies(since, after))
        expect(companies).toEqual([{ id: companyId, name: 'Beta' }])
        const deals = await readAll((after) => crm.readChangedDeals(since, after))
        expect(deals).toEqual([{ deal: deal({ id: dealId, amount: '1' }), contactIds: [id] }])
        expect((await crm.readContact(id))?.company).toBe('Beta')
      }),
    )

    test(
      'R-11 a call is found by its marker on its contact, and counts as a change of it',
      withCrm(async (harness) => {
        const { crm } = harness
        const contactId = await harness.writeContact(person(1))
        await harness.passLag()
        const since = harness.now()
        await harness.passLag()
        const call = callFor(contactId)
        const id = await crm.createCall(call)
        await harness.passLag()
        const sought = { kind: 'call', marker: call.marker, contactId, at: call.startedAt } as const
        expect(await crm.findEngagement(sought)).toEqual({ kind: 'call', id, contactIds: [contactId] })
        expect(await crm.findEngagement({ ...sought, marker: 'ringsightcontract0002x00' })).toBeNull()
        expect(idsOf(await changedSince(harness, since))).toEqual([contactId])
      }),
    )

    test(
      'R-11 a call for a contact that is not there is not found a place for',
      withCrm(async (harness) => {
        const id = await harness.writeContact(person(1))
        await harness.wipeContact(id)
        await expect(harness.crm.createCall(callFor(id))).rejects.toMatchObject({ failure: { kind: 'not-found' } })
      }),
    )

    test(
      'R-03 contacts are found by their number',
      withCrm(async (harness) => {
        const id = await harness.writeContact(person(1))
        await harness.writeContact(person(2))
        await harness.passLag()
        expect(idsOf(await harness.crm.findContacts('+353871000001'))).toEqual([id])
        expect(await harness.crm.findContacts('+353871999999')).toEqual([])
      }),
    )

    test(
      'R-11 the outcomes that a call can be given are there, the account says who it is, and requests are counted',
      withCrm(async ({ crm }) => {
        const before = crm.requests()
        expect((await crm.readDispositions()).length).toBeGreaterThanOrEqual(6)
        expect(await crm.readAccount()).toBe(await crm.readAccount())
        expect(crm.requests() - before).toBeGreaterThanOrEqual(2)
      }),
    )
  })
}
