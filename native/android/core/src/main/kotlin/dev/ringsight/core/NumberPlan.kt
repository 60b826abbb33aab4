// Which number has been dialled? Reads what a network delivers, by the numbering plans of native/plan, as TypeScript's
// parseNumber does. Takes the steps of native/plan/FORMAT.md in their order; reads no other writing.
package dev.ringsight.core

import java.util.regex.Matcher
import java.util.regex.Pattern

class NumberPlan private constructor(private val codes: Map<String, Plan>) {
    private val homes = codes.values.flatMap { plan -> plan.regions.map { it.country to Home(plan, it) } }.toMap()

    /** Whether numbers can be read under a country: ISO 3166-1 alpha-2, in capitals. */
    fun isCountry(text: String): Boolean = text.isNotEmpty() && text in homes

    /** The number as E.164, `+353871234567`, that [text] is in [country]; null where it is none, or would be a guess. */
    fun read(text: String, country: String?): String? {
        val trimmed = text.trim()
        val hasPlus = trimmed.startsWith('+')
        val digits = if (hasPlus) trimmed.substring(1) else trimmed
        val fewest = if (digits.startsWith("00")) FEWEST_DIGITS + 2 else FEWEST_DIGITS
        if (digits.length !in fewest..MOST_DIGITS || digits.any { it !in '0'..'9' }) return null
        if (hasPlus) return readInternational(digits)?.e164
        val home = if (country == null) null else homes[country].takeIf { country.isNotEmpty() }
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
        val lengths = (plan.ownerOf(national) ?: plan.main).lengths
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

    // No calling code begins with another.
    private fun planOf(digits: String): Plan? = (1..3).firstNotNullOfOrNull { codes[digits.take(it)] }

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
        val found = region.internationalPrefix?.matcher(digits) ?: return null
        if (!found.lookingAt() || found.end() == 0) return null
        return digits.substring(found.end()).takeIf { it.isNotEmpty() && it[0] != '0' }
    }

    private fun beginsWithCallingCode(plan: Plan, region: Region, digits: String): Boolean {
        if (!digits.startsWith(plan.callingCode)) return false
        val national = withoutPrefix(plan, region, region.nationalPrefix, digits)
        if (national.length > region.lengths.last()) return true
        if (region.matches(national)) return false
        val behind = digits.substring(plan.callingCode.length)
        return region.matches(withoutPrefix(plan, region, region.behindCallingCode, behind))
    }

    private fun readNational(plan: Plan, stated: Region?, digits: String): PlanNumber? {
        val prefix = if (stated == null) plan.main.behindCallingCode else stated.nationalPrefix
        val national = withoutPrefix(plan, stated ?: plan.main, prefix, digits)
        val region = plan.ownerOf(national) ?: stated ?: plan.main
        if (national.length !in NATIONAL_LENGTHS || national.length !in region.lengths) return null
        return PlanNumber(plan.callingCode, "+${plan.callingCode}$national", region.isAssigned(national))
    }

    // The prefix goes, unless what is left would be less of a number than before.
    private fun withoutPrefix(plan: Plan, region: Region, prefix: Pattern?, digits: String): String {
        val rest = cutPrefix(prefix, region.transform, digits) ?: return digits
        val isLess = !region.matches(rest) && region.matches(digits)
        val lengths = (plan.ownerOf(rest) ?: region).lengths
        return if (!isLess && (rest.length in lengths || rest.length > lengths.last())) rest else digits
    }

    private fun cutPrefix(prefix: Pattern?, transform: String, digits: String): String? {
        val found = prefix?.matcher(digits) ?: return null
        if (!found.lookingAt() || found.end() == 0) return null
        val behind = digits.substring(found.end())
        val isTransformed = transform.isNotEmpty() && !found.group(found.groupCount()).isNullOrEmpty()
        return if (isTransformed) fill(transform, found) + behind else behind
    }

    private fun fill(transform: String, found: Matcher): String = buildString {
        var at = 0
        while (at < transform.length) {
            if (transform[at] == '$') append(found.group(transform[++at] - '0').orEmpty()) else append(transform[at])
            at++
        }
    }

    private class PlanNumber(val callingCode: String, val e164: String, val isAssigned: Boolean)

    private data class Home(val plan: Plan, val region: Region)

    /** One calling code; the first of its regions decides where no country is stated. */
    private class Plan(val callingCode: String, val regions: List<Region>) {
        val main = regions.first()

        fun ownerOf(national: String): Region? =
            if (regions.size == 1) main else regions.firstOrNull { it.owns(national) }
    }

    /** One country's rules. Its patterns are compiled when they are first asked for: a call meets few. */
    private class Region(fields: List<String>) {
        val callingCode = fields[0]
        val country = fields[1]
        val lengths = fields[2].split(',').map(String::toInt)
        val internationalPrefix by lazy { patternOf(fields[3]) }

        /** How many digits stand for a plus sign: of 00 or 011, where its international prefix is that alone. */
        val plusDigits = if (fields[3] == "00" || fields[3] == "011") fields[3].length else 0
        val nationalPrefix by lazy { patternOf(fields[4]) }
        val transform = fields[5]
        val behindCallingCode by lazy { if (fields[9].isEmpty()) nationalPrefix else patternOf(fields[9]) }
        private val leadingDigits by lazy { patternOf(fields[6]) }
        private val general by lazy { Pattern.compile(fields[7]) }
        private val assigned by lazy { Pattern.compile(fields[8]) }

        fun matches(national: String): Boolean = general.matcher(national).matches()

        fun isAssigned(national: String): Boolean = matches(national) && assigned.matcher(national).matches()

        fun owns(national: String): Boolean =
            leadingDigits?.matcher(national)?.lookingAt() ?: isAssigned(national)

        private fun patternOf(source: String): Pattern? = if (source.isEmpty()) null else Pattern.compile(source)
    }

    companion object {
        private const val FEWEST_DIGITS = 3
        private const val MOST_DIGITS = 250
        private const val FIELDS = 10
        private const val DOUBLE_ZERO = 2
        private const val AMERICAN = 3
        private const val AUSTRALIAN = 4
        private val NATIONAL_LENGTHS = 2..17

        /** How many of the first digits people write for a plus sign, whatever is dialled in their country; mostly 0. */
        private fun plusDigitsOf(digits: String): Int = when {
            digits.startsWith("0011") -> AUSTRALIAN
            digits.startsWith("00") -> DOUBLE_ZERO
            digits.startsWith("011") -> AMERICAN
            else -> 0
        }

        /** @throws IllegalArgumentException when the text is not native/plan/numbers.txt of version 2 */
        fun parse(text: String): NumberPlan {
            val lines = text.lines()
            require(lines[0].startsWith("ringsight-plan\t2\t")) { "expected numbering plans of version 2" }
            val regions = lines.drop(1).filter(String::isNotEmpty).map { line ->
                val fields = line.split('\t')
                require(fields.size == FIELDS) { "expected $FIELDS fields of a country, found ${fields.size}" }
                Region(fields)
            }
            return NumberPlan(regions.groupBy(Region::callingCode).mapValues { (code, those) -> Plan(code, those) })
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
