//! Nobody else is asked, whatever the environment and the contacts say.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pure2p_tests::lab::homes::FOURTH;
use pure2p_tests::lab::rules::Rules;
use pure2p_tests::lab::{Capture, Resident, Space, ask, laboratory, until};

const PROXY: &str = "http://11.0.0.99:3128";
const HOMES: [&str; 4] = ["A", "C", "U", "N"];

/// Somebody who accepts, says this to whatever comes, and counts.
fn answers(space: &Space, port: u16, answer: &'static [u8]) -> Arc<AtomicUsize> {
    let listener = space.inside(|| TcpListener::bind(("0.0.0.0", port))).unwrap();
    let came = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&came);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::Relaxed);
            // The request first, or the answer is lost with the connection.
            let _ = stream.read(&mut [0; 64 << 10]).and_then(|_| stream.write_all(answer));
        }
    });
    came
}

#[test]
fn a_proxy_in_the_environment_is_never_asked() {
    laboratory("alone::a_proxy_in_the_environment_is_never_asked", &HOMES, |lab| {
        let asked =
            answers(&lab.machine(FOURTH), 3128, b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
        let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
        let environment = names.map(|name| (name, PROXY));
        let person = |host: &str| Resident::with(lab, host, &environment);
        let (peer, others) = (person("hP"), ["hA", "hC", "hU", "hN"]);
        let others: Vec<_> =
            others.into_iter().filter(|host| lab.hosts().contains(host)).map(person).collect();
        let mut rules = Rules::new(lab);
        let capture = Capture::of(lab);
        peer.open();
        for other in &others {
            rules.contacts(peer.at(), other.at());
            peer.is_secret(&mut rules);
            other.is_secret(&mut rules);
            other.open();
            other.add(&peer.link());
            peer.add(&other.link());
            other.send(&peer, "Are you there?");
            peer.until_has(other, "Are you there?");
            peer.send(other, "Here I am.");
            other.until_has(&peer, "Here I am.");
        }
        // Goodbyes go the same way.
        for other in &others {
            other.close();
        }
        peer.close();
        let broken = rules.broken(&capture.stop());
        assert!(broken.is_empty(), "{broken:#?}");
        assert_eq!(asked.load(Ordering::Relaxed), 0, "the proxy was asked");
        // It was there to be asked.
        assert!(ask::reaches(&peer.host, "11.0.0.99:3128".parse().unwrap()));
    });
}

#[test]
fn who_is_sent_elsewhere_does_not_go() {
    const ELSEWHERE: &[u8] =
        b"HTTP/1.1 302 Found\r\nlocation: http://11.0.0.99:80/output\r\ncontent-length: 0\r\n\r\n";
    const FOR_GOOD: &[u8] =
        b"HTTP/1.1 308 Permanent Redirect\r\nlocation: http://11.0.0.99:80/output\r\ncontent-length: 0\r\n\r\n";
    laboratory("alone::who_is_sent_elsewhere_does_not_go", &["A", "C"], |lab| {
        let elsewhere = answers(&lab.machine(FOURTH), 80, b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        let (alice, bob, carol) =
            (Resident::new(lab, "hA"), Resident::new(lab, "hP"), Resident::new(lab, "hC"));
        let mut rules = Rules::new(lab);
        rules.contacts("hA", "hP");
        rules.contacts("hC", "hP");
        let capture = Capture::of(lab);
        for (port, answer, person) in [(45_002, ELSEWHERE, &alice), (45_003, FOR_GOOD, &carol)] {
            let asked = answers(&bob.host, port, answer);
            let address: SocketAddr = format!("11.0.0.2:{port}").parse().unwrap();
            person.add(&bob.link_to(address));
            person.send(&bob, "Are you there?");
            person.open();
            until("he was asked", || asked.load(Ordering::Relaxed) > 0);
            until("it is said that he is not there", || {
                person.waits_because(&bob).as_deref() == Some("not_open")
            });
            person.close();
        }
        let broken = rules.broken(&capture.stop());
        assert!(broken.is_empty(), "{broken:#?}");
        assert_eq!(elsewhere.load(Ordering::Relaxed), 0, "somebody went elsewhere");
    });
}
