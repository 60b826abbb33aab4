// Which of the certain repairs are made, by kind and by cell, and the files that are made of them.
import { useEffect, useState } from 'preact/hooks'
import type { Checked } from './check.tsx'
import type { Finding } from './findings.tsx'
import { begin, type KeptFile } from './server.ts'
import { WORDS } from './words.ts'
import { useWork, WorkShown } from './work.tsx'

interface Cell {
  readonly row: number
  readonly column: string
}

/** All but these. */
export interface WantedRepairs {
  /** Kinds. */
  readonly except: ReadonlySet<string>
  /** Single cells, each by its key. */
  readonly leave: ReadonlyMap<string, Cell>
}

export const ALL_REPAIRS: WantedRepairs = { except: new Set(), leave: new Map() }

/** Whether the cell of a finding is repaired. */
export function isMade({ row, column, mends }: Finding, { except, leave }: WantedRepairs): boolean {
  return column !== null && !leave.has(keyOf({ row, column })) && !mends.some((code) => except.has(code))
}

export function turnCell(wanted: WantedRepairs, cell: Cell, isOn: boolean): WantedRepairs {
  const leave = new Map(wanted.leave)
  if (isOn) leave.delete(keyOf(cell))
  else leave.set(keyOf(cell), cell)
  return { ...wanted, leave }
}

function turnKind(wanted: WantedRepairs, code: string, isOn: boolean): WantedRepairs {
  const except = new Set(wanted.except)
  if (isOn) except.delete(code)
  else except.add(code)
  return { ...wanted, except }
}

function keyOf({ row, column }: Cell): string {
  return `${row} ${column}`
}

type Make = 'fix' | 'changes' | 'html' | 'csv'

interface RepairsProps {
  readonly checked: Checked
  readonly wanted: WantedRepairs
  readonly onWanted: (wanted: WantedRepairs) => void
}

export function Repairs({ checked, wanted, onWanted }: RepairsProps) {
  const { file, columns, result } = checked
  const work = useWork()
  const [made, setMade] = useState<readonly KeptFile[]>([])
  const [writeAs, setWriteAs] = useState('e164')
  // The cell that takes the second number goes with the one that had it.
  const kinds = result.codes.filter(({ code, repairable }) => repairable > 0 && code !== 'moved-number')
  // What was made before another choice is not what is chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the choice is
  useEffect(() => setMade([]), [wanted, writeAs])

  const make = (what: Make) =>
    work.start(WORDS.check.making, async (tell) => {
      setMade([])
      const [except, leave] = [[...wanted.except], [...wanted.leave.values()]]
      const asked = { command: 'check', file: file.id, columns, makes: [what], except, leave, writeAs }
      const { id } = await begin(asked)
      const state = await tell.finish(id)
      if (!tell.isOver()) setMade(state.made)
    })
  // Another form changes cells that need no repair.
  const isSame = result.repairable === 0 && writeAs === 'e164'
  return (
    <section aria-labelledby="repairs">
      <h3 id="repairs">{WORDS.check.repairs}</h3>
      <p class="soft">{WORDS.check.repairsHint(result.repairable)}</p>
      <fieldset hidden={kinds.length === 0}>
        <legend>{WORDS.check.kinds}</legend>
        {kinds.map(({ code, title, repairable }) => (
          <label key={code} class="choice">
            <input
              type="checkbox"
              checked={!wanted.except.has(code)}
              onChange={({ currentTarget }) => onWanted(turnKind(wanted, code, currentTarget.checked))}
            />
            {WORDS.check.kind(title, repairable)}
          </label>
        ))}
        {wanted.leave.size > 0 && (
          <p>
            {WORDS.check.left(wanted.leave.size)}{' '}
            <button type="button" onClick={() => onWanted({ ...wanted, leave: new Map() })}>
              {WORDS.check.repairAll}
            </button>
          </p>
        )}
      </fieldset>
      <p class="row">
        <label>
          {WORDS.check.writeAs}
          <select value={writeAs} onChange={({ currentTarget }) => setWriteAs(currentTarget.value)}>
            {Object.entries(WORDS.check.forms).map(([form, words]) => (
              <option key={form} value={form}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </p>
      <p class="row">
        <button type="button" class="main" disabled={isSame} onClick={() => make('fix')}>
          {WORDS.check.makeFile}
        </button>
        <button type="button" disabled={isSame} onClick={() => make('changes')}>
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
        <p key={id} role="status" class="notice line made">
          <a href={`/api/files/${id}`} download={name} class="button main">
            {WORDS.check.made(name)}
          </a>
          <span>{WORDS.check.unchanged}</span>
        </p>
      ))}
    </section>
  )
}
