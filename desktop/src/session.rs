//! One run of a verb: the home, the open node, and how the run speaks.

use std::str::FromStr;

use pure2p_core::identity::Uid;
use pure2p_core::node::{AccountInfo, Config, Node, NodeError};
use pure2p_core::wire::ItemId;

use crate::cli::Global;
use crate::failure::{Done, Failure};
use crate::home::{Home, HomeError};
use crate::notify;
use crate::output::Output;
use crate::words;

/// Descriptors enough for everybody that one person knows, and few enough for every system.
const DESCRIPTORS: u64 = 65_536;

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) home: Home,
    pub(crate) node: Node,
    pub(crate) output: Output,
}

impl Session {
    /// Opens the home, which has an account.
    pub(crate) async fn open(global: &Global) -> Done<Self> {
        let home = Home::existing(global)?;
        let key = home.key(global)?;
        let node = Node::open(Config { database: home.database(), key, descriptors: descriptors() }).await?;
        let session = Self { home, node, output: Output { json: global.json } };
        if session.node.account().await?.is_none() {
            return Err(HomeError::NoAccount(session.home.folder().to_owned()).into());
        }
        Ok(session)
    }

    /// Makes the home if need be, and the account in it.
    pub(crate) async fn create(global: &Global, name: Option<String>) -> Done<(Self, AccountInfo)> {
        let home = Home::create(global)?;
        let key = home.new_key(global)?;
        let node = Node::open(Config { database: home.database(), key, descriptors: descriptors() }).await?;
        let session = Self { home, node, output: Output { json: global.json } };
        let account = session.node.create_account(name).await?;
        Ok((session, account))
    }

    /// The account, which was there when the session was opened.
    pub(crate) async fn account(&self) -> Done<AccountInfo> {
        let none = || HomeError::NoAccount(self.home.folder().to_owned());
        Ok(self.node.account().await?.ok_or_else(none)?)
    }

    /// Something was written: whoever is in the foreground should look.
    pub(crate) fn wrote(&self) {
        notify::poke(&self.home);
    }

    /// Closes the database. An error here has nobody to help: everything is committed already.
    pub(crate) async fn close(&self) -> Result<(), NodeError> {
        self.node.shutdown().await
    }
}

/// A UID as it was typed, with or without the groups' spaces.
pub(crate) fn uid(text: &str) -> Done<Uid> {
    Uid::from_str(text).map_err(|error| Failure::input("bad_uid", words::uid_error(&error)))
}

/// A message id as it was printed.
pub(crate) fn item_id(text: &str) -> Done<ItemId> {
    ItemId::from_str(text).map_err(|error| Failure::input("bad_id", error.to_string()))
}

/// An IP address and port; never a name, because nothing here asks a name server.
pub(crate) fn address(text: &str) -> Done<std::net::SocketAddr> {
    let reason = || format!("{text} is not an IP address with a port, such as 192.0.2.7:25000");
    text.parse().map_err(|_| Failure::input("bad_address", reason()))
}

fn descriptors() -> usize {
    let raised = rlimit::increase_nofile_limit(DESCRIPTORS).unwrap_or(256);
    usize::try_from(raised).unwrap_or(256)
}
