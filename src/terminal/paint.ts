// The few colours of plain command output; none when colour is off.
import { styleText } from 'node:util'

export interface Painter {
  readonly dim: (text: string) => string
  readonly strong: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
}

/** @param isOn see wantsColour in io.ts; the decision is made there, not by the styling function */
export function paint(isOn: boolean): Painter {
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    isOn ? styleText(format, text, { validateStream: false }) : text
  return { dim: style('dim'), strong: style('bold'), good: style('green'), bad: style('red'), warn: style('yellow') }
}
