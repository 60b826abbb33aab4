// The history of calls for an app that is the default dialer (iOS 26 and later, in the EU; IOS-23 to IOS-25). It needs the
// entitlement com.apple.developer.dialing-app. Any other app reads nothing.
import Foundation
import LiveCommunicationKit
import RingsightCore

@available(iOS 26, *)
public struct CallHistory: Sendable {
    public init() {}

    /// The calls since the app became the default dialer. Look each time that it comes to the front, and when
    /// ConversationHistoryDidUpdate is told; then ``newCalls(in:after:now:)``.
    public func calls() async throws -> [PastCall] {
        let all = #Predicate<ConversationHistoryManager.RecentConversation> { _ in true }
        return try await ConversationHistoryManager.sharedInstance.recentConversations(matching: all).map(PastCall.init)
    }
}

@available(iOS 26, *)
extension PastCall {
    fileprivate init(_ conversation: ConversationHistoryManager.RecentConversation) {
        let phone = conversation.handles.first { $0.type == .phoneNumber }
        self.init(
            id: conversation.id.uuidString, number: phone?.value ?? "", isOutgoing: conversation.direction == .outgoing,
            startedAt: Int64((conversation.date.timeIntervalSince1970 * 1000).rounded()),
            durationMs: Int64((conversation.duration * 1000).rounded()), status: Status(conversation.status))
    }
}

@available(iOS 26, *)
extension PastCall.Status {
    fileprivate init(_ status: ConversationHistoryManager.RecentConversation.Status) {
        switch status {
        case .connected: self = .connected
        case .missed: self = .missed
        case .cancelled: self = .cancelled
        case .answeredElsewhere: self = .answeredElsewhere
        default: self = .unknown
        }
    }
}
