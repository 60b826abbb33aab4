// A reload was refused: when again, or why never. The codes are CXErrorCodeCallDirectoryManagerError's; others occur, and are
// tried a few times and never for ever (IOS-11).
// https://developer.apple.com/documentation/callkit/cxerrorcodecalldirectorymanagererror-swift.struct
import Foundation

/// Why CXCallDirectoryManager did not reload.
public struct ReloadError: Error, Codable, Equatable, Sendable {
    public let domain: String
    public let code: Int

    /// iOS was asked to reload, and has not answered in time.
    public static let unanswered = ReloadError(domain: "dev.ringsight", code: 1)

    public static let domain = "com.apple.CallKit.error.calldirectorymanager"

    public init(domain: String = Self.domain, code: Int) {
        self.domain = domain
        self.code = code
    }

    /// What CallKit hands over, whatever it is.
    public init(_ error: any Error) {
        let error = error as NSError
        self.init(domain: error.domain, code: error.code)
    }

    /// As CallKit calls it; `unknown` for what is not in Apple's list.
    public var name: String {
        if self == .unanswered { return "unanswered" }
        return isListed ? Self.names[code] : Self.names[0]
    }

    fileprivate var isListed: Bool { domain == Self.domain && Self.names.indices.contains(code) }

    private static let names = [
        "unknown", "noExtensionFound", "loadingInterrupted", "entriesOutOfOrder", "duplicateEntries",
        "maximumEntriesExceeded", "extensionDisabled", "currentlyLoading", "unexpectedIncrementalRemoval",
    ]
}

public enum ReloadPlan: Equatable, Sendable {
    case retry(afterMs: Int64)
    case stop(Problem)
}

/// A state of things that the user should know: one sentence and one fix.
public struct Problem: Codable, Equatable, Sendable {
    public let reason: String
    public let sentence: String
    public let fix: String

    public init(reason: String, sentence: String, fix: String) {
        self.reason = reason
        self.sentence = sentence
        self.fix = fix
    }
}

/// - Parameter failures: How many reloads in a row have failed, this one included.
public func planReload(after error: ReloadError, failures: Int, appName: String) -> ReloadPlan {
    if let problem = finalProblem(error, appName: appName) { return .stop(problem) }
    if failures > 5 {
        return .stop(
            Problem(
                reason: "reload-refused", sentence: "iOS has refused the names \(failures) times (\(error.name)).",
                fix: "Restart the iPhone, then open \(appName)."))
    }
    return .retry(afterMs: 60_000 << Int64(max(0, failures - 1)))
}

/// What would fail the same way again.
private func finalProblem(_ error: ReloadError, appName: String) -> Problem? {
    guard error.isListed else { return nil }
    switch error.code {
    case 1:
        return Problem(
            reason: "no-extension", sentence: "iOS does not find the part of \(appName) that names callers.",
            fix: "Delete \(appName) and install it again.")
    case 3, 4, 8:
        return Problem(
            reason: "wrong-entries", sentence: "iOS did not accept the names as they were given (\(error.name)).",
            fix: "Menu › Settings › Caller ID: sync the contacts again.")
    case 5:
        return Problem(
            reason: "too-many-entries", sentence: "There are more numbers than iOS takes from one app.",
            fix: "Choose fewer contacts to sync.")
    case 6:
        return extensionOff(appName: appName)
    default:
        return nil
    }
}

/// R-12, IOS-01, IOS-02
func extensionOff(appName: String) -> Problem {
    Problem(
        reason: "extension-off", sentence: "iOS shows no CRM names until the user switches the extension on.",
        fix: "Settings › Apps › Phone › Call Blocking & Identification: switch \(appName) on.")
}
