//! The verbs and their arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A messenger without a server: both people have it open, or the message waits.
#[derive(Debug, Parser)]
#[command(
    name = "pure2p",
    version,
    max_term_width = 100,
    after_help = "Without a verb, the terminal app opens."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    /// Listen here (default: all networks, on the account's port)
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) listen: Vec<String>,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

/// What every verb understands.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    /// The folder of the account, its key and its messages
    #[arg(long, global = true, env = "PURE2P_HOME", value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,
    /// One JSON object per line on stdout; errors as JSON on stderr
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Protect the database's key with a passphrase, and ask for it (or set PURE2P_PASSPHRASE)
    #[arg(long, global = true)]
    pub(crate) passphrase: bool,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create the account
    Init {
        /// The name suggested to contacts
        #[arg(long)]
        name: Option<String>,
    },
    /// Show this account's UID
    Uid,
    /// Show this account's signed link: whoever has it can ask to write to you
    Link {
        /// Put these addresses into the link, instead of those that this device listens on
        #[arg(long = "address", value_name = "IP:PORT")]
        addresses: Vec<String>,
    },
    /// Add a contact by UID or link
    Add {
        /// A UID (64 characters) or a link (pure2p:…)
        #[arg(value_name = "UID_OR_LINK")]
        who: String,
        /// Your own name for them
        #[arg(long)]
        name: Option<String>,
    },
    /// List the contacts
    Contacts,
    /// List the strangers who wrote first
    Requests,
    /// Accept a stranger who wrote first
    Accept {
        /// Their UID
        uid: String,
    },
    /// Block a contact or a stranger: nothing of theirs is kept or answered
    Block {
        /// Their UID
        uid: String,
    },
    /// Take a block back
    Unblock {
        /// Their UID
        uid: String,
    },
    /// Take a contact off the list
    Remove {
        /// Their UID
        uid: String,
    },
    /// Give a contact another name (without a name: the one they suggest)
    Rename {
        /// Their UID
        uid: String,
        /// Your name for them
        name: Option<String>,
    },
    /// Write a message
    Send {
        /// Their UID
        uid: String,
        /// The text; `-`: one message for each line of standard input, stored in one go
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Show the history with a contact, oldest first
    Messages {
        /// Their UID
        uid: String,
        /// At most so many, the newest
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: u32,
        /// Only those before this message
        #[arg(long, value_name = "ID")]
        before: Option<String>,
    },
    /// Show what truly happened to a message
    Details {
        /// The message's id
        id: String,
    },
    /// Show who can reach this device, and what helps
    Reach,
    /// Show what waits, and why
    Queue,
    /// Search the messages, newest first
    Search {
        /// What to look for
        text: String,
        /// At most so many, the newest (default: all)
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// Show the safety number of a contact: compare it when you meet
    Safety {
        /// Their UID
        uid: String,
    },
    /// Show this account's link as a QR code
    Qr,
    /// Mark everything received from a contact as read
    Read {
        /// Their UID
        uid: String,
    },
    /// Delete a message, or a whole chat, on this device
    Delete {
        /// The contact's UID
        uid: String,
        /// One message only
        #[arg(long, value_name = "ID")]
        message: Option<String>,
    },
    /// Delete this account and everything else of it from this device, for good
    DeleteEverything {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Show or change the settings
    Settings(SettingsArgs),
    /// Be here: receive, and deliver what waits
    Open(OpenArgs),
    /// Watch two people find each other, queue, deliver and confirm, on this machine
    Demo(DemoArgs),
}

/// See [`Verb::Settings`].
#[derive(Args, Debug)]
pub(crate) struct SettingsArgs {
    /// The name suggested to contacts (empty: none)
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// May strangers who have your UID knock?
    #[arg(long, value_name = "on|off", value_parser = on_off)]
    pub(crate) answer_new_people: Option<bool>,
    /// Tell contacts when you opened their messages?
    #[arg(long, value_name = "on|off", value_parser = on_off)]
    pub(crate) read_receipts: Option<bool>,
    /// The port that this account listens on
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Ask the router to let callers in while the app is open?
    #[arg(long, value_name = "on|off", value_parser = on_off)]
    pub(crate) ask_router: Option<bool>,
}

/// See [`Verb::Open`].
#[derive(Args, Debug)]
pub(crate) struct OpenArgs {
    /// Listen here (default: all networks, on the account's port)
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) listen: Vec<String>,
    /// End after so many seconds
    #[arg(long = "for", value_name = "SECONDS")]
    pub(crate) seconds: Option<u64>,
    /// End as soon as nothing waits any more
    #[arg(long)]
    pub(crate) until_flushed: bool,
}

/// See [`Verb::Demo`].
#[derive(Args, Debug)]
pub(crate) struct DemoArgs {
    /// The story of two homes instead, across real routers in a network of its own (Linux; root, or namespaces for users)
    #[arg(long, conflicts_with_all = ["keep", "messages"])]
    pub(crate) lab: bool,
    /// Keep the two homes in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
    /// How many messages are on their way when the process is killed
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(50..=100_000))]
    pub(crate) messages: u32,
}

fn on_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("on or off".to_owned()),
    }
}
