// What TypeScript, Kotlin and Swift must all say.
import Foundation
import TestSupport
import Testing

@testable import RingsightCore

struct NumberCase: Decodable, CustomTestStringConvertible, Sendable {
    let id: Int
    let comment: String
    let flags: [String]
    let text: String
    let region: String?
    let e164: String?
    var testDescription: String { "numbers \(id) \(comment)" }
}

struct DirectoryCase: Decodable, CustomTestStringConvertible, Sendable {
    let id: Int
    let comment: String
    let file: String
    let number: String
    let label: String?
    let deal: String?
    let ids: [String]
    var testDescription: String { "directory \(id) \(comment)" }
}

struct OwnersCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Owner: Decodable, Equatable, Sendable {
        let id: String
        let name: String
        let label: String
        let deal: String?
    }

    let id: Int
    let comment: String
    let file: String
    let number: String
    let owners: [Owner]?
    var testDescription: String { "owners \(id) \(comment)" }
}

struct LineCase: Decodable, CustomTestStringConvertible, Sendable {
    let id: Int
    let comment: String
    let e164: String
    let line: String
    var testDescription: String { "lines \(id) \(comment)" }
}

struct CallerCase: Decodable, CustomTestStringConvertible, Sendable {
    let id: Int
    let comment: String
    let file: String
    let presentation: String
    let text: String?
    let regions: [String]
    let saved: Bool
    let kind: String
    let because: String?
    let e164: String?
    let label: String?
    let deal: String?
    let ids: [String]
    var testDescription: String { "callers \(id) \(comment)" }
}

struct ScheduleCase: Decodable, CustomTestStringConvertible, Sendable {
    let id: Int
    let comment: String
    let isSignedIn: Bool
    let lastSuccessAt: Int64?
    let lastAttemptAt: Int64?
    let failures: Int
    let failure: String?
    let retryAfterMs: Int64?
    let now: Int64
    let next: Int64?
    var testDescription: String { "schedule \(id) \(comment)" }
}

struct DeltaCase: Decodable, CustomTestStringConvertible, Sendable {
    let id: Int
    let comment: String
    let flags: [String]
    let before: String
    let delta: String
    let after: String?
    let refused: String?
    var testDescription: String { "deltas \(id) \(comment)" }
}

private let numbers = vectors("numbers.json", of: NumberCase.self).filter { $0.flags.contains("Dialled") }
private let directory = vectors("directory.json", of: DirectoryCase.self)
private let owners = vectors("owners.json", of: OwnersCase.self)
private let lines = vectors("lines.json", of: LineCase.self)
private let callers = vectors("callers.json", of: CallerCase.self)
private let schedule = vectors("schedule.json", of: ScheduleCase.self)

private let deltas = vectors("deltas.json", of: DeltaCase.self)

func numberPlan() -> NumberPlan {
    let file = URL(fileURLWithPath: vectorFolder).appendingPathComponent("../../native/plan/numbers.txt")
    guard let plan = (try? String(contentsOf: file, encoding: .utf8)).flatMap({ NumberPlan($0) }) else {
        fatalError("expected the numbering plans in \(file.path)")
    }
    return plan
}

@Suite struct VectorTests {
    @Test("R-02 a dial string is read as TypeScript reads it", arguments: numbers)
    func readsDialStrings(_ each: NumberCase) {
        #expect(numberPlan().read(each.text, country: each.region) == each.e164)
    }

    @Test("R-03 a snapshot says whom a number belongs to", arguments: directory)
    func looksUp(_ each: DirectoryCase) throws {
        let source = try #require(try FileSource.open(vectorFile(each.file)))
        let entry = number(ofE164: each.number).flatMap { number in
            try? DirectoryReader(source).entry(of: number)
        }
        #expect(entry == each.label.map { DirectoryEntry(label: $0, deal: each.deal, ids: each.ids) })
    }

    @Test("R-31 a snapshot says how each of several is shown", arguments: owners)
    func saysHowEachIsShown(_ each: OwnersCase) throws {
        let source = try #require(try FileSource.open(vectorFile(each.file)))
        let found = number(ofE164: each.number).flatMap { number in try? DirectoryReader(source).owners(of: number) }
        #expect(found == each.owners?.map { DirectoryOwner(id: $0.id, name: $0.name, label: $0.label, deal: $0.deal) })
    }

    @Test("R-28 which numbers are one line", arguments: lines)
    func knowsLines(_ each: LineCase) {
        #expect(lineOf(each.e164) == each.line)
        let spelled = number(ofE164: each.e164).map { spellings(ofLine: each.line).contains($0) }
        #expect(spelled != false)
    }

    @Test("R-04 R-05 R-06 the caller is named, or the reason why nobody is", arguments: callers)
    func resolvesCallers(_ each: CallerCase) throws {
        let source = try #require(try FileSource.open(vectorFile(each.file)))
        let line = Line(
            presentation: try #require(Presentation(rawValue: each.presentation)), text: each.text,
            regions: each.regions, isSaved: each.saved)
        let caller = resolveCaller(line, plan: numberPlan()) { number throws(SnapshotDamage) in
            try DirectoryReader(source).entry(of: number)
        }
        let (kind, because, label, deal) = words(of: caller.kind)
        #expect(kind == each.kind)
        #expect(because == each.because)
        #expect(label == each.label)
        #expect(deal == each.deal)
        #expect(caller.e164 == each.e164)
        #expect(caller.ids == each.ids)
    }

    @Test("R-16 the next sync by itself", arguments: schedule)
    func plansTheNextSync(_ each: ScheduleCase) {
        let state = SyncState(
            isSignedIn: each.isSignedIn, lastSuccessAt: each.lastSuccessAt, lastAttemptAt: each.lastAttemptAt,
            failures: each.failures, failure: each.failure, retryAfterMs: each.retryAfterMs)
        #expect(nextSync(state, now: each.now) == each.next)
    }

    @Test("R-16 what comes of a snapshot by a delta", arguments: deltas)
    func appliesDeltas(_ each: DeltaCase) throws {
        let temporary = TemporaryFolder()
        let folder = DirectoryFolder(path: temporary.path)
        try folder.signIn(workspaceHash: acme)
        let before = try deltaFile(each.before)
        _ = temporary.write(before, as: "directory.idx")
        let refused = refusal { () throws(DirectoryFailure) in
            _ = try folder.publishDelta(vectorFile("deltas/" + each.delta))
        }
        #expect(refused?.rawValue == each.refused)
        let expected = try each.after.map(deltaFile) ?? before
        #expect(FileManager.default.contents(atPath: folder.published) == Data(expected))
        #expect(temporary.files == ["directory.idx", "workspace"])
    }

    // The cases of calls.json are about what Android broadcasts; iOS tells an app of no number (IOS-17).
    @Test func countsItsCases() {
        print(
            "vectors: numbers \(numbers.count), directory \(directory.count), owners \(owners.count),",
            "lines \(lines.count), callers \(callers.count), schedule \(schedule.count), deltas \(deltas.count)")
        let counts = [
            numbers.count, directory.count, owners.count, lines.count, callers.count, schedule.count, deltas.count,
        ]
        #expect(counts.allSatisfy { $0 > 0 })
    }

    private func words(of kind: Caller.Kind) -> (kind: String, because: String?, label: String?, deal: String?) {
        switch kind {
        case .known(let label, let deal): ("known", nil, label, deal)
        case .shared(let label, let deal): ("shared", nil, label, deal)
        case .saved: ("saved", nil, nil, nil)
        case .noNumber(let presentation): ("no-number", presentation.rawValue, nil, nil)
        case .special(let service): ("special", service.rawValue, nil, nil)
        case .unknown(let reason): ("unknown", reason.rawValue, nil, nil)
        }
    }
}
