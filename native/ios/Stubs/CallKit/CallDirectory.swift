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
    /// Whether the completion waits for ``complete()``, for tests; else it is called at once.
    public var holdsCompletion = false
    private var completion: ((Bool) -> Void)?
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
        self.completion = completion
        if !holdsCompletion { complete() }
    }

    /// For tests: iOS has done with what was given.
    public func complete() {
        completion?(expires)
        completion = nil
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
    /// Whether a reload goes on until ``finishReload(_:)``, for tests.
    public var holdsReloads = false
    private var held: [@Sendable ((any Error)?) -> Void] = []

    public func reloadExtension(
        withIdentifier identifier: String, completionHandler completion: (@Sendable ((any Error)?) -> Void)? = nil
    ) {
        reloads.append(identifier)
        if holdsReloads { return held.append(completion ?? { _ in }) }
        completion?(reloadAnswers.isEmpty ? nil : reloadAnswers.removeFirst())
    }

    /// For tests: the reload that was asked for first has ended.
    public func finishReload(_ error: (any Error)?) {
        if !held.isEmpty { held.removeFirst()(error) }
    }

    /// For tests: what was asked for since the last time.
    public func takeReloads() -> [String] {
        defer { reloads = [] }
        return reloads
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
