//! Whether an authority can go.

use serde_json::{Value, json};

use super::{Case, HOUR, LAST, World};
use crate::forge::der::oid;
use crate::forge::extension::{CRL_SIGN, basic_constraints, key_usage};
use crate::forge::{Authority, Cert, Key, Template};
use crate::verify::ca_template;
use crate::{DAY, END, NOW, START};

const GONE: &str = "no chain leads there any more";

/// What is found: the places of the chains that need it, from when on none does (seconds after NOW), and how many
/// chains count.
fn check(dependents: &[usize], from: u64, considered: usize) -> Value {
    let findings = if dependents.is_empty() { json!([]) } else { json!([["authority-in-use", "warning"]]) };
    json!({
        "safe": dependents.is_empty(), "safe_from": NOW + from, "dependents": dependents, "considered": considered,
        "findings": findings,
    })
}

/// Not safe, though no chain needs it.
fn kept(mut check: Value) -> Value {
    check["safe"] = false.into();
    check
}

fn finding(mut check: Value, rule: &str, severity: &str) -> Value {
    check["findings"].as_array_mut().unwrap().insert(0, json!([rule, severity]));
    check
}

impl World {
    /// Whether the first of the authorities can go.
    fn removal(&mut self, name: &str, authorities: &[&Cert], chains: &[&[&Cert]], ok: Value) {
        self.removal_at(name, (authorities, authorities[0]), chains, NOW, ok);
    }

    fn removal_at(
        &mut self,
        name: &str,
        (authorities, authority): (&[&Cert], &Cert),
        chains: &[&[&Cert]],
        at: u64,
        ok: Value,
    ) {
        let (authorities, authority) = (self.put(authorities), self.book.put(authority));
        let chains: Vec<_> = chains.iter().map(|chain| self.put(chain)).collect();
        let args = json!({
            "trust_domain": "td", "authorities": authorities, "authority": authority, "chains": chains, "at": at,
        });
        let found = !ok["findings"].as_array().unwrap().is_empty();
        let case = Case::new(name, "trust_bundle.safe_to_remove", args).ok(ok);
        self.book.add(if found { case.with("twin", json!(GONE)) } else { case });
    }

    pub(super) fn removals(&mut self) {
        let (old, new, third) = (self.old.cert.clone(), self.new.cert.clone(), self.third.cert.clone());
        let cluster = self.cluster.cert.clone();
        let below = self.leaf(&self.old, "leaf of old", |_| {});
        let low = self.leaf(&self.cluster, "leaf of cluster", |_| {});
        let moved = self.leaf(&self.new, "leaf of new", |_| {});
        let longer =
            self.leaf(&self.cluster, "longer leaf of cluster", |t| t.valid(NOW - HOUR, NOW + 2 * HOUR));
        let both = [&old, &new];
        let (one, two) = ([&below], [&low, &cluster]);
        self.removal(GONE, &both, &[&[&moved]], check(&[], 0, 1));
        self.removal("no chain is in use", &both, &[], check(&[], 0, 0));
        self.removal("a chain below the authority itself", &both, &[&one], check(&[0], HOUR + 1, 1));
        self.removal("a chain below its intermediate", &both, &[&two], check(&[0], HOUR + 1, 1));
        self.removal(
            "old and new chains while both are in the bundle",
            &both,
            &[&one, &[&moved], &[&longer, &cluster]],
            check(&[0, 2], 2 * HOUR + 1, 3),
        );
        self.removal(
            "one chain that two workloads present",
            &both,
            &[&one, &one],
            check(&[0, 1], HOUR + 1, 2),
        );
        self.removal("a third authority that nobody uses", &[&third, &old], &[&one, &two], check(&[], 0, 2));
        self.removal(
            "the bundle lacks the authority of the new chains",
            &[&old],
            &[&one, &[&moved]],
            finding(check(&[0], HOUR + 1, 2), "authority-last", "warning"),
        );
        self.removal(
            "the last authority, though no chain is in use",
            &[&old],
            &[],
            finding(kept(check(&[], 0, 0)), "authority-last", "warning"),
        );
        let stranger = ("authority-not-in-bundle", "info");
        self.removal_at(
            "an authority that the bundle does not have",
            (&[&new], &old),
            &[&[&moved]],
            NOW,
            finding(check(&[], 0, 1), stranger.0, stranger.1),
        );
        self.removal_at(
            "an authority that the bundle does not have yet, and a chain below it",
            (&[&old], &new),
            &[&[&moved]],
            NOW,
            finding(check(&[0], HOUR + 1, 1), stranger.0, stranger.1),
        );
        self.removal_at(
            "the last second of a chain",
            (&both, &old),
            &[&one],
            NOW + HOUR,
            check(&[0], HOUR + 1, 1),
        );
        let gone = check(&[], HOUR + 1, 0);
        self.removal_at("the second after the last of a chain", (&both, &old), &[&one], NOW + HOUR + 1, gone);
        let early = check(&[0], HOUR + 1, 1);
        self.removal_at(
            "a chain that the issuer's clock has dated ahead",
            (&both, &old),
            &[&one],
            NOW - HOUR - 60,
            early,
        );
        let foreign = self.leaf(&self.old, "leaf of another trust domain", |t| t.uris(&["spiffe://other/a"]));
        self.removal(
            "a chain of another trust domain does not count",
            &both,
            &[&[&foreign]],
            check(&[], 0, 0),
        );
        let plain = self.leaf(&self.old, "leaf without an ID", |t| {
            t.set(crate::forge::extension::subject_alt_name(&[(crate::forge::extension::DNS, b"a.example")]));
        });
        self.removal("a chain without a SPIFFE ID does not count", &both, &[&[&plain]], check(&[], 0, 0));
        let forever = self.leaf(&self.old, "leaf without an end", |t| t.valid(START, LAST));
        let endless = self.root("old, without an end", "old", |t| t.valid(START, LAST));
        let never = check(&[0], LAST - NOW, 1);
        self.removal("a chain that never ends", &[&endless, &new], &[&[&forever]], never);
        let end = check(&[0], END - NOW + 1, 1);
        self.removal("a leaf that outlives its authority", &both, &[&[&forever]], end);
    }

    /// A second way up makes an authority dispensable, while it lasts.
    pub(super) fn overlaps(&mut self) {
        let (old, new) = (self.old.cert.clone(), self.new.cert.clone());
        let cluster = self.cluster.cert.clone();
        let low = self.leaf(&self.cluster, "leaf with two ways up", |_| {});
        let crossed = |world: &Self, label: &str, from: u64, to: u64| {
            let key = Key::p256("cluster");
            let mut template = ca_template("cluster", &key);
            template.valid(from, to);
            world.book.forge.issue(label, &template, &key, &world.new)
        };
        let long = crossed(self, "cluster, crossed", START, END);
        let short = crossed(self, "cluster, crossed for half an hour", START, NOW + HOUR / 2);
        let late = crossed(self, "cluster, crossed from in half an hour", NOW + HOUR / 2, END);
        let both = [&old, &new];
        self.removal("an intermediate below both", &both, &[&[&low, &cluster, &long]], check(&[], 0, 1));
        self.removal(
            "an intermediate below both, the other way round",
            &both,
            &[&[&low, &long, &cluster]],
            check(&[], 0, 1),
        );
        let needed = check(&[0], HOUR + 1, 1);
        self.removal("the second way up ends first", &both, &[&[&low, &cluster, &short]], needed.clone());
        self.removal("the second way up begins later", &both, &[&[&low, &cluster, &late]], needed.clone());
        let renewed = self.root("old, renewed in time", "old", |_| {});
        let dying = self.root("old, renewed for half an hour", "old", |t| t.valid(START, NOW + HOUR / 2));
        let namesake = self.root("old, a namesake", "third", |t| t.subject = crate::forge::der::name("old"));
        let chain: &[&Cert] = &[&low, &cluster];
        self.removal("its renewal takes over", &[&old, &renewed], &[chain], check(&[], 0, 1));
        self.removal("a renewal that ends first does not", &[&old, &dying], &[chain], needed.clone());
        self.removal("a namesake with another key does not", &[&old, &namesake], &[chain], needed.clone());
        self.removal("the intermediate is an authority too", &[&old, &cluster], &[chain], check(&[], 0, 1));
        self.removal("an authority twice in the bundle is one", &[&old, &old, &new], &[chain], needed);
        let expired = self.root("old, expired", "old", |t| t.valid(START, NOW - 1));
        self.removal("an authority that has expired", &[&expired, &new], &[chain], check(&[], 0, 1));
        let pending = self.root("old, valid in half an hour", "old", |t| t.valid(NOW + HOUR / 2, END));
        let then = check(&[0], HOUR + 1, 1);
        self.removal("an authority that is not valid yet", &[&pending, &new], &[chain], then);
    }

    /// Chains that do not lead where their names say, or that nobody can tell.
    pub(super) fn odd_chains(&mut self) {
        let (old, new) = (self.old.cert.clone(), self.new.cert.clone());
        let cluster = self.cluster.cert.clone();
        let low = self.leaf(&self.cluster, "leaf of an odd chain", |_| {});
        let both = [&old, &new];
        self.removal(
            "a chain that lacks its intermediate leads nowhere",
            &both,
            &[&[&low]],
            check(&[], 0, 1),
        );
        let spoilt =
            self.leaf(&self.old, "leaf with another's signature", |t| t.signature_of_other_bytes = true);
        self.removal("a chain that the authority did not sign", &both, &[&[&spoilt]], check(&[], 0, 1));
        let strange =
            self.leaf(&self.old, "leaf of an algorithm to come", |t| t.algorithm = Some(oid(&[0x2a, 3, 4])));
        let needed = check(&[0], HOUR + 1, 1);
        self.removal(
            "a signature that cannot be checked counts for the authority",
            &both,
            &[&[&strange]],
            needed.clone(),
        );
        let renewed = self.root("old, renewed for an algorithm to come", "old", |_| {});
        self.removal(
            "a signature that cannot be checked does not count for the others",
            &[&old, &renewed],
            &[&[&strange]],
            needed.clone(),
        );
        let under = |label: &str, spoil: &dyn Fn(&mut Template)| {
            let key = Key::p256(label);
            let mut template = ca_template(label, &key);
            spoil(&mut template);
            let middle: Authority = self.book.forge.below(label, &template, key, &self.old);
            let leaf = self.leaf(&middle, &format!("leaf of {label}"), |_| {});
            (leaf, middle.cert)
        };
        let (leaf, weak) = under("a CA that may sign no certificate", &|t| t.set(key_usage(CRL_SIGN)));
        let (child, parent) = under("a leaf as a CA", &|t| t.set(basic_constraints(false, None)));
        let (late, ended) = under("an intermediate that has expired", &|t| t.valid(START, NOW - DAY));
        self.removal("an intermediate that may not sign", &both, &[&[&leaf, &weak]], check(&[], 0, 1));
        self.removal("a leaf in place of an intermediate", &both, &[&[&child, &parent]], check(&[], 0, 1));
        self.removal("an intermediate that has expired", &both, &[&[&late, &ended]], check(&[], 0, 1));
        let (a, b) = (Key::p256("loop a"), Key::p256("loop b"));
        let signed = |world: &Self, label: &str, name: &str, of: &Key, by: (&str, &Key)| {
            world.book.forge.sign(label, &ca_template(name, of), of, &crate::forge::der::name(by.0), by.1)
        };
        let a_by_b = signed(self, "loop a by b", "loop a", &a, ("loop b", &b));
        let b_by_a = signed(self, "loop b by a", "loop b", &b, ("loop a", &a));
        let a_by_old = signed(self, "loop a by old", "loop a", &a, ("old", &self.old.key));
        let looped = Authority { subject: crate::forge::der::name("loop b"), key: b, cert: b_by_a.clone() };
        let leaf = self.leaf(&looped, "leaf of a loop", |_| {});
        self.removal(
            "issuers in a circle lead nowhere",
            &both,
            &[&[&leaf, &b_by_a, &a_by_b]],
            check(&[], 0, 1),
        );
        self.removal(
            "a way out of the circle is found",
            &both,
            &[&[&leaf, &b_by_a, &a_by_b, &a_by_old]],
            needed.clone(),
        );
        self.removal("the certificates of a chain in any order", &both, &[&[&low, &new, &cluster]], needed);
    }
}
