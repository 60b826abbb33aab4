// The app's Call Directory extension, as iOS runs it: in a process of its own, which ends with the request.
import CallKit
import Foundation
import RingsightCallKit
import RingsightCore

/// One request to the extension, from beginRequest until iOS says how it ended.
final class ExtensionRequest {
    private let handler: Handler
    private let context: CXCallDirectoryExtensionContext

    init(folder: DirectoryFolder, isIncremental: Bool) {
        handler = Handler(folder)
        context = CXCallDirectoryExtensionContext(isIncremental: isIncremental)
        context.holdsCompletion = true
    }

    /// What the extension gives.
    func begin() -> [String: Any] {
        handler.beginRequest(with: context)
        guard context.calls.last == .complete else { return ["type": "complete-load", "isCancelled": true] }
        var (removesAll, removes, adds): (Bool, [Int64], [[String: Any]]) = (false, [], [])
        for call in context.calls {
            switch call {
            case .removeAll: removesAll = true
            case .remove(let number): removes.append(number)
            case .add(let number, let label): adds.append(["number": number, "label": label])
            case .complete: break
            }
        }
        return ["type": "complete-load", "removesAll": removesAll, "removes": removes, "adds": adds]
    }

    /// Apple does not say whether the completion is called for a request that then fails: here it is, as the worse of the two.
    func end(_ error: (any Error)?) {
        context.complete()
        if let error { context.delegate?.requestFailed(for: context, withError: error) }
    }
}

private final class Handler: CallDirectoryHandler {
    private let shared: DirectoryFolder

    init(_ shared: DirectoryFolder) {
        self.shared = shared
    }

    override var folder: DirectoryFolder? { shared }
}
