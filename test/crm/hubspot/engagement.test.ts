import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CrmCall } from '../../../src/crm/crm.ts'
import { dueAt, writeBody, writeCall, writeTask } from '../../../src/crm/hubspot/engagement.ts'
import { crmCall } from '../calls.ts'

const MARKER = 'ringsight0123456789abcdefx00'

const call = (changes: Partial<CrmCall> = {}) => crmCall({ marker: MARKER, ...changes })

/** What a browser shows of a body, and whether it is nothing but text in paragraphs. */
function show(html: string): string {
  const [, notes = ''] = /^(?:<p>(.*)<\/p>)?<p>Ringsight reference: \w+<\/p>$/s.exec(html) ?? []
  const text = notes.replaceAll('<br>', '\n')
  expect(text).not.toMatch(/[<>"']/)
  expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/)
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '')
}

describe('R-11 a call is written', () => {
  test('with everything that HubSpot knows of one', () => {
    expect(writeCall(call({ dealId: '9001' }))).toEqual({
      properties: {
        hs_timestamp: '2026-11-20T09:00:00.000Z',
        hs_call_direction: 'INBOUND',
        hs_call_disposition: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
        hs_call_status: 'COMPLETED',
        hs_call_duration: '65000',
        hs_call_from_number: '+353871234567',
        hs_call_title: 'Incoming call',
        hs_call_body: `<p>Wants &lt;b&gt;the&lt;/b&gt; quote</p><p>Ringsight reference: ${MARKER}</p>`,
      },
      associations: [
        { to: { id: '101' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 194 }] },
        { to: { id: '9001' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 206 }] },
      ],
    })
  })

  test('to the number that was called, when it was outgoing', () => {
    const { properties } = writeCall(call({ direction: 'outgoing' }))
    expect(properties).toMatchObject({ hs_call_direction: 'OUTBOUND', hs_call_to_number: '+353871234567' })
    expect(properties).not.toHaveProperty('hs_call_from_number')
  })

  test('on nobody’s timeline when it was with nobody known', () => {
    expect(writeCall(call({ contactId: null, dealId: null })).associations).toEqual([])
  })

  test.each([
    ['connected', 'COMPLETED'],
    ['left-live-message', 'COMPLETED'],
    ['left-voicemail', 'COMPLETED'],
    ['wrong-number', 'COMPLETED'],
    ['no-answer', 'NO_ANSWER'],
    ['busy', 'BUSY'],
  ] as const)('as %s with the status %s', (outcome, status) => {
    const { properties } = writeCall(call({ outcome }))
    expect(properties['hs_call_status']).toBe(status)
    expect(properties['hs_call_disposition']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/)
  })

  test('with an outcome of the account’s own by its id', () => {
    const outcome = 'aaaaaaaa-0000-4000-8000-000000000001' as CrmCall['outcome']
    expect(writeCall(call({ outcome })).properties['hs_call_disposition']).toBe(outcome)
  })
})

describe('R-11 a task is written', () => {
  const task = { marker: MARKER, contactId: '101', title: 'Send <it>', type: 'email', due: '2026-12-01' } as const

  test('with its subject as it is, since that is no HTML', () => {
    expect(writeTask({ ...task, priority: 'high' })).toEqual({
      properties: {
        hs_timestamp: '2026-12-01T10:00:00.000Z',
        hs_task_subject: 'Send <it>',
        hs_task_body: `<p>Ringsight reference: ${MARKER}</p>`,
        hs_task_status: 'NOT_STARTED',
        hs_task_type: 'EMAIL',
        hs_task_priority: 'HIGH',
      },
      associations: [
        { to: { id: '101' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }] },
      ],
    })
  })

  test('without a priority when it has none', () => {
    expect(writeTask({ ...task, priority: 'none' }).properties).not.toHaveProperty('hs_task_priority')
  })

  test.each(['Pacific/Honolulu', 'America/New_York', 'Europe/Dublin', 'Asia/Tokyo', 'Pacific/Auckland'])(
    'due on the promised day in %s, in summer and in winter',
    (timeZone) => {
      const day = new Intl.DateTimeFormat('en-CA', { timeZone })
      for (const due of ['2026-01-15', '2026-07-15', '2026-12-31']) expect(day.format(new Date(dueAt(due)))).toBe(due)
    },
  )
})

describe('notes as HTML', () => {
  test.each([
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['<img src=x onerror="alert(1)">', '<img src=x onerror="alert(1)">'],
    ['&lt;b&gt; &amp; &#60;', '&lt;b&gt; &amp; &#60;'],
    ['one\ntwo\r\nthree\rfour\u2028five', 'one\ntwo\nthree\nfour\nfive'],
    ['bell\u0007 null\u0000 escape\u001b[2J csi\u009b', 'bell null escape[2J csi'],
    ['half \ud83d', 'half \ufffd'],
    ['👩‍👩‍👧 שרה كتاب', '👩‍👩‍👧 שרה كتاب'],
    ['  \n ', ''],
  ])('show %j as %j', (notes, shown) => {
    expect(show(writeBody(notes, MARKER))).toBe(shown)
  })

  test('show what was typed, and are never markup', () => {
    const sign = fc.constantFrom('<', '>', '&', '"', "'", '\n', 'amp;', '#39;', 'br', '/p', ' ', 'x')
    fc.assert(
      fc.property(fc.array(fc.oneof(sign, fc.string({ unit: 'grapheme' }))), (parts) => {
        const notes = parts.join('')
        const plain = notes.replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '')
        expect(show(writeBody(notes, MARKER))).toBe(plain.trim())
      }),
    )
  })

  test.each(['x', '<', '\n', '😀', "a'😀\n"])('of %j without end are cut, and keep the marker', (part) => {
    const body = writeBody(`a${part.repeat(70_000)}a`, MARKER)
    expect(body.length).toBeLessThanOrEqual(65_536)
    expect(body.length).toBeGreaterThan(65_500)
    expect(body).toContain(MARKER)
    expect(body).not.toMatch(/\p{Cs}/u)
    expect(show(body)).toMatch(/…$/)
  })
})
