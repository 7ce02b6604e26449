//! Where a certificate is demanded behind the handshake, by path.

use super::super::reader::Reader;
use super::paths::taken_by;
use super::sections::{Content, inners, is_condition, is_location};
use super::spelling::method;
use super::tree::{Node, named};
use super::truth::Truth;
use super::{Doubt, setting};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;

/// What `SSLVerifyClient` in sections comes to.
#[derive(Debug)]
pub(super) struct ByPath<'t> {
    /// A certificate is demanded for every path.
    pub(super) whole: bool,
    /// Where it is demanded for some of them, or for the rest of them, and how to say it.
    pub(super) parts: Vec<(&'t Node, String)>,
    /// It is demanded in a way that is not followed.
    pub(super) doubt: Option<Doubt<'t>>,
    /// It is asked for, and may be of any issuer.
    pub(super) asks: Option<Doubt<'t>>,
}

/// Where a certificate is demanded for paths, and whether that is all of them; says where TLS 1.3 gets in its way.
pub(super) fn by_path<'t>(
    reader: &mut Reader<'_>,
    main: &'t [Node],
    host: &'t [Node],
    content: Content<'_>,
) -> ByPath<'t> {
    let mut found = ByPath { whole: false, parts: Vec::new(), doubt: None, asks: None };
    let all = || main.iter().chain(if std::ptr::eq(main, host) { &[] } else { host });
    // Later sections are put over earlier ones, and locations over folders and files.
    let mut sections = Vec::new();
    inners(all(), &mut sections);
    sections.extend(all().filter(|node| is_location(node)));
    for section in sections {
        let Some(verify) = named(section.children(), "sslverifyclient").next_back() else { continue };
        let path = excerpt(&section.raw);
        let taken = if is_location(section) { taken_by(section) } else { Truth::Unknown };
        let method = method(verify);
        if method != "require" {
            if found.whole {
                let message = format!("no certificate is demanded for `{path}`, as for the rest of the host");
                found.parts.push((verify, message));
            }
            found.whole = false;
            // Who is asked for a certificate there may show one of any issuer.
            if method != "none" {
                found.asks = Some(Doubt::new(
                    verify,
                    "asks some requests for a certificate, which may be of any issuer",
                ));
            }
            continue;
        }
        if tls13(main, host) {
            let message = "TLS 1.3 is on, and the certificate is asked for behind the handshake";
            reader.say(rules::LOCATION_TLS13, &verify.place, message);
        }
        match taken {
            Truth::Yes => (found.whole, found.doubt, found.asks) = (true, None, None),
            Truth::Unknown if is_location(section) || content.reaches(section) => {
                found.doubt = Some(Doubt::new(verify, "demands a certificate for what may be all requests"));
            }
            _ if found.whole => {}
            _ => {
                let message =
                    format!("a certificate is demanded for `{path}`, and not for the rest of the host");
                found.parts.push((verify, message));
            }
        }
    }
    let in_conditions =
        main.iter().chain(host).filter(|node| node.name != "virtualhost").find_map(in_condition);
    if let Some(verify) = in_conditions {
        found.whole = false;
        found.doubt = Some(Doubt::new(verify, "changes on a condition what is demanded"));
    }
    found
}

/// An `SSLVerifyClient` that hangs on a condition.
fn in_condition(node: &Node) -> Option<&Node> {
    let own = is_condition(node).then(|| named(node.children(), "sslverifyclient").next()).flatten();
    own.or_else(|| node.children().iter().find_map(in_condition))
}

/// Whether `SSLProtocol` leaves TLS 1.3 on.
fn tls13(main: &[Node], host: &[Node]) -> bool {
    let Some(protocols) = setting(main, host, "sslprotocol") else { return true };
    let mut on = false;
    for word in &protocols.args {
        let (word, sign) = match word.split_at_checked(1) {
            Some(("+", rest)) => (rest, true),
            Some(("-", rest)) => (rest, false),
            _ => (word.as_str(), true),
        };
        if word.eq_ignore_ascii_case("all") || word.eq_ignore_ascii_case("tlsv1.3") {
            on = sign;
        }
    }
    on
}
