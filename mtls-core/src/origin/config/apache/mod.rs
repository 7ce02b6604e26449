//! Apache httpd with mod_ssl.
//!
//! Hosts are chosen by address, port and order. A host that demands a certificate in the handshake is closed. One that only
//! asks for it is closed where its rules keep out whoever shows none: sections are merged as httpd does it, rewriting and
//! redirects are followed, and all that is not followed leaves the answer open.

mod access;
mod certificates;
mod expr;
mod headers;
mod hosts;
mod modelled;
mod paths;
mod rewrite;
mod rules;
mod sections;
mod spelling;
mod tree;
mod truth;
mod variables;

use std::collections::HashSet;

use super::client::Client;
use super::files::folder;
use super::reader::{Place, Reader};
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, finish,
    limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as catalogue;
use access::{Access, Answer, access, place_of_names};
use certificates::{ByPath, by_path};
use hosts::{Bound, bound};
use modelled::{of_macros, past_handshake};
use sections::Content;
use tree::{Loader, Node, named, size};

/// Directives of the main server, counted for each host that they are merged with.
const MOST_MERGED: usize = 4_000_000;

/// Judges an Apache configuration.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let Some(text) = files.main(ConfigKind::Apache).into_iter().next() else {
        return Err(OriginError::option("files", "no configuration is given"));
    };
    let mut reader = Reader::new(files, &options.limits, folder(&text.name));
    let mut main = Loader::new(&mut reader).file(text, None, (0, 0))?;
    spelling::check(&mut reader, &mut main)?;
    let mut listeners = Vec::new();
    let mut manners: Vec<(*const Node, bool, Manner)> = Vec::new();
    let known = headers::identity_headers(&main);
    let hosts = named(&main, "virtualhost").count();
    limit(&text.name, "sections for every host", size(&main).saturating_mul(hosts), MOST_MERGED)?;
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
                let manner = manner(&mut reader, &main, host, place, tls).with_macros(&main, host);
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

/// Why it is not to be told who is let in: a directive, and what it does.
#[derive(Clone, Copy, Debug)]
struct Doubt<'t> {
    node: &'t Node,
    why: &'static str,
}

impl<'t> Doubt<'t> {
    fn new(node: &'t Node, why: &'static str) -> Self {
        Self { node, why }
    }
}

/// What a host does with its clients.
#[derive(Clone)]
struct Manner {
    auth: ClientAuth,
    serves: Serves,
    decided: Place,
    verifies: bool,
    /// Why it is not known what it does with them.
    doubt: Option<String>,
}

impl Manner {
    fn new(auth: ClientAuth, serves: Serves, decided: &Place) -> Self {
        Self { auth, serves, decided: decided.clone(), verifies: false, doubt: None }
    }

    fn unknown(doubt: Doubt<'_>) -> Self {
        let node = doubt.node;
        let text = match node.section {
            Some(_) => format!("<{} {}>", node.name, node.raw),
            None => format!("{} {}", node.name, node.raw),
        };
        let doubt = format!("`{}` {}", excerpt(text.trim()), doubt.why);
        Self { doubt: Some(doubt), ..Self::new(ClientAuth::Unknown, Serves::Content, &node.place) }
    }

    /// What is open may be closed by a macro.
    fn with_macros(self, main: &[Node], host: &[Node]) -> Self {
        let open = matches!(self.auth, ClientAuth::Off | ClientAuth::Optional);
        match of_macros(main, host).filter(|_| open && self.serves == Serves::Content) {
            Some(doubt) => Self { verifies: self.verifies, ..Self::unknown(doubt) },
            None => self,
        }
    }

    fn verifying(self) -> Self {
        Self { verifies: true, ..self }
    }
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
    found.doubt = manner.doubt.clone();
    let files = |names: &[&str]| -> Vec<String> {
        names.iter().filter_map(|name| setting(main, host, name)).map(|node| node.arg(0).to_owned()).collect()
    };
    found.http2 = setting(main, host, "protocols")
        .is_some_and(|protocols| protocols.args.iter().any(|arg| arg == if tls { "h2" } else { "h2c" }));
    found.client_auth = manner.auth;
    found.decided = Some(manner.decided.pair());
    if !tls {
        return found;
    }
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
    if !tls {
        return unasked(&access(main, host, Client::Plaintext), place);
    }
    let verify = setting(main, host, "sslverifyclient");
    let mode = verify.map_or_else(|| "none".to_owned(), spelling::method);
    let decided = verify.map_or(place, |verify| &verify.place);
    if mode.contains("${") {
        return Manner::new(ClientAuth::Unknown, Serves::Content, decided);
    }
    let verifies = matches!(mode.as_str(), "optional" | "require" | "optional_no_ca");
    if verifies && let Some(names) = place_of_names(host).or_else(|| place_of_names(main)) {
        let message = "names in the client's certificate decide who is served";
        reader.say(catalogue::IDENTITY_BY_SUBJECT, names, message);
    }
    let verified = access(main, host, Client::Verified);
    if mode == "require" {
        check_cas(reader, main, host, decided);
        return match past_handshake(main, host) {
            Some(doubt) => Manner::unknown(doubt),
            None => Manner::new(ClientAuth::Required, serves(&[&verified]), decided),
        }
        .verifying();
    }
    let by_path = by_path(reader, main, host, Content::of(main, host, &paths::proxying(main, host)));
    let found = match verifies {
        true => asked(reader, main, host, decided, (&mode, &by_path, &verified)),
        false => not_asked(reader, main, host, place, (&by_path, &verified)),
    };
    if found.auth != ClientAuth::Required {
        for (node, message) in by_path.parts {
            reader.say(catalogue::SOME_LOCATIONS, &node.place, message);
        }
    }
    found
}

/// What is done with clients that no certificate is asked of.
fn unasked(access: &Access<'_>, place: &Place) -> Manner {
    match access.answer {
        Answer::Unclear(doubt) => Manner::unknown(doubt),
        _ => Manner::new(ClientAuth::Off, serves(&[access]), place),
    }
}

/// A host that asks for no certificate in the handshake.
fn not_asked(
    reader: &mut Reader<'_>,
    main: &[Node],
    host: &[Node],
    place: &Place,
    (by_path, verified): (&ByPath<'_>, &Access<'_>),
) -> Manner {
    let bare = access(main, host, Client::Bare);
    match (by_path.doubt, by_path.asks) {
        (Some(doubt), _) => Manner::unknown(doubt),
        (None, Some(doubt)) if !by_path.whole && !matches!(bare.answer, Answer::Served) => {
            Manner::unknown(doubt)
        }
        // Rules that let requests past sections might let them past this one.
        _ if by_path.whole => {
            check_cas(reader, main, host, place);
            match past_sections_of(main, host).or_else(|| past_handshake(main, host)) {
                Some(doubt) => Manner::unknown(doubt),
                None => Manner::new(ClientAuth::Required, serves(&[verified]), place),
            }
            .verifying()
        }
        _ => unasked(&bare, place),
    }
}

/// What lets requests past sections by path, whatever stands in them.
fn past_sections_of<'t>(main: &'t [Node], host: &'t [Node]) -> Option<Doubt<'t>> {
    let content = Content::of(main, host, &paths::proxying(main, host));
    modelled::past_everything(main, host).or_else(|| modelled::past_sections(main, host, content))
}

/// A host that asks for a certificate in the handshake, and goes on without.
fn asked(
    reader: &mut Reader<'_>,
    main: &[Node],
    host: &[Node],
    decided: &Place,
    (mode, by_path, verified): (&str, &ByPath<'_>, &Access<'_>),
) -> Manner {
    let any_issuer = mode == "optional_no_ca";
    if !any_issuer {
        check_cas(reader, main, host, decided);
    }
    let answer = |client| match access(main, host, client) {
        _ if by_path.whole => Access {
            answer: past_sections_of(main, host).map_or(Answer::Refused, Answer::Unclear),
            redirected: false,
            refusing: Vec::new(),
        },
        access => access,
    };
    let bare = answer(Client::Bare);
    let self_made = any_issuer.then(|| answer(Client::SelfMade));
    let served_bare = matches!(bare.answer, Answer::Served);
    let served_self_made = self_made.as_ref().is_some_and(|access| matches!(access.answer, Answer::Served));
    let unclear =
        [Some(&bare), self_made.as_ref()].into_iter().flatten().find_map(|access| match access.answer {
            Answer::Unclear(doubt) => Some(doubt),
            _ => None,
        });
    let unclear = unclear.or(by_path.doubt).or(by_path.asks).or_else(|| past_handshake(main, host));
    if served_bare && by_path.doubt.is_none() {
        let to_all: HashSet<*const Node> =
            verified.refusing.iter().map(|part| std::ptr::from_ref(*part)).collect();
        if let Some(part) = bare.refusing.iter().find(|part| !to_all.contains(&std::ptr::from_ref(**part))) {
            let path = excerpt(&part.raw);
            let message = format!("a certificate is demanded for `{path}`, and not for the rest of the host");
            reader.say(catalogue::SOME_LOCATIONS, &part.place, message);
        }
        if served_self_made {
            let message = "a client certificate of any issuer is taken, and none is needed";
            reader.say(catalogue::ANY_CERTIFICATE, decided, message);
        }
        return Manner::new(ClientAuth::Optional, serves(&[&bare, verified]), decided).verifying();
    }
    match (unclear, served_self_made) {
        (_, true) if !matches!(bare.answer, Answer::Unclear(_)) => {
            Manner::new(ClientAuth::AnyCertificate, serves(&[&bare, verified]), decided)
        }
        (Some(doubt), _) => Manner::unknown(doubt),
        (None, _) => Manner::new(ClientAuth::Required, serves(&[&bare, verified]), decided),
    }
    .verifying()
}

fn serves(ways: &[&Access<'_>]) -> Serves {
    let served = ways.iter().any(|way| !matches!(way.answer, Answer::Refused));
    let redirected = ways.iter().any(|way| way.redirected);
    match (served, redirected) {
        (true, _) => Serves::Content,
        (false, true) => Serves::Redirect,
        (false, false) => Serves::Refusal,
    }
}

fn check_cas(reader: &mut Reader<'_>, main: &[Node], host: &[Node], decided: &Place) {
    let named = ["sslcacertificatefile", "sslcacertificatepath"]
        .into_iter()
        .any(|name| setting(main, host, name).is_some());
    if !named {
        let message = "client certificates are verified, and `SSLCACertificateFile` names no CA";
        reader.say(catalogue::CA_MISSING, decided, message);
    }
}

#[cfg(test)]
mod tests;
