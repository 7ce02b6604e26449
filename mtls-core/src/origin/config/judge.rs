//! What the listeners of a configuration come to, for all servers alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{ClientAuth, ConfigOptions, Listener, Serves};
use crate::finding::rules::origin_config as rules;
use crate::finding::{Finding, Rule, Severity, Subject, excerpt};

/// What is wrong with listeners, by themselves and beside each other.
///
/// A listener counts where it serves content and is reached from outside. Loopback counts where there is nothing else: so a
/// configuration that is tried out on one machine is judged as it would be in its place.
pub(super) fn judge(listeners: &[Listener], options: &ConfigOptions) -> Vec<Finding> {
    let reachable = |one: &&Listener| !one.is_local();
    let outside = listeners.iter().any(|one| reachable(&one));
    let counted: Vec<&Listener> = listeners
        .iter()
        .filter(|one| if outside { reachable(one) } else { !one.address.starts_with("unix:") })
        .filter(|one| !options.public_ports.contains(&one.port) && one.serves == Serves::Content)
        .collect();
    let mut findings = Vec::new();
    let mut sockets = Sockets::new();
    for one in listeners {
        sockets.entry(one.socket_key()).or_default().push(one);
    }
    let protected: Vec<&Listener> =
        counted.iter().copied().filter(|one| is_protected(one, &sockets, options)).collect();
    let closed: Vec<&Listener> = protected.iter().copied().filter(|one| is_closed(one)).collect();
    for &one in &protected {
        alone(one, &closed, &mut findings);
    }
    let mut doors = Sockets::new();
    for &one in &closed {
        doors.entry(one.socket_key()).or_default().push(one);
    }
    let protected: BTreeSet<*const Listener> = protected.iter().map(|&one| std::ptr::from_ref(one)).collect();
    for &one in counted.iter().filter(|one| one.tls) {
        let Some(closed) = doors.get(&one.socket_key()) else { continue };
        match one.client_auth {
            ClientAuth::Required => other_anchors(one, closed, &mut findings),
            _ => beside(one, closed, protected.contains(&std::ptr::from_ref(one)), &mut findings),
        }
    }
    for host in &options.hosts {
        let served = counted.iter().any(|one| one.takes_all_names() || one.has_name(host) != Some(false));
        if !served {
            let message = format!("no listener serves {}", excerpt(host));
            findings.push(Finding::new(rules::HOST_NOT_SERVED, Subject::Input, message));
        }
    }
    findings
}

/// Listeners by their sockets.
type Sockets<'a> = BTreeMap<(&'a str, u16, bool), Vec<&'a Listener>>;

fn is_closed(one: &Listener) -> bool {
    one.tls && one.client_auth == ClientAuth::Required
}

/// Whether it serves what only the edge may reach. Of regular expressions that is assumed; a default takes every host that no
/// other of its socket names.
fn is_protected(one: &Listener, sockets: &Sockets<'_>, options: &ConfigOptions) -> bool {
    let named_beside = |host: &str| {
        let mut others = sockets.get(&one.socket_key()).into_iter().flatten();
        others.any(|other| !std::ptr::eq(*other, one) && other.has_name(host) == Some(true))
    };
    options.hosts.is_empty()
        || one.takes_all_names()
        || options
            .hosts
            .iter()
            .any(|host| one.takes(host) != Some(false) || one.default && !named_beside(host))
}

/// What is wrong with a listener for protected hosts by itself.
fn alone(one: &Listener, closed: &[&Listener], findings: &mut Vec<Finding>) {
    let mut say = |rule: &'static Rule, subject: Subject, message: String| {
        findings.push(Finding::new(rule, subject, message));
    };
    let title = one.title();
    if !one.tls && one.client_auth != ClientAuth::Unknown {
        return say(rules::PLAINTEXT, one.subject(), format!("{title} serves without TLS"));
    }
    match one.client_auth {
        ClientAuth::Required if one.revocation => {}
        ClientAuth::Required => {
            say(rules::NO_CRL, one.decision(), format!("{title} looks at no revocation list"))
        }
        ClientAuth::Optional if one.quic => {
            say(rules::QUIC, one.decision(), format!("{title} serves over QUIC whoever has no certificate"));
        }
        ClientAuth::Optional => {
            say(
                rules::OPTIONAL,
                one.decision(),
                format!("{title} asks for a client certificate, and serves without one"),
            );
        }
        ClientAuth::AnyCertificate => {
            say(
                rules::ANY_CERTIFICATE,
                one.decision(),
                format!("{title} takes a client certificate of any issuer"),
            );
        }
        ClientAuth::RequiredWithoutAnchors => {
            say(
                rules::REQUIRED_WITHOUT_CA,
                one.decision(),
                format!("{title} requires a client certificate under no CA"),
            );
        }
        ClientAuth::Unknown => {
            let what = if one.tls { "demands a client certificate" } else { "serves without TLS" };
            let why = one.doubt.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
            let message = format!("whether {title} {what} is not to be told from the configuration{why}");
            say(rules::UNRESOLVED, one.decision(), message);
        }
        ClientAuth::Off if one.quic => {
            say(rules::QUIC, one.subject(), format!("{title} serves over QUIC without a client certificate"));
        }
        ClientAuth::Off if closed.is_empty() => {
            say(rules::NOT_REQUESTED, one.subject(), format!("{title} asks for no client certificate"));
        }
        ClientAuth::Off => {
            let same = |other: &&Listener| other.address == one.address && other.port == one.port;
            let beside_closed = closed.iter().any(same);
            match (beside_closed, one.default || one.takes_all_names()) {
                (true, true) => say(
                    rules::DEFAULT_HOST,
                    one.subject(),
                    format!(
                        "{title} takes requests with no or an unknown name, without a client certificate"
                    ),
                ),
                (true, false) => {
                    say(
                        rules::NOT_REQUESTED,
                        one.subject(),
                        format!("{title} asks for no client certificate"),
                    );
                }
                (false, _) => say(
                    rules::OTHER_LISTENER,
                    one.subject(),
                    format!("{title} asks for no client certificate, while another listener demands one"),
                ),
            }
        }
    }
}

/// What a listener that demands no certificate means for closed ones of its socket, each said once.
fn beside(open: &Listener, closed: &[&Listener], protected: bool, findings: &mut Vec<Finding>) {
    let there = open.title();
    let first = |holds: &dyn Fn(&Listener) -> bool| closed.iter().copied().find(|one| holds(one));
    let unchecked = first(&|one| !one.checks_sni && !one.takes_all_names());
    if open.client_auth == ClientAuth::Unknown {
        if !protected && (open.default || unchecked.is_some()) {
            let message = format!("whether {there} leads around a client certificate is not to be told");
            findings.push(Finding::new(rules::UNRESOLVED, open.decision(), message));
        }
        return;
    }
    // Which application it leads to is not to be told: often the same.
    if open.default && !protected {
        let message =
            format!("{there} takes requests with no or an unknown name, without a client certificate");
        findings.push(Finding::new(rules::DEFAULT_HOST, open.subject(), message));
    }
    if let Some(one) = unchecked.or_else(|| first(&|one| !one.takes_all_names())) {
        let (severity, ending) = if one.checks_sni {
            (Severity::Info, "is refused, and by that check alone")
        } else {
            (Severity::Error, "is served without a certificate")
        };
        let here = one.title();
        let message = format!("who names {there} in the handshake and asks for {here} {ending}");
        findings.push(Finding::new(rules::HOST_MIXING, open.subject(), message).with_severity(severity));
    }
    if let Some(one) = first(&|one| one.shares_sessions && open.shares_sessions) {
        let message = format!("a session that begins at {there} may be resumed at {}", one.title());
        findings.push(Finding::new(rules::RESUMPTION, open.subject(), message));
    }
    let common =
        |one: &Listener| one.certificates.iter().find(|file| open.certificates.contains(file)).cloned();
    if let Some(one) = first(&|one| one.http2 && open.http2 && common(one).is_some()) {
        let file = common(one).unwrap_or_default();
        let here = one.title();
        let message = format!("{here} and {there} share the certificate {} and speak HTTP/2", excerpt(&file));
        findings.push(Finding::new(rules::COALESCING, open.subject(), message));
    }
}

/// Says where the default of a socket verifies by other CAs than a host on it.
fn other_anchors(other: &Listener, closed: &[&Listener], findings: &mut Vec<Finding>) {
    if !other.default {
        return;
    }
    let differs = |one: &&&Listener| {
        let differ = match (other.trusted, one.trusted) {
            (Some(there), Some(here)) => there != here,
            _ => other.anchors != one.anchors,
        };
        differ && !one.takes_all_names()
    };
    let Some(one) = closed.iter().find(differs) else { return };
    let (here, there) = (one.title(), other.title());
    let message = format!("without a name in the handshake, {here} verifies by the CAs of {there}");
    let finding = Finding::new(rules::HOST_MIXING, other.subject(), message);
    findings.push(finding.with_severity(Severity::Warning));
}
