package dev.ringsight.core

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class AccessTest {
    private val ready = Status(
        apiLevel = 34,
        isCallerIdOn = true,
        logCalls = LogCalls.UNTOUCHED,
        role = RoleState.HELD,
        callLog = PermissionState.NEVER_ASKED,
        phone = PermissionState.NEVER_ASKED,
        notifications = PermissionState.GRANTED,
        canDrawOverlays = true,
        isBackgroundRestricted = false,
        isSignedIn = true,
    )
    private val article = ready.copy(
        role = RoleState.UNAVAILABLE,
        callLog = PermissionState.GRANTED,
        phone = PermissionState.GRANTED,
    )

    private fun reasons(status: Status) = Capability.entries.associateWith { each ->
        missingFor(each, status).map(Missing::reason)
    }.filterValues { it.isNotEmpty() }

    @Test
    fun `R-13 AND-30 the role alone is enough from API 30 on`() {
        assertEquals(emptyMap<Capability, List<String>>(), reasons(ready))
        assertEquals(emptyMap<Capability, List<String>>(), reasons(ready.copy(apiLevel = 30)))
    }

    @Test
    fun `AND-34 before API 30 the end of a call needs the phone permission`() {
        val expected = listOf(Capability.MISSED, Capability.OUTCOME).associateWith { listOf("phone-denied") }
        assertEquals(expected, reasons(ready.copy(apiLevel = 29)))
    }

    @Test
    fun `R-13 AND-21 the article's way needs both permissions, each with its own loss`() {
        assertEquals(emptyMap<Capability, List<String>>(), reasons(article))
        val calls = listOf(Capability.CARD, Capability.MISSED, Capability.OUTCOME)
        val noNumber = article.copy(callLog = PermissionState.DENIED_ONCE)
        assertEquals(calls.associateWith { listOf("call-log-denied") }, reasons(noNumber))
        val noState = article.copy(phone = PermissionState.DENIED_ONCE)
        assertEquals(calls.associateWith { listOf("phone-denied") }, reasons(noState))
        assertEquals(
            emptyMap<Capability, List<String>>(),
            reasons(noNumber.copy(apiLevel = 27)),
            "AND-20 before Android 9",
        )
    }

    @Test
    fun `AND-47 a lost role is seen, and taken again is the fix`() {
        val lost = ready.copy(role = RoleState.AVAILABLE)
        val fixes = missingFor(Capability.CARD, lost).map(Missing::fix).distinct()
        assertEquals(listOf("Menu › Settings › Calling › Caller ID: make Ringsight the caller ID app."), fixes)
    }

    @Test
    fun `AND-40 what was denied for good is put right in the system's settings`() {
        val fix = missingFor(Capability.CARD, article.copy(phone = PermissionState.DENIED_FOR_GOOD)).single().fix
        assertEquals("Android Settings › Apps › Ringsight › Permissions › Phone: Allow.", fix)
    }

    @Test
    fun `AND-43 the rationale alone does not tell never asked from denied for good`() {
        assertEquals(PermissionState.NEVER_ASKED, permissionState(false, wasAsked = false, showsRationale = false))
        assertEquals(PermissionState.DENIED_FOR_GOOD, permissionState(false, wasAsked = true, showsRationale = false))
        assertEquals(PermissionState.DENIED_ONCE, permissionState(false, wasAsked = true, showsRationale = true))
        assertEquals(PermissionState.GRANTED, permissionState(true, wasAsked = false, showsRationale = true))
    }

    @Test
    fun `AND-49 AND-50 without notifications and overlays nothing can be shown, with one of them it can`() {
        val silent = ready.copy(notifications = PermissionState.DENIED_ONCE)
        assertEquals(mapOf(Capability.MISSED to listOf("notifications-denied")), reasons(silent))
        assertEquals(listOf("no-surface"), reasons(silent.copy(canDrawOverlays = false))[Capability.CARD])
        assertEquals(emptyMap<Capability, List<String>>(), reasons(ready.copy(canDrawOverlays = false)))
        assertEquals(emptyMap<Capability, List<String>>(), reasons(silent.copy(apiLevel = 32)))
    }

    @Test
    fun `R-14 AND-51 what keeps the outcome screen away is said`() {
        assertEquals(mapOf(Capability.OUTCOME to listOf("log-calls-off")), reasons(ready.copy(logCalls = LogCalls.OFF)))
        val silent = article.copy(notifications = PermissionState.DENIED_ONCE, canDrawOverlays = false)
        assertEquals(listOf("no-outcome-surface"), reasons(silent)[Capability.OUTCOME])
        val byPostCall = silent.copy(role = RoleState.HELD)
        assertEquals(null, reasons(byPostCall)[Capability.OUTCOME], "Android starts the app's own activity (AND-30)")
    }

    @Test
    fun `R-15 R-16 AND-64 signed out, switched off and restricted by the battery say so`() {
        val nobody = reasons(ready.copy(isSignedIn = false))
        assertEquals(Capability.entries.associateWith { listOf("signed-out") }, nobody)
        assertEquals(setOf(Capability.CARD, Capability.MISSED), reasons(ready.copy(isCallerIdOn = false)).keys)
        assertEquals(listOf("battery-restricted"), reasons(ready.copy(isBackgroundRestricted = true))[Capability.SYNC])
    }

    @Test
    fun `the sentences are those of TypeScript`() {
        val typescript = REPOSITORY.resolve("src/core/access.ts").readText() +
            REPOSITORY.resolve("src/app/access-of.ts").readText()
        val all = listOf(
            article.copy(
                callLog = PermissionState.DENIED_ONCE,
                phone = PermissionState.DENIED_ONCE,
                notifications = PermissionState.DENIED_ONCE,
                canDrawOverlays = false,
                isBackgroundRestricted = true,
                isSignedIn = false,
                isCallerIdOn = false,
                logCalls = LogCalls.OFF,
            ),
        )
        val missing = all.flatMap { status -> Capability.entries.flatMap { missingFor(it, status) } }
        assertEquals(9, missing.distinctBy(Missing::reason).size)
        missing.forEach { assertTrue(it.sentence in typescript && "'${it.reason}'" in typescript, it.reason) }
    }
}
