// swift-tools-version: 6.0
import PackageDescription

// CallKit and BackgroundTasks exist on Apple's platforms only. Elsewhere small stubs of this package take their names, so
// that what is written against them is type-checked and driven; they are part of nothing that ships.
#if canImport(Darwin)
let stubs: [Target] = []
let frameworks: [Target.Dependency] = []
#else
let stubs: [Target] = [
    .target(name: "CallKit", path: "Stubs/CallKit"),
    .target(name: "BackgroundTasks", path: "Stubs/BackgroundTasks"),
]
let frameworks: [Target.Dependency] = ["CallKit", "BackgroundTasks"]
#endif

let package = Package(
    name: "Ringsight",
    platforms: [.iOS(.v15)],
    products: [
        .library(name: "RingsightCore", targets: ["RingsightCore"]),
        .library(name: "RingsightCallKit", targets: ["RingsightCallKit"]),
    ],
    targets: stubs + [
        .target(name: "RingsightCore"),
        .target(name: "RingsightCallKit", dependencies: ["RingsightCore"] + frameworks),
        .executableTarget(name: "stream-directory", dependencies: ["RingsightCore"], path: "Tools/stream-directory"),
        .target(name: "TestSupport", dependencies: ["RingsightCore"], path: "Tests/Support"),
        .testTarget(name: "RingsightCoreTests", dependencies: ["RingsightCore", "TestSupport"]),
        .testTarget(
            name: "RingsightCallKitTests",
            dependencies: ["RingsightCallKit", "RingsightCore", "TestSupport"] + frameworks),
    ]
)
