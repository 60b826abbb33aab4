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
    because: 'whoever may not read the contacts does not know who is among them; READ_CONTACTS is never asked for',
    cases: [
      { file: 'android/life/work-profile.yaml', names: /^Contacts of the work profile name callers/ },
      { file: 'identifying/address-book.yaml', names: /^The phone's own address book comes before/ },
      { file: 'identifying/chosen.yaml', names: /^Somebody in the phone's address book .*never-asked/ },
      { file: 'android/screening/contacts.yaml', names: /^Android 10 asks .*never-asked/ },
      { file: 'android/screening/slow.yaml', names: /^With the two permissions as well/ },
      {
        file: 'android/surfaces/dialer-directory.yaml',
        names: /^A dialer does not ask about the phone's own contacts/,
      },
    ],
  },
  {
    because: 'the library asks no CRM while the phone rings: it names whom its snapshot has',
    cases: [
      { file: 'identifying/article-profile.yaml', names: /^(?:An answer|The article's phone holds)/ },
      { file: 'sync/captive-portal.yaml', names: /asks no CRM/ },
    ],
  },
]

/** Why a case is not applicable; null where it is. */
export function notForKotlin({ file, name }: { readonly file: string; readonly name: string }): string | null {
  const left = LEFT.find(({ cases }) => cases.some((each) => each.file === file && each.names.test(name)))
  return left?.because ?? null
}
