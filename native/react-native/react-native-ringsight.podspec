# The TurboModule for iOS. Its dependencies are the pods of native/ios, which the Expo plugin adds to the Podfile by path.
require "json"

package = JSON.parse(File.read(File.join(__dir__, "package.json")))

Pod::Spec.new do |s|
  s.name = "react-native-ringsight"
  s.module_name = "react_native_ringsight"
  s.version = package["version"]
  s.summary = package["description"]
  s.license = package["license"]
  # CocoaPods installs no pod without one, and there is none: this address leads nowhere, as its name says.
  s.homepage = "https://example.invalid/ringsight"
  s.authors = "Ringsight"
  s.platforms = { :ios => min_ios_version_supported }
  s.source = { :path => "." }
  s.source_files = "ios/**/*.{h,mm,swift}"
  s.swift_version = "6.0"
  s.pod_target_xcconfig = { "DEFINES_MODULE" => "YES" }

  s.dependency "RingsightCore"
  s.dependency "RingsightApp"
  install_modules_dependencies(s)
end
