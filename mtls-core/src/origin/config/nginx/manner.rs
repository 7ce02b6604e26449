//! What a server does with its clients, of each of the four kinds.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::client::Client;
use super::super::listener::Doubt;
use super::super::outcome::Outcome;
use super::super::reader::Place;
use super::super::{ClientAuth, Serves};
use super::listen::Listen;
use super::rewrite::{Answers, Reached, Rewriter, Server};
use super::tree::Directive;
use super::{Http, Speaks, errors, known, setting};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;

/// Ports of one server that are told apart where something looks at `$server_port`.
const MOST_PORTS: usize = 64;

/// What a server does, apart from its sockets.
pub(super) struct Manner {
    pub(super) auth: ClientAuth,
    pub(super) tls: Serves,
    pub(super) plaintext: Serves,
    pub(super) decided: Place,
    pub(super) verifies: bool,
    /// What keeps a refusal from being proved: over TLS, and in plaintext.
    pub(super) doubts: [Option<Doubt>; 2],
}

impl<'t> Http<'_, '_, 't> {
    /// What a server does with its clients on each of its sockets. That differs where something looks at `$server_port`.
    pub(super) fn manners(
        &mut self,
        rewriter: &mut Rewriter<'_, 't>,
        directive: &'t Directive,
        bound: &[(&Listen, Speaks)],
    ) -> Vec<Rc<Manner>> {
        let ports: BTreeSet<u16> = bound.iter().map(|(listen, _)| listen.port).collect();
        let by_port = rewriter.maps.by_port && ports.len() <= MOST_PORTS;
        let mut known: BTreeMap<Option<u16>, Rc<Manner>> = BTreeMap::new();
        let of_each = bound.iter().map(|(listen, _)| {
            let port = by_port.then_some(listen.port);
            let manner = known.entry(port).or_insert_with(|| {
                let mut here = bound.iter().filter(|(other, _)| other.port == listen.port);
                let tls = !by_port || here.any(|(_, speaks)| speaks.tls);
                rewriter.port = port;
                Rc::new(self.manner(rewriter, directive, tls))
            });
            Rc::clone(manner)
        });
        of_each.collect()
    }

    /// What a server does with its clients, over TLS too if it speaks that.
    fn manner(
        &mut self,
        rewriter: &mut Rewriter<'_, 't>,
        directive: &'t Directive,
        speaks_tls: bool,
    ) -> Manner {
        let server = rewriter.server(directive);
        let verify = setting(directive, &self.around, "ssl_verify_client");
        let mode = verify.map_or("off", |verify| verify.arg(0)).to_ascii_lowercase();
        let mode = mode.as_str();
        let decided = verify.map_or(&directive.place, |verify| &verify.place).clone();
        let (plaintext, unproved) = self.without(rewriter, &server, Client::Plaintext);
        let rejects =
            setting(directive, &self.around, "ssl_reject_handshake").is_some_and(|on| on.says("on"));
        let mut manner = Manner {
            auth: ClientAuth::Off,
            tls: Serves::Refusal,
            plaintext,
            decided,
            verifies: false,
            doubts: [None, unproved],
        };
        if rejects || !speaks_tls {
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
            && own.is_none_or(|own| !self.reader.are_alike(own.arg(0), trusted.arg(0)))
        {
            let message = format!("the CAs in {} are trusted for clients too", excerpt(trusted.arg(0)));
            self.reader.say(rules::CA_UNADVERTISED, &trusted.place, message);
        }
    }

    /// Says where a certificate is demanded, when it is not demanded everywhere.
    fn some_locations(&mut self, bare: &Answers<'_>, verified: &Answers<'_>) {
        let closed = bare.reached.iter().filter(|one| !one.outcome.served).find_map(|one| {
            let location = one.location?;
            let same =
                |other: &&Reached<'_>| other.location.is_some_and(|other| std::ptr::eq(other, location));
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

/// That a refusal is not proved, for a directive that may change it.
pub(super) fn unknown_at(directive: &Directive) -> Doubt {
    unproved(&directive.place, &format!("what `{}` does to requests", excerpt(&directive.name)))
}

/// That a refusal is not proved, for where a request may come to.
fn unproved_at(place: &Place) -> Doubt {
    unproved(place, "whether what stands here is reached without a certificate")
}

fn unproved(place: &Place, what: &str) -> Doubt {
    Doubt { place: place.pair(), message: format!("{what} is not known; probe it live") }
}

/// Whether a directive of such a name stands among these or in them.
pub(super) fn scripts<'t>(directives: impl Iterator<Item = &'t Directive>, is: fn(&str) -> bool) -> bool {
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
pub(super) fn asks_by_script(name: &str) -> bool {
    name.starts_with("ssl_") && name.contains("_by_lua")
}

/// Scripts that may refuse a request.
pub(super) fn refuses_by_script(name: &str) -> bool {
    name.contains("_by_lua") || matches!(name, "js_content" | "js_set" | "perl" | "perl_set" | "auth_request")
}

/// The first `if` that looks at names in the certificate.
fn asks_for_names(server: &Directive) -> Option<&Place> {
    let mut open: Vec<&Directive> = server.children().iter().rev().collect();
    while let Some(directive) = open.pop() {
        if directive.name == "if" && directive.args.iter().any(|arg| arg.to_ascii_lowercase().contains("_dn"))
        {
            return Some(&directive.place);
        }
        open.extend(directive.children().iter().rev());
    }
    None
}
