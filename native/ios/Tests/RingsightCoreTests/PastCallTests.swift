import RingsightCore
import Testing

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
