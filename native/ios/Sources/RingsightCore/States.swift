// What is said of some digits? Reads and runs the automata of native/plan, as native/plan/FORMAT.md writes them. Knows nothing
// of phones.

/// The states of all automata, which are read when they are asked for. A negative state is a rest.
final class States {
    private let shapes: [UInt8]
    private var next: [Int16] = []
    private var labels: [UInt8] = []
    private var restLabels: [UInt8] = []

    /// - Parameter shapes: Which digits of a row lead to the same state, ten to a shape.
    init(shapes: Substring) {
        self.shapes = Array(shapes.utf8)
    }

    /// The label of some digits.
    func run(_ start: Int, _ digits: Substring) -> Int {
        var state = start
        for digit in digits.utf8 where state >= 0 {
            state = Int(next[state * digitCount + Int(digit - zero)])
        }
        if state >= 0 { return Int(labels[state]) }
        return Int(restLabels[~state * lengthCount + min(digits.utf8.count, lengthCount - 1)])
    }

    /// Reads the automata of one calling code: the states with which they begin. Nil where they are damaged.
    func read(_ written: WrittenAutomata, count: Int) -> [Int]? {
        let before = restLabels.count / lengthCount
        var rests = Numbers(written.rests)
        readRests(&rests)
        var reader = Reader(
            numbers: Numbers(written.followers), before: before, rests: restLabels.count / lengthCount - before)
        var shapeOf = Numbers(written.shapes)
        var labelOf = Numbers(written.labels)
        var row = labels.count
        var deeper = row
        let starts = (0..<count).map { _ in readState(&reader) }
        // Row by row, those first that the fewest digits lead to.
        while row < labels.count {
            if row == deeper {
                deeper = labels.count
                reader.met.removeAll()
            }
            labels[row] = UInt8(truncatingIfNeeded: labelOf.read())
            guard readRow(&reader, row, shape: shapeOf.read()) else { return nil }
            row += 1
        }
        return starts
    }

    private func readRow(_ reader: inout Reader, _ row: Int, shape: Int) -> Bool {
        guard (shape + 1) * digitCount <= shapes.count else { return false }
        var reached: [Int] = []
        for digit in 0..<digitCount {
            let which = Int(shapes[shape * digitCount + digit]) - Int(zero)
            if which == reached.count { reached.append(readState(&reader)) }
            guard reached.indices.contains(which) else { return false }
            next[row * digitCount + digit] = Int16(truncatingIfNeeded: reached[which])
        }
        return true
    }

    private func readState(_ reader: inout Reader) -> Int {
        let number = reader.numbers.read()
        if number > 0 && number <= reader.rests { return -reader.before - number }
        let back = reader.met.count + reader.rests - number
        let row = reader.met.indices.contains(back) && number > 0 ? reader.met[back] : addRow()
        reader.met.append(row)
        return row
    }

    private func addRow() -> Int {
        labels.append(0)
        next.append(contentsOf: repeatElement(0, count: digitCount))
        return labels.count - 1
    }

    private func readRests(_ numbers: inout Numbers) {
        for _ in 0..<numbers.read() {
            var rest = [UInt8](repeating: UInt8(truncatingIfNeeded: numbers.read()), count: lengthCount)
            for _ in 0..<numbers.read() {
                let first = numbers.read()
                let last = first + numbers.read()
                let label = UInt8(truncatingIfNeeded: numbers.read())
                for length in first...max(first, last) where length < lengthCount { rest[length] = label }
            }
            restLabels += rest
        }
    }
}

/// The automata of one calling code, as four columns of the file have them.
struct WrittenAutomata {
    let rests: Substring
    let shapes: Substring
    let labels: Substring
    let followers: Substring
}

/// What some automata lead to, as far as it has been read.
private struct Reader {
    var numbers: Numbers
    let before: Int
    let rests: Int
    /// The rows that as many digits have led to, in the order in which they did.
    var met: [Int] = []

    init(numbers: Numbers, before: Int, rests: Int) {
        self.numbers = numbers
        self.before = before
        self.rests = rests
    }
}

/// The numbers of a field: of one character, of two or of four. Behind its end, zeros.
private struct Numbers {
    private var rest: Substring.UTF8View.Iterator

    init(_ field: Substring) {
        rest = field.utf8.makeIterator()
    }

    mutating func read() -> Int {
        let value = digit()
        if value < leading { return value }
        if value < large { return (value - leading + 1) * single + digit() }
        return (digit() * single + digit()) * single + digit()
    }

    private mutating func digit() -> Int {
        Int(rest.next() ?? first) - Int(first)
    }
}

private let digitCount = 10
// The last place of a rest is for what is longer.
private let lengthCount = 20
private let zero = UInt8(ascii: "0")
private let first = UInt8(ascii: "(")
private let single = 52
private let leading = 53
private let large = 86
