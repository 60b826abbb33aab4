// What does this phone let the app do, and for each thing that it does not: one sentence and one fix. The rules are a
// table, with the sentences of src/core/access.ts; their order is the order in which a user meets them.
package dev.ringsight.core

/** Whether the app holds the call screening role, or could: it is asked for anew each time (AND-47). */
enum class RoleState { HELD, AVAILABLE, UNAVAILABLE }

/** [NEVER_ASKED] and [DENIED_FOR_GOOD] look alike to Android (AND-43): the app keeps a note that it has asked. */
enum class PermissionState { GRANTED, NEVER_ASKED, DENIED_ONCE, DENIED_FOR_GOOD }

/** The phone and the app's settings, as they are at this moment. */
data class Status(
    val apiLevel: Int,
    val isCallerIdOn: Boolean,
    val logCalls: LogCalls,
    val role: RoleState,
    val callLog: PermissionState,
    val phone: PermissionState,
    val notifications: PermissionState,
    val canDrawOverlays: Boolean,
    val isBackgroundRestricted: Boolean,
    val isSignedIn: Boolean,
) {
    val hasRole get() = role == RoleState.HELD

    /** Whether the end of each call is told (AND-30, AND-34). */
    val hasPostCall get() = hasRole && apiLevel >= 30

    /** Whether the number of a call is told: before Android 9 with the state of the phone (AND-20, AND-21). */
    val hearsNumber get() =
        hasRole || callLog == PermissionState.GRANTED || (apiLevel < 28 && phone == PermissionState.GRANTED)
    val mayNotify get() = notifications == PermissionState.GRANTED || apiLevel < 33
}

/** What the app could do. */
enum class Capability { CARD, MISSED, OUTCOME, SYNC }

/** @property fix what the user does about it, in one sentence */
data class Missing(val reason: String, val sentence: String, val fix: String)

/** What a permission's dialog can still do; a permission is one of Android's, with its note that it was asked for. */
fun permissionState(isGranted: Boolean, wasAsked: Boolean, showsRationale: Boolean): PermissionState = when {
    isGranted -> PermissionState.GRANTED
    showsRationale -> PermissionState.DENIED_ONCE
    wasAsked -> PermissionState.DENIED_FOR_GOOD
    else -> PermissionState.NEVER_ASKED
}

/** What is missing for a capability, the first first; empty where it is in force. */
fun missingFor(capability: Capability, status: Status): List<Missing> =
    RULES.filter { capability in it.blocks && it.applies(status) }
        .map { Missing(it.reason, it.sentence, it.fix(status)) }

private class Rule(
    val reason: String,
    val blocks: Set<Capability>,
    val sentence: String,
    val fix: (Status) -> String,
    val applies: (Status) -> Boolean,
)

private val SHOWN = setOf(Capability.CARD, Capability.MISSED)
private val ABOUT_CALLS = SHOWN + Capability.OUTCOME

// Where the role can be had, it is the one thing to ask for; the article's two permissions are for older phones.
private fun roleOr(name: String, state: (Status) -> PermissionState): (Status) -> String = { status ->
    when {
        status.role == RoleState.AVAILABLE -> "Menu › Settings › Calling › Caller ID: make Ringsight the caller ID app."

        state(status) == PermissionState.DENIED_FOR_GOOD ->
            "Android Settings › Apps › Ringsight › Permissions › $name: Allow."

        else -> "Menu › Settings › Calling › Caller ID: switch it on and allow $name."
    }
}

private const val ALLOW_OVERLAY =
    "Android Settings › Apps › Special app access › Display over other apps: allow Ringsight."

private fun always(fix: String): (Status) -> String = { fix }

private val RULES = listOf(
    Rule(
        "signed-out",
        Capability.entries.toSet(),
        "Nobody is signed in to the CRM.",
        always("Open the app and sign in."),
    ) { !it.isSignedIn },
    Rule(
        "caller-id-off",
        SHOWN,
        "Caller ID is off in the app.",
        always("Menu › Settings › Calling › Caller ID: switch it on."),
    ) { !it.isCallerIdOn },
    Rule(
        "call-log-denied",
        ABOUT_CALLS,
        "Without the call log permission Android does not say which number it is.",
        roleOr("Call logs") { it.callLog },
    ) { !it.hearsNumber },
    Rule(
        "phone-denied",
        setOf(Capability.CARD),
        "Without the phone permission Android does not say that there is a call.",
        roleOr("Phone") { it.phone },
    ) { !it.hasRole && it.phone != PermissionState.GRANTED },
    Rule(
        "phone-denied",
        setOf(Capability.MISSED, Capability.OUTCOME),
        "Without the phone permission Android does not say when a call ends.",
        roleOr("Phone") { it.phone },
    ) { !it.hasPostCall && it.phone != PermissionState.GRANTED },
    Rule(
        "log-calls-off",
        setOf(Capability.OUTCOME),
        "Log calls is off.",
        always("Menu › Settings › Calling › Log calls: switch it on."),
    ) { it.logCalls == LogCalls.OFF },
    Rule(
        "notifications-denied",
        setOf(Capability.MISSED),
        "Without the notification permission Android drops what the app wants to tell.",
        roleOr("Notifications") { it.notifications },
    ) { !it.mayNotify },
    Rule(
        "no-surface",
        setOf(Capability.CARD),
        "The app may neither draw over other apps nor notify, so nothing can be shown.",
        always(ALLOW_OVERLAY),
    ) { !it.canDrawOverlays && !it.mayNotify },
    Rule(
        "no-outcome-surface",
        setOf(Capability.OUTCOME),
        "From behind, the app may neither open a screen nor notify, so the outcome screen stays away.",
        always(ALLOW_OVERLAY),
    ) { !it.canDrawOverlays && !it.mayNotify && !it.hasPostCall },
    Rule(
        "battery-restricted",
        setOf(Capability.SYNC),
        "The battery setting \"Restricted\" never lets the app sync by itself.",
        always("Android Settings › Apps › Ringsight › Battery: choose Optimised or Unrestricted."),
    ) { it.isBackgroundRestricted },
)
