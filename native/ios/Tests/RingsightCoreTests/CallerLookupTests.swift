// Numbers looked up in the folder's snapshot, as it is at that moment.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

@Suite struct CallerLookupTests {
    private let temporary = TemporaryFolder()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }

    private func lookup() -> CallerLookup {
        CallerLookup(folder: folder, plan: numberPlan(), clock: WallClock(now: { 5 }, wait: { _ in }))
    }

    private let line = Line(presentation: .allowed, text: "0871234567", regions: ["IE"], isSaved: false)

    @Test("the newest snapshot answers, whenever it came")
    func asksTheNewest() throws {
        try folder.signIn(workspaceHash: acme)
        let lookup = lookup()
        #expect(lookup.caller(line).kind == .unknown(.noSuchNumber))
        for (generation, name) in [(1, "Anna"), (2, "Anna Byrne")] as [(UInt32, String)] {
            let bytes = snapshot(of: [Person(353_871_234_567, name)], generation: generation)
            _ = try folder.publish(temporary.write(bytes, as: "made.idx"))
            #expect(lookup.caller(line).kind == .known(label: name, deal: nil))
        }
        #expect(EventQueue(folder).read().events.isEmpty)
    }

    @Test("of a damaged snapshot nobody is named, and one event says why, however often it is asked")
    func tellsOnce() throws {
        try folder.signIn(workspaceHash: acme)
        let lookup = lookup()
        let told = [("damaged-number.idx", "wrong-checksum"), ("cut-80.idx", "wrong-size")]
        for (file, reason) in told {
            try? FileManager.default.removeItem(atPath: folder.published)
            try FileManager.default.copyItem(atPath: vectorFile(file), toPath: folder.published)
            for _ in 0..<3 { #expect(lookup.caller(line).kind == .unknown(.damaged)) }
            #expect(EventQueue(folder).read().events.last?.reason == reason)
        }
        #expect(EventQueue(folder).read().events.count == told.count)
    }

    @Test("another workspace's snapshot names nobody")
    func refusesAnotherWorkspace() throws {
        try folder.signIn(workspaceHash: "0000000000000000")
        try FileManager.default.copyItem(atPath: vectorFile("one.idx"), toPath: folder.published)
        #expect(lookup().caller(line).kind == .unknown(.damaged))
        #expect(EventQueue(folder).read().events.map(\.reason) == ["other-workspace"])
    }
}
