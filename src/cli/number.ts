// `ringsight number`: what number is this text? One answer a text, from arguments or from stdin as it comes.
import { createInterface } from 'node:readline'
import { parseNumber } from '../core/number/number.ts'
import type { PhoneNumber, Rejection } from '../core/number/reading.ts'
import { InputError } from '../terminal/exit.ts'
import { type Io, printJson, printLine, wantsColour } from '../terminal/io.ts'
import { paint } from '../terminal/paint.ts'
import type { JsonLine } from '../text/json.ts'
import { safeLine } from '../text/safe.ts'
import type { Command } from './flags/command.ts'
import { regionFlag } from './flags/shared.ts'

const EXAMPLES = `
Examples:
  ringsight number '+353 87 123 4567'
  ringsight number --region IE '(087) 123-4567' '00353 1 234 5678'
  cut -d, -f4 contacts.csv | ringsight number - --region IE --json

A text that cannot be read without guessing is rejected with its reason, and the status is 1.`

export function addNumberCommand(program: Command, io: Io): Command {
  const command = program
    .command('number')
    .description('normalise phone numbers, or say why they cannot be read')
    .addOption(regionFlag())
    .option('--json', 'print one JSON object per line: each number, then a summary')
    .addHelpText('after', EXAMPLES)
  return command
    .argument('[number...]', 'texts to read; - or none reads stdin, one on each line', readTexts)
    .action((texts: string[], options: { region?: string; json?: boolean }) => runNumber(io, texts, options))
}

// An empty text is one that cannot be read, and is told so with the others.
function readTexts(text: string, before: readonly string[] = []): string[] {
  if (text === '-' && before.includes('-')) throw new InputError('expected - (stdin) once, found it twice')
  return [...before, text]
}

async function* readInputs(io: Io, texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) {
    if (text === '-') yield* createInterface({ input: io.stdin, crlfDelay: Number.POSITIVE_INFINITY })
    else yield text
  }
}

async function runNumber(io: Io, texts: string[], options: { region?: string; json?: boolean }): Promise<void> {
  if (texts.length === 0 && io.stdin.isTTY) {
    throw new InputError("expected a number, found none: try ringsight number '+353 87 123 4567', or pipe numbers in")
  }
  const painter = paint(wantsColour(io, io.stdout))
  if (!options.json) await printLine(io, painter.dim(renderRow('NUMBER', 'COUNTRY', 'READ', 'INPUT')))
  let [numbers, rejected] = [0, 0]
  for await (const input of readInputs(io, texts.length > 0 ? texts : ['-'])) {
    const number = parseNumber(input, options.region ?? null)
    if (number.kind === 'rejected') rejected += 1
    else numbers += 1
    if (options.json) await printJson(io, toJson(input, number))
    else await printLine(io, toRow(input, number, painter))
  }
  if (options.json) await printJson(io, { type: 'summary', numbers, rejected })
  if (rejected > 0) io.exit(1)
}

const UNREAD = {
  number: null,
  country: null,
  read: null,
  extension: null,
  isAssigned: null,
  reason: null,
  readings: [],
}

function toJson(input: string, number: PhoneNumber | Rejection): JsonLine {
  if (number.kind === 'rejected')
    return { type: 'number', input, ...UNREAD, reason: number.reason, readings: number.readings ?? [] }
  const { e164, country, read, extension, assigned } = number
  return { type: 'number', input, ...UNREAD, number: e164, country, read, extension, isAssigned: assigned }
}

function toRow(input: string, number: PhoneNumber | Rejection, painter: ReturnType<typeof paint>): string {
  const text = safeLine(input.slice(0, 300))
  if (number.kind === 'rejected') {
    const readings = number.readings ? `  (${number.readings.join(' or ')})` : ''
    return painter.warn(renderRow(number.reason, '-', '-', text + readings))
  }
  const extension = number.extension === null ? '' : ` ext. ${number.extension}`
  const notes = number.assigned ? number.read : `${number.read}, not assigned`
  return renderRow(number.e164 + extension, number.country ?? '-', notes, text)
}

// The input comes last: it is the only column whose width nobody knows while the lines still come in.
function renderRow(number: string, country: string, read: string, input: string): string {
  return `${number.padEnd(20)}  ${country.padEnd(7)}  ${read.padEnd(8)}  ${input}`.trimEnd()
}
