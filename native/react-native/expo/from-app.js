// Expo's own modules. They are the app's: from here they cannot be seen where this package is installed as a link.

/** @param {string} name of a module that Expo brings */
exports.fromApp = (name) => require(require.resolve(name, { paths: [__dirname, process.cwd()] }))
