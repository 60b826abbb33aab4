// A stub of CallKit's call directory, for systems without it: Apple's names and signatures, and behaviour enough to drive the
// code that uses them. What it does beyond its documentation is nobody's proof of what iOS does.
// https://developer.apple.com/documentation/callkit
import Foundation

public typealias CXCallDirectoryPhoneNumber = Int64

open class NSExtensionContext: NSObject {
    /// How the request was ended, for tests.
    public var cancellation: (any Error)?

    open func cancelRequest(withError error: any Error) {
        cancellation = error
    }
}

public protocol CXCallDirectoryExtensionContextDelegate: NSObjectProtocol {
    func requestFailed(for extensionContext: CXCallDirectoryExtensionContext, withError error: any Error)
}

open class CXCallDirectoryExtensionContext: NSExtensionContext {
    public enum Call: Equatable {
        case add(CXCallDirectoryPhoneNumber, String)
        case remove(CXCallDirectoryPhoneNumber)
        case removeAll
        case complete
    }

    /// What was called, for tests.
    public var calls: [Call] = []
    /// Whether iOS gives the extension no more time, for tests.
    public var expires = false
    public weak var delegate: (any CXCallDirectoryExtensionContextDelegate)?
    public private(set) var isIncremental: Bool

    public init(isIncremental: Bool) {
        self.isIncremental = isIncremental
    }

    open func addIdentificationEntry(
        withNextSequentialPhoneNumber phoneNumber: CXCallDirectoryPhoneNumber, label: String
    ) {
        calls.append(.add(phoneNumber, label))
    }

    open func removeIdentificationEntry(withPhoneNumber phoneNumber: CXCallDirectoryPhoneNumber) {
        calls.append(.remove(phoneNumber))
    }

    open func removeAllIdentificationEntries() {
        calls.append(.removeAll)
    }

    open func completeRequest(completion: ((Bool) -> Void)? = nil) {
        calls.append(.complete)
        completion?(expires)
    }
}

open class CXCallDirectoryProvider: NSObject {
    open func beginRequest(with context: CXCallDirectoryExtensionContext) {}
}

// swift-format-ignore: AlwaysUseLowerCamelCase
public let CXErrorDomainCallDirectoryManager = "com.apple.CallKit.error.calldirectorymanager"

public final class CXCallDirectoryManager: NSObject, @unchecked Sendable {
    public enum EnabledStatus: Int, Sendable {
        case unknown
        case disabled
        case enabled
    }

    public static let sharedInstance = CXCallDirectoryManager()

    /// What each reload is answered with, for tests; nil for success.
    public var reloadAnswers: [(any Error)?] = []
    public var status = EnabledStatus.disabled
    public private(set) var reloads: [String] = []
    public private(set) var hasOpenedSettings = false

    public func reloadExtension(
        withIdentifier identifier: String, completionHandler completion: (@Sendable ((any Error)?) -> Void)? = nil
    ) {
        reloads.append(identifier)
        completion?(reloadAnswers.isEmpty ? nil : reloadAnswers.removeFirst())
    }

    public func getEnabledStatusForExtension(
        withIdentifier identifier: String,
        completionHandler completion: @escaping @Sendable (EnabledStatus, (any Error)?) -> Void
    ) {
        completion(status, nil)
    }

    public func openSettings(completionHandler completion: (@Sendable ((any Error)?) -> Void)? = nil) {
        hasOpenedSettings = true
        completion?(nil)
    }
}
