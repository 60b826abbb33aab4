// The three files of the Call Directory extension, as native/README.md describes them.
const fs = require('node:fs')
const path = require('node:path')
const { fromApp } = require('./from-app')

const plist = fromApp('@expo/plist').default

/** @param {string} iosRoot the folder of the Xcode project */
function writeExtension(iosRoot, { appGroup, name, appName }) {
  const folder = path.join(iosRoot, name)
  fs.mkdirSync(folder, { recursive: true })
  const write = (file, text) => fs.writeFileSync(path.join(folder, file), text)
  write('CallDirectory.swift', source(appGroup))
  write('Info.plist', plist.build(info(appName)))
  write(`${name}.entitlements`, plist.build({ 'com.apple.security.application-groups': [appGroup] }))
}

const source = (appGroup) => `import RingsightCallKit
import RingsightCore

final class CallDirectory: CallDirectoryHandler {
    override var folder: DirectoryFolder? { DirectoryFolder(appGroup: ${JSON.stringify(appGroup)}) }
}
`

const info = (appName) => ({
  CFBundleDevelopmentRegion: '$(DEVELOPMENT_LANGUAGE)',
  // The name of the switch in the system's settings.
  CFBundleDisplayName: appName,
  CFBundleExecutable: '$(EXECUTABLE_NAME)',
  CFBundleIdentifier: '$(PRODUCT_BUNDLE_IDENTIFIER)',
  CFBundleInfoDictionaryVersion: '6.0',
  CFBundleName: '$(PRODUCT_NAME)',
  CFBundlePackageType: '$(PRODUCT_BUNDLE_PACKAGE_TYPE)',
  CFBundleShortVersionString: '$(MARKETING_VERSION)',
  CFBundleVersion: '$(CURRENT_PROJECT_VERSION)',
  NSExtension: {
    NSExtensionPointIdentifier: 'com.apple.callkit.call-directory',
    NSExtensionPrincipalClass: '$(PRODUCT_MODULE_NAME).CallDirectory',
  },
})

module.exports = { writeExtension }
