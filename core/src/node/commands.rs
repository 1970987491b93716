//! What a person does: thin calls into the engine, each one transaction.

use super::types::{AccountInfo, Contact, Message, Setting, Settings};
use super::view::View;
use super::{Node, NodeError, Result, system_seed};
use crate::identity::{Account, ContactLink, Uid};
use crate::wire::ItemId;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

impl Node {
    /// Makes the account of this home.
    ///
    /// # Errors
    /// [`NodeError::AccountExists`]; `bad_name`.
    pub async fn create_account(&self, name: Option<String>) -> Result<AccountInfo> {
        if self.account().await?.is_some() {
            return Err(NodeError::AccountExists);
        }
        let account = Account::generate(&mut ChaCha20Rng::from_seed(*system_seed()?));
        let uid = account.uid();
        let told = name.clone();
        self.write(move |engine, db, _| engine.create_account(db, &account, told.as_deref())).await?;
        Ok(AccountInfo { uid, name })
    }

    /// Adds a contact by UID or link. A link's addresses join what is known already; a request from
    /// this UID is accepted by it.
    pub async fn add(&self, text: &str, name: Option<String>) -> Result<Contact> {
        let link = ContactLink::parse_any(text)?;
        let uid = link.uid;
        self.write(move |engine, db, now| engine.add(db, now, &link, name.as_deref())).await?;
        self.contact(uid).await
    }

    /// Accepts a stranger's request.
    pub async fn accept(&self, uid: Uid) -> Result<Contact> {
        self.write(move |engine, db, now| engine.accept(db, now, &uid)).await?;
        self.contact(uid).await
    }

    /// Blocks a UID, known or not. To them it looks like removal.
    pub async fn block(&self, uid: Uid) -> Result<Contact> {
        self.write(move |engine, db, now| engine.block(db, now, &uid)).await?;
        self.contact(uid).await
    }

    /// Takes a block back.
    pub async fn unblock(&self, uid: Uid) -> Result<Contact> {
        self.write(move |engine, db, now| engine.unblock(db, now, &uid)).await?;
        self.contact(uid).await
    }

    /// Gives a contact a name of one's own (`None`: takes it back).
    pub async fn rename(&self, uid: Uid, name: Option<String>) -> Result<Contact> {
        self.write(move |engine, db, _| engine.rename(db, &uid, name.as_deref())).await?;
        self.contact(uid).await
    }

    /// Takes a contact, its chat and what waits for it off this device.
    pub async fn remove(&self, uid: Uid) -> Result<Contact> {
        self.write(move |engine, db, _| engine.remove(db, &uid)).await?;
        self.contact(uid).await
    }

    /// A person compared safety numbers (or takes that back).
    pub async fn set_verified(&self, uid: Uid, verified: bool) -> Result<Contact> {
        self.write(move |engine, db, _| engine.set_verified(db, &uid, verified)).await?;
        self.contact(uid).await
    }

    /// Stores a message and sends it as soon as both are here.
    pub async fn send(&self, uid: Uid, text: String) -> Result<Message> {
        self.send_many(uid, vec![text]).await?.pop().ok_or(NodeError::ShutDown)
    }

    /// Stores messages, all of them or none, in order, and sends them as soon as both are here.
    ///
    /// # Errors
    /// `unknown_contact`, `blocked`, `not_accepted` (a stranger's request), `empty_text`,
    /// `text_too_long`: nothing was stored then.
    pub async fn send_many(&self, uid: Uid, texts: Vec<String>) -> Result<Vec<Message>> {
        let view = View::of(self);
        // From the very transaction that stores them: were they asked for afterwards, that could fail, and
        // whoever tries again would send them twice.
        self.write(move |engine, db, now| {
            let rows = engine.send(db, now, &uid, texts)?;
            Ok(view.written(db, rows)?)
        })
        .await
    }

    /// Everything received in this chat was seen.
    pub async fn mark_read(&self, uid: Uid) -> Result<()> {
        self.write(move |engine, db, now| engine.mark_read(db, now, &uid)).await
    }

    /// Deletes a message on this device.
    pub async fn delete_message(&self, uid: Uid, id: ItemId) -> Result<()> {
        self.write(move |engine, db, _| engine.delete_message(db, &uid, &id)).await
    }

    /// Deletes a chat's messages on this device, waiting ones included.
    pub async fn delete_chat(&self, uid: Uid) -> Result<()> {
        self.write(move |engine, db, _| engine.delete_chat(db, &uid)).await
    }

    /// Keeps what the composer holds.
    pub async fn save_draft(&self, uid: Uid, text: String) -> Result<()> {
        self.write(move |engine, db, _| engine.save_draft(db, &uid, &text)).await
    }

    /// Which chat is on the screen: tried at once, watched more closely.
    pub async fn show_chat(&self, uid: Option<Uid>) -> Result<()> {
        self.write(move |engine, db, now| engine.show_chat(db, now, uid.as_ref())).await
    }

    /// Changes one setting.
    pub async fn change_setting(&self, setting: Setting) -> Result<Settings> {
        let router = matches!(setting, Setting::AskRouter(_));
        self.write(move |engine, db, now| engine.change_setting(db, now, &setting)).await?;
        if router {
            self.router_setting_changed().await?;
        }
        self.settings().await
    }

    /// Makes the invites of links given out so far worthless.
    pub async fn renew_invite(&self) -> Result<()> {
        self.write(|engine, db, _| engine.renew_invite(db)).await
    }

    /// Another process of this home wrote into its database: look again and send what waits.
    pub async fn refresh(&self) -> Result<()> {
        self.write(|engine, db, now| Ok(engine.refresh(db, now)?)).await?;
        self.router_setting_changed().await
    }
}
