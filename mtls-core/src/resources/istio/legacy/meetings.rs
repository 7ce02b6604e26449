//! Policies for services that lead to the same pods: what they demand of tokens adds up there.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::migrate::Former;
use super::peers::{Labels, MOST_KEY_SETS, Place};
use super::tokens::{issuers, rule_of};
use super::workloads::Workloads;
use crate::resources::cut;
use crate::resources::istio::JwtRule;

/// Most pairs of selectors of a namespace that are compared with each other.
const MOST_PAIRS: usize = 100_000;

/// Most ways to prove tokens of one issuer that are kept for the same pods.
const MOST_WAYS: usize = 8;

/// What policies make of tokens, for the same labels.
struct Part {
    owner: Place,
    resource: String,
    policies: BTreeSet<usize>,
    /// Whether tokens are demanded on all ports, for those that are meant are not known.
    everywhere: bool,
    /// The ports of policies with origins.
    asked: BTreeSet<u16>,
    /// The ports of policies without.
    open: BTreeSet<u16>,
    /// The issuers, with each way in which tokens of theirs are found and proved.
    issuers: BTreeMap<String, Vec<JwtRule>>,
    /// The issuers that are refused on the ports of others, for a broader policy does not take them.
    refused: BTreeSet<String>,
}

impl Part {
    fn new(owner: Place, former: &Former<'_>, refused: &BTreeSet<String>) -> Self {
        let mut known: BTreeMap<String, Vec<JwtRule>> = BTreeMap::new();
        for jwt in issuers(&former.spec) {
            let ways = known.entry(jwt.issuer.clone().unwrap_or_default()).or_default();
            let way = JwtRule { audiences: None, ..rule_of(jwt) };
            // A few suffice to see that another one differs.
            if ways.len() < MOST_WAYS && !ways.contains(&way) {
                ways.push(way);
            }
        }
        Self {
            owner,
            resource: cut(&former.manifest.resource()),
            policies: BTreeSet::from([owner.0]),
            everywhere: false,
            asked: BTreeSet::new(),
            open: BTreeSet::new(),
            issuers: known,
            refused: refused.clone(),
        }
    }

    fn add(&mut self, former: &Former<'_>, workloads: &Workloads) {
        self.everywhere |= former.demands() && !workloads.ports_known;
        let ports = if self.issuers.is_empty() { &mut self.open } else { &mut self.asked };
        ports.extend(workloads.ports.iter().flatten());
    }

    fn join(&mut self, other: Self) {
        self.policies.extend(other.policies);
        self.everywhere |= other.everywhere;
        self.asked.extend(other.asked);
        self.open.extend(other.open);
        for (issuer, ways) in other.issuers {
            let known = self.issuers.entry(issuer).or_default();
            for way in ways {
                if known.len() < MOST_WAYS && !known.contains(&way) {
                    known.push(way);
                }
            }
        }
        self.refused.extend(other.refused);
    }

    /// What two parts come to on pods that both are for; None where each keeps to its own ports.
    fn sum(&self, other: &Self) -> Option<&'static str> {
        let of_one = self.policies == other.policies && self.policies.len() == 1;
        let shared = |one: &Self, other: &Self| {
            !one.asked.is_disjoint(&other.asked) || !one.asked.is_disjoint(&other.open)
        };
        if !of_one && (self.everywhere || other.everywhere) {
            return Some(
                "of one of the two a port is not known, so that its tokens are demanded on every port; with different issuers, nothing passes on those of the other",
            );
        }
        if !of_one && (shared(self, other) || shared(other, self)) {
            return Some(
                "both are for the same port, where one of the two held, by age; what both demand of tokens is demanded now, and with different issuers nothing passes",
            );
        }
        None
    }

    /// The issuer whose tokens the other part proves by other keys, or finds in other places.
    fn disputed<'p>(&'p self, other: &Self) -> Option<&'p str> {
        let lacks = |ways: &[JwtRule], others: &[JwtRule]| ways.iter().any(|way| !others.contains(way));
        let differ = |(issuer, ways): &(&String, &Vec<JwtRule>)| {
            other.issuers.get(*issuer).is_some_and(|others| lacks(ways, others) || lacks(others, ways))
        };
        self.issuers.iter().find(differ).map(|(issuer, _)| issuer.as_str())
    }

    /// What is to be said of two parts for the same pods; None where each keeps to its own.
    fn said(&self, other: &Self, sum: Option<&'static str>) -> Option<String> {
        let disputed = self.disputed(other).map(|issuer| {
            format!(
                "both know issuer `{}`, with other keys or other places for its tokens: either will do on the ports of both",
                cut(issuer)
            )
        });
        match (sum, disputed) {
            (Some(sum), Some(disputed)) => Some(format!("{sum}; {disputed}")),
            (sum, disputed) => sum.map(str::to_owned).or(disputed),
        }
    }

    /// The same for parts whose labels differ: neither knows of the other's ports.
    fn across(&self, other: &Self) -> Option<&'static str> {
        let refuses = |one: &Self, other: &Self| {
            one.refused.iter().any(|issuer| other.issuers.contains_key(issuer))
                || (!one.refused.is_empty() && !other.open.is_empty())
        };
        self.sum(other).or_else(|| {
            (refuses(self, other) || refuses(other, self)).then_some(
                "a broader policy demands other tokens, so that those of one of the two are refused on the ports of the other",
            )
        })
    }
}

/// What is to be said of parts of policies for services, by the place of the later one. `refused` tells the issuers whose
/// tokens are refused on the ports of others.
pub(super) fn of(
    formers: &[Option<Former<'_>>],
    refused: impl Fn(&Former<'_>) -> BTreeSet<String>,
) -> BTreeMap<Place, Vec<String>> {
    let mut out: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    let mut namespaces: BTreeMap<&str, BTreeMap<&Labels, Part>> = BTreeMap::new();
    for (at, former) in formers.iter().enumerate() {
        let Some(former) = former else { continue };
        let refused = refused(former);
        let mut own: BTreeMap<(&str, &Labels), Part> = BTreeMap::new();
        for (target, workloads) in former.workloads.iter().enumerate() {
            if let Some(labels) = &workloads.labels {
                own.entry((&workloads.namespace, labels))
                    .or_insert_with(|| Part::new((at, target), former, &refused))
                    .add(former, workloads);
            }
        }
        for ((namespace, labels), part) in own {
            match namespaces.entry(namespace).or_default().entry(labels) {
                Entry::Vacant(first) => {
                    first.insert(part);
                }
                Entry::Occupied(mut before) => {
                    if let Some(sum) = before.get().said(&part, before.get().sum(&part)) {
                        let message = format!("{} is for the same pods: {sum}", before.get().resource);
                        out.entry(part.owner).or_default().push(message);
                    }
                    before.get_mut().join(part);
                }
            }
        }
    }
    for parts in namespaces.values().filter(|parts| parts.values().any(|part| !part.issuers.is_empty())) {
        for (place, message) in across(parts) {
            out.entry(place).or_default().push(message);
        }
    }
    out
}

/// The same for selectors of a namespace that differ and may select the same pods.
fn across(parts: &BTreeMap<&Labels, Part>) -> BTreeMap<Place, String> {
    let mut out = BTreeMap::new();
    let mut sets: BTreeMap<BTreeSet<&str>, Vec<(&Labels, &Part)>> = BTreeMap::new();
    for (labels, part) in parts {
        sets.entry(labels.keys().map(String::as_str).collect()).or_default().push((labels, part));
    }
    let mut pairs: usize = 0;
    let too_many = |mut out: BTreeMap<Place, String>| {
        if let Some(part) = parts.values().next() {
            let message = "there are too many selectors here to compare them all: where two select one pod, what both demand of tokens is demanded";
            out.insert(part.owner, message.to_owned());
        }
        out
    };
    if sets.len() > MOST_KEY_SETS {
        return too_many(out);
    }
    for (i, (keys, ones)) in sets.iter().enumerate() {
        for (other_keys, others) in sets.iter().take(i) {
            let shared: Vec<&str> = keys.intersection(other_keys).copied().collect();
            let values = |labels: &Labels| -> Vec<Option<String>> {
                shared.iter().map(|key| labels.get(*key).cloned()).collect()
            };
            let mut by_values: BTreeMap<_, Vec<&Part>> = BTreeMap::new();
            for (labels, part) in others {
                by_values.entry(values(labels)).or_default().push(part);
            }
            for (labels, one) in ones {
                for other in by_values.get(&values(labels)).into_iter().flatten() {
                    pairs = pairs.saturating_add(1);
                    if pairs > MOST_PAIRS {
                        return too_many(out);
                    }
                    let Some(sum) = one.said(other, one.across(other)) else { continue };
                    let (later, earlier) =
                        if one.owner > other.owner { (*one, *other) } else { (*other, *one) };
                    out.entry(later.owner).or_insert_with(|| {
                        format!("pods may have the labels of this and of {}: {sum}", earlier.resource)
                    });
                    break;
                }
            }
        }
    }
    out
}
