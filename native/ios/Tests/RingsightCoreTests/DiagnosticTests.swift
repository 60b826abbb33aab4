// The diagnostic file. What is written here goes through the schema, and through `explain`: test/native/diagnostics.run.ts.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

/// An iOS with its extension on, or of which nobody knows, that refuses every reload.
private struct Refusing: CallDirectorySystem {
    let enabled: Bool?

    func isEnabled() async -> Bool? { enabled }
    func reload() async -> ReloadError? { ReloadError(code: 4) }
    func openSettings() async {}
}

private struct Nowhere: EntrySink {
    let isIncremental = false
    func add(_ number: Int64, label: String) {}
    func remove(_ number: Int64) {}
    func removeAll() {}
}

@Suite struct DiagnosticTests {
    private let temporary = TemporaryFolder()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }
    private let anna = Person(353_871_234_567, "Anna Byrne · Acme Ltd")
    private let synced: Int64 = 1_794_906_000_000  // 2026-11-17T09:00:00Z
    private let now: Int64 = 1_795_165_200_000  // 2026-11-20T09:00:00Z

    private func directory(_ enabled: Bool?, now: Int64) -> CallDirectory {
        CallDirectory(
            folder: folder, system: Refusing(enabled: enabled), appName: "Acme",
            clock: WallClock(now: { now }, wait: { _ in try await Task.sleep(nanoseconds: .max / 2) }))
    }

    private func write(_ text: String, as name: String) throws -> [String: Any] {
        let target = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../.build/diagnostics").standardizedFileURL
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: target.appendingPathComponent(name))
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// fixtures/diagnostics/ios.json
    @Test("a phone says when its labels were loaded, and why the last load failed, and nobody is named in it")
    func tells() async throws {
        try folder.signIn(workspaceHash: acme)
        _ = try folder.publish(temporary.write(snapshot(of: [anna]), as: "one"))
        _ = try folder.load(into: Nowhere())
        try folder.loadCompleted()
        _ = try folder.publish(temporary.write(snapshot(of: [anna, Person(353_871_234_568, "Mary Walsh")]), as: "two"))
        let state = try JSONEncoder().encode(ReloadState(lastLoadedAt: synced + 4_000))
        try state.write(to: URL(fileURLWithPath: temporary.path + "/reload.json"))
        let directory = directory(true, now: now)
        await directory.reload()
        let phone = DiagnosedPhone(
            system: "26.1", connection: .online, isLocked: false,
            conditions: PhoneConditions(mayRefresh: false, isLowPower: true))
        let sync = SyncState(isSignedIn: true, lastSuccessAt: synced)
        let text = await directory.diagnostic(of: phone, sync: sync, salt: "5f1d9a0e7b3c4d21")
        let load = try #require(try write(text, as: "ios.json")["load"] as? [String: Any])
        #expect(load["error"] as? String == "duplicateEntries")
        #expect(load["labels"] as? Int == 1)
        for secret in ["Anna", "Byrne", "Acme", "Mary", "71234567", acme] { #expect(!text.contains(secret)) }
    }

    @Test("a phone from its box has a file, too, and what iOS does not say is left out")
    func tellsOfNothing() async throws {
        let phone = DiagnosedPhone(
            system: "15.0", connection: .offline, isLocked: true,
            conditions: PhoneConditions(mayRefresh: true, isLowPower: false))
        let sync = SyncState(isSignedIn: false, failures: 1, failure: "offline")
        let text = await directory(nil, now: now).diagnostic(of: phone, sync: sync)
        let file = try write(text, as: "ios-new.json")
        #expect((file["settings"] as? [String: Any])?.keys.sorted() == ["backgroundRefresh"])
        #expect((file["contacts"] as? [String: Any])?["error"] as? String == "offline")
        #expect((file["load"] as? [String: Any])?.values.allSatisfy { $0 is NSNull } == true)
    }

    @Test("each file has a salt of its own")
    func saltsAnew() async throws {
        let phone = DiagnosedPhone(
            system: "15.0", connection: .online, isLocked: false,
            conditions: PhoneConditions(mayRefresh: true, isLowPower: false))
        let directory = directory(true, now: now)
        let texts = [
            await directory.diagnostic(of: phone, sync: SyncState(isSignedIn: false)),
            await directory.diagnostic(of: phone, sync: SyncState(isSignedIn: false)),
        ]
        #expect(texts[0] != texts[1])
    }
}
