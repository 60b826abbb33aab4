// Which number has been dialled? Reads what a network delivers, by the numbering plans of native/plan, as TypeScript's
// parseNumber does. Takes the steps of native/plan/FORMAT.md in their order; reads no other writing.
package dev.ringsight.core

class NumberPlan private constructor(
    private val states: States,
    private val readings: List<Reading>,
    private val cuts: List<Cut>,
    private val written: Map<String, WrittenPlan>,
) {
    private val plans = HashMap<String, Plan>()
    private val callingCodes = written.flatMap { (code, plan) -> plan.regions.map { it.country to code } }.toMap()

    /** Whether numbers can be read under a country: ISO 3166-1 alpha-2, in capitals. */
    fun isCountry(text: String): Boolean = text.isNotEmpty() && text in callingCodes

    /** The number as E.164, `+353871234567`, that [text] is in [country]; null where it is none, or would be a guess. */
    fun read(text: String, country: String?): String? {
        val trimmed = text.trim()
        val hasPlus = trimmed.startsWith('+')
        val digits = if (hasPlus) trimmed.substring(1) else trimmed
        val fewest = if (digits.startsWith("00")) FEWEST_DIGITS + 2 else FEWEST_DIGITS
        if (digits.length !in fewest..MOST_DIGITS || digits.any { it !in '0'..'9' }) return null
        if (hasPlus) return readInternational(digits)?.e164
        val home = country?.takeIf(::isCountry)?.let(::homeOf)
        return (if (home == null) readAnywhere(digits) else readIn(home, digits))?.e164
    }

    private fun readAnywhere(digits: String): PlanNumber? {
        val plusDigits = plusDigitsOf(digits)
        if (plusDigits == 0 || plusDigits == AMERICAN) return null
        val number = readInternational(digits.substring(DOUBLE_ZERO))
        return if (plusDigits == AUSTRALIAN) choose(number, digits, AUSTRALIAN) else number
    }

    private fun readIn(home: Home, digits: String): PlanNumber? {
        val plusDigits = plusDigitsOf(digits)
        if (plusDigits == 0) return readAtHome(digits, home)
        if (home.region.plusDigits == plusDigits) {
            readInternational(digits.substring(plusDigits))?.takeIf { it.isAssigned }?.let { return it }
        }
        val there = readAtHome(digits, home)
        // In many countries numbers begin with 011: only what would be abroad is doubtful.
        val isAtHome = there == null || there.callingCode == home.plan.callingCode
        return if (plusDigits == AMERICAN && isAtHome) there else choose(there, digits, plusDigits)
    }

    // The reading as dialled there, or the one behind a plus sign, where no doubt is left; else none.
    private fun choose(there: PlanNumber?, digits: String, plusDigits: Int): PlanNumber? {
        val behind = digits.substring(plusDigits)
        val behindPlus = readInternational(behind)
        if (behindPlus != null && behindPlus.e164 == there?.e164) return behindPlus
        if (there == null || !there.isAssigned) return behindPlus?.takeIf { it.isAssigned }
        if (behindPlus != null) return there.takeIf { !behindPlus.isAssigned }
        return there.takeIf { !namesCallingCode(digits, it) || !lacksDigits(behind) }
    }

    private fun lacksDigits(international: String): Boolean {
        val plan = planOf(international) ?: return false
        val behind = international.substring(plan.callingCode.length)
        val national = withoutPrefix(plan, plan.main, plan.main.behindCallingCode, behind)
        val lengths = (ownerOf(plan, national) ?: plan.main).lengths
        return national.length !in lengths && national.length < lengths.last()
    }

    private fun readAtHome(digits: String, home: Home): PlanNumber? {
        val number = readDialled(digits, home) ?: return null
        // An unlisted range in national form may as well belong to another country: that is a guess.
        return number.takeIf { it.isAssigned || namesCallingCode(digits, it) }
    }

    private fun namesCallingCode(digits: String, number: PlanNumber): Boolean {
        val named = number.e164.substring(1)
        return digits.length > named.length && digits.endsWith(named)
    }

    private fun readInternational(digits: String): PlanNumber? {
        return readBehindCallingCode(planOf(digits) ?: return null, digits)
    }

    private fun homeOf(country: String): Home? {
        val plan = planWith(callingCodes.getValue(country)) ?: return null
        return Home(plan, plan.regions.first { it.country == country })
    }

    // No calling code begins with another.
    private fun planOf(digits: String): Plan? = (1..3).firstNotNullOfOrNull { planWith(digits.take(it)) }

    // A plan is read when its calling code is first met: a phone meets few.
    private fun planWith(callingCode: String): Plan? = synchronized(plans) {
        plans[callingCode] ?: written[callingCode]?.let { read(callingCode, it) }?.also { plans[callingCode] = it }
    }

    private fun read(callingCode: String, plan: WrittenPlan): Plan {
        val (rests, shapes, labels, followers) = plan.automata
        val starts = states.read(rests, shapes, labels, followers, 1 + PREFIXES * plan.regions.size)
        val regions = plan.regions.mapIndexed { index, region ->
            val (international, national, behind) = starts.subList(1 + PREFIXES * index, 1 + PREFIXES * (index + 1))
            Region(index, region.country, region.lengths, region.plusDigits, international, national, behind)
        }
        return Plan(callingCode, regions, starts[0])
    }

    private fun readBehindCallingCode(plan: Plan, digits: String): PlanNumber? {
        val behind = digits.substring(plan.callingCode.length)
        return if (behind.isEmpty()) null else readNational(plan, null, behind)
    }

    private fun readDialled(digits: String, home: Home): PlanNumber? {
        val (plan, region) = home
        val behind = behindInternationalPrefix(region, digits)
        if (behind != null) return readInternational(behind)
        if (beginsWithCallingCode(plan, region, digits)) return readBehindCallingCode(plan, digits)
        return readNational(plan, region, digits)
    }

    // No calling code begins with 0: then it was no international prefix.
    private fun behindInternationalPrefix(region: Region, digits: String): String? {
        val length = cutOf(region.internationalPrefix, digits).length
        return if (length == 0) null else digits.substring(length).takeIf { it.isNotEmpty() && it[0] != '0' }
    }

    private fun beginsWithCallingCode(plan: Plan, region: Region, digits: String): Boolean {
        if (!digits.startsWith(plan.callingCode)) return false
        val national = withoutPrefix(plan, region, region.nationalPrefix, digits)
        if (national.length > region.lengths.last()) return true
        if (matches(plan, region, national)) return false
        val behind = digits.substring(plan.callingCode.length)
        return matches(plan, region, withoutPrefix(plan, region, region.behindCallingCode, behind))
    }

    private fun readNational(plan: Plan, stated: Region?, digits: String): PlanNumber? {
        val prefix = if (stated == null) plan.main.behindCallingCode else stated.nationalPrefix
        val national = withoutPrefix(plan, stated ?: plan.main, prefix, digits)
        val region = ownerOf(plan, national) ?: stated ?: plan.main
        if (national.length !in region.lengths) return null
        val isAssigned = region.isIn(readingOf(plan, national).assigned)
        return PlanNumber(plan.callingCode, "+${plan.callingCode}$national", isAssigned)
    }

    // The prefix goes, unless what is left would be less of a number than before.
    private fun withoutPrefix(plan: Plan, region: Region, prefix: Int, digits: String): String {
        val rest = cutPrefix(prefix, digits) ?: return digits
        val isLess = !matches(plan, region, rest) && matches(plan, region, digits)
        val lengths = (ownerOf(plan, rest) ?: region).lengths
        return if (!isLess && (rest.length in lengths || rest.length > lengths.last())) rest else digits
    }

    private fun cutPrefix(prefix: Int, digits: String): String? {
        val cut = cutOf(prefix, digits)
        if (cut.length == 0) return null
        return cut.put + digits.substring(cut.from, cut.to) + digits.substring(cut.length)
    }

    private fun cutOf(prefix: Int, digits: String): Cut = cuts[states.run(prefix, digits)]

    private fun readingOf(plan: Plan, national: String): Reading = readings[states.run(plan.readings, national)]

    private fun ownerOf(plan: Plan, national: String): Region? = plan.regions.getOrNull(readingOf(plan, national).owner)

    private fun matches(plan: Plan, region: Region, national: String): Boolean =
        region.isIn(readingOf(plan, national).matching)

    private class PlanNumber(val callingCode: String, val e164: String, val isAssigned: Boolean)

    private data class Home(val plan: Plan, val region: Region)

    /** One calling code; the first of its regions decides where no country is stated. */
    private class Plan(val callingCode: String, val regions: List<Region>, val readings: Int) {
        val main = regions.first()
    }

    /** One country's rules. Its prefixes are automata, by the states with which they begin. */
    private class Region(
        private val index: Int,
        val country: String,
        val lengths: List<Int>,
        /** How many digits stand for a plus sign: of 00 or 011, where its international prefix is that alone. */
        val plusDigits: Int,
        val internationalPrefix: Int,
        val nationalPrefix: Int,
        val behindCallingCode: Int,
    ) {
        /** Whether it is among those that have a bit each. */
        fun isIn(bits: Int): Boolean = (bits shr index) and 1 == 1
    }

    /** What is said of a national number: bits of the regions that it matches and is assigned in, and whose it is. */
    private class Reading(val matching: Int, val assigned: Int, val owner: Int)

    /** How many digits of a prefix go, and what comes in their place: digits, and some of those that went. */
    private class Cut(val length: Int, val put: String, val from: Int, val to: Int)

    private class WrittenPlan(val automata: List<String>, val regions: MutableList<WrittenRegion>)

    private class WrittenRegion(val country: String, val lengths: List<Int>, val plusDigits: Int)

    companion object {
        private const val FEWEST_DIGITS = 3
        private const val MOST_DIGITS = 250
        private const val COLUMNS = 4
        private const val REGIONS = 9
        private const val PREFIXES = 3
        private const val DOUBLE_ZERO = 2
        private const val AMERICAN = 3
        private const val AUSTRALIAN = 4

        /** How many of the first digits people write for a plus sign, whatever is dialled in their country; mostly 0. */
        private fun plusDigitsOf(digits: String): Int = when {
            digits.startsWith("0011") -> AUSTRALIAN
            digits.startsWith("00") -> DOUBLE_ZERO
            digits.startsWith("011") -> AMERICAN
            else -> 0
        }

        /** @throws IllegalArgumentException when the text is not native/plan/numbers.txt of version 3 */
        fun parse(text: String): NumberPlan {
            val lines = text.lines()
            require(lines[0].startsWith("ringsight-plan\t3\t")) { "expected numbering plans of version 3" }
            val count = lines.getOrNull(REGIONS - 1)?.toIntOrNull()
            require(count != null && lines.size > REGIONS + count) { "expected as many countries as are stated" }
            val (readings, cuts) = lines.subList(1, 3).map { it.split(' ') }
            val columns = lines.subList(REGIONS - 1 - COLUMNS, REGIONS - 1).map { it.split(' ') }
            val written = readRegions(lines.subList(REGIONS, REGIONS + count), columns)
            require(columns.all { it.size == written.size }) { "expected automata of each calling code" }
            val restCount = columns[0].sumOf(States::countRests)
            val states = States(lines[3], lines[5].length, restCount)
            return NumberPlan(states, readings.map(::readReading), cuts.map(::readCut), written)
        }

        private fun readRegions(lines: List<String>, columns: List<List<String>>): Map<String, WrittenPlan> {
            val plans = LinkedHashMap<String, WrittenPlan>()
            for (line in lines) {
                val fields = line.split(' ')
                require(fields.size == 4) { "expected 4 fields of a country, found ${fields.size}" }
                val (callingCode, country, lengths, plusDigits) = fields
                val region = WrittenRegion(country, lengths.split(',').map(String::toInt), plusDigits.toInt())
                val index = plans.size
                plans.getOrPut(callingCode) { WrittenPlan(columns.map { it.getOrElse(index) { "" } }, ArrayList()) }
                    .regions.add(region)
            }
            return plans
        }

        private fun readReading(text: String): Reading {
            val bits = { least: Char ->
                text.drop(1).foldIndexed(0) { at, bits, kind -> if (kind >= least) bits or (1 shl at) else bits }
            }
            return Reading(bits('1'), bits('2'), if (text[0] == '-') -1 else text[0] - 'a')
        }

        private fun readCut(text: String): Cut {
            val fields = text.split(',')
            if (fields.size == 1) return Cut(text.toInt(), "", 0, 0)
            val (length, put, from, to) = fields
            return Cut(length.toInt(), put, from.toInt(), to.toInt())
        }

        /** The plans that come with the library. */
        val bundled: NumberPlan by lazy {
            val stream = checkNotNull(NumberPlan::class.java.getResourceAsStream("/dev/ringsight/core/numbers.txt")) {
                "expected the numbering plans among the library's resources: add native/plan to them"
            }
            parse(stream.use { it.readBytes().toString(Charsets.US_ASCII) })
        }
    }
}
