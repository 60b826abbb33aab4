// "It was Anna": kept, counted while that contact has the number and is not alone, taken back, and loaded as a label.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

private let desk = "+35315550100"
private let deskDigits: Int64 = 35_315_550_100

/// What iOS is handed.
private final class Labels: EntrySink {
    var isIncremental = false
    var labels: [Int64: String] = [:]
    var calls = 0

    func add(_ number: Int64, label: String) {
        calls += 1
        labels[number] = label
    }

    func remove(_ number: Int64) {
        calls += 1
        labels[number] = nil
    }

    func removeAll() {
        calls += 1
        labels = [:]
    }
}

private actor Reloads: CallDirectorySystem {
    private(set) var count = 0

    func isEnabled() -> Bool? { true }
    func openSettings() {}

    func reload() -> ReloadError? {
        count += 1
        return nil
    }
}

@Suite struct ChoicesTests {
    private let temporary = TemporaryFolder()
    private let ios = Labels()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }
    private var file: String { temporary.path + "/choices" }

    init() throws {
        try folder.signIn(workspaceHash: acme)
        try publish("owners.idx")
    }

    private func publish(_ name: String) throws {
        let bytes = try #require(FileManager.default.contents(atPath: vectorFile(name)))
        _ = temporary.write(Array(bytes), as: "directory.idx")
    }

    private func load(isIncremental: Bool = true, isCompleted: Bool = true) throws -> Loaded.Mode {
        ios.isIncremental = isIncremental
        ios.calls = 0
        if !isIncremental { ios.labels = [:] }
        let loaded = try folder.load(into: ios)
        if isCompleted { try folder.loadCompleted() }
        return loaded.mode
    }

    private func caller(_ text: String, isSaved: Bool = false) -> Caller {
        CallerLookup(folder: folder, plan: numberPlan())
            .caller(Line(presentation: .allowed, text: text, regions: ["IE"], isSaved: isSaved))
    }

    @Test("a choice is kept, replaced and taken back, and none is kept of who does not have the number")
    func keeps() throws {
        #expect(try folder.candidates(for: desk)?.chosen == nil)
        #expect(try folder.choose("x", for: desk, at: 5))
        #expect(folder.choices.choice(for: desk) == Choice(line: desk, contactId: "x", at: 5))
        #expect(try folder.candidates(for: desk)?.chosen?.name == "Zoë Ångström")
        #expect(try folder.choose("10", for: desk, at: 6))
        #expect(try !folder.choose("12", for: desk, at: 7))
        #expect(try !folder.choose("101", for: "+353871234567", at: 7))
        #expect(folder.choices.choice(for: desk)?.contactId == "10")
        #expect(try folder.takeBackChoice(for: desk))
        #expect(try !folder.takeBackChoice(for: desk))
        #expect(folder.choices.count == 0)
    }

    @Test("whom the user has chosen is named first, with that reason, and somebody saved is logged to them")
    func namesFirst() throws {
        #expect(caller(desk).kind == .shared(label: "Anna Byrne +1 other · Acme Ltd", deal: "Renewal EUR 12,500"))
        #expect(caller(desk).chosen == nil)
        _ = try folder.choose("x", for: desk, at: 5)
        #expect(caller(desk).kind == .shared(label: "Zoë Ångström +1 other · Acme Ltd", deal: "Żółty"))
        #expect(caller(desk).ids == ["x", "10"])
        #expect(caller(desk).chosen == Chosen(name: "Zoë Ångström", at: 5))
        #expect(caller(desk, isSaved: true).ids == ["x", "10"])
        // Of another snapshot, in which that contact has no such number: it counts for nothing.
        try publish("shared.idx")
        #expect(caller(desk).kind == .shared(label: "Mary Walsh +2 others", deal: "Renewal EUR 12,500"))
        #expect(caller(desk).chosen == nil)
    }

    @Test("in a snapshot of version 2 nobody can be chosen, and it is read")
    func readsOlder() throws {
        try publish("shared-2.idx")
        #expect(try folder.candidates(for: desk) == nil)
        #expect(try !folder.choose("9", for: desk, at: 5))
        #expect(caller(desk).ids == ["deal", "9", "10"])
        try folder.write(Choices([Choice(line: desk, contactId: "9", at: 5)]), to: file)
        #expect(caller(desk).ids == ["deal", "9", "10"])
        #expect(try load() == .everything)
        #expect(ios.labels[deskDigits] == "Mary Walsh +2 others")
    }

    @Test("where what says how the chosen one is shown is damaged, nobody is named")
    func namesNobody() throws {
        _ = try folder.choose("x", for: desk, at: 5)
        try publish("owners-name-beyond.idx")
        #expect(caller(desk).kind == .unknown(.damaged))
        #expect(throws: DirectoryFailure.damaged(.wrongContent)) { try load() }
    }

    @Test("R-07 the label of the next load is theirs, and only that number is loaded anew")
    func loads() throws {
        _ = try load(isIncremental: false)
        #expect(ios.labels[deskDigits] == "Anna Byrne +1 other · Acme Ltd")
        _ = try folder.choose("x", for: desk, at: 5)
        #expect(try load() == .changes)
        #expect(ios.labels == [deskDigits: "Zoë Ångström +1 other · Acme Ltd"])
        #expect(ios.calls == 2)
        #expect(try load() == .changes)
        #expect(ios.calls == 0)
        _ = try folder.takeBackChoice(for: desk)
        #expect(try load() == .changes)
        #expect(ios.labels == [deskDigits: "Anna Byrne +1 other · Acme Ltd"])
        #expect(temporary.files.filter { $0.contains("choices") } == ["choices"])
    }

    @Test("what was chosen while a load ran, or a load that failed, is loaded by the next")
    func loadsWhatCameMeanwhile() throws {
        _ = try load(isIncremental: false)
        _ = try folder.choose("x", for: desk, at: 5)
        _ = try load(isCompleted: false)
        _ = try folder.takeBackChoice(for: desk)
        try folder.loadCompleted()
        #expect(ios.labels[deskDigits] == "Zoë Ångström +1 other · Acme Ltd")
        #expect(try load() == .changes)
        #expect(ios.labels[deskDigits] == "Anna Byrne +1 other · Acme Ltd")
        _ = try folder.choose("x", for: desk, at: 6)
        _ = try load(isCompleted: false)
        #expect(try load() == .everything)
        #expect(ios.labels[deskDigits] == "Zoë Ångström +1 other · Acme Ltd")
    }

    @Test("R-28 both spellings of a line have the label")
    func labelsBothSpellings() throws {
        let (short, long) = ("+525512345678", "+5215512345678")
        #expect(spellings(ofLine: short) == [525_512_345_678, 5_215_512_345_678])
        #expect(spellings(ofLine: "+551191234567") == [551_191_234_567, 5_511_991_234_567])
        #expect(spellings(ofLine: "+541123456789") == [541_123_456_789, 5_491_123_456_789])
        #expect(spellings(ofLine: desk) == [UInt64(deskDigits)])
        var choices = Choices()
        choices.keep(Choice(line: lineOf(long), contactId: "31", at: 1))
        #expect(choices.choice(for: short) == choices.choice(for: long))
        #expect(choices.choice(forNumber: 5_215_512_345_678)?.contactId == "31")
    }

    @Test("a long label is cut where a character ends, as all are")
    func cutsLabels() throws {
        try publish("owners-switchboard.idx")
        _ = try folder.choose("007", for: desk, at: 5)
        _ = try load(isIncremental: false)
        #expect(ios.labels[deskDigits] == "張 偉 +3 others")
        #expect([UInt8]([0x5a, 0xc3]).withUnsafeBytes { DirectoryStream.wholeCharacters($0) } == 1)
    }

    @Test("any byte that was changed, cut or added is no choice at all")
    func survivesDamage() throws {
        for id in ["x", "10"] { _ = try folder.choose(id, for: desk, at: 5) }
        let whole = Array(try #require(FileManager.default.contents(atPath: file)))
        #expect(Choices(decoding: Data(whole)).count == 1)
        let flipped = whole.indices.map { at in
            whole.enumerated().map { $0.offset == at ? $0.element ^ 4 : $0.element }
        }
        let others = [whole + [10], whole + whole, [UInt8](repeating: 120, count: Choices.longest + 1)]
        for bytes in flipped + whole.indices.map({ Array(whole[..<$0]) }) + others {
            _ = temporary.write(bytes, as: "choices")
            #expect(folder.choices.count == 0)
        }
        #expect(try folder.choose("x", for: desk, at: 7))
        #expect(folder.choices.count == 1)
    }

    @Test("choosing reloads the labels, and a sign-out leaves no choice")
    func reloads() async throws {
        let system = Reloads()
        let directory = CallDirectory(folder: folder, system: system, appName: "Acme")
        #expect(try await directory.choose("x", for: desk))
        #expect(try await !directory.choose("12", for: desk))
        #expect(await system.count == 1)
        try await directory.undoChoice(for: desk)
        try await directory.undoChoice(for: desk)
        #expect(await system.count == 2)
        try await directory.choose("x", for: desk)
        _ = try load(isIncremental: false)
        try await directory.clear()
        #expect(folder.choices.count == 0)
        _ = try load()
        #expect(ios.labels.isEmpty)
        #expect(temporary.files.filter { $0.contains("choices") } == [])
    }
}
