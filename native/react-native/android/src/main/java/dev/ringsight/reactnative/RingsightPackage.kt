// Tells React Native that there is one module, and makes it when it is first asked for.
package dev.ringsight.reactnative

import com.facebook.react.BaseReactPackage
import com.facebook.react.bridge.NativeModule
import com.facebook.react.bridge.ReactApplicationContext
import com.facebook.react.module.model.ReactModuleInfo
import com.facebook.react.module.model.ReactModuleInfoProvider

class RingsightPackage : BaseReactPackage() {
    override fun getModule(name: String, reactContext: ReactApplicationContext): NativeModule? =
        if (name == NativeRingsightSpec.NAME) RingsightModule(reactContext) else null

    override fun getReactModuleInfoProvider() = ReactModuleInfoProvider { mapOf(NativeRingsightSpec.NAME to INFO) }

    private companion object {
        val INFO = ReactModuleInfo(
            NativeRingsightSpec.NAME,
            RingsightModule::class.java.name,
            canOverrideExistingModule = false,
            needsEagerInit = false,
            isCxxModule = false,
            isTurboModule = true,
        )
    }
}
