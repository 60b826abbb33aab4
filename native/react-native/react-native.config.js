// Autolinking: where React Native's command line finds the two native modules.
module.exports = {
  dependency: {
    platforms: {
      android: {
        sourceDir: './android',
        packageImportPath: 'import dev.ringsight.reactnative.RingsightPackage;',
        packageInstance: 'new RingsightPackage()',
      },
      ios: {},
    },
  },
}
