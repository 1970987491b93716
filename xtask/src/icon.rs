//! The iPhone app's icon: the mark of `docs/mark.svg`, drawn as Xcode wants it, so that nobody needs a drawing program.

use crate::tools::{Step, root, write};

/// Where Xcode looks for it.
const FOLDER: &str = "ios/Pure2P/Resources/Assets.xcassets/AppIcon.appiconset";
/// Xcode makes the smaller ones from this.
const SIDE: u32 = 1024;
/// Of the side, as far as the mark reaches: the system cuts corners off.
const WIDTH: f64 = 0.68;
/// Of a ring's radius, as in the mark's other drawings.
const STROKE: f64 = 6.0 / 12.5;

type Rgb = [u8; 3];

/// One of the three icons that a phone chooses from.
struct Icon {
    name: &'static str,
    left: Rgb,
    right: Rgb,
    /// `None`: what the system puts behind it.
    ground: Option<Rgb>,
}

const ICONS: [Icon; 3] = [
    Icon { name: "light", left: [255; 3], right: [0x9F, 0xE0, 0xDA], ground: Some([0x0B, 0x6E, 0x69]) },
    Icon { name: "dark", left: [255; 3], right: [0x9F, 0xE0, 0xDA], ground: None },
    // Grey: the system lends its colour.
    Icon { name: "tinted", left: [255; 3], right: [0xBE; 3], ground: Some([0; 3]) },
];

/// Draws them all anew.
pub(crate) fn draw() -> Step {
    for icon in &ICONS {
        write(&root().join(FOLDER).join(icon.name).with_extension("png"), png(SIDE, &rows(icon)))?;
    }
    Ok(())
}

/// Red, green, blue and how opaque, for each point; rows from the top.
fn rows(icon: &Icon) -> Vec<u8> {
    let middle = f64::from(SIDE) / 2.0;
    // Each ring reaches over its radius by half its stroke, and the two touch in the middle.
    let reach = f64::from(SIDE) * WIDTH / 4.0;
    let radius = reach / (1.0 + STROKE / 2.0);
    let covered = |x: f64, y: f64, centre: f64| {
        let from_line = ((x - centre).hypot(y - middle) - radius).abs() - radius * STROKE / 2.0;
        (0.5 - from_line).clamp(0.0, 1.0)
    };
    let mut all = Vec::new();
    for (y, x) in (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (y, x))) {
        let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
        let (ring, share) = if x < middle {
            (icon.left, covered(x, y, middle - reach))
        } else {
            (icon.right, covered(x, y, middle + reach))
        };
        let ground = icon.ground.unwrap_or(ring);
        all.extend(ring.iter().zip(ground).map(|(ring, ground)| mixed(ground, *ring, share)));
        all.push(if icon.ground.is_some() { 255 } else { mixed(0, 255, share) });
    }
    all
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between two bytes")]
fn mixed(from: u8, to: u8, share: f64) -> u8 {
    (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
}

/// A square picture: with colours only if it is opaque everywhere, because a store refuses an icon that could be otherwise.
fn png(side: u32, points: &[u8]) -> Vec<u8> {
    let opaque = points.chunks_exact(4).all(|point| point.last() == Some(&255));
    let bytes = if opaque { 3 } else { 4 };
    let mut lines = Vec::new();
    let mut above = vec![0; side as usize * bytes];
    for row in points.chunks_exact(side as usize * 4) {
        let row: Vec<u8> = row.chunks_exact(4).flat_map(|point| point.iter().take(bytes).copied()).collect();
        // What differs from the row above: almost nothing, almost everywhere.
        lines.push(2);
        lines.extend(row.iter().zip(&above).map(|(here, above)| here.wrapping_sub(*above)));
        above = row;
    }
    let mut head = [side.to_be_bytes(), side.to_be_bytes()].concat();
    head.extend([8, if opaque { 2 } else { 6 }, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"sRGB", vec![0]), (b"IDAT", zlib(&lines)), (b"IEND", Vec::new())]
    {
        let body = [&kind[..], &data].concat();
        file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
        file.extend(&body);
        file.extend(crc(&body).to_be_bytes());
    }
    file
}

/// Bits as DEFLATE packs them.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    half: u32,
    filled: u32,
}

impl Bits {
    fn push(&mut self, bits: u32, count: u32) {
        self.half |= bits << self.filled;
        self.filled += count;
        while self.filled >= 8 {
            self.bytes.push(self.half.to_le_bytes()[0]);
            self.half >>= 8;
            self.filled -= 8;
        }
    }

    /// A symbol of the fixed code (RFC 1951, 3.2.6), whose bits come the other way round.
    fn symbol(&mut self, symbol: u32) {
        let (code, count) = match symbol {
            0..=143 => (0x30 + symbol, 8),
            144..=255 => (0x190 + symbol - 144, 9),
            256..=279 => (symbol - 256, 7),
            _ => (0xC0 + symbol - 280, 8),
        };
        self.push(code.reverse_bits() >> (32 - count), count);
    }
}

/// How many bytes each length symbol from 257 on stands for, where its further bits are 0, and how many those are.
const LENGTHS: [(usize, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// Packed by one rule: the byte before, again and again. That is nearly all there is to pack here.
fn zlib(data: &[u8]) -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x78, 0x01], ..Bits::default() };
    bits.push(0b011, 3);
    for run in data.chunk_by(|one, next| one == next) {
        let Some(byte) = run.first() else { continue };
        bits.symbol(u32::from(*byte));
        let mut again = run.len() - 1;
        for (symbol, (length, further)) in (257..286).zip(LENGTHS).rev() {
            while again >= length {
                bits.symbol(symbol);
                bits.push(0, further);
                bits.push(0, 5); // The distance: 1.
                again -= length;
            }
        }
        for _ in 0..again {
            bits.symbol(u32::from(*byte));
        }
    }
    bits.symbol(256);
    bits.push(0, 7);
    let (low, high) = data.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65521;
        (low, (high + low) % 65521)
    });
    bits.bytes.extend((high << 16 | low).to_be_bytes());
    bits.bytes
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_is_drawn() {
        for icon in &ICONS {
            let path = root().join(FOLDER).join(icon.name).with_extension("png");
            let kept = std::fs::read(&path).expect("an icon");
            assert!(kept == png(SIDE, &rows(icon)), "{}: cargo xtask icon draws another", path.display());
        }
    }

    #[test]
    fn checksums_are_the_formats() {
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
        assert_eq!(zlib(b"").last_chunk(), Some(&1u32.to_be_bytes()));
    }

    #[test]
    fn the_rings_touch_and_no_more() {
        let light = rows(ICONS.first().expect("an icon"));
        let at = |x: u32, y: u32| {
            let start = (y * SIDE + x) as usize * 4;
            light.get(start..start + 3).expect("a point").to_vec()
        };
        assert_eq!(at(0, 0), [0x0B, 0x6E, 0x69], "opaque to its corner");
        assert_eq!(at(SIDE / 2 - 3, SIDE / 2), [255; 3]);
        assert_eq!(at(SIDE / 2 + 3, SIDE / 2), [0x9F, 0xE0, 0xDA]);
        assert_eq!(at(SIDE / 2 - 3, SIDE / 2 - 120), [0x0B, 0x6E, 0x69], "nothing between");
    }
}
