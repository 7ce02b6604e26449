//! What the listeners of a configuration come to, for all servers alike.

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
    let protected: Vec<&Listener> =
        counted.iter().copied().filter(|one| is_protected(one, options)).collect();
    let closed = protected.iter().any(|one| one.tls && one.client_auth == ClientAuth::Required);
    for &one in &protected {
        alone(one, closed, &protected, &mut findings);
        if one.tls && one.client_auth == ClientAuth::Required {
            beside(one, &counted, options, &mut findings);
        }
    }
    for host in &options.hosts {
        let served = protected.iter().any(|one| one.takes_all_names() || one.has_name(host) != Some(false));
        if !served {
            let message = format!("no listener serves {}", excerpt(host));
            findings.push(Finding::new(rules::HOST_NOT_SERVED, Subject::Input, message));
        }
    }
    findings
}

/// Whether it serves what only the edge may reach. Of regular expressions that is assumed.
fn is_protected(one: &Listener, options: &ConfigOptions) -> bool {
    options.hosts.is_empty()
        || one.takes_all_names()
        || options.hosts.iter().any(|host| one.has_name(host) != Some(false))
}

/// What is wrong with a listener for protected hosts by itself.
fn alone(one: &Listener, closed: bool, protected: &[&Listener], findings: &mut Vec<Finding>) {
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
        ClientAuth::Off if !closed => {
            say(rules::NOT_REQUESTED, one.subject(), format!("{title} asks for no client certificate"));
        }
        ClientAuth::Off => {
            let same = |other: &&&Listener| other.address == one.address && other.port == one.port;
            let beside_closed = protected
                .iter()
                .filter(same)
                .any(|other| other.tls && other.client_auth == ClientAuth::Required);
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

/// What is wrong with a listener that is closed because of the others on its socket.
fn beside(one: &Listener, counted: &[&Listener], options: &ConfigOptions, findings: &mut Vec<Finding>) {
    let shares = |other: &&&Listener| {
        other.address == one.address
            && other.port == one.port
            && other.quic == one.quic
            && other.tls
            && !matches!(other.client_auth, ClientAuth::Required | ClientAuth::Unknown)
    };
    for &open in counted.iter().filter(shares) {
        let (here, there) = (one.title(), open.title());
        // Which application it leads to is not to be told: often the same.
        if open.default && !is_protected(open, options) {
            let message =
                format!("{there} takes requests with no or an unknown name, without a client certificate");
            findings.push(Finding::new(rules::DEFAULT_HOST, open.subject(), message));
        }
        if !one.takes_all_names() {
            let (severity, ending) = if one.checks_sni {
                (Severity::Info, "is refused, and by that check alone")
            } else {
                (Severity::Error, "is served without a certificate")
            };
            let message = format!("who names {there} in the handshake and asks for {here} {ending}");
            findings.push(Finding::new(rules::HOST_MIXING, open.subject(), message).with_severity(severity));
        }
        if one.shares_sessions && open.shares_sessions {
            let message = format!("a session that begins at {there} may be resumed at {here}");
            findings.push(Finding::new(rules::RESUMPTION, open.subject(), message));
        }
        let common = one.certificates.iter().find(|file| open.certificates.contains(file));
        if let (Some(file), true) = (common, one.http2 && open.http2) {
            let message =
                format!("{here} and {there} share the certificate {} and speak HTTP/2", excerpt(file));
            findings.push(Finding::new(rules::COALESCING, open.subject(), message));
        }
    }
    let mixed = |other: &&&Listener| {
        other.address == one.address
            && other.port == one.port
            && other.default
            && other.client_auth == ClientAuth::Required
            && other.anchors != one.anchors
            && !one.takes_all_names()
    };
    if let Some(other) = counted.iter().find(mixed) {
        let message = format!(
            "without a name in the handshake, {} verifies by the CAs of {}",
            one.title(),
            other.title()
        );
        let finding = Finding::new(rules::HOST_MIXING, other.subject(), message);
        findings.push(finding.with_severity(Severity::Warning));
    }
}
