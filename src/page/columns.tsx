// The columns of a file: what each is taken for, and a menu to take it for something else.
import type { UsedColumn } from './server.ts'
import { WORDS } from './words.ts'

const CHOICES = ['phone', 'name', 'country', 'id', 'none'] as const
export type Choice = (typeof CHOICES)[number]

/** By header; a column that is not in it is taken for what its header says. */
export type Choices = Readonly<Record<string, Choice>>

/** The columns as the server is asked with them. */
export interface StatedColumns {
  readonly region?: string
  readonly phones: readonly string[]
  readonly names: readonly string[]
  readonly countries: readonly string[]
  readonly id?: string
  readonly ignored: readonly string[]
}

export const NOTHING_STATED: StatedColumns = { phones: [], names: [], countries: [], ignored: [] }

export function stateColumns(region: string, choices: Choices): StatedColumns {
  const chosen = (choice: Choice) => Object.keys(choices).filter((header) => choices[header] === choice)
  const [id] = chosen('id')
  return {
    ...(region !== '' && { region }),
    phones: chosen('phone'),
    names: chosen('name'),
    countries: chosen('country'),
    ...(id !== undefined && { id }),
    ignored: chosen('none'),
  }
}

/** What the columns are taken for by themselves, as far as a check has told it: it says of a chosen one only what was chosen. */
export function byThemselves(
  told: readonly UsedColumn[],
  { choices, before }: { readonly choices: Choices; readonly before: readonly UsedColumn[] },
): UsedColumn[] {
  return told.map((column, at) => (choices[column.header] === undefined ? column : (before[at] ?? column)))
}

interface ColumnMenusProps {
  readonly columns: readonly UsedColumn[]
  readonly choices: Choices
  readonly onChoices: (choices: Choices) => void
}

export function ColumnMenus({ columns, choices, onChoices }: ColumnMenusProps) {
  // Of several columns with one header, the first is read.
  const named = columns.filter(
    ({ header }, at) => header.trim() !== '' && columns.findIndex((each) => each.header === header) === at,
  )
  const isShown = ({ use }: UsedColumn) => use !== null && use !== 'other'
  const shown = named.filter(isShown)
  const others = named.filter((column) => !isShown(column))
  const choose = (header: string, choice: string) => {
    const { [header]: _, ...rest } = choices
    const known = CHOICES.find((each) => each === choice)
    // A record has one id.
    const kept = known === 'id' ? Object.fromEntries(Object.entries(rest).filter(([, each]) => each !== 'id')) : rest
    onChoices(known === undefined ? rest : { ...kept, [header]: known })
  }
  const menu = (column: UsedColumn) => (
    <ColumnMenu
      key={column.header}
      column={column}
      choice={choices[column.header]}
      onChoice={(choice) => choose(column.header, choice)}
    />
  )
  return (
    <>
      <p class="soft">{WORDS.check.columnsHint}</p>
      <ul class="columns">{shown.map(menu)}</ul>
      {others.length > 0 && (
        <details open={!shown.some(({ use }) => use === 'phone')}>
          <summary>{WORDS.check.otherColumns(others.length)}</summary>
          <ul class="columns">{others.map(menu)}</ul>
        </details>
      )}
    </>
  )
}

interface ColumnMenuProps {
  readonly column: UsedColumn
  readonly choice: Choice | undefined
  readonly onChoice: (choice: string) => void
}

function ColumnMenu({ column: { header, use }, choice, onChoice }: ColumnMenuProps) {
  return (
    <li>
      <label>
        <bdi>{header}</bdi>
        <select value={choice ?? ''} onChange={({ currentTarget }) => onChoice(currentTarget.value)}>
          <option value="">{WORDS.check.uses[use ?? 'none']}</option>
          {CHOICES.filter((each) => each !== (use ?? 'none')).map((each) => (
            <option key={each} value={each}>
              {WORDS.check.choices[each]}
            </option>
          ))}
        </select>
      </label>
    </li>
  )
}
