// iOS: the Call Directory extension as a target of its own, the App Group that it shares with the app, and the keys by which
// the module finds both.
const { fromApp } = require('./from-app')

const { withDangerousMod, withEntitlementsPlist, withInfoPlist, withPodfile, withXcodeProject } =
  fromApp('@expo/config-plugins')
const { addExtensionTarget, EXTENSION } = require('./extension-target')
const { writeExtension } = require('./extension-files')

/** @param {string | undefined} chosenGroup */
function withRingsightIos(config, chosenGroup) {
  const identifier = config.ios?.bundleIdentifier
  if (!identifier)
    throw new Error('react-native-ringsight: expected ios.bundleIdentifier in the app config, found none.')
  const appGroup = chosenGroup ?? `group.${identifier}`
  const extensionIdentifier = `${identifier}.call-directory`
  const refreshIdentifier = `${identifier}.refresh`
  const steps = [
    (so) =>
      withEntitlementsPlist(so, (mod) => {
        const key = 'com.apple.security.application-groups'
        mod.modResults[key] = withOne(mod.modResults[key], appGroup)
        return mod
      }),
    (so) =>
      withInfoPlist(so, (mod) => {
        const plist = mod.modResults
        plist.Ringsight = {
          AppGroup: appGroup,
          ExtensionIdentifier: extensionIdentifier,
          RefreshIdentifier: refreshIdentifier,
        }
        plist.UIBackgroundModes = withOne(plist.UIBackgroundModes, 'fetch')
        const permitted = 'BGTaskSchedulerPermittedIdentifiers'
        plist[permitted] = withOne(plist[permitted], refreshIdentifier)
        return mod
      }),
    (so) =>
      withDangerousMod(so, [
        'ios',
        (mod) => {
          writeExtension(mod.modRequest.platformProjectRoot, { appGroup, name: EXTENSION, appName: config.name })
          return mod
        },
      ]),
    (so) =>
      withXcodeProject(so, (mod) => {
        addExtensionTarget(mod.modResults, { identifier: extensionIdentifier, version: config.version })
        return mod
      }),
    (so) =>
      withPodfile(so, (mod) => {
        mod.modResults.contents = addPods(mod.modResults.contents)
        return mod
      }),
  ]
  return steps.reduce((so, step) => step(so), config)
}

function withOne(list, value) {
  const all = Array.isArray(list) ? list : []
  return all.includes(value) ? all : [...all, value]
}

const PODS_MARK = '# react-native-ringsight: the Swift package'

// The app's target, which the template opens with `target '…' do`, links two of the modules; the extension its own two.
function addPods(contents) {
  if (contents.includes(PODS_MARK)) return contents
  const app = /^target .+ do$/m
  if (!app.test(contents)) {
    throw new Error("react-native-ringsight: expected a line such as target 'App' do in ios/Podfile, found none.")
  }
  const find = `${PODS_MARK}
ringsight = File.join(\`node --print "require('fs').realpathSync(require('path').dirname(require.resolve('react-native-ringsight/package.json')))"\`.strip, '../ios')`
  const linked = contents.replace(
    app,
    (line) => `${find}

${line}
  pod 'RingsightCore', :path => ringsight
  pod 'RingsightApp', :path => ringsight`,
  )
  return `${linked.trimEnd()}

target '${EXTENSION}' do
  pod 'RingsightCore', :path => ringsight
  pod 'RingsightCallKit', :path => ringsight
end
`
}

module.exports = { withRingsightIos }
