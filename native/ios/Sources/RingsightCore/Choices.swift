// "It was Anna": whom the phone's user has chosen for a number that several contacts have. In the folder that app and extension
// share, and nowhere else; without a name, which could be out of date. What is not as it was written is as if nothing had been chosen.
import Foundation

public struct Choice: Codable, Equatable, Sendable {
    /// The number's line: whatever spelling is delivered, it is one number.
    public let line: String
    public let contactId: String
    /// When it was made: milliseconds since 1970.
    public let at: Int64
}

/// One of several contacts with a number, as it is to be shown when the user has chosen that one.
public struct DirectoryOwner: Equatable, Sendable {
    public let id: String
    /// The label's beginning.
    public let name: String
    public let label: String
    public let deal: String?
}

/// Who it may have been.
public struct Candidates: Equatable, Sendable {
    public let e164: String
    /// First the one that the snapshot names.
    public let owners: [DirectoryOwner]
    /// The one of them that the user has said it was.
    public let chosen: DirectoryOwner?
}

/// Choices by their lines.
struct Choices: Equatable, Sendable {
    private(set) var byLine: [String: Choice]

    init(_ choices: [Choice] = []) {
        byLine = Dictionary(choices.map { ($0.line, $0) }, uniquingKeysWith: { $1 })
    }

    var count: Int { byLine.count }

    /// What was chosen for a number, in any spelling of its line.
    func choice(for e164: String) -> Choice? {
        byLine.isEmpty ? nil : byLine[lineOf(e164)]
    }

    /// As ``choice(for:)``, of the digits of a number.
    func choice(forNumber number: UInt64) -> Choice? {
        byLine.isEmpty ? nil : choice(for: "+\(number)")
    }

    mutating func keep(_ choice: Choice) {
        byLine[choice.line] = choice
    }

    mutating func takeBack(_ line: String) {
        byLine[line] = nil
    }
}

extension Choices {
    private static let name = "ringsight-choices 1 "
    /// Of a hundred thousand choices.
    static let longest = 8 << 20

    /// The file's bytes: a line with the checksum of what follows it, and the choices as JSON.
    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let list = try encoder.encode(byLine.values.sorted { $0.line < $1.line })
        return Data((Self.name + Self.checksum(of: list) + "\n").utf8) + list
    }

    /// None where a byte is not as it was written.
    init(decoding file: Data) {
        self.init()
        guard file.count <= Self.longest, let end = file.firstIndex(of: 10) else { return }
        let list = file[(end + 1)...]
        guard file[..<end].elementsEqual((Self.name + Self.checksum(of: list)).utf8) else { return }
        guard let choices = try? JSONDecoder().decode([Choice].self, from: Data(list)) else { return }
        self.init(choices)
    }

    private static func checksum(of list: Data) -> String {
        let sum = String(Array(list).withUnsafeBytes { Checksum.of($0) }, radix: 16)
        return String(repeating: "0", count: 8 - sum.count) + sum
    }
}

extension DirectoryFolder {
    private var choicesFile: String { path + "/choices" }
    /// The choices that the labels of a load in progress are by, and those that iOS has.
    var loadingChoices: String { path + "/loading-choices" }
    var appliedChoices: String { path + "/applied-choices" }

    /// None at all where the file is damaged or absent.
    var choices: Choices { choices(in: choicesFile) }

    func choices(in file: String) -> Choices {
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber)?.intValue ?? 0
        guard size > 0, size <= Choices.longest else { return Choices() }
        return FileManager.default.contents(atPath: file).map { Choices(decoding: $0) } ?? Choices()
    }

    func write(_ choices: Choices, to file: String) throws(DirectoryFailure) {
        // Of texts and integers alone, it cannot fail.
        try writeWhole((try? choices.encoded()) ?? Data(), to: file)
    }

    /// Who it may have been that called from a number; nil where there is nothing to choose: one contact has it, or none, or the snapshot
    /// does not say how the others are shown.
    public func candidates(for e164: String) throws(DirectoryFailure) -> Candidates? {
        guard let number = number(ofE164: e164), let reader = try open() else { return nil }
        let found = try damage { () throws(SnapshotDamage) in try reader.owners(of: number) }
        guard let owners = found, !owners.isEmpty else { return nil }
        let choice = choices.choice(for: e164)
        return Candidates(e164: e164, owners: owners, chosen: owners.first { $0.id == choice?.contactId })
    }

    /// It was that contact: kept where it is one of several with the number.
    ///
    /// - Returns: Whether it is kept.
    func choose(_ contactId: String, for e164: String, at: Int64) throws(DirectoryFailure) -> Bool {
        let candidates = try candidates(for: e164)
        guard candidates?.owners.contains(where: { $0.id == contactId }) == true else { return false }
        var choices = choices
        choices.keep(Choice(line: lineOf(e164), contactId: contactId, at: at))
        try write(choices, to: choicesFile)
        return true
    }

    /// What was said of a number is taken back.
    ///
    /// - Returns: Whether there was anything.
    func takeBackChoice(for e164: String) throws(DirectoryFailure) -> Bool {
        var choices = choices
        guard choices.choice(for: e164) != nil else { return false }
        choices.takeBack(lineOf(e164))
        try write(choices, to: choicesFile)
        return true
    }

    func forgetChoices() throws(DirectoryFailure) {
        try removeFile(choicesFile)
        try removeFile(choicesFile + ".part")
    }
}
