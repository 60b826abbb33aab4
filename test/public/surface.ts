// What the package lets others import, read from its own declarations: every entry, every name, and every type that can be reached
// from there.
import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import ts from 'typescript'

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, string> }

/** The subpaths with code: `number` for `ringsight/number`. */
export const ENTRIES = Object.keys(exports)
  .filter((path) => exports[path]?.endsWith('.js'))
  .map((path) => path.slice(2))

export interface PublicName {
  readonly entry: string
  readonly name: string
  /** Whether it is there when a program runs; a type is not. */
  readonly isValue: boolean
  readonly comment: string
}

const declarationOf = (entry: string) => resolve(`dist/public/${entry}.d.ts`)
const program = ts.createProgram(ENTRIES.map(declarationOf), {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  types: ['node'],
})
const checker = program.getTypeChecker()

/** The names of all entries. */
export const NAMES: readonly PublicName[] = ENTRIES.flatMap((entry) =>
  exportsOf(entry).map(({ name, target }) => ({
    entry,
    name,
    isValue: (target.flags & ts.SymbolFlags.Value) !== 0,
    comment: ts.displayPartsToString(target.getDocumentationComment(checker)),
  })),
)

function exportsOf(entry: string): { readonly name: string; readonly target: ts.Symbol }[] {
  const source = program.getSourceFile(declarationOf(entry))
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`expected dist/public/${entry}.d.ts, found none: npm run build`)
  return checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.name, target: targetOf(symbol) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

function targetOf(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

/** The declarations of all that is exported, and of all types behind it, without comments. */
export function renderReport(): string {
  const shown = new Map<ts.Symbol, string>()
  const sections = ENTRIES.map((entry) => {
    const blocks = exportsOf(entry).map(({ name, target }) => {
      const before = shown.get(target)
      if (before === undefined) shown.set(target, entry)
      return before === undefined ? renderSymbol(target) : `// ${name}: as in ringsight/${before}`
    })
    return renderSection(`ringsight/${entry}`, blocks)
  })
  const reached = reachedFrom([...shown.keys()])
  const behind = reached
    .map((symbol) => `// ${fileOf(symbol)}\n${renderSymbol(symbol)}`)
    .sort((one, other) => (one < other ? -1 : 1))
  return `${HEAD}\n${[...sections, renderSection('Types behind them, without a public name', behind)].join('\n')}`
}

const HEAD = `# The public API

What other programs can import, as the compiler declares it. \`UPDATE=1 npx vitest run test/public/api.test.ts\` rewrites it.
`

function renderSection(title: string, blocks: readonly string[]): string {
  return `## ${title}\n\n\`\`\`ts\n${blocks.join('\n\n')}\n\`\`\`\n`
}

const printer = ts.createPrinter({ removeComments: true })

function renderSymbol(symbol: ts.Symbol): string {
  const nodes = new Set((symbol.declarations ?? []).map(statementOf))
  return Array.from(nodes, (node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())).join('\n')
}

// Of a constant the whole statement.
function statementOf(node: ts.Node): ts.Node {
  return ts.isVariableDeclaration(node) ? node.parent.parent : node
}

function fileOf(symbol: ts.Symbol): string {
  const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? ''
  return relative('dist', file).replace(/\.d\.ts$/, '')
}

/** The types of ours that these name, those that they name, and so on; each once, and none of these. */
function reachedFrom(symbols: readonly ts.Symbol[]): ts.Symbol[] {
  const known = new Set(symbols)
  const left = [...symbols]
  const reached: ts.Symbol[] = []
  const visit = (node: ts.Node): void => {
    const found = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
    const target = found && targetOf(found)
    if (target !== undefined && !known.has(target) && isOurType(target)) {
      known.add(target)
      left.push(target)
      reached.push(target)
    }
    ts.forEachChild(node, visit)
  }
  for (let symbol = left.pop(); symbol !== undefined; symbol = left.pop()) {
    for (const declaration of symbol.declarations ?? []) visit(statementOf(declaration))
  }
  return reached
}

const TOP_LEVEL = ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Class | ts.SymbolFlags.Variable

function isOurType(symbol: ts.Symbol): boolean {
  const declaration = symbol.declarations?.[0]
  const isOurs = declaration?.getSourceFile().fileName.startsWith(resolve('dist')) === true
  return isOurs && (symbol.flags & TOP_LEVEL) !== 0 && ts.isSourceFile(statementOf(declaration).parent)
}
