// YAML text to documents of nodes with their places, within bounds. The only file that knows the YAML library; knows no
// word of the format.
import { Composer, type Document, isAlias, isMap, isPair, isScalar, isSeq, Parser, type YAMLError } from 'yaml'
import { renderCount } from '../text/count.ts'
import {
  type Entry,
  isNothing,
  lineOf,
  type MapNode,
  type Node,
  newList,
  newMap,
  newScalar,
  newSource,
  type Place,
  quote,
  type Report,
  type Source,
  textOf,
} from './node.ts'

/** In bytes. Whoever reads a file need read no more than one byte beyond it. */
export const LARGEST_FILE = 1_048_576

/** How deep lists and maps may lie within each other. */
const DEEPEST = 50

/** How large aliases and variables may make a document, in characters. */
export const LARGEST_DOCUMENT = 2_000_000

/** More mistakes of grammar in one document are likely to be one mistake. */
const MOST_MISTAKES = 10

/** A file as text, without a byte order mark; reports what keeps it from being read, and is then empty. */
export function openSource(path: string, text: string | Uint8Array, report: Report): Source {
  const refuse = (message: string, source = newSource(path, ''), offset = 0): Source => {
    report({ source, offset }, message)
    return newSource(path, '')
  }
  if (text.length > LARGEST_FILE) {
    return refuse('expected at most 1 MB, found a larger file: divide it, or keep its contacts in a file of their own')
  }
  if (typeof text === 'string') return newSource(path, text.replace(/^\ufeff/, ''))
  const decoded = new TextDecoder().decode(text)
  if (!decoded.includes('\ufffd')) return newSource(path, decoded)
  const valid = validPart(text)
  if (valid.length === decoded.length) return newSource(path, decoded)
  const isUtf16 = (text[0] === 0xff && text[1] === 0xfe) || (text[0] === 0xfe && text[1] === 0xff)
  return refuse(
    `expected UTF-8, found ${isUtf16 ? 'UTF-16' : 'a byte that is none'}: save the file as UTF-8`,
    newSource(path, decoded),
    valid.length,
  )
}

// The text up to the first byte that is not UTF-8, found by halving: decoding says that there is one, not where.
function validPart(bytes: Uint8Array): string {
  const decode = (end: number) =>
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true })
  let [low, high] = [0, bytes.length + 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    try {
      decode(middle)
      low = middle
    } catch {
      high = middle
    }
  }
  return decode(low)
}

export interface YamlDocument {
  /** Null when there is nothing in it, or its grammar is broken. */
  readonly root: Node | null
  /** Whether something in it was reported. */
  readonly isBroken: boolean
}

/** The documents of a file in order. What is wrong with one is reported and leaves the others alone. */
export function readYaml(source: Source, report: Report): YamlDocument[] {
  // Tags mean nothing here, so that every scalar keeps its text. Keys are compared in readMap, in less than square time.
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, prettyErrors: false })
  const documents: YamlDocument[] = []
  for (const document of composer.compose(new Parser().parse(source.text))) {
    let isBroken = false
    const root = readDocument(document, {
      source,
      anchors: new Map(),
      report: (place, message) => {
        isBroken = true
        return report(place, message)
      },
    })
    documents.push({ root, isBroken })
  }
  return documents
}

interface Tree {
  readonly source: Source
  /** Null while the anchored node itself is still being read. */
  readonly anchors: Map<string, Node | null>
  readonly report: Report
}

function readDocument(document: Document.Parsed, tree: Tree): Node | null {
  const tooDeep = document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')
  if (document.errors.length > 0 && !tooDeep) {
    reportMistakes(document, tree)
    return null
  }
  let root: Node | null = null
  try {
    root = readNode(document.contents, tree, 0)
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return null
  }
  // The library ran out of room before we reached our own bound: where it did is as good a place as any.
  if (tooDeep) tree.report({ source: tree.source, offset: document.errors[0]?.pos[0] ?? 0 }, TOO_DEEP)
  return tooDeep || root === null || isNothing(root) ? null : root
}

const TOO_DEEP = `expected at most ${DEEPEST} lists and maps within each other, found more`

/** Nothing more of this document can be read. */
class Stop extends Error {}

function readNode(node: unknown, tree: Tree, depth: number): Node {
  const place = placeOf(node, tree)
  if (depth > DEEPEST) {
    tree.report(place, TOO_DEEP)
    throw new Stop()
  }
  if (isAlias(node)) return readAlias(node.source, place, tree)
  const anchor = (node as { anchor?: string } | null)?.anchor
  if (anchor !== undefined) tree.anchors.set(anchor, null)
  checkTag((node as { tag?: string } | null)?.tag, place, tree)
  const read = readContent(node, place, { tree, depth })
  if (anchor !== undefined) tree.anchors.set(anchor, read)
  if (read.size <= LARGEST_DOCUMENT) return read
  tree.report(
    place,
    `expected at most ${renderCount(LARGEST_DOCUMENT)} characters, found more: its aliases repeat too much`,
  )
  throw new Stop()
}

function readContent(node: unknown, place: Place, { tree, depth }: { tree: Tree; depth: number }): Node {
  if (isSeq(node)) {
    return newList(
      place,
      node.items.map((item) => readNode(item, tree, depth + 1)),
    )
  }
  if (isMap(node)) return readMap(node.items, place, { tree, depth })
  if (!isScalar(node)) return newScalar(place, '', true)
  const text = node.value === null ? '' : String(node.value)
  return newScalar(place, text, node.type === 'PLAIN' && node.tag === undefined)
}

function readMap(
  pairs: readonly { readonly key: unknown; readonly value: unknown }[],
  place: Place,
  { tree, depth }: { tree: Tree; depth: number },
): MapNode {
  const entries = new Map<string, Entry>()
  let merged: readonly Entry[] = []
  for (const pair of pairs) {
    const at = placeOf(pair.key, tree)
    if (!isScalar(pair.key)) {
      tree.report(at, 'expected a key of one line, found something else: did you mean to put it in quotes?')
      continue
    }
    const key = String(pair.key.value)
    const value = pair.value ? readNode(pair.value, tree, depth + 1) : newScalar(at, '', true)
    if (key === '<<' && pair.key.type === 'PLAIN') merged = merged.concat(readMerge(value, tree))
    else if (entries.has(key))
      tree.report(at, `expected each key once, found ${quote(key)} again: remove one of the two`)
    else entries.set(key, { source: at.source, offset: at.offset, key, value })
  }
  for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry)
  return newMap(place, [...entries.values()])
}

// https://yaml.org/type/merge.html: of several maps the earlier one wins.
function readMerge(value: Node, { report }: Tree): Entry[] {
  const maps = value.kind === 'list' ? value.items : [value]
  return maps.flatMap((map) => {
    if (map.kind === 'map') return map.entries
    report(map, 'expected a map to merge with <<, found something else')
    return []
  })
}

function readAlias(name: string, place: Place, { anchors, report }: Tree): Node {
  const found = anchors.get(name)
  if (found) return found
  const hint = found === null ? 'it stands within what it names' : `there is no &${name} before it`
  report(place, `expected the name of an anchor, found ${quote(`*${name}`)}: ${hint}`)
  throw new Stop()
}

// With `!!str` a text stays a text; what other tags ask for, nothing here can make.
function checkTag(tag: string | undefined, place: Place, { report }: Tree): void {
  if (tag === undefined || tag === '!' || /^tag:yaml\.org,2002:(?:str|map|seq)$/.test(tag)) return
  const shown = tag.replace(/^tag:yaml\.org,2002:/, '!!')
  report(place, `expected a value without a tag, found ${quote(shown)}: leave the tag out`)
}

function placeOf(node: unknown, { source }: Tree): Place {
  return { source, offset: (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0 }
}

// One mistake often leads to others on its line: the first is told.
function reportMistakes({ errors, contents }: Document.Parsed, { source, report }: Tree): void {
  const lines = new Set<number>()
  for (const error of errors.slice(0, MOST_MISTAKES * 10)) {
    // A quote that is not closed swallows the rest of the file: told is where it stands, not where the file ends.
    const isQuote = /closing ["']quote/.test(error.message)
    const place = { source, offset: isQuote ? lastStart(contents) : Math.min(error.pos[0], source.text.length) }
    const line = lineOf(place)
    if (lines.has(line) || lines.size >= MOST_MISTAKES) continue
    lines.add(line)
    report(
      place,
      isQuote ? 'expected a closing quote after this one, found none' : describeMistake(error, textOf(place)),
    )
  }
}

/** Where the last scalar of a document starts. */
function lastStart(node: unknown): number {
  const last = isMap(node) || isSeq(node) ? node.items.at(-1) : null
  if (last === null || last === undefined) return (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0
  return lastStart(isPair(last) ? (last.value ?? last.key) : last)
}

const ADVICE: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'expected spaces at the beginning of the line, found a tab: indent with spaces',
  BLOCK_AS_IMPLICIT_KEY: 'expected one "key: value" a line, found two: put a text that has ": " in it in quotes',
  MULTILINE_IMPLICIT_KEY: 'expected "key: value" on one line, found a line without its colon',
  BAD_DQ_ESCAPE: 'expected an escape that YAML knows after \\, found another: put the text in single quotes instead',
  BAD_SCALAR_START: 'expected a text, found a character that YAML keeps for itself: put the text in quotes',
}

function describeMistake({ code, message }: YAMLError, line: string): string {
  const inside = line.search(/[[{,]/)
  if (inside >= 0 && line.includes('${', inside + 1) && code !== 'TAB_AS_INDENT') {
    return `expected YAML, found \${ within braces or brackets without quotes: write "\${name}"`
  }
  const [, end] = /^Flow .* end with a ([\]}])$/.exec(message) ?? []
  if (end !== undefined) return `expected ${end} before this, found none: its other half stands above`
  const plain = message.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())
  return ADVICE[code] ?? `expected YAML, found a mistake in it: ${plain}`
}
