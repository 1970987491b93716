//! What people say, who they are and their keys: in no byte on the wire, in no file, in no line of a log.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use pure2p_core::identity::{Account, Uid};
use pure2p_core::node::{MessageState, Setting};
use pure2p_tests::database;
use pure2p_tests::peers::{KEY, Peer};
use pure2p_tests::proxy::Proxy;
use tracing_subscriber::fmt::MakeWriter;

/// Words that occur nowhere else.
const TEXT: &str = "Zwetschgenknödel um halb acht, und bring Xaver mit";
const DRAFT: &str = "Quittengelee-Entwurf";
const NAMES: [&str; 3] = ["Adelgundis Nepomuk", "Balthasar Quirin", "Mein Fagottlehrer"];

/// Everything that is written to it.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Buffer {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A secret by its name, in one of the forms in which it could leak.
struct Needle {
    what: String,
    bytes: Vec<u8>,
}

fn needle(what: impl Into<String>, bytes: impl AsRef<[u8]>) -> Needle {
    Needle { what: what.into(), bytes: bytes.as_ref().to_vec() }
}

/// 32 bytes as they are, in hexadecimal, in the text of a UID, as a list of numbers.
fn key_needles(what: &str, key: &[u8; 32]) -> Vec<Needle> {
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let listed = format!("{key:?}");
    let mut forms = vec![
        needle(format!("{what}, raw"), key),
        // Half of it would be a leak as well; whole forms contain these.
        needle(format!("{what}, raw, half"), &key[8..24]),
        needle(format!("{what}, hex"), &hex[8..40]),
        needle(format!("{what}, HEX"), hex[8..40].to_uppercase()),
        needle(format!("{what}, list"), &listed[listed.len() / 4..listed.len() * 3 / 4]),
    ];
    let mut mirrored = *key;
    mirrored.reverse();
    forms.push(needle(format!("{what}, other byte order"), &mirrored[8..24]));
    forms
}

fn text_needles(what: &str, text: &str) -> Vec<Needle> {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut forms = vec![needle(what, text), needle(format!("{what}, lower case"), text.to_lowercase())];
    forms.push(needle(format!("{what}, UTF-16"), wide));
    // Words alone, as a full-text index or a truncated line would have them.
    let words = text.split([' ', ',', '-']).filter(|word| word.len() > 6);
    forms.extend(words.map(|word| needle(format!("a word of {what}"), word)));
    forms
}

fn uid_needles(whose: &str, uid: &Uid) -> Vec<Needle> {
    let text = uid.to_string();
    let mut needles = key_needles(&format!("UID of {whose}"), uid.as_bytes());
    needles.extend(key_needles(&format!("X25519 key of {whose}"), &uid.x25519()));
    // Twelve characters are enough to know whose it is.
    needles.push(needle(format!("UID of {whose}, text"), &text[10..22]));
    needles.push(needle(format!("UID of {whose}, capitals"), text[10..22].to_uppercase()));
    needles
}

/// Read past the messenger, which has no way to tell it.
fn seed_of(peer: &Peer) -> [u8; 32] {
    database::open(&peer.database(), &KEY)
        .query_row("SELECT seed FROM account", [], |row| row.get(0))
        .unwrap()
}

/// What of `needles` is in `bytes`.
fn found<'a>(needles: &'a [Needle], bytes: &[u8]) -> Vec<&'a str> {
    let is_in = |needle: &&Needle| bytes.windows(needle.bytes.len()).any(|window| window == needle.bytes);
    needles.iter().filter(is_in).map(|needle| needle.what.as_str()).collect()
}

/// Every file of a home, the journal and its index included, as it is now.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

/// A whole life: adding, writing both ways, reading, searching, blocking, deleting, moving.
async fn life(alice: &mut Peer, bob: &mut Peer) -> Proxy {
    let proxy = Proxy::before(alice.open_one_way().await).await;
    alice.add_bare(bob.uid).await;
    alice.node.rename(bob.uid, Some(NAMES[2].into())).await.unwrap();
    alice.node.save_draft(bob.uid, DRAFT.into()).await.unwrap();
    bob.open().await;
    bob.node.add(&alice.link_to(proxy.address).await, None).await.unwrap();
    alice.send(bob.uid, TEXT).await;
    bob.until_received(alice.uid, 1).await;
    bob.send(alice.uid, TEXT).await;
    alice.until_received(bob.uid, 1).await;
    alice.node.mark_read(bob.uid).await.unwrap();
    bob.until_all(alice.uid, MessageState::Read).await;
    assert_eq!(alice.node.search("Xaver", None, 10).await.unwrap().len(), 2);
    bob.node.change_setting(Setting::Name(Some(NAMES[1].to_uppercase()))).await.unwrap();
    // Failures are logged more than successes: an address where nobody is, a wrong one, a refused call.
    bob.node.add(&alice.link_to("127.0.0.1:1025".parse().unwrap()).await, None).await.unwrap();
    bob.node.add("pure2p:nonsense", None).await.unwrap_err();
    bob.node.send(bob.uid, TEXT.into()).await.unwrap_err();
    proxy.judge(|_| pure2p_tests::proxy::Fate::Lose);
    bob.send(alice.uid, TEXT).await;
    bob.until("an attempt failed", || async {
        bob.node.queue(None, u32::MAX).await.unwrap()[0].attempts > 0
    })
    .await;
    proxy.judge(|_| pure2p_tests::proxy::Fate::Forward);
    bob.node.show_chat(Some(alice.uid)).await.unwrap();
    bob.until_all(alice.uid, MessageState::Delivered).await;
    proxy
}

/// The only test here: the writers log from threads of their own, so the log is the whole process's.
#[test]
fn nothing_that_matters_leaves_a_trace() {
    let (all, loud) = (Buffer::default(), Buffer::default());
    let everything = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(Both { all: all.clone(), loud: loud.clone() })
        .finish();
    tracing::subscriber::set_global_default(everything).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();

    let (alice, bob, wire, snapshots) = runtime.block_on(async {
        let (mut alice, mut bob) = (Peer::new(NAMES[0]).await, Peer::new(NAMES[1]).await);
        let proxy = life(&mut alice, &mut bob).await;
        // The files while they are in use, journal and all, and once more when all is closed.
        let mut snapshots = [files(alice.folder()), files(bob.folder())].concat();
        let addresses = [alice.address, bob.address, proxy.address];
        alice.node.shutdown().await.unwrap();
        bob.node.shutdown().await.unwrap();
        snapshots.extend([files(alice.folder()), files(bob.folder())].concat());
        (alice, bob, (proxy.bytes(), addresses), snapshots)
    });
    let (wire, addresses) = wire;

    let mut needles = text_needles("the text", TEXT);
    needles.extend(text_needles("the draft", DRAFT));
    for name in NAMES {
        needles.extend(text_needles("a name", name));
        needles.push(needle("a name in capitals", name.to_uppercase()));
    }
    for (whose, peer) in [("Alice", &alice), ("Bob", &bob)] {
        needles.extend(uid_needles(whose, &peer.uid));
        let seed = seed_of(peer);
        needles.extend(key_needles(&format!("seed of {whose}"), &seed));
        let account = Account::from_seed(&seed).unwrap();
        assert_eq!(account.uid(), peer.uid);
        needles.extend(key_needles(&format!("X25519 secret of {whose}"), &account.noise_secret()));
    }
    needles.extend(key_needles("database key", &KEY));

    // The search can find: everything above, said aloud, is noticed, each by its name.
    let mut leak = Vec::new();
    for needle in &needles {
        leak.extend_from_slice(&needle.bytes);
        leak.push(0);
    }
    assert_eq!(found(&needles, &leak).len(), needles.len());
    // And what it looks at is there.
    assert!(wire.len() > 5_000, "{} bytes on the wire", wire.len());
    assert!(snapshots.iter().any(|(name, bytes)| name == "messages.db" && bytes.len() > 50_000));
    assert!(snapshots.iter().any(|(name, bytes)| name == "messages.db-wal" && bytes.len() > 10_000));
    assert!(snapshots.iter().any(|(name, _)| name == "messages.db-shm"));
    let log = all.0.lock().unwrap().clone();
    assert!(log.len() > 1_000 && found(&[needle("", "TRACE")], &log).len() == 1, "the log is a log");

    assert_eq!(found(&needles, &wire), [""; 0], "on the wire");
    for (name, bytes) in &snapshots {
        assert_eq!(found(&needles, bytes), [""; 0], "in {name}");
        assert!(!bytes.starts_with(b"SQLite format 3"), "{name} is not encrypted");
    }
    assert_eq!(found(&needles, &log), [""; 0], "in the log");
    // Nothing on the wire says what this is, either.
    for word in ["pure2p", "Pure2P", "hyper", "reqwest", "rust", "date:", "server:", "user-agent"] {
        let told = found(std::slice::from_ref(&needle(word, word)), &wire.to_ascii_lowercase()).len();
        assert_eq!(told, 0, "{word} on the wire");
    }

    // Addresses are for debugging: at info and above there are none.
    let loud = loud.0.lock().unwrap().clone();
    let ports = addresses.map(|address| needle(format!("{address}"), format!(":{}", address.port())));
    let places = [needle("loopback", "127.0.0.1"), needle("all interfaces", "0.0.0.0")];
    assert_eq!(found(&ports, &loud), [""; 0], "{}", String::from_utf8_lossy(&loud));
    assert_eq!(found(&places, &loud), [""; 0], "{}", String::from_utf8_lossy(&loud));
    assert!(!found(&places, &log).is_empty(), "the same search finds them below info");
}

/// Where lines go: all of them, and those at info and above once more.
struct Both {
    all: Buffer,
    loud: Buffer,
}

impl<'a> MakeWriter<'a> for Both {
    type Writer = Tee;

    fn make_writer(&'a self) -> Tee {
        Tee(self.all.clone(), None)
    }

    fn make_writer_for(&'a self, of: &tracing::Metadata<'_>) -> Tee {
        let loud = *of.level() <= tracing::Level::INFO;
        Tee(self.all.clone(), loud.then(|| self.loud.clone()))
    }
}

struct Tee(Buffer, Option<Buffer>);

impl Write for Tee {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some(loud) = &mut self.1 {
            loud.write_all(bytes)?;
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
