//! A terminal for tests: a program runs in a pseudo-terminal, and what it paints can be read.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Instant;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::shell::PATIENCE;

/// A terminal with a program in it; the program is killed when this is dropped.
pub struct Screen {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    painted: Arc<(Mutex<Painted>, Condvar)>,
}

struct Painted {
    parser: vt100::Parser,
    written: Vec<u8>,
    ended: bool,
}

impl Screen {
    /// Runs a program in a terminal of this size.
    pub fn run(mut command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(rows, columns, 0);
        let painted =
            Arc::new((Mutex::new(Painted { parser, written: Vec::new(), ended: false }), Condvar::new()));
        let here = Arc::clone(&painted);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let read = reader.read(&mut bytes).unwrap_or(0);
                let Ok(mut painted) = here.0.lock() else { return }; // the test has failed already
                painted.parser.process(&bytes[..read]);
                painted.written.extend_from_slice(&bytes[..read]);
                painted.ended = read == 0;
                here.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Self { master: pair.master, keyboard, child, painted }
    }

    /// Types: text, or the bytes that a key sends.
    pub fn keys(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Pastes, as terminals that know bracketed paste do.
    pub fn paste(&mut self, text: &str) {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Clicks with the left button; column and row from 0.
    pub fn click(&mut self, column: u16, row: u16) {
        let (column, row) = (column + 1, row + 1);
        self.keys(&format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m"));
    }

    /// Makes the terminal another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.painted.0.lock().unwrap().parser.screen_mut().set_size(rows, columns);
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// What is on the screen.
    pub fn text(&self) -> String {
        self.painted.0.lock().unwrap().parser.screen().contents()
    }

    /// Everything that was ever written, also what was painted over since.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.painted.0.lock().unwrap().written).into_owned()
    }

    /// Waits until the screen shows something, and gives all of it.
    pub fn until(&self, what: &str, shows: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut painted = self.painted.0.lock().unwrap();
        loop {
            let text = painted.parser.screen().contents();
            if shows(&text) {
                return text;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !painted.ended, "no {what} on the screen:\n{text}");
            painted = self.painted.1.wait_timeout(painted, left).unwrap().0;
        }
    }

    /// Waits until the screen shows this text.
    pub fn shows(&self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// Whether the program has the whole screen for itself.
    pub fn is_borrowed(&self) -> bool {
        self.painted.0.lock().unwrap().parser.screen().alternate_screen()
    }

    /// Waits for the program's end; its exit code.
    pub fn ended(&mut self) -> u32 {
        let code = self.child.wait().unwrap().exit_code();
        let deadline = Instant::now() + PATIENCE;
        let mut painted = self.painted.0.lock().unwrap();
        while !painted.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the terminal does not end");
            painted = self.painted.1.wait_timeout(painted, left).unwrap().0;
        }
        code
    }

    /// A picture of the screen as SVG.
    pub fn picture(&self) -> String {
        picture(self.painted.0.lock().unwrap().parser.screen())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 14.0;
const GROUND: &str = "#11181c";
const INK: &str = "#d7dfe2";
/// The sixteen colours of a calm dark theme.
const COLOURS: [&str; 16] = [
    "#11181c", "#e5707a", "#7fd08f", "#e3c078", "#6ea8e0", "#c493e6", "#5fc9c1", "#d7dfe2", "#66757c",
    "#f08b93", "#9be2a8", "#f0d495", "#8fc0f0", "#d7b0f2", "#84e0d8", "#ffffff",
];

/// How a cell looks.
#[derive(Clone, PartialEq)]
struct Look {
    ink: String,
    ground: String,
    bold: bool,
    dim: bool,
}

fn look(cell: &vt100::Cell) -> Look {
    let colour = |colour: vt100::Color, otherwise: &str| match colour {
        vt100::Color::Idx(index) => COLOURS.get(usize::from(index)).unwrap_or(&otherwise).to_string(),
        vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        vt100::Color::Default => otherwise.to_owned(),
    };
    let (mut ink, mut ground) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), GROUND));
    if cell.inverse() {
        std::mem::swap(&mut ink, &mut ground);
    }
    Look { ink, ground, bold: cell.bold(), dim: cell.dim() }
}

fn picture(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let (width, height) =
        (f32::from(columns) * CELL.0 + 2.0 * MARGIN, f32::from(rows) * CELL.1 + 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>Pure2P in a terminal</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{GROUND}\"/>\n"
    );
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let start = column;
            let first = look(screen.cell(row, column).unwrap());
            let mut text = String::new();
            // Cells of one look are one text, stretched to the cells' width whatever the font does.
            while column < columns && look(screen.cell(row, column).unwrap()) == first {
                let cell = screen.cell(row, column).unwrap();
                text.push_str(if cell.has_contents() { cell.contents() } else { " " });
                column += if cell.is_wide() { 2 } else { 1 };
            }
            run(&mut svg, row, (start, column), &first, &text);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn run(svg: &mut String, row: u16, (start, end): (u16, u16), look: &Look, text: &str) {
    let x = MARGIN + f32::from(start) * CELL.0;
    let y = MARGIN + f32::from(row) * CELL.1;
    let width = f32::from(end - start) * CELL.0;
    if look.ground != GROUND {
        let (ground, height) = (&look.ground, CELL.1);
        writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{ground}\"/>"
        )
        .unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    // Blanks at the ends only move the text.
    let before = u16::try_from(text.chars().take_while(|char| *char == ' ').count()).unwrap();
    let after = u16::try_from(text.chars().rev().take_while(|char| *char == ' ').count()).unwrap();
    let (x, width) = (x + f32::from(before) * CELL.0, width - f32::from(before + after) * CELL.0);
    let text = text.trim_matches(' ').replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let bold = if look.bold { " font-weight=\"bold\"" } else { "" };
    let dim = if look.dim { " opacity=\"0.6\"" } else { "" };
    let (baseline, ink) = (y + CELL.1 * 0.75, &look.ink);
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{baseline:.1}\" fill=\"{ink}\"{bold}{dim} textLength=\"{width:.1}\" \
         lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{text}</text>"
    )
    .unwrap();
}
