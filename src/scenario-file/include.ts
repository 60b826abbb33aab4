// What a document includes: other files' phone, contacts and variables, which are its defaults. Files come by an argument.
import { type IncludedParts, includedShape } from './format.ts'
import { describeNode, type Entry, type Node, newMap, quote, type Report } from './node.ts'
import { openSource, readYaml } from './yaml.ts'

/** A file that was found, by the path that tells it from all others. */
export interface IncludedFile {
  readonly path: string
  readonly text: string | Uint8Array
}

export interface ReadTools {
  /**
   * The file that `from` includes as `path`, which is relative to the folder of `from`; or why there is none, as in
   * `no such file`. It need read no more than a byte beyond LARGEST_FILE.
   */
  readonly readInclude: (path: string, from: string) => IncludedFile | { readonly problem: string }
}

/** How many files a document may include, itself and by what it includes: ten that name each other twice are a thousand. */
const MOST_FILES = 200

/** How many files may include each other in a row. */
const DEEPEST = 10

interface Including {
  readonly tools: ReadTools
  readonly report: Report
  /** The files that led here, the first first. */
  readonly chain: readonly string[]
  /** How many files have been included so far. */
  readonly count: { files: number }
}

/** What the files of an `include` say, later ones before earlier ones; what cannot be included is reported and left out. */
export function readIncludes(node: Node, including: Including): IncludedParts {
  const nodes = node.kind === 'list' ? node.items : [node]
  return nodes.reduce<IncludedParts>((parts, each) => mergeParts(parts, readInclude(each, including)), {})
}

function readInclude(node: Node, { tools, report, chain, count }: Including): IncludedParts {
  const refuse = (message: string): IncludedParts => report(node, message) ?? {}
  if (node.kind !== 'scalar' || node.text.trim() === '')
    return refuse(`expected a file to include, found ${describeNode(node)}`)
  if (node.text.includes('${'))
    return refuse('expected a file to include, found a variable: what is included comes before all variables')
  if (chain.length > DEEPEST) return refuse(`expected at most ${DEEPEST} files that include each other, found more`)
  count.files += 1
  // Told once: what is beyond it is not looked at.
  if (count.files === MOST_FILES + 1) return refuse(`expected at most ${MOST_FILES} included files, found more`)
  if (count.files > MOST_FILES) return {}
  const file = tools.readInclude(node.text, chain.at(-1) ?? '')
  if ('problem' in file) return refuse(`expected a file to include, found ${quote(node.text)}: ${file.problem}`)
  if (chain.includes(file.path))
    return refuse(`expected a file that does not include itself, found ${describeChain(chain, file.path)}`)
  return readFile(file, { tools, report, count, chain: [...chain, file.path] })
}

function describeChain(chain: readonly string[], path: string): string {
  return [...chain.slice(chain.indexOf(path)), path].map((each) => quote(each)).join(', which includes ')
}

function readFile(file: IncludedFile, including: Including): IncludedParts {
  const { report } = including
  const source = openSource(file.path, file.text, report)
  const documents = readYaml(source, report)
  const [first, second] = documents
  if (second)
    report(
      { source, offset: source.text.length },
      `expected one document in an included file, found ${documents.length}`,
    )
  if (!first?.root) return {}
  const { include, ...own } = includedShape.readSome(first.root, { report, region: null, today: '' }).values
  return include ? mergeParts(readIncludes(include, including), own) : own
}

/** Two descriptions of the same, of which the second wins: the phone field by field, variables one by one. */
export function mergeParts<T extends IncludedParts>(under: IncludedParts, over: T): T {
  const phone = mergeNodes(under.phone, over.phone, true)
  const variables = mergeNodes(under.variables, over.variables, false)
  return { ...under, ...over, ...(phone && { phone }), ...(variables && { variables }) }
}

function mergeNodes(under: Node | undefined, over: Node | undefined, isDeep: boolean): Node | undefined {
  if (under?.kind !== 'map' || over?.kind !== 'map') return over ?? under
  const entries = new Map<string, Entry>(under.entries.map((entry) => [entry.key, entry]))
  for (const entry of over.entries) {
    const below = entries.get(entry.key)
    const value = isDeep ? (mergeNodes(below?.value, entry.value, true) ?? entry.value) : entry.value
    entries.set(entry.key, { ...entry, value })
  }
  return newMap(over, [...entries.values()])
}
