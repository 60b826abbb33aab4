// A stub of LiveCommunicationKit's history of calls, for systems without it: Apple's names and signatures, and behaviour enough
// to drive the code that uses them. It is no proof of what iOS does.
// https://developer.apple.com/documentation/livecommunicationkit/conversationhistorymanager
import Foundation

public struct Handle: Codable, Equatable, Hashable, Sendable {
    public enum Kind: Codable, Equatable, Hashable, Sendable {
        case phoneNumber
        case emailAddress
        case generic
    }

    public let type: Kind
    public let value: String
    public let displayName: String?

    public init(type: Kind, value: String, displayName: String? = nil) {
        self.type = type
        self.value = value
        self.displayName = displayName
    }
}

public final class ConversationHistoryManager: @unchecked Sendable {
    public struct RecentConversation: Codable, Equatable, Hashable, Identifiable, Sendable {
        public enum Direction: Codable, Equatable, Hashable, Sendable {
            case incoming
            case outgoing
        }

        public enum Status: Codable, Equatable, Hashable, Sendable {
            case answeredElsewhere
            case cancelled
            case connected
            case missed
            case unknown
        }

        public let id: UUID
        public let date: Date
        public let direction: Direction
        public let duration: TimeInterval
        public let handles: [Handle]
        public let isRead: Bool
        public let status: Status

        /// For tests; iOS alone makes these.
        public init(
            id: UUID = UUID(), date: Date, direction: Direction, duration: TimeInterval = 0, handles: [Handle],
            isRead: Bool = false, status: Status
        ) {
            self.id = id
            self.date = date
            self.direction = direction
            self.duration = duration
            self.handles = handles
            self.isRead = isRead
            self.status = status
        }
    }

    public static let sharedInstance = ConversationHistoryManager()

    /// What iOS has, for tests.
    public var conversations: [RecentConversation] = []

    public func recentConversations(matching request: Predicate<RecentConversation>) async throws
        -> [RecentConversation]
    {
        try conversations.filter { try request.evaluate($0) }
    }
}
