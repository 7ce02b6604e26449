//! Full mutual handshakes in memory, TLS 1.3, no resumption, both ends ours, beside both ends with rustls's own verifiers
//! on the same keys: leaf and intermediate on either side, all P-256.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark may fail loudly, lives in real time and documents itself"
)]

use std::hint::black_box;
use std::sync::Arc;

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::{CertificateChain, PrivateKey};
use mtls_core::tls::{self, Identity};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::{CacheLimits, ChainVerifier, Purpose};
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

#[path = "ratio/mod.rs"]
mod ratio;

use ratio::{Timed, compare};

/// The name that rustls's own verifier judges the server by; ours goes by the SPIFFE ID in the same certificate.
const SERVER: &str = "till.example";

/// One side's certificate and key.
struct Side {
    id: SpiffeId,
    chain: CertificateChain,
    key: PrivateKey,
}

impl Side {
    fn new(ca: &CertificateAuthority, id: SpiffeId) -> Self {
        let issued = ca.svid(&id).dns_names([SERVER]).issue().unwrap();
        assert_eq!(issued.chain.len(), 2);
        Self { id, chain: issued.chain, key: issued.key }
    }

    fn identity(&self) -> Identity {
        Identity::new(self.chain.clone(), self.key.clone_key()).unwrap()
    }

    fn chain(&self) -> Vec<CertificateDer<'static>> {
        self.chain.to_der()
    }
}

fn main() {
    let domain = TrustDomain::parse("cluster.local").unwrap();
    let root = CertificateAuthority::root("root").trust_domain(domain.clone()).build().unwrap();
    let intermediate = root.intermediate("cluster-a").path_len(0).build().unwrap();
    let till = Side::new(&intermediate, domain.join("ns/shop/sa/till").unwrap());
    let cart = Side::new(&intermediate, domain.join("ns/shop/sa/cart").unwrap());
    let verifier = |caches: CacheLimits| {
        let bundle = TrustBundle::new(domain.clone(), [root.certificate().clone()]);
        ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).caches(caches).build().unwrap()
    };
    let mut issuers = CacheLimits::default();
    issuers.peer_bytes = 0;

    let stock = stock(&root, &till, &cart);
    for (name, caches) in [
        ("handshake-first", CacheLimits::NONE),
        ("handshake-known-issuer", issuers),
        ("handshake-returning", CacheLimits::default()),
    ] {
        let verifier = verifier(caches);
        let server = tls::server(till.identity(), verifier.clone()).expect_peer(cart.id.clone()).tls13_only();
        let client = tls::client(cart.identity(), verifier.clone()).expect_peer(till.id.clone()).tls13_only();
        let ours = (Arc::new(server.build().unwrap()), Arc::new(client.build().unwrap()));
        let both = compare(name, [(handshake("stock verifiers", &stock), handshake("ours", &ours))]);

        let chains = [(Purpose::Server, till.chain()), (Purpose::Client, cart.chain())];
        let judgements = Timed::new("both judgements", || {
            for (purpose, chain) in &chains {
                verifier.verify_for(*purpose, black_box(chain), UnixTime::now()).unwrap();
            }
        });
        if let (Some(judgements), Some(both)) = (judgements.best(), both) {
            println!("share {name} {:.2}", judgements / both);
        }
    }
}

/// Both ends with rustls's own verifiers.
fn stock(root: &CertificateAuthority, till: &Side, cart: &Side) -> (Arc<ServerConfig>, Arc<ClientConfig>) {
    let mut roots = RootCertStore::empty();
    roots.add(root.certificate().der().clone()).unwrap();
    let roots = Arc::new(roots);
    let provider: Arc<CryptoProvider> = Arc::new(rustls::crypto::aws_lc_rs::default_provider());

    let clients = WebPkiClientVerifier::builder_with_provider(Arc::clone(&roots), Arc::clone(&provider));
    let mut server = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_client_cert_verifier(clients.build().unwrap())
        .with_single_cert(till.chain(), till.key.to_pki_types().clone_key())
        .unwrap();
    server.session_storage = Arc::new(NoServerSessionStorage {});
    server.send_tls13_tickets = 0;

    let servers = WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider)).build().unwrap();
    let mut client = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_webpki_verifier(servers)
        .with_client_auth_cert(cart.chain(), cart.key.to_pki_types().clone_key())
        .unwrap();
    client.resumption = Resumption::disabled();
    (Arc::new(server), Arc::new(client))
}

fn handshake<'a>(name: &'a str, (server, client): &'a (Arc<ServerConfig>, Arc<ClientConfig>)) -> Timed<'a> {
    let host = ServerName::try_from(SERVER).unwrap();
    Timed::new(name, move || {
        let mut client = ClientConnection::new(Arc::clone(client), host.clone()).unwrap();
        let mut server = ServerConnection::new(Arc::clone(server)).unwrap();
        let mut wire = Vec::new();
        while client.is_handshaking() || server.is_handshaking() {
            while client.wants_write() {
                client.write_tls(&mut wire).unwrap();
            }
            give(&mut wire, |bytes| server.read_tls(bytes));
            server.process_new_packets().unwrap();
            while server.wants_write() {
                server.write_tls(&mut wire).unwrap();
            }
            give(&mut wire, |bytes| client.read_tls(bytes));
            client.process_new_packets().unwrap();
        }
    })
}

/// Gives all that is on the wire to a side.
fn give(wire: &mut Vec<u8>, mut read: impl FnMut(&mut &[u8]) -> std::io::Result<usize>) {
    let mut bytes = wire.as_slice();
    while !bytes.is_empty() {
        read(&mut bytes).unwrap();
    }
    wire.clear();
}
