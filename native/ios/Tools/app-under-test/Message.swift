// Messages of docs/app-protocol.md, a line each.
import Foundation

struct Message {
    private let fields: [String: Any]

    init(_ line: String) throws {
        guard let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            throw Unexpected("a message", found: line)
        }
        self.fields = fields
    }

    private init(_ fields: [String: Any]) {
        self.fields = fields
    }

    var type: String { text("type") ?? "" }

    func text(_ key: String) -> String? { fields[key] as? String }
    func integer(_ key: String) -> Int64? { (fields[key] as? NSNumber)?.int64Value }
    func flag(_ key: String) -> Bool? { (fields[key] as? NSNumber)?.boolValue }
    func texts(_ key: String) -> [String] { fields[key] as? [String] ?? [] }
    func parts(_ key: String) -> [Message] { (fields[key] as? [[String: Any]] ?? []).map { Message($0) } }
    func part(_ key: String) -> Message? { (fields[key] as? [String: Any]).map { Message($0) } }
}

struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ expected: String, found: String) {
        description = "expected \(expected), found \(found.prefix(200))"
    }
}

func say(_ message: [String: Any]) throws {
    let line = try JSONSerialization.data(withJSONObject: message, options: .sortedKeys)
    FileHandle.standardOutput.write(line + Data("\n".utf8))
}
