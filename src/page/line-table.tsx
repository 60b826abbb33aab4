// A table of the lines that a run has printed: only those in sight are fetched and drawn, however many there are.
import type { ComponentChild } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Lines, readLines } from './server.ts'
import { WORDS } from './words.ts'

export interface Column<Line> {
  readonly title: string
  readonly show: (line: Line) => string
  /** In place of the text alone. */
  readonly draw?: (line: Line) => ComponentChild
}

interface LineTableProps<Line> {
  readonly run: string
  readonly type: string
  /** A field, and the value that it must have; '' for any. */
  readonly field?: string
  readonly value?: string
  readonly caption: string
  readonly columns: readonly Column<Line>[]
}

const ROW_PX = 32
const SEEN_ROWS = 16
const MORE_ROWS = 60

export function LineTable<Line>({ run, type, field = '', value = '', caption, columns }: LineTableProps<Line>) {
  const [top, setTop] = useState(0)
  const [{ from, lines, total }, setRead] = useState<Lines<Line> & { readonly from: number }>({
    from: 0,
    lines: [],
    total: 0,
  })
  const box = useRef<HTMLElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines are read from their first on
  useEffect(() => {
    setTop(0)
    if (box.current !== null) box.current.scrollTop = 0
  }, [run, type, field, value])

  useEffect(() => {
    let isLate = false
    const start = Math.max(0, top - MORE_ROWS)
    const count = SEEN_ROWS + 2 * MORE_ROWS
    // A reader who scrolls past does not ask for what was passed.
    const timer = setTimeout(() => {
      readLines<Line>(run, { type, from: start, count, where: value === '' ? null : { field, value } })
        .then((read) => {
          if (!isLate) setRead({ from: start, ...read })
        })
        .catch(() => {})
    }, 30)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [run, type, field, value, top])

  if (total === 0) return <p class="soft">{WORDS.check.nothing}</p>
  return (
    <section
      ref={box}
      class="lines"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
      tabIndex={0}
      aria-label={WORDS.tableOf(caption)}
      onScroll={({ currentTarget }) => setTop(Math.floor(currentTarget.scrollTop / ROW_PX))}
    >
      <table aria-rowcount={total + 1}>
        <caption class="quiet">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {from > 0 && (
            <tr>
              <td colSpan={columns.length} style={{ height: `${from * ROW_PX}px` }} />
            </tr>
          )}
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <tr key={from + at} aria-rowindex={from + at + 2}>
              {columns.map(({ title, show, draw }) => {
                const text = show(line)
                return (
                  <td key={title} title={text}>
                    {draw === undefined ? <bdi>{text}</bdi> : draw(line)}
                  </td>
                )
              })}
            </tr>
          ))}
          {from + lines.length < total && (
            <tr>
              <td colSpan={columns.length} style={{ height: `${(total - from - lines.length) * ROW_PX}px` }} />
            </tr>
          )}
        </tbody>
      </table>
    </section>
  )
}
