// Android: the app opens what a notification or a card points to, and its build knows Ringsight's library, whose own manifest
// Gradle merges into the app's.
const { fromApp } = require('./from-app')

const { AndroidConfig, withAndroidManifest, withSettingsGradle } = fromApp('@expo/config-plugins')

const CALL_LOG_PERMISSIONS = ['android.permission.READ_PHONE_STATE', 'android.permission.READ_CALL_LOG']
const RECEIVER = 'dev.ringsight.android.PhoneStateReceiver'

/** @param {'role' | 'callLog'} way */
function withRingsightAndroid(config, way) {
  const withBuild = withSettingsGradle(config, (mod) => {
    mod.modResults.contents = addBuild(mod.modResults.contents)
    return mod
  })
  return withAndroidManifest(withBuild, (mod) => {
    const { manifest } = mod.modResults
    addAddresses(AndroidConfig.Manifest.getMainActivityOrThrow(mod.modResults))
    if (way === 'callLog') addArticlesWay(manifest, AndroidConfig.Manifest.getMainApplicationOrThrow(mod.modResults))
    return mod
  })
}

const BUILD_MARK = '// react-native-ringsight: the Android library'

function addBuild(contents) {
  if (contents.includes(BUILD_MARK)) return contents
  return `${contents.trimEnd()}

${BUILD_MARK}
includeBuild(new File(["node", "--print", "require('fs').realpathSync(require('path').dirname(require.resolve('react-native-ringsight/package.json')))"].execute(null, rootDir).text.trim(), "../android"))
`
}

// ringsight://contact/ID and ringsight://outcome/ID, which the library sends to the app alone.
function addAddresses(activity) {
  const filters = activity['intent-filter'] ?? []
  const isOurs = ({ data = [] }) => data.some(({ $ }) => $['android:scheme'] === 'ringsight')
  if (filters.some(isOurs)) return
  const named = (name) => ({ $: { 'android:name': name } })
  filters.push({
    action: [named('android.intent.action.VIEW')],
    category: [named('android.intent.category.DEFAULT')],
    data: [
      { $: { 'android:scheme': 'ringsight', 'android:host': 'contact' } },
      { $: { 'android:scheme': 'ringsight', 'android:host': 'outcome' } },
    ],
  })
  activity['intent-filter'] = filters
}

// As in native/android/library/src/callLog/AndroidManifest.xml.
function addArticlesWay(manifest, application) {
  const permissions = manifest['uses-permission'] ?? []
  for (const permission of CALL_LOG_PERMISSIONS) {
    const isThere = permissions.some(({ $ }) => $['android:name'] === permission)
    if (!isThere) permissions.push({ $: { 'android:name': permission } })
  }
  manifest['uses-permission'] = permissions
  const receivers = application.receiver ?? []
  if (!receivers.some(({ $ }) => $['android:name'] === RECEIVER)) {
    receivers.push({
      $: { 'android:name': RECEIVER, 'android:exported': 'true' },
      'intent-filter': [{ action: [{ $: { 'android:name': 'android.intent.action.PHONE_STATE' } }] }],
    })
  }
  application.receiver = receivers
}

module.exports = { withRingsightAndroid }
