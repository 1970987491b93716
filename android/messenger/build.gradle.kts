// The face is for any JVM: `cargo xtask test foreign` tests it over the real library, without Gradle.
plugins {
    alias(libs.plugins.kotlin.jvm)
}

kotlin {
    jvmToolchain(17)
    explicitApi()
    // Made by `cargo xtask android`, with the libraries for phones beside it.
    sourceSets["main"].kotlin.srcDir("build/generated")
    // The tests need the library for this machine, and `cargo xtask` has that.
    sourceSets["test"].kotlin.setSrcDirs(emptyList<String>())
}

dependencies {
    api(libs.coroutines.core)
    // An app for Android has JNA as an AAR, with its own library for each ABI.
    compileOnly(libs.jna)
}
