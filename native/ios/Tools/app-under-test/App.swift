// An app that uses the package as native/README.md says: what iOS tells it becomes calls of the package, and what the package
// asks of iOS, of the stubs here, becomes requests.
import BackgroundTasks
import CallKit
import Foundation
import LiveCommunicationKit
import RingsightApp
import RingsightCore

/// Everything of it is done on one thread.
final class App: @unchecked Sendable {
    private let clock = PhoneClock()
    private let folder: DirectoryFolder
    private let directory: CallDirectory
    private let refresh = BackgroundRefresh(identifier: "app.refresh")
    private let manager = CXCallDirectoryManager.sharedInstance
    private let scheduler = BGTaskScheduler.shared

    private var state: SyncState
    private var isSyncing = false
    private var isByHand = false
    private var wantsContacts = false
    private var syncs: [CheckedContinuation<Bool, Never>] = []
    private var task: BGAppRefreshTask?
    private var scheduled: Date?
    private var request: ExtensionRequest?
    private var conditions = PhoneConditions(mayRefresh: true, isLowPower: false)
    private var problems: [String] = []
    private var asked: [[String: Any]] = []
    private var isInFront = false
    private var history: Dialer

    /// - Parameter kept: What it gave away by `keep`; nil for an app that was just installed.
    init(kept: Message?) throws {
        folder = DirectoryFolder(path: try kept?.text("folder") ?? newFolder())
        state = SyncState(isSignedIn: kept?.flag("isSignedIn") ?? true)
        state.lastSuccessAt = kept?.integer("lastSuccessAt")
        state.lastAttemptAt = kept?.integer("lastAttemptAt")
        state.failures = Int(kept?.integer("failures") ?? 0)
        history = try Dialer(folder, seen: kept?.texts("seen") ?? [])
        directory = CallDirectory(
            folder: folder, system: CallKitDirectory(extensionIdentifier: "app.directory"), appName: "Ringsight",
            clock: clock.clock)
        manager.holdsReloads = true
        let isRegistered = refresh.register(
            next: { self.nextAt() }, work: { await self.syncInBackground() })
        assert(isRegistered)
    }

    var kept: [String: Any] {
        var kept: [String: Any] = [
            "folder": folder.path, "isSignedIn": state.isSignedIn, "failures": state.failures,
        ]
        // For whoever compares: what the page Caller ID would report.
        kept["problems"] = problems
        kept["seen"] = history.seen
        kept["lastSuccessAt"] = state.lastSuccessAt
        kept["lastAttemptAt"] = state.lastAttemptAt
        return kept
    }

    /// The snapshot that the core has made of the contacts, for the next ``synced()``. It says whose they are: the user's who
    /// signed in.
    func take(snapshot: Data) throws {
        try snapshot.write(to: URL(fileURLWithPath: made))
        guard state.isSignedIn else { return }
        let workspaceHash = try workspaceHash()
        Task { try await directory.signIn(workspaceHash: workspaceHash) }
        Jobs.run()
    }

    /// What comes of a signal; the app is still then.
    func hear(_ signal: Message, facts: Message?) throws -> [[String: Any]] {
        clock.now = signal.integer("at") ?? clock.now
        if let settings = facts?.part("handset")?.part("settings") { look(at: settings) }
        isInFront = facts?.flag("isInFront") ?? isInFront
        try answer(signal)
        Jobs.run()
        Task { [directory] in
            problems = await directory.status(conditions).problems.map(\.reason)
        }
        Jobs.run()
        return takeAsked()
    }

    private var made: String { folder.path + "-made.idx" }

    /// What the app may ask iOS for at any time.
    private func look(at settings: Message) {
        manager.status = settings.flag("extension") == true ? .enabled : .disabled
        conditions = PhoneConditions(mayRefresh: settings.flag("backgroundRefresh") != false, isLowPower: false)
    }

    private func answer(_ signal: Message) throws {
        switch signal.type {
        case "opened": opened()
        case "refresh-tapped": refreshTapped()
        case "synced": synced()
        case "sync-failed": syncFailed()
        case "sign-out-tapped": signOut()
        case "job-started": startTask()
        case "job-stopped": task?.expirationHandler?()
        case "timer": clock.fire(signal.text("name") ?? "")
        case "reload-ended": manager.finishReload(error(in: signal))
        case "conversation-history":
            history.take(signal.parts("rows"))
            Task { asked += try await history.look(isInFront: isInFront) }
        case "caller-chosen": choose(signal)
        case "load-requested":
            let request = ExtensionRequest(folder: folder, isIncremental: signal.flag("isIncremental") == true)
            self.request = request
            asked.append(request.begin())
        case "load-ended":
            request?.end(error(in: signal))
            request = nil
        // Nothing of the package listens to these.
        default: return
        }
    }

    /// On a page of the app's own.
    private func choose(_ signal: Message) {
        guard let e164 = signal.text("e164") else { return }
        let contactId = signal.text("contactId")
        Task { [directory] in
            guard let contactId else { return try await directory.undoChoice(for: e164) }
            try await directory.choose(contactId, for: e164)
        }
    }

    private func error(in signal: Message) -> NSError? {
        signal.part("error").map { error in
            NSError(domain: error.text("domain") ?? "", code: Int(error.integer("code") ?? 0))
        }
    }

    private func opened() {
        Task { await directory.resume() }
        guard let at = nextAt() else { return }
        if at <= clock.now { return sync() }
        // iOS keeps what was asked for; an app that was ended while a refresh ran has nothing asked for.
        try? refresh.schedule(at: at)
    }

    private func refreshTapped() {
        state.isSignedIn = true
        isByHand = true
        sync()
    }

    private func sync() {
        isSyncing = true
        wantsContacts = true
    }

    private func syncInBackground() async -> Bool {
        guard state.isSignedIn else { return false }
        if !isSyncing { sync() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { syncs.append($0) }
        } onCancel: {
            self.giveUp()
        }
    }

    private func giveUp() {
        guard isSyncing, !isByHand else { return }
        noteFailure()
        endSync(false)
    }

    private func synced() {
        guard state.isSignedIn else { return }
        state = SyncState(isSignedIn: true, lastSuccessAt: clock.now, lastAttemptAt: clock.now)
        try? refresh.schedule(at: nextAt())
        Task {
            do {
                try await directory.publish(made)
                endSync(true)
            } catch {
                FileHandle.standardError.write(Data("app-under-test: \(error)\n".utf8))
                endSync(false)
            }
        }
    }

    private func workspaceHash() throws -> String {
        guard let source = try FileSource.open(made) else { throw DirectoryFailure.file(ENOENT) }
        return try DirectoryReader(source).header.workspaceHash
    }

    private func syncFailed() {
        let wasByHand = isByHand
        noteFailure()
        // Who asked by hand sees the error, and the daily refresh comes when it would have come.
        if !wasByHand || scheduled == nil { try? refresh.schedule(at: nextAt()) }
        endSync(false)
    }

    private func noteFailure() {
        state.failures += 1
        state.lastAttemptAt = clock.now
    }

    private func endSync(_ isDone: Bool) {
        (isSyncing, isByHand) = (false, false)
        for each in syncs { each.resume(returning: isDone) }
        syncs = []
    }

    private func signOut() {
        state = SyncState(isSignedIn: false)
        endSync(false)
        Task { [directory, refresh] in
            try await directory.clear()
            try refresh.schedule(at: nil)
        }
    }

    private func nextAt() -> Int64? { nextSync(state, now: clock.now) }

    /// iOS runs what it was asked for: then it is asked for no longer.
    private func startTask() {
        let task = BGAppRefreshTask(identifier: "app.refresh")
        self.task = task
        scheduler.cancel(taskRequestWithIdentifier: task.identifier)
        scheduled = nil
        scheduler.handlers[task.identifier]?(task)
    }

    private func takeAsked() -> [[String: Any]] {
        defer { asked = [] }
        if wantsContacts { asked.append(["type": "sync-contacts"]) }
        wantsContacts = false
        asked += clock.takeAsked()
        asked += manager.takeReloads().map { _ in ["type": "reload-extension"] }
        if task?.completions.isEmpty == false {
            task = nil
            asked.append(["type": "job-finished"])
        }
        let earliest = scheduler.requests.first?.earliestBeginDate
        if earliest != scheduled { asked.append(job(earliest)) }
        scheduled = earliest
        return asked
    }

    private func job(_ earliest: Date?) -> [String: Any] {
        guard let earliest else { return ["type": "cancel-job"] }
        let at = Int64((earliest.timeIntervalSince1970 * 1000).rounded())
        let seconds = Double(at - clock.now) / 1000
        return ["type": "schedule-job", "periodSeconds": seconds, "flexSeconds": 0, "policy": "update"]
    }
}

/// The App Group's container of one installation.
private func newFolder() throws -> String {
    let path = ".build/app-under-test/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}
