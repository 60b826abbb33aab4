// `ringsight rules`: what Android and iOS do about calls, where that can be read, and the scenarios that prove it.
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { androidVersion } from '../core/android-version.ts'
import type { Rule, RuleVersion } from '../device/rule.ts'
import { RULES } from '../device/rules.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { keyOf } from '../scenario/words.ts'
import { type Io, printJson, printLine, wantsColour } from '../terminal/io.ts'
import { type Painter, paint } from '../terminal/paint.ts'
import type { JsonLine } from '../text/json.ts'
import { safeLine } from '../text/safe.ts'
import { wrap } from '../text/width.ts'
import { Argument, type Command } from './flags/command.ts'
import { platformFlag } from './flags/shared.ts'
import { nearestHint, wrong } from './flags/values.ts'

const EXAMPLES = `
Examples:
  ringsight rules                     all of them
  ringsight rules AND-27              one, with what depends on it
  ringsight rules --platform ios
  ringsight rules --json | jq -r 'select(.isVerified == false) | .id'
  ringsight run ringsight --tag AND-27   your own scenarios about it

The simulated phones keep these rules. Each has the versions that it holds for, its
source, and the scenarios that prove it: those that come with Ringsight and carry its
id as a tag. What no source settles is unverified, and a switch of a scenario's phone
turns it:
  phone: {switches: {stopped-role-holder-is-bound: on}}

The status is 0, and 2 for an id that no rule has.`

interface RulesFlags {
  readonly platform?: Rule['platform']
  readonly json?: boolean
}

export function addRulesCommand(program: Command, io: Io): Command {
  return program
    .command('rules')
    .description('list the rules of Android and iOS that the phones keep, with source and proof')
    .addArgument(new Argument('[id]', 'one rule, such as AND-27 or IOS-12').offers(RULES.map(({ id }) => id)))
    .addOption(platformFlag('only those of one platform'))
    .option('--json', 'print one JSON object per line: each rule, then a summary')
    .addHelpText('after', EXAMPLES)
    .action((id: string | undefined, flags: RulesFlags) => runRules(io, id, flags))
}

/** A scenario that carries a rule's id. */
export interface Proof {
  readonly file: string
  readonly line: number
  readonly name: string
}

async function runRules(io: Io, id: string | undefined, { platform, json }: RulesFlags): Promise<void> {
  const ofPlatform = RULES.filter((rule) => platform === undefined || rule.platform === platform)
  const rules = id === undefined ? ofPlatform : [findRule(id, ofPlatform)]
  const proofs = await findProofs(io)
  const style = {
    painter: paint(wantsColour(io, io.stdout)),
    width: Math.max(50, Math.min(100, io.stdout.columns || 80)),
  }
  for (const rule of rules) {
    const proven = proofs(rule.id)
    if (json) await printJson(io, ruleJson(rule, proven))
    else for (const line of renderRule(rule, proven, { ...style, isAlone: id !== undefined })) await printLine(io, line)
  }
  const unverified = rules.filter(({ verified }) => !verified).length
  if (json) await printJson(io, { type: 'summary', rules: rules.length, unverified })
  else if (id === undefined) await printLine(io, `\n${rules.length} rules, ${unverified} of them unverified`)
}

function findRule(id: string, rules: readonly Rule[]): Rule {
  const found = rules.find((rule) => rule.id.toLowerCase() === id.trim().toLowerCase())
  if (found !== undefined) return found
  const hint = nearestHint(
    id,
    rules.map((rule) => rule.id),
  )
  throw wrong(`the id of a rule, such as ${rules[0]?.id}`, id, hint || 'ringsight rules lists them')
}

function ruleJson(rule: Rule, scenarios: readonly Proof[]): JsonLine {
  const { id, platform, source, verified: isVerified } = rule
  const versions = rule.versions.map(({ from, to, sentence: message }) => ({ from, to, message }))
  const facts = { id, platform, message: rule.versions[0].sentence, versions, source, isVerified }
  return { type: 'rule', ...facts, switch: switchOf(rule), scenarios }
}

/** `Android 12 (API 31) and later`, `iOS 13 to 18`. */
export function nameVersions(platform: Rule['platform'], { from, to }: Pick<RuleVersion, 'from' | 'to'>): string {
  const end = to === null ? ' and later' : ''
  const span = (name: (version: number) => string | number) =>
    to === null || to === from ? `${name(from)}` : `${name(from)} to ${name(to)}`
  if (platform === 'ios') return `iOS ${span((version) => version)}${end}`
  return `Android ${span((level) => androidVersion(level) ?? level)} (API ${span((level) => level)})${end}`
}

/** As a scenario writes it. */
function switchOf({ switch: key }: Pick<Rule, 'switch'>): string | null {
  return key === undefined ? null : keyOf(key)
}

interface RuleStyle {
  readonly painter: Painter
  readonly width: number
  /** With every scenario, not only the first. */
  readonly isAlone: boolean
}

const INDENT = ' '.repeat(8)

function renderRule(rule: Rule, proofs: readonly Proof[], { painter, width, isAlone }: RuleStyle): string[] {
  const { id, platform, source, verified } = rule
  const [{ sentence }, ...earlier] = rule.versions
  const key = switchOf(rule)
  const room = width - INDENT.length
  const [first = '', ...rest] = wrap(sentence, room, 'whole')
  const small = (text: string) => wrap(text, room, 'whole').map((line) => `${INDENT}${painter.dim(line)}`)
  const turned = key === null ? '' : `switch ${key}`
  const doubt = verified ? turned : `unverified${turned && `: ${turned}`}`
  return [
    `${painter.strong(id.padEnd(INDENT.length))}${first}`,
    ...rest.map((line) => INDENT + line),
    ...small(nameVersions(platform, rule.versions[0])),
    ...earlier.flatMap((version) => small(`${nameVersions(platform, version)}: ${version.sentence}`)),
    ...small(`source: ${source}`),
    ...(doubt === '' ? [] : [`${INDENT}${verified ? painter.dim(doubt) : painter.warn(doubt)}`]),
    ...renderProofs(proofs, isAlone).flatMap(small),
  ]
}

function renderProofs(proofs: readonly Proof[], isAlone: boolean): string[] {
  const lines = proofs.map(
    ({ file, line, name }) => `proved by ${safeLine(`${file}:${line}`)}${isAlone ? `  ${safeLine(name)}` : ''}`,
  )
  const [first] = lines
  if (isAlone || first === undefined || lines.length === 1) return lines
  return [`${first} and ${lines.length - 1} more`]
}

const CORPUS = fileURLToPath(new URL('../../fixtures/scenarios/pass', import.meta.url))

/** The scenarios that come with the package, by their tags. */
async function findProofs(io: Io): Promise<(id: string) => Proof[]> {
  const { stat } = await import('node:fs/promises')
  if ((await stat(CORPUS).catch(() => null)) === null) return () => []
  const { findScenarioFiles } = await import('../run/scenario-files.ts')
  const { openPlayer } = await import('../run/player.ts')
  const player = openPlayer(io, { isUpdate: false, named: [CORPUS] })
  const scenarios: Scenario[] = []
  for (const file of findScenarioFiles([CORPUS])) scenarios.push(...(await player.read(file)).scenarios)
  return (id) => proofsOf(id, scenarios)
}

// From this folder where it lies in it, else from the root: `../../..` is for nobody to read.
function openable(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? resolve(file) : path
}

/** Where they stand; the cases of a matrix stand in one place. */
export function proofsOf(id: string, scenarios: readonly Scenario[]): Proof[] {
  const proofs = new Map<string, Proof>()
  for (const { tags, at, name } of scenarios) {
    if (!tags.some((tag) => tag.toLowerCase() === id.toLowerCase())) continue
    const file = openable(at.file)
    const place = `${file}:${at.line}`
    if (!proofs.has(place)) proofs.set(place, { file, line: at.line, name })
  }
  return [...proofs.values()]
}
