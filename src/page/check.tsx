// An export, checked: who would be identified, how its columns were read, what is wrong, and the repairs.
import { useState } from 'preact/hooks'
import { Bar } from './bar.tsx'
import { byThemselves, type Choices, ColumnMenus, type StatedColumns, stateColumns } from './columns.tsx'
import type { Contacts } from './contacts-choice.tsx'
import { Copy } from './copy.tsx'
import { FileDrop } from './file-drop.tsx'
import { Findings } from './findings.tsx'
import { ALL_REPAIRS, Repairs } from './repairs.tsx'
import { begin, type KeptFile, readLines, sendFile, type UsedColumn } from './server.ts'
import { WORDS } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

export interface CheckedFile {
  readonly writtenBy: string | null
  readonly contacts: number
  readonly identifiable: number
  readonly identifiableByAnyPhone: number
  readonly identifiableRepaired: number
  readonly repairable: number
  readonly codes: readonly {
    readonly code: string
    readonly title: string
    readonly count: number
    readonly repairable: number
  }[]
  readonly notices: readonly string[]
}

export interface Checked {
  readonly run: string
  readonly command: string
  readonly file: KeptFile
  readonly columns: StatedColumns
  readonly result: CheckedFile
}

/** What was dropped. */
interface Dropped {
  readonly file: KeptFile
  /** As they are taken by themselves, whatever is chosen. */
  readonly columns: readonly UsedColumn[]
}

interface CheckTabProps {
  readonly onContacts: (contacts: Contacts) => void
  /** What was dropped is a call log, which is to be played. */
  readonly onCallLog: (file: KeptFile) => void
}

export function CheckTab({ onContacts, onCallLog }: CheckTabProps) {
  const work = useWork()
  const [dropped, setDropped] = useState<Dropped | null>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [region, setRegion] = useState('')
  const [choices, setChoices] = useState<Choices>({})
  const [isKept, setKept] = useState(false)
  const [callLog, setCallLog] = useState<KeptFile | null>(null)

  const check = (
    file: KeptFile,
    columns: StatedColumns,
    isRemembered: boolean,
    onColumns: (columns: readonly UsedColumn[]) => void,
  ) =>
    work.start(WORDS.checking(file.name), async (tell) => {
      const { id, command } = await begin({
        command: 'check',
        file: file.id,
        columns,
        isRemembered,
        makes: [],
        except: [],
      })
      try {
        await tell.finish(id)
      } catch (error) {
        if (!tell.isOver()) setChecked(null)
        throw error
      } finally {
        // Also where no column is known to hold numbers: there the menus are needed most.
        const [told] = (await readLines<{ readonly columns: readonly UsedColumn[] }>(id, { type: 'columns' })).lines
        const isCallLog = (await readLines(id, { type: 'call-log' })).total > 0
        if (isCallLog && !tell.isOver()) setCallLog(file)
        if (!isCallLog && told !== undefined && !tell.isOver()) onColumns(told.columns)
      }
      const [result] = (await readLines<CheckedFile>(id, { type: 'file' })).lines
      if (result === undefined || tell.isOver()) return
      setChecked({ run: id, command, file, columns, result })
      setKept(isRemembered)
      onContacts({ file, columns })
    })
  const take = (file: File) =>
    work.start(WORDS.sending(file.name), async (tell) => {
      const kept = await sendFile(file, tell)
      if (tell.isOver()) return
      setChoices({})
      setCallLog(null)
      check(kept, stateColumns(region, {}), false, (columns) => setDropped({ file: kept, columns }))
    })
  const again = (next: Choices, isRemembered = false) => {
    setChoices(next)
    if (dropped === null) return
    const { file, columns: before } = dropped
    check(file, stateColumns(region, next), isRemembered, (told) =>
      setDropped({ file, columns: byThemselves(told, { choices: next, before }) }),
    )
  }
  return (
    <>
      <h2>{WORDS.check.heading}</h2>
      {dropped === null && <p class="soft">{WORDS.check.intro}</p>}
      {dropped === null && <FileDrop hint={WORDS.dropContacts} onFile={take} />}
      <WorkShown work={work} />
      {callLog !== null && (
        <p class="notice line">
          <span>{WORDS.check.isCallLog(callLog.name)}</span>
          <button
            type="button"
            class="main"
            onClick={() => {
              setCallLog(null)
              work.stop()
              onCallLog(callLog)
            }}
          >
            {WORDS.check.playCalls}
          </button>
        </p>
      )}
      {checked !== null && <Answer checked={checked} />}
      {dropped !== null && (
        <section aria-labelledby="columns">
          <h3 id="columns">{WORDS.check.columns}</h3>
          <ColumnMenus columns={dropped.columns} choices={choices} onChoices={again} />
          <form
            class="row"
            onSubmit={(event) => {
              event.preventDefault()
              again(choices)
            }}
          >
            <label>
              {WORDS.check.region}
              <input
                value={region}
                maxLength={2}
                size={4}
                aria-describedby="region-hint"
                onInput={({ currentTarget }) => setRegion(currentTarget.value.toUpperCase())}
              />
              <small id="region-hint">{WORDS.check.regionHint}</small>
            </label>
            <button type="submit">{WORDS.check.again}</button>
            {Object.keys(choices).length > 0 && (
              <button type="button" onClick={() => again(choices, true)}>
                {WORDS.check.remember}
              </button>
            )}
          </form>
          <p role="status">{isKept ? WORDS.check.remembered : ''}</p>
        </section>
      )}
      {checked !== null && <RepairsAndFindings key={checked.file.id} checked={checked} />}
      {dropped !== null && (
        <p class="row">
          <button
            type="button"
            onClick={() => {
              work.stop()
              setDropped(null)
              setChecked(null)
            }}
          >
            {WORDS.check.other}
          </button>
        </p>
      )}
    </>
  )
}

function RepairsAndFindings({ checked }: { readonly checked: Checked }) {
  const [wanted, setWanted] = useState(ALL_REPAIRS)
  return (
    <>
      <Repairs checked={checked} wanted={wanted} onWanted={setWanted} />
      <Findings key={checked.run} checked={checked} wanted={wanted} onWanted={setWanted} />
    </>
  )
}

function Answer({ checked: { file, command, result } }: { readonly checked: Checked }) {
  const { contacts, identifiable, identifiableByAnyPhone, identifiableRepaired, notices } = result
  return (
    <section aria-label={file.name} class="first">
      <p>
        <bdi>{file.name}</bdi>: {WORDS.check.writtenBy(result.writtenBy)}. {WORDS.check.contacts(contacts)}.
      </p>
      <h3>{WORDS.check.identified}</h3>
      <Bar label={WORDS.check.before} part={identifiableByAnyPhone} whole={contacts} />
      <Bar label={WORDS.check.after} part={identifiableRepaired} whole={contacts} />
      <Bar label={WORDS.check.read} part={identifiable} whole={contacts} />
      {notices.map((notice) => (
        <p key={notice} class="notice">
          {notice}
        </p>
      ))}
      <Copy label={WORDS.copyCommand} text={async () => command} />
    </section>
  )
}
