//! The Workload API, from a server that says what the test wants.

mod address;
mod agent;
mod basics;
mod bounds;
mod federation;
mod refusals;
mod wire;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::identity::{SpiffeId, TrustDomain};
use crate::pki::issue::{CertificateAuthority, IssuedCertificate};
use crate::tls::{self, LiveIdentity, Session, TlsError, WorkloadApi, WorkloadSource};
use crate::trust::BundleSet;
use crate::verify::{ChainVerifier, LiveVerifier};

use agent::{Agent, Place, Reply, X509Response, X509Svid};

use super::keep::Pace;

/// Long enough for a machine that does much else.
const WAIT: Duration = Duration::from_secs(20);

fn domain(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

fn id(path: &str) -> SpiffeId {
    SpiffeId::parse(&format!("spiffe://td/{path}")).unwrap()
}

fn ca_of(trust_domain: &str, name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).trust_domain(domain(trust_domain)).build().unwrap()
}

fn ca(name: &str) -> CertificateAuthority {
    ca_of("td", name)
}

fn bundle(authorities: &[&CertificateAuthority]) -> Vec<u8> {
    authorities.iter().flat_map(|ca| ca.certificate().der().to_vec()).collect()
}

fn entry(issued: &IssuedCertificate, authorities: &[&CertificateAuthority]) -> X509Svid {
    X509Svid {
        spiffe_id: issued.chain.leaf().spiffe_id().unwrap().to_string(),
        x509_svid: issued.chain.to_der().iter().flat_map(|der| der.to_vec()).collect(),
        x509_svid_key: issued.key.secret_pkcs8_der().to_vec(),
        bundle: bundle(authorities),
        hint: String::new(),
    }
}

/// A new identity of this path.
fn svid(ca: &CertificateAuthority, path: &str) -> X509Svid {
    entry(&ca.svid(&id(path)).issue().unwrap(), &[ca])
}

fn answer(svids: impl IntoIterator<Item = X509Svid>) -> X509Response {
    X509Response { svids: svids.into_iter().collect(), ..X509Response::default() }
}

fn federated(mut answer: X509Response, bundles: &[(&str, Vec<u8>)]) -> X509Response {
    answer.federated_bundles =
        bundles.iter().map(|(name, der)| (format!("spiffe://{name}"), der.clone())).collect();
    answer
}

/// An agent on a socket in a directory of its own.
fn unix(reply: Reply) -> (tempfile::TempDir, Agent) {
    let directory = tempfile::tempdir().unwrap();
    let agent = Agent::start(Place::Unix(&directory.path().join("agent.sock")), reply);
    (directory, agent)
}

/// The same client, in more of a hurry.
fn api(agent: &Agent) -> WorkloadApi {
    at(&agent.address)
}

fn at(address: &str) -> WorkloadApi {
    WorkloadApi { pace: hurried(), ..WorkloadApi::at(address).unwrap() }
}

fn hurried() -> Pace {
    Pace {
        answer: Duration::from_secs(5),
        pause: Duration::from_millis(20),
        wake: Duration::from_millis(100),
        backoff: (Duration::from_millis(20), Duration::from_millis(200)),
        in_order: Duration::from_millis(100),
    }
}

fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..4000 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it never came to that: {what}");
}

fn code(source: &WorkloadSource) -> Option<&'static str> {
    source.state().last_error.as_ref().map(crate::finding::Refusal::code)
}

fn who(source: &WorkloadSource) -> String {
    source.identity().current().spiffe_id().unwrap().path().to_owned()
}

fn following(source: &WorkloadSource) -> LiveVerifier {
    let live = LiveVerifier::new(ChainVerifier::builder(BundleSet::default()).build().unwrap());
    live.follow(source);
    live
}

/// Both ends in memory; the error is that of the end that refuses.
fn shake(
    server: (&LiveIdentity, &LiveVerifier),
    client: (&LiveIdentity, &LiveVerifier),
) -> Result<(SpiffeId, SpiffeId), TlsError> {
    let server = tls::server(server.0.clone(), server.1.clone()).allow_any_verified_peer();
    let client = tls::client(client.0.clone(), client.1.clone()).allow_any_verified_peer();
    let mut server = Session::server(&server)?;
    let mut client = Session::client(&client, "td")?;
    for _ in 0..8 {
        let to_server = client.send_tls()?;
        if !to_server.is_empty() {
            server.receive_tls(&to_server)?;
        }
        let to_client = server.send_tls()?;
        if !to_client.is_empty() {
            client.receive_tls(&to_client)?;
        }
    }
    Ok((server.peer()?.spiffe_id().clone(), client.peer()?.spiffe_id().clone()))
}
