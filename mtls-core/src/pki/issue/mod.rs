//! "Issue me one": certificate authorities, what they sign, and where they are kept.
//!
//! A [`CertificateAuthority`] begins as a [root](CertificateAuthority::root) or an
//! [intermediate](CertificateAuthority::intermediate), or is [loaded](CertificateAuthority::load). It
//! issues [SVIDs](CertificateAuthority::svid), [server](CertificateAuthority::server) and
//! [client](CertificateAuthority::client) certificates with new keys, signs
//! [requests](CertificateAuthority::sign_csr) for what a [`CsrPolicy`] grants, and publishes
//! [CRLs](CertificateAuthority::crl). What it issues keeps every rule of the X509-SVID standard for issuers
//! (sections 2 to 4) and of RFC 5280, so that `SpiffeStrict`, the strictest profile for peers, finds nothing in it.
//!
//! Present in builds with the feature `issue` and a backend, `aws-lc-rs` or `ring`. With both, aws-lc-rs
//! creates keys and signs. ring creates no RSA keys and knows no P-521; it signs with RSA keys made elsewhere.
//!
//! This is an edge of the crate: builders read the machine's clock where [`at`](LeafBuilder::at) was not
//! called, and [`save`](CertificateAuthority::save) and [`load`](CertificateAuthority::load) touch files.

mod authority;
mod authority_builder;
mod cacerts;
mod constraints;
mod crl;
mod csr;
mod error;
mod key;
mod leaf;
mod names;
mod policy;
mod sign;
mod store;
mod validity;

pub use authority::CertificateAuthority;
pub use authority_builder::AuthorityBuilder;
pub use cacerts::Cacerts;
pub use crl::CrlBuilder;
pub use error::IssueError;
pub use leaf::{IssuedCertificate, LeafBuilder};
pub use policy::CsrPolicy;
pub use validity::DEFAULT_BACKDATE;

#[cfg(test)]
mod tests;
