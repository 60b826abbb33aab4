// The history of a default dialer, against a stub of LiveCommunicationKit: this is no proof of what iOS does.
import Foundation
import LiveCommunicationKit
import RingsightApp
import RingsightCore
import Testing

private typealias Conversation = ConversationHistoryManager.RecentConversation

@Suite(.serialized) struct CallHistoryTests {
    private let anna = Handle(type: .phoneNumber, value: "+353871234567")

    @Test(
        "IOS-24 a conversation is a call with its number, direction, start, duration and status",
        arguments: [
            (Conversation.Status.connected, PastCall.Status.connected), (.missed, .missed), (.cancelled, .cancelled),
            (.answeredElsewhere, .answeredElsewhere), (.unknown, .unknown),
        ] as [(ConversationHistoryManager.RecentConversation.Status, PastCall.Status)])
    func reads(_ status: ConversationHistoryManager.RecentConversation.Status, _ expected: PastCall.Status) async throws
    {
        let conversation = Conversation(
            date: Date(timeIntervalSince1970: 1.5), direction: .outgoing, duration: 85, handles: [anna], status: status)
        ConversationHistoryManager.sharedInstance.conversations = [conversation]
        #expect(
            try await CallHistory().calls() == [
                PastCall(
                    id: conversation.id.uuidString, number: "+353871234567", isOutgoing: true, startedAt: 1500,
                    durationMs: 85_000, status: expected)
            ])
    }

    @Test("a caller without a number has none, and another kind of address is none")
    func hasNoNumber() async throws {
        let address = Handle(type: .emailAddress, value: "anna@example.com")
        ConversationHistoryManager.sharedInstance.conversations = [[], [address]].map {
            Conversation(date: .now, direction: .incoming, handles: $0, status: .missed)
        }
        #expect(try await CallHistory().calls().map(\.number) == ["", ""])
    }
}
