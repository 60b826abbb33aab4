plugins {
    id("com.android.library")
    kotlin("android")
}

android {
    namespace = "dev.ringsight.android"
    compileSdk = 34

    defaultConfig {
        minSdk = 24
    }

    // `role` asks for no call log; `callLog` adds src/callLog/AndroidManifest.xml, the article's way.
    flavorDimensions += "way"
    productFlavors {
        create("role") { dimension = "way" }
        create("callLog") { dimension = "way" }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    // The tests run with Maven (pom.xml), on Robolectric.
    sourceSets.getByName("test").kotlin.setSrcDirs(emptyList<String>())
}

kotlin {
    jvmToolchain(17)
    compilerOptions {
        allWarningsAsErrors.set(true)
    }
}

dependencies {
    api(project(":core"))
}
