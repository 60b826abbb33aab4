// The Call Directory extension: hands the snapshot of the shared folder to iOS. What is handed on, RingsightCore decides. Uses
// nothing that an extension may not.
import CallKit
import Foundation
import RingsightCore

/// The principal class of an extension is a subclass of this that says where the folder is.
open class CallDirectoryHandler: CXCallDirectoryProvider, CXCallDirectoryExtensionContextDelegate {
    /// The App Group's container; nil when there is none by that name.
    open var folder: DirectoryFolder? { nil }

    open override func beginRequest(with context: CXCallDirectoryExtensionContext) {
        context.delegate = self
        guard let folder else {
            return context.cancelRequest(withError: LoadCancelled.noFolder)
        }
        do throws(DirectoryFailure) {
            let loaded = try folder.load(into: Context(context))
            context.completeRequest { isExpired in
                finish(loaded, isExpired: isExpired, in: folder)
            }
        } catch {
            EventQueue(folder).append(event(of: error))
            // iOS keeps what it has: better the names of yesterday than none, and never a wrong one.
            context.cancelRequest(withError: LoadCancelled.failed(error))
        }
    }

    open func requestFailed(for extensionContext: CXCallDirectoryExtensionContext, withError error: any Error) {
        guard let folder else { return }
        try? folder.loadFailed()
        let (at, error) = (WallClock.system.now(), ReloadError(error))
        EventQueue(folder).append(CallerIdEvent(at: at, type: .loadFailed, reason: error.name, error: error))
    }
}

/// Why a load was not completed.
public enum LoadCancelled: Error {
    /// The extension has no entitlement for the App Group, or another name for it.
    case noFolder
    case failed(DirectoryFailure)
}

private func finish(_ loaded: Loaded, isExpired: Bool, in folder: DirectoryFolder) {
    let at = WallClock.system.now()
    guard !isExpired, (try? folder.loadCompleted()) != nil else {
        return EventQueue(folder).append(CallerIdEvent(at: at, type: .loadFailed, reason: "expired"))
    }
    EventQueue(folder).append(
        CallerIdEvent(
            at: at, type: .loaded, generation: loaded.generation, mode: loaded.mode, added: loaded.added,
            removed: loaded.removed))
}

private func event(of failure: DirectoryFailure) -> CallerIdEvent {
    let at = WallClock.system.now()
    return switch failure {
    case .damaged(let reason): CallerIdEvent(at: at, type: .snapshotDamaged, reason: reason.rawValue)
    case .older(let generation): CallerIdEvent(at: at, type: .loadFailed, reason: "older", generation: generation)
    case .file(let code): CallerIdEvent(at: at, type: .loadFailed, reason: "errno-\(code)")
    // Not a load's; an app publishes deltas.
    case .delta(let refusal): CallerIdEvent(at: at, type: .loadFailed, reason: refusal.rawValue)
    }
}

/// CallKit's context, as RingsightCore sees it.
private struct Context: EntrySink {
    private let context: CXCallDirectoryExtensionContext

    init(_ context: CXCallDirectoryExtensionContext) {
        self.context = context
    }

    var isIncremental: Bool { context.isIncremental }

    func add(_ number: Int64, label: String) {
        context.addIdentificationEntry(withNextSequentialPhoneNumber: number, label: label)
    }

    func remove(_ number: Int64) {
        context.removeIdentificationEntry(withPhoneNumber: number)
    }

    func removeAll() {
        context.removeAllIdentificationEntries()
    }
}
