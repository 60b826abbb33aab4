import Testing

@testable import RingsightCore

@Suite struct FollowUpTests {
    private let anna = Caller(kind: .known(label: "Anna Byrne", deal: nil), e164: "+353871234567", ids: ["101", "102"])

    private func call(_ status: PastCall.Status, isOutgoing: Bool = false) -> PastCall {
        PastCall(id: "1", number: "+353871234567", isOutgoing: isOutgoing, startedAt: 0, durationMs: 0, status: status)
    }

    @Test("R-10 R-11 a dialer tells of a missed call, and asks for the outcome of every other with a contact")
    func follows() {
        let outcome = FollowUp.outcome(label: "Anna Byrne", e164: "+353871234567", contactId: "101")
        let missed = FollowUp.missed(label: "Anna Byrne", e164: "+353871234567", contactId: "101")
        #expect(followUp(call(.connected), with: anna) == outcome)
        #expect(followUp(call(.cancelled, isOutgoing: true), with: anna) == outcome)
        #expect(followUp(call(.missed), with: anna) == missed)
        for status in [PastCall.Status.cancelled, .answeredElsewhere, .unknown] {
            #expect(followUp(call(status), with: anna) == nil)
        }
    }

    @Test("R-04 R-06 someone of the address book is the phone's to tell of, and nobody's call is not followed up")
    func leaves() {
        let saved = Caller(kind: .saved, e164: "+353871234567", ids: ["101"])
        #expect(followUp(call(.missed), with: saved) == nil)
        #expect(
            followUp(call(.connected), with: saved)
                == .outcome(label: "", e164: "+353871234567", contactId: "101"))
        for kind in [Caller.Kind.unknown(.noSuchNumber), .noNumber(.restricted), .special(.emergency)] {
            #expect(followUp(call(.missed), with: Caller(kind: kind, e164: "+353861110000", ids: [])) == nil)
        }
    }
}

@Suite struct PastCallTests {
    private func call(_ id: String, at: Int64) -> PastCall {
        PastCall(id: id, number: "+353871234567", isOutgoing: false, startedAt: at, durationMs: 0, status: .missed)
    }

    @Test("IOS-24 a call is new once, the oldest first")
    func isNewOnce() {
        let history = [call("b", at: 20), call("a", at: 10)]
        let first = newCalls(in: history, after: HistoryMark(since: 0), now: 30)
        #expect(first.calls.map(\.id) == ["a", "b"])
        let next = newCalls(in: [call("c", at: 40)] + history, after: first.mark, now: 50)
        #expect(next.calls.map(\.id) == ["c"])
        #expect(newCalls(in: [call("c", at: 40)] + history, after: next.mark, now: 60).calls.isEmpty)
    }

    @Test("IOS-25 what began before the first look is not followed up, what began since is")
    func beginsWithTheFirstLook() {
        let first = newCalls(in: [call("a", at: 10)], after: nil, now: 30)
        #expect(first.calls.isEmpty)
        #expect(
            newCalls(in: [call("b", at: 40), call("a", at: 10)], after: first.mark, now: 50).calls.map(\.id) == ["b"])
    }
}
