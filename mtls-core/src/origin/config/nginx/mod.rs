//! nginx: `http` and `stream` servers.
//!
//! Directives are inherited as nginx does it, and the rewrite module is followed for four kinds of clients (in plaintext,
//! without a certificate, with one of their own making, with a verified one), so that guards such as
//! `if ($ssl_client_verify != SUCCESS) { return 403; }` count for what they do.

mod errors;
mod headers;
mod known;
mod lexer;
mod listen;
mod rewrite;
mod scope;
mod stream;
mod tree;
mod values;

use std::collections::BTreeMap;

use super::files::folder;
use super::listener::Doubt;
use super::outcome::Outcome;
use super::reader::{Place, Reader};
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, finish,
    limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;
use listen::{Listen, listens};
use rewrite::{Answers, Rewriter, Server};
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
        stream::listeners(block.children(), options.limits.max_listeners, &mut listeners)?;
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
    /// Whether a script stands in it that may ask for certificates, and one that may refuse requests.
    scripted: (bool, bool),
    /// What stands in it that may change who is refused.
    unknown: Option<Doubt>,
}

/// What a server does, apart from its sockets.
struct Manner {
    auth: ClientAuth,
    tls: Serves,
    plaintext: Serves,
    decided: Place,
    verifies: bool,
    /// What keeps a refusal from being proved: over TLS, and in plaintext.
    doubts: [Option<Doubt>; 2],
}

impl<'r, 'f, 't> Http<'r, 'f, 't> {
    fn new(reader: &'r mut Reader<'f>, block: &'t [Directive]) -> Self {
        let own = || block.iter().filter(|one| one.name != "server");
        let scripted = (scripts(own(), asks_by_script), scripts(own(), refuses_by_script));
        let unknown = known::unknown(block).map(unknown_at);
        Self { reader, block, around: around(block), scripted, unknown }
    }

    fn listeners(mut self, found: &mut Vec<Listener>) -> Result<(), OriginError> {
        let most = self.reader.limits.max_listeners;
        let mut servers: Vec<(&Directive, Vec<Listen>)> = Vec::new();
        let mut count = 0_usize;
        for server in named(self.block, "server") {
            let listens = listens(server, most)?;
            count = count.saturating_add(listens.len());
            limit(&server.place.file, "listeners", count, most)?;
            servers.push((server, listens));
        }
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
        let maps = Maps::new(self.block);
        let headers = headers::Headers::new(self.block);
        let mut rewriter = Rewriter::new(self.block, &maps);
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
        let [over_tls, in_plaintext] = &manner.doubts;
        if !tls {
            one.serves = manner.plaintext;
            one.doubted(in_plaintext.clone());
            return one;
        }
        one.serves = manner.tls;
        one.client_auth = manner.auth;
        one.decided = Some(manner.decided.pair());
        one.doubted(over_tls.clone());
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
    fn manner(&mut self, rewriter: &mut Rewriter<'_, 't>, directive: &'t Directive) -> Manner {
        let server = rewriter.server(directive);
        let verify = setting(directive, &self.around, "ssl_verify_client");
        let mode = verify.map_or("off", |verify| verify.arg(0));
        let decided = verify.map_or(&directive.place, |verify| &verify.place).clone();
        let (plaintext, unproved) = self.without(rewriter, &server, Client::Plaintext);
        let rejects =
            setting(directive, &self.around, "ssl_reject_handshake").is_some_and(|on| on.arg(0) == "on");
        let mut manner = Manner {
            auth: ClientAuth::Off,
            tls: Serves::Refusal,
            plaintext,
            decided,
            verifies: false,
            doubts: [None, unproved],
        };
        if rejects {
            return manner;
        }
        if !matches!(mode, "on" | "optional" | "optional_no_ca") {
            let (tls, doubt) = self.without(rewriter, &server, Client::Bare);
            let scripted = self.scripted.0 || scripts(directive.children().iter(), asks_by_script);
            manner.auth = if scripted { ClientAuth::Unknown } else { ClientAuth::Off };
            (manner.tls, manner.doubts[0]) = (tls, doubt);
            return manner;
        }
        manner.verifies = true;
        self.anchors(directive, mode, &manner.decided);
        let on = mode == "on";
        let bare = rewriter.answers(&server, Client::Bare);
        let self_made = rewriter.answers(&server, Client::SelfMade);
        let mut unsure = !on && bare.outcome.unsure || mode == "optional_no_ca" && self_made.outcome.unsure;
        unsure |= errors::judge(self.reader, rewriter, &server, mode);
        let doubt = unsure.then(|| rewriter.doubt.take()).flatten();
        let verified = rewriter.answers(&server, Client::Verified);
        rewriter.doubt = None;
        let served_bare = !on && bare.outcome.served;
        let served_self_made = mode == "optional_no_ca" && self_made.outcome.served;
        if bare.by_name || self_made.by_name || verified.by_name {
            let place = asks_for_names(directive).unwrap_or(&directive.place);
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
            self.reader.say(rules::ANY_CERTIFICATE, &manner.decided, message);
        }
        manner.auth = match (served_bare, served_self_made) {
            (true, _) => ClientAuth::Optional,
            (false, true) => ClientAuth::AnyCertificate,
            (false, false) => ClientAuth::Required,
        };
        let scripted = self.scripted.1 || scripts(directive.children().iter(), refuses_by_script);
        if manner.auth != ClientAuth::Required && (rewriter.exhausted || scripted) {
            manner.auth = ClientAuth::Unknown;
        }
        if manner.auth == ClientAuth::Required {
            manner.doubts[0] = doubt.map(|place| unproved_at(&place));
            if !on {
                manner.doubts[0] = manner.doubts[0].take().or_else(|| self.unknown(directive));
            }
        }
        let all = verified.outcome.join(if on { Outcome::default() } else { bare.outcome });
        manner.tls = all.serves();
        manner
    }

    /// What a server answers to a client that it asks for no certificate, and what keeps a refusal from being proved.
    fn without(
        &self,
        rewriter: &mut Rewriter<'_, 't>,
        server: &Server<'t>,
        client: Client,
    ) -> (Serves, Option<Doubt>) {
        let answers = rewriter.answers(server, client);
        let outcome = answers.outcome.join(errors::before(rewriter, server, client));
        let doubt = rewriter.doubt.take();
        if outcome.served {
            return (Serves::Content, None);
        }
        let doubt = doubt.filter(|_| outcome.unsure).map(|place| unproved_at(&place));
        match doubt.or_else(|| self.unknown(server.directive)) {
            Some(doubt) => (Serves::Content, Some(doubt)),
            None => (outcome.serves(), None),
        }
    }

    /// What stands in a server or around it that may change who is refused.
    fn unknown(&self, server: &Directive) -> Option<Doubt> {
        known::unknown(server.children()).map(unknown_at).or_else(|| self.unknown.clone())
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

/// That a refusal is not proved, for a directive that may change it.
fn unknown_at(directive: &Directive) -> Doubt {
    unproved(&directive.place, &format!("what `{}` does to requests", excerpt(&directive.name)))
}

/// That a refusal is not proved, for where a request may come to.
fn unproved_at(place: &Place) -> Doubt {
    unproved(place, "whether what stands here is reached without a certificate")
}

fn unproved(place: &Place, what: &str) -> Doubt {
    Doubt { place: place.pair(), message: format!("{what} is not known; probe it live") }
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
