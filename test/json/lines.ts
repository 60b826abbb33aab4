// The table of all that `--json` prints, command by command. schemas/ and docs/json.md are made of it:
// `UPDATE=1 npx vitest run test/json`.
import {
  count,
  day,
  e164,
  type Fields,
  flag,
  instant,
  list,
  number,
  object,
  oneOf,
  orNull,
  seconds,
  text,
  word,
} from './form.ts'

export interface Command {
  readonly about: string
  /** By the type of the line; several forms where a command has several summaries. */
  readonly lines: Readonly<Record<string, readonly Fields[]>>
}

const PROBLEM = {
  kind: [orNull(word), 'what it is; null where no kind is known'],
  message: [text, 'a sentence'],
  fix: [text, 'what to do about it, a sentence'],
} satisfies Fields

const CALL = {
  callId: [text, 'the call'],
  contactId: [orNull(text), "the contact's record id in the CRM; null where the number is nobody's"],
  name: [text, 'the contact, or the number where there is none'],
  number: [text, 'the other end, E.164'],
  direction: [oneOf('incoming', 'outgoing'), 'who called whom'],
  startedAt: [instant, 'the first sign of the call'],
  durationSeconds: [seconds, 'how long the two spoke'],
} satisfies Fields

const OFFICE_CALL = {
  callId: [text, "the telephone system's id of it, under the system's name"],
  direction: [oneOf('incoming', 'outgoing'), 'who called whom'],
  isAnswered: [flag, 'whether the two spoke'],
  number: [orNull(e164), 'the other end, E.164; null where none was delivered or could be read'],
  contactId: [orNull(text), "the contact's record id in the CRM; null where the number is nobody's"],
  name: [orNull(text), 'the contact'],
  startedAt: [instant, 'when it began'],
  durationSeconds: [seconds, 'how long the two spoke'],
} satisfies Fields

const TOKEN = {
  id: [text, 'its public part'],
  device: [text, 'whose it is'],
  purposes: [list(text), 'what it is good for: `directory`, `callers`, `outcomes`, `metrics`, `office`, `books`'],
  scope: [text, 'whose contacts it shows: `all`, `active`, `owner:ID`, `list:ID`'],
  madeAt: [instant, 'when it was made'],
  revokedAt: [orNull(instant), 'when it was revoked; null while it is good'],
} satisfies Fields

const TASK = object({
  title: [text, 'what is to be done'],
  type: [oneOf('todo', 'call', 'email'), 'the kind of task'],
  priority: [oneOf('none', 'low', 'medium', 'high'), 'its priority'],
  due: [day, 'the day it is due'],
})

const OUTCOME = {
  ...CALL,
  outcome: [orNull(text), "one of the six outcomes by its word, or the account's own by its id; null: none chosen yet"],
  dealId: [orNull(text), 'the deal that the call goes on besides the contact'],
  notes: [text, 'notes on the call'],
  tasks: [list(TASK), 'follow-up tasks'],
  savedAt: [orNull(instant), 'when it was saved; null for a draft'],
} satisfies Fields

const PHONE = {
  platform: [oneOf('android', 'ios'), 'the system'],
  maker: [oneOf('google', 'samsung', 'xiaomi', 'huawei', 'oppo', 'vivo', 'oneplus', 'apple'), 'who made it'],
  apiLevel: [orNull(count), "Android's API level; null on iOS"],
  profile: [oneOf('ringsight', 'article'), '`article` holds 10,000 contacts, `ringsight` all'],
  simCountries: [list(text), 'countries of the SIMs'],
  network: [oneOf('online', 'offline', 'captive'), 'the network; `captive` lets nothing through'],
  hasScreeningRole: [flag, 'whether the app holds the call screening role'],
  settings: [
    object({
      callerId: [flag, 'Caller ID in the app'],
      logCalls: [oneOf('on', 'off', 'untouched'), 'Log calls in the app'],
      extension: [flag, 'iOS: Call Blocking & Identification'],
      overlay: [flag, 'Android: Display over other apps'],
      autostart: [flag, "the maker's: the app may start by itself"],
      popups: [flag, "the maker's: pop-up windows from the background"],
      lockScreen: [flag, "the maker's: Show on Lock screen"],
      sleep: [oneOf('automatic', 'never', 'sleeping', 'deep-sleeping'), 'Samsung: sleep for apps that nobody opens'],
      restrictedSettings: [flag, 'Android: the app came from a file, and its settings are restricted'],
      workProfile: [oneOf('none', 'on', 'paused'), 'Android: the app is in the work profile'],
      battery: [oneOf('unrestricted', 'optimised', 'restricted'), 'Android: battery use'],
      backgroundRefresh: [flag, 'iOS: Background App Refresh'],
      defaultDialer: [flag, 'iOS 26, in the EU: whether the app is the default dialer'],
    }),
    'switches as their user has set them',
  ],
  permissions: [
    object({
      callLog: [word, '`granted`, or why not'],
      phone: [word, '`granted`, or why not'],
      notifications: [word, '`granted`, or why not'],
      contacts: [word, '`granted`, or why not'],
    }),
    "Android's permissions",
  ],
  isSignedIn: [flag, 'whether the app is signed in'],
  appState: [oneOf('open', 'background', 'killed', 'stopped'), 'the app on this phone'],
} satisfies Fields

const PHONE_TAKEN = {
  origin: [
    oneOf('kept', 'file', 'ready'),
    'the phone that the store keeps, that of a file, or one that is fully set up',
  ],
  db: [orNull(text), 'the store that keeps it'],
  file: [orNull(text), 'the file that it is from'],
  writtenAt: [orNull(instant), 'when an app wrote that file, by its phone; null for any other'],
  reason: [orNull(word), 'why it is not the kept one: `none-kept`, `contacts-file`'],
  changedBy: [list(text), 'the flags that change it for this run'],
  ...PHONE,
} satisfies Fields

const CARD = {
  name: [text, 'the contact'],
  company: [text, 'its company; empty for none'],
  deal: [
    orNull(object({ name: [text, 'the deal'], amount: [text, 'its amount, as shown'] })),
    'the open deal on the card',
  ],
  others: [count, 'how many further contacts share the number'],
  chosenOn: [orNull(text), 'the day on which its user chose this one of them, YYYY-MM-DD'],
  ageSeconds: [orNull(seconds), 'how long ago the contacts were synced'],
} satisfies Fields

const NAMED = {
  isIdentified: [flag, 'whether this phone names the other end'],
  caller: [
    orNull(
      object({
        kind: [oneOf('known', 'shared', 'saved', 'no-number', 'special', 'unknown'), 'who it is taken to be'],
        number: [orNull(e164), 'the number that was read'],
        contactId: [orNull(text), 'whom the call is logged to'],
        name: [orNull(text), 'the name, of the contact or the address book'],
        field: [orNull(text), 'the field of the contact that has the number'],
        isOtherSpelling: [flag, 'whether it was found by another spelling of the same line'],
        otherContactIds: [list(text), 'further contacts with the number'],
        choice: [
          orNull(
            object({
              contactId: [text, 'whom the user has chosen for the number'],
              at: [instant, 'when'],
              counts: [flag, 'whether that contact still has the number, with others'],
            }),
          ),
          'the choice that is kept for the number',
        ],
      }),
    ),
    'who the app takes it to be; null where it never learned of a number',
  ],
  shown: [orNull(object({ ...CARD, label: [text, 'the same on one line'] })), 'what the screen showed'],
  nameSource: [oneOf('crm', 'address-book', 'none'), 'where the name came from'],
  reason: [word, 'how the match was made, or what kept the caller unknown'],
  obstacles: [
    list(
      object({
        reason: [word, 'as in `reason` above'],
        message: [text, 'the same in words'],
        fix: [text, 'what to do; empty where nothing can be done'],
      }),
    ),
    'all that keeps the name away, the first thing first; empty where the other end is named',
  ],
} satisfies Fields

const LOG = {
  callId: [text, 'the call'],
  logType: [word, "as Android's call log has it, such as `MISSED`"],
  presentation: [word, 'as Android has it: `ALLOWED`, `RESTRICTED`, `UNKNOWN`, `PAYPHONE`'],
  number: [orNull(text), 'as the phone shows it; null where none was delivered'],
  name: [orNull(text), 'the name in the row'],
  durationSeconds: [seconds, 'how long the two spoke'],
} satisfies Fields

const MISSED = {
  contactId: [text, 'whose call was missed'],
  number: [text, 'its number'],
  title: [text, 'of the notification'],
  actions: [list(text), 'its buttons'],
} satisfies Fields

const SCREEN = {
  surface: [oneOf('screen', 'notification'), 'how it opens'],
  call: [object(CALL), 'the call'],
} satisfies Fields

const AFTER = { afterSeconds: [seconds, 'since the first sign of the call'] } satisfies Fields
const OF_CALL = { callId: [text, 'the call'] } satisfies Fields
const LINE = { presentation: LOG.presentation, number: [orNull(text), 'as the network sent it'] } satisfies Fields

const CALL_EVENTS: Readonly<Record<string, Fields>> = {
  ringing: { ...OF_CALL, ...LINE, name: [orNull(text), "the address book's name"] },
  dialling: { ...OF_CALL, ...LINE, from: [oneOf('app', 'outside'), 'where it was dialled'] },
  answered: OF_CALL,
  ended: { ...OF_CALL, cause: [word, 'as android.telecom.DisconnectCause has it'] },
  blocked: { ...OF_CALL, by: [word, '`system` or `role-holder`'] },
  silenced: OF_CALL,
  'phone-state': {
    state: [oneOf('IDLE', 'RINGING', 'OFFHOOK'), 'as Android broadcasts it'],
    number: [orNull(text), 'the number in the broadcast; null where it has none'],
  },
  'screen-call': {
    ...OF_CALL,
    direction: [oneOf('INCOMING', 'OUTGOING'), 'as CallScreeningService is told'],
    ...LINE,
  },
  'not-screened': { ...OF_CALL, reason: [word, 'why the app was not asked'] },
  screened: { ...OF_CALL, by: [oneOf('answer', 'timeout', 'crash'), 'how the question ended'] },
  identified: { ...OF_CALL, caller: NAMED.caller },
  'post-call': {
    ...OF_CALL,
    cause: [word, 'as Android tells it'],
    duration: [word, "Android's own word for how long"],
  },
  'show-card': {
    surface: [oneOf('overlay', 'heads-up', 'full-screen', 'label'), 'where the card is drawn'],
    card: [object(CARD), 'what it shows'],
  },
  'hide-card': {},
  'card-unseen': { ...OF_CALL, reason: [word, 'why nobody sees the card'] },
  'call-list': LOG,
  'notify-missed': MISSED,
  'open-outcome': SCREEN,
  'call-observed': {
    uuid: [text, "CXCall's"],
    isOutgoing: [flag, "CXCall's"],
    isOnHold: [flag, "CXCall's"],
    hasConnected: [flag, "CXCall's"],
    hasEnded: [flag, "CXCall's"],
  },
  app: { state: PHONE.appState, cause: [word, 'what changed it'] },
}

const REJECTED = {
  file: [text, "the file's name"],
  row: [count, 'as a spreadsheet counts: the header is row 1'],
  column: [orNull(text), 'the header; null for the whole row'],
  value: [text, 'the cell, at most 60 characters'],
  reason: [word, 'why it cannot be read'],
} satisfies Fields

const IMPORTED = {
  rows: [count, 'rows below the header that are not blank'],
  contacts: [count, 'different contacts'],
  identifiable: [count, 'contacts that are identified when they call'],
  numbers: [count, 'phone cells that could be read'],
  rejected: [count, 'phone cells that could not be read, and rows that were left out'],
  repeated: [count, 'rows whose record id an earlier row had'],
  unknownCountries: [count, 'contacts that state a country by no known name'],
} satisfies Fields

const PARTS = object({ contacts: [count, 'how many contacts'], parts: [list(word), 'what of them'] })

const IMPORT_LINES: Command['lines'] = {
  rejected: [REJECTED],
  file: [
    {
      file: REJECTED.file,
      ...IMPORTED,
      kept: [PARTS, 'contacts that keep what the file has no column for'],
      emptied: [PARTS, 'contacts that lose what the file has empty cells for'],
    },
  ],
  summary: [{ files: [count, 'files that were read'], ...IMPORTED }],
}

const SENT = {
  sent: [count, 'outcomes that went to the CRM'],
  waiting: [count, 'outcomes that wait for the CRM'],
  parked: [count, 'outcomes that cannot go as they are'],
  nextAt: [orNull(instant), 'when the next one may go'],
  outboxProblem: [orNull(object(PROBLEM)), 'what holds the outcomes back'],
} satisfies Fields

const SYNC_COUNTS = {
  new: [count, 'contacts that were not here before'],
  changed: [count, 'contacts that say something else now'],
  unchanged: [count, 'contacts that were compared and are the same'],
  removed: [count, 'contacts that are here no longer'],
} satisfies Fields

const IDENTIFIABLE_NUMBERS = [count, 'different numbers that are identified when they call'] as const

const SYNC_PROBLEM = {
  ...PROBLEM,
  detail: [orNull(text), "the CRM's own words"],
} satisfies Fields

const SYNCED = {
  mode: [orNull(oneOf('full', 'delta')), 'whether all was compared, or what changed; null where it failed'],
  source: [orNull(text), 'where the contacts come from; null: there are none'],
  updatedAt: [orNull(instant), 'how old the contacts are that are here now; null: there are none'],
  contacts: [count, 'contacts that are here now'],
  ...SYNC_COUNTS,
  restored: [count, 'contacts that the CRM has back'],
  merged: [count, 'contacts that became another one'],
  vanished: [count, 'of those removed: gone from the CRM without a trace'],
  identifiableNumbers: [orNull(IDENTIFIABLE_NUMBERS[0]), IDENTIFIABLE_NUMBERS[1]],
  ...Object.fromEntries(
    Object.entries(SENT).map(([name, [form, meaning]]) => [name, [orNull(form), meaning] as const]),
  ),
  requests: [orNull(count), 'requests to the CRM'],
  tookSeconds: [orNull(seconds), 'real time'],
  gathered: [count, 'contacts that a sync which stopped has gathered, with which the next one goes on'],
  problem: [
    orNull(object({ ...SYNC_PROBLEM, retryAfterSeconds: [orNull(seconds), 'how long to wait'] })),
    'why the contacts could not be brought; null where they were',
  ],
} satisfies Fields

const POSITION = {
  file: [text, 'the file'],
  line: [count, 'from 1'],
  column: [count, 'from 1'],
} satisfies Fields

const RUN_PROBLEM = {
  ...POSITION,
  message: [text, 'what was expected and found'],
  source: [orNull(text), 'the line of the file'],
} satisfies Fields

const CASE = {
  name: [text, 'of the scenario or the case'],
  tags: [list(text), 'its tags'],
} satisfies Fields

const CHECK_COUNTS = {
  contacts: IMPORTED.rows,
  numbers: IMPORTED.numbers,
  rejected: [count, 'phone cells that hold something else'],
  identifiable: [count, 'contacts that Ringsight identifies, as the file stands'],
  identifiableByAnyPhone: [count, 'contacts that any phone identifies, as the file stands'],
  identifiableRepaired: [count, 'contacts that any phone identifies once every certain repair is made'],
  withoutNumber: [count, 'contacts without any number'],
  findings: [
    object({ error: [count, 'errors'], warning: [count, 'warnings'], note: [count, 'notes'] }),
    'how many findings of each severity',
  ],
  repairable: [count, 'cells with a certain repair'],
} satisfies Fields

const SEVERITY = [oneOf('error', 'warning', 'note'), 'how grave it is'] as const

const FINDING = {
  row: REJECTED.row,
  recordId: [orNull(text), 'as the row states it'],
  column: REJECTED.column,
  value: [text, 'the cell as it stands; a long one is cut'],
  code: [word, 'what is the matter'],
  severity: SEVERITY,
  repair: [orNull(text), 'the certain repair; null for none'],
  mends: [list(word), 'the codes that the repair of the cell mends together'],
} satisfies Fields

const EXAMPLE = object({
  type: [oneOf('finding'), 'always `finding`'],
  ...FINDING,
  message: [text, 'the finding in a sentence'],
})

const CODE = {
  code: FINDING.code,
  severity: SEVERITY,
  title: [text, 'the code in words'],
  count: [count, 'how often it was found'],
} satisfies Fields

const CHECKED_FILE = {
  file: [text, "the file's name"],
  writtenBy: [orNull(text), 'the program that wrote it'],
  columns: [
    object({
      phones: [list(text), 'headers of numbers'],
      country: [orNull(text), 'the header of the country'],
      id: [orNull(text), 'the header of the record id'],
    }),
    'the columns that were used',
  ],
  region: [orNull(text), 'the country that was stated for the whole file'],
  ...CHECK_COUNTS,
  codes: [
    list(
      object({
        ...CODE,
        repairable: [count, 'how many of them have a certain repair'],
        examples: [list(EXAMPLE), 'the first few'],
      }),
    ),
    'what was found, the most telling first',
  ],
  countries: [
    list(object({ country: [orNull(text), 'null: no single country'], numbers: [count, 'its numbers'] })),
    'numbers by country',
  ],
  limit: [
    object({
      contacts: [count, 'how many contacts a phone of the article profile holds'],
      isExceeded: [flag, 'whether the file has more'],
    }),
    'the limit of the article profile',
  ],
  isEveryNumberCompared: [flag, 'whether repeated numbers were looked for in all of the file'],
  isRepaired: [flag, 'whether the file was written again with its certain repairs'],
  isComplete: [flag, 'false where the check was interrupted'],
  left: [
    orNull(
      object({
        contacts: [count, 'contacts that not every phone identifies'],
        withoutNumber: [count, 'of them, those without any number'],
        codes: [list(object(CODE)), 'what has no certain repair'],
      }),
    ),
    'what remains once the repairs are written; null where they were not',
  ],
  baseline: [
    orNull(
      object({
        file: [text, "the baseline's name"],
        known: [count, 'findings that it has'],
        fresh: [
          object({ error: [count, 'errors'], warning: [count, 'warnings'], note: [count, 'notes'] }),
          'findings that it does not have',
        ],
        mended: [count, 'contacts and kinds that it has and that are no more'],
        examples: [
          list(object({ contact: [orNull(text), 'the contact; null where it is not told'], code: FINDING.code })),
          'the first of those',
        ],
        isUpdated: [flag, 'whether it was written anew'],
      }),
    ),
    'what a baseline makes of the findings; null where none was given',
  ],
  groups: [
    orNull(
      object({
        column: [text, 'the header'],
        groups: [
          list(
            object({
              name: [orNull(text), 'what stands in the column; empty for nothing, null for all further ones'],
              contacts: [count, 'its contacts'],
              findings: CHECK_COUNTS.findings,
              repairable: [count, 'its cells with a certain repair, once for each finding'],
            }),
          ),
          'the most errors first',
        ],
      }),
    ),
    'findings by what stands in a column; null where that was not asked for',
  ],
  notices: [list(text), 'how the file was read, in sentences'],
} satisfies Fields

const AMOUNT = object({
  calls: [count, 'how many calls'],
  callers: [count, 'how many different numbers they came from; a call without a number has no caller'],
})

const CALLER_LINE = {
  number: [text, 'E.164, or the text that is no number'],
  country: [orNull(text), 'its country; null for none, or no single one'],
  calls: [count, 'how often it called'],
  reason: [word, 'how it was named, or why not'],
} satisfies Fields

const LEFT_OUT = oneOf('outgoing', 'internal', 'blocked', 'no-call', 'unclear', 'repeated', 'broken-row')

const REPLAY_LINES: Command['lines'] = {
  phone: [PHONE_TAKEN],
  log: [
    {
      file: [text, "the file's name"],
      writtenBy: [orNull(text), 'the program that wrote it; null where its columns were stated'],
      columns: [
        object({
          number: [text, 'the header of who called'],
          time: [list(text), 'the headers of when'],
          direction: [orNull(text), 'the header of the direction'],
        }),
        'the columns that were used',
      ],
      rows: [count, 'rows of the log'],
      calls: [count, 'calls that came in, which were played'],
    },
  ],
  columns: [
    {
      file: [text, "the file's name"],
      columns: [
        list(
          object({
            header: [text, 'as the file has it'],
            use: [orNull(oneOf('number', 'time', 'direction')), 'what it is taken for; null where it is not used'],
          }),
        ),
        'the columns of the log, also where they are not known; not with --redact',
      ],
    },
  ],
  contacts: [{ file: [text, 'a file of contacts, which was given as a log'] }],
  reason: [
    {
      against: [orNull(text), 'the other setting that it is of; null for the phone itself'],
      reason: [word, 'how calls were named, or why not'],
      isIdentified: [flag, 'whether these calls were named'],
      calls: [count, 'how many calls'],
      callers: [count, 'how many callers'],
    },
  ],
  day: [
    {
      day: [day, 'as the log has it'],
      calls: [count, 'calls of the day'],
      named: [count, 'those that were named'],
      reasons: [
        list(
          object({
            reason: [word, 'how calls were named, or why not'],
            isIdentified: [flag, 'whether these calls were named'],
            calls: [count, 'how many calls'],
          }),
        ),
        'what the calls of the day came to',
      ],
    },
  ],
  unknown: [CALLER_LINE],
  unnamed: [CALLER_LINE],
  doubtful: [
    {
      ...CALLER_LINE,
      doubt: [oneOf('shared', 'two-spellings'), 'why a wrong name is possible'],
      shown: [text, 'what the phone shows'],
      contacts: [
        list(object({ id: [text, 'the record id'], name: [text, 'the contact'] })),
        'the contacts that have the number, the one that is shown first',
      ],
    },
  ],
  changed: [
    {
      ...CALLER_LINE,
      change: [oneOf('gained', 'lost', 'renamed'), 'what the other setting changes'],
      shown: [orNull(text), 'what this phone shows; null for nothing'],
      shownAgainst: [orNull(text), 'what is shown under the other setting'],
    },
  ],
  repair: [
    {
      row: [count, 'as a spreadsheet counts: the header is row 1'],
      recordId: [orNull(text), 'as the row states it'],
      column: [text, 'the header'],
      value: [text, 'the cell as it stands'],
      repair: [text, 'the certain repair'],
      codes: [list(word), 'what is the matter'],
      calls: [count, 'calls that it would have named on phones that read only E.164'],
    },
  ],
  correction: [
    {
      row: [orNull(count), 'the row of the contact in its file'],
      recordId: [text, "the contact's record id"],
      name: [text, 'the contact'],
      column: [text, 'the header'],
      value: [text, 'the cell, which cannot be read without guessing'],
      reason: [word, 'why not'],
      calls: [count, 'calls from numbers that it may hold'],
    },
  ],
  summary: [
    {
      logs: [count, 'logs that were read'],
      calls: [count, 'calls that came in'],
      callers: [count, 'different numbers that called'],
      named: [AMOUNT, 'what the phone would have named'],
      undated: [count, 'calls whose day is not known'],
      contactsAgeSeconds: [
        orNull(seconds),
        "how old the phone's contacts were at each call; null where it is taken to have held those of today",
      ],
      leftOut: [
        list(object({ reason: [LEFT_OUT, 'why'], rows: [count, 'how many rows'] })),
        'rows of the logs that were not played',
      ],
      anyPhone: [
        orNull(
          object({ before: [AMOUNT, 'from the file as it is'], after: [AMOUNT, 'once every certain repair is made'] }),
        ),
        'what any phone would have named from the contacts file; null where they are not from one',
      ],
      repairable: [orNull(count), 'cells whose certain repair would have named calls on any phone'],
      isRepaired: [flag, 'whether they were written'],
      against: [
        orNull(
          object({
            name: [text, 'the other setting'],
            named: [AMOUNT, 'what it would have named'],
            gained: [AMOUNT, 'named only there'],
            lost: [AMOUNT, 'named only here'],
            renamed: [AMOUNT, 'another name there'],
          }),
        ),
        'the same calls under another setting; null for none',
      ],
      isEveryCallerCounted: [flag, 'false where more numbers called than can be told apart'],
      isComplete: [flag, 'false where the replay was interrupted'],
      notices: [list(text), 'how the logs were read, in sentences'],
    },
  ],
}

const LOOKUP = {
  index: [oneOf('snapshot', 'map'), 'what was measured'],
  what: [oneOf('find', 'name'), 'finding a number, or from a text to the caller'],
  perSecond: [number, 'look-ups a second'],
  p50Seconds: [seconds, 'one look-up of the median batch'],
  p99Seconds: [seconds, 'one look-up of a slow batch'],
} satisfies Fields

const CHANGED = (verb: string): Fields => ({
  callId: [text, 'the call'],
  [verb]: [flag, 'whether it was done'],
  reason: [orNull(word), 'why not: `incomplete`, `in-crm`, `maybe-in-crm`, `gone`; null where it was done'],
})

const OUTBOX_LINE = {
  ...OUTCOME,
  shortId: [text, 'the beginning of the call id by which commands name it'],
  label: [text, 'the outcome as the account calls it'],
  state: [oneOf('due', 'waiting', 'parked'), 'how it stands'],
  nextAt: [orNull(instant), 'when it may go; null where it is due or parked'],
  problem: [orNull(object(PROBLEM)), 'what keeps it back'],
  isCallInCrm: [flag, 'whether the call is in the CRM already'],
  tasksInCrm: [count, 'how many of its tasks are'],
} satisfies Fields

export const COMMANDS: Readonly<Record<string, Command>> = {
  call: {
    about: 'The phone, what was seen in order (event names are the platforms’ own), and what it came to.',
    lines: {
      phone: [PHONE_TAKEN],
      ...Object.fromEntries(
        Object.entries(CALL_EVENTS).map(([type, fields]) => [type, [{ ...fields, ...AFTER }]] as const),
      ),
      choice: [
        {
          number: [e164, 'the number'],
          contactId: [orNull(text), 'whom its person says that it was; null where that was taken back'],
          at: [orNull(instant), 'since when that counts'],
        },
      ],
      saved: [{ callId: [text, 'the call'], savedAt: [instant, 'when its outcome was saved'] }],
      summary: [
        {
          ...NAMED,
          hasOutcomeScreen: [flag, 'whether an outcome screen opened by itself'],
          offered: [list(text), 'the outcomes that the screen offers; empty where none opened'],
          notification: [
            orNull(object({ title: [text, 'its title'], actions: [list(text), 'its buttons'] })),
            'the notification that was left',
          ],
          callLog: [
            orNull(object({ logType: LOG.logType, name: LOG.name, durationSeconds: LOG.durationSeconds })),
            "the row in the phone's call list",
          ],
          outcome: [
            orNull(
              object({
                ...OUTCOME,
                state: [oneOf('draft', 'saved', 'sent'), 'left unsaved, in the outbox, or in the CRM'],
                problem: [orNull(object(PROBLEM)), 'what keeps it from being sent'],
              }),
            ),
            'what became of the outcome screen; null where none opened',
          ],
        },
      ],
    },
  },
  explain: {
    about: 'The phone, the steps from the number to the screen, and the answer.',
    lines: {
      phone: [PHONE_TAKEN],
      step: [
        {
          step: [oneOf('number', 'address-book', 'contacts', 'choice', 'phone', 'told', 'shown'), 'which step'],
          message: [text, 'what it found, in sentences'],
        },
      ],
      summary: [NAMED],
    },
  },
  phone: {
    about: 'The phone that the store keeps.',
    lines: {
      summary: [
        {
          ...PHONE,
          capabilities: [
            object(
              Object.fromEntries(
                ['card', 'missed', 'outcomeIncoming', 'outcomeOutside', 'outcomeInApp', 'sync'].map((name) => [
                  name,
                  [
                    object({
                      isPossible: [flag, 'whether this phone does it'],
                      missing: [
                        list(
                          object({
                            reason: [word, 'what is missing'],
                            message: [text, 'the same in a sentence'],
                            fix: [text, 'what to do about it'],
                          }),
                        ),
                        'what keeps it from it',
                      ],
                    }),
                    'one capability',
                  ] as const,
                ]),
              ),
            ),
            'what the app can do on it',
          ],
          updatedAt: [orNull(instant), 'how old the contacts are; null: there are none'],
          contacts: [count, 'contacts that are here'],
          callList: [list(object({ ...LOG, at: [instant, 'when'] })), 'the call list, newest first'],
          notifications: [
            list({
              text: 'object',
              schema: {
                anyOf: [MISSED, SCREEN].map(
                  (fields, index) =>
                    object({
                      type: [oneOf(index === 0 ? 'notify-missed' : 'open-outcome'), 'which'],
                      id: [text, 'the notification'],
                      at: [instant, 'when'],
                      ...fields,
                    }).schema,
                ),
              },
            }),
            'those that lie there: `notify-missed` or `open-outcome`, with the fields of such a line of `call`',
          ],
          drafts: [list(object(OUTCOME)), 'outcome screens that were left unsaved'],
          callBacks: [list(object(OFFICE_CALL)), 'calls to the house that nobody answered, the last one first'],
          waiting: SENT.waiting,
          parked: SENT.parked,
        },
      ],
    },
  },
  number: {
    about: 'What each text is, in the order given.',
    lines: {
      number: [
        {
          input: [text, 'as it was given'],
          number: [orNull(e164), 'what it is; null where it cannot be read without guessing'],
          country: [orNull(text), 'its country; null where several share the range'],
          read: [orNull(oneOf('exact', 'national')), 'whether the text names its country code'],
          extension: [orNull(text), 'the extension'],
          isAssigned: [orNull(flag), 'whether a numbering plan lists its range'],
          reason: [orNull(word), 'why it cannot be read'],
          readings: [list(text), 'what it could be, where it could be several'],
        },
      ],
      summary: [{ numbers: [count, 'texts that were read'], rejected: [count, 'texts that were not'] }],
    },
  },
  check: {
    about: 'What is the matter with each cell, a line for each file, and the sum of them.',
    lines: {
      columns: [
        {
          file: [text, "the file's name"],
          columns: [
            list(
              object({
                header: [text, 'as the file has it'],
                use: [
                  orNull(oneOf('phone', 'further', 'proposed', 'name', 'country', 'id', 'other')),
                  'what it is taken for: `phone` callers are matched by, `further` holds numbers that they are not matched by, `proposed` may hold numbers where no column is known to; null where it is not used',
                ],
              }),
            ),
            'every column, in the order of the file',
          ],
        },
      ],
      'call-log': [
        {
          file: [text, 'a call log, which was given as a file of contacts'],
          writtenBy: [text, 'the program that wrote it'],
        },
      ],
      finding: [FINDING],
      file: [CHECKED_FILE],
      summary: [
        {
          files: [count, 'files that were checked'],
          unusable: [count, 'files that could not be'],
          ...CHECK_COUNTS,
          isComplete: [flag, 'whether every file was checked to its end'],
        },
      ],
    },
  },
  replay: {
    about: 'The phone, what came of the calls of the logs, and the callers and cells that matter most.',
    lines: REPLAY_LINES,
  },
  import: { about: 'What cannot be read, each file, and the sum of them.', lines: IMPORT_LINES },
  generate: {
    about: 'With --out, the summary alone; with --into-store, the lines of `import`.',
    lines: {
      ...IMPORT_LINES,
      summary: [
        {
          file: [text, 'the file that was written'],
          contacts: [count, 'invented contacts'],
          seed: [text, 'what decides all of them'],
          messyShare: [number, 'the share of numbers in odd or damaged forms'],
          regions: [list(text), 'where the people live'],
        },
        ...(IMPORT_LINES['summary'] ?? []),
      ],
    },
  },
  bench: {
    about: 'What was measured on this machine.',
    lines: {
      build: [
        {
          index: LOOKUP.index,
          tookSeconds: [seconds, 'real time'],
          bytes: [number, 'memory, labels included'],
        },
      ],
      lookup: [LOOKUP],
      summary: [
        {
          source: [text, 'where the contacts come from'],
          contacts: [count, 'contacts that were measured'],
          numbers: [count, 'different numbers'],
          rejected: [count, 'phone cells that cannot be read'],
          identifiableNumbers: IDENTIFIABLE_NUMBERS,
          identifiableNumbersArticle: [count, 'the same on a phone of the article profile'],
        },
      ],
    },
  },
  run: {
    about:
      'The run as it goes on; with --list, each scenario in place of each case; with --watch, each run with its own summary.',
    lines: {
      start: [
        {
          files: [count, 'files'],
          cases: [count, 'cases to play'],
          problems: [count, 'parts of files that are no scenario'],
        },
      ],
      problem: [RUN_PROBLEM],
      scenario: [{ ...POSITION, ...CASE }],
      case: [
        {
          ...POSITION,
          ...CASE,
          result: [oneOf('passed', 'failed', 'broken', 'skipped'), '`broken` is a fault of Ringsight'],
          steps: [count, 'steps that were done'],
          tookSeconds: [seconds, 'real time'],
          virtualSeconds: [seconds, 'virtual time'],
          failure: [
            orNull(
              object({
                ...POSITION,
                step: [count, 'the step, from 0'],
                stepText: [text, 'the step as it is written'],
                mismatches: [
                  list(
                    object({
                      path: [text, 'such as `card.name`; empty where the step could not be done'],
                      expected: [text, 'what was expected'],
                      found: [text, 'what was found'],
                    }),
                  ),
                  'what was not so',
                ],
              }),
            ),
            'what failed',
          ],
          error: [
            orNull(object({ message: [text, 'the fault'], stack: [text, 'where in the code it arose'] })),
            'what broke',
          ],
          trace: [
            orNull(
              list(
                object({
                  afterSeconds: [seconds, 'virtual time since the first step'],
                  step: [number, 'the step that it came with; -1 for what was before the first'],
                  text: [text, 'what was seen'],
                }),
              ),
            ),
            'all that was seen; null for a case that passed, but with --verbose',
          ],
        },
      ],
      summary: [
        {
          files: [count, 'files'],
          passed: [count, 'cases'],
          failed: [count, 'cases'],
          broken: [count, 'cases'],
          skipped: [count, 'cases that were not played'],
          problems: [count, 'parts of files that are no scenario'],
          tookSeconds: [seconds, 'real time'],
          virtualSeconds: [seconds, 'virtual time'],
        },
        { scenarios: [count, 'with --list: scenarios'], problems: [count, 'parts of files that are no scenario'] },
      ],
    },
  },
  explore: {
    about: 'What came of the random walks.',
    lines: {
      summary: [
        {
          seed: [text, 'what decides all of it'],
          walks: [count, 'walks'],
          steps: [count, 'steps of all walks'],
          virtualSeconds: [seconds, 'virtual time of all walks'],
          tookSeconds: [seconds, 'real time'],
          isInterrupted: [flag, 'whether it was ended by a signal'],
          failure: [
            orNull(
              object({
                invariant: [word, 'what was broken'],
                message: [text, 'the same in a sentence'],
                found: [text, 'how it was broken'],
                seed: [text, 'with which the first walk is this one'],
                step: [count, 'how many steps the walk had'],
                shrunkTo: [count, 'steps of the shortest walk that was found'],
                file: [text, 'the scenario that fails by itself'],
              }),
            ),
            'the invariant that was broken; null where all held',
          ],
        },
      ],
    },
  },
  rules: {
    about: 'The rules that the simulated phones keep.',
    lines: {
      rule: [
        {
          id: [text, 'such as `AND-27`'],
          platform: [oneOf('android', 'ios'), 'the system'],
          message: [text, 'the rule in a sentence, as the newest versions keep it'],
          versions: [
            list(
              object({
                from: [number, 'the first API level of Android, or version of iOS'],
                to: [orNull(number), 'the last; null where it still holds'],
                message: [text, 'what holds for these'],
              }),
            ),
            'the versions that it holds for, the newest first',
          ],
          source: [text, 'where it can be read'],
          isVerified: [flag, 'whether a source settles it'],
          switch: [orNull(text), 'the switch that turns it in a scenario'],
          scenarios: [
            list(object({ file: POSITION.file, line: POSITION.line, name: CASE.name })),
            'the scenarios that prove it',
          ],
        },
      ],
      summary: [{ rules: [count, 'rules'], unverified: [count, 'those that no source settles'] }],
    },
  },
  sync: {
    about: 'One sync: its summary. With --watch a line for each sync; with --from the lines of `import`.',
    lines: {
      rejected: [REJECTED],
      file: IMPORT_LINES['file'] ?? [],
      sync: [SYNCED],
      summary: [
        SYNCED,
        {
          mode: [oneOf('watch'), 'always `watch`'],
          syncs: [count, 'syncs that came to their end'],
          failed: [count, 'syncs that failed'],
        },
        {
          files: [count, 'always 1'],
          ...IMPORTED,
          mode: [oneOf('file'), 'always `file`'],
          source: [text, "the file's name"],
          updatedAt: [instant, 'when the contacts were brought'],
          ...SYNC_COUNTS,
          identifiableNumbers: IDENTIFIABLE_NUMBERS,
        },
      ],
    },
  },
  'sync status': {
    about: 'How old the contacts are, and what waits.',
    lines: {
      summary: [
        {
          updatedAt: [orNull(instant), 'when contacts were last brought here; null: never'],
          ageSeconds: [orNull(seconds), 'how long ago that is'],
          contacts: [count, 'contacts that are here'],
          source: [orNull(text), 'where they come from'],
          account: [orNull(text), "the CRM's account; null where contacts are of a file"],
          identifiableNumbers: IDENTIFIABLE_NUMBERS,
          isSyncing: [flag, 'whether a sync is under way'],
          stopped: [
            orNull(
              object({
                mode: [oneOf('full', 'delta'), 'which sync'],
                startedAt: [instant, 'when it began'],
                gathered: [count, 'contacts with which the next one goes on'],
              }),
            ),
            'a sync that stopped before its end',
          ],
          problem: [orNull(object({ ...SYNC_PROBLEM, at: [instant, 'when'] })), 'why the last sync failed'],
          waiting: SENT.waiting,
          parked: SENT.parked,
          oldestSavedAt: [orNull(instant), 'the oldest outcome of the outbox'],
          drafts: [count, 'outcome screens that were left unsaved'],
        },
      ],
    },
  },
  'outbox list': {
    about: 'The outcomes that wait for the CRM.',
    lines: { outcome: [OUTBOX_LINE], summary: [{ waiting: SENT.waiting, parked: SENT.parked }] },
  },
  'outbox send': { about: 'What became of the outbox.', lines: { summary: [SENT] } },
  'outbox retry': { about: 'What became of the outbox.', lines: { summary: [SENT] } },
  'outbox edit': { about: 'Whether the outcome was changed.', lines: { summary: [CHANGED('isChanged')] } },
  'outbox discard': { about: 'Whether the outcome was given up.', lines: { summary: [CHANGED('isDiscarded')] } },
  'sign-out': {
    about: 'What was removed; where something is unsent, each outcome, and nothing is removed.',
    lines: {
      outcome: [OUTBOX_LINE],
      summary: [
        {
          isSignedOut: [flag, 'false where something is unsent'],
          removed: [count, 'contacts that were removed'],
          discarded: [count, 'unsent outcomes and drafts that were lost'],
          waiting: SENT.waiting,
          parked: SENT.parked,
          drafts: [count, 'outcome screens that are left unsaved'],
        },
      ],
    },
  },
  init: {
    about: 'Each file, and how many were written.',
    lines: {
      file: [{ file: [text, 'its path'], isWritten: [flag, 'false where it existed'] }],
      summary: [{ written: [count, 'files'], kept: [count, 'files that existed'] }],
    },
  },
  'crm serve': {
    about: 'Prints these lines without --json too.',
    lines: {
      listening: [{ url: [text, 'where it listens'] }],
      summary: [{ requests: [count, 'requests that arrived'] }],
    },
  },
  serve: {
    about: 'Prints these lines without --json too. Its log is JSON lines on stderr, each of the type `log`.',
    lines: {
      listening: [{ url: [text, 'where it listens'] }],
      summary: [{ signal: [text, 'what ended it'] }],
    },
  },
  open: {
    about: 'Where the page is.',
    lines: {
      listening: [{ url: [text, 'the address, which opens the page once'] }],
      summary: [{ signal: [text, 'what ended it'] }],
    },
  },
  'serve restored': {
    about: 'How many outcomes are to be looked for.',
    lines: { summary: [{ doubted: [count, 'outcomes that wait'] }] },
  },
  'serve calls': {
    about: 'Each call that a telephone system has reported, the newest first, and each that is to be called back.',
    lines: {
      'office-call': [OFFICE_CALL],
      'call-back': [OFFICE_CALL],
      summary: [{ calls: [count, 'calls'], callBacks: [count, 'those to be called back'] }],
    },
  },
  'serve token make': {
    about: 'A new token, which is shown this once.',
    lines: { summary: [{ ...TOKEN, token: [text, 'the token itself'] }] },
  },
  'serve token list': {
    about: 'Each token, and how many there are.',
    lines: {
      token: [TOKEN],
      summary: [{ tokens: [count, 'tokens, revoked ones among them'], good: [count, 'those that are not revoked'] }],
    },
  },
  'serve token revoke': {
    about: 'Which tokens were ended.',
    lines: { summary: [{ revoked: [list(text), 'their ids'] }] },
  },
}
