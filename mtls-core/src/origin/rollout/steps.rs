//! The steps, by what is to be done.

use super::{ProbeCheck, RolloutStep};
use crate::origin::{EdgeProvider, Presents, Rotator};

/// What a probe says of an origin that is closed. Where the provider keeps the key, nobody can probe as the edge: that it gets in is
/// seen by a request through it.
fn closed(provider: &EdgeProvider, certificate: &'static str) -> ProbeCheck {
    if holds_key(provider) { probe(certificate, "enforced") } else { probe("none", "unproven") }
}

/// Whether the customer has the key of the certificate that the edge shows.
fn holds_key(provider: &EdgeProvider) -> bool {
    provider.presents == Presents::CustomerLeaf
}

fn probe(certificate: &'static str, verdict: &'static str) -> ProbeCheck {
    ProbeCheck { certificate, verdict }
}

fn step(
    name: &'static str,
    place: &'static str,
    action: impl Into<String>,
    requires: impl Into<String>,
    probes: Vec<ProbeCheck>,
    if_skipped: impl Into<String>,
) -> RolloutStep {
    RolloutStep {
        name,
        place,
        action: action.into(),
        requires: requires.into(),
        probes,
        if_skipped: if_skipped.into(),
    }
}

/// A new certificate for the edge to show, from a CA that `which` names.
fn issue(provider: &EdgeProvider, which: &str) -> RolloutStep {
    let usage = if provider.leaf.client_auth_required {
        "clientAuth, without which it is refused"
    } else {
        "clientAuth"
    };
    step(
        "issue",
        "ca",
        format!(
            "Issue a client certificate for the edge from {which}: ECDSA P-256, digitalSignature, {usage}, no CA."
        ),
        "The CA's key is kept away from origin and edge.",
        Vec::new(),
        "There is nothing to show; a root uploaded in place of a leaf is refused, and a CA's key at the edge signs for everyone.",
    )
}

fn install(provider: &EdgeProvider, requires: &str) -> [RolloutStep; 2] {
    [
        step(
            "install",
            "edge",
            format!("Hand over certificate and key: {}.", provider.rotation.install),
            requires,
            Vec::new(),
            "The edge goes on with the certificate that it has, or with none.",
        ),
        step(
            "await",
            "edge",
            format!("Wait until the new certificate is in force: {}.", provider.rotation.in_force),
            "The provider took the certificate.",
            Vec::new(),
            "Some of the edge's servers still show the old certificate, or none, and are refused by what follows.",
        ),
    ]
}

/// The CA of a certificate that the edge shows, for people.
fn authority(provider: &EdgeProvider) -> &'static str {
    match provider.presents {
        Presents::Shared => "the provider's shared CA",
        Presents::AccountCa => "the CA that the provider keeps for the account (download it)",
        Presents::Nothing | Presents::CustomerLeaf => "the CA that issued the uploaded certificate",
    }
}

pub(super) fn turn_on(provider: &EdgeProvider) -> Vec<RolloutStep> {
    let customer = provider.rotation.leaf == Rotator::Customer;
    let mut steps = vec![step(
        "all-through-edge",
        "edge",
        "See that every host of the origin is served through the edge, over TLS with the origin's certificate checked.",
        "The origin's server certificate is one that the edge takes.",
        vec![probe("none", "open")],
        "Hosts that are reached directly, and an edge that speaks plain HTTP to the origin, show no certificate and fail once one is demanded.",
    )];
    if customer {
        steps.push(issue(provider, "a CA of your own"));
    }
    steps.push(step(
        "ask",
        "origin",
        format!("Trust {} for clients and ask for a certificate without demanding it, on every listener that serves these hosts.", authority(provider)),
        "The CA is not one for server certificates, and no leaf.",
        vec![probe("none", "open")],
        "Nobody sees whether the edge's certificate is good before it is demanded.",
    ));
    if customer {
        steps.extend(install(provider, "The origin asks for certificates and takes requests without."));
    } else {
        steps.push(step(
            "switch-on",
            "edge",
            format!("Let the edge show its certificate: {}.", provider.rotation.install),
            "The origin asks for certificates and takes requests without.",
            Vec::new(),
            "The edge shows none, and every visitor is refused once one is demanded.",
        ));
    }
    steps.push(step(
        "watch",
        "origin",
        "Log the verdict on the client certificate of each request for a day, and look for requests without a good one.",
        format!("The certificate is in force: {}.", provider.rotation.in_force),
        vec![probe(if holds_key(provider) { "current" } else { "none" }, "open")],
        "Whatever comes without a certificate (health checks, hosts that are not proxied, other zones) is an outage after the next step.",
    ));
    steps.push(step(
        "demand",
        "origin",
        "Demand the certificate on every listener: the default one, all hosts of the same socket, IPv6, HTTP/3.",
        "A day's log has no request through the edge without a good certificate.",
        vec![closed(provider, "current")],
        "The origin only asks: everyone gets in.",
    ));
    steps.push(step(
        "close",
        "origin",
        "Close what goes around it: plain HTTP (redirects alone may stay), other ports and addresses; let in the edge's addresses alone where they are published.",
        "The listener demands certificates.",
        vec![closed(provider, "current")],
        "The origin stays reachable beside the listener that is guarded.",
    ));
    if !provider.is_tenant_bound() {
        steps.push(step(
            "bind-tenant",
            "origin",
            "Prove the customer too: replace the shared certificate by one of your own, or demand a token of Cloudflare Access, serve named hosts alone and refuse requests of foreign Workers (CF-Worker).",
            "The shared certificate is demanded.",
            vec![closed(provider, "current")],
            "Any customer of the network can point a zone of his own at the origin and pass.",
        ));
    }
    steps.push(step(
        "remember",
        "origin",
        format!(
            "Put the ends of certificate and CA into a calendar. Notices: {}.",
            provider.rotation.notices
        ),
        "The origin is closed.",
        Vec::new(),
        "The certificate ends, and every visitor is refused.",
    ));
    steps
}

pub(super) fn rotate_leaf(provider: &EdgeProvider) -> Vec<RolloutStep> {
    if provider.rotation.leaf != Rotator::Customer {
        return vec![step(
            "check",
            "origin",
            "Do nothing: the provider replaces the certificate under the same CA. See that the origin pins neither key, serial number nor fingerprint of the certificate.",
            format!("The origin trusts {}.", authority(provider)),
            vec![probe("none", "unproven")],
            "An origin that pins the old certificate refuses the edge on the day of the change.",
        )];
    }
    let mut steps = vec![issue(provider, "the CA that the origin trusts")];
    steps.push(step(
        "prove",
        "origin",
        "Probe the origin as the edge, with the new certificate; where keys or names are pinned, add the new ones first.",
        "The new certificate is issued and not yet handed over.",
        vec![closed(provider, "new"), closed(provider, "old")],
        "A certificate that the origin refuses goes in force, and every visitor is refused.",
    ));
    steps.extend(install(provider, "The origin takes old and new."));
    steps.push(step(
        "remove-old",
        "edge",
        format!(
            "Take the old certificate away: {}. While both are there: {}.",
            provider.rotation.remove, provider.rotation.overlap
        ),
        "The origin's log shows the new certificate alone.",
        vec![closed(provider, "new")],
        "The old certificate can come back in force, ended or not.",
    ));
    steps.push(step(
        "revoke-old",
        "ca",
        "Remove pins of the old key; if the key went around, revoke its certificate and give the origin the CRL.",
        "The old certificate is no longer shown.",
        vec![closed(provider, "new")],
        "Whoever has the old key passes until its certificate ends.",
    ));
    steps
}

pub(super) fn rotate_authority(provider: &EdgeProvider) -> Vec<RolloutStep> {
    let trust_both = step(
        "trust-both",
        "origin",
        "Trust the old CA and the new one, side by side, on every listener.",
        if provider.rotation.authority == Rotator::Customer {
            "The new CA's certificate is at hand; it has another key, or is a renewal under the same."
                .to_owned()
        } else {
            format!("The provider has published its new CA ({}).", provider.rotation.overlap)
        },
        vec![closed(provider, "old")],
        "The first request with a certificate of the new CA is refused, and all that follow.",
    );
    let mut probes = vec![closed(provider, "new")];
    if holds_key(provider) {
        probes.push(probe("old", "broken"));
    }
    let trust_new = step(
        "trust-new",
        "origin",
        "Stop trusting the old CA; let sessions that were begun under it lapse.",
        "No request in the log has a certificate of the old CA.",
        probes,
        "Whoever holds a key under the old CA passes until it ends.",
    );
    if provider.rotation.authority != Rotator::Customer {
        return vec![
            trust_both,
            step(
                "await",
                "edge",
                "Wait until the edge shows certificates of the new CA alone.",
                "The origin trusts both.",
                Vec::new(),
                "Requests of servers that are late are refused.",
            ),
            trust_new,
        ];
    }
    let mut steps = vec![issue(provider, "the new CA"), trust_both];
    steps.extend(install(
        provider,
        "The origin trusts both CAs, and a probe with the new certificate passes.",
    ));
    steps.push(step(
        "switch",
        "edge",
        format!(
            "See that the new certificate is the one that is shown. While both are there: {}.",
            provider.rotation.overlap
        ),
        "The new certificate is in force.",
        vec![closed(provider, "new"), closed(provider, "old")],
        "The edge goes on with the old certificate, and is refused once its CA is gone.",
    ));
    steps.push(step(
        "remove-old",
        "edge",
        format!("Take the old certificate away: {}.", provider.rotation.remove),
        "The origin's log shows the new certificate alone.",
        vec![closed(provider, "new")],
        "The old certificate can come back in force, and is refused once its CA is gone.",
    ));
    steps.push(trust_new);
    steps
}

pub(super) fn turn_off(provider: &EdgeProvider) -> Vec<RolloutStep> {
    vec![
        step(
            "ask",
            "origin",
            "Ask for the certificate without demanding it.",
            "Something else keeps strangers out: addresses and a header, a tunnel, a private network.",
            vec![probe("none", "open")],
            "Every visitor is refused once the edge shows no certificate.",
        ),
        step(
            "switch-off",
            "edge",
            format!("Take the certificate away: {}.", provider.rotation.remove),
            "The origin takes requests without a certificate.",
            Vec::new(),
            "The edge goes on showing it until it ends.",
        ),
        step(
            "forget",
            "origin",
            "Stop asking, and remove the CA from what is trusted for clients.",
            "The edge shows no certificate any more.",
            vec![probe("none", "open")],
            "A CA that nobody looks after stays trusted.",
        ),
    ]
}
