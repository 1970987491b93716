//! The contact link: everything that is shared by hand, in one text.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_NOPAD;

use super::card::SignedCard;
use super::error::LinkError;
use super::uid::Uid;

/// The longest text that is looked at, in bytes. A link with the largest card has about 600.
pub const MAX_LINK: usize = 2 * 1024;
const SCHEME: &str = "pure2p:";

/// `pure2p:<UID>` or `pure2p:<UID>?<card>`, the card in Base32 (RFC 4648, small letters, no padding).
///
/// Reads either case, as capitals take less room in a QR code, and ignores blanks around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactLink {
    /// Whose link.
    pub uid: Uid,
    /// What they say of themselves, its signature verified under [`ContactLink::uid`].
    pub card: Option<SignedCard>,
}

impl ContactLink {
    /// Reads a link, or a bare UID, which is a link without a card.
    ///
    /// # Errors
    /// Those of `from_str`; for what does not begin like a link, those of a UID.
    pub fn parse_any(text: &str) -> Result<Self, LinkError> {
        match text.parse() {
            Err(LinkError::NotALink) => Ok(Self::from(text.parse::<Uid>()?)),
            link => link,
        }
    }

    /// The text for [`super::qr`]: in capitals, which all but one character of take 5.5 bits each. Even
    /// the largest card that [`super::Card::sign`] accepts (eight IPv6 addresses, the longest name, an
    /// invite) stays within QR version 14, so nothing ever has to be left out.
    pub fn qr_text(&self) -> String {
        self.to_string().to_ascii_uppercase()
    }
}

impl From<Uid> for ContactLink {
    fn from(uid: Uid) -> Self {
        Self { uid, card: None }
    }
}

impl fmt::Display for ContactLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.uid)?;
        match &self.card {
            Some(card) => write!(f, "?{}", BASE32_NOPAD.encode(card.as_bytes()).to_ascii_lowercase()),
            None => Ok(()),
        }
    }
}

impl FromStr for ContactLink {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        if text.len() > MAX_LINK {
            return Err(LinkError::TooLong);
        }
        let text = text.trim();
        let (scheme, rest) = text.split_at_checked(SCHEME.len()).ok_or(LinkError::NotALink)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(LinkError::NotALink);
        }
        let (uid, card) = match rest.split_once('?') {
            Some((uid, card)) => (uid, Some(card)),
            None => (rest, None),
        };
        let uid: Uid = uid.parse()?;
        let card = match card {
            Some(card) => {
                let bytes = BASE32_NOPAD
                    .decode(card.to_ascii_uppercase().as_bytes())
                    .map_err(|_| LinkError::Encoding)?;
                Some(SignedCard::from_bytes(&uid, bytes)?)
            }
            None => None,
        };
        Ok(Self { uid, card })
    }
}
