// Whether lines that are not UTF-8 are certainly Windows-1252, which is what Excel calls "CSV" in western Europe. Elsewhere it
// writes other encodings under that name, in which the same bytes are other letters: a name read under the wrong one is wrong.
// Judges the text that Windows-1252 makes of a line; knows nothing of files.

/**
 * What a line says of the encoding of its file.
 *
 * - `same`: its letters are the same in all encodings that a file of Latin letters may have (é, ü, ß), or stand where no
 *   other language has its own
 * - `likely`: it may be Windows-1252, and may be something else: `Zarêba` is Polish Zaręba
 * - `proof`: a letter stands where only a western language has it: the ñ of Muñoz would be a Polish ń before a vowel
 * - `other`: it is not Windows-1252: `£ukasz`, `Äîìîâà`, `“ú–{`
 */
export type Judgement = 'same' | 'likely' | 'proof' | 'other'

const C = '[bcdfghj-np-tv-z]'

// Against Windows-1250 (ń č ă ő ĺ ř ć ď), 1257 (ń č ć õ å ų ę ļ) and 1254 alike.
const PROOFS = [
  '[aeiouáéíóú]ñ[aeiouáéíóú]',
  `(?:${C}|i)è(?:ne|re|le|ve|se|te|de|ge|che|gne|ze)s?(?![a-z])`,
  'ã[oe]',
  'õe',
  'å',
  `${C}ø${C}`,
  `${C}æ(?!st)${C}`,
  '[aeo]ï[clnrs]',
].map((pattern) => new RegExp(pattern, 'iu'))

const NON_ASCII = /\P{ASCII}/u
const NON_ASCII_LETTERS = /(?:(?!\p{ASCII})\p{L})+/gu
const SAME = /^[éäöüßóáúôçëîí]$/iu

// Letters that those encodings share but for 1257 (į ś ō ē ė ī ķ) and DOS (ß), where that reads as a name as well.
const DOUBTFUL = [`ç(?![aouáãâóôõ])`, `(?<![aeiou])ë`, `(?<![ao])î`, 'í[ei]', '[aou]á|eiá(?![a-z])'].map(
  (pattern) => new RegExp(pattern, 'iu'),
)

// Marks that stand where text has them, the same in all encodings of Latin letters; and others that stand by themselves.
const MARKS =
  /(?<=[A-Za-z])[’´](?=[\p{L}\s]|$)|“[^“”„]*”|„[^“”„]*“|(?<=\d)[°º]|(?<=\b[nN])[°º]|(?<=[A-Za-z])…(?=\W|$)|(?<=^|[\s\d.,;:()"'/+-])[€…–—•§©®°±·«»\u00a0](?=[\s\d.,;:()"'/+-]|$)/gu
const LONE_MARK = /(?<!\p{L}|\P{ASCII})(?!\p{ASCII})\P{L}(?!\p{L}|\P{ASCII})/gu
const NO_LETTERS = /[ƒˆªºµ\u0080-\u009f]/u

/** @param text a line as Windows-1252 reads it */
export function judgeWestern(text: string): Judgement {
  if (!NON_ASCII.test(text)) return 'same'
  if (NO_LETTERS.test(text.replace(MARKS, ''))) return 'other'
  const unquoted = text.replace(MARKS, (mark) => mark.replace(/^[“„]|[“”]$|^\P{ASCII}$/gu, ' '))
  const lettered = unquoted.replace(LONE_MARK, ' ')
  if (/(?!\p{ASCII})\P{L}/u.test(lettered)) return 'other'
  let isSure = lettered === unquoted
  for (const { 0: run, index } of lettered.matchAll(NON_ASCII_LETTERS)) {
    const beside = (lettered[index - 1] ?? ' ') + (lettered[index + run.length] ?? ' ')
    if (run.length > 2 || (run.length === 2 && !/[A-Za-z]/.test(beside))) return 'other'
    isSure &&= Array.from(run).every((letter) => SAME.test(letter))
  }
  if (PROOFS.some((proof) => proof.test(lettered))) return 'proof'
  return isSure && !DOUBTFUL.some((doubt) => doubt.test(lettered)) ? 'same' : 'likely'
}
