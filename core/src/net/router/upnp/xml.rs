//! The XML of UPnP, read in one pass without recursion: device descriptions and SOAP answers.

use quick_xml::Reader;
use quick_xml::events::Event;

/// The largest document that is read, in bytes. Real descriptions have 3 to 20 KiB.
pub(super) const MAX: usize = 64 * 1024;
/// Elements within elements.
const MAX_DEPTH: usize = 32;
/// The longest value that is taken, in bytes; a longer one is as good as none.
const MAX_VALUE: usize = 1_024;
/// Services of one router.
const MAX_SERVICES: usize = 64;
/// Values in one SOAP answer.
const MAX_VALUES: usize = 32;

/// Why a document is not read. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("elements too deep within each other")]
    Depth,
    #[error("a document type, which nobody needs here")]
    DocType,
    #[error("not well-formed")]
    Malformed,
    #[error("not what was asked for")]
    Other,
    #[error("too large")]
    Size,
}

/// What a description says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Description {
    /// Where its references begin, if not where it came from.
    pub(crate) base: Option<String>,
    pub(crate) services: Vec<Service>,
}

/// A service of a device, however deep in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Service {
    pub(crate) kind: String,
    pub(crate) control: String,
}

/// What came of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Names and values, in the order given.
    Done(Vec<(String, String)>),
    /// UPnP's error code (Device Architecture 1.1, section 3.2.2).
    Failed(u16),
}

enum Seen<'a> {
    Opened(&'a str),
    /// With the text directly in it.
    Closed(&'a str, &'a str),
}

/// Reads a device description.
///
/// # Errors
/// [`Fault`].
pub(crate) fn description(document: &[u8]) -> Result<Description, Fault> {
    let mut read = Description::default();
    let mut service = Service::default();
    walk(document, |seen| match seen {
        Seen::Opened("service") => service = Service::default(),
        Seen::Closed("URLBase", text) if !text.is_empty() => read.base = Some(text.to_owned()),
        Seen::Closed("serviceType", text) => text.clone_into(&mut service.kind),
        Seen::Closed("controlURL", text) => text.clone_into(&mut service.control),
        Seen::Closed("service", _) if read.services.len() < MAX_SERVICES => {
            read.services.push(std::mem::take(&mut service));
        }
        _ => {}
    })?;
    Ok(read)
}

/// Reads the answer to `action`.
///
/// # Errors
/// [`Fault`].
pub(crate) fn outcome(document: &[u8], action: &str) -> Result<Outcome, Fault> {
    let (mut inside, mut answered) = (false, false);
    let mut values = Vec::new();
    let mut code = None;
    walk(document, |seen| match seen {
        Seen::Opened(name) if is_response(name, action) => inside = true,
        Seen::Closed(name, _) if is_response(name, action) => {
            inside = false;
            answered = true;
        }
        Seen::Closed("errorCode", text) => code = code.or(text.parse().ok()),
        Seen::Closed(name, text) if inside && values.len() < MAX_VALUES => {
            values.push((name.to_owned(), text.to_owned()));
        }
        _ => {}
    })?;
    match code {
        Some(code) => Ok(Outcome::Failed(code)),
        None if answered => Ok(Outcome::Done(values)),
        None => Err(Fault::Other),
    }
}

fn is_response(name: &str, action: &str) -> bool {
    name.strip_suffix("Response") == Some(action)
}

fn walk(document: &[u8], mut each: impl FnMut(Seen<'_>)) -> Result<(), Fault> {
    if document.len() > MAX {
        return Err(Fault::Size);
    }
    // Names of routers come in any encoding; what matters here is ASCII.
    let document = String::from_utf8_lossy(document);
    let mut reader = Reader::from_str(document.trim_start_matches('\u{feff}'));
    let (mut depth, mut elements) = (0_usize, 0_usize);
    let mut text = String::new();
    loop {
        match reader.read_event().map_err(|_| Fault::Malformed)? {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Fault::Depth);
                }
                elements += 1;
                text.clear();
                each(Seen::Opened(tag.local_name().as_ref()));
            }
            Event::Empty(tag) => {
                elements += 1;
                text.clear();
                each(Seen::Opened(tag.local_name().as_ref()));
                each(Seen::Closed(tag.local_name().as_ref(), ""));
            }
            Event::End(tag) => {
                depth = depth.checked_sub(1).ok_or(Fault::Malformed)?;
                let value = text.trim();
                each(Seen::Closed(
                    tag.local_name().as_ref(),
                    if value.len() > MAX_VALUE { "" } else { value },
                ));
                text.clear();
            }
            Event::Text(part) => push(&mut text, &part.xml10_content()),
            Event::CData(part) => push(&mut text, &part.xml10_content()),
            Event::GeneralRef(name) => {
                let resolved = match &*name.xml10_content() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().map_err(|_| Fault::Malformed)?,
                };
                push(&mut text, resolved.ok_or(Fault::Malformed)?.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(Fault::DocType),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth == 0 && elements > 0 => return Ok(()),
            Event::Eof => return Err(Fault::Malformed),
        }
    }
}

/// A little more than is taken, so that what is too long is known to be.
fn push(text: &mut String, part: &str) {
    if text.len() <= MAX_VALUE {
        text.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    const ROOT: &str = r#"<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><URLBase>http://192.168.1.1:5000/</URLBase>
<device><friendlyName>M&#252;ller &amp; Co</friendlyName><serviceList><service><serviceType>urn:any:Any:1</serviceType>
<controlURL>/any</controlURL></service></serviceList><deviceList><device><serviceList><service>
<serviceType> urn:schemas-upnp-org:service:WANIPConnection:1 </serviceType><SCPDURL>/x.xml</SCPDURL>
<controlURL>/ctl?a=1&amp;b=2</controlURL></service><service/></serviceList></device></deviceList></device></root>"#;

    #[test]
    fn a_description_is_read() {
        let read = description(ROOT.as_bytes()).unwrap();
        assert_eq!(read.base.as_deref(), Some("http://192.168.1.1:5000/"));
        let services: Vec<_> =
            read.services.iter().map(|service| (&*service.kind, &*service.control)).collect();
        assert_eq!(
            services,
            [
                ("urn:any:Any:1", "/any"),
                ("urn:schemas-upnp-org:service:WANIPConnection:1", "/ctl?a=1&b=2"),
                ("", "")
            ]
        );
    }

    #[test]
    fn outcomes_are_read() {
        let done = r#"<s:Envelope xmlns:s="e"><s:Body><u:AddPinholeResponse xmlns:u="f"><UniqueID>7</UniqueID><Empty/>
            </u:AddPinholeResponse></s:Body></s:Envelope>"#;
        let values = vec![("UniqueID".to_owned(), "7".to_owned()), ("Empty".to_owned(), String::new())];
        assert_eq!(outcome(done.as_bytes(), "AddPinhole"), Ok(Outcome::Done(values)));
        assert_eq!(outcome(done.as_bytes(), "DeletePinhole"), Err(Fault::Other));
        let failed = "<Envelope><Body><Fault><faultcode>s:Client</faultcode><detail><UPnPError><errorCode>718</errorCode>\
            <errorDescription>Conflict</errorDescription></UPnPError></detail></Fault></Body></Envelope>";
        assert_eq!(outcome(failed.as_bytes(), "AddPortMapping"), Ok(Outcome::Failed(718)));
    }

    #[test]
    fn what_is_too_much_is_refused_without_reading_on() {
        assert_eq!(description(&vec![b' '; MAX + 1]), Err(Fault::Size));
        // Ten thousand of these end a process whose parser recurses.
        assert_eq!(description("<a>".repeat(20_000).as_bytes()), Err(Fault::Depth));
        assert_eq!(description(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), Err(Fault::DocType));
        assert_eq!(description(b"<a>&b;</a>"), Err(Fault::Malformed));
        for malformed in ["", "hello", "<a>", "</a>", "<a></b>", "<a", "<a><b></a></b>"] {
            assert_eq!(description(malformed.as_bytes()), Err(Fault::Malformed), "{malformed}");
        }
        let long = format!("<service><controlURL>{}</controlURL></service>", "a".repeat(2_000));
        assert_eq!(description(long.as_bytes()).unwrap().services, [Service::default()]);
        let many = format!("<a>{}</a>", "<service/>".repeat(1_000));
        assert_eq!(description(many.as_bytes()).unwrap().services.len(), MAX_SERVICES);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = (description(&bytes), outcome(&bytes, "AddPinhole"));
        }

        #[test]
        fn nearly_right_documents_panic_nowhere(at in 0usize..700, to: u8, cut in 0usize..800) {
            let mut bytes = ROOT.as_bytes().to_vec();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = to;
            }
            bytes.truncate(cut);
            let _ = description(&bytes);
        }
    }
}
