// Who has a number, by the snapshot in the folder: for what the app shows while it is open.
import Foundation

/// Opens the newest snapshot for each question. One thread at a time.
public final class CallerLookup {
    private let folder: DirectoryFolder
    private let plan: NumberPlan
    private let clock: WallClock
    /// The damaged snapshot that was told of last.
    private var told: FileIdentity?

    public init(folder: DirectoryFolder, plan: NumberPlan, clock: WallClock = .system) {
        self.folder = folder
        self.plan = plan
        self.clock = clock
    }

    /// Nobody, where the snapshot is damaged; and that is told once.
    public func caller(_ line: Line) -> Caller {
        let choices = folder.choices
        return resolveCaller(line, plan: plan) { number throws(SnapshotDamage) in
            do throws(DirectoryFailure) {
                let reader = try folder.open()
                return try damage { () throws(SnapshotDamage) in
                    try reader?.entry(of: number, choice: choices.choice(forNumber: number))
                }
            } catch {
                let reason = reason(of: error)
                tell(reason)
                throw reason
            }
        }
    }

    private func reason(of failure: DirectoryFailure) -> SnapshotDamage {
        guard case .damaged(let reason) = failure else { return .wrongSize }
        return reason
    }

    private func tell(_ reason: SnapshotDamage) {
        let identity = FileIdentity(path: folder.published)
        guard identity != told else { return }
        told = identity
        EventQueue(folder).append(CallerIdEvent(at: clock.now(), type: .snapshotDamaged, reason: reason.rawValue))
    }
}

/// Tells a file from the one that takes its name later.
private struct FileIdentity: Equatable {
    let number: UInt64
    let size: Int64
    let changedAt: Int64

    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        number = UInt64(status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Darwin)
            changedAt = Int64(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(status.st_mtimespec.tv_nsec)
        #else
            changedAt = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        #endif
    }
}
