// `cargo xtask test android` builds and tests this app without Gradle. It reads this file: namespace, versions and
// dependencies stand here once. What it cannot read is an error there, so keep to one dependency a line.
plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.compose)
}

android {
    namespace = "dev.pure2p.app"
    compileSdk = libs.versions.android.compile.get().toInt()

    defaultConfig {
        applicationId = "dev.pure2p.app"
        minSdk = libs.versions.android.min.get().toInt()
        targetSdk = libs.versions.android.target.get().toInt()
        versionCode = 1
        versionName = "0.1.0"
        testInstrumentationRunner = "androidx.test.runner.AndroidJUnitRunner"
    }

    buildTypes {
        debug {
            applicationIdSuffix = ".debug"
        }
        release {
            isMinifyEnabled = true
            isShrinkResources = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "keep.pro")
            // Whoever builds it again gets the same bytes: nothing that says when, or from which commit.
            vcsInfo.include = false
        }
    }

    // Encrypted for one shop's eyes: nobody else could compare two builds.
    dependenciesInfo {
        includeInApk = false
        includeInBundle = false
    }

    splits {
        abi {
            isEnable = true
            reset()
            include("arm64-v8a", "armeabi-v7a", "x86_64")
            isUniversalApk = false
        }
    }

    // Made by `cargo xtask android`, aligned for pages of 16 KB.
    sourceSets["main"].jniLibs.srcDir("../messenger/build/jniLibs")
    // What is told here under Robolectric and on an emulator is one story.
    sourceSets["test"].kotlin.directories += "src/sharedTest/kotlin"
    sourceSets["androidTest"].kotlin.directories += "src/sharedTest/kotlin"

    packaging {
        // Stored as they are and mapped from the APK: that is what the alignment is for.
        jniLibs.useLegacyPackaging = false
        resources.excludes += setOf("META-INF/{AL2.0,LGPL2.1}", "META-INF/versions/**", "DebugProbesKt.bin")
    }

    buildFeatures {
        compose = true
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    testOptions {
        unitTests.isIncludeAndroidResources = true
    }

    lint {
        warningsAsErrors = true
        checkDependencies = true
    }
}

dependencies {
    implementation(project(":messenger"))
    implementation(variantOf(libs.jna) { artifactType("aar") })
    implementation(libs.activity.compose)
    implementation(libs.androidx.core)
    implementation(libs.compose.foundation)
    implementation(libs.compose.material3)
    implementation(libs.compose.ui)
    implementation(libs.compose.ui.tooling.preview)
    implementation(libs.coroutines.android)
    implementation(libs.lifecycle.process)
    implementation(libs.lifecycle.runtime.compose)
    implementation(libs.lifecycle.viewmodel.compose)
    implementation(libs.navigation.compose)
    implementation(libs.zxing.core)

    debugImplementation(libs.compose.ui.test.manifest)
    debugImplementation(libs.compose.ui.tooling)

    testImplementation(libs.androidx.test.core)
    testImplementation(libs.androidx.test.junit)
    testImplementation(libs.compose.ui.test.junit4)
    testImplementation(libs.junit4)
    testImplementation(libs.robolectric)
    testImplementation(libs.roborazzi)

    androidTestImplementation(libs.androidx.test.junit)
    androidTestImplementation(libs.androidx.test.runner)
    androidTestImplementation(libs.compose.ui.test.junit4)
}
