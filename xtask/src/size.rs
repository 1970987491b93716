//! How large the phones' library is, and what takes the space in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::foreign::{BINDINGS, library_name};
use crate::tools::{Step, cargo, run, said, target, unusable};

/// The aim, in bytes.
const AIM: u64 = 8_000_000;
/// Rows shown of each list.
const ROWS: usize = 18;

/// Builds the library as phones get it, but for this machine, and takes it apart.
pub(crate) fn size() -> Step {
    let folder = target().join("release-mobile");
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    let map = folder.join("pure2p.map");
    let link = format!("link-arg=-Wl,-Map={}", map.display());
    let words = ["rustc", "--locked", "--package", BINDINGS, "--lib", "--profile", "release-mobile"];
    // Fat LTO links one kind of library at a time; the static one is not what is measured.
    cargo(&[&words[..], &["--crate-type", "cdylib", "--", "-C", &link]].concat())?;
    let library = folder.join(library_name());
    let stripped = folder.join("stripped").join(library_name());
    let parent = stripped.parent().unwrap_or(&folder);
    fs::create_dir_all(parent).map_err(|error| unusable(parent, &error))?;
    let mut strip = Command::new("strip");
    run("strip", strip.arg("--strip-unneeded").arg("-o").arg(&stripped).arg(&library))?;
    let bytes = fs::metadata(&stripped).map_err(|error| unusable(&stripped, &error))?.len();
    println!("{}: {} stripped; the aim is {}", library_name(), megabytes(bytes), megabytes(AIM));

    let map = fs::read(&map).map_err(|error| unusable(&map, &error))?;
    show("linked from", by_archive(&String::from_utf8_lossy(&map)));
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

/// Bytes of the sections that are loaded, by the archive or object that they came from (GNU ld's or lld's map).
fn by_archive(map: &str) -> BTreeMap<String, u64> {
    let mut sizes = BTreeMap::new();
    let linked = map.split("Linker script and memory map").nth(1).unwrap_or(map);
    let mut section = "";
    for line in linked.lines() {
        // ` .text.name  0x0001 0x20 path`, the name on a line of its own when it is long.
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        let (name, start) = if first.starts_with('.') {
            section = first;
            (first, words.next())
        } else {
            (section, Some(first))
        };
        let (Some(start), Some(size)) = (start, words.next()) else { continue };
        let file: Vec<_> = words.collect();
        let (Some(start), Some(size)) = (hexadecimal(start), hexadecimal(size)) else { continue };
        let loaded = [".text", ".rodata", ".data", ".eh_frame", ".gcc_except_table", ".init_array"];
        if start == 0 || file.is_empty() || !loaded.iter().any(|kind| name.starts_with(kind)) {
            continue;
        }
        *sizes.entry(origin(&file.join(" "))).or_default() += size;
    }
    sizes
}

fn origin(file: &str) -> String {
    let archive = file.split('(').next().unwrap_or(file);
    let name = Path::new(archive).file_name().unwrap_or_default().to_string_lossy();
    match name.as_ref() {
        "libcrypto.a" => "OpenSSL (libcrypto.a)".into(),
        other if file.contains("sqlcipher") || file.contains("sqlite3") => format!("SQLCipher ({other})"),
        // Fat LTO leaves one object for all that is Rust.
        other if other.contains(".rcgu.") || other.starts_with("lib") && other.ends_with(".rlib") => {
            match other {
                _ if other.contains("sqlite3") => "SQLCipher".into(),
                _ => "Rust".into(),
            }
        }
        other => other.to_owned(),
    }
}

fn hexadecimal(word: &str) -> Option<u64> {
    u64::from_str_radix(word.strip_prefix("0x")?, 16).ok()
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
        let map = "Discarded input sections\n .text 0x0 0x50 /x/libcrypto.a(gone.o)\n\
            Linker script and memory map\n\
            .text           0x0000000000001000     0x9999\n\
            \x20.text          0x0000000000001000       0x10 /x/libcrypto.a(a.o)\n\
            \x20.text.long_name\n                0x0000000000001010       0x20 /x/pure2p.1234.rcgu.o\n\
            \x20.debug_info    0x0000000000000001       0x99 /x/pure2p.1234.rcgu.o\n";
        let sizes = by_archive(map);
        assert_eq!(sizes.get("OpenSSL (libcrypto.a)"), Some(&16));
        assert_eq!(sizes.get("Rust"), Some(&32));
        assert_eq!(sizes.len(), 2);
    }

    #[test]
    fn symbols_are_counted_by_crate() {
        let symbols = "0001 0000000000000010 t tokio::runtime::x\n0002 0000000000000020 t <tokio::y as core::z>::w\n\
            0003 0000000000000030 T sqlite3_open\n                 U malloc\n";
        assert_eq!(by_crate(symbols).into_iter().collect::<Vec<_>>(), [("tokio".to_owned(), 48)]);
    }
}
