// Which program wrote a call log, by the names of its columns, and what of it stands in which. Sources name the columns. Pure.
import { type Direction, directionBetween, isExtension } from './direction.ts'

/** What one row says, by plainName of the header; '' where there is no such column. */
export type Cell = (header: string) => string

export interface LogProgram {
  readonly name: string
  /** Where its columns are named. */
  readonly source: string
  /** Of each list one is among the headers. */
  readonly signs: readonly (readonly string[])[]
  /** Who called; the first that is there. */
  readonly number: readonly string[]
  /** When; the first list that is there as a whole is joined: a date and a time. */
  readonly time: readonly (readonly string[])[]
  /** A column that states the direction; the first that is there. */
  readonly direction: readonly string[]
  /** Which way the call went, where no column states it. */
  readonly decide?: (cell: Cell) => Direction
  /** What several rows of one call have in common. */
  readonly callId?: readonly string[]
  /** Android's presentation of the number, 1 to 4. */
  readonly presentation?: string
  /** A name may stand before the number: `Anna Byrne (+353871234567)`. */
  readonly hasNames?: boolean
  /** The columns by their places, where the file has no header; and whether a row is one of such a file. */
  readonly headless?: { readonly columns: readonly string[]; readonly fits: (cells: readonly string[]) => boolean }
}

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/
const DISPOSITION = /^(?:ANSWERED|NO ANSWER|BUSY|FAILED|CONGESTION)$/

// FreePBX names its contexts so; a channel of the house is that of an extension: PJSIP/101-0000002a.
const INSIDE = /^(?:from-internal|internal|outbound|outgoing|local)\b/
const EXTENSION_CHANNEL = /^(?:PJ)?SIP\/\d{2,6}-/i

function decideAsterisk(cell: Cell): Direction {
  if (cell('did') !== '') return 'incoming'
  const isInside = INSIDE.test(cell('dcontext')) || EXTENSION_CHANNEL.test(cell('channel')) || isExtension(cell('src'))
  return directionBetween(isInside, cell('dst'))
}

function decideFreeSwitch(cell: Cell): Direction {
  // The context of the vanilla configuration for those who are not of the house.
  if (cell('context') === 'public') return 'incoming'
  return directionBetween(isExtension(cell('caller id number')), cell('destination number'))
}

const ASTERISK_CDR = 'https://docs.asterisk.org/Configuration/Reporting/Call-Detail-Records-CDR/CDR-Variables/'

const ASTERISK = {
  number: ['src'],
  time: [['calldate'], ['start']],
  direction: [],
  decide: decideAsterisk,
  callId: ['linkedid', 'uniqueid'],
}

/** Every program that is known; of two that fit the first counts. */
export const PROGRAMS: readonly LogProgram[] = [
  {
    name: 'SMS Backup & Restore',
    source: 'https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/',
    signs: [['number'], ['date'], ['type'], ['duration'], ['readable date', 'presentation', 'contact name']],
    number: ['number'],
    time: [['date']],
    direction: ['type'],
    presentation: 'presentation',
  },
  {
    name: 'FreePBX',
    source: 'https://github.com/FreePBX/cdr',
    signs: [['calldate'], ['src'], ['dst'], ['dcontext'], ['did', 'cnum']],
    ...ASTERISK,
  },
  {
    name: 'Asterisk (cdr_csv)',
    source: ASTERISK_CDR,
    signs: [['src'], ['dst'], ['calldate', 'start'], ['disposition', 'billsec', 'dcontext']],
    ...ASTERISK,
    headless: {
      // cdr_csv.c; uniqueid and userfield where cdr.conf asks for them.
      columns:
        'accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,disposition,amaflags,uniqueid,userfield'.split(
          ',',
        ),
      fits: (cells) => INSTANT.test(cells[9] ?? '') && DISPOSITION.test(cells[14] ?? ''),
    },
  },
  {
    name: 'Asterisk (cdr_custom)',
    source: 'https://github.com/asterisk/asterisk/blob/master/configs/samples/cdr_custom.conf.sample',
    signs: [['clid'], ['src'], ['dst'], ['start']],
    ...ASTERISK,
    headless: {
      columns:
        'clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield,sequence'.split(
          ',',
        ),
      fits: (cells) => INSTANT.test(cells[8] ?? '') && DISPOSITION.test(cells[13] ?? ''),
    },
  },
  {
    name: 'FreeSWITCH (mod_cdr_csv)',
    source: 'https://github.com/signalwire/freeswitch/blob/master/conf/vanilla/autoload_configs/cdr_csv.conf.xml',
    signs: [['caller id number'], ['destination number'], ['start stamp', 'start epoch', 'start timestamp']],
    number: ['caller id number'],
    time: [['start stamp'], ['start timestamp'], ['start epoch']],
    direction: ['direction'],
    decide: decideFreeSwitch,
    callId: ['uuid'],
    headless: {
      columns:
        'caller id name,caller id number,destination number,context,start stamp,answer stamp,end stamp,duration,billsec,hangup cause,uuid,bleg uuid,accountcode'.split(
          ',',
        ),
      fits: (cells) =>
        INSTANT.test(cells[4] ?? '') && INSTANT.test(cells[6] ?? '') && /^[A-Z][A-Z_]+$/.test(cells[9] ?? ''),
    },
  },
  {
    name: '3CX call report',
    source: 'https://www.3cx.com/docs/call-reports/',
    signs: [['call time'], ['from', 'caller id'], ['to', 'destination'], ['ringing'], ['talking']],
    number: ['from', 'caller id'],
    time: [['call time']],
    direction: ['direction'],
    decide: (cell) =>
      directionBetween(
        /^(?:.*\()?\d{2,6}\)?$/.test(cell('from') || cell('caller id')),
        cell('to') || cell('destination'),
      ),
    callId: ['call id'],
    hasNames: true,
  },
  {
    name: '3CX CDR',
    source: 'https://www.3cx.com/docs/cdr-call-data-records/',
    signs: [['from no'], ['to no'], ['time start']],
    number: ['from no'],
    time: [['time start']],
    direction: [],
    decide: (cell) => directionBetween(isExtension(cell('from no')), cell('to no') || cell('dial no')),
    callId: ['historyid', 'callid'],
  },
  {
    name: 'Aircall',
    source: 'https://support.aircall.io/hc/en-gb/articles/13395542101661-Analytics-Call-attributes',
    signs: [
      ['datetime utc', 'datetime tz offset incl'],
      ['direction', 'call direction type'],
      ['from', 'customer number'],
    ],
    number: ['from', 'customer number'],
    time: [['datetime tz offset incl'], ['datetime utc']],
    direction: ['direction', 'call direction type'],
    callId: ['call id internal', 'call id'],
  },
  {
    name: 'Twilio',
    source: 'https://www.twilio.com/docs/voice/api/call-resource',
    signs: [
      ['sid', 'call sid', 'callsid'],
      ['from'],
      ['to'],
      ['direction'],
      ['start time', 'starttime', 'date created', 'datecreated'],
    ],
    number: ['from'],
    time: [['start time'], ['starttime'], ['date created'], ['datecreated']],
    direction: ['direction'],
  },
  {
    name: 'RingCentral',
    source: 'https://developers.ringcentral.com/guide/voice/call-log/api',
    signs: [['action result', 'result'], ['action'], ['phone number', 'from'], ['date', 'start time']],
    number: ['from', 'phone number'],
    time: [['date', 'time'], ['date'], ['start time']],
    direction: ['direction', 'type'],
    callId: ['session id'],
  },
  {
    name: 'HubSpot calls export',
    source: 'https://developers.hubspot.com/docs/api/crm/calls',
    signs: [
      ['from number', 'hs call from number'],
      ['call direction', 'hs call direction'],
    ],
    number: ['from number', 'hs call from number'],
    time: [['activity date'], ['hs timestamp'], ['create date']],
    direction: ['call direction', 'hs call direction'],
  },
  {
    name: 'Android call log (CSV)',
    source: 'https://developer.android.com/reference/android/provider/CallLog.Calls',
    signs: [
      ['number', 'phone number', 'phone'],
      ['type', 'call type', 'direction'],
      ['date', 'time', 'datetime', 'date time', 'timestamp', 'call date'],
      ['duration', 'duration s', 'duration sec', 'duration seconds', 'call duration'],
    ],
    number: ['number', 'phone number', 'phone'],
    time: [['date', 'time'], ['date'], ['datetime'], ['date time'], ['timestamp'], ['call date'], ['time']],
    direction: ['type', 'call type', 'direction'],
    presentation: 'presentation',
  },
]

/** The program that has these columns; null for none that is known. @param headers by plainName */
export function findProgram(headers: ReadonlySet<string>): LogProgram | null {
  return PROGRAMS.find(({ signs }) => signs.every((names) => names.some((name) => headers.has(name)))) ?? null
}

/** The program whose files have no header, by one row of the file. */
export function findHeadless(cells: readonly string[]): LogProgram | null {
  return PROGRAMS.find(({ headless }) => headless?.fits(cells.map((cell) => cell.trim())) === true) ?? null
}
