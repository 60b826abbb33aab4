// Which numbers are one line? Those of Mexico, Brazil and Argentina that are delivered in two spellings, by the table and the
// sources of src/core/number/line.ts. Every other number is a line of its own.

/// What all spellings of a number's line have in common, and no other line. To compare; never to show or to dial.
func lineOf(_ e164: String) -> String {
    let digits = e164.utf8.dropFirst()
    guard e164.utf8.first == 43, digits.allSatisfy({ (48...57).contains($0) }) else { return e164 }
    let values = digits.map { Int($0) - 48 }
    guard values.count > 2, values[0] == 5 else { return e164 }
    // What stands before the digit that only one spelling has.
    let head = values[1] == 5 ? 4 : 2
    guard values.count > head, isLonger(values, tail: Array(values[(head + 1)...])) else { return e164 }
    return String(e164.prefix(1 + head)) + e164.dropFirst(2 + head)
}

/// The digits of every spelling of a line.
func spellings(ofLine line: String) -> [UInt64] {
    let heads = line.hasPrefix("+55") ? 5 : 3
    let longer = ["1", "9"].map { line.prefix(heads) + $0 + line.dropFirst(heads) }.filter {
        lineOf(String($0)) == line
    }
    return ([line] + longer.map { String($0) }).compactMap { number(ofE164: $0) }
}

private func isLonger(_ digits: [Int], tail: [Int]) -> Bool {
    switch digits[1] {
    // Mexico: not the numbers of no area.
    case 2:
        let isOfNoArea = [3, 5, 7, 8, 9].contains(tail.first) && tail.dropFirst().prefix(2) == [0, 0]
        return digits[2] == 1 && tail.count == 10 && tail[0] >= 2 && !isOfNoArea && tail.prefix(3) != [8, 8, 8]
    // Argentina.
    case 4: return digits[2] == 9 && tail.count == 10 && ([2, 3].contains(tail[0]) || tail.prefix(2) == [1, 1])
    // Brazil: mobile numbers, and not trunked radio.
    case 5:
        let isArea = brazilAreas.contains(digits[2] * 10 + digits[3])
        return isArea && digits[4] == 9 && tail.count == 8 && [6, 8, 9].contains(tail[0])
    default: return false
    }
}

private let brazilAreas: Set<Int> = Set(11...99).subtracting([
    20, 23, 25, 26, 29, 30, 36, 39, 40, 50, 52, 56, 57, 58, 59, 60, 70, 72, 76, 78, 80, 90,
])
