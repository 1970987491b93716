//! QR codes as plain modules, for shells to paint.

use qrcode::{EcLevel, QrCode};

use super::error::QrError;

/// Up to this width (version 14) a phone's camera reads a screen at arm's length.
const COMFORTABLE: usize = 17 + 4 * 14;

/// A QR code without its quiet zone: who paints it leaves four light modules around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrMatrix {
    /// Modules per side.
    pub width: usize,
    /// Row by row from the top left, `width * width` of them; true is dark.
    pub modules: Vec<bool>,
}

/// The QR code of `text`, as it is: capitals, digits and `:/.-` take least room.
///
/// Corrects 15 % of damage (level M) where that stays readable, else 7 % (level L).
///
/// # Errors
/// [`QrError::TooLong`].
pub fn qr(text: &str) -> Result<QrMatrix, QrError> {
    let code = match QrCode::with_error_correction_level(text, EcLevel::M) {
        Ok(code) if code.width() <= COMFORTABLE => code,
        _ => QrCode::with_error_correction_level(text, EcLevel::L).map_err(|_| QrError::TooLong)?,
    };
    let modules = code.to_colors().into_iter().map(|color| color == qrcode::Color::Dark).collect();
    Ok(QrMatrix { width: code.width(), modules })
}
