// What the first bytes of a snapshot mean (native/FORMAT.md): what it says of itself, and where each part begins. Looks
// nothing up, and knows nothing of files.

/// Why a snapshot, or a part of it, is not believed. Each is "no match": never a crash, never a guess.
public enum SnapshotDamage: String, Error, Sendable {
    case notASnapshot = "not-a-snapshot"
    case unknownVersion = "unknown-version"
    case wrongSize = "wrong-size"
    case wrongChecksum = "wrong-checksum"
    case wrongContent = "wrong-content"
    /// A sound snapshot of somebody else's contacts.
    case otherWorkspace = "other-workspace"
}

/// What a snapshot says of itself.
public struct SnapshotHeader: Equatable, Sendable {
    /// Whose contacts they are, without saying it: 16 hexadecimal digits.
    public let workspaceHash: String
    /// Counts the snapshots of a workspace; the higher one is newer.
    public let generation: UInt32
    /// Milliseconds since 1970.
    public let createdAt: UInt64
    /// Countries that national forms are read under, the first one first (ISO 3166-1 alpha-2).
    public let regions: [String]
    /// How many numbers.
    public let count: Int
}

/// Where each part begins, and where the last record ends.
struct SnapshotLayout {
    static let headerBytes = 64
    static let blockBytes = 4096
    /// `RINGSIDX`
    private static let magic: UInt64 = 0x5844_4953_474e_4952
    private static let versions: ClosedRange<UInt32> = 2...3
    /// What 32 bits with sign can address, as the readers of other languages do.
    private static let longest = Int(Int32.max)

    let version: UInt32
    let count: Int
    let slots: Int
    let numbersAt: Int
    let placesAt: Int
    let orderAt: Int
    let recordsAt: Int
    let end: Int

    /// Whether records say how each of several contacts is shown.
    var hasOwners: Bool { version >= 3 }

    var blocks: Int { (end - numbersAt + Self.blockBytes - 1) / Self.blockBytes }

    var recordBytes: Int { end - recordsAt }

    /// Of a snapshot of `size` bytes that begins with these 64, if it can be one.
    init(header: UnsafeRawBufferPointer, size: Int) throws(SnapshotDamage) {
        guard header.count == Self.headerBytes, size >= Self.headerBytes else { throw .wrongSize }
        self = try Self(promisedBy: header)
        guard end == size else { throw .wrongSize }
    }

    /// Of whatever snapshot these 64 bytes would begin.
    init(promisedBy header: UnsafeRawBufferPointer) throws(SnapshotDamage) {
        guard header.integer(at: 0, as: UInt64.self) == Self.magic else { throw .notASnapshot }
        version = header.integer(at: 8, as: UInt32.self)
        guard Self.versions.contains(version) else { throw .unknownVersion }
        count = Int(header.integer(at: 48, as: UInt32.self))
        slots = Int(header.integer(at: 52, as: UInt32.self))
        // One slot stays empty, or a search for a number that is not there would find no end.
        guard slots > count else { throw .wrongContent }
        let body = 12 * slots + 4 * count + Int(header.integer(at: 56, as: UInt32.self))
        // Numbers of eight bytes begin at a multiple of eight: none lies across two blocks.
        numbersAt = Self.headerBytes + 8 * ((body + 2 * Self.blockBytes - 1) / (2 * Self.blockBytes))
        placesAt = numbersAt + 8 * slots
        orderAt = placesAt + 4 * slots
        recordsAt = orderAt + 4 * count
        end = numbersAt + body
        guard end <= Self.longest else { throw .wrongSize }
    }
}

extension SnapshotHeader {
    init(_ header: UnsafeRawBufferPointer) {
        workspaceHash = header[16..<24].map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        generation = header.integer(at: 12, as: UInt32.self)
        createdAt = header.integer(at: 24, as: UInt64.self)
        regions = stride(from: 32, to: 48, by: 2).compactMap { at in
            let letters = header[at..<at + 2]
            return letters.allSatisfy { (65...90).contains($0) } ? String(decoding: letters, as: UTF8.self) : nil
        }
        count = Int(header.integer(at: 48, as: UInt32.self))
    }
}

extension UnsafeRawBufferPointer {
    /// A little-endian integer at any offset.
    func integer<Integer: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Integer.Type) -> Integer {
        Integer(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
    }
}
