// The library as an app under test of Ringsight's own scenarios (docs/app-protocol.md), in a process of its own: JSON lines on
// stdin and stdout, Android by Robolectric. test/native/android-app.ts starts it, and gives it snapshots in place of contacts.
package dev.ringsight.scenarios

import org.junit.runner.Description
import org.junit.runner.notification.Failure
import org.junit.runner.notification.RunListener
import org.junit.runner.notification.RunNotifier
import org.junit.runners.model.FrameworkMethod
import org.robolectric.RobolectricTestRunner
import org.robolectric.internal.bytecode.InstrumentationConfiguration
import kotlin.system.exitProcess

/** A test of Robolectric's is a phone that is new: each process of the app is one. */
class PhoneRunner(test: Class<*>) : RobolectricTestRunner(test) {
    override fun createClassLoaderConfig(method: FrameworkMethod): InstrumentationConfiguration =
        InstrumentationConfiguration.Builder(super.createClassLoaderConfig(method))
            .doNotAcquireClass(Pipe::class.java.name)
            // So that the library's clock is the phone's.
            .addInstrumentedPackage("dev.ringsight.android")
            .build()
}

fun main() {
    // Whatever else is printed is for people.
    System.setOut(System.err)
    Pipe.say("""{"type":"hello","protocol":1,"app":"native/android","takes":["calls","sync"],"canReset":true}""")
    Pipe.flush()
    val runner = PhoneRunner(AppOnPhone::class.java)
    val notifier = RunNotifier().apply { addListener(EndAtFailure) }
    while (Pipe.hasNext()) runner.run(notifier)
}

private object EndAtFailure : RunListener() {
    override fun testFailure(failure: Failure) = end(failure)

    override fun testAssumptionFailure(failure: Failure) = end(failure)

    override fun testIgnored(description: Description) = end(Failure(description, AssertionError("was not run")))

    private fun end(failure: Failure) {
        System.err.println(failure.trimmedTrace)
        exitProcess(1)
    }
}
