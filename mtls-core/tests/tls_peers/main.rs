//! Handshakes with the TLS of others: OpenSSL's command, Python's `ssl`, Node's `tls` and rustls with its own verifiers, as servers
//! and as clients.
//!
//! Each case asserts what we decide and what the other side sees of it.
#![cfg(all(feature = "tls", feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and others judge by the clock"
)]

mod cases;
#[path = "../forge/mod.rs"]
mod forge;
mod material;
mod ours;
mod peer;
mod resumption;
mod rustls_peer;

use std::net::TcpStream;
use std::time::Duration;

use mtls_core::pki::KeyAlgorithm;

use material::{Material, Presents, theirs};
use ours::Heard;
use peer::{Job, Kind, Peer, Said};

/// How long any one step may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
const OURS: &str = "what we say\n";
const THEIRS: &str = "from the other side\n";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Server,
    Client,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    Tls12,
    Tls13,
}

impl Version {
    fn name(self) -> &'static str {
        match self {
            Self::Tls12 => "TLSv1.2",
            Self::Tls13 => "TLSv1.3",
        }
    }
}

const VERSIONS: [Version; 2] = [Version::Tls12, Version::Tls13];
const KINDS: [Kind; 4] = [Kind::OpenSsl, Kind::Python, Kind::Node, Kind::Rustls];

/// One connection with a peer in this role; `drive` is our side of it, in the other role.
fn connect<T>(
    kind: Kind,
    job: &Job<'_>,
    drive: impl FnOnce(Role, TcpStream, &mut dyn FnMut()) -> T,
) -> (T, Said) {
    match job.role {
        Role::Client => {
            let (listener, port) = ours::listener();
            let mut peer = Peer::start(kind, &Job { port, presents: job.presents.clone(), ..*job });
            let socket = ours::accept(&listener);
            let end = drive(Role::Server, socket, &mut || peer.speak());
            (end, peer.finish())
        }
        Role::Server => {
            let mut peer = Peer::start(kind, job);
            let socket = ours::connect(peer.port());
            let end = drive(Role::Client, socket, &mut || peer.speak());
            (end, peer.finish())
        }
    }
}

/// Both sides took the other, know it by its SPIFFE ID, and heard all that it said.
fn assert_met(at: &str, version: Version, heard: &Heard, said: &Said) {
    assert_eq!((&heard.peer, heard.text.as_str()), (&theirs(), THEIRS), "{at}");
    assert_eq!(heard.version, version.name(), "{at}");
    assert!(said.succeeded, "{at}: {said:?}");
    assert_eq!(said.peer(), Some(material::ours()), "{at}: {said:?}");
    assert!(said.text.contains(OURS.trim_end()), "{at}: {said:?}");
}

#[test]
fn rustls_connections_of_our_configurations_meet_them_all() {
    let material = Material::new();
    for kind in KINDS {
        for role in [Role::Client, Role::Server] {
            for version in VERSIONS {
                for presents in [Presents::Good, Presents::Expired, Presents::Intruder] {
                    let at = format!("{kind:?} {role:?} {version:?} {presents:?}");
                    let files = material.files(presents);
                    let job = Job { role, version, port: 0, presents: files, trusts: &material.root() };
                    let (end, said) = connect(kind, &job, |role, socket, open| {
                        ours::by_rustls(&material, role, socket, open)
                    });
                    match presents {
                        Presents::Good => assert_met(&at, version, &end.unwrap(), &said),
                        Presents::Expired => {
                            assert_eq!(end.unwrap_err(), "tls-peer-rejected", "{at}");
                            assert!(said.text.contains("alert certificate expired"), "{at}: {said:?}");
                        }
                        _ => {
                            assert_eq!(end.unwrap_err(), "tls-peer-not-authorized", "{at}");
                            assert!(said.text.contains("alert access denied"), "{at}: {said:?}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn certificates_of_every_key_algorithm_are_taken_by_them_all() {
    let mut algorithms = vec![KeyAlgorithm::P384, KeyAlgorithm::Ed25519];
    if cfg!(feature = "aws-lc-rs") {
        algorithms.extend([KeyAlgorithm::P521, KeyAlgorithm::Rsa { bits: 2048 }]);
    }
    for algorithm in algorithms {
        let material = Material::of_algorithm(&algorithm);
        for kind in KINDS {
            for (role, version) in [(Role::Client, Version::Tls12), (Role::Server, Version::Tls13)] {
                let at = format!("{algorithm} {kind:?} {role:?} {version:?}");
                let files = material.files(Presents::Good);
                let job = Job { role, version, port: 0, presents: files, trusts: &material.root() };
                let (end, said) =
                    connect(kind, &job, |role, socket, open| ours::by_session(&material, role, socket, open));
                assert_met(&at, version, &end.unwrap(), &said);
            }
        }
    }
}
