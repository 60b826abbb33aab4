// A stub of BackgroundTasks, for systems without it: Apple's names and signatures, and behaviour enough to drive the code that
// uses them. https://developer.apple.com/documentation/backgroundtasks
import Foundation

open class BGTask: NSObject, @unchecked Sendable {
    public let identifier: String
    public var expirationHandler: (() -> Void)?
    /// What the task was ended with, for tests.
    public private(set) var completions: [Bool] = []

    public init(identifier: String) {
        self.identifier = identifier
    }

    public func setTaskCompleted(success: Bool) {
        completions.append(success)
    }
}

public final class BGAppRefreshTask: BGTask, @unchecked Sendable {}

open class BGTaskRequest: NSObject {
    public let identifier: String
    public var earliestBeginDate: Date?

    init(identifier: String) {
        self.identifier = identifier
    }
}

public final class BGAppRefreshTaskRequest: BGTaskRequest {
    public override init(identifier: String) {
        super.init(identifier: identifier)
    }
}

public final class BGTaskScheduler: NSObject, @unchecked Sendable {
    public static let shared = BGTaskScheduler()

    /// What was registered and asked for, for tests.
    public private(set) var handlers: [String: (BGTask) -> Void] = [:]
    public private(set) var requests: [BGTaskRequest] = []
    public var submitError: (any Error)?

    public func register(
        forTaskWithIdentifier identifier: String, using queue: DispatchQueue?, launchHandler: @escaping (BGTask) -> Void
    ) -> Bool {
        guard handlers[identifier] == nil else { return false }
        handlers[identifier] = launchHandler
        return true
    }

    public func submit(_ taskRequest: BGTaskRequest) throws {
        if let submitError { throw submitError }
        requests.removeAll { $0.identifier == taskRequest.identifier }
        requests.append(taskRequest)
    }

    public func cancel(taskRequestWithIdentifier identifier: String) {
        requests.removeAll { $0.identifier == identifier }
    }
}
