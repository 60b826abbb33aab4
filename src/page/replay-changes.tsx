// What another phone or other contacts change for the callers of a log.
import { useState } from 'preact/hooks'
import { Bar } from './bar.tsx'
import { LineTable } from './line-table.tsx'
import { WORDS } from './words.ts'

interface Amount {
  readonly calls: number
  readonly callers: number
}

const KINDS = ['gained', 'lost', 'renamed'] as const
type Kind = (typeof KINDS)[number]

/** The sum of the changes (docs/json.md). */
export interface Change extends Readonly<Record<Kind, Amount>> {
  readonly named: Amount
}

interface ChangedCaller {
  readonly number: string
  readonly calls: number
  readonly change: Kind
  readonly shown: string | null
  readonly shownAgainst: string | null
}

interface ChangesProps {
  readonly run: string
  readonly change: Change
  /** All of the log. */
  readonly calls: number
}

export function Changes({ run, change, calls }: ChangesProps) {
  const [kind, setKind] = useState('')
  return (
    <section aria-labelledby="changes">
      <h3 id="changes">{WORDS.replay.changes}</h3>
      <Bar label={WORDS.replay.namedThere} part={change.named.calls} whole={calls} />
      <label>
        {WORDS.check.show}{' '}
        <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value)}>
          <option value="">{WORDS.replay.allChanges}</option>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {WORDS.replay.change[each]}: {WORDS.replay.amount(change[each].calls, change[each].callers)}
            </option>
          ))}
        </select>
      </label>
      <LineTable<ChangedCaller>
        run={run}
        type="changed"
        field="change"
        value={kind}
        caption={WORDS.replay.changes}
        columns={[
          { title: WORDS.replay.caller, show: ({ number }) => number },
          { title: WORDS.replay.calls, show: ({ calls: count }) => WORDS.number(count) },
          { title: WORDS.replay.changed, show: (line) => WORDS.replay.change[line.change] },
          { title: WORDS.replay.here, show: ({ shown }) => shown ?? '' },
          { title: WORDS.replay.there, show: ({ shownAgainst }) => shownAgainst ?? '' },
        ]}
      />
    </section>
  )
}
