// Whom does a number belong to, by a snapshot? Searches it in place. Knows nothing of CallKit, of dial strings or of who
// asks.

/// Whom a number belongs to, ready to show.
public struct DirectoryEntry: Equatable, Sendable {
    public let label: String
    /// The open deal of the contact that the label names; nil when there is none. CallKit has no place for it.
    public let deal: String?
    /// Record ids of every contact with the number, the one that the label names first.
    public let ids: [String]
    /// Whom of several the user has chosen, if the entry is as that choice has it.
    public var chosen: Chosen?
}

/// Whom of several contacts the phone's user has chosen, and when: milliseconds since 1970.
public struct Chosen: Equatable, Sendable {
    public let name: String
    public let at: Int64
}

/// A snapshot that is open. One thread at a time; what it keeps in memory does not grow.
public final class DirectoryReader {
    let blocks: SnapshotBlocks

    public var header: SnapshotHeader { blocks.header }

    public init(_ source: any SnapshotSource) throws(SnapshotDamage) {
        blocks = try SnapshotBlocks(source)
    }

    /// Nil when nobody has the number.
    ///
    /// - Parameter number: The digits of its E.164 form, see ``number(ofE164:)``.
    public func entry(of number: UInt64) throws(SnapshotDamage) -> DirectoryEntry? {
        guard var at = try findRecord(of: number) else { return nil }
        return try readEntry(at: &at)
    }

    /// As ``entry(of:)``, of the contact that was chosen as long as it has the number and is not alone.
    func entry(of number: UInt64, choice: Choice?) throws(SnapshotDamage) -> DirectoryEntry? {
        guard let entry = try entry(of: number) else { return nil }
        // In a snapshot of version 2 there are none.
        let owners = choice == nil || entry.ids.count == 1 ? nil : try owners(of: number)
        guard let choice, let owner = owners?.first(where: { $0.id == choice.contactId }) else { return entry }
        return DirectoryEntry(
            label: owner.label, deal: owner.deal, ids: [owner.id] + entry.ids.filter { $0 != owner.id },
            chosen: Chosen(name: owner.name, at: choice.at))
    }

    /// The several contacts with a number, the one that its label names first; none where one has it alone, and in a snapshot of
    /// version 2, which does not say. Nil when nobody has the number.
    public func owners(of number: UInt64) throws(SnapshotDamage) -> [DirectoryOwner]? {
        guard var at = try findRecord(of: number) else { return nil }
        let start = at
        let entry = try readEntry(at: &at)
        guard entry.ids.count > 1, blocks.layout.hasOwners else { return [] }
        let name = try readName(length: blocks.number(at: &at), ofLabelAt: start)
        var owners = [DirectoryOwner(id: entry.ids[0], name: name, label: entry.label, deal: entry.deal)]
        for id in entry.ids.dropFirst() { owners.append(try readOwner(id, at: &at)) }
        return owners
    }

    private func readOwner(_ id: String, at offset: inout Int) throws(SnapshotDamage) -> DirectoryOwner {
        let start = offset
        let (label, tag, deal) = try readLabel(at: &offset)
        return DirectoryOwner(id: id, name: try readName(length: tag, ofLabelAt: start), label: label, deal: deal)
    }

    private func readName(length: Int, ofLabelAt start: Int) throws(SnapshotDamage) -> String {
        var at = start
        guard length <= (try blocks.number(at: &at)) else { throw .wrongContent }
        return try blocks.text(at: &at, length: length)
    }

    /// A label, a number that stands behind it, and the deal where there is one.
    private func readLabel(at: inout Int) throws(SnapshotDamage) -> (label: String, tag: Int, deal: String?) {
        let label = try blocks.text(at: &at, length: blocks.number(at: &at))
        let tag = try blocks.number(at: &at)
        let deal = tag % 2 == 1 ? try blocks.text(at: &at, length: blocks.number(at: &at)) : nil
        return (label, tag / 2, deal)
    }

    private func readEntry(at: inout Int) throws(SnapshotDamage) -> DirectoryEntry {
        let (label, count, deal) = try readLabel(at: &at)
        var left = count
        guard left > 0 else { throw .wrongContent }
        var ids: [String] = []
        while left > 0 {
            ids.append(try readId(at: &at))
            left -= 1
        }
        return DirectoryEntry(label: label, deal: deal, ids: ids)
    }

    /// Reads all of it, and says whether it is as it was written.
    public func checkAll() throws(SnapshotDamage) {
        try blocks.checkAll()
    }

    private func findRecord(of number: UInt64) throws(SnapshotDamage) -> Int? {
        guard number != 0 else { return nil }
        let layout = blocks.layout
        var slot = homeSlot(of: number, slots: layout.slots)
        for _ in 0..<layout.slots {
            let held = try blocks.integer(at: layout.numbersAt + 8 * slot, as: UInt64.self)
            if held == 0 { return nil }
            if held == number {
                return layout.recordsAt + Int(try blocks.integer(at: layout.placesAt + 4 * slot, as: UInt32.self))
            }
            slot = slot + 1 == layout.slots ? 0 : slot + 1
        }
        return nil
    }

    /// An odd integer is twice a decimal id and one; an even one is twice the length of any other id.
    private func readId(at offset: inout Int) throws(SnapshotDamage) -> String {
        let tag = try blocks.number(at: &offset)
        return tag % 2 == 1 ? String((tag - 1) / 2) : try blocks.text(at: &offset, length: tag / 2)
    }
}

/// The digits of a number in E.164 form, with plus; nil when the text is none.
public func number(ofE164 text: String) -> UInt64? {
    var number: UInt64 = 0
    let bytes = text.utf8
    // No calling code begins with zero: such a text would otherwise be another number's.
    guard (2...19).contains(bytes.count), bytes.first == 43, bytes.dropFirst().first != 48 else { return nil }
    for byte in bytes.dropFirst() {
        guard (48...57).contains(byte) else { return nil }
        number = number * 10 + UInt64(byte - 48)
    }
    return number
}

/// Where in the table of numbers a search begins.
func homeSlot(of number: UInt64, slots: Int) -> Int {
    let low = UInt32(truncatingIfNeeded: number)
    let high = UInt32(truncatingIfNeeded: number >> 32)
    let mixed = (low ^ high &* 0x9e37_79b1) &* 0x85eb_ca6b
    let again = (mixed ^ mixed >> 15) &* 0xc2b2_ae35
    return Int(Double(again ^ again >> 16) * (Double(slots) / 4_294_967_296))
}

extension SnapshotBlocks {
    /// An integer of a record: seven bits a byte, the lowest first.
    func number(at offset: inout Int) throws(SnapshotDamage) -> Int {
        var value = 0
        for shift in stride(from: 0, to: 53, by: 7) {
            let byte = try byte(at: offset)
            offset += 1
            value |= Int(byte & 127) << shift
            if byte < 128 {
                guard value < 1 << 53 else { throw .wrongContent }
                return value
            }
        }
        throw .wrongContent
    }

    func text(at offset: inout Int, length: Int) throws(SnapshotDamage) -> String {
        guard length <= layout.end - offset else { throw .wrongContent }
        var bytes = [UInt8](repeating: 0, count: length)
        let copied = bytes.withUnsafeMutableBytes { target in
            Result { () throws(SnapshotDamage) in try copy(from: offset, into: target) }
        }
        try copied.get()
        offset += length
        guard let text = String(exactly: bytes) else { throw .wrongContent }
        return text
    }
}

extension String {
    /// Nil when the bytes are not UTF-8. (`String(validating:as:)` wants iOS 18.)
    init?(exactly bytes: some Collection<UInt8>) {
        self.init(decoding: bytes, as: UTF8.self)
        // What is not UTF-8 was repaired, and then differs.
        guard utf8.elementsEqual(bytes) else { return nil }
    }
}
