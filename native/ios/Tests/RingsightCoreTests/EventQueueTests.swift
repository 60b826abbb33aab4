// Events wait for somebody to read them, whoever dies in between.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

@Suite struct EventQueueTests {
    private let temporary = TemporaryFolder()
    private var queue: EventQueue { EventQueue(DirectoryFolder(path: temporary.path)) }

    private func event(_ at: Int64) -> CallerIdEvent {
        CallerIdEvent(at: at, type: .snapshotDamaged, reason: "wrong-checksum")
    }

    @Test("events are read in the order of their time, by whoever asks, until they are confirmed")
    func reads() {
        for at in [30, 10, 20] as [Int64] { queue.append(event(at)) }
        #expect(queue.read().events.map(\.at) == [10, 20, 30])
        let (events, receipt) = queue.read()
        #expect(events.count == 3)
        queue.append(event(5))
        queue.confirm(receipt)
        #expect(queue.read().events == [event(5)])
    }

    @Test("events of one instant stay in their order")
    func keepsTheOrder() {
        for generation in 1...20 as ClosedRange<UInt32> {
            queue.append(CallerIdEvent(at: 1, type: .loaded, generation: generation))
        }
        #expect(queue.read().events.compactMap(\.generation) == Array(1...20))
    }

    @Test("a torn or foreign file is passed over, and goes with the others", arguments: ["", "{\"at\":1,", "[]"])
    func passesOverTornFiles(_ torn: String) throws {
        queue.append(event(1))
        let events = temporary.path + "/events"
        #expect(FileManager.default.createFile(atPath: events + "/0.json", contents: Data(torn.utf8)))
        #expect(FileManager.default.createFile(atPath: events + "/9.json.part", contents: Data("{".utf8)))
        let (read, receipt) = queue.read()
        #expect(read == [event(1)])
        queue.confirm(receipt)
        #expect(try FileManager.default.contentsOfDirectory(atPath: events) == ["9.json.part"])
    }

    @Test("of too many events the oldest go")
    func isBounded() {
        for at in 1...Int64(EventQueue.most + 3) { queue.append(event(at)) }
        #expect(queue.read().events.map(\.at).first == 4)
        #expect(queue.read().events.count == EventQueue.most)
    }

    @Test("what several writers tell at once is all there")
    func takesSeveralWriters() async {
        let queue = queue
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for at in 0..<20 { queue.append(CallerIdEvent(at: Int64(writer * 20 + at), type: .loaded)) }
                }
            }
        }
        #expect(queue.read().events.map(\.at) == Array(0..<160))
    }

    @Test("an event that cannot be kept stops nobody")
    func losesWhatCannotBeKept() {
        let nowhere = EventQueue(DirectoryFolder(path: "/proc/nowhere"))
        nowhere.append(event(1))
        #expect(nowhere.read().events.isEmpty)
    }

    @Test("an event is written in the words that every platform uses")
    func writesWords() throws {
        let error = ReloadError(code: 7)
        let told = CallerIdEvent(at: 5, type: .reloadFailed, reason: error.name, error: error)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        #expect(
            String(decoding: try encoder.encode(told), as: UTF8.self) == """
                {"at":5,"error":{"code":7,"domain":"com.apple.CallKit.error.calldirectorymanager"},\
                "reason":"currentlyLoading","type":"reload-failed"}
                """)
    }
}
