import { describe, expect, test } from 'vitest'
import { flushKeys, type Key, newReader, readKeys } from '../../src/ui/keys.ts'

const press = (name: string) => ({ type: 'press', name })
const text = (typed: string) => ({ type: 'text', text: typed })

/** What the chunks are read as, one after the other, and nothing after them. */
function read(...chunks: string[]): Key[] {
  let reader = newReader
  const keys: Key[] = []
  for (const chunk of chunks) {
    const next = readKeys(reader, chunk)
    reader = next.reader
    keys.push(...next.keys)
  }
  return [...keys, ...flushKeys(reader).keys]
}

describe('a terminal that sends', () => {
  test.each<[string, readonly string[], readonly object[]]>([
    ['letters in one piece', ['abc'], [text('abc')]],
    ['a number and Enter in one piece', ['+353\r'], [text('+353'), press('enter')]],
    ['text and Ctrl-S in one piece', ['done\u0013'], [text('done'), press('save')]],
    ['arrows as CSI', ['\u001b[A\u001b[B\u001b[C\u001b[D'], ['up', 'down', 'right', 'left'].map(press)],
    ['arrows as SS3', ['\u001bOA\u001bOB'], ['up', 'down'].map(press)],
    ['arrows with Ctrl held', ['\u001b[1;5C'], [press('right')]],
    [
      'Home and End in three dialects',
      ['\u001b[H\u001b[1~\u001b[7~\u001b[F\u001b[4~'],
      ['home', 'home', 'home', 'end', 'end'].map(press),
    ],
    ['Backspace', ['\u007f', '\b', '\u001b\u007f'], ['backspace', 'backspace', 'backspace'].map(press)],
    ['Delete', ['\u001b[3~'], [press('delete')]],
    ['Tab and Shift-Tab', ['\t\u001b[Z'], [press('tab'), press('shift-tab')]],
    ['Page Up and Page Down', ['\u001b[5~\u001b[6~'], [press('page-up'), press('page-down')]],
    ['Ctrl-C', ['\u0003'], [press('quit')]],
    ['a lone ESC', ['\u001b'], [press('escape')]],
    ['two lone ESC', ['\u001b', '\u001b'], [press('escape'), press('escape')]],
    ['a sequence in two pieces', ['a\u001b', '[B'], [text('a'), press('down')]],
    ['a sequence in three pieces', ['\u001b', '[', '3~'], [press('delete')]],
    ['an emoji of several code points', ['👩‍💻'], [text('👩‍💻')]],
    ['function keys', ['\u001bOP\u001b[15~\u001b[[A'], []],
    // Ink's own reading of this one throws.
    ['Ctrl-F1', ['\u001b[1;5P'], []],
    ['Alt with a letter', ['\u001bb'], []],
    ['an unknown sequence', ['\u001b[?1;2c', 'x'], [text('x')]],
    ['C1 controls', ['\u0085\u009b'], []],
  ])('%s', (_what, chunks, keys) => expect(read(...chunks)).toEqual(keys))
})

describe('a paste', () => {
  const [start, end] = ['\u001b[200~', '\u001b[201~']
  test.each<[string, readonly string[], readonly object[]]>([
    ['of several lines is one key', [`${start}a\rb\n\tc${end}`], [{ type: 'paste', text: 'a\rb\n\tc' }]],
    ['in pieces is one key', [start, 'a', 'b', end], [{ type: 'paste', text: 'ab' }]],
    ['whose end is cut in two is one key', [`${start}a\u001b[20`, '1~q'], [{ type: 'paste', text: 'a' }, text('q')]],
    [
      'that holds an escape sequence presses no key',
      [`${start}\u001b[Aq${end}`],
      [{ type: 'paste', text: '\u001b[Aq' }],
    ],
    ['between letters leaves them', [`x${start}y${end}z`], [text('x'), { type: 'paste', text: 'y' }, text('z')]],
    ['that has not ended is no key yet', [`${start}abc`], []],
  ])('%s', (_what, chunks, keys) => expect(read(...chunks)).toEqual(keys))
})
