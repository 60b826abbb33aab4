// What is said of some digits? Reads and runs the automata of native/plan, as native/plan/FORMAT.md writes them. Knows nothing
// of phones.
package dev.ringsight.core

/** The states of all automata, which are read when they are asked for. A negative state is a rest. */
internal class States(private val shapes: String, rows: Int, rests: Int) {
    private val next = ShortArray(rows * DIGITS)
    private val labels = ByteArray(rows)
    private val restLabels = ByteArray(rests * LENGTHS)
    private var rowCount = 0
    private var restCount = 0

    /** The label of some digits: values from '0' to '9'. */
    fun run(start: Int, digits: String): Int {
        var state = start
        var at = 0
        while (state >= 0 && at < digits.length) state = next[state * DIGITS + (digits[at++] - '0')].toInt()
        val length = minOf(digits.length, LENGTHS - 1)
        return (if (state >= 0) labels[state] else restLabels[state.inv() * LENGTHS + length]).toInt() and 0xff
    }

    /** Reads the automata of one calling code from its fields: the states with which they begin. */
    fun read(rests: String, shapes: String, labels: String, followers: String, count: Int): List<Int> {
        val reader = Reader(Numbers(followers), restCount)
        readRests(Numbers(rests))
        reader.rests = restCount - reader.before
        val shapeOf = Numbers(shapes)
        val labelOf = Numbers(labels)
        var row = rowCount
        val starts = List(count) { readState(reader) }
        // Row by row, those first that the fewest digits lead to.
        var deeper = row
        while (row < rowCount) {
            if (row == deeper) {
                deeper = rowCount
                reader.met.clear()
            }
            this.labels[row] = labelOf.read().toByte()
            readRow(reader, row, shapeOf.read())
            row++
        }
        return starts
    }

    private fun readRow(reader: Reader, row: Int, shape: Int) {
        val reached = ArrayList<Int>()
        for (digit in 0 until DIGITS) {
            val which = shapes[shape * DIGITS + digit] - '0'
            if (which == reached.size) reached.add(readState(reader))
            next[row * DIGITS + digit] = reached[which].toShort()
        }
    }

    private fun readState(reader: Reader): Int {
        val number = reader.numbers.read()
        if (number in 1..reader.rests) return -reader.before - number
        val row = if (number == 0) rowCount++ else reader.met[reader.met.size + reader.rests - number]
        reader.met.add(row)
        return row
    }

    private fun readRests(numbers: Numbers) {
        repeat(numbers.read()) {
            val row = restCount++ * LENGTHS
            restLabels.fill(numbers.read().toByte(), row, row + LENGTHS)
            repeat(numbers.read()) {
                val first = row + numbers.read()
                val last = first + numbers.read()
                restLabels.fill(numbers.read().toByte(), first, last + 1)
            }
        }
    }

    /** What some automata lead to, as far as it has been read. */
    private class Reader(val numbers: Numbers, val before: Int) {
        var rests = 0

        /** The rows that as many digits have led to, in the order in which they did. */
        val met = ArrayList<Int>()
    }

    /** The numbers of a field: of one character, of two or of four. */
    private class Numbers(private val line: String) {
        private var at = 0

        fun read(): Int {
            val value = digit()
            return when {
                value < LEADING -> value
                value < LARGE -> (value - LEADING + 1) * SINGLE + digit()
                else -> (digit() * SINGLE + digit()) * SINGLE + digit()
            }
        }

        private fun digit(): Int = line[at++] - '('
    }

    companion object {
        private const val DIGITS = 10

        // The last place of a rest is for what is longer.
        private const val LENGTHS = 20
        private const val SINGLE = 52
        private const val LEADING = ']' - '('
        private const val LARGE = '~' - '('

        /** How many rests a field has. */
        fun countRests(rests: String): Int = Numbers(rests).read()
    }
}
