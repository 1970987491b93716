//! Pictures of the app for Android: taken by its tests, kept small beside the documentation.

use std::fs;

use crate::test_android;
use crate::tools::{Step, root, target, unusable};

/// What all together may weigh, in bytes: everybody who clones the repository carries them.
const LIMIT: u64 = 3_000_000;

/// Photographs every screen in every state, or the screens with this in their name.
pub(crate) fn take(only: Option<&str>) -> Step {
    let folder = target().join("android/pictures");
    test_android(only, Some(&folder))?;
    let size = check()?;
    eprintln!("\nThe pictures are in {}.", folder.display());
    eprintln!("Sheets of them are in docs/pictures, {} kB of at most {}.", size / 1000, LIMIT / 1000);
    Ok(())
}

/// The size of all that is kept, if that is not too much.
fn check() -> Result<u64, String> {
    let folder = root().join("docs/pictures");
    let failed = |error| unusable(&folder, &error).to_string();
    let mut size = 0;
    for entry in fs::read_dir(&folder).map_err(failed)? {
        size += entry.and_then(|entry| entry.metadata()).map_err(failed)?.len();
    }
    if size > LIMIT {
        return Err(format!("docs/pictures has {size} bytes, and not at most {LIMIT}"));
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_small() {
        assert!(check().expect("small pictures") > 0);
    }

    #[test]
    fn what_is_shown_is_there() {
        for page in ["README.md", "android/README.md"] {
            let text = fs::read_to_string(root().join(page)).expect(page);
            for rest in text.split("docs/pictures/").skip(1) {
                let name: String =
                    rest.chars().take_while(|sign| sign.is_alphanumeric() || "-.".contains(*sign)).collect();
                assert!(root().join("docs/pictures").join(&name).exists(), "{page} shows {name}");
            }
        }
    }
}
