// All numbers of a snapshot, ascending, within a memory that does not grow.
import TestSupport
import Testing

@testable import RingsightCore

@Suite struct DirectoryStreamTests {
    @Test("IOS-04 IOS-20 numbers come in full, strictly ascending by value, each with its label")
    func ascends() throws {
        var chance = Chance(seed: 1)
        let people = somePeople(50_000, &chance)
        let streamed = try entries(of: snapshot(of: people))
        #expect(streamed.map(\.number) == people.map(\.number).sorted())
        #expect(Dictionary(uniqueKeysWithValues: streamed.map { ($0.number, $0.label) }) == labels(people))
    }

    @Test(
        "each snapshot of the vectors streams what looking up finds",
        arguments: [
            "one.idx", "empty.idx", "exact.idx", "shared.idx", "scripts.idx", "record-ids.idx", "many.idx",
            "largest.idx",
        ])
    func agreesWithLookups(_ file: String) throws {
        let reader = try DirectoryReader(try #require(try FileSource.open(vectorFile(file))))
        let stream = DirectoryStream(reader)
        var count = 0
        while try stream.advance() {
            #expect(try reader.entry(of: stream.number)?.label == stream.label())
            count += 1
        }
        #expect(count == reader.header.count)
    }

    @Test(
        "IOS-04 a snapshot whose order is none stops the stream",
        arguments: [
            [353_871_234_568, 353_871_234_567], [353_871_234_567, 353_871_234_567],
        ] as [[UInt64]])
    func stopsOnDisorder(_ order: [UInt64]) throws {
        let people = [Person(353_871_234_567, "Anna"), Person(353_871_234_568, "Tom")]
        let reader = try DirectoryReader(Bytes(snapshot(of: people, order: order)))
        let stream = DirectoryStream(reader)
        #expect(try stream.advance())
        #expect(throws: SnapshotDamage.wrongContent) { try stream.advance() }
    }

    @Test("the order may name no slot that is empty, and none that there is not", arguments: [7, 8] as [UInt64])
    func stopsOnAnEmptySlot(_ number: UInt64) throws {
        let stream = DirectoryStream(
            try DirectoryReader(Bytes(snapshot(of: [Person(353_871_234_567, "Anna")], order: [number]))))
        #expect(throws: SnapshotDamage.wrongContent) { try stream.advance() }
    }

    @Test("a label too long for any phone is cut between two characters")
    func cutsLongLabels() throws {
        let label = String(repeating: "Ł", count: 1000)
        let ascii = "a" + label
        let streamed = try entries(of: snapshot(of: [Person(1, label), Person(2, ascii)]))
        #expect(streamed.map(\.label) == [String(label.prefix(128)), String(ascii.prefix(128))])
    }

    @Test("labels that do not fit into one stretch come in several")
    func streamsManyLongLabels() throws {
        let label = String(repeating: "x", count: DirectoryStream.longestLabel)
        let people = (1...20_000).map { Person(UInt64($0), label) }
        let streamed = try entries(of: snapshot(of: people))
        #expect(streamed.count == 20_000 && streamed.allSatisfy { $0.label == label })
        #expect(streamed.map(\.number) == people.map(\.number))
    }

    @Test("a label that is not UTF-8 is damage, and no text")
    func refusesOtherEncodings() throws {
        let source = try #require(try FileSource.open(vectorFile("damaged-label-encoding.idx")))
        let stream = DirectoryStream(try DirectoryReader(source))
        #expect(try stream.advance())
        #expect(throws: SnapshotDamage.wrongContent) { try stream.label() }
    }

    @Test("a file that is cut short while it is open is damage, and no crash")
    func survivesTruncation() throws {
        let folder = TemporaryFolder()
        let file = folder.write(snapshot(of: (1...5_000).map { Person($0, "Somebody") }), as: "a.idx")
        let source = try #require(try FileSource.open(file))
        let reader = try DirectoryReader(source)
        #expect(source.size > 60_000)
        _ = folder.write([], as: "a.idx.part")
        truncateFile(file, to: 20_000)
        #expect(throws: SnapshotDamage.wrongSize) { try DirectoryStream(reader).advance() }
        #expect(throws: SnapshotDamage.self) { try reader.checkAll() }
    }

    @Test("a set of ranks finds the next one across its words")
    func findsRanks() {
        var ranks = RankSet(upTo: 200)
        for rank in [0, 63, 64, 199] { ranks.insert(rank) }
        #expect([0, 1, 63, 64, 65, 199].map { ranks.next(from: $0) } == [0, 63, 63, 64, 199, 199])
        #expect(ranks.next(from: 200) == nil)
        #expect(RankSet(upTo: 0).next(from: 0) == nil)
    }
}

private func entries(of bytes: [UInt8]) throws -> [(number: UInt64, label: String)] {
    let stream = DirectoryStream(try DirectoryReader(Bytes(bytes)))
    var entries: [(UInt64, String)] = []
    while try stream.advance() { entries.append((stream.number, try stream.label())) }
    return entries
}
