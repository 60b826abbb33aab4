// The cases that every language runs, read where they lie.
import Foundation

/// fixtures/vectors of the repository.
public let vectorFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../fixtures/vectors").standardizedFileURL.path

public func vectorFile(_ name: String) -> String {
    vectorFolder + "/" + name
}

private struct Vectors<Case: Decodable>: Decodable {
    let cases: [Case]
}

public func vectors<Case: Decodable>(_ name: String, of type: Case.Type) -> [Case] {
    let data = FileManager.default.contents(atPath: vectorFile(name)) ?? Data()
    do {
        return try JSONDecoder().decode(Vectors<Case>.self, from: data).cases
    } catch {
        fatalError("expected cases in \(vectorFile(name)), found: \(error)")
    }
}
