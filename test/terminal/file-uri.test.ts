import { expect, test } from 'vitest'
import { fileUri } from '../../src/terminal/file-uri.ts'

test.each([
  ['contacts.csv', 'contacts.csv'],
  ['./exports/a b.csv', 'exports/a%20b.csv'],
  ['/home/anna/work/exports/%1#?.csv', 'exports/%251%23%3F.csv'],
  ['http://x', 'http%3A/x'],
  ['..csv', '..csv'],
  ['../Müller.csv', 'file:///home/anna/M%C3%BCller.csv'],
  ['/tmp/a b.csv', 'file:///tmp/a%20b.csv'],
  ['a\ud800.csv', 'a%EF%BF%BD.csv'],
  ['-', 'stdin'],
])('%j in /home/anna/work is %s', (path, uri) => expect(fileUri(path, '/home/anna/work')).toBe(uri))
