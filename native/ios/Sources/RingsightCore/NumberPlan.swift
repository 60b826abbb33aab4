// The numbering plans (native/plan/FORMAT.md): whose numbers are they, and what is dialled before them? Reads no dialled
// number: that is DialledNumber.swift.

/// The numbering plans of all countries. One thread at a time.
public final class NumberPlan {
    private let states: States
    private let readings: [PlanReading]
    private let cuts: [PlanCut]
    private var written: [Substring: WrittenPlan] = [:]
    private var callingCodes: [Substring: Substring] = [:]
    private var plans: [Substring: [PlanRegion]] = [:]

    /// - Parameter text: `native/plan/numbers.txt`. Nil for another file, another version of it, or a part of it.
    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 9, lines[0].hasPrefix("ringsight-plan\t3\t") else { return nil }
        guard let count = Int(lines[8]), count > 0, lines.count > 9 + count else { return nil }
        let columns = lines[4..<8].map { $0.split(separator: " ", omittingEmptySubsequences: false) }
        states = States(shapes: lines[3])
        readings = lines[1].split(separator: " ").map(PlanReading.init)
        cuts = lines[2].split(separator: " ").compactMap(PlanCut.init)
        for line in lines[9..<(9 + count)] {
            let fields = line.split(separator: " ", omittingEmptySubsequences: false)
            let place = written[fields[0]]?.place ?? written.count
            guard fields.count == 4, columns.allSatisfy({ $0.count > place }) else { return nil }
            written[fields[0], default: WrittenPlan(place: place, columns: columns)].regions.append(fields)
            if !fields[1].isEmpty { callingCodes[fields[1]] = fields[0] }
        }
    }

    /// Nil for what is no country with a numbering plan.
    func region(_ country: String) -> PlanRegion? {
        callingCodes[country[...]].flatMap { regions(callingCode: $0).first { $0.country == country } }
    }

    /// The countries with the calling code that some digits begin with, the main one first. None begins with another.
    func regions(beginning digits: Substring) -> [PlanRegion]? {
        (1...3).lazy.map { self.regions(callingCode: digits.prefix($0)) }.first { !$0.isEmpty }
    }

    /// A plan is read when its calling code is first met: a phone meets few.
    func regions(callingCode: Substring) -> [PlanRegion] {
        if let known = plans[callingCode] { return known }
        let read = written[callingCode].flatMap(self.read) ?? []
        if !read.isEmpty { plans[callingCode] = read }
        return read
    }

    private func read(_ plan: WrittenPlan) -> [PlanRegion]? {
        guard let starts = states.read(plan.automata, count: 1 + 3 * plan.regions.count) else { return nil }
        return plan.regions.enumerated().map { index, fields in
            PlanRegion(fields, index: index, readings: starts[0], prefixes: Array(starts[(1 + 3 * index)...]))
        }
    }

    /// What is said of a national number by the countries that share a region's calling code.
    func reading(of national: Substring, in region: PlanRegion) -> PlanReading {
        let label = states.run(region.readings, national)
        return label < readings.count ? readings[label] : PlanReading("-")
    }

    /// What a prefix, by the state with which it begins, does to some digits; nil where they do not begin with it.
    func cut(_ prefix: Int, of digits: Substring) -> PlanCut? {
        let label = states.run(prefix, digits)
        return label < cuts.count && cuts[label].length > 0 ? cuts[label] : nil
    }
}

private struct WrittenPlan {
    let place: Int
    let automata: WrittenAutomata
    var regions: [[Substring]] = []

    init(place: Int, columns: [[Substring]]) {
        self.place = place
        automata = WrittenAutomata(
            rests: columns[0][place], shapes: columns[1][place], labels: columns[2][place],
            followers: columns[3][place])
    }
}

/// One country's rules, or those of a calling code of no country. Automata are the states with which they begin.
struct PlanRegion {
    let callingCode: String
    let country: String?
    let lengths: [Int]
    /// How many digits stand for a plus sign: of 00 or 011, where its international prefix is that alone; otherwise 0.
    let plusDigits: Int
    let internationalPrefix: Int
    let nationalPrefix: Int
    let behindCallingCode: Int
    fileprivate let readings: Int
    private let index: Int

    fileprivate init(_ fields: [Substring], index: Int, readings: Int, prefixes: [Int]) {
        callingCode = String(fields[0])
        country = fields[1].isEmpty ? nil : String(fields[1])
        lengths = fields[2].split(separator: ",").compactMap { Int($0) }
        plusDigits = Int(fields[3]) ?? 0
        (internationalPrefix, nationalPrefix, behindCallingCode) = (prefixes[0], prefixes[1], prefixes[2])
        self.readings = readings
        self.index = index
    }

    var longest: Int { lengths.last ?? 0 }

    /// Whether it is among those that have a bit each.
    func isIn(_ bits: Int) -> Bool { bits >> index & 1 == 1 }
}

/// What is said of a national number: bits of the countries that it matches and is assigned in, and whose it is.
struct PlanReading {
    let matching: Int
    let assigned: Int
    /// Its place among them; nil for none.
    let owner: Int?

    fileprivate init(_ text: Substring) {
        let kinds = text.utf8.dropFirst().enumerated()
        matching = kinds.reduce(0) { $1.element >= UInt8(ascii: "1") ? $0 | 1 << $1.offset : $0 }
        assigned = kinds.reduce(0) { $1.element >= UInt8(ascii: "2") ? $0 | 1 << $1.offset : $0 }
        let letter = text.utf8.first ?? UInt8(ascii: "-")
        owner = letter == UInt8(ascii: "-") ? nil : Int(letter) - Int(UInt8(ascii: "a"))
    }
}

/// How many digits of a prefix go, and what comes in their place: digits, and some of those that went.
struct PlanCut {
    let length: Int
    private let put: String
    private let kept: Range<Int>

    fileprivate init?(_ text: Substring) {
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let length = Int(fields[0]) else { return nil }
        let (from, to) = fields.count == 4 ? (Int(fields[2]) ?? 0, Int(fields[3]) ?? 0) : (0, 0)
        guard from <= to else { return nil }
        self.length = length
        put = fields.count == 4 ? String(fields[1]) : ""
        kept = from..<to
    }

    /// The digits without the prefix.
    func apply(to digits: Substring) -> Substring {
        let rest = digits.dropFirst(length)
        if put.isEmpty && kept.isEmpty { return rest }
        return Substring(put) + digits.prefix(kept.upperBound).dropFirst(kept.lowerBound) + rest
    }
}
