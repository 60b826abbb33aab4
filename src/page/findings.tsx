// What was found in an export, cell by cell, and which of the cells are repaired.
import { useState } from 'preact/hooks'
import type { Checked } from './check.tsx'
import { LineTable } from './line-table.tsx'
import { isMade, turnCell, type WantedRepairs } from './repairs.tsx'
import { WORDS } from './words.ts'

/** A line of the check (docs/json.md). */
export interface Finding {
  readonly row: number
  readonly recordId: string | null
  readonly column: string | null
  readonly value: string
  readonly code: string
  readonly repair: string | null
  readonly mends: readonly string[]
}

interface FindingsProps {
  readonly checked: Checked
  readonly wanted: WantedRepairs
  readonly onWanted: (wanted: WantedRepairs) => void
}

export function Findings({ checked: { run, result }, wanted, onWanted }: FindingsProps) {
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
          {
            title: WORDS.check.repaired,
            show: ({ repair }) => repair ?? WORDS.check.noRepair,
            draw: (finding) => <RepairOfCell finding={finding} wanted={wanted} onWanted={onWanted} />,
          },
          { title: WORDS.check.why, show: (finding) => titleOf.get(finding.code) ?? finding.code },
        ]}
      />
    </section>
  )
}

interface RepairOfCellProps extends Pick<FindingsProps, 'wanted' | 'onWanted'> {
  readonly finding: Finding
}

function RepairOfCell({ finding, wanted, onWanted }: RepairOfCellProps) {
  const { row, column, repair, mends } = finding
  if (repair === null || column === null) return <span class="soft">{WORDS.check.noRepair}</span>
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={isMade(finding, wanted)}
        // A kind that is switched off has no cells to choose.
        disabled={mends.some((code) => wanted.except.has(code))}
        aria-label={WORDS.check.repairCell(row, column, repair)}
        onChange={({ currentTarget }) => onWanted(turnCell(wanted, { row, column }, currentTarget.checked))}
      />
      <bdi>{repair}</bdi>
    </label>
  )
}
