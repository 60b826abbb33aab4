// YAML's flow style as text: words, texts, lists and maps on one line, each safely quoted. Knows no word of the format.

/** A word of the format, which must stand without quotes to mean what it means: `none`, `on`, `24h`. */
export type Rendered = string & { readonly isRendered?: never }

// What YAML and the reader take for exactly this text without quotes, in braces and out of them.
const PLAIN = /^(?:\p{L}[\p{L}\p{M}\d]*(?:[ -][\p{L}\d][\p{L}\p{M}\d]*)*|\+?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d)$/u
const MEANS_MORE = /^(?:none|null|on|off|yes|no|true|false)$/i

/** Any text as a value: as it is where that is safe, else in quotes, and never a variable. */
export function renderText(text: string): Rendered {
  return quoteText(text.replaceAll('${', () => '$${'))
}

// JSON's quotes are YAML's double quotes; what could disturb a terminal or an editor is escaped.
function quoteText(text: string): Rendered {
  return PLAIN.test(text) && !MEANS_MORE.test(text) ? text : renderKey(text)
}

/** The same, always within quotes: it is a text, whatever it looks like. */
export function renderQuoted(text: string): Rendered {
  return renderKey(text.replaceAll('${', () => '$${'))
}

/** A key as it is, within quotes: keys have no variables. */
export function renderKey(text: string): Rendered {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufeff]/gu, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}

export function renderList(items: readonly Rendered[]): Rendered {
  return `[${items.join(', ')}]`
}

/** A map of what is there: a key whose value is undefined is left out. Null where nothing is left. */
export function renderMap(entries: Readonly<Record<string, Rendered | null | undefined>>): Rendered | null {
  const listed = Object.entries(entries).flatMap(([key, value]) => (value ? [`${quoteText(key)}: ${value}`] : []))
  return listed.length === 0 ? null : `{${listed.join(', ')}}`
}

export function renderSwitch(isOn: boolean): Rendered {
  return isOn ? 'on' : 'off'
}
