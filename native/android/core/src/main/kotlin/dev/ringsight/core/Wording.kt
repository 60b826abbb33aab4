// The small lines of a card, in the words of TypeScript's: why this name, and how old what it says is.
package dev.ringsight.core

import java.text.SimpleDateFormat
import java.util.Date
import java.util.Locale
import java.util.TimeZone

/** `You chose Anna Byrne on 12 November 2026`. */
fun renderWhy(chosen: Chosen): String = "You chose ${chosen.name} on ${dayInWords(chosen.at)}"

/** `synced 3 days ago`. */
fun renderAge(ms: Long): String {
    val (count, unit) = UNITS.map { (unit, length) -> maxOf(0, ms) / length to unit }.find { (count, _) -> count > 0 }
        ?: return "synced just now"
    return "synced $count $unit${if (count == 1L) "" else "s"} ago"
}

/** The small lines below name and deal. [updatedAt]: when the contacts came; null where nobody says. */
fun smallLines(caller: Caller.Named, updatedAt: Long?, now: Long): List<String> {
    val chosen = (caller as? Caller.Shared)?.chosen
    return listOfNotNull(chosen?.let(::renderWhy), updatedAt?.let { renderAge(now - it) })
}

private val UNITS = listOf("day" to 86_400_000L, "hour" to 3_600_000L, "minute" to 60_000L)

// Of java.time, API 24 has nothing.
private fun dayInWords(at: Long): String = SimpleDateFormat("d MMMM yyyy", Locale.UK)
    .apply { timeZone = TimeZone.getTimeZone("UTC") }
    .format(Date(at))
