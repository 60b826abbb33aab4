// A year of real calls, played against the contacts: what is dropped, and under which settings it is played.
import { useEffect, useState } from 'preact/hooks'
import { askedOf, type Contacts, ContactsChoice, contactsOf } from './contacts-choice.tsx'
import { FileDrop } from './file-drop.tsx'
import { AS_RECOGNISED, type LogChoices, LogColumns } from './log-columns.tsx'
import { PhoneFields, type PhoneForm, READY_PHONE } from './phone-fields.tsx'
import { Figures, type Played } from './replay-figures.tsx'
import { begin, type KeptFile, readLines, sendFile, type UsedLogColumn } from './server.ts'
import { WORDS } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

const MOST_DAYS = 1_000

/** A log that was dropped. */
interface Dropped {
  readonly file: KeptFile
  readonly choices: LogChoices
  /** As they are taken by themselves; none where the file is no log at all. */
  readonly columns: readonly UsedLogColumn[]
  /** It holds contacts. */
  readonly isContacts: boolean
}

interface ReplayTabProps {
  readonly contacts: Contacts | null
  /** A log that was dropped elsewhere, to be played. */
  readonly handed: KeptFile | null
}

export function ReplayTab({ contacts, handed }: ReplayTabProps) {
  const work = useWork()
  const [dropped, setDropped] = useState<Dropped | null>(null)
  const [own, setOwn] = useState<Contacts | null>(null)
  const [phone, setPhone] = useState(READY_PHONE)
  const [against, setAgainst] = useState<Against | null>(null)
  const [played, setPlayed] = useState<Played | null>(null)
  const [reason, setReason] = useState('')
  const people = own ?? contacts

  const play = (file: KeptFile, choices: LogChoices, whose = people) =>
    work.start(WORDS.replaying(file.name), async (tell) => {
      setPlayed(null)
      setReason('')
      const { id, command } = await begin({
        command: 'replay',
        file: file.id,
        contacts: askedOf(whose),
        phone,
        columns: choices,
        against: against && { phone: against.phone, contacts: askedOf(against.contacts) },
      })
      const told = { messages: [] as readonly string[] }
      try {
        told.messages = (await tell.finish(id)).messages
      } finally {
        // Also where it is not known which column is which: there the menus are needed most.
        const [columns] = (await readLines<{ readonly columns: readonly UsedLogColumn[] }>(id, { type: 'columns' }))
          .lines
        const isContacts = (await readLines(id, { type: 'contacts' })).total > 0
        if (!tell.isOver())
          setDropped((before) => readColumns(before, { file, choices, isContacts, columns: columns?.columns ?? [] }))
      }
      const [summary] = (await readLines<Played['summary']>(id, { type: 'summary' })).lines
      const [log = null] = (await readLines<NonNullable<Played['log']>>(id, { type: 'log' })).lines
      const { lines } = await readLines<Played['reasons'][number]>(id, { type: 'reason' })
      const { total } = await readLines(id, { type: 'day', count: 0 })
      const latest = { type: 'day', from: Math.max(0, total - MOST_DAYS), count: MOST_DAYS }
      const { lines: days } = await readLines<Played['days'][number]>(id, latest)
      const reasons = lines.filter((line) => line.against === null)
      if (summary !== undefined && !tell.isOver()) setPlayed({ run: id, command, log, summary, reasons, days, ...told })
    })
  const take = (file: File, keep: (kept: KeptFile) => void) =>
    work.start(WORDS.sending(file.name), async (tell) => {
      const kept = await sendFile(file, tell)
      if (!tell.isOver()) keep(kept)
    })
  const takeLog = (file: KeptFile) => {
    setDropped({ file, choices: AS_RECOGNISED, columns: [], isContacts: false })
    play(file, AS_RECOGNISED)
  }
  const takeOther = () => {
    work.stop()
    setDropped(null)
    setPlayed(null)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: played once, when it is handed over
  useEffect(() => {
    if (handed !== null) takeLog(handed)
  }, [handed])
  return (
    <>
      <h2>{WORDS.replay.heading}</h2>
      <p class="soft">{WORDS.replay.intro}</p>
      <ContactsChoice
        label={WORDS.caller.contacts}
        contacts={people}
        none={WORDS.caller.fromStore}
        isNeeded={people === null}
        key={people === null ? 'none' : people.file.id}
        onFile={(file) => take(file, (kept) => setOwn(contactsOf(kept)))}
      />
      {dropped === null && <FileDrop hint={WORDS.dropCalls} onFile={(file) => take(file, takeLog)} />}
      {dropped !== null && (
        <p class="line">
          <span>
            <strong>{WORDS.replay.log}</strong>: <bdi>{dropped.file.name}</bdi>
          </span>
          <button type="button" onClick={takeOther}>
            {WORDS.replay.other}
          </button>
        </p>
      )}
      <PhoneFields phone={phone} onPhone={setPhone} isPast />
      <p class="line">
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
        <section aria-label={WORDS.replay.compare} class="close">
          <PhoneFields
            legend={WORDS.replay.otherPhone}
            phone={against.phone}
            onPhone={(next) => setAgainst({ ...against, phone: next })}
            isPast
          />
          <ContactsChoice
            label={WORDS.replay.otherContacts}
            contacts={against.contacts}
            none={WORDS.replay.sameContacts}
            onFile={(file) => take(file, (kept) => setAgainst({ ...against, contacts: contactsOf(kept) }))}
          />
        </section>
      )}
      {dropped !== null && (
        <>
          {dropped.columns.length > 0 && !dropped.isContacts && (
            <LogColumns
              key={dropped.file.id}
              columns={dropped.columns}
              choices={dropped.choices}
              onChoices={(choices) => play(dropped.file, choices)}
            />
          )}
          <p class="row">
            <button type="button" class="main" onClick={() => play(dropped.file, dropped.choices)}>
              {WORDS.replay.play}
            </button>
          </p>
        </>
      )}
      <WorkShown work={work} />
      {dropped?.isContacts === true && (
        <p class="notice line">
          <button
            type="button"
            class="main"
            onClick={() => {
              setOwn(contactsOf(dropped.file))
              takeOther()
            }}
          >
            {WORDS.replay.takeAsContacts}
          </button>
        </p>
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

// A run says of a column that was chosen only that: what it is by itself was said when nothing was.
function readColumns(before: Dropped | null, told: Dropped): Dropped {
  const isPlain = Object.values(told.choices).every((choice) => choice === '')
  return isPlain || before === null
    ? told
    : { ...told, columns: before.columns.length > 0 ? before.columns : told.columns }
}
