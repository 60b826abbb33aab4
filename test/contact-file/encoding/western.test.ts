import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openLegacy, parseEncoding } from '../../../src/contact-file/encoding/legacy.ts'
import { judgeWestern } from '../../../src/contact-file/encoding/western.ts'
import { encodeIn } from '../encodings.ts'
import { readText } from '../files.ts'

/** People and places as their languages write them, in the encodings that their programs write. */
const OTHERS: readonly (readonly [encodings: string, names: string])[] = [
  [
    'windows-1250 iso-8859-2',
    'Łukasz Żak|Zaręba|Kępa|Gdańsk|Wałęsa|Józef Pająk|Mąka|Święch|Łoś|Ćwik|Jażdżewski|Poznań|Dąb|Ćmiel',
  ],
  [
    'windows-1250 iso-8859-2',
    'Dvořák|Jiří Novák|Kovačová|Krčmer|Přibyl|Plzeň|Šťastný|Růžička|Žižka|Hájek|Ďurica|Tománek|Vlček|Hrčka|Kotrbaň',
  ],
  ['windows-1250 iso-8859-2', 'Szűcs|Erdős|Kovács|Győr|Nagy Árpád|Fűzfa|Tóth|Hegedűs|Őri|Kőszegi|Török'],
  ['windows-1250 iso-8859-2', 'Petrović|Kovačević|Đurić|Žarko|Šimić|Ćosić|Čačak|Horvatić|Škoda|Krčmar|Hrvoje Ćurić'],
  ['windows-1250', 'Brâncuşi|Ştefan|Ţepeş|Mărgărit|Ionuţ|Băsescu'],
  [
    'windows-1257',
    'Jānis Bērziņš|Kārlis|Kęstutis|Petrauskaitė|Ąžuolas|Miķelis|Līga|Žemaitis|Šarūnas|Ķeniņš|Vītols|Ūdris|Ėglė',
  ],
  ['windows-1254', 'Yıldız|Şahin|Doğan|İbrahim|Ağaoğlu|Çelik Barış|Gökçe Işık'],
  ['windows-1251 koi8-r iso-8859-5', 'Иван Петров|Ян|Юрий|Щукин|Мария'],
  ['windows-1253 iso-8859-7', 'Γιώργος Παπαδόπουλος|Μαρία|Ελένη'],
  ['windows-1255', 'שרה כהן|דוד'],
  ['windows-1256', 'محمد|فاطمة'],
  ['shift_jis euc-jp', '山田|太郎|東京|本|佐藤 花子|サクラ|ポール|田|北|高橋一'],
  ['gbk big5', '王|李|林|三|中|大明|小王|上海'],
  ['euc-kr', '김|이민준|서울'],
  ['macintosh', 'José|Müller|François|Hélène|Peña|Åse|Bjørn|Jörg|Gonçalves|Käte|Señor'],
  ['ibm866', 'Иван|Мария'],
]

describe('a file in another encoding is read right or refused, never wrong', () => {
  const pairs = OTHERS.flatMap(([encodings, names]) =>
    encodings.split(' ').map((encoding) => [encoding, names] as const),
  )

  test.each(pairs)('%s: %s', async (encoding, names) => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(names.split('|'), { minLength: 1 }),
        fc.constantFrom('{}', 'Ltd {} 7', '{}, {}'),
        async (chosen, shape) => {
          const lines = chosen.map((name) => shape.replaceAll('{}', name).replace(', ', ';'))
          const bytes = encodeIn(
            encoding,
            `Phone;Name;Name2\n${lines.map((line) => `+353871234567;${line}\n`).join('')}`,
          )
          const read = await readText(bytes).then(
            ({ rows }) =>
              rows.map(({ cells }) =>
                cells
                  .slice(1)
                  .filter((cell) => cell !== '')
                  .join(';'),
              ),
            () => 'refused',
          )
          if (read !== 'refused') expect(read).toEqual(lines)
        },
      ),
      { numRuns: 60 },
    )
  })

  test.each(pairs.filter(([encoding]) => encoding !== 'iso-8859-5'))(
    'and as that one where it is stated: %s',
    async (encoding, names) => {
      const bytes = encodeIn(
        encoding,
        `Phone,Name\n${names
          .split('|')
          .map((name) => `1,${name}\n`)
          .join('')}`,
      )
      const { rows } = await readText(bytes, 7, { legacy: openLegacy(parseEncoding(encoding)) })
      expect(rows.map(({ cells }) => cells[1])).toEqual(names.split('|'))
    },
  )
})

describe('what western Europe writes is read', () => {
  test.each([
    ['German', 'Jörg Müller|Straße 5|Weiß|Öl & Gas|Käthe Groß|Süß|Äpfel'],
    ['Irish', 'Seán Ó Briain|Róisín|Úna|Éamon|Páraic'],
    ['Spanish', 'García|Sánchez|Muñoz|Ibáñez|José|Peña|Núñez|Martín|Raúl'],
    ['French', 'Hélène|François|Jérôme|Benoît|Loïc|Noël|Château|Forêt|Irène|Voilà|Dupût|Genève|Raphaël'],
    ['Portuguese', 'João|Conceição|Inês|Gonçalves|Camões|Antônio|Fátima'],
    ['Danish and Norwegian', 'Søren|Bjørn|Åse|Kjær|Næss|Jørgensen|Øyvind|Ærø|Håkon'],
    ['Swedish', 'Åke|Björn|Håkan|Östen|Ängla'],
    ['Italian, among others', 'Niccolò|Cantù|Hélène|Società'],
    ['marks', 'O’Brien|“Acme” Ltd|Müller – Söhne|€ 100 für Öl|12° Süd|Tür…'],
  ])('%s', async (_language, names) => {
    const { rows } = await readText(
      western(
        `Phone,Name\n${names
          .split('|')
          .map((name) => `1,${name}\n`)
          .join('')}`,
      ),
    )
    expect(rows.map(({ cells }) => cells[1])).toEqual(names.split('|'))
  })

  test.each([
    ['é, ü and ß are the same everywhere', 'José Müller Weiß', 'same'],
    ['ñ before a vowel is no ń', 'Muñoz', 'proof'],
    ['è in -ène is no č', 'Hélène', 'proof'],
    ['ê may be ę', 'Zarêba', 'likely'],
    ['ë behind a consonant may be ė', 'Petrauskaitë', 'likely'],
    ['£ before a letter is none', '£ukasz ¯ak', 'other'],
    ['letters of another alphabet come in rows', 'Èâàí', 'other'],
    ['UTF-8 that is broken is no Windows-1252', 'MÃ¼ller Jörg', 'other'],
  ])('%s', (_why, text, judgement) => expect(judgeWestern(text)).toBe(judgement))
})

function western(text: string): Buffer {
  const bytes = openLegacy(null).encode(text)
  if (bytes === null) throw new Error(`Windows-1252 has no place for all of ${text}`)
  return bytes
}

test('names of encodings are those of the web, and of Python and iconv', () => {
  expect(
    ['cp1250', 'Windows-1250', 'latin2', 'SJIS', 'cp932', 'macroman', 'latin1', 'koi8-r'].map(parseEncoding),
  ).toEqual([
    'windows-1250',
    'windows-1250',
    'iso-8859-2',
    'shift_jis',
    'shift_jis',
    'macintosh',
    'windows-1252',
    'koi8-r',
  ])
  expect(['', 'utf-8', 'utf-16le', 'iso-2022-jp', 'constructor', 'klingon'].map(parseEncoding)).toEqual(
    Array(6).fill(null),
  )
})

test('what is stated holds for what happens to be UTF-8 as well', async () => {
  const { rows } = await readText(encodeIn('gbk', 'Phone,Name\n1,一\n'), 7, { legacy: openLegacy('gbk') })
  expect(rows[0]?.cells[1]).toBe('一')
})

test('what is not in the encoding that is stated is refused, with its line', async () => {
  const bytes = Buffer.from([...Buffer.from('Phone,Name\n1,Anna\n2,'), 0x81, 0x0a])
  await expect(readText(bytes, 7, { legacy: openLegacy('shift_jis') })).rejects.toThrow(
    'line 3 is not shift_jis, as was stated',
  )
})
