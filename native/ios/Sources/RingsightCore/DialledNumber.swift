// Which number is this dial string? The steps of native/plan/FORMAT.md, "Reading", one function each. Knows nothing of who
// has the number.

extension NumberPlan {
    /// Reads what a network delivers: `+353871234567`, `0871234567`, `00353871234567`.
    ///
    /// - Parameter country: That of the SIM, ISO 3166-1 alpha-2 in capitals; nil when none is known.
    /// - Returns: The number in E.164 form, with plus; nil when the text is none, or could be read in two ways.
    public func read(_ text: String, country: String?) -> String? {
        let trimmed = withoutSpaces(text)
        let hasPlus = trimmed.first == "+"
        let digits = hasPlus ? trimmed.dropFirst() : trimmed
        let fewest = digits.hasPrefix("00") ? 5 : 3
        guard isDigits(digits), (fewest...250).contains(digits.count) else { return nil }
        if hasPlus { return readInternational(digits)?.e164 }
        let region = country.flatMap { self.region($0) }
        return (region.map { readIn($0, digits) } ?? readAnywhere(digits))?.e164
    }

    private func readAnywhere(_ digits: Substring) -> PlanNumber? {
        let plusDigits = plusDigits(of: digits)
        if plusDigits == 0 || plusDigits == american { return nil }
        let number = readInternational(digits.dropFirst(doubleZero))
        return plusDigits == australian ? choose(number, digits, australian) : number
    }

    private func readIn(_ region: PlanRegion, _ digits: Substring) -> PlanNumber? {
        let plusDigits = plusDigits(of: digits)
        if plusDigits == 0 { return readDialled(digits, in: region) }
        let behind = region.plusDigits == plusDigits ? readInternational(digits.dropFirst(plusDigits)) : nil
        if let behind, behind.isAssigned { return behind }
        let there = readDialled(digits, in: region)
        // In many countries numbers begin with 011: only what would be abroad is doubtful.
        let isAtHome = there == nil || there?.callingCode == region.callingCode
        return plusDigits == american && isAtHome ? there : choose(there, digits, plusDigits)
    }

    /// The reading as dialled there, or the one behind a plus sign, where no doubt is left; else none.
    private func choose(_ there: PlanNumber?, _ digits: Substring, _ plusDigits: Int) -> PlanNumber? {
        let behind = digits.dropFirst(plusDigits)
        let behindPlus = readInternational(behind)
        if let behindPlus, behindPlus.e164 == there?.e164 { return behindPlus }
        guard let there, there.isAssigned else { return behindPlus?.isAssigned == true ? behindPlus : nil }
        if let behindPlus { return behindPlus.isAssigned ? nil : there }
        return there.isNamed(in: digits) && lacksDigits(behind) ? nil : there
    }

    private func lacksDigits(_ international: Substring) -> Bool {
        guard let main = regions(beginning: international)?.first else { return false }
        let behind = international.dropFirst(main.callingCode.count)
        let national = without(main.behindCallingCode, behind, of: main)
        let country = owner(of: national, in: main) ?? main
        return !country.lengths.contains(national.count) && national.count < country.longest
    }

    private func readInternational(_ digits: Substring) -> PlanNumber? {
        guard let main = regions(beginning: digits)?.first else { return nil }
        return readNational(digits.dropFirst(main.callingCode.count), by: main, stated: nil)
    }

    private func readDialled(_ digits: Substring, in region: PlanRegion) -> PlanNumber? {
        guard let number = readAnyDialled(digits, in: region) else { return nil }
        // An unlisted range in national form may as well belong to another country than the SIM's: that is a guess.
        return number.isAssigned || number.isNamed(in: digits) ? number : nil
    }

    private func readAnyDialled(_ digits: Substring, in region: PlanRegion) -> PlanNumber? {
        if let prefix = cut(region.internationalPrefix, of: digits) {
            let rest = digits.dropFirst(prefix.length)
            // No calling code begins with 0: then it was no international prefix.
            if let first = rest.first, first != "0" { return readInternational(rest) }
        }
        if beginsWithCallingCode(digits, in: region), let main = regions(callingCode: region.callingCode[...]).first {
            return readNational(digits.dropFirst(region.callingCode.count), by: main, stated: nil)
        }
        return readNational(digits, by: region, stated: region)
    }

    /// 353871234567 dialled in Ireland.
    private func beginsWithCallingCode(_ digits: Substring, in region: PlanRegion) -> Bool {
        guard digits.hasPrefix(region.callingCode) else { return false }
        let whole = without(region.nationalPrefix, digits, of: region)
        if whole.count > region.longest { return true }
        if matches(whole, region) { return false }
        let behind = digits.dropFirst(region.callingCode.count)
        return matches(without(region.behindCallingCode, behind, of: region), region)
    }

    private func readNational(_ digits: Substring, by region: PlanRegion, stated: PlanRegion?) -> PlanNumber? {
        guard !digits.isEmpty else { return nil }
        let prefix = stated == nil ? region.behindCallingCode : region.nationalPrefix
        let national = without(prefix, digits, of: region)
        let country = owner(of: national, in: region) ?? stated ?? region
        guard country.lengths.contains(national.count) else { return nil }
        let isAssigned = country.isIn(reading(of: national, in: region).assigned)
        return PlanNumber(callingCode: region.callingCode, national: String(national), isAssigned: isAssigned)
    }

    /// Among the countries that share a region's calling code.
    private func owner(of national: Substring, in region: PlanRegion) -> PlanRegion? {
        reading(of: national, in: region).owner.map { regions(callingCode: region.callingCode[...])[$0] }
    }

    private func matches(_ national: Substring, _ region: PlanRegion) -> Bool {
        region.isIn(reading(of: national, in: region).matching)
    }

    private func without(_ prefix: Int, _ digits: Substring, of region: PlanRegion) -> Substring {
        guard let rest = cut(prefix, of: digits)?.apply(to: digits) else { return digits }
        if matches(digits, region) && !matches(rest, region) { return digits }
        let country = owner(of: rest, in: region) ?? region
        let isTooLong = rest.count > country.longest
        return isTooLong || country.lengths.contains(rest.count) ? rest : digits
    }
}

private let doubleZero = 2
private let american = 3
private let australian = 4

/// How many of the first digits people write for a plus sign, whatever is dialled in their country; mostly 0.
private func plusDigits(of digits: Substring) -> Int {
    if digits.hasPrefix("0011") { return australian }
    if digits.hasPrefix("00") { return doubleZero }
    return digits.hasPrefix("011") ? american : 0
}

/// A number as the plans see it.
private struct PlanNumber {
    let callingCode: String
    let national: String
    let isAssigned: Bool

    var e164: String { "+" + callingCode + national }

    /// Whether the dialled digits say the calling code, with something before it such as 00.
    func isNamed(in digits: Substring) -> Bool {
        digits.count > callingCode.count + national.count && digits.hasSuffix(callingCode + national)
    }
}

private func withoutSpaces(_ text: String) -> Substring {
    let begun = text.drop(while: \.isWhitespace)
    return begun.lastIndex { !$0.isWhitespace }.map { begun[...$0] } ?? ""
}

func isDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) }
}
