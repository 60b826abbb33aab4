// Runs the Expo config plugin on Expo's bare template project, twice, and reads the native projects back.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectThat } from './expect.ts'
import { PACKAGE, run } from './tools.ts'

const require = createRequire(import.meta.url)

// Fetched as create-expo-app fetches it, and not installed: its dependencies are an app's.
const TEMPLATE = 'expo-template-bare-minimum@58.0.8'
const INTEGRITY = 'sha512-xZCAzR9qfAYMYZHhKcA9vwO9xEebkJr94a6brQdyKDzJGmjhf9q6l1bijkIer0z0RzfyMoacpjG/lOYscw0O9A=='

const ACME = { name: 'Acme', slug: 'acme', version: '2.1.0' }
const IDS = { ios: { bundleIdentifier: 'com.acme.app' }, android: { package: 'com.acme.app' } }

/** @returns one line of what was found; throws when something is not as it must be */
export async function checkExpo(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ringsight-expo-'))
  try {
    loadThroughLink(join(folder, 'linked'))
    const project = fetchTemplate(join(folder, 'template'))
    await applyPlugin(project, 'role')
    const once = readAll(project)
    readBack(project)
    await applyPlugin(project, 'role')
    const changed = [...readAll(project)].filter(([file, text]) => once.get(file) !== text).map(([file]) => file)
    expectThat('a second run changes no file', changed, [])
    await applyPlugin(project, 'callLog')
    readArticlesWay(project)
    return `${TEMPLATE}: App Group, extension target, Podfile, Info.plist, manifest and Gradle read back; twice is the same`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Installed as the README says, the package is a link, from behind which the app's Expo cannot be seen. */
function loadThroughLink(folder: string): void {
  const [binding, modules] = [join(folder, 'binding'), join(folder, 'app', 'node_modules')]
  for (const part of ['app.plugin.js', 'expo', 'package.json']) {
    cpSync(join(PACKAGE, part), join(binding, part), { recursive: true })
  }
  mkdirSync(modules, { recursive: true })
  symlinkSync(binding, join(modules, 'react-native-ringsight'))
  symlinkSync(join(PACKAGE, 'node_modules', '@expo'), join(modules, '@expo'))
  const found = run('node', ['--print', "typeof require('react-native-ringsight/app.plugin.js')"], join(folder, 'app'))
  expectThat('the plugin of a package that is a link', found.trim(), 'function')
}

function fetchTemplate(folder: string): string {
  mkdirSync(folder)
  run('npm', ['pack', '--silent', TEMPLATE], folder)
  const [archive = ''] = readdirSync(folder)
  const hash = createHash('sha512')
    .update(readFileSync(join(folder, archive)))
    .digest('base64')
  expectThat('the template is the one that was looked at', `sha512-${hash}`, INTEGRITY)
  run('tar', ['xzf', archive], folder)
  return join(folder, 'package')
}

async function applyPlugin(projectRoot: string, androidWay: 'role' | 'callLog'): Promise<void> {
  const { compileModsAsync } = require('@expo/config-plugins') as typeof import('@expo/config-plugins')
  const plugin = require('../app.plugin.js') as (
    config: object,
    options: object,
  ) => Parameters<typeof compileModsAsync>[0]
  const config = plugin({ ...ACME, ...IDS, _internal: { projectRoot } }, { androidWay })
  await compileModsAsync(config, { projectRoot, platforms: ['ios', 'android'], assertMissingModProviders: false })
}

function readAll(project: string): Map<string, string> {
  const files = ['ios', 'android'].flatMap((platform) =>
    readdirSync(join(project, platform), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  return new Map(files.map((file) => [file, readFileSync(file, 'latin1')]))
}

function readBack(project: string): void {
  const read = (...path: string[]) => readFileSync(join(project, ...path), 'utf8')
  const { default: plist } = require('@expo/plist') as { default: { parse(text: string): Record<string, unknown> } }

  const entitlements = [...readAll(project).keys()].filter((file) => file.endsWith('.entitlements'))
  expectThat('app and extension have entitlements', entitlements.length, 2)
  for (const file of entitlements) {
    const found = plist.parse(readFileSync(file, 'utf8'))['com.apple.security.application-groups']
    expectThat(`${file}: the App Group`, found, ['group.com.acme.app'])
  }

  const app = plist.parse(read('ios', 'HelloWorld', 'Info.plist'))
  expectThat('the app finds its extension', app['Ringsight'], {
    AppGroup: 'group.com.acme.app',
    ExtensionIdentifier: 'com.acme.app.call-directory',
    RefreshIdentifier: 'com.acme.app.refresh',
  })
  expectThat('the refresh is permitted', app['BGTaskSchedulerPermittedIdentifiers'], ['com.acme.app.refresh'])
  expectThat('the app may refresh', (app['UIBackgroundModes'] as string[]).includes('fetch'), true)

  const extension = plist.parse(read('ios', 'RingsightCallDirectory', 'Info.plist'))
  expectThat('the extension point', extension['NSExtension'], {
    NSExtensionPointIdentifier: 'com.apple.callkit.call-directory',
    NSExtensionPrincipalClass: '$(PRODUCT_MODULE_NAME).CallDirectory',
  })

  readProject(join(project, 'ios', 'HelloWorld.xcodeproj', 'project.pbxproj'))
  const podfile = read('ios', 'Podfile')
  expectThat('the Podfile has one target for it', podfile.split("target 'RingsightCallDirectory' do").length, 2)

  const manifest = read('android', 'app', 'src', 'main', 'AndroidManifest.xml')
  for (const host of ['contact', 'outcome']) {
    expectThat(`ringsight://${host}`, manifest.split(`android:scheme="ringsight" android:host="${host}"`).length, 2)
  }
  expectThat('no call log by the role', /READ_CALL_LOG|READ_CONTACTS/.test(manifest), false)
  expectThat('one build is included', read('android', 'settings.gradle').split('react-native-ringsight:').length, 2)
}

function readArticlesWay(project: string): void {
  const manifest = readFileSync(join(project, 'android', 'app', 'src', 'main', 'AndroidManifest.xml'), 'utf8')
  for (const each of ['READ_CALL_LOG', 'READ_PHONE_STATE', 'dev.ringsight.android.PhoneStateReceiver']) {
    expectThat(`the article's way has one ${each}`, manifest.split(each).length, 2)
  }
}

interface Objects {
  readonly [id: string]: { readonly [field: string]: unknown } | string
}

function readProject(file: string): void {
  const xcode = require('xcode') as {
    project(file: string): { parseSync(): void; hash: { project: { objects: Record<string, Objects> } } }
  }
  const project = xcode.project(file)
  project.parseSync()
  const { objects } = project.hash.project
  const all = (section: string) => Object.values(objects[section] ?? {}).filter((each) => typeof each === 'object')
  const targets = all('PBXNativeTarget')
  const bare = (text: unknown) => String(text).replaceAll('"', '')
  const extensions = targets.filter(({ productType }) => bare(productType) === 'com.apple.product-type.app-extension')
  expectThat(
    'one extension target',
    extensions.map(({ name }) => bare(name)),
    ['RingsightCallDirectory'],
  )
  const sources = all('PBXSourcesBuildPhase').map(({ files }) =>
    (files as { comment: string }[]).map(({ comment }) => comment),
  )
  const compiled = sources.filter((names) => names.some((name) => name.startsWith('CallDirectory.swift')))
  expectThat('its source is compiled once, and in it alone', compiled, [['CallDirectory.swift in Sources']])
  const embedded = all('PBXCopyFilesBuildPhase').flatMap(({ files }) =>
    (files as { comment: string }[]).map(({ comment }) => comment),
  )
  expectThat('the app embeds it', embedded.filter((name) => name.includes('RingsightCallDirectory.appex')).length, 1)
  expectThat('and depends on it', all('PBXTargetDependency').length, 1)
  const settings = all('XCBuildConfiguration').map(({ buildSettings }) => buildSettings as Record<string, string>)
  const ours = settings.filter(
    ({ PRODUCT_BUNDLE_IDENTIFIER }) => bare(PRODUCT_BUNDLE_IDENTIFIER) === 'com.acme.app.call-directory',
  )
  expectThat(
    'in both configurations',
    ours.map((each) => bare(each['CODE_SIGN_ENTITLEMENTS'])),
    [
      'RingsightCallDirectory/RingsightCallDirectory.entitlements',
      'RingsightCallDirectory/RingsightCallDirectory.entitlements',
    ],
  )
}
