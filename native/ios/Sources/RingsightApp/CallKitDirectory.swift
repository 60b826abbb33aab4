// CXCallDirectoryManager, as RingsightCore asks it.
import CallKit
import RingsightCore

public struct CallKitDirectory: CallDirectorySystem {
    private let identifier: String

    /// - Parameter identifier: The bundle identifier of the Call Directory extension.
    public init(extensionIdentifier identifier: String) {
        self.identifier = identifier
    }

    public func isEnabled() async -> Bool? {
        await withCheckedContinuation { continuation in
            let manager = CXCallDirectoryManager.sharedInstance
            manager.getEnabledStatusForExtension(withIdentifier: identifier) { status, _ in
                continuation.resume(returning: status == .unknown ? nil : status == .enabled)
            }
        }
    }

    public func reload() async -> ReloadError? {
        await withCheckedContinuation { continuation in
            CXCallDirectoryManager.sharedInstance.reloadExtension(withIdentifier: identifier) { error in
                continuation.resume(returning: error.map { ReloadError($0) })
            }
        }
    }

    public func openSettings() async {
        await withCheckedContinuation { continuation in
            CXCallDirectoryManager.sharedInstance.openSettings { _ in continuation.resume() }
        }
    }
}
