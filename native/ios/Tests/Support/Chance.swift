// Chance that a seed repeats, and people by it.
import Foundation

/// SplitMix64 (G. L. Steele and others, 2014).
public struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// People with numbers of 4 to 15 digits, no two with the same one.
public func somePeople(_ count: Int, _ chance: inout Chance) -> [Person] {
    var numbers: Set<UInt64> = []
    while numbers.count < count { numbers.insert(UInt64.random(in: 1000...999_999_999_999_999, using: &chance)) }
    return numbers.sorted().shuffled(using: &chance).map { Person($0, "Person \($0 % 97) · Łódź") }
}

public func labels(_ people: [Person]) -> [UInt64: String] {
    Dictionary(uniqueKeysWithValues: people.map { ($0.number, $0.label) })
}

public func truncateFile(_ file: String, to size: Int) {
    precondition(truncate(file, off_t(size)) == 0)
}
