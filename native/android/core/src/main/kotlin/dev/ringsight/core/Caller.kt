// Who is calling? Decides it from what the network said, the address book's answer and the snapshot. Knows no screens,
// permissions or settings.
package dev.ringsight.core

/** Names as in android.telecom.TelecomManager.PRESENTATION_*. */
enum class Presentation { ALLOWED, RESTRICTED, UNKNOWN, PAYPHONE }

/**
 * What the network says of the other end of a call.
 *
 * @property text the number as it was delivered; null, or blank, where none was
 */
data class Line(val presentation: Presentation, val text: String?)

/** Who is at the other end. `e164` is what the text was read as; null where it is no number. */
sealed interface Caller {
    val e164: String?

    /** Somebody of the CRM: shown as [entry] says, and a call is logged to the first of its ids. */
    sealed interface Named : Caller {
        override val e164: String
        val entry: Lookup.Found
    }

    data class Known(override val e164: String, override val entry: Lookup.Found) : Named

    /** Several contacts have the number; the label names one: the one that the phone's user has chosen, if any. */
    data class Shared(
        override val e164: String,
        override val entry: Lookup.Found,
        val chosen: Chosen? = null,
    ) : Named

    /** In the phone's address book, which shows it; [ids] are whom a call is logged to. */
    data class Saved(override val e164: String?, val ids: List<String>) : Caller

    data class NoNumber(val presentation: Presentation) : Caller {
        override val e164 = null
    }

    data class Special(val service: Service, override val e164: String? = null) : Caller

    data class Unknown(val because: Because, override val e164: String?) : Caller

    enum class Service(val word: String) { EMERGENCY("emergency"), SHORT_CODE("short-code") }

    enum class Because(val word: String) {
        NO_SUCH_NUMBER("no-such-number"),
        AMBIGUOUS_COUNTRY("ambiguous-country"),
        NOT_A_NUMBER("not-a-number"),
        DAMAGED("damaged"),
    }
}

/** Whom the phone's user has chosen for a number, and when, in milliseconds since 1970. */
data class Chosen(val name: String, val at: Long)

/**
 * What a phone has to look in.
 *
 * @property regions countries of the SIMs, the one that took the call first, in capitals
 * @property choiceFor whom the user has chosen for a number in E.164 form, if anybody
 */
class Sources(
    val directory: Opened,
    val plan: NumberPlan,
    val regions: List<String>,
    val choiceFor: (e164: String) -> Choice? = { null },
)

/**
 * Says who is at the other end. National forms are tried under every SIM's country and accepted only when one reading
 * alone has contacts.
 *
 * @param isSaved whether the phone's own address book has the number
 */
fun resolveCaller(line: Line, sources: Sources, isSaved: Boolean): Caller {
    if (line.presentation != Presentation.ALLOWED) return Caller.NoNumber(line.presentation)
    if (line.text.isNullOrBlank()) return Caller.NoNumber(Presentation.UNKNOWN)
    val numbers = readLine(line.text, sources)
    val lookups = numbers.associateWith { lookUp(sources.directory, it) }
    val found = lookups.filterValues { it is Lookup.Found }
    val number = found.keys.firstOrNull() ?: numbers.firstOrNull()
    // Another reading that cannot be judged may be the caller's: then the one that can is a guess.
    val match = found.values.singleOrNull() as Lookup.Found?
    val named = if (number == null || match == null) null else nameOf(number, match, sources)
    val isUnknowable = lookups.values.any { it is Lookup.Unknowable } || (match != null && named == null)
    return when {
        isSaved -> Caller.Saved(number, named?.entry?.ids.takeIf { !isUnknowable }.orEmpty())
        number == null -> unreadable(line.text)
        isUnknowable -> Caller.Unknown(Caller.Because.DAMAGED, numbers.first())
        named != null -> named
        found.isNotEmpty() -> Caller.Unknown(Caller.Because.AMBIGUOUS_COUNTRY, number)
        else -> Caller.Unknown(Caller.Because.NO_SUCH_NUMBER, number)
    }
}

/**
 * One contact, or one of several: whom the user has chosen, as long as that contact has the number and is not alone. Null where
 * what says how that one is shown is damaged.
 */
private fun nameOf(e164: String, entry: Lookup.Found, sources: Sources): Caller.Named? {
    if (entry.ids.size == 1) return Caller.Known(e164, entry)
    val choice = sources.choiceFor(e164)?.takeIf { it.contactId in entry.ids } ?: return Caller.Shared(e164, entry)
    val owners = digitsOf(e164)?.let { (sources.directory as? Snapshot)?.owners(it) } ?: return null
    // A snapshot of version 2 does not say how the others are shown.
    val owner = owners.find { it.id == choice.contactId } ?: return Caller.Shared(e164, entry)
    val ids = listOf(owner.id) + entry.ids.filter { it != owner.id }
    return Caller.Shared(e164, Lookup.Found(owner.label, owner.deal, ids), Chosen(owner.name, choice.at))
}

/**
 * The countries that national forms are read under, in the order of trust: the SIMs', the network's abroad, whose callers
 * may come in its form (AND-66); and only where the phone knows none, those of the snapshot.
 *
 * @param sims as Android gives them: lower case, or empty (AND-65)
 */
fun regionsOf(sims: List<String>, network: String, directory: Opened, plan: NumberPlan): List<String> {
    // Not the phone's own language: a Turkish one would make "İE" of "ie".
    val known = (sims + network).map { it.uppercase(java.util.Locale.ROOT) }.filter(plan::isCountry).distinct()
    return known.ifEmpty { (directory as? Snapshot)?.regions.orEmpty().filter(plan::isCountry) }
}

/** The number without what is dialled after a pause: `0871234567,,123` (AND-13). */
fun withoutPostDial(text: String): String = text.substringBefore(',').substringBefore(';')

// RFC 3966, section 5.1.1: in a tel URI visual separators are for people, and no part of the number. Blanks are some phones' own.
private const val SEPARATORS = "-.() "

private fun readLine(text: String, sources: Sources): List<String> {
    val tried: List<String?> = sources.regions.ifEmpty { listOf(null) }
    val dialled = text.trim().filterNot { it in SEPARATORS }
    return tried.mapNotNull { sources.plan.read(dialled, it) }.distinct()
}

private fun lookUp(directory: Opened, e164: String): Lookup = when (directory) {
    is Damaged -> Lookup.Unknowable
    is Snapshot -> digitsOf(e164)?.let(directory::lookUp) ?: Lookup.NoMatch
}

// 3GPP TS 22.101, section 10.1: the numbers that any phone treats as emergency calls, with or without a SIM.
private val EMERGENCY = setOf("112", "911", "999", "000", "08", "110", "118", "119")

private fun unreadable(text: String): Caller {
    val digits = text.filterNot { it.isWhitespace() || it in "*#-" }
    return when {
        digits in EMERGENCY -> Caller.Special(Caller.Service.EMERGENCY)
        digits.length in 2..6 && digits.all { it in '0'..'9' } -> Caller.Special(Caller.Service.SHORT_CODE)
        else -> Caller.Unknown(Caller.Because.NOT_A_NUMBER, null)
    }
}
