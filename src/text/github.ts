// What the runner of GitHub Actions takes for commands in a log, and how texts keep from being such.
import { safeLine } from './safe.ts'

/**
 * A mark in a file of the repository, as a line of the log:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function renderAnnotation(
  level: 'error' | 'warning' | 'notice',
  place: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(safeLine(String(value)))}`)
  return `::${level} ${properties.join(',')}::${escapeMessage(message)}\n`
}

/**
 * Lines of a log that hold texts of strangers, in which the runner takes nothing for a command until it reads the token:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
 *
 * @param token nobody can have written it into those texts
 */
export function stopCommands(token: string): { readonly begin: string; readonly end: string } {
  return { begin: `::stop-commands::${token}\n`, end: `::${token}::\n` }
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
