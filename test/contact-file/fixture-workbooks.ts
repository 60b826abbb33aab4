// The workbooks of fixtures/contacts, part by part. UPDATE=1 npx vitest run test/contact-file/fixtures.test.ts writes them.
import { textRows, workbook, zip } from './workbooks.ts'

const HEADER = ['Record ID', 'First Name', 'Phone Number', 'Country/Region']
const cell = (reference: string, text: string) => `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`
const row = (number: number, name: string, phone: string) =>
  `<row r="${number}"><c r="A${number}"><v>${99 + number}</v></c>${cell(`B${number}`, name)}${phone}${cell(`D${number}`, 'Ireland')}</row>`
const STYLES =
  '<numFmts count="1"><numFmt numFmtId="164" formatCode="0000000000"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'

const sheet = (...rows: readonly string[]) => textRows(HEADER) + rows.join('')
const numbers = () =>
  workbook({
    sheets: {
      Contacts: sheet(
        row(2, 'Anna', '<c r="C2"><v>353871234567</v></c>'),
        row(3, 'Ben', '<c r="C3"><v>3.5312345678E10</v></c>'),
        row(4, 'Cara', '<c r="C4" s="2"><v>871234567</v></c>'),
        row(5, 'Dan', '<c r="C5"><v>3.53871234567123E+17</v></c>'),
      ),
    },
    styles: STYLES,
  })

/** By the name of the file: how its bytes are made. */
export const FIXTURE_WORKBOOKS: Readonly<Record<string, () => Promise<Buffer>>> = {
  'numbers-as-numbers.xlsx': () => zip(numbers()),
  'date-cells.xlsx': () =>
    zip(
      workbook({
        sheets: {
          Contacts: sheet(
            row(2, 'Anna', '<c r="C2" s="1"><v>40972</v></c>'),
            row(3, 'Ben', '<c r="C3" s="1"><v>353871234567</v></c>'),
          ),
        },
        styles: STYLES,
      }),
    ),
  'formula-cells.xlsx': () =>
    zip(
      workbook({
        sheets: {
          Contacts: sheet(
            row(2, 'Anna', '<c r="C2" t="str"><f>"+353871234567"</f><v>+353871234567</v></c>'),
            row(3, 'Ben', '<c r="C3" t="str"><f>CONCATENATE("00353","871234568")</f><v>00353871234568</v></c>'),
            row(4, 'Cara', '<c r="C4" t="e"><f>353/0</f><v>#DIV/0!</v></c>'),
          ),
        },
        styles: STYLES,
        calculation: '<c r="C2" i="1"/><c r="C3"/><c r="C4"/>',
      }),
    ),
  'two-sheets.xlsx': () =>
    zip(
      workbook({
        sheets: {
          'hidden notes': textRows(['Note'], ['nothing']),
          Contacts: textRows(HEADER, ['101', 'Anna', '+353871234567', 'Ireland']),
          Deals: textRows(['Deal Name'], ['Licences']),
        },
      }),
    ),
  'shared-texts.xlsx': () =>
    zip(
      workbook({
        sheets: {
          Contacts: `<row r="1">${HEADER.map((_, index) => `<c t="s"><v>${index}</v></c>`).join('')}</row><row r="3"><c r="A3"><v>101</v></c><c r="B3" t="s"><v>4</v></c><c r="C3" t="s"><v>5</v></c></row>`,
        },
        strings: `${HEADER.map((text) => `<si><t>${text}</t></si>`).join('')}<si><r><t>An</t></r><r><rPr><b/></rPr><t>na</t></r></si><si><t>087 123 4567</t></si>`,
      }),
    ),
  'truncated.xlsx': async () => (await zip(numbers())).subarray(0, 1000),
}
