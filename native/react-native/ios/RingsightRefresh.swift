// The background refresh for an app whose sync is JavaScript: marks a sync as due, and waits for JavaScript to report it.
import Foundation
import RingsightApp
import RingsightCore

public final class RingsightRefresh: @unchecked Sendable {
    static let shared = RingsightRefresh()

    private let lock = NSLock()
    private var isRegistered = false
    private var isDue = false
    private var last: SyncState?

    /// In application(_:didFinishLaunchingWithOptions:), before it returns; without it nothing syncs by itself.
    ///
    /// - Returns: False when the Expo plugin's keys are missing from Info.plist.
    @discardableResult public static func register() -> Bool {
        guard let callerId = CallerId(infoPlist: Bundle.main.infoDictionary ?? [:]) else { return false }
        let isRegistered = callerId.refresh.register(next: { shared.nextAt() }, work: { await shared.waitForSync() })
        shared.locked { shared.isRegistered = isRegistered }
        return isRegistered
    }

    /// A sync has ended. Asks for the next one, if iOS could tell anybody: it ends an app that has registered nothing.
    func report(_ state: SyncState, to refresh: BackgroundRefresh) throws {
        let mayAsk = locked {
            last = state
            isDue = false
            return isRegistered
        }
        if mayAsk { try refresh.schedule(at: nextAt()) }
    }

    /// How the syncs of whoever has signed out went is nothing to whoever signs in next.
    func forget() {
        locked {
            last = nil
            isDue = false
        }
    }

    /// Whether iOS waits for a sync now.
    func isSyncDue() -> Bool { locked { isDue } }

    /// Nil until JavaScript has reported one since the app was started.
    func lastSync() -> SyncState? { locked { last } }

    private func nextAt() -> Int64? {
        let now = WallClock.system.now()
        // JavaScript has not reported since the app was started: in an hour, then.
        let at = locked { last.map { nextSync($0, now: now) } ?? now + 60 * 60_000 }
        return staggered(at)
    }

    private func waitForSync() async -> Bool {
        locked { isDue = true }
        while isSyncDue() {
            guard (try? await Task.sleep(nanoseconds: 500_000_000)) != nil else { return false }
        }
        return true
    }

    @discardableResult private func locked<Result>(_ work: () -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return work()
    }
}
