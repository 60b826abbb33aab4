import { describe, expect, test } from 'vitest'
import { askPhone, askPhoneOften } from '../../src/app/ask-phone.ts'
import { type CarriedPhone, newCarriedPhone } from '../../src/app/carried.ts'
import { buildAddressBook, lineFrom } from '../../src/core/caller.ts'
import { buildDirectory } from '../../src/core/directory.ts'
import { type Handset, readyHandset } from '../../src/core/handset.ts'
import type { World } from '../../src/device/phone.ts'
import { contact, phone } from '../people.ts'

const people = [
  contact({ id: '1', phones: [phone('+353871234567')] }),
  contact({ id: '2', phones: [phone('+353871234567')], modifiedAt: '2026-01-01' }),
  contact({ id: '3', phones: [phone('+353861112222'), phone('+353861112222')] }),
  contact({ id: '4', phones: [{ field: 'Phone', text: '01 555 0100', e164: null, rejected: 'no-country' }] }),
  contact({ id: '5', phones: [phone('+5215512345678')] }),
]
const world: World = {
  directory: buildDirectory(people),
  addressBook: buildAddressBook([{ name: 'Mum', numbers: ['+353850000001', '50123'] }], 'IE'),
  numberFirst: () => true,
}

const TEXTS = [
  '+353871234567',
  '+353861112222',
  '0861112222',
  '+35315550100',
  '+353899999999',
  '+353850000001',
  '+525512345678',
  '50123',
  '50124',
  '112',
  'withheld',
  'unknown',
  'payphone',
  'n/a',
  '+353861112222,,42',
  '12345678901234567890',
]

const ready = (platform: Handset['platform'], changes: Partial<Handset> = {}): CarriedPhone =>
  newCarriedPhone({ ...readyHandset(platform, 'IE'), ...changes })
const android = readyHandset('android', 'IE')

const PHONES: readonly (readonly [string, CarriedPhone])[] = [
  ['an Android phone', ready('android')],
  ['an iPhone', ready('ios')],
  ['one with the role', ready('android', { screeningRole: true })],
  ['one without the call log', ready('android', { permissions: { ...android.permissions, callLog: 'denied-once' } })],
  ['one without the phone', ready('android', { permissions: { ...android.permissions, phone: 'denied-once' } })],
  ['a Xiaomi without Autostart', ready('android', { maker: 'xiaomi' })],
  ['one with two SIMs', ready('android', { simCountries: ['IE', 'MX'] })],
  ['one that holds 10,000', ready('android', { profile: 'article' })],
  ['one without a SIM', ready('android', { simCountries: [] })],
]

describe.each(PHONES)('%s', (_name, asked) => {
  test.each(TEXTS)('answers about %s the same when it is asked about many', (text) => {
    const often = askPhoneOften(asked, { world, at: 0 })
    // Others of its kind were asked before.
    for (const other of TEXTS) often(lineFrom(other))
    const { caller, summary } = askPhone(asked, lineFrom(text), { world, at: 0 })
    const { identified, source, reason } = summary
    expect(often(lineFrom(text))).toEqual({ caller, summary: { identified, source, reason } })
  })
})
