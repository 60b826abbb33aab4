// What telephone systems say of a call at its end, in the forms of their documentation.
import { describe, expect, test } from 'vitest'
import { type ReadReport, type ReportForm, readAsteriskLine, readReport } from '../../src/office/report.ts'

const read = (form: ReportForm, body: unknown) => {
  const found: ReadReport = readReport(form, body)
  return found.kind === 'report' ? found.report : found
}

describe('3CX', () => {
  const body = {
    type: 'Inbound',
    number: '+353871234567',
    agent: '201',
    startedAt: '2026-11-30T09:00:00Z',
    duration: '00:01:05',
  }

  test('an answered call, told from others by when it began, and with whom', () =>
    expect(read('3cx', body)).toEqual({
      id: 'incoming +353871234567 2026-11-30T09:00:00.000Z',
      startedAt: '2026-11-30T09:00:00.000Z',
      isAnswered: true,
      durationMs: 65_000,
      ends: { direction: 'incoming', number: '+353871234567' },
    }))

  test.each([
    ['Missed', 'incoming', false],
    ['Outbound', 'outgoing', true],
    ['Notanswered', 'outgoing', false],
  ])('%s is %s', (type, direction, isAnswered) =>
    expect(read('3cx', { ...body, type })).toMatchObject({ isAnswered, ends: { direction } }),
  )

  test.each([{}, { ...body, type: 'Chat' }, { ...body, startedAt: 'today' }, null, 'x', []])(
    '%j is told as unreadable',
    (bad) => expect(read('3cx', bad)).toMatchObject({ kind: 'problem' }),
  )
})

describe('Asterisk', () => {
  const line =
    '"","+353871234567","201","from-trunk","""TRUNK"" <+353871234567>","PJSIP/trunk-00000001","PJSIP/201-00000002","Dial","PJSIP/201,30","2026-11-30 10:00:46","2026-11-30 10:00:50","2026-11-30 10:01:55",69,65,"ANSWERED","DOCUMENTATION","1796029646.12",""'

  test('a line of Master.csv; when it began is in its id', () =>
    expect(readAsteriskLine(line)).toEqual({
      kind: 'report',
      report: {
        id: '1796029646.12',
        startedAt: '2026-11-30T09:07:26.000Z',
        isAnswered: true,
        durationMs: 65_000,
        ends: { direction: null, from: '+353871234567', to: '201' },
      },
    }))

  test('the id of a call is that of all its channels, where it is stated', () =>
    expect(
      read('asterisk', {
        linkedid: 'pbx-1796029646.12',
        uniqueid: 'pbx-1796029650.13',
        src: '201',
        dst: '0871234567',
        disposition: 'NO ANSWER',
      }),
    ).toMatchObject({ id: 'pbx-1796029646.12', isAnswered: false, durationMs: 0 }))

  test.each([
    line.replace('1796029646.12', ''),
    line.replace('ANSWERED', 'WELL'),
    line.replace(',65,', ',-1,'),
    '"","1"',
    ',,,,,,,,,,,,,,,,,',
  ])('%s is told as unreadable', (bad) => expect(readAsteriskLine(bad).kind).toBe('problem'))
})

describe('FreeSWITCH', () => {
  const record = {
    'core-uuid': 'c',
    variables: {
      direction: 'inbound',
      uuid: 'a1',
      start_epoch: '1796029646',
      answer_epoch: '1796029650',
      billsec: '65',
      bridge_uuid: 'b1',
    },
    callflow: [{ caller_profile: { caller_id_number: '%2B353871234567', destination_number: '201' } }],
  }

  test('a record of mod_json_cdr, as it is or in a form', () => {
    const report = { id: 'a1', startedAt: '2026-11-30T09:07:26.000Z', isAnswered: true, durationMs: 65_000 }
    expect(read('freeswitch', record)).toMatchObject({ ...report, ends: { from: '+353871234567', to: '201' } })
    expect(read('freeswitch', { cdr: JSON.stringify(record) })).toMatchObject(report)
  })

  test('what nobody was put through to is not answered, whatever machine has spoken', () =>
    expect(read('freeswitch', { ...record, variables: { ...record.variables, bridge_uuid: '' } })).toMatchObject({
      isAnswered: false,
      durationMs: 0,
    }))

  test('the leg to a telephone is a part of a call', () =>
    expect(read('freeswitch', { ...record, variables: { ...record.variables, direction: 'outbound' } })).toEqual({
      kind: 'leg',
    }))

  test.each([{}, { cdr: '{' }, { variables: { uuid: 'x' } }])('%j is told as unreadable', (bad) =>
    expect(read('freeswitch', bad)).toMatchObject({ kind: 'problem' }),
  )
})

describe('a program of your own', () => {
  const body = {
    id: '1',
    direction: 'incoming',
    number: '+353871234567',
    isAnswered: true,
    startedAt: '2026-11-30T09:00:00Z',
    durationSeconds: 5,
  }
  test('says it plainly', () => expect(read('plain', body)).toMatchObject({ id: '1', durationMs: 5_000 }))
  test.each(['id', 'direction', 'number', 'isAnswered', 'startedAt'])('without %s it is told what is missing', (name) =>
    expect(read('plain', { ...body, [name]: undefined })).toMatchObject({ message: expect.stringContaining(name) }),
  )
})
