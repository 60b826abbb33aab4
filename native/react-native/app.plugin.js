// The Expo config plugin: what an app's native projects need beside the module itself. Each step leaves a project alone that
// has it already.
const { fromApp } = require('./expo/from-app')

const { createRunOncePlugin } = fromApp('@expo/config-plugins')
const { name, version } = require('./package.json')
const { withRingsightAndroid } = require('./expo/android')
const { withRingsightIos } = require('./expo/ios')

/**
 * @param {import('@expo/config-plugins').ExportedConfig} config
 * @param {{ appGroup?: string, androidWay?: 'role' | 'callLog' }} options appGroup: by default `group.` and the app's bundle
 *   identifier. androidWay: `callLog` is the article's way, for phones without the call screening role; Google Play lets few
 *   apps have it.
 */
function withRingsight(config, options = {}) {
  const { appGroup, androidWay = 'role' } = options
  if (!['role', 'callLog'].includes(androidWay)) {
    throw new Error(`${name}: expected androidWay to be role or callLog, found ${JSON.stringify(androidWay)}.`)
  }
  if (appGroup !== undefined && !appGroup.startsWith('group.')) {
    throw new Error(`${name}: expected an appGroup such as group.com.acme.app, found ${JSON.stringify(appGroup)}.`)
  }
  return withRingsightIos(withRingsightAndroid(config, androidWay), appGroup)
}

module.exports = createRunOncePlugin(withRingsight, name, version)
