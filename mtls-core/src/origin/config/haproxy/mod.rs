//! HAProxy: frontends and what they bind.
//!
//! The rules of a frontend and of its backends are followed for four kinds of clients, with the host that they ask for, so that
//! guards such as `http-request deny unless { ssl_c_used }` count for what they do. HAProxy itself never compares the name of
//! the handshake with the host of the request.

mod acl;
mod bind;
mod rules;
mod sections;

use std::collections::{BTreeMap, BTreeSet};

use super::files::folder;
use super::pattern::Known;
use super::reader::{Place, Reader};
use super::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, Serves, finish,
    limit,
};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as catalog;
use acl::{Client, Request};
use bind::{Address, Entry, based, bind};
use rules::{Front, Outcome, is_always};
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
    let whole = Whole::new(&sections);
    let mut listeners = Vec::new();
    for section in sections.iter().filter(|one| matches!(one.kind.as_str(), "frontend" | "listen")) {
        let lines = whole.lines(section);
        if lines.iter().any(|line| line.word(0) == "disabled") {
            continue;
        }
        whole.front(&mut reader, Front::new(section, lines, &whole.backends), options, &mut listeners)?;
        limit(&first.name, "listeners", listeners.len(), options.limits.max_listeners)?;
    }
    finish(ConfigKind::Haproxy, files, reader, listeners, options)
}

/// Lines of the longest section, counted for each section.
const MOST_MERGED: usize = 20_000_000;

/// What holds for all sections.
struct Whole<'t> {
    sections: &'t [Section],
    backends: BTreeMap<&'t str, Vec<&'t Line>>,
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
            defaults: global("ssl-default-bind-options").to_vec(),
            crt_base: path("crt-base"),
            ca_base: path("ca-base"),
            headers: BTreeSet::new(),
        };
        let behind = sections.iter().filter(|one| matches!(one.kind.as_str(), "backend" | "listen"));
        whole.backends = behind.map(|one| (one.name.as_str(), whole.lines(one))).collect();
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

    /// The lines of a section, behind those of the `defaults` that it is made from.
    fn lines(&self, section: &'t Section) -> Vec<&'t Line> {
        let before = self.sections.iter().take_while(|one| !std::ptr::eq(*one, section));
        let defaults = match &section.from {
            Some(name) => self.sections.iter().find(|one| one.kind == "defaults" && one.name == *name),
            None => before.filter(|one| one.kind == "defaults").last(),
        };
        defaults.into_iter().chain([section]).flat_map(|one| &one.lines).collect()
    }

    fn front(
        &self,
        reader: &mut Reader<'_>,
        front: Front<'t>,
        options: &ConfigOptions,
        found: &mut Vec<Listener>,
    ) -> Result<(), OriginError> {
        let begin = found.len();
        for line in front.section.all("bind") {
            let (addresses, entries) = bind(reader, line, &self.defaults, (&self.crt_base, &self.ca_base))?;
            let mixed = entries.iter().any(|one| one.tls.mode() != "required");
            for address in &addresses {
                for entry in &entries {
                    let one = self.listener(reader, &front, (address, entry), options, mixed);
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
        options: &ConfigOptions,
        mixed: bool,
    ) -> Listener {
        let mut one = Listener::new(&entry.place.file, entry.place.line, &address.address, address.port);
        one.quic = address.quic;
        one.names = entry.names.clone();
        one.default = entry.default;
        let tls = &entry.tls;
        one.tls = tls.on || address.quic;
        let asked = Asked { front, port: address.port, hosts: &options.hosts, names: &entry.names };
        if !one.tls {
            if !front.is_http() {
                one.tls = true;
                one.client_auth = ClientAuth::Unknown;
                return one;
            }
            one.serves = serves(asked.any(Client::Plaintext).outcome);
            return one;
        }
        one.http2 = tls.http2;
        one.certificates = tls.certificates.clone();
        let mode = tls.mode();
        let decided = tls.verify.as_ref().map_or(&entry.place, |(_, place)| place).clone();
        one.decided = Some(decided.pair());
        let bare = asked.any(Client::Bare);
        if !matches!(mode, "required" | "optional") {
            one.serves = serves(both(bare.outcome, asked.own_hosts(Client::Bare)));
            one.shares_sessions = mixed && !tls.no_tickets;
            return one;
        }
        let files = [&tls.ca_file, &tls.ca_verify_file];
        one.anchors = files.into_iter().flatten().map(|file| based(file, &self.ca_base)).collect();
        one.crls = tls.crl_file.iter().map(|file| based(file, &self.ca_base)).collect();
        one.revocation = !one.crls.is_empty();
        judge_cas(reader, entry, &decided);
        let self_made = asked.any(Client::SelfMade);
        let verified = asked.any(Client::Verified);
        let served_bare = mode == "optional" && bare.outcome.served;
        let served_self_made = tls.ignores_errors && self_made.outcome.served;
        if bare.by_name || self_made.by_name || verified.by_name {
            let asks = |line: &&&Line| line.words.iter().any(|word| word.contains("_dn("));
            let place = front.lines.iter().find(asks).map_or(&front.section.place, |line| &line.place);
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
            let behind = self.backends.values().flatten();
            let place = front.lines.iter().chain(behind).find(refuses).map_or(&decided, |line| &line.place);
            let message = "a certificate is demanded of some requests, and not of the rest";
            reader.say(catalog::SOME_LOCATIONS, place, message);
        }
        if served_bare && served_self_made {
            let message = "a client certificate of any issuer is taken, and none is needed";
            reader.say(catalog::ANY_CERTIFICATE, &decided, message);
        }
        one.client_auth = match (served_bare, served_self_made) {
            (false, false) => ClientAuth::Required,
            _ if front.is_scripted() => ClientAuth::Unknown,
            (true, _) => ClientAuth::Optional,
            (false, true) => ClientAuth::AnyCertificate,
        };
        one.serves = serves(both(
            verified.outcome,
            if mode == "optional" { bare.outcome } else { Outcome::default() },
        ));
        // Over a connection with another name, and over one that was resumed with this one.
        one.checks_sni = !asked.mixed(Known::whole("\u{1}another")).served;
        let by_name_alone = one.checks_sni && asked.same_name().served;
        one.shares_sessions = by_name_alone && mixed && !tls.no_tickets;
        one
    }

    /// Says where a frontend passes on a header of identity as the client wrote it.
    fn judge_headers(&self, reader: &mut Reader<'_>, front: &Front<'_>) {
        let set: BTreeSet<String> = front
            .lines
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

fn both(a: Outcome, b: Outcome) -> Outcome {
    Outcome {
        served: a.served || b.served,
        redirected: a.redirected || b.redirected,
        refused: a.refused || b.refused,
    }
}

fn serves(outcome: Outcome) -> Serves {
    match (outcome.served, outcome.redirected) {
        (true, _) => Serves::Content,
        (false, true) => Serves::Redirect,
        (false, false) => Serves::Refusal,
    }
}

fn judge_cas(reader: &mut Reader<'_>, entry: &Entry, decided: &Place) {
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
        && own != silent
    {
        let message = format!("the CAs in {} are trusted for clients too", excerpt(silent));
        reader.say(catalog::CA_UNADVERTISED, decided, message);
    }
}

/// Requests that come to one entry of a `bind`.
struct Asked<'a, 't> {
    front: &'a Front<'t>,
    port: u16,
    hosts: &'a [String],
    names: &'a [String],
}

/// What became of them.
struct Answer {
    outcome: Outcome,
    by_name: bool,
}

impl Asked<'_, '_> {
    fn ask(&self, client: Client, host: Known, sni: Known) -> Answer {
        let (port, variables) = (self.port, BTreeMap::new());
        let mut request = Request { client, host, sni, port, variables, by_name: false };
        let outcome = self.front.outcome(&mut request);
        Answer { outcome, by_name: request.by_name }
    }

    /// The hosts that are to be protected, or any.
    fn asked_for(&self) -> Vec<Known> {
        let hosts: Vec<_> =
            self.hosts.iter().filter(|host| !host.contains('*')).map(|host| Known::whole(host)).collect();
        if hosts.is_empty() || hosts.len() < self.hosts.len() { vec![Known::begins("")] } else { hosts }
    }

    /// For any of the hosts, by the names of the entry.
    fn any(&self, client: Client) -> Answer {
        let sni = match self.names {
            [name] if !name.contains(['*', '~']) => Known::whole(name),
            _ => Known::begins(""),
        };
        let mut found = Answer { outcome: Outcome::default(), by_name: false };
        for host in self.asked_for() {
            let one = self.ask(client, host, sni.clone());
            found.outcome = both(found.outcome, one.outcome);
            found.by_name |= one.by_name;
        }
        found
    }

    /// For whatever else is served under the names of the entry.
    fn own_hosts(&self, client: Client) -> Outcome {
        match self.names {
            [] => Outcome::default(),
            [name] if !name.contains(['*', '~']) => {
                self.ask(client, Known::whole(name), Known::whole(name)).outcome
            }
            _ => self.ask(client, Known::begins(""), Known::begins("")).outcome,
        }
    }

    /// Without a certificate, over a connection with another name.
    fn mixed(&self, sni: Known) -> Outcome {
        let all = self.asked_for().into_iter().map(|host| self.ask(Client::Bare, host, sni.clone()).outcome);
        all.fold(Outcome::default(), both)
    }

    /// Without a certificate, over a connection with the host's own name.
    fn same_name(&self) -> Outcome {
        let all = self.asked_for().into_iter().map(|host| self.ask(Client::Bare, host.clone(), host).outcome);
        all.fold(Outcome::default(), both)
    }
}

#[cfg(test)]
mod tests;
