// The logs in fixtures/calls: the same calls as each program writes them, with its own calls that are not played beside them; and a longer
// one that the guide plays. `UPDATE=1 npx vitest run test/replay/programs.test.ts` writes them.
import { readFileSync } from 'node:fs'

/** A call that came in, as all of the logs tell of it. */
interface Came {
  /** E.164; '' where the caller withheld it. */
  readonly from: string
  /** `2026-03-14 09:26:00` */
  readonly at: string
  readonly isMissed?: true
}

export const CAME: readonly Came[] = [
  { from: '+353837247309', at: '2026-03-14 09:26:00' },
  { from: '+353214380695', at: '2026-03-14 10:01:30', isMissed: true },
  { from: '', at: '2026-03-15 11:00:00', isMissed: true },
  { from: '+442071040039', at: '2026-03-27 16:45:10' },
  { from: '+353837247309', at: '2026-04-02 08:15:59', isMissed: true },
]

/** One that was made, to be told from those. */
const MADE = { to: '+353871234567', at: '2026-03-16 12:00:00' }
const OWN = '+35315551234'

const epoch = (at: string) => Date.parse(`${at.replace(' ', 'T')}Z`)
const rows = (lines: readonly string[]) => `${lines.join('\n')}\n`
const csv = (...cells: readonly string[]) =>
  cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
const quoted = (...cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(',')
const american = (at: string) => `${at.slice(5, 7)}/${at.slice(8, 10)}/${at.slice(0, 4)}`

function xmlCall(number: string, at: number, { type, presentation }: { type: number; presentation: number }): string {
  return `  <call number="${number}" duration="42" date="${at}" type="${type}" presentation="${presentation}" subscription_id="1" readable_date="" contact_name="(Unknown)" />`
}

function xmlLog(calls: readonly string[]): string {
  return rows([
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>",
    '<!--File Created By SMS Backup & Restore-->',
    '<?xml-stylesheet type="text/xsl" href="calls.xsl"?>',
    `<calls count="${calls.length}" backup_set="1" backup_date="1774000000000" type="full">`,
    ...calls,
    '</calls>',
  ])
}

const smsBackup = xmlLog([
  ...CAME.map(({ from, at, isMissed }) =>
    xmlCall(from, epoch(at), { type: isMissed ? 3 : 1, presentation: from === '' ? 2 : 1 }),
  ),
  xmlCall(MADE.to, epoch(MADE.at), { type: 2, presentation: 1 }),
  xmlCall('+353860000000', epoch(MADE.at), { type: 6, presentation: 1 }),
])

const master = (from: string, to: string, at: string, id: number) => {
  const clid = `"${from}" <${from}>`.replaceAll('"', '""')
  const channel = from.length > 4 || from === '' ? `PJSIP/trunk-0000000${id}` : `PJSIP/${from}-0000000${id}`
  const cells = ['', from, to, 'default', clid, channel, `PJSIP/101-0000001${id}`, 'Dial', 'PJSIP/101,20', at, at, at]
  return `${quoted(...cells)},60,42,"ANSWERED","DOCUMENTATION","17420000${id}.1",""`
}

const asterisk = rows([
  ...CAME.map(({ from, at }, id) => master(from.replace('+', ''), '101', at, id)),
  // A group rings a second phone: the same call.
  master(CAME[4]?.from.replace('+', '') ?? '', '102', CAME[4]?.at ?? '', 4),
  master('101', MADE.to.replace('+', '00'), MADE.at, 7),
  master('101', '102', MADE.at, 8),
])

const FREEPBX =
  'calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield,did,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,recordingfile,linkedid,peeraccount,sequence'

function freePbxRow(from: string, to: string, at: string, { id, did }: { id: number; did: string }): string {
  const context = did === '' ? 'from-internal' : 'ext-group'
  const cells = [
    at,
    from,
    from,
    to,
    context,
    'PJSIP/x',
    'PJSIP/y',
    'Dial',
    '',
    '60',
    '42',
    'ANSWERED',
    '3',
    '',
    `1.${id}`,
    '',
  ]
  return csv(...cells, did, from, '', '', '', '', '', `1.${id}`, '', String(id))
}

const freePbx = rows([
  FREEPBX,
  ...CAME.map(({ from, at }, id) => freePbxRow(from || 'Anonymous', '600', at, { id, did: '35315551234' })),
  freePbxRow('35315551234', MADE.to, MADE.at, { id: 8, did: '' }),
])

const freeSwitch = rows([
  ...CAME.map(({ from, at }, id) =>
    quoted(
      'Somebody',
      from || 'anonymous',
      '1001',
      'public',
      at,
      at,
      at,
      '60',
      '42',
      'NORMAL_CLEARING',
      `a-${id}`,
      '',
      '',
    ),
  ),
  quoted('Anna', '1001', MADE.to, 'default', MADE.at, MADE.at, MADE.at, '60', '42', 'NORMAL_CLEARING', 'a-8', '', ''),
])

const threeCx = rows([
  'Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost,Call Activity Details',
  ...CAME.map(({ from, at }, id) =>
    csv(
      at.replace(' ', 'T'),
      String(id),
      from === '' ? 'anonymous' : `Somebody (${from})`,
      'Anna (101)',
      'Inbound',
      'Answered',
      '00:00:04',
      '00:00:42',
      '',
      '',
    ),
  ),
  csv(MADE.at.replace(' ', 'T'), '8', 'Anna (101)', MADE.to, 'Outbound', 'Answered', '00:00:04', '00:00:42', '', ''),
  csv(
    MADE.at.replace(' ', 'T'),
    '9',
    'Anna (101)',
    'Ben (102)',
    'Internal',
    'Answered',
    '00:00:04',
    '00:00:42',
    '',
    '',
  ),
])

const threeCxCdr = rows([
  'historyid,callid,duration,time-start,time-answered,time-end,reason-terminated,from-no,to-no,from-dn,to-dn,dial-no',
  ...CAME.map(({ from, at }, id) =>
    csv(
      String(id),
      `00000${id}`,
      '00:00:42',
      at.replaceAll('-', '/'),
      '',
      '',
      'TerminatedBySrc',
      from,
      'Ext.101',
      '10000',
      '101',
      '101',
    ),
  ),
  csv(
    '8',
    '000008',
    '00:00:42',
    MADE.at.replaceAll('-', '/'),
    '',
    '',
    'TerminatedByDst',
    'Ext.101',
    MADE.to,
    '101',
    '10000',
    MADE.to,
  ),
])

const twilio = rows([
  'Call Sid,From,To,Direction,Start Time,End Time,Duration,Status',
  ...CAME.map(({ from, at }, id) =>
    csv(`CA0${id}`, from || '+266696687', OWN, 'inbound', `${at} UTC`, `${at} UTC`, '42', 'completed'),
  ),
  csv('CA08', OWN, MADE.to, 'outbound-api', `${MADE.at} UTC`, `${MADE.at} UTC`, '42', 'completed'),
])

const aircall = rows([
  'line,datetime (tz offset incl.),number timezone,datetime (utc),country_code,direction,from,to,answered,missed_call_reason,user,duration (total),duration (in call)',
  ...CAME.map(({ from, at, isMissed }) =>
    csv(
      'Dublin',
      at,
      'Europe/Dublin',
      at,
      'IE',
      'inbound',
      from || 'anonymous',
      OWN,
      isMissed ? 'No' : 'Yes',
      '',
      'Anna',
      '60',
      '42',
    ),
  ),
  csv('Dublin', MADE.at, 'Europe/Dublin', MADE.at, 'IE', 'outbound', OWN, MADE.to, 'Yes', '', 'Anna', '60', '42'),
])

const ringCentral = rows([
  'Direction,Type,Phone Number,Name,Date,Time,Action,Action Result,Result Description,Duration',
  ...CAME.map(({ from, at, isMissed }) =>
    csv(
      'Incoming',
      'Voice',
      from,
      '',
      `Sat ${american(at)}`,
      at.slice(11, 16),
      'Phone Call',
      isMissed ? 'Missed' : 'Accepted',
      '',
      '0:00:42',
    ),
  ),
  csv(
    'Outgoing',
    'Voice',
    MADE.to,
    '',
    `Mon ${american(MADE.at)}`,
    '12:00',
    'VoIP Call',
    'Call connected',
    '',
    '0:00:42',
  ),
])

const hubSpot = rows([
  'Record ID,Call Title,Activity date,Call direction,From Number,To Number,Call outcome,Call duration',
  ...CAME.map(({ from, at }, id) =>
    csv(String(id), 'Call', at.slice(0, 16), 'Inbound', from, OWN, 'Connected', '42000'),
  ),
  csv('8', 'Call', MADE.at.slice(0, 16), 'Outbound', OWN, MADE.to, 'Connected', '42000'),
])

const androidCsv = rows([
  'Name;Number;Type;Date;Duration',
  ...CAME.map(({ from, at, isMissed }) => `;${from || '-2'};${isMissed ? 'Missed' : 'Incoming'};${at};42`),
  `;${MADE.to};Outgoing;${MADE.at};42`,
])

/** By the name of the file; what wrote it, as it is recognised. */
export const LOGS: Readonly<Record<string, { readonly program: string; readonly text: string }>> = {
  'sms-backup-restore.xml': { program: 'SMS Backup & Restore', text: smsBackup },
  'Master.csv': { program: 'Asterisk (cdr_csv)', text: asterisk },
  'freepbx.csv': { program: 'FreePBX', text: freePbx },
  'freeswitch.csv': { program: 'FreeSWITCH (mod_cdr_csv)', text: freeSwitch },
  '3cx-report.csv': { program: '3CX call report', text: threeCx },
  '3cx-cdr.csv': { program: '3CX CDR', text: threeCxCdr },
  'twilio.csv': { program: 'Twilio', text: twilio },
  'aircall.csv': { program: 'Aircall', text: aircall },
  'ringcentral.csv': { program: 'RingCentral', text: ringCentral },
  'hubspot-calls.csv': { program: 'HubSpot calls export', text: hubSpot },
  'android.csv': { program: 'Android call log (CSV)', text: androidCsv },
}

const NUMBER = /\+\d{9,15}/g
const START = Date.parse('2025-11-20T08:00:00Z')

/** A year of 240 calls, half of them from people of the sample, for the guide. */
export function makeYear(): string {
  let seed = 7
  const next = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % most
  }
  const known = readFileSync('fixtures/contacts/sample.csv', 'utf8').match(NUMBER) ?? []
  const calls = Array.from({ length: 240 }, (_, at) => {
    const when = START + at * 36.5 * 3_600_000
    const kind = next(20)
    const who = kind < 10 ? known[next(known.length)] : kind < 18 ? `+35385000${1000 + next(60) * next(3)}` : ''
    return xmlCall(who ?? '', when, { type: [1, 1, 3, 2][next(4)] ?? 1, presentation: who === '' ? 2 + next(2) : 1 })
  })
  return xmlLog(calls)
}
