//! nginx: `http` and `stream` servers.
//!
//! Directives are inherited as nginx does it, and the rewrite module is followed for four kinds of clients (in plaintext,
//! without a certificate, with one of their own making, with a verified one), so that guards such as
//! `if ($ssl_client_verify != SUCCESS) { return 403; }` count for what they do.

mod errors;
mod headers;
mod lexer;
mod listen;
mod rewrite;
mod stream;
mod tree;
mod values;

use std::collections::BTreeMap;

use super::files::folder;
use super::reader::{Place, Reader};
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, finish,
    limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;
use listen::{Listen, listens};
use rewrite::{Answers, Outcome, Rewriter};
use tree::{Directive, named};
use values::{Client, Maps};

/// Judges an nginx configuration.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let Some(main) = files.main(ConfigKind::Nginx).into_iter().next() else {
        return Err(OriginError::option("files", "no configuration is given"));
    };
    let mut reader = Reader::new(files, &options.limits, folder(&main.name));
    let tree = tree::read(&mut reader, main)?;
    let mut listeners = Vec::new();
    for http in named(&tree, "http") {
        Http::new(&mut reader, http.children()).listeners(&mut listeners)?;
    }
    for block in named(&tree, "stream") {
        stream::listeners(block.children(), &mut listeners);
    }
    limit(&main.name, "listeners", listeners.len(), options.limits.max_listeners)?;
    finish(ConfigKind::Nginx, files, reader, listeners, options)
}

/// What a block says beside its servers, by name; of several directives of one name the last.
type Around<'t> = BTreeMap<&'t str, &'t Directive>;

fn around(block: &[Directive]) -> Around<'_> {
    let own = block.iter().filter(|one| one.name != "server");
    own.map(|one| (one.name.as_str(), one)).collect()
}

/// The directive of this name that holds for a server: its own, or that of the block around it.
fn setting<'t>(server: &'t Directive, around: &Around<'t>, name: &str) -> Option<&'t Directive> {
    server.children().iter().rfind(|one| one.name == name).or_else(|| around.get(name).copied())
}

/// The files that these directives name, each once.
fn files_of(server: &Directive, around: &Around<'_>, names: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let file = setting(server, around, name).map(|one| one.arg(0).to_owned());
        found.extend(file.filter(|file| !found.contains(file)));
    }
    found
}

/// An `http` block.
struct Http<'r, 'f, 't> {
    reader: &'r mut Reader<'f>,
    block: &'t [Directive],
    around: Around<'t>,
    /// Its `error_page` directives.
    pages: Vec<&'t Directive>,
    /// Whether a script stands in it that may ask for certificates, and one that may refuse requests.
    scripted: (bool, bool),
    maps: Maps<'t>,
}

/// What a server does, apart from its sockets.
struct Manner {
    auth: ClientAuth,
    tls: Serves,
    plaintext: Serves,
    decided: Place,
    verifies: bool,
}

impl<'r, 'f, 't> Http<'r, 'f, 't> {
    fn new(reader: &'r mut Reader<'f>, block: &'t [Directive]) -> Self {
        let maps = named(block, "map").map(|map| (map.arg(1).trim_start_matches('$'), map)).collect();
        let own = || block.iter().filter(|one| one.name != "server");
        let scripted = (scripts(own(), asks_by_script), scripts(own(), refuses_by_script));
        let (around, pages) = (around(block), named(block, "error_page").collect());
        Self { reader, block, around, pages, scripted, maps }
    }

    fn listeners(mut self, found: &mut Vec<Listener>) -> Result<(), OriginError> {
        let servers: Vec<(&Directive, Vec<Listen>)> =
            named(self.block, "server").map(|server| (server, listens(server))).collect();
        // What one `listen` says of a socket holds for all servers on it.
        let mut sockets: BTreeMap<(String, u16, bool), Socket> = BTreeMap::new();
        for (index, (_, listens)) in servers.iter().enumerate() {
            for listen in listens {
                let (address, port, udp) = listen.key();
                let socket = sockets.entry((address.to_owned(), port, udp)).or_insert(Socket::new(index));
                socket.tls |= listen.tls;
                socket.http2 |= listen.http2;
                if listen.default && !socket.marked {
                    (socket.default, socket.marked) = (index, true);
                }
            }
        }
        let maps = std::mem::take(&mut self.maps);
        let headers = headers::Headers::new(self.block);
        let mut rewriter = Rewriter::new(&maps);
        for (index, (server, listens)) in servers.iter().enumerate() {
            let manner = self.manner(&mut rewriter, server);
            headers.judge(self.reader, server);
            for listen in listens {
                let (address, port, udp) = listen.key();
                let Some(socket) = sockets.get(&(address.to_owned(), port, udp)) else { continue };
                let default = socket.default == index;
                let old =
                    servers.get(socket.default).and_then(|(first, _)| setting(first, &self.around, "ssl"));
                let tls = socket.tls || old.is_some_and(|ssl| ssl.arg(0) == "on");
                found.push(self.listener(server, listen, &manner, (tls, socket.http2, default)));
            }
            limit(&server.place.file, "listeners", found.len(), self.reader.limits.max_listeners)?;
        }
        if rewriter.exhausted {
            let place = servers.first().map(|(server, _)| server.place.clone());
            if let Some(place) = place {
                self.reader.unresolved(&place, "there are more ways through the servers than are followed");
            }
        }
        Ok(())
    }

    fn listener(
        &self,
        server: &Directive,
        listen: &Listen,
        manner: &Manner,
        (tls, http2, default): (bool, bool, bool),
    ) -> Listener {
        let mut one = Listener::new(&listen.place.file, listen.place.line, &listen.address, listen.port);
        one.tls = tls;
        one.quic = listen.quic;
        one.default = default;
        one.names = named(server.children(), "server_name")
            .flat_map(|names| &names.args)
            .map(|name| spelled(name))
            .collect();
        one.http2 = http2 || setting(server, &self.around, "http2").is_some_and(|on| on.arg(0) == "on");
        if !tls {
            one.serves = manner.plaintext;
            return one;
        }
        one.serves = manner.tls;
        one.client_auth = manner.auth;
        one.decided = Some(manner.decided.pair());
        // nginx compares the names where a server verifies clients.
        one.checks_sni = manner.verifies;
        let cache = setting(server, &self.around, "ssl_session_cache");
        one.shares_sessions = setting(server, &self.around, "ssl_session_ticket_key").is_some()
            || cache.is_some_and(|cache| {
                cache.args.iter().any(|arg| arg.starts_with("shared:") || arg.starts_with("builtin"))
            });
        one.certificates = files_of(server, &self.around, &["ssl_certificate"]);
        if manner.verifies {
            one.anchors =
                files_of(server, &self.around, &["ssl_client_certificate", "ssl_trusted_certificate"]);
        }
        one.crls = files_of(server, &self.around, &["ssl_crl"]);
        let ocsp = setting(server, &self.around, "ssl_ocsp").is_some_and(|ocsp| ocsp.arg(0) != "off");
        one.revocation = ocsp || !one.crls.is_empty();
        one
    }

    /// What a server does with its clients.
    fn manner(&mut self, rewriter: &mut Rewriter<'_, 't>, server: &'t Directive) -> Manner {
        let verify = setting(server, &self.around, "ssl_verify_client");
        let mode = verify.map_or("off", |verify| verify.arg(0));
        let decided = verify.map_or(&server.place, |verify| &verify.place).clone();
        let plaintext = serves(rewriter.answers(server, Client::Plaintext).outcome);
        let bare = rewriter.answers(server, Client::Bare);
        let rejects =
            setting(server, &self.around, "ssl_reject_handshake").is_some_and(|on| on.arg(0) == "on");
        if rejects {
            let auth = ClientAuth::Off;
            return Manner { auth, tls: Serves::Refusal, plaintext, decided, verifies: false };
        }
        if !matches!(mode, "on" | "optional" | "optional_no_ca") {
            let scripted = self.scripted.0 || scripts(server.children().iter(), asks_by_script);
            let auth = if scripted { ClientAuth::Unknown } else { ClientAuth::Off };
            return Manner { auth, tls: serves(bare.outcome), plaintext, decided, verifies: false };
        }
        let self_made = rewriter.answers(server, Client::SelfMade);
        let verified = rewriter.answers(server, Client::Verified);
        self.anchors(server, mode, &decided);
        errors::judge(self.reader, rewriter, &self.pages, server);
        let served_bare = mode != "on" && bare.outcome.served;
        let served_self_made = mode == "optional_no_ca" && self_made.outcome.served;
        if bare.by_name || self_made.by_name || verified.by_name {
            let place = asks_for_names(server).unwrap_or(&server.place);
            self.reader.say(
                rules::IDENTITY_BY_SUBJECT,
                place,
                "names in the client's certificate decide who is served",
            );
        }
        if served_bare {
            self.some_locations(&bare, &verified);
        }
        if served_bare && served_self_made {
            let message = "a client certificate of any issuer is taken, and none is needed";
            self.reader.say(rules::ANY_CERTIFICATE, &decided, message);
        }
        let mut auth = match (served_bare, served_self_made) {
            (true, _) => ClientAuth::Optional,
            (false, true) => ClientAuth::AnyCertificate,
            (false, false) => ClientAuth::Required,
        };
        if auth != ClientAuth::Required
            && (rewriter.exhausted || self.scripted.1 || scripts(server.children().iter(), refuses_by_script))
        {
            auth = ClientAuth::Unknown;
        }
        let all = verified.outcome.join(if mode == "on" { Outcome::default() } else { bare.outcome });
        Manner { auth, tls: serves(all), plaintext, decided, verifies: true }
    }

    /// Says what is wrong with the CAs that are named.
    fn anchors(&mut self, server: &Directive, mode: &str, decided: &Place) {
        let own = setting(server, &self.around, "ssl_client_certificate");
        let trusted = setting(server, &self.around, "ssl_trusted_certificate");
        if own.is_none() && mode != "optional_no_ca" {
            let message = "client certificates are verified, and `ssl_client_certificate` names no CA";
            self.reader.say(rules::CA_MISSING, decided, message);
        }
        if let Some(trusted) = trusted
            && own.is_none_or(|own| own.arg(0) != trusted.arg(0))
        {
            let message = format!("the CAs in {} are trusted for clients too", excerpt(trusted.arg(0)));
            self.reader.say(rules::CA_UNADVERTISED, &trusted.place, message);
        }
    }

    /// Says where a certificate is demanded, when it is not demanded everywhere.
    fn some_locations(&mut self, bare: &Answers<'_>, verified: &Answers<'_>) {
        let closed = bare.reached.iter().filter(|one| !one.outcome.served).find_map(|one| {
            let location = one.location?;
            let same = |other: &&rewrite::Reached<'_>| {
                other.location.is_some_and(|other| std::ptr::eq(other, location))
            };
            verified.reached.iter().find(same)?.outcome.served.then_some(location)
        });
        if let Some(location) = closed {
            let path = excerpt(&location.args.join(" "));
            let message =
                format!("a certificate is demanded for `{path}`, and not for the rest of the server");
            self.reader.say(rules::SOME_LOCATIONS, &location.place, message);
        }
    }
}

/// What all `listen` directives say of a socket.
struct Socket {
    tls: bool,
    http2: bool,
    default: usize,
    marked: bool,
}

impl Socket {
    fn new(first: usize) -> Self {
        Self { tls: false, http2: false, default: first, marked: false }
    }
}

fn serves(outcome: Outcome) -> Serves {
    match (outcome.served, outcome.redirected) {
        (true, _) => Serves::Content,
        (false, true) => Serves::Redirect,
        (false, false) => Serves::Refusal,
    }
}

/// A name as listeners have it: what depends on a variable is not known, as with a regular expression.
fn spelled(name: &str) -> String {
    if name.contains('$') && !name.starts_with('~') { format!("~{name}") } else { name.to_ascii_lowercase() }
}

/// Whether a directive of such a name stands among these or in them.
fn scripts<'t>(directives: impl Iterator<Item = &'t Directive>, is: fn(&str) -> bool) -> bool {
    let mut open: Vec<&Directive> = directives.collect();
    while let Some(directive) = open.pop() {
        if is(&directive.name) {
            return true;
        }
        open.extend(directive.children());
    }
    false
}

/// Scripts that run in the handshake may ask for a certificate.
fn asks_by_script(name: &str) -> bool {
    name.starts_with("ssl_") && name.contains("_by_lua")
}

/// Scripts that may refuse a request.
fn refuses_by_script(name: &str) -> bool {
    name.contains("_by_lua") || matches!(name, "js_content" | "js_set" | "perl" | "perl_set" | "auth_request")
}

/// The first `if` that looks at names in the certificate.
fn asks_for_names(server: &Directive) -> Option<&Place> {
    let mut open: Vec<&Directive> = server.children().iter().rev().collect();
    while let Some(directive) = open.pop() {
        if directive.name == "if" && directive.args.iter().any(|arg| arg.contains("_dn")) {
            return Some(&directive.place);
        }
        open.extend(directive.children().iter().rev());
    }
    None
}

#[cfg(test)]
mod tests;
