//! Mutual TLS of former policies: one PeerAuthentication for the same workloads, for of two the older alone holds.

use std::collections::{BTreeMap, BTreeSet};

use super::migrate::{Former, Level, Outcome};
use super::workloads::Workloads;
use super::{PolicyMtlsMode, PolicyPeer, PolicySpec};
use crate::finding::rules::istio_security as rules;
use crate::resources::cut;
use crate::resources::istio::{MtlsMode, PeerAuthentication};

/// The mode of mutual TLS, where the policy had one; never one that lets in more than it did.
pub(super) fn mode(spec: &PolicySpec, outcome: &mut Outcome<'_>) -> Option<MtlsMode> {
    let peers = spec.peers.as_deref().unwrap_or_default();
    if peers.is_empty() {
        let message = "without peers, plaintext alone was taken; now the PeerAuthentication of the namespace or mesh decides, PERMISSIVE where there is none";
        outcome.note(rules::LEGACY_NOT_CARRIED, "spec.peers", message);
        return None;
    }
    let is_tls = |peer: &PolicyPeer| peer.mtls.is_some() || peer.jwt.is_none();
    for (i, peer) in peers.iter().enumerate() {
        let field = format!("spec.peers[{i}]");
        if !is_tls(peer) {
            outcome.note(rules::LEGACY_NOT_CARRIED, field, "tokens of peers had no effect and have none");
        } else if peers.iter().take(i).any(is_tls) {
            outcome.note(
                rules::LEGACY_NOT_CARRIED,
                field,
                "the first peer with mutual TLS decided; this one is left out",
            );
        }
    }
    let (at, peer) = peers.iter().enumerate().find(|(_, peer)| is_tls(peer))?;
    let mtls = peer.mtls.as_ref();
    if mtls.and_then(|mtls| mtls.mode.as_ref()) == Some(&PolicyMtlsMode::Permissive) {
        return Some(MtlsMode::Permissive);
    }
    if mtls.and_then(|mtls| mtls.allow_tls) == Some(true) {
        let message = "TLS without a client certificate was taken, but no plaintext: there is no such mode any more, and STRICT refuses both";
        outcome.note(rules::LEGACY_NOT_CARRIED, format!("spec.peers[{at}].mtls.allowTls"), message);
    }
    if spec.peer_is_optional == Some(true) {
        let message = "peers that showed nothing were let in where their connection came through; STRICT takes none. Write PERMISSIVE where plaintext shall be taken";
        outcome.note(rules::LEGACY_NOT_CARRIED, "spec.peerIsOptional", message);
    }
    Some(MtlsMode::Strict)
}

pub(super) type Labels = BTreeMap<String, String>;

/// Where a part of a policy stands: which policy, which of its targets.
pub(super) type Place = (usize, usize);

/// Modes for the same workloads; `true` is STRICT.
#[derive(Default)]
struct Modes {
    whole: Option<bool>,
    ports: BTreeMap<u16, bool>,
    /// Whose PeerAuthentication has them.
    owner: Place,
    name: String,
}

impl Modes {
    /// Of two modes for a port the stricter one: which of the policies held was a matter of age.
    fn add(&mut self, strict: bool, workloads: &Workloads) {
        match &workloads.ports {
            None => self.whole = Some(strict || self.whole == Some(true)),
            Some(ports) => {
                for port in ports {
                    *self.ports.entry(*port).or_default() |= strict;
                }
                // One of the ports that are not known may be any of them.
                if strict && !workloads.ports_known {
                    self.whole = Some(true);
                }
            }
        }
    }

    /// The mode of each port, and of the others.
    fn written(&self) -> (Option<bool>, BTreeMap<u16, bool>) {
        let all_strict = self.whole == Some(true);
        let ports = self.ports.iter().map(|(port, strict)| (*port, *strict || all_strict));
        (self.whole, ports.filter(|(_, strict)| Some(*strict) != self.whole).collect())
    }
}

/// The PeerAuthentications that are to be.
pub(super) struct Peers<'a> {
    modes: BTreeMap<(&'a str, Option<&'a Labels>), Modes>,
    meeting: BTreeMap<Place, String>,
}

impl<'a> Peers<'a> {
    pub(super) fn of(formers: &'a [Option<Former<'_>>]) -> Self {
        let mut modes: BTreeMap<_, Modes> = BTreeMap::new();
        for (at, former) in formers.iter().enumerate() {
            let Some(former) = former.as_ref().filter(|former| former.level != Level::RootServices) else {
                continue;
            };
            let Some(mode) = &former.mode else { continue };
            for (target, workloads) in former.workloads.iter().enumerate() {
                let entry = modes.entry((workloads.namespace.as_str(), workloads.labels.as_ref()));
                let entry = entry.or_insert_with(|| Modes {
                    owner: (at, target),
                    name: workloads.name.clone(),
                    ..Modes::default()
                });
                entry.add(*mode == MtlsMode::Strict, workloads);
            }
        }
        let meeting = meeting(&modes);
        Self { modes, meeting }
    }

    /// Makes what stands for the peers of a policy, for some workloads.
    pub(super) fn migrate(
        &self,
        former: &Former<'_>,
        place: Place,
        workloads: &Workloads,
        outcome: &mut Outcome<'_>,
    ) {
        let Some(mode) = &former.mode else { return };
        if former.level == Level::RootServices {
            let message =
                "a PeerAuthentication with a selector has no effect in the root namespace; none is made";
            return outcome.note(rules::LEGACY_NOT_CARRIED, "spec.peers", message);
        }
        if *mode == MtlsMode::Strict && !workloads.ports_known {
            let message = "a port is not known, so that every port of the workload is STRICT";
            outcome.note(rules::LEGACY_CHANGED, format!("spec.targets[{}].ports", place.1), message);
        }
        let Some(modes) = self.modes.get(&(workloads.namespace.as_str(), workloads.labels.as_ref())) else {
            return;
        };
        if modes.owner != place {
            let message = format!(
                "PeerAuthentication {} has its mode too: of two for the same pods the older alone holds. Where they differ on a port, it is STRICT",
                cut(&modes.name)
            );
            return outcome.note(rules::LEGACY_CHANGED, format!("spec.targets[{}]", place.1), message);
        }
        if let Some(message) = self.meeting.get(&place) {
            outcome.note(rules::LEGACY_NOT_CARRIED, format!("spec.targets[{}]", place.1), message.as_str());
        }
        let (whole, ports) = modes.written();
        if whole.is_none() && ports.is_empty() {
            // Each port that is missing was reported.
            return;
        }
        let mode_of = |strict| if strict { MtlsMode::Strict } else { MtlsMode::Permissive };
        let mut builder = PeerAuthentication::new(&workloads.name, &workloads.namespace);
        for (key, value) in workloads.labels.iter().flatten() {
            builder = builder.selector(key, value);
        }
        if let Some(strict) = whole {
            builder = builder.mode(mode_of(strict));
        }
        for (port, strict) in ports {
            builder = builder.port_mode(port, mode_of(strict));
        }
        outcome.take(builder.manifest());
    }
}

/// Most sets of keys in the selectors of a namespace that are compared with each other.
pub(super) const MOST_KEY_SETS: usize = 32;

/// Selectors that may select the same pods, by the place of the later one: which of their modes holds is a matter of age.
/// Once for two sets of keys.
fn meeting(modes: &BTreeMap<(&str, Option<&Labels>), Modes>) -> BTreeMap<Place, String> {
    type Keys<'a> = BTreeSet<&'a str>;
    type Selectors<'a> = BTreeMap<Keys<'a>, Vec<(&'a Labels, &'a Modes)>>;
    let mut namespaces: BTreeMap<&str, Selectors<'_>> = BTreeMap::new();
    for ((namespace, labels), modes) in modes {
        if let Some(labels) = labels.filter(|_| modes.whole.is_some() || !modes.ports.is_empty()) {
            let keys = labels.keys().map(String::as_str).collect();
            namespaces.entry(namespace).or_default().entry(keys).or_default().push((labels, modes));
        }
    }
    let mut out = BTreeMap::new();
    for sets in namespaces.values() {
        if sets.len() > MOST_KEY_SETS
            && let Some((_, modes)) = sets.values().flatten().next()
        {
            let message = "the selectors here have too many sets of keys to be compared: where two select one pod, the older PeerAuthentication alone holds";
            out.insert(modes.owner, message.to_owned());
            continue;
        }
        for (i, (keys, ones)) in sets.iter().enumerate() {
            for (other_keys, others) in sets.iter().take(i) {
                let shared: Vec<&str> = keys.intersection(other_keys).copied().collect();
                let values =
                    |labels: &Labels| shared.iter().map(|key| labels.get(*key).cloned()).collect::<Vec<_>>();
                let by_values: BTreeMap<_, &Modes> =
                    others.iter().map(|(labels, modes)| (values(labels), *modes)).collect();
                let met =
                    ones.iter().find_map(|(labels, modes)| Some((*modes, *by_values.get(&values(labels))?)));
                if let Some((one, other)) = met {
                    let (later, earlier) = if one.owner > other.owner { (one, other) } else { (other, one) };
                    let message = format!(
                        "pods with the labels of this and of PeerAuthentication {} heed the older of the two alone",
                        cut(&earlier.name)
                    );
                    out.insert(later.owner, message);
                }
            }
        }
    }
    out
}
