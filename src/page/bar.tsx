// A share of a whole, as a bar with its figures in words beside it.
import { WORDS } from './words.ts'

export function Bar({ label, part, whole }: { readonly label: string; readonly part: number; readonly whole: number }) {
  const fraction = whole === 0 ? 0 : part / whole
  return (
    <div class="bar">
      <span>{label}</span>
      <span class="track" aria-hidden="true">
        <span style={{ width: `${fraction * 100}%` }} />
      </span>
      <span>
        {WORDS.number(part)} · {WORDS.share(fraction)}
      </span>
    </div>
  )
}
