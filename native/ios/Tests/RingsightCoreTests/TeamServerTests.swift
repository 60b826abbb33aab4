// The client of the team's server: against one that misbehaves, and against `ringsight serve` (test/native/team-server.run.ts).
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

/// An iOS that loads whatever it is given.
private struct Loading: CallDirectorySystem {
    func isEnabled() async -> Bool? { true }
    func reload() async -> ReloadError? { nil }
    func openSettings() async {}
}

private let snapshotType = ["Content-Type": "application/vnd.ringsight.snapshot"]
private let deltaType = ["Content-Type": "application/vnd.ringsight.delta"]

@Suite struct TeamServerTests {
    private let temporary = TemporaryFolder()
    private let rough = RoughServer()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }
    private var directory: CallDirectory { CallDirectory(folder: folder, system: Loading(), appName: "Acme") }

    private func server(clock: WallClock = .system) throws -> TeamServer {
        try #require(TeamServer(address: rough.address, token: "rsg_token", clock: clock))
    }

    private func bytes(_ vector: String) -> [UInt8] {
        Array(FileManager.default.contents(atPath: vectorFile(vector)) ?? Data())
    }

    private func signIn(with vector: String? = nil) throws {
        try folder.signIn(workspaceHash: acme)
        try folder.withdraw()
        if let vector { _ = try folder.publish(vectorFile(vector)) }
    }

    private func sync() async throws -> SyncProblem? { await directory.sync(with: try server()) }

    private func holds(_ vector: String) -> Bool {
        FileManager.default.contents(atPath: folder.published) == Data(bytes(vector))
    }

    @Test("R-16 the whole snapshot is fetched with the token; then what has changed since; then nothing")
    func fetches() async throws {
        try signIn()
        rough.answer(200, bytes("deltas/team.idx"), snapshotType.merging(["ETag": "\"t\""]) { $1 })
        rough.answer(200, bytes("deltas/renamed.delta"), deltaType)
        rough.answer(204)
        #expect(try await sync() == nil)
        let generation = try #require(folder.publishedHeader?.generation)
        #expect(try await sync() == nil)
        #expect(holds("deltas/renamed.idx"))
        #expect(try await sync() == nil)
        let heads = rough.requests
        #expect(heads[0].hasPrefix("GET /v1/directory HTTP/1.1\r\n"))
        #expect(heads[0].contains("Authorization: Bearer rsg_token\r\n"))
        #expect(heads[1].hasPrefix("GET /v1/directory?since=\(generation) "))
        #expect(!FileManager.default.fileExists(atPath: folder.fetched))
    }

    @Test(
        "R-16 a delta that is refused, whatever is wrong with it, is followed by the whole snapshot",
        arguments: [
            "deltas/refused-magic.delta", "deltas/refused-flipped-108.delta", "deltas/moved.delta", "README.md",
        ])
    func fallsBack(_ delta: String) async throws {
        try signIn(with: "deltas/renamed.idx")
        rough.answer(200, bytes(delta), deltaType)
        rough.answer(200, bytes("deltas/renamed.idx"), snapshotType)
        #expect(try await sync() == nil)
        #expect(rough.requests.map { $0.contains("since=") } == [true, false])
        #expect(holds("deltas/renamed.idx"))
    }

    @Test("R-16 a download that broke is gone on with, if it is still of the same bytes")
    func resumes() async throws {
        try signIn()
        let whole = bytes("many.idx")
        let half = whole.count / 2
        let tag = ["ETag": "\"m\""]
        rough.answer(200, whole, snapshotType.merging(tag) { $1 }, sent: half)
        #expect(try await sync() == SyncProblem("offline"))
        let range = ["Content-Range": "bytes \(half)-\(whole.count - 1)/\(whole.count)"]
        rough.answer(206, Array(whole[half...]), snapshotType.merging(range) { $1 }.merging(tag) { $1 })
        #expect(try await sync() == nil)
        #expect(rough.requests[1].contains("Range: bytes=\(half)-\r\n"))
        #expect(rough.requests[1].contains("If-Range: \"m\"\r\n"))
        #expect(holds("many.idx"))
    }

    @Test(
        "R-16 a download that broke is begun anew where there is another snapshot, or a shorter one",
        arguments: [false, true])
    func beginsAnew(_ isShorter: Bool) async throws {
        try signIn()
        rough.answer(200, bytes("many.idx"), snapshotType.merging(["ETag": "\"m\""]) { $1 }, sent: 100)
        #expect(try await sync() == SyncProblem("offline"))
        if isShorter { rough.answer(416) }
        rough.answer(200, bytes("one.idx"), snapshotType)
        #expect(try await sync() == nil)
        #expect(holds("one.idx"))
    }

    @Test("what is damaged on the phone is fetched anew, though it is of the newest generation")
    func heals() async throws {
        try signIn(with: "one.idx")
        var damaged = bytes("one.idx")
        damaged[damaged.count - 1] += 1
        try Data(damaged).write(to: URL(fileURLWithPath: folder.published))
        rough.answer(200, bytes("one.idx"), snapshotType)
        #expect(try await sync() == nil)
        #expect(rough.requests[0].hasPrefix("GET /v1/directory HTTP"))
        #expect(holds("one.idx"))
    }

    @Test("a weak validator names no bytes, and what is kept is nobody's after the sign-out")
    func keepsNothing() async throws {
        try signIn()
        rough.answer(200, bytes("many.idx"), snapshotType.merging(["ETag": "W/\"m\""]) { $1 }, sent: 100)
        #expect(try await sync() != nil)
        #expect(FileManager.default.fileExists(atPath: folder.fetched))
        try await directory.clear()
        #expect(!FileManager.default.fileExists(atPath: folder.fetched))
        try signIn()
        rough.answer(200, bytes("one.idx"), snapshotType)
        #expect(try await sync() == nil)
        #expect(!rough.requests[1].contains("Range:"))
    }

    @Test(
        "R-16 what is refused is told by its kind, and the names that are there stay",
        arguments: [
            (401, "unauthorised"), (403, "forbidden"), (429, "rate-limited"), (503, "server"), (302, "server"),
        ])
    func refuses(_ status: Int, _ failure: String) async throws {
        try signIn(with: "one.idx")
        rough.answer(status, [], ["Retry-After": "900", "Location": rough.address + "/elsewhere"])
        #expect(try await sync() == SyncProblem(failure, retryAfterMs: 900_000))
        #expect(holds("one.idx"))
        // The token goes to no other address.
        #expect(rough.requests.count == 1)
    }

    @Test(
        "R-16 a server that asks to be left alone for ever is left alone for a month at most",
        arguments: [
            ("9223372036854775807", 2_592_000_000), ("-5", 0),
        ])
    func restsForAWhile(_ asked: String, _ expected: Int64) async throws {
        try signIn(with: "one.idx")
        rough.answer(503, [], ["Retry-After": asked])
        #expect(try await sync() == SyncProblem("server", retryAfterMs: expected))
    }

    @Test("R-16 of two syncs at once the second waits for the first")
    func syncsOneAtATime() async throws {
        try signIn()
        rough.answer(200, bytes("one.idx"), snapshotType)
        rough.answer(204)
        let (directory, server) = (directory, try server())
        async let first = directory.sync(with: server)
        async let second = directory.sync(with: server)
        let problems = await [first, second]
        #expect(problems == [nil, nil])
        #expect(rough.requests.map { $0.contains("since=7") } == [false, true])
    }

    @Test("R-16 while it cannot be read who is signed in, a sync waits, and asks for nothing of the user")
    func waitsForTheSignIn() async throws {
        try signIn(with: "one.idx")
        temporary.makeUnreadable("workspace")
        let problem = try #require(try await sync())
        #expect(nextSync(SyncState(isSignedIn: true).after(problem, at: 0), now: 0) == 30_000)
        #expect(rough.requests.isEmpty)
    }

    @Test(
        "R-16 neither a hotel's page, nor torn bytes, nor another workspace's snapshot takes the place of the names",
        arguments: ["README.md", "cut-80.idx", "damaged-workspace.idx", "deltas/team-foreign.idx"])
    func believesNothing(_ file: String) async throws {
        try signIn(with: "one.idx")
        rough.answer(200, bytes(file), snapshotType)
        #expect(try await sync() == SyncProblem("server"))
        rough.answer(200, Array("<html>".utf8), ["Content-Type": "text/html"])
        #expect(try await sync() == SyncProblem("server"))
        #expect(holds("one.idx"))
    }

    @Test("nobody is signed in, and nothing is asked; nobody listens")
    func asksNothing() async throws {
        #expect(try await sync() == SyncProblem("unauthorised"))
        #expect(rough.requests.isEmpty)
        try signIn()
        rough.stop()
        #expect(try await sync() == SyncProblem("offline"))
        #expect(try await server().findCaller("+353871234567") == nil)
        #expect(try await server().send(outcome: Data("{}".utf8)) == .later)
    }

    @Test("R-03 the online answer is who has the number, or nothing, and nothing that comes too late")
    func answersOnline() async throws {
        rough.answer(200, Array(#"{"kind":"shared","label":"Anna +1","deal":null,"contacts":["1","2"]}"#.utf8))
        let caller = try await server().findCaller("087 123 4567", region: "IE")
        #expect(caller == TeamServer.Caller(label: "Anna +1", deal: nil, ids: ["1", "2"]))
        #expect(rough.requests[0].hasPrefix("GET /v1/callers?number=087%20123%204567&region=IE "))
        for body in [#"{"kind":"unknown","because":"no-such-number"}"#, "{}", "<html>", ""] {
            rough.answer(200, Array(body.utf8))
            #expect(try await server().findCaller("+353871234567") == nil)
        }
        rough.answer(503)
        #expect(try await server().findCaller("+353871234567") == nil)
        // Nobody answers, and the time is over at once.
        let late = WallClock(now: { 0 }, wait: { #expect($0 == 4_500) })
        #expect(try await server(clock: late).findCaller("+353871234567") == nil)
    }

    @Test(
        "R-11 an outcome is saved once, or is to be sent again, or lacks something",
        arguments: [
            (201, #"{"kind":"saved"}"#, TeamServer.Sent.saved), (201, #"{"kind":"held"}"#, .held),
            (200, #"{"kind":"already-saved"}"#, .alreadySaved),
            (422, #"{"error":"incomplete","message":"Expected notes."}"#, .incomplete("Expected notes.")),
            (401, "{}", .refused), (503, "{}", .later), (200, "<html>", .later),
        ])
    func sends(_ status: Int, _ body: String, _ sent: TeamServer.Sent) async throws {
        rough.answer(status, Array(body.utf8))
        #expect(try await server().send(outcome: Data("{}".utf8)) == sent)
        #expect(rough.requests[0].hasPrefix("POST /v1/outcomes "))
    }

    @Test(
        "the token is given to nobody on the way", arguments: ["http://directory.example.com", "ftp://a.example", "a"])
    func isSafe(_ address: String) {
        #expect(TeamServer(address: address, token: "rsg_token") == nil)
    }

    @Test("R-16 a thousand phones do not come at once")
    func staggers() {
        #expect(staggered(nil, chance: 0.5) == nil)
        #expect(staggered(1_000, chance: 0) == 1_000)
        #expect(staggered(1_000, chance: 0.5) == 1_000 + longestStaggerMs / 2)
    }

    @Test("R-16 how a sync went decides when the next one is due")
    func remembers() {
        let fresh = SyncState(isSignedIn: true)
        let failed = fresh.after(SyncProblem("rate-limited", retryAfterMs: 900_000), at: 5)
        #expect(failed.after(SyncProblem("offline"), at: 6).failures == 2)
        #expect(nextSync(failed, now: 6) == 900_005)
        #expect(failed.after(nil, at: 7) == SyncState(isSignedIn: true, lastSuccessAt: 7, lastAttemptAt: 7))
    }

    @Test(
        "R-03 R-11 R-16 of ringsight serve a phone fetches all, then changes, asks who calls, and saves an outcome",
        .enabled(if: ProcessInfo.processInfo.environment["RINGSIGHT_TEAM_URL"] != nil))
    func worksTogether() async throws {
        let environment = ProcessInfo.processInfo.environment
        let address = try #require(environment["RINGSIGHT_TEAM_URL"])
        let token = try #require(environment["RINGSIGHT_TEAM_TOKEN"])
        let server = try #require(TeamServer(address: address, token: token))
        try await directory.signIn(workspaceHash: try #require(await server.workspaceHash()))
        #expect(await directory.sync(with: server) == nil)
        let first = try #require(folder.publishedHeader?.generation)
        #expect(await server.fetch(since: first, into: folder.fetched) == .nothingNew)
        let before = try #require(await server.findCaller("+353871234567"))
        let next = try #require(environment["RINGSIGHT_TEAM_NEXT"].flatMap { URL(string: $0) })
        _ = try Data(contentsOf: next)
        #expect(await server.fetch(since: first, into: folder.fetched) == .delta(file: folder.fetched + "/whole"))
        #expect(await directory.sync(with: server) == nil)
        let answer = try #require(await server.findCaller("087 123 4567", region: "IE"))
        #expect(answer.label != before.label)
        #expect(try folder.open()?.entry(of: 353_871_234_567)?.label == answer.label)
        let call: [String: Any] = [
            "callId": "swift-\(UUID().uuidString)", "contactId": answer.ids[0], "e164": "+353871234567",
            "direction": "incoming", "startedAt": "2026-11-20T09:00:00Z", "durationMs": 60_000,
        ]
        let outcome = try JSONSerialization.data(
            withJSONObject: ["call": call, "outcome": "CONNECTED", "notes": "Renewal"])
        #expect(await server.send(outcome: outcome) == .saved)
        #expect(await server.send(outcome: outcome) == .alreadySaved)
        // FoundationNetworking (6.0) dies of a challenge by Bearer, whatever is done about it: Apple's own does not.
        #if canImport(Darwin)
            let stranger = try #require(TeamServer(address: address, token: "rsg_000000000000_nobody"))
            #expect(await stranger.send(outcome: outcome) == .refused)
            #expect(await stranger.fetch(since: nil, into: folder.fetched) == .failed(SyncProblem("unauthorised")))
        #endif
    }
}
