//! The terminal app in a real (pseudo-)terminal, with a real peer in another process.
//!
//! With `PURE2P_WRITE_PICTURE=path` it also writes what it looks like as SVG (`cargo xtask picture`).
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use portable_pty::CommandBuilder;
use pure2p_tests::screen::Screen;
use pure2p_tests::shell::{Person, pure2p_binary};

const ENTER: &str = "\r";
const ESCAPE: &str = "\x1b";
const F1: &str = "\x1bOP";
const F2: &str = "\x1bOQ";
const F3: &str = "\x1bOR";
const F4: &str = "\x1bOS";
const F5: &str = "\x1b[15~";
const F6: &str = "\x1b[17~";
const F7: &str = "\x1b[18~";
const F8: &str = "\x1b[19~";
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const DELETE: &str = "\x1b[3~";

fn app(person: &Person, columns: u16, rows: u16) -> Screen {
    let mut command = CommandBuilder::new(pure2p_binary());
    command.arg("--home");
    command.arg(person.home());
    command.args(["--listen", "127.0.0.1:0"]);
    for variable in ["PURE2P_HOME", "PURE2P_PASSPHRASE", "RUST_LOG"] {
        command.env_remove(variable);
    }
    Screen::run(command, columns, rows)
}

/// Without the blanks and frames that lines are filled and broken with.
fn squeezed(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace() && !"│▌".contains(*char)).collect()
}

#[test]
fn two_people_meet_write_and_leave() {
    let (alice, bob) = (Person::without_account(), Person::new("Bob"));
    let mut bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    let mut screen = app(&alice, 96, 24);

    // The bargain, then an account.
    screen.shows("There is no server, ever");
    assert!(screen.is_borrowed());
    screen.keys("Alice");
    screen.shows("Alice");
    screen.keys(ENTER);
    screen.shows("No contacts yet");
    screen.shows("Open on this machine only · 0 of 0 here");

    // What is typed is judged as it stands.
    screen.keys(F2);
    screen.shows("Add somebody");
    screen.keys("pure1");
    screen.shows("5 of 64 characters.");
    screen.keys("b");
    screen.shows("Group 2 has a character that no UID has.");
    screen.keys("\x15");
    screen.paste(&alice.uid());
    screen.shows("This is your own UID");
    screen.keys("\x15");
    screen.paste(&bob.link(&bob_open.address));
    screen.shows("They call themselves Bob");
    screen.keys(ENTER);
    screen.shows("Enter: send");

    // Written before Bob accepted: it waits, and says why.
    screen.keys("Hello Bob, it's me");
    screen.keys(ENTER);
    screen.until("the reason", |text| squeezed(text).contains("Bobhasn'tacceptedyouyet."));
    bob_open.until("a request", |event| event["event"] == "request");
    bob.row(&["accept", &alice.uid()]);
    screen.until("delivery", |text| text.contains("✓ delivered") && text.contains("1 of 1 here"));
    bob.row(&["read", &alice.uid()]);
    screen.shows("✓✓ read");

    // An answer arrives while the screen is open, and counts as read because it was seen.
    bob.row(&["send", &alice.uid(), "Nice to see you here. Shall we go for a walk?"]);
    screen.shows("Shall we go for a walk?");
    bob_open.until("the receipt", |event| event["event"] == "state" && event["state"] == "read");
    screen.keys("Yes, in an hour.");
    screen.keys(ENTER);
    assert_eq!(bob_open.message(), "Yes, in an hour.");
    screen.until("both delivered", |text| text.contains("✓ delivered") && text.contains("Yes, in an hour."));

    // What another process of this home does is seen at once; Carol's app is closed.
    let carol = Person::new("Carol");
    alice.row(&["add", &carol.link("127.0.0.1:9")]);
    alice.row(&["send", &carol.uid(), "Are you coming too?"]);
    screen.until("Carol", |text| text.contains("◷1") && text.contains("Carol's app isn't open."));
    if let Some(path) = std::env::var_os("PURE2P_WRITE_PICTURE") {
        std::fs::write(path, screen.picture()).unwrap();
    }

    // Small, and everything is still there.
    screen.resize(60, 16);
    let small = screen.until("a small screen", |text| {
        text.lines().count() <= 16 && text.contains("1 of 2 here") && text.contains("F1 Keys")
    });
    assert!(
        small.contains("Yes, in an hour.") && small.contains("Bob") && small.contains("Enter: send"),
        "{small}"
    );
    screen.resize(96, 24);
    // Painted anew, not left from before: a key that arrives together with a resize is seen with the next
    // key only (crossterm looks at one of the two).
    screen.until("a large screen", |text| {
        text.contains("Nice to see you") && text.contains("F10 Quit") && text.lines().count() > 20
    });

    // What happened to a message.
    screen.keys(UP);
    screen.shows("Enter: details");
    screen.keys(ENTER);
    let details = screen.shows("What happened to it");
    assert!(details.contains("Written") && details.contains("Delivered: it is on their device"), "{details}");
    screen.keys(ESCAPE);
    screen.until("the conversation", |text| !text.contains("What happened to it"));

    // A draft is there again after leaving, and Bob sees her go.
    screen.keys("not finish");
    screen.shows("not finish");
    screen.keys("\x03");
    assert_eq!(screen.ended(), 0);
    assert!(!screen.is_borrowed(), "the terminal was given back");
    bob_open.until("goodbye", |event| event["event"] == "presence" && event["presence"] == "was_here");
    let mut screen = app(&alice, 80, 24);
    screen.shows("Are you coming too?");
    screen.keys("j");
    screen.shows("not finish");
}

#[test]
fn every_dialog_opens_and_does_its_work() {
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    alice.row(&["add", &bob.link("127.0.0.1:9"), "--name", "Bob"]);
    alice.row(&["send", &bob.uid(), "a needle in the hay"]);
    let mut screen = app(&alice, 80, 40);
    screen.shows("needle");
    screen.keys("?");
    screen.until("help", |text| text.contains("marked message") && text.contains("any key: back"));
    screen.keys(ESCAPE);
    screen.until("no help", |text| !text.contains("any key: back"));
    screen.keys(F1);
    screen.shows("any key: back");
    screen.keys("q");
    screen.until("no help", |text| !text.contains("any key: back"));

    // The whole QR code of a link fits 80 × 40.
    screen.keys(F3);
    let link = screen.until("a QR code", |text| text.contains("▀") && text.contains("c: copy"));
    assert!(!link.contains("Make the window larger"), "{link}");
    // An escape with a key right behind it would be another key.
    screen.keys(ESCAPE);
    screen.shows("Enter: write");

    screen.keys(F6);
    screen.until("the contact", |text| text.contains("Safety number") && text.contains("127.0.0.1:9"));
    screen.keys("v");
    screen.shows("compared ✓");
    screen.keys("n");
    screen.shows("Name: Bob");
    screen.keys("by\r");
    screen.until("the new name", |text| text.contains("Bobby  ◌ not met yet"));
    screen.keys("b");
    screen.shows("Block Bobby?");
    screen.keys("y");
    screen.shows("No contacts yet");
    assert_eq!(alice.row(&["contacts"])["state"], "blocked");
    screen.keys(F4);
    screen.until("Bobby", |text| text.contains("▌Bobby: blocked") && text.contains("u: unblock"));
    screen.keys("u");
    screen.until("Unblocked", |text| text.contains("Unblocked.") && !text.contains("u: unblock"));
    screen.keys("q");
    screen.shows("Enter: write");

    screen.keys(F5);
    screen.keys("need");
    screen.until("a hit", |text| text.contains("▌Bobby") && text.contains("a needle in the hay"));
    screen.keys(ENTER);
    screen.shows("Enter: send");
    screen.keys(UP);
    screen.shows("Del: delete");
    screen.keys(DELETE);
    screen.shows("Delete this message?");
    screen.keys("y");
    screen.shows("Nothing written yet.");
    assert!(alice.rows(&["queue"]).is_empty());
    screen.keys(F6);
    screen.shows("d: remove");
    screen.keys("d");
    screen.shows("Remove Bobby?");
    screen.keys("y");
    screen.shows("No contacts yet");
    screen.keys("\x11");
    assert_eq!(screen.ended(), 0);
}

#[test]
fn strangers_wait_in_requests_and_the_mouse_works() {
    let (alice, bob, carol) = (Person::new("Alice"), Person::new("Bob"), Person::new("Carol"));
    alice.row(&["add", &bob.uid(), "--name", "Bob"]);
    alice.row(&["send", &bob.uid(), "for Bob"]);
    let mut screen = app(&alice, 80, 24);
    screen.shows("for Bob");
    screen.until("listening", |text| text.contains("Open on this machine only ·"));
    // Where she listens is in her link.
    let link = alice.field(&["link"], "link");
    carol.row(&["add", &link, "--name", "Alice"]);
    carol.row(&["send", &alice.uid(), "Do you remember me?"]);
    let mut carol_open = carol.open(&["--listen", "127.0.0.1:0"]);
    screen.shows("1 request");
    screen.keys(F4);
    screen.until("her words", |text| text.contains("Do you remember me?") && text.contains("no receipts"));
    screen.keys("a");
    screen.shows("You accepted");
    carol_open.until("delivery", |event| event["event"] == "state" && event["state"] == "delivered");
    screen.keys(ESCAPE);
    // Who wrote last stands on top. A click that came while the dialog is open would be nobody's.
    screen.until("Carol on top", |text| {
        text.starts_with(" ● Carol ") && text.contains("(1)") && !text.contains("no receipts")
    });
    // A click opens the other chat; one into the composer writes there.
    screen.click(5, 0);
    screen.until("Carol's chat", |text| text.contains("here now") && text.contains("Enter: write"));
    screen.click(40, 20);
    screen.shows("Enter: send");
    carol_open.until("the receipt", |event| event["event"] == "state" && event["state"] == "read");
    screen.keys("Of course!\r");
    assert_eq!(carol_open.message(), "Of course!");
}

#[test]
fn the_port_can_be_changed_and_reach_says_what_is_true() {
    let (alice, bob, carol) = (Person::new("Alice"), Person::new("Bob"), Person::new("Carol"));
    let bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    bob.row(&["add", &alice.uid()]);
    alice.row(&["add", &carol.uid(), "--name", "Carol"]);
    let mut screen = app(&alice, 90, 30);
    screen.shows("Open on this machine only · 0 of 1 here");

    screen.keys(F7);
    screen.shows("Answer new people: on");
    screen.keys(&DOWN.repeat(3));
    screen.shows("▌Port: ");
    screen.keys(ENTER);
    screen.keys("\x15"); // the whole line goes
    screen.keys("80\r");
    screen.shows("a port is a number from 1024 to 65535");
    screen.keys("\x15");
    screen.keys("nowhere\r");
    screen.until("the port, refused", |text| text.contains("▌Port: nowhere") && text.contains("a port is"));
    screen.keys("\x15");
    screen.keys("26000\r");
    screen.until("the new port", |text| text.contains("Port: 26000") && !text.contains("a port is"));
    assert_eq!(alice.row(&["settings"])["port"], 26_000);
    screen.keys("q");
    screen.until("no settings", |text| !text.contains("Answer new people"));

    // The router is asked unless somebody says no.
    screen.keys(F7);
    screen.shows("Ask the router to open a port: on");
    screen.keys(&DOWN.repeat(4));
    screen.keys(ENTER);
    screen.shows("Ask the router to open a port: off");
    assert_eq!(alice.row(&["settings"])["ask_router"], false);
    screen.keys("q");
    screen.until("no settings", |text| !text.contains("Answer new people"));

    // Nothing is claimed that did not happen.
    screen.keys(F8);
    let reach = screen.until("reach", |text| text.contains("Listening on 127.0.0.1:"));
    assert!(reach.contains("Only programs on this machine can reach you."), "{reach}");
    assert!(reach.contains(": on this machine only (this device's own)"), "{reach}");
    assert!(reach.contains("◌ Carol: nothing tried yet, in either direction"), "{reach}");
    assert!(!reach.contains("last at"), "{reach}");
    // It follows what happens while one looks: she reaches Bob, and he learns where she is.
    alice.row(&["add", &bob.link(&bob_open.address)]);
    screen.until("Bob reached", |text| text.contains("● Bob: you reach them (since "));
    bob_open.signal("TERM");
    bob_open.ended();
    screen.until("Bob's goodbye", |text| text.contains("○ Bob: you reach them (since "));
    let _bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    screen.until("Bob coming in", |text| {
        text.contains("● Bob: you reach them ")
            && text.contains("they reach you (since ")
            && text.contains("Bob came in from your own network, last at ")
    });
    // Checking anew forgets who came in, until they do again.
    screen.keys("n");
    screen.shows("they reach you (since ");
    screen.keys("q");
    screen.until("no reach", |text| !text.contains("Who can reach you"));
    // The session bar leads there, too.
    screen.click(3, 28);
    screen.shows("Who can reach you");
}

#[test]
fn everything_is_deleted_after_two_questions() {
    let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
    let mut bob_open = bob.open(&["--listen", "127.0.0.1:0"]);
    alice.row(&["add", &bob.link(&bob_open.address)]);
    bob.row(&["add", &alice.uid()]);
    let carol = Person::new("Carol");
    alice.row(&["add", &carol.uid(), "--name", "Carol"]);
    alice.row(&["send", &carol.uid(), "never delivered"]);
    let mut screen = app(&alice, 90, 30);
    screen.shows("1 of 2 here");
    bob_open.until("her presence", |event| event["event"] == "presence" && event["presence"] == "here");
    // Not while another process has it open.
    assert_eq!(alice.refused(&["delete-everything", "--yes"]), "already_open");

    screen.keys("s");
    screen.shows("Delete everything…");
    screen.keys(&DOWN.repeat(5));
    screen.shows("▌Delete everything…");
    screen.keys(ENTER);
    let lost = screen.shows("y: go on");
    assert!(lost.contains("your account") && lost.contains("your contacts"), "{lost}");
    assert!(squeezed(&lost).contains("1ofthemwasnotdeliveredandneverwillbe"), "{lost}");
    screen.keys("y");
    screen.shows("Type DELETE and Enter.");
    assert!(alice.home().join("key").exists());
    screen.keys("DELETE\r");
    assert_eq!(screen.ended(), 0);
    screen.shows("Everything is deleted.");
    assert!(!screen.is_borrowed());
    assert!(!alice.home().exists(), "{:?}", std::fs::read_dir(alice.home()).map(Iterator::collect::<Vec<_>>));
    bob_open.until("her goodbye", |event| event["event"] == "presence" && event["presence"] == "was_here");
    assert_eq!(alice.refused(&["uid"]), "no_account");
}

#[test]
fn a_home_that_is_open_elsewhere_says_so_and_gives_the_terminal_back() {
    let alice = Person::new("Alice");
    let _open = alice.open(&["--listen", "127.0.0.1:0"]);
    let mut screen = app(&alice, 80, 24);
    assert_eq!(screen.ended(), 2);
    screen.shows("Pure2P is already open for this home");
    assert!(!screen.is_borrowed());
}
