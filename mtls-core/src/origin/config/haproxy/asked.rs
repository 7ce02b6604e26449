//! Requests for the hosts that are to be protected, in the spellings that lead to them.

use std::collections::BTreeSet;

use super::super::client::Client;
use super::super::listener::Doubt;
use super::super::outcome::Outcome;
use super::super::pattern::Known;
use super::super::reader::Place;
use super::acl::Request;
use super::bind::Entry;
use super::rules::Front;

/// The backends, and lines that answer, which the hosts that are to be protected lead to.
pub(super) fn protected(front: &Front<'_>, hosts: &[String]) -> BTreeSet<String> {
    let any = Known::begins("");
    let mut reached = BTreeSet::new();
    for host in asked_for(hosts) {
        let mut request = Request::new(Client::Verified, host, any.clone());
        let _ = front.outcome(&mut request);
        reached.append(&mut request.reached);
    }
    reached
}

/// The hosts that are to be protected, or any.
fn asked_for(hosts: &[String]) -> Vec<Known> {
    let found: Vec<_> =
        hosts.iter().filter(|host| !host.contains('*')).map(|host| Known::whole(host)).collect();
    if found.is_empty() || found.len() < hosts.len() { vec![Known::begins("")] } else { found }
}

/// Requests that come to one entry of a `bind`.
pub(super) struct Asked<'a, 't> {
    pub(super) front: &'a Front<'t>,
    pub(super) port: u16,
    pub(super) hosts: &'a [String],
    pub(super) entry: &'a Entry,
    /// Where the hosts lead to.
    pub(super) protected: &'a BTreeSet<String>,
    /// Whether certificates that are none of the CA's are those of it that are unfit.
    pub(super) unfit: bool,
}

/// What became of them.
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    pub(super) by_name: bool,
    unclear: Option<Place>,
}

impl Answer {
    pub(super) fn doubt(&self) -> Option<Doubt> {
        let place = self.unclear.as_ref().filter(|_| self.outcome.unsure && !self.outcome.served)?;
        let message = "what stands here may let in who has no certificate; probe it live";
        Some(Doubt { place: place.pair(), message: message.to_owned() })
    }
}

impl Asked<'_, '_> {
    fn ask(&self, client: Client, host: Known, sni: Known) -> (Outcome, Request) {
        let mut request = Request::new(client, host, sni);
        request.unfit = self.unfit && client == Client::SelfMade;
        request.port = (!self.front.proxied).then_some(self.port);
        let outcome = self.front.outcome(&mut request);
        (outcome, request)
    }

    /// For any of the hosts, by the names of the entry.
    pub(super) fn any(&self, client: Client) -> Answer {
        let names: Vec<Known> = match self.entry.names.as_slice() {
            // Clients choose the case.
            [name] if !name.contains(['*', '~']) && !self.entry.default => {
                vec![Known::whole(name), Known::whole(&name.to_uppercase())]
            }
            _ => vec![Known::begins("")],
        };
        self.over(client, &names)
    }

    /// For any of the hosts, over connections with these names. A host has other spellings too, which count where they lead to
    /// what is protected: in capitals, with the port, and with a dot at its end, which some applications take for the same.
    pub(super) fn over(&self, client: Client, names: &[Known]) -> Answer {
        let mut found = Answer { outcome: Outcome::default(), by_name: false, unclear: None };
        for (host, sni) in
            asked_for(self.hosts).iter().flat_map(|host| names.iter().map(move |sni| (host, sni)))
        {
            let (outcome, request) = self.ask(client, host.clone(), sni.clone());
            found.outcome = found.outcome.join(outcome);
            found.by_name |= request.by_name;
            found.unclear = found.unclear.or(request.doubt);
            if host.open {
                continue;
            }
            let text = &host.text;
            let spellings = [
                (text.to_uppercase(), true),
                (format!("{text}:{}", self.port), true),
                (format!("{text}."), false),
            ];
            for (spelling, sure) in spellings {
                let (outcome, request) = self.ask(client, Known::whole(&spelling), sni.clone());
                let leads = !request.reached.is_disjoint(self.protected);
                found.outcome.served |= outcome.served && leads && sure;
                found.outcome.unsure |= outcome.unsure || outcome.served && leads && !sure;
                found.unclear = found.unclear.or(request.doubt);
            }
        }
        if found.outcome.unsure && found.unclear.is_none() {
            found.unclear = Some(self.entry.place.clone());
        }
        found
    }

    /// For whatever else is served under the names of the entry.
    pub(super) fn own_hosts(&self, client: Client) -> Outcome {
        match self.entry.names.as_slice() {
            [] => Outcome::default(),
            [name] if !name.contains(['*', '~']) => {
                self.ask(client, Known::whole(name), Known::whole(name)).0
            }
            _ => self.ask(client, Known::begins(""), Known::begins("")).0,
        }
    }

    /// Without a certificate, over a connection with the host's own name.
    pub(super) fn same_name(&self) -> Outcome {
        let all = asked_for(self.hosts).into_iter().map(|host| self.ask(Client::Bare, host.clone(), host).0);
        all.fold(Outcome::default(), Outcome::join)
    }
}
