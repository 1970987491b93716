//! The package Pure2PKit and the app for iPhone over it: built, tested and checked as far as that goes without Xcode.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::foreign::{Made, Profile, sources};
use crate::licences;
use crate::swift::Swift;
use crate::tools::{Step, root, run, said, target, unusable};

/// `@Observable` refers to symbols of the runtime that the linker does not find on Linux; the loader does.
const LOOSE: [&str; 2] = ["-Xlinker", "--allow-shlib-undefined"];

/// What was built of Swift.
pub(crate) struct BuiltSwift {
    swift: Swift,
    profile: Profile,
    library: PathBuf,
    peer: PathBuf,
}

impl BuiltSwift {
    /// The package, and the peer over it.
    pub(crate) fn of(made: &Made) -> Result<Self, String> {
        let mut built = Self::alone(made)?;
        let scratch = made.library().join("swift-peer");
        fs::create_dir_all(&scratch).map_err(|error| unusable(&scratch, &error))?;
        let folder = root().join("tests/foreign/swift");
        // Swift plans anew when a file comes into the package, and not when one comes into a package that it uses.
        let plan = scratch.join(format!("{}.yaml", built.profile.folder()));
        if plan.exists() {
            fs::remove_file(&plan).map_err(|error| unusable(&plan, &error))?;
        }
        let mut build = built.package(&folder, &scratch, "build");
        run("swift build: the peer", &mut build)?;
        let mut place = built.package(&folder, &scratch, "build");
        let said = said(place.arg("--show-bin-path")).ok_or("swift build does not say where it builds")?;
        // A warning may stand before or behind the answer.
        let peers = said.lines().map(|line| Path::new(line.trim()).join("peer"));
        built.peer = peers.rev().find(|peer| peer.is_absolute()).ok_or("swift build names no folder")?;
        Ok(built)
    }

    /// The same without the peer, for the package's own tests.
    pub(crate) fn alone(made: &Made) -> Result<Self, String> {
        let (profile, library) = (made.profile(), made.library().to_owned());
        Ok(Self { swift: Swift::bring()?, profile, library, peer: PathBuf::new() })
    }

    /// `swift build` or `swift test`: the same flags each time, or everything is built again.
    fn package(&self, folder: &Path, scratch: &Path, verb: &str) -> Command {
        self.package_with(folder, scratch, verb, &[])
    }

    /// The same, with variables for what runs.
    fn package_with(&self, folder: &Path, scratch: &Path, verb: &str, more: &[(&str, &str)]) -> Command {
        let (root, target) = (root(), target());
        // In a folder with another system nothing else is seen of our own variables.
        let seed = std::env::var("PURE2P_SEED").ok();
        let mut variables = [&[("PURE2P_LIBRARY_OF_THIS_MACHINE", "1")], more].concat();
        variables.extend(seed.as_deref().map(|seed| ("PURE2P_SEED", seed)));
        let mut command = self.swift.command(folder, &[root, &target], &variables, "swift");
        command.arg(verb).arg("--scratch-path").arg(scratch);
        command.args(["--configuration", self.profile.folder()]);
        // Not in the manifests: Xcode passes a package what contradicts it.
        command.args(["-Xswiftc", "-warnings-as-errors"]);
        command.arg("-Xlinker").arg(format!("-L{}", self.library.display()));
        command.args(["-Xlinker", "-rpath", "-Xlinker"]).arg(&self.library);
        if cfg!(target_os = "linux") {
            command.args(LOOSE);
        }
        command
    }

    /// The app for iPhone, as far as it can be proven without Xcode: its manner of writing, the package's tests over the real
    /// library (`only`: those with this in their name), and its views against stubs of Apple's frameworks.
    pub(crate) fn test(&self, only: Option<&str>) -> Step {
        licences::check_iphone()?;
        self.lint()?;
        let folder = root().join("ios/Pure2PKit");
        let scratch = self.library.join("swift-kit");
        let mut test = self.package(&folder, &scratch, "test");
        if let Some(only) = only {
            test.args(["--filter", only]);
        }
        run("swift test: ios/Pure2PKit", &mut test)?;
        self.check_views(&scratch)
    }

    /// Writes down anew what every state of every screen shows, in each language.
    pub(crate) fn write_shown(&self) -> Step {
        let folder = root().join("ios/Pure2PKit");
        let mut test = self.package_with(
            &folder,
            &self.library.join("swift-kit"),
            "test",
            &[("PURE2P_WRITE_SHOWN", "1")],
        );
        run("swift test: what screens show", test.args(["--filter", "ShownScreens"]))
    }

    /// Every line as swift-format writes it, and none of what it warns of.
    fn lint(&self) -> Step {
        let mut files = Vec::new();
        for folder in ["ios", "tests/foreign/swift"] {
            files.extend(sources(&root().join(folder), "swift")?);
        }
        files.retain(|path| {
            !path.ends_with("Pure2PCore.swift") && !path.components().any(|part| part.as_os_str() == ".build")
        });
        let mut lint = self.swift.command(root(), &[root()], &[], "swift");
        lint.args(["format", "lint", "--strict", "--parallel", "--configuration"]);
        run("swift format lint", lint.arg(root().join("ios/.swift-format")).args(files))
    }

    /// The app's own sources: Apple's SDKs are not here, so stubs stand for them (ios/stubs/README.md says what that proves).
    fn check_views(&self, scratch: &Path) -> Step {
        let (root, target) = (root(), target());
        let mut check = self.swift.command(root, &[root, &target], &[], "sh");
        check.arg(root.join("ios/stubs/check.sh"));
        check.arg(scratch.join(self.profile.folder())).arg(scratch.join("stubs"));
        run("ios/Pure2P: type-checked against ios/stubs", &mut check)
    }

    /// The words that start its peer.
    pub(crate) fn peer(&self) -> Vec<String> {
        let (root, target) = (root(), target());
        let folder = self.peer.parent().unwrap_or(root);
        let words = self.swift.argv(folder, &[root, &target], &[], &self.peer);
        words.iter().map(|word| word.to_string_lossy().into_owned()).collect()
    }
}
