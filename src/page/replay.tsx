// A year of real calls, played against the contacts: how many would have been named, and why not the others.
import { useState } from 'preact/hooks'
import type { Reason } from '../app/answer-call.ts'
import { titleOf } from '../replay/reasons.ts'
import { Bar } from './bar.tsx'
import { PhoneFields, type PhoneForm, READY_PHONE } from './caller.tsx'
import { askedOf, type Contacts } from './check.tsx'
import { NOTHING_STATED } from './columns.tsx'
import { Copy } from './copy.tsx'
import { FileDrop } from './file-drop.tsx'
import { LineTable } from './line-table.tsx'
import { type Change, Changes } from './replay-changes.tsx'
import { begin, type KeptFile, readLines, sendFile } from './server.ts'
import { WORDS } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

interface Played {
  readonly run: string
  readonly command: string
  readonly summary: {
    readonly calls: number
    readonly callers: number
    readonly named: { readonly calls: number; readonly callers: number }
    readonly against: Change | null
    readonly notices: readonly string[]
  }
  readonly reasons: readonly {
    /** Null for the setting itself. */
    readonly against: string | null
    readonly reason: Reason
    readonly isIdentified: boolean
    readonly calls: number
  }[]
  readonly days: readonly { readonly day: string; readonly calls: number; readonly named: number }[]
}

interface Caller {
  readonly number: string
  readonly country: string | null
  readonly calls: number
  readonly reason: Reason
}

interface Repair {
  readonly row: number
  readonly column: string
  readonly value: string
  readonly repair: string
  readonly calls: number
}

const MOST_DAYS = 400

export function ReplayTab({ contacts }: { readonly contacts: Contacts | null }) {
  const work = useWork()
  const [log, setLog] = useState<KeptFile | null>(null)
  const [own, setOwn] = useState<Contacts | null>(null)
  const [phone, setPhone] = useState(READY_PHONE)
  const [against, setAgainst] = useState<Against | null>(null)
  const [columns, setColumns] = useState({ number: '', time: '', direction: '' })
  const [played, setPlayed] = useState<Played | null>(null)
  const [reason, setReason] = useState('')
  const people = own ?? contacts

  const play = (file: KeptFile, whose: Contacts | null) =>
    work.start(WORDS.replaying(file.name), async (tell) => {
      setPlayed(null)
      setReason('')
      const { id, command } = await begin({
        command: 'replay',
        file: file.id,
        contacts: askedOf(whose),
        phone,
        columns,
        against: against && { phone: against.phone, contacts: askedOf(against.contacts) },
      })
      await tell.finish(id)
      const [summary] = (await readLines<Played['summary']>(id, { type: 'summary' })).lines
      const { lines } = await readLines<Played['reasons'][number]>(id, { type: 'reason' })
      const { lines: days } = await readLines<Played['days'][number]>(id, { type: 'day', count: MOST_DAYS })
      const reasons = lines.filter((line) => line.against === null)
      if (summary !== undefined && !tell.isOver()) setPlayed({ run: id, command, summary, reasons, days })
    })
  const take = (file: File, keep: (kept: KeptFile) => void) =>
    work.start(WORDS.sending(file.name), async (tell) => {
      const kept = await sendFile(file, tell.fraction)
      if (!tell.isOver()) keep(kept)
    })
  return (
    <>
      <h2>{WORDS.replay.heading}</h2>
      <p>{WORDS.replay.intro}</p>
      <p>
        {WORDS.replay.needContacts}{' '}
        <bdi>{people === null ? WORDS.caller.fromStore : WORDS.caller.fromFile(people.file.name)}</bdi>
      </p>
      {people === null && (
        <FileDrop
          hint={WORDS.dropContacts}
          onFile={(file) => take(file, (kept) => setOwn({ file: kept, columns: NOTHING_STATED }))}
        />
      )}
      <PhoneFields phone={phone} onPhone={setPhone} />
      <p>
        <label class="choice">
          <input
            type="checkbox"
            checked={against !== null}
            onChange={({ currentTarget }) => setAgainst(currentTarget.checked ? { phone, contacts: null } : null)}
          />
          {WORDS.replay.compare}
        </label>
      </p>
      {against !== null && (
        <AgainstFields
          against={against}
          onAgainst={setAgainst}
          onFile={(file) =>
            take(file, (kept) => setAgainst({ ...against, contacts: { file: kept, columns: NOTHING_STATED } }))
          }
        />
      )}
      {log === null && (
        <FileDrop
          hint={WORDS.dropCalls}
          onFile={(file) =>
            take(file, (kept) => {
              setLog(kept)
              play(kept, people)
            })
          }
        />
      )}
      <WorkShown work={work} />
      {log !== null && (
        <form
          class="row"
          onSubmit={(event) => {
            event.preventDefault()
            play(log, people)
          }}
        >
          <p>{WORDS.replay.columns}</p>
          {(['number', 'time', 'direction'] as const).map((name) => (
            <label key={name}>
              {WORDS.replay.columnNames[name]}
              <input
                value={columns[name]}
                onInput={({ currentTarget }) => setColumns({ ...columns, [name]: currentTarget.value })}
              />
            </label>
          ))}
          <button type="submit">{WORDS.replay.play}</button>
          <button
            type="button"
            onClick={() => {
              setLog(null)
              setPlayed(null)
            }}
          >
            {WORDS.replay.other}
          </button>
        </form>
      )}
      {played !== null && <Figures played={played} reason={reason} onReason={setReason} />}
    </>
  )
}

/** What the same calls are played with as well. */
interface Against {
  readonly phone: PhoneForm
  /** Null for the same. */
  readonly contacts: Contacts | null
}

interface AgainstFieldsProps {
  readonly against: Against
  readonly onAgainst: (against: Against) => void
  readonly onFile: (file: File) => void
}

function AgainstFields({ against, onAgainst, onFile }: AgainstFieldsProps) {
  const { phone, contacts } = against
  return (
    <section aria-label={WORDS.replay.compare}>
      <PhoneFields
        legend={WORDS.replay.otherPhone}
        phone={phone}
        onPhone={(next) => onAgainst({ ...against, phone: next })}
      />
      <p>
        {WORDS.replay.otherContacts}{' '}
        <bdi>{contacts === null ? WORDS.replay.sameContacts : WORDS.caller.fromFile(contacts.file.name)}</bdi>
      </p>
      <FileDrop hint={WORDS.dropContacts} onFile={onFile} />
    </section>
  )
}

interface FiguresProps {
  readonly played: Played
  readonly reason: string
  readonly onReason: (reason: string) => void
}

function Figures({ played, reason, onReason }: FiguresProps) {
  const { run, command, summary, reasons, days } = played
  const unnamed = reasons.filter(({ isIdentified }) => !isIdentified)
  return (
    <>
      <section aria-label={WORDS.replay.heading}>
        <Bar label={WORDS.replay.named} part={summary.named.calls} whole={summary.calls} />
        <Bar label={WORDS.replay.callersNamed} part={summary.named.callers} whole={summary.callers} />
        {summary.notices.map((notice) => (
          <p key={notice} class="notice">
            {notice}
          </p>
        ))}
        <Copy label={WORDS.copyCommand} text={async () => command} />
      </section>
      {summary.against !== null && <Changes run={run} change={summary.against} calls={summary.calls} />}
      <section aria-labelledby="reasons">
        <h3 id="reasons">{WORDS.replay.reasons}</h3>
        {unnamed.map((each) => (
          <button
            key={each.reason}
            type="button"
            class="bar-button"
            aria-pressed={each.reason === reason}
            onClick={() => onReason(each.reason === reason ? '' : each.reason)}
          >
            <Bar label={titleOf(each.reason)} part={each.calls} whole={summary.calls} />
          </button>
        ))}
      </section>
      <Days days={days} />
      <section aria-label={WORDS.replay.callers}>
        <h3>{reason === '' ? WORDS.replay.callers : WORDS.replay.callersOf(titleOf(reason as Reason))}</h3>
        <LineTable<Caller>
          run={run}
          type="unnamed"
          field="reason"
          value={reason}
          caption={WORDS.replay.callers}
          columns={[
            { title: WORDS.replay.caller, show: ({ number }) => number },
            { title: WORDS.replay.calls, show: ({ calls }) => WORDS.number(calls) },
            { title: WORDS.check.why, show: (line) => titleOf(line.reason) },
          ]}
        />
      </section>
      <section aria-label={WORDS.replay.repairs}>
        <h3>{WORDS.replay.repairs}</h3>
        <LineTable<Repair>
          run={run}
          type="repair"
          caption={WORDS.replay.repairs}
          columns={[
            { title: WORDS.check.row, show: ({ row }) => WORDS.number(row) },
            { title: WORDS.check.column, show: ({ column }) => column },
            { title: WORDS.replay.cell, show: ({ value }) => value },
            { title: WORDS.replay.repaired, show: ({ repair }) => repair },
            { title: WORDS.replay.calls, show: ({ calls }) => WORDS.number(calls) },
          ]}
        />
      </section>
    </>
  )
}

const CHART_PX = 120

function Days({ days }: Pick<Played, 'days'>) {
  const most = Math.max(1, ...days.map(({ calls }) => calls))
  if (days.length === 0) return null
  return (
    <section aria-labelledby="days">
      <h3 id="days">{WORDS.replay.days}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard */}
      <ul class="days" tabIndex={0} aria-labelledby="days">
        {days.map(({ day, calls, named }) => (
          <li key={day} title={WORDS.replay.dayOf(day, named, calls)}>
            <span class="quiet">{WORDS.replay.dayOf(day, named, calls)}</span>
            <span aria-hidden="true" class="calls" style={{ height: `${(calls / most) * CHART_PX}px` }}>
              <span style={{ height: `${(named / Math.max(1, calls)) * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
