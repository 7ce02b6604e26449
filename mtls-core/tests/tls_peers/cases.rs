//! What may happen in a handshake, with every peer in both roles and both versions of TLS.

use mtls_core::finding::Refusal as _;
use mtls_core::tls::TlsError;

use super::material::{Material, Presents};
use super::ours;
use super::peer::{Job, Kind};
use super::{Role, VERSIONS, assert_met, connect};

struct Case {
    presents: Presents,
    /// What we find: rules that stand in our error's findings.
    rules: &'static [&'static str],
    /// What the peer sees: the alert, in OpenSSL's words.
    alert: &'static str,
}

const fn case(presents: Presents, rules: &'static [&'static str], alert: &'static str) -> Case {
    Case { presents, rules, alert }
}

const REFUSED: &[Case] = &[
    case(Presents::Expired, &["tls-peer-rejected", "leaf-expired"], "alert certificate expired"),
    case(Presents::NotYetValid, &["tls-peer-rejected", "leaf-not-yet-valid"], "alert certificate expired"),
    case(Presents::OtherTrustDomain, &["tls-peer-rejected", "trust-domain-unknown"], "alert unknown ca"),
    case(
        Presents::SignedByPartner,
        &["tls-peer-rejected", "signed-by-other-trust-domain"],
        "alert unknown ca",
    ),
    case(Presents::UnknownRoot, &["tls-peer-rejected", "issuer-missing"], "alert unknown ca"),
    case(Presents::UnknownRootSent, &["tls-peer-rejected", "authority-unknown"], "alert unknown ca"),
    case(Presents::RotatedRoot, &["tls-peer-rejected", "authority-rotated"], "alert unknown ca"),
    case(Presents::WebCertificate, &["tls-peer-rejected", "leaf-spiffe-id-missing"], "alert bad certificate"),
    case(Presents::SelfSigned, &["tls-peer-rejected", "authority-unknown"], "alert unknown ca"),
    case(Presents::CaAsLeaf, &["tls-peer-rejected", "leaf-is-ca"], "alert bad certificate"),
    case(Presents::TwoIds, &["tls-peer-rejected", "leaf-uri-names-multiple"], "alert bad certificate"),
    case(Presents::Revoked, &["tls-peer-rejected", "certificate-revoked"], "alert certificate revoked"),
    case(
        Presents::DistrustedIntermediate,
        &["tls-peer-rejected", "certificate-distrusted"],
        "alert access denied",
    ),
    case(
        Presents::ForServersAlone,
        &["tls-peer-rejected", "purpose-mismatch"],
        "alert unsupported certificate",
    ),
    case(
        Presents::ForClientsAlone,
        &["tls-peer-rejected", "purpose-mismatch"],
        "alert unsupported certificate",
    ),
    case(Presents::Intruder, &["tls-peer-not-authorized"], "alert access denied"),
];

fn every_case(kind: Kind, role: Role) {
    let material = Material::new();
    for version in VERSIONS {
        let run = |presents, trusts: &std::path::Path| {
            let job = Job { role, version, port: 0, presents: material.files(presents), trusts };
            connect(kind, &job, |role, socket, open| ours::by_session(&material, role, socket, open))
        };
        let at = |what: &str| format!("{kind:?} {role:?} {version:?} {what}");

        let (end, said) = run(Presents::Good, &material.root());
        assert_met(&at("good"), version, &end.unwrap(), &said);

        for Case { presents, rules, alert } in REFUSED {
            // Each is right for the other role.
            let right = match role {
                Role::Server => Presents::ForServersAlone,
                Role::Client => Presents::ForClientsAlone,
            };
            if *presents == right {
                continue;
            }
            let at = at(&format!("{presents:?}"));
            let (end, said) = run(*presents, &material.root());
            let error = end.expect_err(&at);
            assert_eq!(error.code(), rules[0], "{at}: {error}");
            let found: Vec<_> = error.findings().iter().map(|finding| finding.rule).collect();
            assert!(rules.iter().all(|rule| found.contains(rule)), "{at}: {found:?}");
            assert!(said.text.contains(alert), "{at}: {said:?}");
            assert!(!said.text.contains(super::OURS.trim_end()), "{at}: {said:?}");
        }

        let at_nothing = at("no certificate");
        let (end, said) = run(Presents::Nothing, &material.root());
        let error = end.expect_err(&at_nothing);
        match role {
            Role::Client => {
                assert_eq!(error, TlsError::PeerAnonymous, "{at_nothing}");
                assert!(said.text.contains("alert certificate required"), "{at_nothing}: {said:?}");
            }
            // A server without a certificate cannot offer anything: it refuses by itself.
            Role::Server => {
                assert_eq!(error.code(), "tls-alert-received", "{at_nothing}: {error}");
                let openssl = ["no shared cipher", "unsupported protocol", "no suitable signature algorithm"];
                let mut why = openssl.into_iter().chain(["no server certificate chain resolved"]);
                assert!(why.any(|why| said.text.contains(why)), "{at_nothing}: {said:?}");
            }
        }

        let at_stranger = at("they do not trust us");
        let (end, said) = run(Presents::Good, &material.stranger());
        // Node judges behind the handshake and hangs up without a word.
        let (expected, why) = match (kind, role) {
            (Kind::Node, Role::Client) => (hung_up(), "unable to get local issuer certificate"),
            (Kind::Node, Role::Server) => (hung_up(), "socket hang up"),
            (kind, _) => {
                let why =
                    if matches!(kind, Kind::Rustls) { "UnknownIssuer" } else { "certificate verify failed" };
                (TlsError::AlertReceived { alert: "UnknownCA".to_owned() }, why)
            }
        };
        assert_eq!(end.expect_err(&at_stranger), expected, "{at_stranger}: {said:?}");
        assert!(said.text.contains(why), "{at_stranger}: {said:?}");
    }
}

fn hung_up() -> TlsError {
    TlsError::Protocol { reason: "closed without close_notify".to_owned() }
}

#[test]
fn openssl_clients() {
    every_case(Kind::OpenSsl, Role::Client);
}

#[test]
fn openssl_servers() {
    every_case(Kind::OpenSsl, Role::Server);
}

#[test]
fn python_clients() {
    every_case(Kind::Python, Role::Client);
}

#[test]
fn python_servers() {
    every_case(Kind::Python, Role::Server);
}

#[test]
fn node_clients() {
    every_case(Kind::Node, Role::Client);
}

#[test]
fn node_servers() {
    every_case(Kind::Node, Role::Server);
}

#[test]
fn rustls_clients() {
    every_case(Kind::Rustls, Role::Client);
}

#[test]
fn rustls_servers() {
    every_case(Kind::Rustls, Role::Server);
}
