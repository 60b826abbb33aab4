// Reloads, one at a time, again after what passes, never again after what does not.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

/// An iOS that answers reloads with these codes, -1 and none standing for success, and notes what runs at once.
private actor Phone: CallDirectorySystem {
    private var answers: [Int]
    private var enabled: Bool?
    private(set) var reloads = 0
    private(set) var mostAtOnce = 0
    private var running = 0

    init(_ answers: [Int] = [], enabled: Bool? = true) {
        self.answers = answers
        self.enabled = enabled
    }

    func isEnabled() -> Bool? { enabled }
    func enable() { enabled = true }
    func openSettings() {}

    func reload() async -> ReloadError? {
        reloads += 1
        running += 1
        mostAtOnce = max(mostAtOnce, running)
        for _ in 0..<20 { await Task.yield() }
        running -= 1
        let code = answers.isEmpty ? -1 : answers.removeFirst()
        return code < 0 ? nil : ReloadError(code: code)
    }
}

/// An iOS whose loads end when the test says so.
private actor SlowPhone: CallDirectorySystem {
    private let begun: @Sendable (Int) -> Void
    private var loads: [CheckedContinuation<Void, Never>] = []
    private(set) var reloads = 0

    init(begun: @escaping @Sendable (Int) -> Void) {
        self.begun = begun
    }

    func isEnabled() -> Bool? { true }
    func openSettings() {}

    func reload() async -> ReloadError? {
        reloads += 1
        begun(reloads)
        await withCheckedContinuation { loads.append($0) }
        return nil
    }

    func end() {
        loads.removeFirst().resume()
    }
}

/// Waits that end when the test says so.
private actor Waits {
    private(set) var asked: [Int64] = []

    func wait(_ ms: Int64) async throws {
        asked.append(ms)
        try await Task.sleep(nanoseconds: .max / 2)
    }
}

/// A load whose entries nobody looks at.
private struct Nowhere: EntrySink {
    let isIncremental = false
    func add(_ number: Int64, label: String) {}
    func remove(_ number: Int64) {}
    func removeAll() {}
}

private let fine = PhoneConditions(mayRefresh: true, isLowPower: false)

@Suite struct CallDirectoryTests {
    private let temporary = TemporaryFolder()
    private let waits = Waits()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }

    private func directory(_ phone: Phone, now: Int64 = 0) -> CallDirectory {
        let waits = waits
        return CallDirectory(
            folder: folder, system: phone, appName: "Acme",
            clock: WallClock(now: { now }, wait: { try await waits.wait($0) }))
    }

    @Test("IOS-03 reloads that are asked for at once run one after the other, and no more often than needed")
    func serialises() async {
        let phone = Phone()
        let directory = directory(phone)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await directory.reload() } }
        }
        #expect(await phone.mostAtOnce == 1)
        #expect((1...3).contains(await phone.reloads))
        await directory.reload()
        #expect(await directory.status(fine).retryAt == nil)
    }

    @Test("IOS-03 IOS-09 IOS-11 what passes is tried again, later each time", arguments: [0, 2, 7, 102])
    func backsOff(_ code: Int) async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone([code])
        let directory = directory(phone, now: 1_000)
        await directory.reload()
        let status = await directory.status(fine)
        #expect(status.retryAt == 61_000)
        #expect(status.lastError == ReloadError(code: code))
        #expect(status.problems.isEmpty)
    }

    @Test(
        "IOS-01 IOS-04 IOS-10 IOS-11 what would fail the same way again is not tried again",
        arguments: [
            (1, "no-extension"), (3, "wrong-entries"), (4, "wrong-entries"), (5, "too-many-entries"),
            (6, "extension-off"), (8, "wrong-entries"),
        ])
    func stops(_ code: Int, _ reason: String) async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone([code], enabled: code != 6)
        let directory = directory(phone)
        await directory.reload()
        await directory.resume()
        #expect(await phone.reloads == 1)
        let status = await directory.status(fine)
        #expect(status.retryAt == nil)
        #expect(status.problems.map(\.reason) == [reason])
        #expect(EventQueue(folder).read().events.count == 1)
    }

    @Test("IOS-11 a code of another domain is tried again, whatever number it has")
    func knowsTheDomain() {
        let foreign = ReloadError(domain: "com.apple.callkit.database.sqlite", code: 6)
        #expect(planReload(after: foreign, failures: 1, appName: "Acme") == .retry(afterMs: 60_000))
        #expect(foreign.name == "unknown")
    }

    @Test("IOS-11 each wait is twice the one before, and after five failures there is no other")
    func givesUp() {
        let plans = (1...6).map { planReload(after: ReloadError(code: 102), failures: $0, appName: "Acme") }
        let waits: [Int64] = [60_000, 120_000, 240_000, 480_000, 960_000]
        let stop = Problem(
            reason: "reload-refused", sentence: "iOS has refused the names 6 times (unknown).",
            fix: "Restart the iPhone, then open Acme.")
        #expect(plans == waits.map { ReloadPlan.retry(afterMs: $0) } + [.stop(stop)])
    }

    @Test("a reload that is due goes on after a death of the app, and not before its time")
    func goesOnAfterADeath() async {
        let phone = Phone([2])
        await directory(phone, now: 1_000).reload()
        await directory(phone, now: 60_999).resume()
        #expect(await phone.reloads == 1)
        await directory(phone, now: 61_000).resume()
        #expect(await phone.reloads == 2)
        await directory(phone, now: 99_000).resume()
        #expect(await phone.reloads == 2)
        #expect(await directory(phone).status(fine).lastLoadedAt == 61_000)
    }

    @Test("while the app lives it comes back by itself")
    func waitsByItself() async throws {
        let phone = Phone([7, 7])
        let waits = Waits()
        let clock = WallClock(now: { 0 }, wait: { try await waits.wait($0) })
        let directory = CallDirectory(folder: folder, system: phone, appName: "Acme", clock: clock)
        await directory.reload()
        while await !waits.asked.contains(60_000) { await Task.yield() }
        #expect(await waits.asked == [CallDirectory.longestReloadMs, 60_000])
    }

    @Test("what is published while a load runs is still due when that one ends, whoever dies then")
    func remembersWhatCameMeanwhile() async {
        let state = temporary.path + "/reload.json"
        let phone = SlowPhone { count in
            guard count == 2 else { return }
            let kept = FileManager.default.contents(atPath: state)
                .flatMap { try? JSONDecoder().decode(ReloadState.self, from: $0) }
            #expect(kept?.isDue == true)
        }
        let directory = CallDirectory(folder: folder, system: phone, appName: "Acme")
        let first = Task { await directory.reload() }
        while await phone.reloads < 1 { await Task.yield() }
        let second = Task { await directory.reload() }
        for _ in 0..<1000 { await Task.yield() }
        await directory.resume()
        await phone.end()
        await first.value
        while await phone.reloads < 2 { await Task.yield() }
        await phone.end()
        await second.value
        #expect(await phone.reloads == 2)
    }

    @Test(
        "IOS-03 IOS-11 a reload that iOS never answers is given up, tried again, and blocks no later one",
        .timeLimit(.minutes(1)))
    func givesUpWaiting() async throws {
        try folder.signIn(workspaceHash: acme)
        // The time passes at once for a reload, and never for the next try.
        let waits = waits
        let clock = WallClock(now: { 5 }, wait: { if $0 != CallDirectory.longestReloadMs { try await waits.wait($0) } })
        let phone = SlowPhone { _ in }
        let directory = CallDirectory(folder: folder, system: phone, appName: "Acme", clock: clock)
        await directory.reload()
        #expect(await directory.status(fine).lastError == .unanswered)
        #expect(await directory.status(fine).retryAt == 60_005)
        #expect(EventQueue(folder).read().events.map(\.reason) == ["unanswered"])
        await directory.reload()
        #expect(await phone.reloads == 2)
        // An answer after all does no harm.
        await phone.end()
        await phone.end()
        #expect(await directory.status(fine).lastError == .unanswered)
    }

    @Test("IOS-02 R-12 once the user has switched the extension on, the app notices when it is next open")
    func noticesTheSwitch() async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone([6], enabled: false)
        let directory = directory(phone)
        await directory.reload()
        await directory.resume()
        #expect(await phone.reloads == 1)
        #expect(
            await directory.status(fine).problems == [
                Problem(
                    reason: "extension-off",
                    sentence: "iOS shows no CRM names until the user switches the extension on.",
                    fix: "Settings › Apps › Phone › Call Blocking & Identification: switch Acme on.")
            ])
        await phone.enable()
        #expect(await directory.status(fine).problems.isEmpty)
        await directory.resume()
        #expect(await phone.reloads == 2)
    }

    @Test("a new snapshot is reason to ask again, whatever happened to the one before")
    func publishesAfterAStop() async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone([3])
        let directory = directory(phone)
        await directory.reload()
        try await directory.publish(temporary.write(snapshot(of: [Person(1, "Anna")], generation: 3), as: "a.idx"))
        #expect(await phone.reloads == 2)
        let status = await directory.status(fine)
        #expect(status.problems.isEmpty)
        #expect(status.publishedGeneration == 3)
        #expect(status.appliedGeneration == nil)
    }

    @Test("R-16 a delta is loaded as a snapshot is; one that is refused leaves what is there")
    func publishesADelta() async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone()
        let directory = directory(phone)
        try await directory.publish(vectorFile("one.idx"))
        try await directory.publishDelta(vectorFile("deltas/one.delta"))
        #expect(await phone.reloads == 2)
        #expect(await directory.status(fine).publishedGeneration == 8)
        await #expect(throws: DirectoryFailure.delta(.otherSnapshot)) {
            try await directory.publishDelta(vectorFile("deltas/one.delta"))
        }
        #expect(await phone.reloads == 2)
    }

    @Test("a damaged snapshot is told once, and nothing is reloaded")
    func refusesDamage() async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone()
        let directory = directory(phone)
        await #expect(throws: DirectoryFailure.damaged(.notASnapshot)) {
            try await directory.publish(vectorFile("damaged-magic.idx"))
        }
        #expect(await phone.reloads == 0)
        #expect(
            EventQueue(folder).read().events == [
                CallerIdEvent(at: 0, type: .snapshotDamaged, reason: "not-a-snapshot")
            ])
    }

    @Test("IOS-19 the sign-out is a reload of nothing, tried again until iOS has taken it")
    func clears() async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone([-1, 7])
        let directory = directory(phone)
        try await directory.publish(temporary.write(snapshot(of: [Person(1, "Anna")]), as: "a.idx"))
        try await directory.clear()
        #expect(folder.publishedHeader == nil)
        #expect(await directory.status(fine).retryAt == 60_000)
        await self.directory(phone, now: 60_000).resume()
        #expect(await phone.reloads == 3)
        #expect(await directory.status(fine).problems.map(\.reason) == ["signed-out"])
    }

    @Test("a snapshot withdrawn is a reload of nothing, and the sign-in stays")
    func withdraws() async throws {
        try folder.signIn(workspaceHash: acme)
        let phone = Phone()
        let directory = directory(phone)
        try await directory.publish(temporary.write(snapshot(of: [Person(1, "Anna")]), as: "a.idx"))
        try await directory.withdraw()
        #expect(folder.publishedHeader == nil)
        #expect(folder.workspaceHash == acme)
        #expect(await phone.reloads == 2)
    }

    @Test("signing in to another workspace empties what iOS has; where it has nothing, nothing is loaded")
    func signsIn() async throws {
        let phone = Phone()
        let directory = directory(phone)
        try await directory.signIn(workspaceHash: acme)
        try await directory.signIn(workspaceHash: acme)
        #expect(await phone.reloads == 0)
        _ = try folder.publish(temporary.write(snapshot(of: [Person(1, "Anna")]), as: "made.idx"))
        _ = try folder.load(into: Nowhere())
        try await directory.signIn(workspaceHash: "0000000000000001")
        #expect(await phone.reloads == 1)
    }

    @Test(
        "IOS-18 R-16 what keeps the app from syncing by itself is said, with its fix",
        arguments: [
            (PhoneConditions(mayRefresh: false, isLowPower: false), "background-refresh-off"),
            (PhoneConditions(mayRefresh: false, isLowPower: true), "background-refresh-off"),
            (PhoneConditions(mayRefresh: true, isLowPower: true), "low-power"),
        ])
    func saysWhatHoldsItBack(_ conditions: PhoneConditions, _ reason: String) async throws {
        try folder.signIn(workspaceHash: acme)
        #expect(await directory(Phone()).status(conditions).problems.map(\.reason) == [reason])
    }

    @Test("R-12 R-16 what the core says too, it says in the same words")
    func speaksAsTheCore() async throws {
        let core = try String(
            contentsOfFile: vectorFolder + "/../../src/core/access.ts", encoding: .utf8)
        let phone = Phone(enabled: false)
        let directory = CallDirectory(folder: folder, system: phone, appName: "Ringsight")
        let status = await directory.status(PhoneConditions(mayRefresh: false, isLowPower: false))
        let shared = status.problems.filter { $0.reason != "signed-out" }
        #expect(shared.count == 2)
        for problem in shared {
            #expect(core.contains("'\(problem.reason)'"))
            #expect(core.contains("'\(problem.sentence)'") && core.contains("'\(problem.fix)'"))
        }
    }

    @Test("an iOS that does not say whether the extension is on is not taken for one that says no")
    func doesNotGuess() async throws {
        try folder.signIn(workspaceHash: acme)
        let status = await directory(Phone(enabled: nil)).status(fine)
        #expect(status.isEnabled == nil && status.problems.isEmpty)
    }

    @Test("a state that was torn is as if there were none")
    func survivesATornState() async {
        _ = temporary.write(Array("{\"isDue\":tr".utf8), as: "reload.json")
        let phone = Phone()
        await directory(phone).resume()
        #expect(await phone.reloads == 0)
        await directory(phone, now: 9).reload()
        #expect(await directory(phone).status(fine).lastLoadedAt == 9)
    }
}
