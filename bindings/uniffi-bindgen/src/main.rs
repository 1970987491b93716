//! UniFFI's own generator, pinned to the version that the library is built with, and what we change in what it makes.
//!
//! `uniffi-bindgen LIBRARY FOLDER`

mod edits;
mod kotlin;
mod swift;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use edits::Edit;
use uniffi::{GenerateOptions, TargetLanguage};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [library, folder] => generate(library, folder),
        _ => Err("uniffi-bindgen LIBRARY FOLDER".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("uniffi-bindgen: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn generate(library: &str, folder: &str) -> Result<(), Box<dyn Error>> {
    uniffi::generate(GenerateOptions {
        languages: vec![TargetLanguage::Kotlin, TargetLanguage::Swift],
        source: library.into(),
        out_dir: folder.into(),
        ..GenerateOptions::default()
    })?;
    let folder = Path::new(folder);
    change(&folder.join("dev/pure2p/core/pure2p.kt"), kotlin::EDITS)?;
    change(&folder.join("Pure2PCore.swift"), swift::EDITS)
}

fn change(file: &Path, edits: &[Edit]) -> Result<(), Box<dyn Error>> {
    let text = edits::apply(&fs::read_to_string(file)?, edits);
    Ok(fs::write(file, text.map_err(|reason| format!("{}: {reason}", file.display()))?)?)
}
