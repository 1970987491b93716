//! Every fuzz target over its seeds and some thousand mutations of them: finds what is near, on the stable
//! compiler, the same in every run. `tests/fuzz/README.md` says how to search further.
//!
//! `PURE2P_WRITE_SEEDS=1` writes the seeds anew before that.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::sync::Once;

use pure2p_core::identity::{Card, ContactLink};
use pure2p_core::net::router::fuzzing as router;
use pure2p_core::wire::{Batch, Item, ItemId, ItemVerdict, PendingHello, Presence, Verdict, WireAddress};
use pure2p_core::wire::{answer_hello, fuzzing, items};
use pure2p_tests::fuzz::{MAPPING, TARGETS, answerer, asker, sessions};
use pure2p_tests::rng::Repeatable;

/// Mutations per target.
const MUTATIONS: usize = 3_000;

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target)
}

/// The seeds of a target in a fixed order, whatever order the file system has.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    static WRITTEN: Once = Once::new();
    WRITTEN.call_once(|| {
        if std::env::var_os("PURE2P_WRITE_SEEDS").is_some() {
            TARGETS.iter().for_each(|(target, _)| write_seeds(target));
        }
    });
    let mut paths: Vec<_> =
        std::fs::read_dir(folder(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// A few small changes, as libFuzzer makes them.
fn mutate(seeds: &[Vec<u8>], rng: &mut Repeatable) -> Vec<u8> {
    let mut data = seeds[rng.below(seeds.len())].clone();
    for _ in 0..=rng.below(4) {
        let at = rng.below(data.len() + 1);
        match rng.below(7) {
            0 if at < data.len() => data[at] ^= 1 << rng.below(8),
            1 if at < data.len() => data[at] = rng.number() as u8,
            2 => data.insert(at, rng.number() as u8),
            3 if at < data.len() => drop(data.remove(at)),
            4 => data.truncate(at),
            5 => {
                let other = &seeds[rng.below(seeds.len())];
                data.truncate(at);
                data.extend_from_slice(&other[rng.below(other.len() + 1)..]);
            }
            _ => {
                let edges = [0, 1, 0x17, 0x18, 0x1b, 0x5f, 0x7f, 0x80, 0x9b, 0x9f, 0xbf, 0xff];
                data.insert(at, edges[rng.below(edges.len())]);
            }
        }
    }
    data
}

fn smoke(name: &str) {
    let (_, target) = TARGETS.iter().find(|(target, _)| *target == name).unwrap();
    let seeds = seeds(name);
    assert!(seeds.len() > 1);
    seeds.iter().for_each(|seed| target(seed));
    target(&[]);
    let mut rng = Repeatable::new(name.len() as u64);
    for _ in 0..MUTATIONS {
        target(&mutate(&seeds, &mut rng));
    }
}

#[test]
fn batch() {
    smoke("batch");
}

#[test]
fn hello_body() {
    smoke("hello_body");
}

#[test]
fn hello_payload() {
    smoke("hello_payload");
}

#[test]
fn link() {
    smoke("link");
}

#[test]
fn port_mapping() {
    smoke("port_mapping");
}

#[test]
fn router_xml() {
    smoke("router_xml");
}

#[test]
fn sealed_body() {
    smoke("sealed_body");
}

#[test]
fn uid() {
    smoke("uid");
}

/// The seeds must be worth mutating: each gets as deep as its target goes.
#[test]
fn seeds_reach_behind_the_first_check() {
    let (account, rng) = (answerer(), &mut Repeatable::new(2));
    assert!(seeds("hello_body").iter().any(|seed| answer_hello(account, seed, rng).is_ok()));
    assert!(seeds("hello_payload").iter().any(|seed| fuzzing::read_hello_payload(seed).is_ok()));
    assert!(seeds("batch").iter().all(|seed| fuzzing::read_batch(seed).is_ok()));
    assert!(seeds("sealed_body").iter().any(|seed| fuzzing::read_plaintext(seed).is_ok()));
    let (client, nonce, port) = MAPPING;
    let mapping = |seed: &Vec<u8>| router::read_port_mapping(seed, client, nonce, port);
    assert!(seeds("port_mapping").iter().filter_map(mapping).count() > 1);
    let gateway = "192.168.1.1".parse().unwrap();
    let places = |seed: &Vec<u8>| router::read_upnp(seed, gateway);
    assert!(seeds("router_xml").iter().flat_map(places).count() > 2);
    let text = |seed| String::from_utf8(seed).unwrap();
    assert!(seeds("link").into_iter().all(|seed| ContactLink::parse_any(&text(seed)).is_ok()));
    assert!(seeds("uid").into_iter().map(text).any(|seed| ContactLink::parse_any(&seed).is_ok()));
}

/// A batch with every field in it.
fn full() -> Batch {
    let item = |n, kind, body| Item { id: ItemId([n; 16]), kind, counter: 1, written_at: 2, body };
    Batch {
        presence: Some(Presence {
            addresses: vec![
                WireAddress("192.0.2.7:24680".parse().unwrap()),
                WireAddress("[2001:db8::7]:24680".parse().unwrap()),
            ],
            name: Some("Zoë".to_owned()),
            leaving: true,
            ..Presence::default()
        }),
        observed: Some(WireAddress("198.51.100.9:50000".parse().unwrap())),
        items: vec![
            item(1, items::KIND_TEXT, items::text_body("hello")),
            item(2, items::KIND_READ, items::read_body(&[ItemId([3; 16])])),
        ],
        verdicts: vec![ItemVerdict { id: ItemId([4; 16]), verdict: Verdict::Held }],
        park: Some(60),
        ..Batch::default()
    }
}

/// Length, content, a little padding.
fn prefixed(length: &[u8], content: &[u8]) -> Vec<u8> {
    [length, content, &[0; 8]].concat()
}

/// As servers write them: granted, refused, announced, of the older protocol.
fn port_mapping_seeds() -> Vec<(&'static str, Vec<u8>)> {
    let (client, nonce, port) = MAPPING;
    let request = router::port_mapping_request(client, nonce, port);
    let answer = |opcode: u8, code: u8| {
        let head = [2, opcode, 0, code, 0, 0, 0x1c, 0x20, 0, 0, 3, 0xe8];
        [head.as_slice(), &[0; 12], &request[24..]].concat()
    };
    let natpmp = |opcode: u8, rest: &[u8]| [&[0, opcode, 0, 0, 0, 0, 3, 0xe8], rest].concat();
    vec![
        ("announced", answer(0x80, 0)[..24].to_vec()),
        ("granted", answer(0x81, 0)),
        ("natpmp_address", natpmp(128, &[11, 0, 0, 10])),
        ("natpmp_granted", natpmp(130, &[0x60, 0x68, 0x60, 0x68, 0, 0, 0x1c, 0x20])),
        ("other_version", vec![0, 128, 0, 1, 0, 0, 3, 0xe8]),
        ("refused", answer(0x81, 2)),
    ]
}

fn router_xml_seeds() -> Vec<(&'static str, Vec<u8>)> {
    let service = |kind: &str, control: &str| {
        format!(
            "<service><serviceType>urn:schemas-upnp-org:service:{kind}</serviceType><controlURL>{control}</controlURL></service>"
        )
    };
    let description = format!(
        "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><URLBase>http://192.168.1.1:5000/</URLBase>\
         <device><friendlyName>M&#252;ller &amp; Co</friendlyName><serviceList>{}{}</serviceList></device></root>",
        service("WANIPConnection:1", "/ctl/IPConn"),
        service("WANIPv6FirewallControl:1", "http://192.168.1.1:5000/ctl?a=1&amp;b=2"),
    );
    let envelope =
        |body: &str| format!("<s:Envelope xmlns:s=\"e\"><s:Body>{body}</s:Body></s:Envelope>").into_bytes();
    let done = "<u:AddPortMappingResponse xmlns:u=\"w\"><NewReservedPort>1</NewReservedPort></u:AddPortMappingResponse>";
    let failed = "<s:Fault><detail><UPnPError><errorCode>718</errorCode></UPnPError></detail></s:Fault>";
    let found = "HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\n\
        LOCATION: http://192.168.1.1:5000/rootDesc.xml\r\n\r\n";
    vec![
        ("description", description.into_bytes()),
        ("done", envelope(done)),
        ("failed", envelope(failed)),
        ("found", found.into()),
    ]
}

fn write_seeds(target: &str) {
    let account = asker();
    let card = Card {
        serial: 7,
        addresses: vec!["192.0.2.7:24680".parse().unwrap(), "[2001:db8::7]:24680".parse().unwrap()],
        name: Some("Zoë".to_owned()),
        invite: Some([0xa5; 16]),
    };
    let (pending, hello) = PendingHello::new(account, &answerer().uid(), &mut Repeatable::new(1)).unwrap();
    drop(pending);
    let (_, answer) = answer_hello(answerer(), &hello, &mut Repeatable::new(2)).unwrap();
    let (cbor, empty) = (fuzzing::batch_cbor(&full()), fuzzing::batch_cbor(&Batch::default()));
    let payload = |version| [0xa2, 0x61, b'v', 0x82, version, 9, 0x61, b'f', 1];
    let sealed = || sessions().unwrap().0.seal_request(&Batch::default()).unwrap().1;
    let seeds: Vec<(&str, Vec<u8>)> = match target {
        "batch" => vec![("empty", empty), ("full", cbor)],
        "hello_body" => vec![("answer", answer), ("hello", hello)],
        "hello_payload" => {
            vec![("newer", prefixed(&[0, 9], &payload(2))), ("ours", prefixed(&[0, 9], &payload(1)))]
        }
        "link" => vec![
            ("bare", ContactLink::from(account.uid()).to_string().into()),
            ("card", card.sign(account).unwrap().to_string().into()),
            ("qr", card.sign(account).unwrap().qr_text().into()),
            ("uid", account.uid().grouped().into()),
        ],
        "port_mapping" => port_mapping_seeds(),
        "router_xml" => router_xml_seeds(),
        "sealed_body" => vec![
            ("empty", prefixed(&(empty.len() as u32).to_be_bytes(), &empty)),
            ("full", prefixed(&(cbor.len() as u32).to_be_bytes(), &cbor)),
            // Not the target's own session, whose bodies would open.
            ("foreign", sealed().split_off(16)),
        ],
        "uid" => vec![
            ("begun", "pure 1q".into()),
            ("grouped", account.uid().grouped().into()),
            ("upper", account.uid().to_string().to_uppercase().into()),
        ],
        other => panic!("no seeds for {other}"),
    };
    std::fs::create_dir_all(folder(target)).unwrap();
    for (name, seed) in seeds {
        std::fs::write(folder(target).join(name), seed).unwrap();
    }
}
