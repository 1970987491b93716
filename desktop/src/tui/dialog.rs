//! What can stand in front of the main screen.

use pure2p_core::identity::Uid;
use pure2p_core::node::{Contact, Hit, Message, Settings, TimelineEntry};

use super::editor::Editor;
use super::effect::Effect;

/// See the module.
#[derive(Debug)]
pub(crate) enum Dialog {
    Add(Add),
    Confirm(Confirm),
    Contact(ContactPage),
    Details(Details),
    Erase(Erase),
    Help,
    Link(LinkPage),
    Reach(ReachPage),
    Requests(Requests),
    Search(Search),
    Settings(SettingsPage),
}

/// Adding somebody by link or UID.
#[derive(Debug, Default)]
pub(crate) struct Add {
    pub(crate) who: Editor,
    pub(crate) name: Editor,
    /// The second field has the cursor.
    pub(crate) in_name: bool,
    /// What the core said when *Add* was tried.
    pub(crate) refused: Option<String>,
}

/// "Really?"
#[derive(Debug)]
pub(crate) struct Confirm {
    pub(crate) question: String,
    pub(crate) hint: String,
    pub(crate) effect: Effect,
}

/// A contact's page.
#[derive(Debug)]
pub(crate) struct ContactPage {
    pub(crate) contact: Contact,
    pub(crate) safety: Option<String>,
    /// The new name, while it is typed.
    pub(crate) rename: Option<Editor>,
}

/// A message's timeline.
#[derive(Debug)]
pub(crate) struct Details {
    pub(crate) message: Message,
    pub(crate) timeline: Vec<TimelineEntry>,
    pub(crate) scroll: usize,
}

/// Deleting everything, in two steps.
#[derive(Debug, Default)]
pub(crate) struct Erase {
    /// The word that the second step asks for, while it is typed.
    pub(crate) word: Option<Editor>,
}

/// The own link.
#[derive(Debug, Default)]
pub(crate) struct LinkPage {
    /// The link and its code; `None` until the core gave them.
    pub(crate) link: Option<(String, Vec<String>)>,
    pub(crate) with_lan: bool,
}

/// Whether this device can be reached, and by whom it truly was: what the app knows anyway.
#[derive(Debug, Default)]
pub(crate) struct ReachPage {
    /// Lines above the first one that is shown.
    pub(crate) scroll: usize,
}

/// The list of strangers who wrote first, and behind them those who are blocked.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    pub(crate) at: usize,
}

/// How many hits the search in front of the screen asks for; a word more finds what is behind them.
pub(crate) const SEARCH_HITS: u32 = 100;

/// The search in all conversations.
#[derive(Debug, Default)]
pub(crate) struct Search {
    pub(crate) words: Editor,
    pub(crate) hits: Vec<Hit>,
    /// What the hits belong to.
    pub(crate) searched: String,
    pub(crate) at: usize,
}

/// The settings.
#[derive(Debug)]
pub(crate) struct SettingsPage {
    pub(crate) settings: Settings,
    pub(crate) at: usize,
    /// The chosen row's new value, while it is typed.
    pub(crate) value: Option<Editor>,
    /// What the core said against the last change.
    pub(crate) refused: Option<String>,
}

impl Search {
    /// Whether there may be more than what is shown.
    pub(crate) fn is_cut(&self) -> bool {
        u32::try_from(self.hits.len()).is_ok_and(|hits| hits >= SEARCH_HITS)
    }

    /// The chosen hit's chat.
    pub(crate) fn chosen(&self) -> Option<Uid> {
        self.hits.get(self.at).map(|hit| hit.message.chat)
    }
}
