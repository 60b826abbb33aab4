# For apps that take the module from CocoaPods, as React Native's do; the same sources as in Package.swift.
Pod::Spec.new do |s|
  s.name = "RingsightApp"
  s.version = "0.1.0"
  s.summary = "Ringsight for the app"
  s.license = "MIT"
  # CocoaPods installs no pod without one, and there is none: this address leads nowhere, as its name says.
  s.homepage = "https://example.invalid/ringsight"
  s.authors = "Ringsight"
  s.platforms = { :ios => "15.0" }
  s.source = { :path => "." }
  s.source_files = "Sources/RingsightApp/**/*.swift"
  s.swift_version = "6.0"
  s.pod_target_xcconfig = { "APPLICATION_EXTENSION_API_ONLY" => "NO" }
  s.frameworks = "BackgroundTasks", "CallKit", "UIKit"
  s.weak_frameworks = "LiveCommunicationKit"
  s.dependency "RingsightCore"
end
