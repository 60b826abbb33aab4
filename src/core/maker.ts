// What the makers of phones add to Android that can keep an app from its work: which switches a maker's phones have, how
// they ship, and how their user finds them. One table; what a switch keeps off is in access.ts.

/** What a maker's switch is of, by the name of its setting. */
export type MakerSetting = 'autostart' | 'popups' | 'lockScreen' | 'sleep'

/** A switch of a maker's own. */
export interface MakerSwitch {
  readonly setting: MakerSetting
  /** As the phone calls it. */
  readonly name: string
  /** As the phone ships. */
  readonly usual: 'off' | 'automatic'
  /** Where its user finds it, and what to do there. */
  readonly fix: string
  /** A page with its title, or a repository with the file. */
  readonly source: string
}

interface MakerRow {
  /** What the maker calls itself. */
  readonly name: string
  readonly switches: readonly MakerSwitch[]
}

const DONT_KILL = 'https://dontkillmyapp.com'
const ROM_GUIDE =
  'https://github.com/mateuszbyczkowski/summarizer, docs/troubleshooting/ROM_PERMISSION_GUIDE.md ("Reject service")'

/** The makers, and what each adds. A switch that no page names is not here. */
export const MAKERS = {
  google: { name: 'Google', switches: [] },
  samsung: {
    name: 'Samsung',
    switches: [
      {
        setting: 'sleep',
        name: 'Background usage limits',
        usual: 'automatic',
        fix: 'Settings › Battery › Background usage limits: take Ringsight from Deep sleeping apps, and add it to Never auto sleeping apps.',
        source: `https://developer.samsung.com/mobile/app-management.html (Samsung Application Management); https://www.samsung.com/ca/support/mobile-devices/galaxy-phone-sleeping-apps/ (Sleeping apps on your Galaxy phone)`,
      },
    ],
  },
  xiaomi: {
    name: 'Xiaomi',
    switches: [
      {
        setting: 'autostart',
        name: 'Autostart',
        usual: 'off',
        fix: 'Security app › Permissions › Autostart: switch Ringsight on.',
        source: `${DONT_KILL}/xiaomi (Xiaomi); ${ROM_GUIDE}; https://github.com/chrmhoffmann/miui-services, sources/com/android/server/am/BroadcastQueueImpl.java (checkApplicationAutoStart, shouldStopBroadcastDispatch)`,
      },
      {
        setting: 'popups',
        name: 'Display pop-up windows while running in background',
        usual: 'off',
        fix: 'Security app › Permissions › Display pop-up windows while running in background: allow Ringsight.',
        source:
          'https://support.kaspersky.com/help/Kaspersky/Android_knownissues/it-IT/195536.htm (Dispositivi XIAOMI); https://github.com/user-grinch/RivoPhoneApp/issues/114',
      },
      {
        setting: 'lockScreen',
        name: 'Show on Lock screen',
        usual: 'off',
        fix: 'Settings › Apps › Ringsight › Other permissions › Show on Lock screen: allow.',
        source:
          'https://support.kaspersky.com/help/Kaspersky/Android_knownissues/it-IT/195536.htm (Dispositivi XIAOMI); https://github.com/hiennguyen92/flutter_callkit_incoming/issues/667',
      },
    ],
  },
  huawei: {
    name: 'Huawei',
    switches: [
      {
        setting: 'autostart',
        name: 'Auto-launch',
        usual: 'off',
        fix: 'Settings › Apps › App launch: manage Ringsight manually, with Auto-launch, Secondary launch and Run in background on.',
        source: `${DONT_KILL}/huawei (Huawei); https://consumer-tkbdownload.huawei.com/ctkbfm/applet/simulator/en-gb15769601/index.html (Change your device's settings)`,
      },
    ],
  },
  oppo: {
    name: 'Oppo',
    switches: [
      {
        setting: 'autostart',
        name: 'Auto launch',
        usual: 'off',
        fix: 'Settings › App management › Auto launch: allow Ringsight.',
        source: `${DONT_KILL}/oppo (Oppo); https://iloveandroid.com/why-am-i-not-receiving-notifications-on-my-oppo-smartphone-until-i-manually-open-the-app`,
      },
    ],
  },
  vivo: {
    name: 'Vivo',
    switches: [
      {
        setting: 'autostart',
        name: 'Autostart',
        usual: 'off',
        fix: 'Settings › More settings › Applications › Autostart: switch Ringsight on.',
        source: `${DONT_KILL}/vivo (Vivo)`,
      },
      {
        setting: 'popups',
        name: 'Background pop-ups',
        usual: 'off',
        fix: 'Settings › Apps › Ringsight › Permissions › Background pop-ups: allow.',
        source:
          'https://github.com/Tangerine-TBE/MarryFriend, app/src/main/java/com/twx/marryfriend/utils/BackgroundPopUtils.kt (start_bg_activity)',
      },
    ],
  },
  oneplus: {
    name: 'OnePlus',
    switches: [
      {
        setting: 'autostart',
        name: 'Auto-launch',
        usual: 'off',
        fix: 'Settings › Apps › Auto-launch: allow Ringsight.',
        source: `${DONT_KILL}/oneplus (OnePlus)`,
      },
    ],
  },
  apple: { name: 'Apple', switches: [] },
} as const satisfies Readonly<Record<string, MakerRow>>

/** Who made a phone. */
export type Maker = keyof typeof MAKERS

/** A maker of Android phones. */
export type AndroidMaker = Exclude<Maker, 'apple'>

/** The makers of Android phones. */
export const ANDROID_MAKERS = Object.keys(MAKERS).filter((name) => name !== 'apple') as readonly AndroidMaker[]

/** What stands about a switch of the makers, all of them together. */
export function makerSources(setting: MakerSetting): string {
  const sources = ANDROID_MAKERS.flatMap((maker) => makerSwitch(maker, setting)?.source.split('; ') ?? [])
  return [...new Set(sources)].join('; ')
}

/** What a Samsung does about an app that nobody opens, after "the app is". */
export const SLEEP_WORDS = {
  automatic: 'put to sleep if nobody opens it',
  never: 'never put to sleep',
  sleeping: 'asleep',
  'deep-sleeping': 'in deep sleep',
} as const

/** The switches that a maker's phones have. */
export function makerSwitches(maker: Maker): readonly MakerSwitch[] {
  return MAKERS[maker].switches
}

/** A maker's switch of a setting; null where its phones have none. */
export function makerSwitch(maker: Maker, setting: MakerSetting): MakerSwitch | null {
  return makerSwitches(maker).find((each) => each.setting === setting) ?? null
}
