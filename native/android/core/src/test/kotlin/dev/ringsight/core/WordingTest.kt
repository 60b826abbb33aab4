package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.util.Locale

/** the small lines, as TypeScript has them. */
class WordingTest {
    private val found = Lookup.Found("Anna Byrne +1 other", null, listOf("10", "12"))
    private val caller = Caller.Shared("+35315550100", found, Chosen("Anna Byrne", 1_794_441_600_000))

    @Test
    fun `a card says why it has this name and how old it is`() {
        val now = 1_795_392_000_000
        assertEquals(
            listOf("You chose Anna Byrne on 12 November 2026", "synced 3 days ago"),
            smallLines(caller, now - 3 * 86_400_000L - 5_000, now),
        )
        assertEquals(emptyList<String>(), smallLines(caller.copy(chosen = null), null, now))
        assertEquals(emptyList<String>(), smallLines(Caller.Known("+35315550100", found), null, now))
    }

    @Test
    fun `how old it is is told in the largest unit that has passed`() {
        val told = mapOf(
            -5L to "just now",
            0L to "just now",
            59_999L to "just now",
            60_000L to "1 minute ago",
            3_599_999L to "59 minutes ago",
            3_600_000L to "1 hour ago",
            86_399_999L to "23 hours ago",
            86_400_000L to "1 day ago",
            200 * 86_400_000L to "200 days ago",
        )
        for ((ms, words) in told) assertEquals("synced $words", renderAge(ms))
    }

    @Test
    fun `the day is told in the app's own words and by UTC, whatever the phone's language and zone`() {
        val (locale, zone) = Locale.getDefault() to java.util.TimeZone.getDefault()
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"))
            java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("Pacific/Auckland"))
            assertEquals("You chose Anna Byrne on 12 November 2026", renderWhy(Chosen("Anna Byrne", 1_794_527_999_999)))
        } finally {
            Locale.setDefault(locale)
            java.util.TimeZone.setDefault(zone)
        }
    }
}
