// The daily refresh: asks iOS to run the app for a moment, and ends in time. When, and whether at all, is up to iOS (IOS-18).
import BackgroundTasks
import Foundation
import RingsightCore

public struct BackgroundRefresh: Sendable {
    private let identifier: String

    /// - Parameter identifier: One of BGTaskSchedulerPermittedIdentifiers in the app's Info.plist.
    public init(identifier: String) {
        self.identifier = identifier
    }

    /// Before the app has finished launching, once.
    ///
    /// - Parameters:
    ///   - next: When to come again, in milliseconds since 1970; see ``nextSync(_:now:)``. Nil for never.
    ///   - work: Syncs, and says whether it did. It is cancelled when the time that iOS gives is over.
    /// - Returns: False when the identifier is not permitted, or was registered before.
    public func register(
        next: @escaping @Sendable () -> Int64?, work: @escaping @Sendable () async -> Bool
    ) -> Bool {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: identifier, using: nil) { task in
            run(task, next: next, work: work)
        }
    }

    /// Replaces what was asked for before.
    public func schedule(at: Int64?) throws {
        guard let at else { return BGTaskScheduler.shared.cancel(taskRequestWithIdentifier: identifier) }
        let request = BGAppRefreshTaskRequest(identifier: identifier)
        request.earliestBeginDate = Date(timeIntervalSince1970: Double(at) / 1000)
        try BGTaskScheduler.shared.submit(request)
    }

    private func run(
        _ task: BGTask, next: @escaping @Sendable () -> Int64?, work: @escaping @Sendable () async -> Bool
    ) {
        let ending = Ending(task)
        let working = Task {
            let isDone = await work()
            // What comes next depends on how this went.
            try? schedule(at: next())
            ending.end(isDone && !Task.isCancelled)
        }
        task.expirationHandler = {
            working.cancel()
            // A death from here on must not be the end of all refreshes.
            try? schedule(at: next())
            ending.end(false)
        }
    }
}

/// Ends a task once, whoever comes first: to end it twice is a crash, never to end it costs the app its next refreshes.
private final class Ending: @unchecked Sendable {
    private let task: BGTask
    private let lock = NSLock()
    private var hasEnded = false

    init(_ task: BGTask) {
        self.task = task
    }

    func end(_ isDone: Bool) {
        lock.lock()
        defer { lock.unlock() }
        if !hasEnded { task.setTaskCompleted(success: isDone) }
        hasEnded = true
    }
}
