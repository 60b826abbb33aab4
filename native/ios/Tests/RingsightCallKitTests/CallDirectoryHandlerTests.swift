// The extension, driven as CallKit does. The CallKit here is a stub: this is no proof of what iOS does.
import CallKit
import Foundation
import RingsightCallKit
import TestSupport
import Testing

@testable import RingsightCore

private final class Handler: CallDirectoryHandler {
    let shared: DirectoryFolder?

    init(_ shared: DirectoryFolder?) {
        self.shared = shared
    }

    override var folder: DirectoryFolder? { shared }
}

@Suite struct CallDirectoryHandlerTests {
    private let temporary = TemporaryFolder()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }
    private var events: [CallerIdEvent] { EventQueue(folder).read().events }

    init() throws {
        try folder.signIn(workspaceHash: acme)
    }

    private func publish(_ people: [Person], generation: UInt32) throws {
        _ = try folder.publish(temporary.write(snapshot(of: people, generation: generation), as: "made.idx"))
    }

    private func request(isIncremental: Bool, expires: Bool = false) -> CXCallDirectoryExtensionContext {
        let context = CXCallDirectoryExtensionContext(isIncremental: isIncremental)
        context.expires = expires
        Handler(folder).beginRequest(with: context)
        return context
    }

    @Test("R-07 IOS-05 IOS-08 a full request gets every number with its label, and is completed")
    func givesEverything() throws {
        try publish([Person(353_871_234_567, "Anna Byrne · Acme Ltd"), Person(12_015_550_123, "Tom")], generation: 7)
        let context = request(isIncremental: false)
        #expect(
            context.calls == [
                .add(12_015_550_123, "Tom"), .add(353_871_234_567, "Anna Byrne · Acme Ltd"), .complete,
            ])
        #expect(events.map(\.type) == [.loaded])
        #expect(events.first?.generation == 7 && events.first?.added == 2)
        #expect(folder.appliedHeader?.generation == 7)
    }

    @Test("IOS-06 IOS-07 an incremental request gets removals, then additions")
    func givesChanges() throws {
        try publish([Person(1, "Anna"), Person(2, "Tom"), Person(3, "Mary")], generation: 7)
        _ = request(isIncremental: false)
        try publish([Person(1, "Anna"), Person(3, "Mary Walsh"), Person(4, "Sean")], generation: 8)
        #expect(
            request(isIncremental: true).calls == [
                .remove(2), .remove(3), .add(3, "Mary Walsh"), .add(4, "Sean"), .complete,
            ])
        #expect(events.last?.mode == .changes)
    }

    @Test("IOS-19 with nobody signed in iOS is told to forget everything")
    func givesNothing() throws {
        try folder.signOut()
        #expect(request(isIncremental: true).calls == [.removeAll, .complete])
        #expect(request(isIncremental: false).calls == [.complete])
    }

    @Test(
        "a damaged snapshot cancels the request and is told of once",
        arguments: [
            ("damaged-magic.idx", "not-a-snapshot"), ("damaged-version.idx", "unknown-version"),
            ("cut-113.idx", "wrong-size"), ("cut-0.idx", "wrong-size"), ("damaged-number.idx", "wrong-checksum"),
            ("damaged-label-encoding.idx", "wrong-content"),
        ])
    func cancelsOnDamage(_ file: String, _ reason: String) throws {
        let damaged = try #require(FileManager.default.contents(atPath: vectorFile(file)))
        _ = temporary.write(Array(damaged), as: "directory.idx")
        let context = request(isIncremental: false)
        #expect(context.calls.isEmpty)
        #expect(context.cancellation != nil)
        #expect(events.map(\.type) == [.snapshotDamaged])
        #expect(events.first?.reason == reason)
        #expect(folder.appliedHeader == nil)
    }

    @Test("whichever byte is changed or missing, the load is cancelled and one event says why")
    func cancelsOnAnyDamage() throws {
        let whole = Array(try #require(FileManager.default.contents(atPath: vectorFile("one.idx"))))
        let flipped = whole.indices.map { at in whole.enumerated().map { $0 == at ? $1 ^ 1 : $1 } }
        for bytes in flipped + whole.indices.map({ Array(whole.prefix($0)) }) {
            _ = temporary.write(bytes, as: "directory.idx")
            let context = request(isIncremental: false)
            #expect(context.cancellation != nil && !context.calls.contains(.complete))
            let (told, receipt) = EventQueue(folder).read()
            #expect(told.count == 1)
            EventQueue(folder).confirm(receipt)
        }
    }

    @Test("a request whose time was over is on record as not loaded")
    func doubtsAnExpiredRequest() throws {
        try publish([Person(1, "Anna")], generation: 7)
        _ = request(isIncremental: false, expires: true)
        #expect(folder.appliedHeader == nil)
        #expect(events.map(\.reason) == ["expired"])
        #expect(request(isIncremental: true).calls == [.removeAll, .add(1, "Anna"), .complete])
    }

    @Test("IOS-11 what iOS says of a failed request is kept")
    func keepsFailures() {
        let context = CXCallDirectoryExtensionContext(isIncremental: false)
        let handler = Handler(folder)
        handler.beginRequest(with: context)
        context.delegate?.requestFailed(
            for: context, withError: NSError(domain: CXErrorDomainCallDirectoryManager, code: 5))
        #expect(events.last?.error == ReloadError(code: 5))
        #expect(events.last?.reason == "maximumEntriesExceeded")
    }

    @Test("after a load that iOS has refused everything is handed on again", arguments: [true, false])
    func doubtsAFailedRequest(_ isCompletedBefore: Bool) throws {
        try publish([Person(1, "Anna")], generation: 7)
        _ = request(isIncremental: false)
        try publish([Person(1, "Anna"), Person(2, "Tom")], generation: 8)
        let context = CXCallDirectoryExtensionContext(isIncremental: true)
        context.holdsCompletion = true
        let handler = Handler(folder)
        handler.beginRequest(with: context)
        if isCompletedBefore { context.complete() }
        context.delegate?.requestFailed(
            for: context, withError: NSError(domain: CXErrorDomainCallDirectoryManager, code: 5))
        try publish([Person(2, "Tom")], generation: 9)
        #expect(request(isIncremental: true).calls == [.removeAll, .add(2, "Tom"), .complete])
    }

    @Test("an extension without the App Group cancels, and touches nothing")
    func cancelsWithoutAFolder() {
        let context = CXCallDirectoryExtensionContext(isIncremental: true)
        Handler(nil).beginRequest(with: context)
        #expect(context.calls.isEmpty && context.cancellation is LoadCancelled)
    }
}
