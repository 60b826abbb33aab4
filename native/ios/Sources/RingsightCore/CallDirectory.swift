// The app's side of the call directory: takes snapshots over, has them loaded, empties it at the sign-out, and says how things
// stand. One reload at a time. CallKit, clock and waiting are behind small interfaces.
import Foundation

/// CXCallDirectoryManager, as far as it is needed.
public protocol CallDirectorySystem: Sendable {
    func isEnabled() async -> Bool?
    /// Nil when the extension's load was completed.
    func reload() async -> ReloadError?
    func openSettings() async
}

/// Time, for the app: milliseconds since 1970.
public struct WallClock: Sendable {
    public let now: @Sendable () -> Int64
    public let wait: @Sendable (_ ms: Int64) async throws -> Void

    public init(now: @escaping @Sendable () -> Int64, wait: @escaping @Sendable (_ ms: Int64) async throws -> Void) {
        self.now = now
        self.wait = wait
    }

    public static let system = WallClock(
        now: { Int64(Date().timeIntervalSince1970 * 1000) },
        wait: { try await Task.sleep(nanoseconds: UInt64(max(0, $0)) * 1_000_000) })
}

/// What the app remembers of reloads, across its deaths.
struct ReloadState: Codable, Equatable {
    /// Whether iOS has yet to load what is in the folder.
    var isDue = false
    var failures = 0
    var retryAt: Int64?
    var problem: Problem?
    var lastError: ReloadError?
    var lastLoadedAt: Int64?
}

public actor CallDirectory {
    let folder: DirectoryFolder
    private let system: any CallDirectorySystem
    private let appName: String
    let clock: WallClock
    private let events: EventQueue
    /// How long iOS takes at most is not documented; a million numbers are a matter of minutes.
    static let longestReloadMs: Int64 = 10 * 60_000

    private var running: Task<Void, Never>?
    private var next: Task<Void, Never>?
    private var retry: Task<Void, Never>?
    /// The last sync with the team's server.
    var syncing: Task<SyncProblem?, Never>?

    public init(folder: DirectoryFolder, system: any CallDirectorySystem, appName: String, clock: WallClock = .system) {
        self.folder = folder
        self.system = system
        self.appName = appName
        self.clock = clock
        events = EventQueue(folder)
    }

    /// Another workspace's labels go from iOS, too; where it has none there is nothing to load.
    public func signIn(workspaceHash: String) async throws {
        guard folder.workspaceHash != workspaceHash else { return }
        try folder.signIn(workspaceHash: workspaceHash)
        if folder.mayHaveLabels { await reload() }
    }

    /// Takes a snapshot over and has it loaded.
    public func publish(_ file: String) async throws {
        do throws(DirectoryFailure) {
            _ = try folder.publish(file)
        } catch {
            if case .damaged(let reason) = error {
                events.append(CallerIdEvent(at: clock.now(), type: .snapshotDamaged, reason: reason.rawValue))
            }
            throw error
        }
        await reload()
    }

    /// Makes the snapshot that is there the next one by a delta, and has it loaded. A delta that is refused leaves things as they are:
    /// then the whole snapshot is to be fetched.
    public func publishDelta(_ file: String) async throws {
        _ = try folder.publishDelta(file)
        await reload()
    }

    /// "It was Anna", of several contacts with one number: it counts from now on, and the labels are loaded anew.
    ///
    /// - Parameter e164: The number, in any spelling of its line; see ``DirectoryFolder/candidates(for:)``.
    /// - Returns: Whether it is kept: not where that contact does not have the number, or is alone with it.
    @discardableResult
    public func choose(_ contactId: String, for e164: String) async throws -> Bool {
        guard try folder.choose(contactId, for: e164, at: clock.now()) else { return false }
        await reload()
        return true
    }

    /// Takes back what was chosen for a number, if anything was.
    public func undoChoice(for e164: String) async throws {
        if try folder.takeBackChoice(for: e164) { await reload() }
    }

    /// At the sign-out: an empty load, for otherwise iOS keeps the labels (IOS-19).
    public func clear() async throws {
        try folder.signOut()
        await reload()
    }

    /// Nobody is named until the next snapshot; the sign-in stays.
    public func withdraw() async throws {
        try folder.withdraw()
        await reload()
    }

    /// Has iOS load what is in the folder, now. Several calls at once are one load after the one that runs.
    public func reload() async {
        update { state in
            state.isDue = true
            state.failures = 0
            state.retryAt = nil
            state.problem = nil
        }
        await load()
    }

    /// For each time that the app comes to the front, or is run in the background: goes on with what is due, and notices that
    /// the extension was switched on, which nobody tells (IOS-02).
    public func resume() async {
        let state = state
        let wasOff = state.problem?.reason == "extension-off"
        if wasOff, await system.isEnabled() == true { return await reload() }
        guard running == nil, state.isDue, state.problem == nil, (state.retryAt ?? 0) <= clock.now() else { return }
        await load()
    }

    public func openSettings() async {
        await system.openSettings()
    }

    public func status(_ phone: PhoneConditions) async -> CallerIdStatus {
        CallerIdStatus(
            isEnabled: await system.isEnabled(), phone: phone, published: folder.publishedHeader,
            applied: folder.appliedHeader, isSignedIn: folder.workspaceHash != nil, state: state, appName: appName)
    }

    private func load() async {
        if let next { return await next.value }
        guard let before = running else {
            let task = Task { await loadOnce() }
            running = task
            await task.value
            return
        }
        let task = Task {
            await before.value
            running = next
            next = nil
            await loadOnce()
        }
        next = task
        await task.value
    }

    private func loadOnce() async {
        retry?.cancel()
        retry = nil
        let error = await reloadInTime()
        let now = clock.now()
        update { state in
            state.lastError = error
            guard let error else {
                // What was published meanwhile is still to be loaded, by this process or the next.
                state = ReloadState(isDue: next != nil, lastLoadedAt: now)
                return
            }
            state.failures += 1
            switch planReload(after: error, failures: state.failures, appName: appName) {
            case .retry(let afterMs): state.retryAt = now + afterMs
            case .stop(let problem):
                state.retryAt = nil
                state.problem = problem
            }
        }
        if next == nil { running = nil }
        if let error { events.append(CallerIdEvent(at: now, type: .reloadFailed, reason: error.name, error: error)) }
        if let at = state.retryAt { retryLater(at - now) }
    }

    /// A completion that never comes is a failure like others: what is asked for later would wait for it for ever.
    private func reloadInTime() async -> ReloadError? {
        let (answers, answer) = AsyncStream<ReloadError?>.makeStream()
        Task { _ = answer.yield(await system.reload()) }
        let limit = Task {
            if (try? await clock.wait(Self.longestReloadMs)) != nil { _ = answer.yield(.unanswered) }
        }
        defer { limit.cancel() }
        var iterator = answers.makeAsyncIterator()
        return await iterator.next() ?? .unanswered
    }

    /// As long as the app lives; else ``resume()`` goes on.
    private func retryLater(_ afterMs: Int64) {
        retry = Task { [clock, weak self] in
            guard (try? await clock.wait(afterMs)) != nil, !Task.isCancelled else { return }
            await self?.resume()
        }
    }

    private var state: ReloadState {
        FileManager.default.contents(atPath: stateFile)
            .flatMap { try? JSONDecoder().decode(ReloadState.self, from: $0) } ?? ReloadState()
    }

    private var stateFile: String { folder.path + "/reload.json" }

    private func update(_ change: (inout ReloadState) -> Void) {
        var state = state
        change(&state)
        // What cannot be written is tried again with the next change.
        if let data = try? JSONEncoder().encode(state) { try? writeWhole(data, to: stateFile) }
    }
}
