// Every text of the page, so that it can be translated in one place. What Ringsight says of a file or a call comes from the
// commands.

const count = new Intl.NumberFormat('en')

/** `1,234 contacts`, `1 contact`. */
function plural(number: number, one: string, many = `${one}s`): string {
  return `${count.format(number)} ${number === 1 ? one : many}`
}

export const WORDS = {
  title: 'Ringsight',
  private: 'Everything stays on this machine.',
  tabs: { check: 'Check an export', caller: 'Who is calling?', replay: 'Replay calls', store: 'Outbox and sync' },
  stopped: 'Ringsight has stopped. Start it again as before: a new page opens.',
  failed: 'That did not work. The terminal from which this page was opened says why.',
  notSent: (name: string) =>
    `"${name}" could not be read. If it is a folder, drop the file that is in it. If another program (such as Excel) has it open, close it there, and drop the file again.`,
  notOneFile: 'Drop one file.',
  folder: (name: string) => `"${name}" is a folder. Drop the file that is in it.`,
  choose: 'Choose a file',
  dropContacts: 'Drop the export of your CRM here: CSV, Excel or vCard.',
  dropCalls: 'Drop a call log here: XML, CSV or Excel.',
  stays: 'Nothing is uploaded: the file goes to Ringsight on this machine, and is deleted when it ends.',
  sending: (name: string) => `Reading ${name}`,
  checking: (name: string) => `Checking ${name}`,
  replaying: (name: string) => `Playing the calls of ${name}`,
  stop: 'Stop',
  percent: (fraction: number) => `${Math.floor(fraction * 100)} %`,
  share: (fraction: number) => `${Math.round(fraction * 100)} %`,
  counted: (number: number, noun: string) => `${count.format(number)} ${noun}`,
  number: (number: number) => count.format(number),
  tableOf: (what: string) => `${what}, as a table`,
  copyCommand: 'Copy as command',
  copyScenario: 'Copy as scenario',
  copied: 'Copied.',
  notCopied: 'The browser does not allow copying: select the text and copy it.',
  check: {
    heading: 'Check an export, and repair it',
    writtenBy: (source: string | null) => source ?? 'A file of contacts',
    contacts: (number: number) => plural(number, 'contact'),
    identified: 'When they call, they are identified by',
    before: 'any phone, file as it is',
    after: 'any phone, file repaired',
    read: 'Ringsight, file as it is',
    columns: 'Columns',
    columnsHint: 'What each column is taken for. Change what is wrong: the file is then checked again.',
    otherColumns: (number: number) => plural(number, 'other column'),
    uses: {
      phone: 'phone number',
      further: 'a number that callers are not matched by',
      proposed: 'not used; may hold numbers',
      name: 'name',
      country: 'country',
      id: 'record id',
      other: 'other facts',
      none: 'not used',
    },
    choices: {
      phone: 'take it for a phone number',
      name: 'take it for the name',
      country: 'take it for the country',
      id: 'take it for the record id',
      none: 'do not use it',
    },
    region: 'Country of numbers without one',
    regionHint: 'for contacts that state no country, such as IE',
    again: 'Check again',
    remember: 'Remember for files with the same columns',
    remembered: 'Remembered. Delete ringsight.config.json in the folder where Ringsight was started to forget it.',
    findings: 'Findings',
    all: (number: number) => `All (${count.format(number)})`,
    kind: (title: string, number: number) => `${title} (${count.format(number)})`,
    show: 'Show',
    row: 'Row',
    record: 'Record',
    column: 'Column',
    cell: 'Cell now',
    repaired: 'Repaired',
    why: 'What it is',
    noRepair: 'no certain repair',
    nothing: 'Nothing to find here.',
    repairs: 'Repairs',
    repairsHint: (number: number) =>
      number === 0
        ? 'No certain repair was found.'
        : `${plural(number, 'cell')} can be repaired with certainty. Every other cell stays as it is. Choose the kinds here, and single cells in the table above:`,
    repairCell: (row: number, column: string, repair: string) =>
      `Repair row ${count.format(row)}, ${column}: ${repair}`,
    left: (number: number) => `${plural(number, 'cell stays as it is', 'cells stay as they are')}.`,
    repairAll: 'Repair them too',
    writeAs: 'Write numbers as',
    forms: {
      e164: '+353871234567 (any phone)',
      international: '+353 87 123 4567',
      national: '087 123 4567',
      '00': '00353871234567',
    },
    makeFile: 'Make the repaired file',
    makeChanges: 'Only the contacts that change',
    makeReport: 'Make a report (page)',
    makeList: 'Make a list of findings (CSV)',
    making: 'Making the file',
    made: (name: string) => `Download ${name}`,
    unchanged: 'The file that you dropped is not changed.',
    other: 'Check another file',
  },
  caller: {
    heading: 'Who is calling?',
    number: 'Number, as it calls',
    numberHint: 'such as +353 83 724 7309, withheld or payphone',
    contacts: 'Contacts',
    fromFile: (name: string) => `of ${name}`,
    fromStore: 'of the store',
    otherFile: 'Take the contacts of a file',
    platform: 'Phone',
    android: 'Android',
    ios: 'iPhone',
    version: 'Android version (API level)',
    maker: 'Maker',
    region: "SIM's country",
    profile: 'Holds',
    profiles: { ringsight: 'every contact', article: '10,000 contacts' },
    permissions: 'The app may',
    permission: {
      'call-log': 'read the call log',
      phone: 'see the phone state',
      notifications: 'notify',
      overlay: 'draw over other apps',
    },
    role: 'is the call screening app',
    callerId: { android: 'Caller ID is on in the app', ios: 'the extension is switched on' },
    ask: 'Call',
    asking: 'The phone rings …',
    steps: 'Why',
    decided: 'this decided',
    stepTitles: {
      number: 'Number',
      'address-book': 'Address book',
      contacts: 'Contacts',
      choice: 'Choice',
      phone: 'Phone',
      shown: 'Shown',
    } as Readonly<Record<string, string>>,
    incoming: 'Incoming call',
    missed: 'If it is missed',
    answered: 'If it is answered, after the call',
    noNotice: 'the app tells nothing of it',
    others: (number: number) => `+${number} ${number === 1 ? 'other' : 'others'}`,
    appName: 'Ringsight Caller ID',
    phoneName: (platform: 'android' | 'ios') =>
      platform === 'ios' ? 'An iPhone that rings' : 'An Android phone that rings',
    outcomeOf: (platform: 'android' | 'ios') =>
      platform === 'ios' ? 'An iPhone after the call' : 'An Android phone after the call',
  },
  outcome: {
    title: 'Call outcome',
    opens: 'this screen opens',
    none: 'no outcome screen opens',
    call: (name: string, seconds: number) =>
      `Incoming call with ${name} · ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    notes: 'Notes',
    addTask: '+ Add a task',
    deal: 'On the deal',
    save: 'Save',
    dismiss: 'Dismiss, keep draft',
  },
  replay: {
    heading: 'What would it have shown?',
    intro: 'Plays the calls of a log against your contacts and the rules of a phone.',
    needContacts: 'Which contacts?',
    named: 'calls would have been named',
    callersNamed: 'callers would have been named',
    compare: 'Compare with another phone, or other contacts',
    otherPhone: 'The other phone',
    otherContacts: 'With which contacts?',
    sameContacts: 'the same',
    changes: 'What the other one changes',
    namedThere: 'calls would be named there',
    allChanges: 'All changes',
    change: { gained: 'Gained', lost: 'Lost', renamed: 'Another name' },
    amount: (calls: number, callers: number) => `${plural(calls, 'call')} of ${plural(callers, 'caller')}`,
    changed: 'Change',
    here: 'Shown here',
    there: 'Shown there',
    reasons: 'Why the others would not',
    days: 'By day',
    dayOf: (day: string, named: number, calls: number) =>
      `${day}: ${count.format(named)} of ${count.format(calls)} named`,
    callers: 'Callers',
    callersOf: (reason: string) => `Callers: ${reason}`,
    caller: 'Number',
    calls: 'Calls',
    repairs: 'Repairs that would have named calls',
    cell: 'Cell now',
    repaired: 'Repaired',
    other: 'Play another log',
    columns: 'If the log is of an unknown program, name its columns:',
    columnNames: { number: 'Who called', time: 'When', direction: 'Incoming or outgoing' },
    play: 'Play again',
  },
  store: {
    heading: 'Outbox and sync',
    contacts: (number: number) => `${plural(number, 'contact')} in the store`,
    synced: (age: string) => `brought from the CRM ${age} ago`,
    never: 'never brought from the CRM',
    waiting: (number: number) => `${plural(number, 'outcome')} ${number === 1 ? 'waits' : 'wait'} for the CRM`,
    parked: (number: number) => `${count.format(number)} cannot go as ${number === 1 ? 'it is' : 'they are'}`,
    problem: 'The last sync did not work:',
    empty: 'Nothing waits for the CRM.',
    who: 'Who',
    outcome: 'Outcome',
    saved: 'Saved',
    state: 'State',
    again: 'Look again',
    fix: 'What to do',
    states: { due: 'goes next', waiting: 'waits', parked: 'cannot go' } as Readonly<Record<string, string>>,
  },
}

/** `3 days`, `2 hours`, `5 minutes`. */
export function ageOf(seconds: number): string {
  const [amount, unit] =
    seconds >= 172_800
      ? [seconds / 86_400, 'day']
      : seconds >= 7_200
        ? [seconds / 3_600, 'hour']
        : [Math.max(1, seconds / 60), 'minute']
  return plural(Math.round(amount), unit)
}

/** An instant as people read it here. */
export function whenOf(iso: string): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
