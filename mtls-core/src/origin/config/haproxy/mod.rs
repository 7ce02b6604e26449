//! HAProxy: frontends and what they bind.
//!
//! The rules of a frontend and of its backends are followed for four kinds of clients, with the host that they ask for, so that
//! guards such as `http-request deny unless { ssl_c_used }` count for what they do. HAProxy itself never compares the name of
//! the handshake with the host of the request.

mod acl;
mod asked;
mod bind;
mod rules;
mod sections;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::client::Client;
use super::files::folder;
use super::outcome::Outcome;
use super::pattern::Known;
use super::reader::{Place, Reader};
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, finish,
    limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as catalog;
use asked::{Answer, Asked, protected};
use bind::{Address, Entry, based, bind};
use rules::{Backend, Front, is_always};
use sections::{Line, Section};

/// Judges a HAProxy configuration.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let texts = files.main(ConfigKind::Haproxy);
    let Some(first) = texts.first() else {
        return Err(OriginError::option("files", "no configuration is given"));
    };
    let mut reader = Reader::new(files, &options.limits, folder(&first.name));
    let mut sections = Vec::new();
    for text in &texts {
        sections::read(&mut reader, text, &mut sections)?;
    }
    let merged = sections.len().saturating_mul(sections.iter().map(|one| one.lines.len()).max().unwrap_or(0));
    limit(&first.name, "lines for every section", merged, MOST_MERGED)?;
    let steps = Cell::new(0);
    let whole = Whole::new(&sections);
    let mut fronts = Vec::new();
    for section in sections.iter().filter(|one| matches!(one.kind.as_str(), "frontend" | "listen")) {
        let lines = whole.lines(section);
        let state = lines.iter().rev().find(|line| matches!(line.word(0), "disabled" | "enabled"));
        if state.is_none_or(|line| line.word(0) == "enabled") {
            fronts.push(Front::new(section, lines, &whole.backends, &steps));
        }
    }
    let protected = fronts.iter().flat_map(|front| protected(front, &options.hosts)).collect();
    let mut listeners = Vec::new();
    for front in fronts {
        whole.front(&mut reader, front, (options, &protected), &mut listeners)?;
        limit(&first.name, "listeners", listeners.len(), options.limits.max_listeners)?;
    }
    finish(ConfigKind::Haproxy, files, reader, listeners, options)
}

/// Lines of the longest section, counted for each section.
const MOST_MERGED: usize = 20_000_000;

/// `defaults` that are made from others.
const DEEPEST: usize = 8;

/// What holds for all sections.
struct Whole<'t> {
    sections: &'t [Section],
    backends: BTreeMap<&'t str, Backend<'t>>,
    /// Whether HAProxy keeps no sessions itself.
    no_cache: bool,
    /// `ssl-default-bind-options`.
    defaults: Vec<String>,
    crt_base: String,
    ca_base: String,
    /// The headers that carry what is known of client certificates, in lower case.
    headers: BTreeSet<String>,
}

impl<'t> Whole<'t> {
    fn new(sections: &'t [Section]) -> Self {
        let global = |name: &'static str| {
            let lines = sections.iter().filter(|one| one.kind == "global").flat_map(move |one| one.all(name));
            lines.last().map(|line| line.from(1)).unwrap_or_default()
        };
        let path = |name| global(name).first().cloned().unwrap_or_default();
        let mut whole = Self {
            sections,
            backends: BTreeMap::new(),
            no_cache: path("tune.ssl.cachesize") == "0",
            defaults: global("ssl-default-bind-options").to_vec(),
            crt_base: path("crt-base"),
            ca_base: path("ca-base"),
            headers: BTreeSet::new(),
        };
        let behind = sections.iter().filter(|one| matches!(one.kind.as_str(), "backend" | "listen"));
        whole.backends = behind.map(|one| (one.name.as_str(), Backend::new(whole.lines(one)))).collect();
        let lines = sections.iter().flat_map(|one| &one.lines);
        whole.headers = lines
            .filter(|line| {
                line.word(0) == "http-request" && matches!(line.word(1), "set-header" | "add-header")
            })
            .filter(|line| line.from(3).iter().any(|word| word.contains("ssl_c_")))
            .map(|line| line.word(2).to_ascii_lowercase())
            .collect();
        whole
    }

    /// The lines of a section, behind those of the `defaults` that it is made from, which may be made from others.
    fn lines(&self, section: &'t Section) -> Vec<&'t Line> {
        let mut chain = vec![section];
        let before = self.sections.iter().take_while(|one| !std::ptr::eq(*one, section));
        let mut next = match &section.from {
            Some(name) => self.defaults_named(name),
            None => before.filter(|one| one.kind == "defaults").last(),
        };
        while let Some(defaults) = next.filter(|_| chain.len() <= DEEPEST) {
            chain.push(defaults);
            next = defaults.from.as_ref().and_then(|name| self.defaults_named(name));
        }
        chain.into_iter().rev().flat_map(|one| &one.lines).collect()
    }

    fn defaults_named(&self, name: &str) -> Option<&'t Section> {
        self.sections.iter().find(|one| one.kind == "defaults" && one.name == name)
    }

    fn front(
        &self,
        reader: &mut Reader<'_>,
        front: Front<'t>,
        asked: (&ConfigOptions, &BTreeSet<String>),
        found: &mut Vec<Listener>,
    ) -> Result<(), OriginError> {
        let begin = found.len();
        for line in front.section.all("bind") {
            let (addresses, entries) = bind(reader, line, &self.defaults, (&self.crt_base, &self.ca_base))?;
            let mixed = entries.iter().any(|one| one.tls.mode() != "required");
            for address in &addresses {
                for entry in &entries {
                    let one = self.listener(reader, &front, (address, entry), asked, mixed);
                    found.push(one);
                }
                limit(&line.place.file, "listeners", found.len(), reader.limits.max_listeners)?;
            }
        }
        let serves = found.iter().skip(begin).any(|one| one.serves == Serves::Content);
        if serves && front.is_http() {
            self.judge_headers(reader, &front);
        }
        Ok(())
    }

    fn listener(
        &self,
        reader: &mut Reader<'_>,
        front: &Front<'_>,
        (address, entry): (&Address, &Entry),
        (options, protected): (&ConfigOptions, &BTreeSet<String>),
        mixed: bool,
    ) -> Listener {
        let mut one = Listener::new(&entry.place.file, entry.place.line, &address.address, address.port);
        one.quic = address.quic;
        one.names = entry.names.clone();
        one.default = entry.default;
        let tls = &entry.tls;
        one.tls = tls.on || address.quic || tls.unsettled;
        if tls.unsettled {
            one.client_auth = ClientAuth::Unknown;
            one.certificates = tls.certificates.clone();
            return one;
        }
        let asked =
            Asked { front, port: address.port, hosts: &options.hosts, entry, protected, unfit: false };
        if !one.tls {
            if !front.is_http() {
                one.tls = true;
                one.client_auth = ClientAuth::Unknown;
                return one;
            }
            let plain = asked.any(Client::Plaintext);
            one.serves = plain.outcome.serves();
            one.doubted(plain.doubt());
            return one;
        }
        one.http2 = tls.http2;
        one.certificates = tls.certificates.clone();
        let mode = tls.mode();
        let decided = tls.verify.as_ref().map_or(&entry.place, |(_, place)| place).clone();
        one.decided = Some(decided.pair());
        let bare = asked.any(Client::Bare);
        let keeps_sessions = mixed && !(tls.no_tickets && self.no_cache);
        if !matches!(mode, "required" | "optional") {
            one.serves = bare.outcome.join(asked.own_hosts(Client::Bare)).serves();
            one.shares_sessions = keeps_sessions;
            // What the environment says is not known.
            if mode != "none" {
                one.client_auth = ClientAuth::Unknown;
            }
            one.doubted(bare.doubt());
            return one;
        }
        let files = [&tls.ca_file, &tls.ca_verify_file];
        one.anchors = files.into_iter().flatten().map(|file| based(file, &self.ca_base)).collect();
        one.crls = tls.crl_file.iter().map(|file| based(file, &self.ca_base)).collect();
        one.revocation = !one.crls.is_empty();
        judge_cas(reader, entry, &self.ca_base, &decided);
        let self_made = asked.any(Client::SelfMade);
        let verified = asked.any(Client::Verified);
        let served_bare = mode == "optional" && bare.outcome.served;
        let ignores = tls.ignores_errors || tls.ignores_others;
        let served_self_made = ignores && self_made.outcome.served;
        if bare.by_name || self_made.by_name || verified.by_name {
            let asks = |line: &&&Line| line.words.iter().any(|word| word.contains("_dn("));
            let place = front.lines().iter().find(asks).map_or(&front.section.place, |line| &line.place);
            reader.say(
                catalog::IDENTITY_BY_SUBJECT,
                place,
                "names in the client's certificate decide who is served",
            );
        }
        if served_bare && bare.outcome.refused && !verified.outcome.refused {
            let refuses = |line: &&&Line| {
                matches!(line.word(1), "deny" | "reject")
                    && line.words.iter().any(|word| word.contains("ssl_"))
            };
            let behind = self.backends.values().flat_map(|backend| &backend.lines);
            let place = front.lines().iter().chain(behind).find(refuses).map_or(&decided, |line| &line.place);
            let message = "a certificate is demanded of some requests, and not of the rest";
            reader.say(catalog::SOME_LOCATIONS, place, message);
        }
        if served_bare && served_self_made {
            let message = "a client certificate of any issuer is taken, and none is needed";
            reader.say(catalog::ANY_CERTIFICATE, &decided, message);
        }
        let unfit = tls.ignores_unfitness.then(|| Asked { unfit: true, ..asked }.any(Client::SelfMade));
        if !served_self_made && unfit.as_ref().is_some_and(|answer| answer.outcome.served) {
            let message =
                "certificates of the CA that are out of date, revoked or for servers are let through";
            reader.say(crate::finding::rules::origin_probe::UNFIT_CERTIFICATE, &decided, message);
        }
        one.client_auth = match (served_bare, served_self_made) {
            (false, false) => ClientAuth::Required,
            _ if front.scripted => ClientAuth::Unknown,
            (false, true) if !tls.ignores_errors => ClientAuth::Unknown,
            (true, _) => ClientAuth::Optional,
            (false, true) => ClientAuth::AnyCertificate,
        };
        one.serves = verified
            .outcome
            .join(if mode == "optional" { bare.outcome } else { Outcome::default() })
            .serves();
        let unproved = [(mode == "optional").then_some(&bare), ignores.then_some(&self_made), unfit.as_ref()];
        let mut doubt = unproved.into_iter().flatten().find_map(Answer::doubt);
        // Over a connection with another name, and over one that was resumed with this one.
        let other = asked.over(Client::Bare, &[Known::whole("\u{1}another")]);
        one.checks_sni = !other.outcome.served;
        doubt = doubt.or_else(|| other.doubt().filter(|_| mixed));
        one.doubted(doubt.filter(|_| one.client_auth == ClientAuth::Required));
        let by_name_alone = one.checks_sni && asked.same_name().served;
        one.shares_sessions = by_name_alone && keeps_sessions;
        one
    }

    /// Says where a frontend passes on a header of identity as the client wrote it.
    fn judge_headers(&self, reader: &mut Reader<'_>, front: &Front<'_>) {
        let set: BTreeSet<String> = front
            .lines()
            .iter()
            .filter(|line| {
                line.word(0) == "http-request" && matches!(line.word(1), "set-header" | "del-header")
            })
            .filter(|line| is_always(line))
            .map(|line| line.word(2).to_ascii_lowercase())
            .collect();
        if let Some(name) = self.headers.iter().find(|name| !set.contains(*name)) {
            let message =
                format!("the header {} goes to the application as the client wrote it", excerpt(name));
            reader.say(catalog::IDENTITY_HEADER, &front.section.place, message);
        }
    }
}

fn judge_cas(reader: &mut Reader<'_>, entry: &Entry, ca_base: &str, decided: &Place) {
    let tls = &entry.tls;
    if tls.ca_file.is_none() && tls.ca_verify_file.is_none() {
        reader.say(
            catalog::CA_MISSING,
            decided,
            "client certificates are verified, and `ca-file` names no CA",
        );
    }
    if [&tls.ca_file, &tls.ca_verify_file].into_iter().flatten().any(|file| file == "@system-ca") {
        reader.say(catalog::CA_TOO_WIDE, decided, "the CAs of the system are trusted for clients");
    }
    if let (Some(own), Some(silent)) = (&tls.ca_file, &tls.ca_verify_file)
        && !reader.are_alike(&based(own, ca_base), &based(silent, ca_base))
    {
        let message = format!("the CAs in {} are trusted for clients too", excerpt(silent));
        reader.say(catalog::CA_UNADVERTISED, decided, message);
    }
}

#[cfg(test)]
mod tests;
