//! Apache httpd with mod_ssl.
//!
//! Sections are merged as httpd does it, hosts are chosen by address, port and order, and access rules are worked out for four
//! kinds of clients. Of `.htaccess` files nothing is known: they may only add to what is refused.

mod access;
mod expr;
mod headers;
mod hosts;
mod tree;

use super::files::folder;
use super::reader::{Place, Reader};
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, finish,
    limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;
use access::{Access, access, is_whole, parts, place_of_names};
use expr::Client;
use hosts::{Bound, bound};
use tree::{Loader, Node, named};

/// Directives of the main server, counted for each host that they are merged with.
const MOST_MERGED: usize = 4_000_000;

/// Judges an Apache configuration.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let Some(text) = files.main(ConfigKind::Apache).into_iter().next() else {
        return Err(OriginError::option("files", "no configuration is given"));
    };
    let mut reader = Reader::new(files, &options.limits, folder(&text.name));
    let main = Loader::new(&mut reader).file(text, 0, 0)?;
    let mut listeners = Vec::new();
    let mut manners: Vec<(*const Node, bool, Manner)> = Vec::new();
    let known = headers::identity_headers(&main);
    let hosts = named(&main, "virtualhost").count();
    limit(&text.name, "sections for every host", main.len().saturating_mul(hosts), MOST_MERGED)?;
    for one in bound(&mut reader, &main)? {
        let host = one.host.map_or(main.as_slice(), Node::children);
        // A host on several sockets is looked at once for each way that it speaks.
        let key = one.host.map_or(std::ptr::null(), std::ptr::from_ref);
        let tls = speaks_tls(&one, &main, host);
        let at = manners.iter().position(|(host, with_tls, _)| (*host, *with_tls) == (key, tls));
        let manner = match at {
            Some(at) => manners.get(at).map(|(_, _, manner)| manner.clone()),
            None => {
                let place = one.host.map_or(&one.place, |host| &host.place);
                headers::judge(&mut reader, &known, &main, host);
                let manner = manner(&mut reader, &main, host, place, tls);
                manners.push((key, tls, manner.clone()));
                Some(manner)
            }
        };
        if let Some(manner) = manner {
            listeners.push(listener(&one, &main, host, &manner, tls));
        }
        limit(&text.name, "listeners", listeners.len(), options.limits.max_listeners)?;
    }
    finish(ConfigKind::Apache, files, reader, listeners, options)
}

/// The directive of this name that holds for a host: its own, or the main server's.
fn setting<'t>(main: &'t [Node], host: &'t [Node], name: &'t str) -> Option<&'t Node> {
    named(host, name).next_back().or_else(|| named(main, name).next_back())
}

/// What a host does with its clients.
#[derive(Clone)]
struct Manner {
    auth: ClientAuth,
    serves: Serves,
    decided: Place,
    verifies: bool,
}

/// `SSLEngine`; without it, TLS is spoken where the port is for https and a certificate is named.
fn speaks_tls(one: &Bound<'_>, main: &[Node], host: &[Node]) -> bool {
    match setting(main, host, "sslengine") {
        Some(engine) => engine.arg(0).eq_ignore_ascii_case("on"),
        None => one.https && setting(main, host, "sslcertificatefile").is_some(),
    }
}

fn listener(one: &Bound<'_>, main: &[Node], host: &[Node], manner: &Manner, tls: bool) -> Listener {
    let place = one.host.map_or(&one.place, |host| &host.place);
    let mut found = Listener::new(&place.file, place.line, &one.address, one.port);
    found.tls = tls;
    found.default = one.default;
    found.names = one.names.clone();
    found.serves = manner.serves;
    let files = |names: &[&str]| -> Vec<String> {
        names.iter().filter_map(|name| setting(main, host, name)).map(|node| node.arg(0).to_owned()).collect()
    };
    found.http2 = setting(main, host, "protocols")
        .is_some_and(|protocols| protocols.args.iter().any(|arg| arg == if tls { "h2" } else { "h2c" }));
    if !tls {
        return found;
    }
    found.client_auth = manner.auth;
    found.decided = Some(manner.decided.pair());
    let policy = setting(main, host, "sslvhostsnipolicy").map(|policy| policy.arg(0).to_ascii_lowercase());
    found.checks_sni = policy.as_deref() != Some("insecure");
    let cache = setting(main, host, "sslsessioncache");
    found.shares_sessions = cache.is_some_and(|cache| !cache.arg(0).eq_ignore_ascii_case("none"));
    found.certificates = files(&["sslcertificatefile"]);
    if manner.verifies {
        found.anchors = files(&["sslcacertificatefile", "sslcacertificatepath"]);
    }
    let checks = setting(main, host, "sslcarevocationcheck");
    if checks.is_some_and(|check| !check.arg(0).eq_ignore_ascii_case("none")) {
        found.crls = files(&["sslcarevocationfile"]);
        found.revocation = !files(&["sslcarevocationfile", "sslcarevocationpath"]).is_empty();
    }
    found
}

fn manner(reader: &mut Reader<'_>, main: &[Node], host: &[Node], place: &Place, tls: bool) -> Manner {
    let plain =
        |auth, serves, decided: &Place| Manner { auth, serves, decided: decided.clone(), verifies: false };
    if !tls {
        return plain(ClientAuth::Off, serves(&[access(main, host, Client::Plaintext)]), place);
    }
    let verify = setting(main, host, "sslverifyclient");
    let mode = verify.map_or_else(|| "none".to_owned(), |verify| verify.arg(0).to_ascii_lowercase());
    let decided = verify.map_or(place, |verify| &verify.place);
    let by_path = by_path(reader, main, host);
    let bare = access(main, host, Client::Bare);
    let verifies = matches!(mode.as_str(), "optional" | "require" | "optional_no_ca");
    if mode.contains("${") {
        return plain(ClientAuth::Unknown, Serves::Content, decided);
    }
    if !verifies {
        if by_path == ByPath::Whole {
            let verified = access(main, host, Client::Verified);
            check_cas(reader, main, host, decided);
            return Manner { verifies: true, ..plain(ClientAuth::Required, serves(&[verified]), decided) };
        }
        return plain(ClientAuth::Off, serves(&[bare]), decided);
    }
    let self_made = access(main, host, Client::SelfMade);
    let verified = access(main, host, Client::Verified);
    if mode != "optional_no_ca" {
        check_cas(reader, main, host, decided);
    }
    if let Some(names) = place_of_names(host).or_else(|| place_of_names(main)) {
        reader.say(
            rules::IDENTITY_BY_SUBJECT,
            names,
            "names in the client's certificate decide who is served",
        );
    }
    let served_bare = mode != "require" && bare.outcome.served && by_path != ByPath::Whole;
    let served_self_made = mode == "optional_no_ca" && self_made.outcome.served && by_path != ByPath::Whole;
    if served_bare
        && let Some(part) = bare
            .refusing
            .iter()
            .find(|part| !verified.refusing.iter().any(|other| std::ptr::eq(*other, **part)))
    {
        let message = format!(
            "a certificate is demanded for `{}`, and not for the rest of the host",
            excerpt(&part.raw)
        );
        reader.say(rules::SOME_LOCATIONS, &part.place, message);
    }
    if served_bare && served_self_made {
        let message = "a client certificate of any issuer is taken, and none is needed";
        reader.say(rules::ANY_CERTIFICATE, decided, message);
    }
    let auth = match (served_bare, served_self_made) {
        (false, false) => ClientAuth::Required,
        // A rule for a directory may refuse what the host lets through; that is not followed.
        _ if rewrites_below(main) || rewrites_below(host) => ClientAuth::Unknown,
        (true, _) => ClientAuth::Optional,
        (false, true) => ClientAuth::AnyCertificate,
    };
    let ways = if mode == "require" { vec![verified] } else { vec![bare, verified] };
    Manner { auth, serves: serves(&ways), decided: decided.clone(), verifies: true }
}

fn serves(ways: &[Access<'_>]) -> Serves {
    let served = ways.iter().any(|way| way.outcome.served);
    let redirected = ways.iter().any(|way| way.outcome.redirected);
    match (served, redirected) {
        (true, _) => Serves::Content,
        (false, true) => Serves::Redirect,
        (false, false) => Serves::Refusal,
    }
}

/// Whether a certificate is demanded behind the handshake, by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByPath {
    Nothing,
    Some,
    Whole,
}

/// Says where a certificate is demanded for paths, and whether that is all of them.
fn by_path(reader: &mut Reader<'_>, main: &[Node], host: &[Node]) -> ByPath {
    let server = setting(main, host, "sslverifyclient")
        .is_some_and(|mode| mode.arg(0).eq_ignore_ascii_case("require"));
    let mut found = ByPath::Nothing;
    if server {
        return found;
    }
    for part in parts(main, host) {
        let Some(verify) = named(part.section.children(), "sslverifyclient").next_back() else { continue };
        if !verify.arg(0).eq_ignore_ascii_case("require") {
            continue;
        }
        if tls13(main, host) {
            let message = "TLS 1.3 is on, and the certificate is asked for behind the handshake";
            reader.say(rules::LOCATION_TLS13, &verify.place, message);
        }
        if is_whole(part.section) {
            found = ByPath::Whole;
        } else {
            let path = excerpt(&part.section.raw);
            let message = format!("a certificate is demanded for `{path}`, and not for the rest of the host");
            reader.say(rules::SOME_LOCATIONS, &verify.place, message);
            if found == ByPath::Nothing {
                found = ByPath::Some;
            }
        }
    }
    found
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

fn check_cas(reader: &mut Reader<'_>, main: &[Node], host: &[Node], decided: &Place) {
    let named = ["sslcacertificatefile", "sslcacertificatepath"]
        .into_iter()
        .any(|name| setting(main, host, name).is_some());
    if !named {
        let message = "client certificates are verified, and `SSLCACertificateFile` names no CA";
        reader.say(rules::CA_MISSING, decided, message);
    }
}

/// Whether rewriting is done below the host, in a section by path.
fn rewrites_below(section: &[Node]) -> bool {
    section.iter().any(|node| {
        node.name != "virtualhost"
            && node.section.is_some()
            && (named(node.children(), "rewriterule").next().is_some() || rewrites_below(node.children()))
    })
}

#[cfg(test)]
mod tests;
