# The TurboModule for iOS. The Swift package comes with it as sources; the Call Directory extension is a target of the app's
# own, which has no React Native in it and links the pod Ringsight below.
require "json"

package = JSON.parse(File.read(File.join(__dir__, "package.json")))

Pod::Spec.new do |s|
  s.name = "react-native-ringsight"
  s.module_name = "react_native_ringsight"
  s.version = package["version"]
  s.summary = package["description"]
  s.license = package["license"]
  s.homepage = "https://github.com/ringsight/ringsight"
  s.authors = "Ringsight"
  s.platforms = { :ios => min_ios_version_supported }
  s.source = { :path => "." }
  s.source_files = "ios/**/*.{h,mm,swift}"
  s.swift_version = "6.0"
  s.pod_target_xcconfig = { "DEFINES_MODULE" => "YES" }

  spm_dependency(s, url: "file://#{File.expand_path("../ios", __dir__)}", requirement: { :kind => "branch", :branch => "main" }, products: ["RingsightApp"])
  install_modules_dependencies(s)
end
