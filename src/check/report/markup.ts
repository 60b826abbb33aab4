// HTML in which every text that is put in shows as text: escaped, and without control, bidirectional or invisible
// characters. Knows nothing of pages.
import { safeLine } from '../../text/safe.ts'

/** A piece of HTML, not to be escaped again. */
export interface Markup {
  readonly markup: string
}

type Part = string | number | Markup | readonly Markup[]

/** A template of HTML: html`<td>${value}</td>`. Texts are for content and for attributes within double quotes. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const texts = parts.map((part, index) => renderPart(part) + (pieces[index + 1] ?? ''))
  return { markup: (pieces[0] ?? '') + texts.join('') }
}

/** Text that we have written ourselves, such as a style sheet. */
export function trusted(markup: string): Markup {
  return { markup }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function renderPart(part: Part): string {
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return safeLine(part).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
  return 'markup' in part ? part.markup : part.map((each) => each.markup).join('')
}
