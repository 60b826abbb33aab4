// The Android cases that say nothing of the Kotlin library, though a call is in them, and why. All others are to come out as they do
// with the app in TypeScript.

interface Left {
  /** Why, for who reads the lists of a run. */
  readonly because: string
  /** The file below fixtures/scenarios/pass, and which of its cases. */
  readonly cases: readonly { readonly file: string; readonly names: RegExp }[]
}

const LEFT: readonly Left[] = [
  {
    because: 'the library asks no CRM while the phone rings: it names whom its snapshot has',
    cases: [
      { file: 'identifying/article-profile.yaml', names: /^(?:An answer|The article's phone holds)/ },
      { file: 'sync/captive-portal.yaml', names: /asks no CRM/ },
    ],
  },
  {
    because: 'the library keeps what the network delivered, and reads it anew under the countries of that moment',
    cases: [{ file: 'identifying/home-and-roaming.yaml', names: /^The number of a call stays/ }],
  },
]

/** Why a case is not applicable; null where it is. */
export function notForKotlin({ file, name }: { readonly file: string; readonly name: string }): string | null {
  const left = LEFT.find(({ cases }) => cases.some((each) => each.file === file && each.names.test(name)))
  return left?.because ?? null
}
