// An export, checked: who would be identified, what is wrong, and the file again with the repairs that were chosen.
import { useState } from 'preact/hooks'
import { Bar } from './bar.tsx'
import { Copy } from './copy.tsx'
import { FileDrop } from './file-drop.tsx'
import { LineTable } from './line-table.tsx'
import { begin, type KeptFile, readLines, sendFile } from './server.ts'
import { WORDS } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

interface CheckedFile {
  readonly writtenBy: string | null
  readonly columns: { readonly phones: readonly string[]; readonly country: string | null; readonly id: string | null }
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

interface Finding {
  readonly row: number
  readonly recordId: string | null
  readonly column: string | null
  readonly value: string
  readonly code: string
  readonly repair: string | null
}

interface Checked {
  readonly run: string
  readonly command: string
  readonly file: KeptFile
  readonly result: CheckedFile
}

type Make = 'fix' | 'changes' | 'html' | 'csv'

export function CheckTab({ onFile }: { readonly onFile: (file: KeptFile) => void }) {
  const work = useWork()
  const [checked, setChecked] = useState<Checked | null>(null)
  const [region, setRegion] = useState('')
  const [added, setAdded] = useState<readonly string[]>([])

  const check = (file: KeptFile, columns: object) =>
    work.start(WORDS.checking(file.name), async (tell) => {
      const { id, command } = await begin({ command: 'check', file: file.id, columns, makes: [], except: [] })
      await tell.finish(id)
      const { lines } = await readLines<CheckedFile>(id, { type: 'file' })
      const [result] = lines
      if (result !== undefined && !tell.isOver()) setChecked({ run: id, command, file, result })
    })
  const take = (file: File) =>
    work.start(WORDS.sending(file.name), async (tell) => {
      const kept = await sendFile(file, tell.fraction)
      if (tell.isOver()) return
      setChecked(null)
      setAdded([])
      onFile(kept)
      check(kept, region === '' ? {} : { region })
    })
  const again = () => {
    if (checked !== null) check(checked.file, { region, phones: added })
  }

  return (
    <>
      <h2>{WORDS.check.heading}</h2>
      {checked === null && <FileDrop hint={WORDS.dropContacts} onFile={take} />}
      <WorkShown work={work} />
      {checked !== null && (
        <>
          <Answer checked={checked} />
          <section aria-labelledby="columns">
            <h3 id="columns">{WORDS.check.columns}</h3>
            <Columns {...checked.result.columns} />
            <form
              class="row"
              onSubmit={(event) => {
                event.preventDefault()
                again()
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
              <label>
                {WORDS.check.add}
                <input
                  value={added.join('')}
                  aria-describedby="add-hint"
                  onInput={({ currentTarget: { value } }) => setAdded(value === '' ? [] : [value])}
                />
                <small id="add-hint">{WORDS.check.addHint}</small>
              </label>
              <button type="submit">{WORDS.check.again}</button>
            </form>
          </section>
          <Findings checked={checked} />
          <Repairs key={checked.run} checked={checked} columns={{ region, phones: added }} />
          <p>
            <button type="button" onClick={() => setChecked(null)}>
              {WORDS.check.other}
            </button>
          </p>
        </>
      )}
    </>
  )
}

function Answer({ checked: { file, command, result } }: { readonly checked: Checked }) {
  const { contacts, identifiable, identifiableByAnyPhone, identifiableRepaired, notices } = result
  return (
    <section aria-label={file.name}>
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

function Columns({ phones, country, id }: CheckedFile['columns']) {
  return (
    <dl>
      <dt>{WORDS.check.phones}</dt>
      <dd>{phones.join(', ') || WORDS.check.none}</dd>
      <dt>{WORDS.check.country}</dt>
      <dd>{country ?? WORDS.check.none}</dd>
      <dt>{WORDS.check.id}</dt>
      <dd>{id ?? WORDS.check.none}</dd>
    </dl>
  )
}

function Findings({ checked: { run, result } }: { readonly checked: Checked }) {
  const [code, setCode] = useState('')
  const total = result.codes.reduce((sum, { count }) => sum + count, 0)
  const titleOf = new Map(result.codes.map((each) => [each.code, each.title]))
  return (
    <section aria-labelledby="findings">
      <h3 id="findings">{WORDS.check.findings}</h3>
      <label>
        {WORDS.check.show}{' '}
        <select value={code} onChange={({ currentTarget }) => setCode(currentTarget.value)}>
          <option value="">{WORDS.check.all(total)}</option>
          {result.codes.map((each) => (
            <option key={each.code} value={each.code}>
              {WORDS.check.kind(each.title, each.count)}
            </option>
          ))}
        </select>
      </label>
      <LineTable<Finding>
        run={run}
        type="finding"
        field="code"
        value={code}
        caption={WORDS.check.findings}
        columns={[
          { title: WORDS.check.row, show: ({ row }) => WORDS.number(row) },
          { title: WORDS.check.record, show: ({ recordId }) => recordId ?? '' },
          { title: WORDS.check.column, show: ({ column }) => column ?? '' },
          { title: WORDS.check.cell, show: ({ value }) => value },
          { title: WORDS.check.repaired, show: ({ repair }) => repair ?? WORDS.check.noRepair },
          { title: WORDS.check.why, show: (finding) => titleOf.get(finding.code) ?? finding.code },
        ]}
      />
    </section>
  )
}

function Repairs({ checked, columns }: { readonly checked: Checked; readonly columns: object }) {
  const { file, result } = checked
  const work = useWork()
  const [except, setExcept] = useState<ReadonlySet<string>>(new Set())
  const [made, setMade] = useState<readonly KeptFile[]>([])
  const kinds = result.codes.filter(({ repairable }) => repairable > 0)

  const make = (what: Make) =>
    work.start(WORDS.check.making, async (tell) => {
      setMade([])
      const { id } = await begin({ command: 'check', file: file.id, columns, makes: [what], except: [...except] })
      const state = await tell.finish(id)
      if (!tell.isOver()) setMade(state.made)
    })
  const turn = (code: string, isOn: boolean) => {
    const next = new Set(except)
    if (isOn) next.delete(code)
    else next.add(code)
    setExcept(next)
  }
  return (
    <section aria-labelledby="repairs">
      <h3 id="repairs">{WORDS.check.repairs}</h3>
      <fieldset>
        <legend>{WORDS.check.repairsHint(result.repairable)}</legend>
        {kinds.map(({ code, title, repairable }) => (
          <label key={code} class="choice">
            <input
              type="checkbox"
              checked={!except.has(code)}
              onChange={({ currentTarget }) => turn(code, currentTarget.checked)}
            />
            {WORDS.check.kind(title, repairable)}
          </label>
        ))}
      </fieldset>
      <p class="row">
        <button type="button" class="main" disabled={result.repairable === 0} onClick={() => make('fix')}>
          {WORDS.check.makeFile}
        </button>
        <button type="button" disabled={result.repairable === 0} onClick={() => make('changes')}>
          {WORDS.check.makeChanges}
        </button>
        <button type="button" onClick={() => make('html')}>
          {WORDS.check.makeReport}
        </button>
        <button type="button" onClick={() => make('csv')}>
          {WORDS.check.makeList}
        </button>
      </p>
      <WorkShown work={work} />
      {made.map(({ id, name }) => (
        <p key={id} role="status">
          <a href={`/api/files/${id}`} download={name}>
            {WORDS.check.made(name)}
          </a>{' '}
          {WORDS.check.left}
        </p>
      ))}
    </section>
  )
}
