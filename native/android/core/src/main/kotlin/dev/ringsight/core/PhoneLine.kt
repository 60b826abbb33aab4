// Which numbers are one line? Those of Mexico, Brazil and Argentina that are delivered in two spellings, by the table and the
// sources of src/core/number/line.ts. Every other number is a line of its own.
package dev.ringsight.core

// What stands before the digit that only one spelling has, the digit, and what stands behind it.
private val TWO_SPELLINGS = listOf(
    Regex("""\+(52)1((?!(?:[35789]00|888))[2-9]\d{9})"""),
    Regex("""\+(55(?:[14689][1-9]|2[12478]|3[1-578]|5[13-5]|7[13-579]))9([689]\d{7})"""),
    Regex("""\+(54)9((?:11|[23]\d)\d{8})"""),
)

/** What all spellings of a number's line have in common, and no other line. To compare; never to show or to dial. */
fun lineOf(e164: String): String {
    val parts = TWO_SPELLINGS.firstNotNullOfOrNull { it.matchEntire(e164) } ?: return e164
    return "+${parts.groupValues[1]}${parts.groupValues[2]}"
}

fun isSameLine(one: String, other: String): Boolean = lineOf(one) == lineOf(other)
