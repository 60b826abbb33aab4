// All numbers of a snapshot with their labels, strictly ascending, as a Call Directory extension hands them on. However many
// there are, it keeps one stretch of them in memory. Knows nothing of CallKit.

/// Goes through a snapshot. The numbers lie in a hash table and the labels where their contacts do; to fetch each by itself
/// would read and check a block of 4096 bytes three times a number. A stretch of numbers is looked up together instead,
/// first in the order of their slots, then in that of their records: each block is read once a stretch.
public final class DirectoryStream {
    /// The number in hand; 0 before the first and after the last.
    public private(set) var number: UInt64 = 0

    private let blocks: SnapshotBlocks
    private let ranks: RankSet?
    /// Labels that take the place of those of the snapshot, by the number.
    private let chosen: [UInt64: [UInt8]]
    private let chosenText: UnsafeMutableRawBufferPointer
    /// How many bytes the chosen label in hand has; nil where it is the snapshot's.
    private var chosenLength: Int?
    private var nextRank = 0
    private var stretch: Int
    private var at = 0
    private var numbers: [UInt64] = []
    private var labels: [Span] = []
    private var keys: [UInt64] = []
    private let text: UnsafeMutableRawBufferPointer
    private var textUsed = 0

    private struct Span {
        var from: UInt32
        var length: UInt32
    }

    /// iOS shows one line; how long a label may be is not documented. One that fills the memory helps nobody.
    static let longestLabel = 256
    private static let longestStretch = 16_384
    private static let textBytes = 1 << 20

    /// - Parameters:
    ///   - ranks: Which numbers, counted in ascending order from 0; nil for all.
    ///   - choices: Whom the phone's user has chosen of several: their labels are handed out.
    init(_ reader: DirectoryReader, ranks: RankSet? = nil, choices: Choices) throws(SnapshotDamage) {
        blocks = reader.blocks
        self.ranks = ranks
        chosen = try reader.labels(by: choices)
        chosenText = .allocate(byteCount: Self.longestLabel, alignment: 1)
        stretch = Self.longestStretch
        text = .allocate(byteCount: Self.textBytes, alignment: 1)
    }

    public convenience init(_ reader: DirectoryReader) {
        // Without a choice nothing is read.
        try! self.init(reader, choices: Choices())
    }

    deinit {
        chosenText.deallocate()
        text.deallocate()
    }

    /// Steps to the next number; false behind the last one.
    public func advance() throws(SnapshotDamage) -> Bool {
        let last = number
        number = 0
        at += 1
        if at >= numbers.count {
            try fill()
            at = 0
        }
        guard at < numbers.count else { return false }
        // Up to 18 digits, as in the format; and disorder is where a load must stop (IOS-04).
        guard numbers[at] > last, numbers[at] < 1_000_000_000_000_000_000 else { throw .wrongContent }
        number = numbers[at]
        chosenLength =
            chosen.isEmpty
            ? nil
            : chosen[number].map { label in
                chosenText.copyBytes(from: label)
                return label.count
            }
        return true
    }

    /// The bytes of its label. Good until the next step.
    var labelBytes: UnsafeRawBufferPointer {
        if let chosenLength { return UnsafeRawBufferPointer(rebasing: chosenText[..<chosenLength]) }
        let span = labels[at]
        return UnsafeRawBufferPointer(rebasing: text[Int(span.from)..<Int(span.from) + Int(span.length)])
    }

    public func label() throws(SnapshotDamage) -> String {
        guard let label = String(exactly: labelBytes) else { throw .wrongContent }
        return label
    }

    private func fill() throws(SnapshotDamage) {
        let from = nextRank
        while true {
            nextRank = from
            try fillNumbers()
            if try fillLabels() { return }
            // The labels of so many do not fit. Of the fewest they do, whatever they are.
            stretch = max(stretch / 2, Self.textBytes / Self.longestLabel)
        }
    }

    /// The numbers of the next stretch; for each, `keys` has the place of its record and which one it is.
    private func fillNumbers() throws(SnapshotDamage) {
        let layout = blocks.layout
        keys.removeAll(keepingCapacity: true)
        while keys.count < stretch, let rank = rankFrom(nextRank), rank < layout.count {
            let slot = try blocks.integer(at: layout.orderAt + 4 * rank, as: UInt32.self)
            guard slot < layout.slots else { throw .wrongContent }
            keys.append(UInt64(slot) << 32 | UInt64(keys.count))
            nextRank = rank + 1
        }
        keys.sort()
        numbers.removeAll(keepingCapacity: true)
        numbers.append(contentsOf: repeatElement(0, count: keys.count))
        for key in keys {
            let number = try blocks.integer(at: layout.numbersAt + 8 * Int(key >> 32), as: UInt64.self)
            guard number != 0 else { throw .wrongContent }
            numbers[Int(key & 0xffff_ffff)] = number
        }
        for (index, key) in keys.enumerated() {
            let place = try blocks.integer(at: layout.placesAt + 4 * Int(key >> 32), as: UInt32.self)
            keys[index] = UInt64(place) << 32 | key & 0xffff_ffff
        }
    }

    private func rankFrom(_ rank: Int) -> Int? {
        guard let ranks else { return rank }
        return ranks.next(from: rank)
    }

    /// False when the labels have no room.
    private func fillLabels() throws(SnapshotDamage) -> Bool {
        keys.sort()
        labels.removeAll(keepingCapacity: true)
        labels.append(contentsOf: repeatElement(Span(from: 0, length: 0), count: keys.count))
        textUsed = 0
        var lastPlace: UInt64?
        var last = Span(from: 0, length: 0)
        for key in keys {
            // Two numbers of one contact share its record.
            if key >> 32 != lastPlace {
                guard let span = try readLabel(at: blocks.layout.recordsAt + Int(key >> 32)) else { return false }
                last = span
                lastPlace = key >> 32
            }
            labels[Int(key & 0xffff_ffff)] = last
        }
        return true
    }

    private func readLabel(at record: Int) throws(SnapshotDamage) -> Span? {
        var at = record
        let length = try blocks.number(at: &at)
        guard length <= blocks.layout.end - at else { throw .wrongContent }
        let wanted = min(length, Self.longestLabel)
        guard textUsed + wanted <= Self.textBytes else { return nil }
        let target = UnsafeMutableRawBufferPointer(rebasing: text[textUsed..<textUsed + wanted])
        try blocks.copy(from: at, into: target)
        let kept = length > wanted ? Self.wholeCharacters(UnsafeRawBufferPointer(target)) : wanted
        let span = Span(from: UInt32(textUsed), length: UInt32(kept))
        textUsed += kept
        return span
    }

    /// How many bytes of a text that was cut are whole characters.
    static func wholeCharacters(_ bytes: UnsafeRawBufferPointer) -> Int {
        // 10xxxxxx continues a character; what it belongs to may lack its end.
        let lastStart = bytes.lastIndex { $0 & 0xc0 != 0x80 } ?? 0
        return String(exactly: bytes) == nil ? lastStart : bytes.count
    }
}

extension DirectoryReader {
    /// The labels of those who were chosen, by the numbers of their lines: no longer than iOS is given them.
    fileprivate func labels(by choices: Choices) throws(SnapshotDamage) -> [UInt64: [UInt8]] {
        var labels: [UInt64: [UInt8]] = [:]
        for choice in choices.byLine.values {
            for number in spellings(ofLine: choice.line) {
                guard let entry = try entry(of: number, choice: choice), entry.chosen != nil else { continue }
                let bytes = Array(entry.label.utf8.prefix(DirectoryStream.longestLabel))
                let isCut = bytes.count < entry.label.utf8.count
                let kept = isCut ? bytes.withUnsafeBytes { DirectoryStream.wholeCharacters($0) } : bytes.count
                labels[number] = Array(bytes.prefix(kept))
            }
        }
        return labels
    }
}

/// Some of the numbers of a snapshot, by their place in its order: one bit a number.
struct RankSet {
    private var words: [UInt64]
    private(set) var count = 0

    init(upTo count: Int) {
        words = Array(repeating: 0, count: (count + 63) / 64)
    }

    mutating func insert(_ rank: Int) {
        words[rank / 64] |= 1 << UInt64(rank % 64)
        count += 1
    }

    /// The first one at or behind a rank; nil when there is none.
    func next(from rank: Int) -> Int? {
        var index = rank / 64
        guard index < words.count else { return nil }
        var word = words[index] & ~0 << UInt64(rank % 64)
        while word == 0 {
            index += 1
            guard index < words.count else { return nil }
            word = words[index]
        }
        return index * 64 + word.trailingZeroBitCount
    }
}
