// The call log of SMS Backup & Restore: XML, an element for each call, as rows of a table. Streams.
// https://synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
import { ContactFileError } from '../contact-file/file-error.ts'
import type { TableRow } from '../contact-file/table.ts'
import { decodeXml, openXml } from '../contact-file/xlsx/xml.ts'
import { shortLine } from '../text/safe.ts'

/** The attributes of a call that are read, as columns. */
export const XML_FIELDS: readonly string[] = [
  'number',
  'duration',
  'date',
  'type',
  'presentation',
  'readable_date',
  'contact_name',
]

/** Whether a file begins as XML does. */
export function isXml(head: Uint8Array): boolean {
  return /^(?:\u00ef\u00bb\u00bf)?\s*<(?:\?xml|calls|!--)/.test(Buffer.from(head.subarray(0, 256)).toString('latin1'))
}

/**
 * The calls in batches; the first is row 1.
 *
 * @throws ContactFileError when it is not well-formed, no log of calls, or cut off
 */
export async function* readXmlCalls(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly TableRow[]> {
  let rows: TableRow[] = []
  let count = 0
  let isRoot = true
  const reader = openXml(null, {
    open({ name, attributes }) {
      if (isRoot) expectCalls(name)
      isRoot = false
      if (name !== 'call') return
      count += 1
      const cell = (column: number) => attributes[XML_FIELDS[column] ?? ''] ?? ''
      rows.push({ row: count, problem: null, cell })
    },
  })
  for await (const text of decodeXml(null, bytes)) {
    reader.write(text)
    if (rows.length > 0) yield rows
    rows = []
  }
  reader.end()
}

function expectCalls(root: string): void {
  if (root === 'calls') return
  const expected = 'expected a log of calls, with <calls> around all of it'
  const found =
    root === 'smses'
      ? 'found a backup of messages: take the file whose name begins with "calls"'
      : `found <${shortLine(root, 40)}>`
  throw new ContactFileError(`${expected}, ${found}`)
}
