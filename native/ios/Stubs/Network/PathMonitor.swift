// A stub of Network, for systems without it: whether there is a connection, as Apple's names and signatures have it.
// https://developer.apple.com/documentation/network/nwpathmonitor
import Foundation

public struct NWPath: Sendable {
    public enum Status: Sendable {
        case satisfied
        case unsatisfied
        case requiresConnection
    }

    public let status: Status
}

public final class NWPathMonitor: @unchecked Sendable {
    public var pathUpdateHandler: (@Sendable (NWPath) -> Void)?

    /// Settable, for tests.
    nonisolated(unsafe) public static var status = NWPath.Status.satisfied

    public init() {}

    /// Tells at once how things are, and twice, as a change in the next moment would.
    public func start(queue: DispatchQueue) {
        queue.async { [pathUpdateHandler] in
            for _ in 0..<2 { pathUpdateHandler?(NWPath(status: Self.status)) }
        }
    }

    public func cancel() {
        pathUpdateHandler = nil
    }
}
