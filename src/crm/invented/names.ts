// Names that faker lacks: Irish and British ones, which it makes up from American ones, and hostile ones, which sooner or
// later stand in every CRM and which a screen, a notification and a file have to survive.

export interface LocalNames {
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** What a company of such a family does. */
  readonly trades: readonly string[]
}

const words = (text: string) => text.split(', ')

const TRADES = words(
  'Logistics, Foods, Engineering, Legal, Print, Joinery, Travel, Dental Supplies, Farms, Freight, Software',
)

export const IRISH: LocalNames = {
  given: words(
    'Anna, Aoife, Áine, Brian, Bríd, Cian, Ciara, Clodagh, Conor, Darragh, Deirdre, Eimear, Eoin, Fergal, Fiona, Gráinne, Niall, Niamh, Oisín, Orla, Pádraig, Róisín, Ronan, Saoirse, Seán, Sinéad, Siobhán, Tadhg, Úna',
  ),
  family: words(
    "Byrne, Brennan, Burke, Carroll, Connolly, Daly, Doyle, Dunne, Fitzgerald, Flynn, Gallagher, Healy, Hughes, Kavanagh, Keane, Kelly, Kennedy, Lynch, McCarthy, Moran, Murphy, Nolan, O'Brien, O'Connor, Ó Súilleabháin, Quinn, Ryan, Walsh, Ní Dhomhnaill",
  ),
  trades: TRADES,
}

export const BRITISH: LocalNames = {
  given: words(
    'Alice, Alasdair, Amelia, Angharad, Arthur, Beth, Callum, Charlotte, Dylan, Eleanor, Emily, Euan, Fatima, Florence, George, Gareth, Harriet, Imran, Isla, James, Lewis, Megan, Morag, Oliver, Priya, Rhys, Rosie, Sophie, Thomas, Zara',
  ),
  family: words(
    'Adeyemi, Ahmed, Baker, Bennett, Campbell, Chapman, Clarke, Cooper, Davies, Edwards, Evans, Fraser, Griffiths, Hughes, Hussain, Jones, Khan, MacDonald, Mistry, Morgan, Patel, Pritchard, Reid, Roberts, Shah, Stewart, Taylor, Thompson, Turner, Wright',
  ),
  trades: TRADES,
}

/** One kind of trouble each. None does anything where it is shown as it stands. */
export const HOSTILE_NAMES: readonly string[] = [
  // Terminal escapes: colour, clearing the screen, setting the title, the 8-bit form.
  '\u001b[31mRed\u001b[0m',
  '\u001b[2J\u001b[HCleared',
  '\u001b]0;Not your terminal\u0007Titled',
  '\u009b7mInverse',
  // Text that turns around, or cannot be seen.
  '\u202eesreveR',
  '\u2066Isolated',
  'Zero\u200b\u200bWidth',
  '\u2800',
  // Cells that a spreadsheet would calculate.
  '=1+1',
  '@SUM(1,1)',
  '-2+3',
  // Lengths and widths: 300 characters, emoji in sequence, wide letters, stacked marks, right to left.
  'Long'.repeat(75),
  '👩‍👩‍👧‍👦 Family 🇮🇪',
  '株式会社日本橋',
  'Z\u0301\u0302\u0303\u0304\u0305alg\u0306\u0307\u0308o',
  'שרה כהן',
  // What breaks files and queries.
  'Anna\nByrne',
  'Two\r\nLines',
  'O"Brien, "Ann"',
  "Robert'); DROP TABLE contacts;--",
  '; | \t,',
  '<b>Bold</b>',
  // Values that programs take for none.
  'null',
  'undefined',
]
