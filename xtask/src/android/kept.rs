//! What JNA looks up by name in the Kotlin that UniFFI generated, and whether R8 was told to keep it: the generated file
//! says the one, R8's list of seeds the other.

use std::collections::BTreeSet;

use crate::tools::Step;

/// Of JNA itself, where its native half reaches in.
const OF_JNA: [&str; 2] = ["com.sun.jna.Pointer peer", "com.sun.jna.Structure memory"];

/// Fails and says what R8 would be free to rename or remove.
pub(super) fn check(generated: &str, seeds: &str) -> Step {
    let kept: BTreeSet<_> = seeds.lines().filter_map(member).collect();
    let needed = needed(generated);
    // An empty list would prove nothing: there are at least the buffer, its callbacks and a hundred functions.
    if needed.len() < 100 {
        return Err("the generated Kotlin is not understood: what JNA needs of it is not found".into());
    }
    let missing: Vec<_> = needed.into_iter().filter(|name| !kept.contains(name)).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("keep.pro does not keep what JNA looks up: {missing:?}"))
    }
}

/// `a.B: int c(long)` and `a.B: int c` are `a.B c`. A line about a class as a whole is none.
fn member(line: &str) -> Option<String> {
    let (class, member) = line.split_once(": ")?;
    let before_arguments = member.split('(').next()?;
    Some(format!("{class} {}", before_arguments.rsplit(' ').next()?))
}

/// Fields of structures, functions of the library, and what is called back.
fn needed(generated: &str) -> Vec<String> {
    let mut found: Vec<String> = OF_JNA.map(str::to_owned).into();
    let mut fields: Vec<&str> = Vec::new();
    let mut class = "";
    for line in generated.lines().map(str::trim) {
        if let Some(order) = line.strip_prefix("@Structure.FieldOrder(") {
            fields = order.split('"').skip(1).step_by(2).collect();
        }
        if let Some(name) = declared(line) {
            class = name;
            found.extend(fields.drain(..).map(|field| format!("dev.pure2p.core.{class} {field}")));
        }
        let function = line.strip_prefix("external fun ");
        let function = function.or_else(|| line.strip_prefix("fun callback").map(|_| "callback("));
        if let Some(name) = function.and_then(|rest| rest.split('(').next()) {
            found.push(format!("dev.pure2p.core.{class} {name}"));
        }
    }
    found
}

/// The name of a class, interface or object of the file itself (structures have more of them inside).
fn declared(line: &str) -> Option<&str> {
    let mut words = line.split([' ', '(', ':', '{', '<']).skip_while(|word| {
        ["internal", "open", "private", "public", "data", "sealed", "abstract", "fun"].contains(word)
    });
    let is_declaration = matches!(words.next()?, "class" | "interface" | "object");
    words.next().filter(|name| is_declaration && !name.is_empty() && !name.ends_with("ByValue"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGINNING: &str = "@Structure.FieldOrder(\"len\", \"data\")\nopen class RustBuffer : Structure() {\n\
        class ByValue: RustBuffer(), Structure.ByValue\n}\n\
        internal interface Free : com.sun.jna.Callback {\n    fun callback(`handle`: Long,)\n}\n\
        internal object UniffiLib {\n";

    fn generated() -> String {
        let functions = (0..100).map(|number| format!("    external fun uniffi_{number}(\n    ): Byte\n"));
        format!("{BEGINNING}{}}}\n", functions.collect::<String>())
    }

    fn seeds() -> String {
        let functions =
            (0..100).map(|number| format!("dev.pure2p.core.UniffiLib: byte uniffi_{number}(long,int)\n"));
        format!(
            "com.sun.jna.Pointer: long peer\ncom.sun.jna.Structure: com.sun.jna.Pointer memory\n\
            dev.pure2p.core.RustBuffer\ndev.pure2p.core.RustBuffer: long len\n\
            dev.pure2p.core.RustBuffer: com.sun.jna.Pointer data\ndev.pure2p.core.Free: void callback(long)\n{}",
            functions.collect::<String>()
        )
    }

    #[test]
    fn all_that_is_needed_is_kept() {
        assert_eq!(check(&generated(), &seeds()), Ok(()));
    }

    #[test]
    fn each_that_is_not_kept_is_named() {
        for line in
            ["RustBuffer: long len", "Free: void callback(long)", "UniffiLib: byte uniffi_7(long,int)"]
        {
            let less = seeds().replace(&format!("dev.pure2p.core.{line}\n"), "");
            assert!(check(&generated(), &less).is_err(), "{line}");
        }
    }

    #[test]
    fn kotlin_of_another_shape_is_an_error() {
        assert!(check("class Other", &seeds()).is_err());
    }
}
