//! The table, or one JSON object per line.

/// Figures as they come.
pub(crate) struct Report {
    json: bool,
}

impl Report {
    pub(crate) fn new(json: bool) -> Self {
        if !json {
            println!("| figure | value | floor | ratio | aim |");
            println!("|---|---|---|---|---|");
        }
        Self { json }
    }

    /// One figure. `ratio` is value / floor.
    pub(crate) fn figure(&mut self, name: &str, value: f64, unit: &str, floor: f64, aim: &str) {
        let ratio = if floor > 0.0 { value / floor } else { f64::NAN };
        if self.json {
            let line = serde_json::json!({
                "name": name, "value": round(value), "unit": unit, "floor": round(floor), "ratio": round(ratio),
                "aim": aim,
            });
            println!("{line}");
        } else {
            println!(
                "| {name} | {} {unit} | {} {unit} | {} | {aim} |",
                show(value),
                show(floor),
                show(ratio)
            );
        }
    }

    pub(crate) fn end(&mut self) {
        if !self.json {
            println!("\nRatios are value / floor; rates want a high one, times a low one.");
        }
    }
}

fn round(value: f64) -> serde_json::Value {
    let rounded = (value * 1000.0).round() / 1000.0;
    serde_json::Number::from_f64(rounded).map_or(serde_json::Value::Null, serde_json::Value::Number)
}

fn show(value: f64) -> String {
    if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
