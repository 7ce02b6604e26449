//! What a run does not try for want of something that only its caller can give, and the setting that gives it.

use std::borrow::Cow;

use super::evidence::ProbeKind;
use super::settings::{Probe, Target};
use crate::finding::rules::origin_probe as rules;
use crate::finding::{Finding, Subject, excerpt};
use crate::pki::issue::IssueError;

/// One thing that was not tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// What, and why.
    pub(super) what: String,
    /// The setting that lets it in.
    pub(super) help: Cow<'static, str>,
}

impl LeftOut {
    fn new(what: &str, help: &'static str) -> Self {
        Self { what: what.to_owned(), help: Cow::Borrowed(help) }
    }

    /// A certificate that the CA of `unfit_from` could not issue.
    pub(super) fn unissued(kind: ProbeKind, why: &IssueError) -> Self {
        Self {
            what: format!("the certificate `{kind}`: the CA given cannot issue it: {why}"),
            help: Cow::Borrowed(
                "Give `unfit_from` (JavaScript: `unfitFrom`) a CA that may issue it: one that is older, has room for an intermediate below it, and constrains no names.",
            ),
        }
    }

    /// Certificates under the name of the edge's CA, which nobody gave and the server does not name.
    pub(super) fn namesakes() -> Self {
        Self::new(
            "certificates under the name of the edge's CA: its name is not known, and the server names no CA",
            "Give the CA's certificate with `edge_ca` (JavaScript: `edgeCa`), or the edge's certificate with `edge_certificate` (JavaScript: `edgeCertificate`).",
        )
    }

    /// As a finding.
    pub(super) fn finding(&self) -> Finding {
        let message = format!("not tried: {}", self.what);
        Finding::new(rules::NOT_TRIED, Subject::Input, message).with_help(self.help.clone())
    }
}

/// What follows from the settings before anything is sent.
pub(super) fn before_the_run(probe: &Probe, target: &Target) -> Vec<LeftOut> {
    let unfit = |wanted: &dyn Fn(ProbeKind) -> bool| probe.unfit.iter().any(|decoy| wanted(decoy.kind));
    let issued = unfit(&|kind| kind != ProbeKind::Revoked) || !probe.left_out.is_empty();
    let mut left_out = probe.left_out.clone();
    let mut say = |missing: bool, what, help| {
        if missing {
            left_out.push(LeftOut::new(what, help));
        }
    };
    say(
        probe.edge.is_none(),
        "the edge's own certificate: it was not given, and refusals alone prove nothing",
        "Give it, leaf first, with its key: `edge_certificate` (JavaScript: `edgeCertificate`).",
    );
    say(
        probe.sibling.is_none(),
        "the target over a connection and a session of another host: none was named",
        "Name with `sibling` a host on the same address that demands no client certificate; where there is none, nothing is left to try.",
    );
    say(
        probe.plaintext.is_none(),
        "HTTP without TLS on port 80: it is asked on demand alone",
        "Ask for it with `plaintext`, for another port with `plaintext_port` (JavaScript: `plaintextPort`).",
    );
    say(
        !issued,
        "certificates of the edge's CA that are expired, not valid yet or for servers: only the CA's key makes them",
        "Give the CA with its key, where it is your own: `unfit_from` (JavaScript: `unfitFrom`).",
    );
    say(
        !unfit(&|kind| kind == ProbeKind::Revoked),
        "a revoked certificate of the edge's CA: none was given",
        "Give one, leaf first, with its key, where you have one: `revoked_certificate` (JavaScript: `revokedCertificate`).",
    );
    say(
        probe.also.is_empty() && matches!(target, Target::Address(_)),
        "other addresses of the origin, such as IPv6 beside IPv4: none was named",
        "Name them with `also`.",
    );
    left_out.push(LeftOut {
        what: format!("other paths than `{}`: servers may ask for a certificate on some alone", excerpt(&probe.path)),
        help: Cow::Borrowed("Probe each path that a server treats in its own way: `path`; a check of the configuration sees them all."),
    });
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::issue::CertificateAuthority;
    use rustls_pki_types::UnixTime;
    use std::time::Duration;

    fn said(probe: &Probe) -> Vec<Finding> {
        let checked = probe.check().unwrap();
        before_the_run(probe, &checked.target).iter().map(LeftOut::finding).collect()
    }

    /// The setting is named, so that nobody has to guess it, and is one of `Probe`.
    #[test]
    fn each_names_the_setting_that_lets_it_in() {
        let findings = said(&Probe::new("192.0.2.1:443").server_name("shop.example"));
        let settings =
            ["edge_certificate", "sibling", "plaintext", "unfit_from", "revoked_certificate", "also", "path"];
        assert_eq!(findings.len(), settings.len());
        let source = include_str!("settings.rs");
        for (finding, setting) in findings.iter().zip(settings) {
            assert_eq!(finding.rule, rules::NOT_TRIED.name);
            assert!(finding.help.contains(&format!("`{setting}`")), "{finding}");
            assert!(finding.message.starts_with("not tried: "), "{finding}");
            assert!(source.contains(&format!("pub fn {setting}(")), "{setting}");
            assert!(rules::NOT_TRIED.help.contains(&format!("`{setting}`")), "{setting}");
            names_both(&finding.help);
        }
        assert!(LeftOut::namesakes().help.contains("`edge_ca`"));
        names_both(&LeftOut::namesakes().help);
        names_both(rules::NOT_TRIED.help);
        assert!(source.contains("pub fn edge_ca(") && source.contains("pub fn plaintext_port("));
    }

    /// A setting of two words has another name in JavaScript.
    fn names_both(help: &str) {
        for name in help.split('`').skip(1).step_by(2).filter(|name| name.contains('_')) {
            let mut parts = name.split('_');
            let first = parts.next().unwrap().to_owned();
            let camel = parts.fold(first, |so_far, part| so_far + &part[..1].to_uppercase() + &part[1..]);
            assert!(help.contains(&format!("`{name}` (JavaScript: `{camel}`)")), "{help}");
        }
    }

    #[test]
    fn what_was_given_is_not_said() {
        let at = UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_000));
        let ca = CertificateAuthority::root("Edge CA").at(at).build().unwrap();
        let edge = || ca.client("edge").at(at).issue().unwrap();
        let later = UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_060));
        let probe = Probe::new("shop.example")
            .edge_certificate(edge().chain, edge().key)
            .sibling("open.example")
            .plaintext(true)
            .unfit_from(&ca, later);
        let findings = before_the_run(&probe, &Target::Name("shop.example".to_owned(), 443));
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].what.starts_with("a revoked certificate"));
        let whole = probe.revoked_certificate(edge().chain, edge().key);
        let left = before_the_run(&whole, &Target::Name("shop.example".to_owned(), 443));
        assert!(left.len() == 1 && left[0].what.starts_with("other paths than `/`: "), "{left:?}");
    }

    #[test]
    fn what_the_ca_cannot_issue_is_said_with_the_reason() {
        let at = UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_000));
        let ca = CertificateAuthority::root("Edge CA").path_len(0).at(at).build().unwrap();
        let later = UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_060));
        let probe = Probe::new("192.0.2.1").server_name("shop.example").unfit_from(&ca, later);
        let first = &said(&probe)[0];
        assert!(first.message.contains("`missing-intermediate`: the CA given cannot issue it: "), "{first}");
        assert!(first.help.contains("`unfit_from`"), "{first}");
        names_both(&first.help);
        assert!(!said(&probe).iter().any(|one| one.message.contains("expired, not valid yet")));
    }
}
