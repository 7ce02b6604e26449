//! Handshakes: in memory, and over loopback sockets with rustls's own streams.

mod buffers;
mod edge;
mod foreign;
mod handshake;
mod identity_files;
mod judge;
mod providers;
mod record;
mod sockets;
mod stolen;

use crate::identity::{IdentityPattern, SpiffeId, TrustDomain};
use crate::pki::issue::CertificateAuthority;
use crate::trust::{BundleSet, TrustBundle};
use crate::verify::ChainVerifier;

use super::{ClientBuilder, Identity, ServerBuilder, client, server};

pub(super) fn td() -> TrustDomain {
    TrustDomain::parse("td").unwrap()
}

pub(super) fn id(name: &str) -> SpiffeId {
    td().join(&format!("ns/shop/sa/{name}")).unwrap()
}

pub(super) fn ca(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).trust_domain(td()).build().unwrap()
}

pub(super) fn identity(ca: &CertificateAuthority, name: &str) -> Identity {
    let issued = ca.svid(&id(name)).issue().unwrap();
    Identity::new(issued.chain, issued.key).unwrap()
}

pub(super) fn trusting(ca: &CertificateAuthority) -> ChainVerifier {
    let bundle = TrustBundle::new(td(), [ca.certificate().clone()]);
    ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).build().unwrap()
}

pub(super) fn server_of(ca: &CertificateAuthority) -> ServerBuilder {
    server(identity(ca, "server"), trusting(ca)).authorize(IdentityPattern::exact(id("cart")))
}

pub(super) fn client_of(ca: &CertificateAuthority, name: &str) -> ClientBuilder {
    client(identity(ca, name), trusting(ca)).expect_peer(id("server"))
}
