// Swift's concurrency on one thread, in virtual time: jobs wait until they are run, and an app that has none left is still.
// By the hooks of the runtime: https://github.com/swiftlang/swift/blob/main/include/swift/Runtime/Concurrency.h
import Foundation
import RingsightCore

enum Jobs {
    private typealias Enqueue = @convention(thin) (UnownedJob) -> Void
    private typealias Hook = @convention(thin) (UnownedJob, Enqueue) -> Void

    nonisolated(unsafe) private static var waiting: [UnownedJob] = []

    /// Before the first task is made. Those of the main actor are not among them: nothing here may be its.
    static func takeOver() {
        let name = "swift_task_enqueueGlobal_hook"
        guard let hook = dlsym(dlopen(nil, RTLD_LAZY), name) else { fatalError("expected \(name) in the runtime") }
        hook.assumingMemoryBound(to: Hook?.self).pointee = { job, _ in Jobs.waiting.append(job) }
    }

    /// Until nothing is left to be done but to wait for what comes from outside.
    static func run() {
        while !waiting.isEmpty {
            waiting.removeFirst().runSynchronously(on: MainActor.sharedUnownedExecutor)
        }
    }
}

/// The phone's time. Whoever waits is woken by the phone.
final class PhoneClock: @unchecked Sendable {
    var now: Int64 = 0
    /// What the phone is to be asked for: its timers.
    private(set) var asked: [[String: Any]] = []
    private var waits: [String: CheckedContinuation<Void, any Error>] = [:]
    private var count = 0

    var clock: WallClock {
        WallClock(now: { self.now }, wait: { try await self.wait($0) })
    }

    func takeAsked() -> [[String: Any]] {
        defer { asked = [] }
        return asked
    }

    /// A timer has run out.
    func fire(_ name: String) {
        waits.removeValue(forKey: name)?.resume()
    }

    private func wait(_ ms: Int64) async throws {
        count += 1
        let name = "wait-\(count)"
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                guard !Task.isCancelled else { return continuation.resume(throwing: CancellationError()) }
                waits[name] = continuation
                asked.append(["type": "set-timer", "name": name, "at": now + ms])
            }
        } onCancel: {
            guard let continuation = waits.removeValue(forKey: name) else { return }
            asked.append(["type": "cancel-timer", "name": name])
            continuation.resume(throwing: CancellationError())
        }
    }
}
