// What the colours mean. Without colour nothing is styled at all: what matters is told by words and markers too.
import type { BoxProps, TextProps } from 'ink'

type Ink = Pick<TextProps, 'color' | 'bold' | 'dimColor'>

export interface Theme {
  readonly title: Ink
  readonly strong: Ink
  readonly dim: Ink
  readonly selected: Ink
  readonly good: Ink
  readonly warn: Ink
  readonly plain: Ink
  readonly border: Pick<BoxProps, 'borderColor'>
  readonly card: Pick<BoxProps, 'borderColor'>
}

export type Style = Exclude<keyof Theme, 'border' | 'card'>

/** Colours of the terminal's own palette, so that they suit its background. */
export function buildTheme(isColoured: boolean): Theme {
  if (!isColoured) {
    return { title: {}, strong: {}, dim: {}, selected: {}, good: {}, warn: {}, plain: {}, border: {}, card: {} }
  }
  return {
    title: { color: 'cyan', bold: true },
    strong: { bold: true },
    dim: { dimColor: true },
    selected: { color: 'cyan', bold: true },
    good: { color: 'green' },
    warn: { color: 'yellow' },
    plain: {},
    border: { borderColor: 'gray' },
    card: { borderColor: 'cyan' },
  }
}
