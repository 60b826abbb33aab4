// The columns of a call log: which one holds who called, when, and which way, with a menu for each.
import type { UsedLogColumn } from './server.ts'
import { WORDS } from './words.ts'

const ROLES = ['number', 'time', 'direction'] as const
type Role = (typeof ROLES)[number]

/** Headers by what they hold, the order of dates such as 3/4/2026, and what numbers without + are; '' as Ringsight takes them by itself. */
export type LogChoices = Readonly<Record<Role | 'dates' | 'numbers', string>>

export const AS_RECOGNISED: LogChoices = { number: '', time: '', direction: '', dates: '', numbers: '' }

interface LogColumnsProps {
  /** As they are taken by themselves. */
  readonly columns: readonly UsedLogColumn[]
  readonly choices: LogChoices
  readonly onChoices: (choices: LogChoices) => void
}

export function LogColumns({ columns, choices, onChoices }: LogColumnsProps) {
  const headers = [...new Set(columns.map(({ header }) => header))].filter((header) => header !== '')
  const isKnown = columns.some(({ use }) => use === 'number')
  const menu = (
    name: keyof LogChoices,
    title: string,
    options: readonly (readonly [value: string, words: string])[],
  ) => (
    <label key={name}>
      {title}
      <select
        value={choices[name]}
        onChange={({ currentTarget }) => onChoices({ ...choices, [name]: currentTarget.value })}
      >
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <details open={!isKnown}>
      <summary>{WORDS.replay.columns}</summary>
      <p class="soft">{WORDS.replay.columnsHint}</p>
      <div class="columns">
        {ROLES.map((role) => {
          const taken = columns.filter(({ use }) => use === role).map(({ header }) => header)
          const itself = taken.length === 0 ? WORDS.replay.noColumn : taken.join(' + ')
          const others = headers.filter((header) => !(taken.length === 1 && header === taken[0]))
          return menu(role, WORDS.replay.columnNames[role], [
            ['', itself],
            ...others.map((header) => [header, header] as const),
          ])
        })}
        {menu('numbers', WORDS.replay.numbers, Object.entries(WORDS.replay.numberForms))}
        {menu('dates', WORDS.replay.dates, Object.entries(WORDS.replay.dateOrders))}
      </div>
    </details>
  )
}
