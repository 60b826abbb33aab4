// What a load hands on, and what is remembered of it, against an iOS that does as it is told.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

/// What iOS keeps of an extension's entries (IOS-04 to IOS-08).
private final class Labels: EntrySink {
    var isIncremental = false
    var labels: [Int64: String] = [:]
    var calls = 0
    private var isFirst = true
    private var last: Int64 = 0

    func begin(isIncremental: Bool) {
        self.isIncremental = isIncremental
        if !isIncremental { labels = [:] }
        last = 0
        calls = 0
    }

    func add(_ number: Int64, label: String) {
        calls += 1
        #expect(number > last, "entriesOutOfOrder (3)")
        #expect(labels[number] == nil, "a second label for one number")
        last = number
        labels[number] = label
    }

    func remove(_ number: Int64) {
        calls += 1
        #expect(isIncremental, "unexpectedIncrementalRemoval (8)")
        labels[number] = nil
    }

    func removeAll() {
        calls += 1
        #expect(isIncremental, "unexpectedIncrementalRemoval (8)")
        labels = [:]
    }
}

private let anna = Person(353_871_234_567, "Anna Byrne · Acme Ltd")
private let tom = Person(353_861_111_111, "Tom Nolan")

@Suite struct DirectoryLoadTests {
    private let temporary = TemporaryFolder()
    private let ios = Labels()
    private var folder: DirectoryFolder { DirectoryFolder(path: temporary.path) }

    init() throws {
        try folder.signIn(workspaceHash: acme)
    }

    private func publish(_ people: [Person], generation: UInt32) throws {
        _ = try folder.publish(temporary.write(snapshot(of: people, generation: generation), as: "made.idx"))
    }

    @discardableResult
    private func load(isIncremental: Bool) throws -> Loaded {
        ios.begin(isIncremental: isIncremental)
        let loaded = try folder.load(into: ios)
        try folder.loadCompleted()
        return loaded
    }

    private func expectLabels(of people: [Person]) {
        #expect(ios.labels == Dictionary(uniqueKeysWithValues: people.map { (Int64($0.number), $0.label) }))
    }

    @Test("IOS-05 IOS-08 a full load hands on everything and removes nothing")
    func loadsEverything() throws {
        try publish([anna, tom], generation: 7)
        #expect(try load(isIncremental: false) == Loaded(generation: 7, mode: .everything, added: 2, removed: 0))
        expectLabels(of: [anna, tom])
        #expect(folder.appliedHeader?.generation == 7)
    }

    @Test("IOS-06 IOS-07 an incremental load hands on what has changed since the last one, and nothing else")
    func loadsChanges() throws {
        try publish([anna, tom], generation: 7)
        try load(isIncremental: false)
        let mary = Person(12_015_550_123, "Mary Walsh")
        let renamed = Person(anna.number, "Anna Kelly")
        try publish([renamed, mary], generation: 8)
        #expect(try load(isIncremental: true) == Loaded(generation: 8, mode: .changes, added: 2, removed: 2))
        expectLabels(of: [renamed, mary])
        #expect(try load(isIncremental: true) == Loaded(generation: 8, mode: .changes, added: 0, removed: 0))
        #expect(ios.calls == 0)
    }

    @Test("IOS-07 whatever changes, iOS has exactly the labels of the new snapshot", arguments: 1...20)
    func loadsAnyChanges(_ seed: Int) throws {
        var chance = Chance(seed: UInt64(seed))
        var people = somePeople(Int.random(in: 0...3000, using: &chance), &chance)
        try publish(people, generation: 1)
        try load(isIncremental: false)
        for generation in 2...4 as ClosedRange<UInt32> {
            people = people.filter { _ in Int.random(in: 0..<4, using: &chance) > 0 }
            for index in people.indices where Int.random(in: 0..<5, using: &chance) == 0 { people[index].label += "!" }
            let known = labels(people)
            people += somePeople(500, &chance).filter { known[$0.number] == nil }
            try publish(people, generation: generation)
            #expect(try load(isIncremental: true).mode == .changes)
            expectLabels(of: people)
        }
    }

    @Test("IOS-06 IOS-21 without a load to build on, an incremental one hands on everything")
    func replacesWhatItDoesNotKnow() throws {
        ios.labels = [1: "of another installation"]
        try publish([anna], generation: 7)
        #expect(try load(isIncremental: true) == Loaded(generation: 7, mode: .everything, added: 1, removed: 0))
        expectLabels(of: [anna])
    }

    @Test("the applied generation is recorded after the completion, and not before")
    func recordsAfterCompletion() throws {
        try publish([anna], generation: 7)
        ios.begin(isIncremental: false)
        _ = try folder.load(into: ios)
        #expect(folder.appliedHeader == nil)
        #expect(folder.isInDoubt)
        try folder.loadCompleted()
        #expect(folder.appliedHeader?.generation == 7)
        #expect(!folder.isInDoubt)
    }

    @Test("IOS-09 after a load of which nobody knows how it ended, the next one hands on everything")
    func doubtsAnInterruptedLoad() throws {
        try publish([anna], generation: 7)
        try load(isIncremental: false)
        try publish([tom], generation: 8)
        ios.begin(isIncremental: true)
        _ = try folder.load(into: ios)
        // Here the process was killed. iOS may have taken it over, or not.
        #expect(try load(isIncremental: true).mode == .everything)
        expectLabels(of: [tom])
        #expect(folder.appliedHeader?.generation == 8)
    }

    @Test("a snapshot that is published while another is loaded waits for the next load")
    func keepsToOneSnapshot() throws {
        try publish([anna], generation: 7)
        let late = LateSink(ios) { [self] in try publish([tom], generation: 8) }
        ios.begin(isIncremental: false)
        #expect(try folder.load(into: late).generation == 7)
        try folder.loadCompleted()
        expectLabels(of: [anna])
        #expect(folder.appliedHeader?.generation == 7)
        #expect(folder.publishedHeader?.generation == 8)
        try load(isIncremental: true)
        expectLabels(of: [tom])
    }

    @Test("IOS-19 after the sign-out an empty load takes every label", arguments: [true, false])
    func emptiesAtTheSignOut(_ isIncremental: Bool) throws {
        try publish([anna], generation: 7)
        try load(isIncremental: false)
        try folder.signOut()
        #expect(temporary.files == ["loading", "made.idx"], "of names, nothing")
        #expect(folder.mayHaveLabels)
        #expect(try load(isIncremental: isIncremental) == Loaded(generation: nil, mode: .everything))
        expectLabels(of: [])
        #expect(folder.appliedHeader == nil)
        #expect(!temporary.files.contains { $0.hasSuffix(".idx") && $0 != "made.idx" })
    }

    @Test("while it cannot be read who is signed in, nobody is taken to have signed out, or to sign in anew")
    func keepsTheSignIn() throws {
        try publish([anna], generation: 7)
        try load(isIncremental: false)
        let before = temporary.files
        temporary.makeUnreadable("workspace")
        ios.begin(isIncremental: true)
        #expect(throws: DirectoryFailure.file(EINVAL)) { try folder.load(into: ios) }
        #expect(ios.calls == 0)
        #expect(throws: DirectoryFailure.file(EINVAL)) { try folder.signIn(workspaceHash: acme) }
        #expect(throws: DirectoryFailure.file(EINVAL)) { try publish([tom], generation: 8) }
        #expect(Set(before).isSubset(of: temporary.files))
        #expect(folder.publishedHeader?.generation == 7)
    }

    @Test("another workspace's snapshot is refused, published or laid into the folder")
    func refusesAnotherWorkspace() throws {
        let other = snapshot(of: [anna], workspace: "0000000000000000")
        #expect(throws: DirectoryFailure.damaged(.otherWorkspace)) {
            try folder.publish(temporary.write(other, as: "made.idx"))
        }
        _ = temporary.write(other, as: "directory.idx")
        ios.begin(isIncremental: false)
        #expect(throws: DirectoryFailure.damaged(.otherWorkspace)) { try folder.load(into: ios) }
        #expect(ios.calls == 0)
    }

    @Test("signing in to another workspace leaves nothing of the one before to load")
    func changesWorkspace() throws {
        try publish([anna], generation: 7)
        try load(isIncremental: false)
        try folder.signIn(workspaceHash: "0000000000000000")
        #expect(try load(isIncremental: true) == Loaded(generation: nil, mode: .everything))
        expectLabels(of: [])
    }

    @Test("a damaged snapshot is not published, and the one before stays")
    func refusesDamage() throws {
        try publish([anna], generation: 7)
        var bytes = snapshot(of: [tom], generation: 8)
        bytes[bytes.count - 1] ^= 1
        #expect(throws: DirectoryFailure.damaged(.wrongChecksum)) {
            try folder.publish(temporary.write(bytes, as: "made.idx"))
        }
        #expect(folder.publishedHeader?.generation == 7)
        #expect(!temporary.files.contains("directory.part"))
    }

    @Test("a snapshot of before the one that is there is not published")
    func refusesOlderOnes() throws {
        try publish([anna], generation: 7)
        #expect(throws: DirectoryFailure.older(than: 7)) { try publish([tom], generation: 6) }
        try publish([tom], generation: 7)
        #expect(folder.publishedHeader?.count == 1)
    }

    @Test("a snapshot that is damaged in the folder ends the load, and what iOS has is on record as before")
    func endsALoadOnDamage() throws {
        try publish([anna], generation: 7)
        try load(isIncremental: false)
        var bytes = snapshot(of: [tom], generation: 8)
        bytes[80] ^= 1
        _ = temporary.write(bytes, as: "directory.idx")
        ios.begin(isIncremental: false)
        #expect(throws: DirectoryFailure.damaged(.wrongChecksum)) { try folder.load(into: ios) }
        #expect(folder.appliedHeader?.generation == 7)
        #expect(folder.isInDoubt)
    }

    @Test("where the record of the last load is damaged, everything is handed on")
    func survivesADamagedRecord() throws {
        try publish([anna, tom], generation: 7)
        try load(isIncremental: false)
        var bytes = snapshot(of: [anna, tom], generation: 7)
        bytes[bytes.count - 1] ^= 1
        _ = temporary.write(bytes, as: "applied.idx")
        try publish([tom], generation: 8)
        #expect(try load(isIncremental: true).mode == .everything)
        expectLabels(of: [tom])
    }

    @Test("a folder that cannot be written is a failure, and never an empty load")
    func failsWithoutItsFolder() throws {
        let nowhere = DirectoryFolder(path: temporary.path + "/nowhere")
        ios.begin(isIncremental: true)
        #expect(throws: DirectoryFailure.file(ENOENT)) { try nowhere.load(into: ios) }
        #expect(ios.calls == 0)
    }

    @Test("a snapshot that is there and cannot be read is a failure, and never an empty load")
    func failsWithoutItsSnapshot() throws {
        try FileManager.default.createDirectory(
            atPath: temporary.path + "/directory.idx", withIntermediateDirectories: false)
        ios.begin(isIncremental: true)
        #expect(throws: DirectoryFailure.self) { try folder.load(into: ios) }
        #expect(ios.calls == 0)
    }
}

/// Does something before the first entry is taken.
private final class LateSink: EntrySink {
    private let labels: Labels
    private var meanwhile: (() throws -> Void)?

    init(_ labels: Labels, meanwhile: @escaping () throws -> Void) {
        self.labels = labels
        self.meanwhile = meanwhile
    }

    var isIncremental: Bool { labels.isIncremental }

    func add(_ number: Int64, label: String) {
        try? meanwhile?()
        meanwhile = nil
        labels.add(number, label: label)
    }

    func remove(_ number: Int64) {
        labels.remove(number)
    }

    func removeAll() {
        labels.removeAll()
    }
}
