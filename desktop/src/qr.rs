//! A QR code as characters: two modules in the height of one, so that it is square on a terminal.

use std::str::FromStr;

use pure2p_core::identity::{self, ContactLink, QrMatrix};

use crate::failure::{Done, Failure};

/// White around the code, in modules. The standard asks for four; scanners are content with two,
/// and two let a link's code fit 80×40.
const MARGIN: usize = 2;

/// The lines of a link's code: dark modules are gaps in a light ground, as most terminals are dark.
/// Who knows the colours paints light cells white and the gaps black.
pub(crate) fn lines(link: &str) -> Done<Vec<String>> {
    // Capitals take less room in a code; the link says how it may be capitalised.
    let text = ContactLink::from_str(link).map_or_else(|_| link.to_owned(), |link| link.qr_text());
    let matrix = identity::qr(&text).map_err(|error| Failure::input("too_long_for_qr", error.to_string()))?;
    Ok(half_blocks(&matrix))
}

fn half_blocks(matrix: &QrMatrix) -> Vec<String> {
    let side = matrix.width + 2 * MARGIN;
    let light = |x: usize, y: usize| -> bool {
        let inside = |v: usize| v.checked_sub(MARGIN).filter(|v| *v < matrix.width);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => !matrix.modules.get(y * matrix.width + x).copied().unwrap_or(false),
            _ => true,
        }
    };
    let cell = |x: usize, y: usize| match (light(x, y), y + 1 < side && light(x, y + 1)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
    (0..side).step_by(2).map(|y| (0..side).map(|x| cell(x, y)).collect()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn every_module_has_its_half_cell() {
        let matrix = QrMatrix { width: 2, modules: vec![true, false, false, true] };
        let lines = half_blocks(&matrix);
        assert_eq!(lines, ["██████", "██▄▀██", "██████"]);
    }
}
