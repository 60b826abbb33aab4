// The Swift package as the app of the corpus's iPhones. What its page would say of iOS is what the phone's access says.
import { accessOf } from '../../src/app/access-of.ts'
import type { CarriedPhone } from '../../src/app/carried.ts'
import { readCommand } from '../../src/app-process/command.ts'
import { differenceOf, type PlayedCase, playCorpus } from './corpus.ts'

/** What the phone's access and the app's own page both know. */
const COMPARED: ReadonlySet<string> = new Set(['signed-out', 'extension-off', 'background-refresh-off'])

/** @param paths files or folders of scenarios; only their iPhones are played */
export function playIphones(command: string, paths: readonly string[]): Promise<readonly PlayedCase[]> {
  return playCorpus<{ readonly problems: readonly string[] }>(
    {
      command: readCommand(command),
      platform: 'ios',
      timeoutMs: 20_000,
      compare(phone, { problems }) {
        return differenceOf(
          'problems',
          problemsOf(phone),
          problems.filter((each) => COMPARED.has(each)),
        )
      },
    },
    paths,
  )
}

function problemsOf(phone: CarriedPhone): readonly string[] {
  const { card, sync } = accessOf(phone)
  const signedOut = phone.app.isSignedIn ? [] : ['signed-out']
  return [...new Set([...signedOut, ...[...card, ...sync].map(({ reason }) => reason)])]
}
