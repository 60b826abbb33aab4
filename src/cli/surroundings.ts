// What help and the manual page say of all commands together: how to begin, and what the command line leaves in its
// surroundings and takes from them.
import type { ExitCode } from '../terminal/exit.ts'

/** A word, and what it means. */
type Line = readonly [word: string, about: string]

export const START: readonly Line[] = [
  ['ringsight generate --into-store', 'invented contacts to play with'],
  ['ringsight import export.csv --region IE', 'or your own, from a HubSpot export'],
  ['ringsight sync', 'or from HubSpot, and outcomes back'],
  ['ringsight check export.csv --region IE', 'who in it would be unknown, and why'],
  ['ringsight open', 'the same and more, as a page in your browser'],
  ['ringsight call +353871234567', 'who is calling?'],
  ['ringsight explain +353871234567', 'and why, or why not'],
  ['ringsight phone', 'the whole simulated phone'],
  ['ringsight init', 'a first scenario in your project, and'],
  ['ringsight run ringsight', 'what a phone must show, as a test'],
]

const STATUSES: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'a negative answer: not identified, a number rejected, findings, a scenario failed, an outcome parked',
  2: 'used wrongly, or unreadable input',
  3: 'an outside system failed',
  130: 'interrupted',
}

/** Every variable of the environment that is read, but for those that Node reads. */
const VARIABLES: readonly Line[] = [
  ['RINGSIGHT_DB', 'the store, unless --db names one'],
  ['RINGSIGHT_CONFIG', 'columns that are remembered, in place of ringsight.config.json here'],
  ['HUBSPOT_TOKEN', "the CRM's token, unless --token-file names a file"],
  ['HUBSPOT_BASE_URL', "the CRM's address, unless --base-url states one"],
  ['XDG_DATA_HOME', 'an absolute path, in place of ~/.local/share'],
  ['XDG_CONFIG_HOME', 'an absolute path, in place of ~/.config'],
  ['NO_COLOR', 'print no colours'],
  ['FORCE_COLOR', 'print colours outside a terminal, too; 0 for none'],
  ['TERM', 'dumb: draw nothing, print lines only'],
  ['GITHUB_STEP_SUMMARY', "the file of the job's summary, for run --reporter github"],
  ['GITHUB_WORKSPACE', 'the folder from which run --reporter github names files'],
]

const FILES: readonly Line[] = [
  ['~/.local/share/ringsight/ringsight.db', 'the store; on macOS and Windows in the folder for data'],
  ['~/.local/share/ringsight/ringsight.db.snapshot', 'what phones find callers in, beside the store'],
  ['~/.config/ringsight/token', "the CRM's token, mode 600; on macOS and Windows in the folder for settings"],
]

/** What stands at the end of all help, as sections. */
export const SECTIONS: Readonly<Record<string, readonly Line[]>> = {
  'Exit status': Object.entries(STATUSES),
  Environment: VARIABLES,
  Files: FILES,
}
