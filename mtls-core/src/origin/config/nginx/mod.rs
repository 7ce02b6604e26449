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
mod manner;
mod precedence;
mod rewrite;
mod scope;
mod spelling;
mod stream;
mod tree;
mod values;

use std::collections::BTreeMap;

use super::files::folder;
use super::listener::Doubt;
use super::reader::Reader;
use super::{ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, finish, limit};
use listen::{Listen, listens};
use manner::{Manner, asks_by_script, refuses_by_script, scripts, unknown_at};
use rewrite::Rewriter;
use tree::{Directive, named};
use values::Maps;

/// Judges an nginx configuration.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let Some(main) = files.main(ConfigKind::Nginx).into_iter().next() else {
        return Err(OriginError::option("files", "no configuration is given"));
    };
    let mut reader = Reader::new(files, &options.limits, folder(&main.name));
    let tree = tree::read(&mut reader, main)?;
    spelling::check(&tree)?;
    let mut listeners = Vec::new();
    for http in named(&tree, "http") {
        Http::new(&mut reader, http.children()).listeners(&mut listeners)?;
    }
    precedence::settle(&mut listeners, &options.hosts);
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
            let mut bound: Vec<(&Listen, Speaks)> = Vec::new();
            for listen in listens {
                let (address, port, udp) = listen.key();
                let Some(socket) = sockets.get(&(address.to_owned(), port, udp)) else { continue };
                let old =
                    servers.get(socket.default).and_then(|(first, _)| setting(first, &self.around, "ssl"));
                let tls = socket.tls || old.is_some_and(|ssl| ssl.says("on"));
                bound.push((listen, Speaks { tls, http2: socket.http2, default: socket.default == index }));
            }
            let manners = self.manners(&mut rewriter, server, &bound);
            for ((listen, speaks), manner) in bound.iter().zip(&manners) {
                found.push(self.listener(server, listen, manner, *speaks));
            }
            headers.judge(self.reader, server);
        }
        if rewriter.exhausted {
            let place = servers.first().map(|(server, _)| server.place.clone());
            if let Some(place) = place {
                self.reader.unresolved(&place, "there are more ways through the servers than are followed");
            }
        }
        Ok(())
    }

    fn listener(&self, server: &Directive, listen: &Listen, manner: &Manner, speaks: Speaks) -> Listener {
        let mut one = Listener::new(&listen.place.file, listen.place.line, &listen.address, listen.port);
        one.tls = speaks.tls;
        one.quic = listen.quic;
        one.default = speaks.default;
        one.names = named(server.children(), "server_name")
            .flat_map(|names| &names.args)
            .map(|name| spelled(name))
            .collect();
        one.http2 = speaks.http2 || setting(server, &self.around, "http2").is_some_and(|on| on.says("on"));
        let [over_tls, in_plaintext] = &manner.doubts;
        if !speaks.tls {
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
        let ocsp = setting(server, &self.around, "ssl_ocsp").is_some_and(|ocsp| !ocsp.says("off"));
        one.revocation = ocsp || !one.crls.is_empty();
        one
    }
}

/// What a socket is to one server.
#[derive(Clone, Copy)]
struct Speaks {
    tls: bool,
    http2: bool,
    default: bool,
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

/// A name as listeners have it: what depends on a variable is not known, as with a regular expression.
fn spelled(name: &str) -> String {
    if name.contains('$') && !name.starts_with('~') { format!("~{name}") } else { name.to_ascii_lowercase() }
}

#[cfg(test)]
mod tests;
