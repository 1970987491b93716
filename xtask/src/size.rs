//! How large the phones' library is, and what takes the space in it.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::foreign::{BINDINGS, library_name};
use crate::tools::{Step, cargo, run, said, target, unusable};

/// The aim, in bytes.
const AIM: u64 = 8_000_000;
/// Relocations packed as Android's linker knows them (here in glibc's way, which is as small), and equal functions
/// kept once where nobody compares their addresses.
const SMALLER: &[&str] = &["-C", "link-arg=-Wl,-z,pack-relative-relocs", "-C", "link-arg=-Wl,--icf=safe"];
/// Rows shown of each list.
const ROWS: usize = 18;

/// Builds the library as phones get it, but for this machine, and takes it apart.
pub(crate) fn size() -> Step {
    let folder = target().join("release-mobile");
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    let map = folder.join("pure2p.map");
    let map_argument = format!("link-arg=-Wl,-Map={}", map.display());
    let words = ["rustc", "--locked", "--package", BINDINGS, "--lib", "--profile", "release-mobile"];
    // Fat LTO links one kind of library at a time; the static one is not what is measured.
    cargo(&[&words[..], &["--crate-type", "cdylib", "--", "-C", &map_argument], SMALLER].concat())?;
    let library = folder.join(library_name());
    let stripped = folder.join("stripped").join(library_name());
    let parent = stripped.parent().unwrap_or(&folder);
    fs::create_dir_all(parent).map_err(|error| unusable(parent, &error))?;
    let mut strip = Command::new("strip");
    run("strip", strip.arg("--strip-unneeded").arg("-o").arg(&stripped).arg(&library))?;
    let bytes = fs::metadata(&stripped).map_err(|error| unusable(&stripped, &error))?.len();
    println!("{}: {} stripped; the aim is {}", library_name(), megabytes(bytes), megabytes(AIM));

    let map = fs::read(&map).map_err(|error| unusable(&map, &error))?;
    show("by origin", by_origin(&String::from_utf8_lossy(&map)));
    let symbols = said(Command::new("nm").args(["--print-size", "--demangle"]).arg(&library))
        .ok_or("`nm` (binutils) does not run")?;
    show("Rust code and data, by crate", by_crate(&symbols));
    println!("\n{}", LOWER);
    Ok(())
}

/// What would bring it lower, and what it would cost: tried, not guessed (docs/PERFORMANCE.md).
const LOWER: &str = "What would bring it lower is in docs/PERFORMANCE.md.";

fn show(title: &str, sizes: BTreeMap<String, u64>) {
    let all: u64 = sizes.values().sum();
    let mut rows: Vec<_> = sizes.into_iter().collect();
    rows.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    println!("\n{title} ({}):", megabytes(all));
    for (name, size) in rows.into_iter().take(ROWS) {
        println!("  {:>9}  {name}", megabytes(size));
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}

/// Bytes of what is loaded, by where it came from, out of lld's map: address, address, size, alignment, and then
/// `file:(.section)` two columns in (an output section and a symbol stand in other columns).
fn by_origin(map: &str) -> BTreeMap<String, u64> {
    let mut sizes = BTreeMap::new();
    for line in map.lines() {
        let mut words = line.split_whitespace();
        let (Some(address), Some(_), Some(size), Some(_), Some(input)) =
            (words.next(), words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let Some((file, section)) = input.rsplit_once(":(") else { continue };
        let (Some(address), Some(size)) = (hexadecimal(address), hexadecimal(size)) else { continue };
        // What has no address is not loaded: symbols, debugging.
        if address > 0 && section.starts_with('.') && !section.starts_with(".bss") {
            *sizes.entry(origin(file).to_owned()).or_default() += size;
        }
    }
    sizes
}

fn origin(file: &str) -> &str {
    let archive = file.split('(').next().unwrap_or(file);
    let name = archive.rsplit('/').next().unwrap_or(archive);
    match name {
        // Fat LTO leaves one object for all that is Rust.
        _ if name.contains(".rcgu.") => "Rust",
        _ if name.contains("openssl_sys") => "OpenSSL",
        _ if name.contains("libsqlite3_sys") => "SQLCipher",
        "<internal>" => "what the linker made: relocations, symbols, unwinding",
        _ => name,
    }
}

fn hexadecimal(word: &str) -> Option<u64> {
    u64::from_str_radix(word, 16).ok()
}

/// Bytes of symbols with a path in their name, by its first part.
fn by_crate(symbols: &str) -> BTreeMap<String, u64> {
    let mut sizes = BTreeMap::new();
    for line in symbols.lines() {
        let mut words = line.splitn(4, ' ');
        let (Some(_), Some(size), Some(_), Some(name)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let (Ok(size), true) = (u64::from_str_radix(size, 16), name.contains("::")) else { continue };
        *sizes.entry(krate(name).to_owned()).or_default() += size;
    }
    sizes
}

/// `<T as a::B>::c` and `a::b::c` are code of crate `a`, or of the type's crate, near enough for a table.
fn krate(name: &str) -> &str {
    let name = name.trim_start_matches(['<', '&', '*', '(', '[', ' ']);
    let name = name.strip_prefix("dyn ").or_else(|| name.strip_prefix("mut ")).unwrap_or(name);
    name.split("::").next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_taken_apart() {
        let map = "VMA LMA Size Align Out In Symbol\n\
            1000 1000 9999 16 .text\n\
            1000 1000 10 16         /x/libopenssl_sys-1.rlib(libcrypto-lib-a.o):(.text.f)\n\
            1000 1000 10 1                 f\n\
            1010 1010 20 16         /x/pure2p.1-cgu.0.rcgu.o:(.text._ZN1a1bE)\n\
            0 0 99 1         /x/pure2p.1-cgu.0.rcgu.o:(.debug_info)\n\
            1030 1030 8 8         <internal>:(.rela.dyn)\n";
        let sizes = by_origin(map);
        assert_eq!((sizes.get("OpenSSL"), sizes.get("Rust"), sizes.len()), (Some(&16), Some(&32), 3));
    }

    #[test]
    fn symbols_are_counted_by_crate() {
        let symbols = "0001 0000000000000010 t tokio::runtime::x\n0002 0000000000000020 t <tokio::y as core::z>::w\n\
            0003 0000000000000030 T sqlite3_open\n                 U malloc\n";
        assert_eq!(by_crate(symbols).into_iter().collect::<Vec<_>>(), [("tokio".to_owned(), 48)]);
    }
}
