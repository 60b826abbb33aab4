import { describe, expect, test } from 'vitest'
import { directionIn } from '../../src/replay/direction.ts'
import { pastLine } from '../../src/replay/past-call.ts'
import { PROGRAMS } from '../../src/replay/programs.ts'

test.each([
  ['1', 'incoming'],
  ['2', 'outgoing'],
  ['3', 'incoming'],
  ['4', 'no-call'],
  ['5', 'incoming'],
  ['6', 'blocked'],
  ['Inbound', 'incoming'],
  ['Inbound Queue', 'incoming'],
  ['INBOUND', 'incoming'],
  ['Missed call', 'incoming'],
  ['outbound-api', 'outgoing'],
  ['trunking-originating', 'incoming'],
  ['trunking-terminating', 'outgoing'],
  ['Internal', 'internal'],
  ['Voicemail', 'no-call'],
  ['Fax', 'no-call'],
  ['Eingehend', 'incoming'],
  ['manqué', 'incoming'],
  ['Saliente', 'outgoing'],
  ['', 'unclear'],
  ['42', 'unclear'],
])('the word %j is %s', (word, direction) => expect(directionIn(word)).toBe(direction))

describe('without a word, Asterisk', () => {
  const decide = PROGRAMS.find(({ name }) => name === 'FreePBX')?.decide
  test.each([
    [{ src: '353871234567', dst: '101' }, 'incoming'],
    [{ src: '', dst: 's' }, 'incoming'],
    [{ src: '101', dst: '0871234567' }, 'outgoing'],
    [{ src: '101', dst: '102' }, 'internal'],
    [{ src: '101', dst: '*97' }, 'internal'],
    [{ src: '35315551234', dst: '0871234567', channel: 'PJSIP/101-0000002a' }, 'outgoing'],
    [{ src: '35315551234', dst: '0871234567', dcontext: 'from-internal' }, 'outgoing'],
    [{ src: '35315551234', dst: '35315550000', did: '35315550000' }, 'incoming'],
  ] as const)('takes %j for %s', (cells: Readonly<Record<string, string>>, direction) => {
    expect(decide?.((name) => cells[name] ?? '')).toBe(direction)
  })
})

test.each([
  ['+353871234567', '', 'ALLOWED', '+353871234567'],
  ['sip:+353871234567@host', '', 'ALLOWED', '+353871234567'],
  ['', '', 'UNKNOWN', ''],
  ['', '2', 'RESTRICTED', ''],
  ['-1', '', 'UNKNOWN', ''],
  ['-2', '', 'RESTRICTED', ''],
  ['-3', '', 'PAYPHONE', ''],
  ['Anonymous', '', 'RESTRICTED', ''],
  ['Private Number', '', 'RESTRICTED', ''],
  ['+266696687', '', 'RESTRICTED', ''],
  ['No Caller ID', '', 'RESTRICTED', ''],
  ['n/a', '', 'UNKNOWN', ''],
  ['client:anna', '', 'ALLOWED', 'client:anna'],
])('the text %j with presentation %j is %s %j', (text, presentation, kind, number) => {
  expect(pastLine(text, presentation)).toEqual({ presentation: kind, text: number })
})
