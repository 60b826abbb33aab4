// Android's versions by their API levels. https://developer.android.com/tools/releases/platforms
const VERSIONS: ReadonlyMap<number, string> = new Map([
  [24, '7'],
  [25, '7.1'],
  [26, '8'],
  [27, '8.1'],
  [28, '9'],
  [29, '10'],
  [30, '11'],
  [31, '12'],
  [32, '12.1'],
  [33, '13'],
  [34, '14'],
  [35, '15'],
  [36, '16'],
  [37, '17'],
])

/** `14` for 34; null for a level whose version has no name here. */
export function androidVersion(apiLevel: number): string | null {
  return VERSIONS.get(apiLevel) ?? null
}

/** 34 for `14`, `14.0` or `14.0.0`, 32 for `12L`; null for a version that there is not. */
export function apiLevelOf(version: string): number | null {
  const name = version === '12L' ? '12.1' : version.replace(/^(\d+)\.0(?:\.0)?$/, '$1')
  return [...VERSIONS].find(([, each]) => each === name)?.[0] ?? null
}
