// The Call Directory extension in the Xcode project: a target with one source, embedded in the app.
const EXTENSION = 'RingsightCallDirectory'

/** @param project of the package xcode, as Expo hands it over */
function addExtensionTarget(project, { identifier, version = '1.0' }) {
  if (project.pbxTargetByName(EXTENSION) || project.pbxTargetByName(`"${EXTENSION}"`)) return
  // The package adds the app's dependency on the target only where a project has these sections.
  const { objects } = project.hash.project
  objects.PBXTargetDependency ??= {}
  objects.PBXContainerItemProxy ??= {}
  const target = project.addTarget(EXTENSION, 'app_extension', EXTENSION, identifier)
  project.addBuildPhase([], 'PBXSourcesBuildPhase', 'Sources', target.uuid)
  project.addBuildPhase([], 'PBXFrameworksBuildPhase', 'Frameworks', target.uuid)
  const group = project.addPbxGroup([], EXTENSION, EXTENSION)
  const main = project.getFirstProject().firstProject.mainGroup
  project.addToPbxGroup(group.uuid, main)
  project.addSourceFile('CallDirectory.swift', { target: target.uuid }, group.uuid)
  project.addFile('Info.plist', group.uuid)
  project.addFile(`${EXTENSION}.entitlements`, group.uuid)
  for (const { buildSettings } of configurationsOf(project, target)) {
    Object.assign(buildSettings, settings(identifier, version))
  }
}

function configurationsOf(project, { pbxNativeTarget }) {
  const list = project.pbxXCConfigurationList()[pbxNativeTarget.buildConfigurationList]
  return list.buildConfigurations.map(({ value }) => project.pbxXCBuildConfigurationSection()[value])
}

const settings = (identifier, version) => ({
  APPLICATION_EXTENSION_API_ONLY: 'YES',
  CODE_SIGN_ENTITLEMENTS: `${EXTENSION}/${EXTENSION}.entitlements`,
  CODE_SIGN_STYLE: 'Automatic',
  CURRENT_PROJECT_VERSION: '1',
  GENERATE_INFOPLIST_FILE: 'NO',
  INFOPLIST_FILE: `${EXTENSION}/Info.plist`,
  IPHONEOS_DEPLOYMENT_TARGET: '15.1',
  MARKETING_VERSION: version,
  PRODUCT_BUNDLE_IDENTIFIER: `"${identifier}"`,
  PRODUCT_NAME: `"${EXTENSION}"`,
  SKIP_INSTALL: 'YES',
  SWIFT_VERSION: '6.0',
  TARGETED_DEVICE_FAMILY: '"1,2"',
})

module.exports = { addExtensionTarget, EXTENSION }
