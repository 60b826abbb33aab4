// swift-tools-version: 6.0
import PackageDescription

// CallKit, BackgroundTasks, LiveCommunicationKit, Network and UIKit exist on Apple's platforms only. Elsewhere small stubs of this package take their names,
// so that what is written against them is type-checked and driven; they are part of nothing that ships.
#if canImport(Darwin)
    let frameworks: [Target.Dependency] = []
    let stubs: [Target] = []
#else
    let frameworks: [Target.Dependency] = ["CallKit", "BackgroundTasks", "LiveCommunicationKit", "Network", "UIKit"]
    let stubs: [Target] = [
        .target(name: "CallKit", path: "Stubs/CallKit"),
        .target(name: "BackgroundTasks", path: "Stubs/BackgroundTasks"),
        .target(name: "LiveCommunicationKit", path: "Stubs/LiveCommunicationKit"),
        .target(name: "Network", path: "Stubs/Network"),
        .target(name: "UIKit", path: "Stubs/UIKit"),
    ]
#endif

let app: [Target.Dependency] = ["RingsightApp", "RingsightCore"] + frameworks
let directory: [Target.Dependency] = ["RingsightCallKit", "RingsightCore"] + frameworks

let targets: [Target] = [
    // Everything that can be decided without Apple's frameworks.
    .target(name: "RingsightCore"),
    // For the Call Directory extension.
    .target(name: "RingsightCallKit", dependencies: ["RingsightCore"] + frameworks),
    // For the app.
    .target(name: "RingsightApp", dependencies: ["RingsightCore"] + frameworks),
]

let tests: [Target] = [
    // The code of native/README.md.
    .target(name: "ExampleApp", dependencies: app, path: "Examples/App"),
    .target(name: "ExampleExtension", dependencies: directory, path: "Examples/Extension"),
    .executableTarget(name: "stream-directory", dependencies: ["RingsightCore"], path: "Tools/stream-directory"),
    // Drives the package as an app on a simulated iPhone, under the scenarios of the corpus.
    .executableTarget(
        name: "app-under-test", dependencies: app + ["RingsightCallKit"], path: "Tools/app-under-test"),
    .target(name: "TestSupport", dependencies: ["RingsightCore"], path: "Tests/Support"),
    .testTarget(name: "RingsightCoreTests", dependencies: ["RingsightCore", "TestSupport"]),
    .testTarget(name: "RingsightCallKitTests", dependencies: ["TestSupport", "ExampleExtension"] + directory),
    .testTarget(name: "RingsightAppTests", dependencies: ["TestSupport", "ExampleApp"] + app),
]

let package = Package(
    name: "Ringsight",
    platforms: [.iOS(.v15)],
    products: [
        .library(name: "RingsightApp", targets: ["RingsightApp"]),
        .library(name: "RingsightCallKit", targets: ["RingsightCallKit"]),
    ],
    targets: stubs + targets + tests
)
