// The code that native/README.md shows is code that was compiled.
import Foundation
import Testing

private let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL

private func text(_ path: String) -> String {
    (try? String(contentsOf: package.appendingPathComponent(path), encoding: .utf8)) ?? ""
}

@Suite struct ReadmeTests {
    @Test("every piece of Swift in the README stands in Examples")
    func showsCompiledCode() {
        let readme = text("../README.md") + text("../README-ios.part")
        let examples = text("Examples/App/AcmeCallerId.swift") + text("Examples/Extension/AcmeCallDirectory.swift")
        let blocks = readme.components(separatedBy: "```swift\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
        #expect(blocks.count >= 2)
        for block in blocks { #expect(examples.contains(block)) }
    }
}
