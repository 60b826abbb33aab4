// Pure Kotlin. Its tests run with Maven (pom.xml); this is for the app's build.
plugins {
    kotlin("jvm")
}

kotlin {
    jvmToolchain(17)
    compilerOptions {
        allWarningsAsErrors.set(true)
    }
}

// The numbering plans are shared with Swift: they lie in native/plan, and in the library under its package.
tasks.processResources {
    from(rootProject.file("../plan")) {
        include("numbers.txt")
        into("dev/ringsight/core")
    }
}
