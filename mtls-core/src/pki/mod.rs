//! Floor 2: what is in these bytes?
//!
//! PEM and DER become [`Certificate`], [`CertificateChain`], [`PrivateKey`], [`CertificateRequest`] and
//! [`Crl`], or a [`PkiError`] that says what is wrong and where. Readers judge nothing: that is for the floors above.
//!
//! Every reader has bounds ([`Limits`]), takes time linear in its input, and refuses bytes behind the end.
//!
//! [`UnixTime`] and [`CertificateDer`] are those of rustls-pki-types, here so that callers need no second dependency.

mod certificate;
mod chain;
mod crl;
pub(crate) mod der;
mod document;
mod error;
mod extensions;
pub(crate) mod files;
pub(crate) mod fingerprint;
mod forwarded;
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub mod issue;
mod limits;
pub(crate) mod name;
pub mod pem;
mod private_key;
mod public_key;
mod request;
pub mod secret_file;
mod signature;
pub(crate) mod strict;
pub(crate) mod time;

pub use certificate::{Certificate, CertificateInfo};
pub use chain::CertificateChain;
pub use crl::{Crl, CrlEntry, RevocationReason};
pub use error::{Document, PkiError};
pub use extensions::{BasicConstraints, ExtendedKeyUsage, ExtensionEntry, KeyUsage, SubjectNames};
pub use forwarded::{ForwardedClientCert, ForwardedElement, ForwardedError, ForwardedForm, ForwardedOptions};
pub use limits::Limits;
pub use pem::{PemBlock, PemKind};
pub use private_key::{KeyFormat, PrivateKey};
pub(crate) use public_key::dotted;
pub use public_key::{KeyAlgorithm, PublicKey};
pub use request::CertificateRequest;
pub use rustls_pki_types::{CertificateDer, UnixTime};
pub use signature::default_algorithms;
