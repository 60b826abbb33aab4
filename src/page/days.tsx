// A bar for each day of a log: how many calls came, and how many of them would have been named.
import { WORDS } from './words.ts'

interface DaysProps {
  readonly days: readonly { readonly day: string; readonly calls: number; readonly named: number }[]
}

const CHART_PX = 120

export function Days({ days }: DaysProps) {
  const most = Math.max(1, ...days.map(({ calls }) => calls))
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  return (
    <section aria-labelledby="days">
      <h3 id="days">{WORDS.replay.days}</h3>
      <p class="legend" aria-hidden="true">
        <span class="of-named">{WORDS.replay.dayNamed}</span>
        <span class="of-others">{WORDS.replay.dayOthers}</span>
        <span class="soft">{WORDS.replay.dayMost(most)}</span>
      </p>
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
      <p class="ends soft" aria-hidden="true">
        <span>{first.day}</span>
        <span>{last.day}</span>
      </p>
    </section>
  )
}
