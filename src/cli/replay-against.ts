// `--against '--profile article --contacts other.csv'`: the other setting of a replay, in the flags of the command itself.

import type { Scope } from '../core/scope.ts'
import { InputError } from '../terminal/exit.ts'
import { shortLine } from '../text/safe.ts'
import { addSourceFlags, type SourceFlags } from './directory.ts'
import { Command, Flag } from './flags/command.ts'
import { addHandsetFlags, type HandsetFlags, handsetNames } from './flags/shared.ts'
import { duration, readScope, wrong } from './flags/values.ts'

/** What says under which phone and with whose contacts calls are played. */
export type SettingFlags = HandsetFlags &
  SourceFlags & {
    readonly region?: string
    readonly scope?: Scope
    /** Milliseconds. */
    readonly contactsAge?: number
  }

/** Adds the flags that make a setting. */
export function addSettingFlags<C extends Command>(command: C): C {
  return addHandsetFlags(addSourceFlags(command))
    .addOption(
      new Flag('--scope <scope>', 'only these contacts of the store: active, owner:ID or list:ID', readScope).offers([
        'all',
        'active',
      ]),
    )
    .addOption(
      new Flag(
        '--contacts-age <duration>',
        "how old the phone's contacts were at each call: 1d by a daily sync; later ones are not known yet",
        duration('1d'),
      ),
    )
}

export interface StatedSetting {
  /** As it was typed. */
  readonly name: string
  /** What it says; everything else stays as in the command. */
  readonly flags: Partial<SettingFlags>
}

/** Reads another setting. @throws InputError for what are no flags of a setting */
export function readSetting(text: string): StatedSetting {
  const words = Array.from(text.matchAll(/(?:"[^"]*"|'[^']*'|\\'|[^\s"'])+/g), ([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'|\\(')/g, (_, double, single, quote) => double ?? single ?? quote),
  )
  if (!words[0]?.startsWith('--')) throw wrong("flags of a phone or of contacts, such as '--profile article'", text)
  const command = addSettingFlags(new Command('--against')).exitOverride()
  command.parse(words, { from: 'user' })
  const stated = Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli')
  if (stated.length === 0) throw new InputError(`expected flags, found "${shortLine(text, 60)}"`)
  return { name: text.trim(), flags: Object.fromEntries(stated) as Partial<SettingFlags> }
}

// A platform is that of another phone, and a file has columns of its own: neither takes over what was stated of the first.
const OF_PHONE = new Set(handsetNames().filter((name) => name !== 'region' && name !== 'profile'))
const OF_FILE: ReadonlySet<string> = new Set(['phone', 'name', 'country', 'id', 'ignore', 'encoding'])

/** The flags of a command, but for what another setting says. */
export function mergeSetting<Flags extends SettingFlags>(flags: Flags, { flags: stated }: StatedSetting): Flags {
  const isKept = (name: string) =>
    !(stated.platform !== undefined && OF_PHONE.has(name)) && !(stated.contacts !== undefined && OF_FILE.has(name))
  const kept = Object.fromEntries(Object.entries(flags).filter(([name]) => isKept(name)))
  return { deny: [], phone: [], name: [], country: [], ignore: [], ...kept, ...stated } as unknown as Flags
}
