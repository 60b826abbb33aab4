// The numbering plans (native/plan/FORMAT.md): what each country's numbers look like, and what is dialled before them. Reads
// no dialled number: that is DialledNumber.swift.
import Foundation

/// The numbering plans of all countries. One thread at a time.
public final class NumberPlan {
    private var sharers: [String: [PlanRegion]] = [:]
    private var countries: [String: PlanRegion] = [:]

    /// - Parameter text: `native/plan/numbers.txt`. Nil for another file, or another version of it.
    public init?(_ text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        guard let first = lines.first, first.hasPrefix("ringsight-plan\t2\t") else { return nil }
        lines.removeFirst()
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 10, let region = PlanRegion(fields) else { return nil }
            sharers[region.callingCode, default: []].append(region)
            if let country = region.country { countries[country] = region }
        }
    }

    /// Nil for what is no country with a numbering plan.
    func region(_ country: String) -> PlanRegion? {
        countries[country]
    }

    /// The countries with the calling code that some digits begin with, the main one first. None begins with another.
    func regions(beginning digits: Substring) -> [PlanRegion]? {
        (1...3).lazy.compactMap { self.sharers[String(digits.prefix($0))] }.first
    }

    func regions(callingCode: String) -> [PlanRegion] {
        sharers[callingCode] ?? []
    }
}

/// One country's rules, or those of a calling code of no country.
final class PlanRegion {
    let callingCode: String
    let country: String?
    let lengths: Set<Int>
    let transform: String?
    /// How many digits stand for a plus sign: of 00 or 011, where its international prefix is that alone; otherwise 0.
    let plusDigits: Int
    private(set) lazy var internationalPrefix = beginning(fields[3])
    private(set) lazy var nationalPrefix = beginning(fields[4])
    private(set) lazy var behindCallingCode = fields[9].isEmpty ? nationalPrefix : beginning(fields[9])
    private(set) lazy var leadingDigits = beginning(fields[6])
    private lazy var general = whole(fields[7])
    private lazy var assigned = whole(fields[8])
    private let fields: [String]

    init?(_ fields: [String]) {
        self.fields = fields
        callingCode = fields[0]
        country = fields[1].isEmpty ? nil : fields[1]
        lengths = Set(fields[2].split(separator: ",").compactMap { Int($0) })
        transform = fields[5].isEmpty ? nil : fields[5]
        plusDigits = ["00", "011"].contains(fields[3]) ? fields[3].count : 0
        if callingCode.isEmpty || lengths.isEmpty { return nil }
    }

    var shortest: Int { lengths.min() ?? 0 }
    var longest: Int { lengths.max() ?? 0 }

    /// Whether the national number looks like one of this country.
    func matches(_ national: Substring) -> Bool {
        general?.match(national) != nil
    }

    func isAssigned(_ national: Substring) -> Bool {
        matches(national) && assigned?.match(national) != nil
    }

    /// Whether a national number is this country's, and of none that it shares its calling code with.
    func owns(_ national: Substring) -> Bool {
        leadingDigits.map { $0.match(national) != nil } ?? isAssigned(national)
    }
}

/// A regular expression over digits.
struct DigitPattern {
    private let expression: NSRegularExpression

    fileprivate init?(_ source: String) {
        guard let expression = try? NSRegularExpression(pattern: source) else { return nil }
        self.expression = expression
    }

    /// What it has caught, first the whole, then each group: nil for a group that caught nothing.
    func match(_ digits: Substring) -> [Substring?]? {
        let text = String(digits)
        let all = NSRange(location: 0, length: text.utf16.count)
        guard let found = expression.firstMatch(in: text, options: [.anchored], range: all) else { return nil }
        return (0..<found.numberOfRanges).map { group in
            let range = found.range(at: group)
            return range.location == NSNotFound ? nil : digits.dropFirst(range.location).prefix(range.length)
        }
    }
}

private func beginning(_ source: String) -> DigitPattern? {
    source.isEmpty ? nil : DigitPattern(source)
}

private func whole(_ source: String) -> DigitPattern? {
    DigitPattern("(?:\(source))\\z")
}
