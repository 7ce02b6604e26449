//! Why nothing was issued.

use rustls_pki_types::UnixTime;

use crate::finding::rules::issue as rules;
use crate::finding::{Finding, Refusal, Rule, Subject};
use crate::pki::PkiError;
use crate::pki::time::rfc3339 as text;

/// Why a CA, certificate or CRL was not created, loaded or saved. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// A name cannot stand in a certificate.
    #[error("{what} `{value}` cannot stand in a certificate: {reason}")]
    Name {
        /// Which kind of name.
        what: &'static str,
        /// The name, cut to 64 characters.
        value: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A server certificate without names.
    #[error("a server certificate needs at least one DNS name or IP address")]
    NoName,
    /// A leaf under the ID of a trust domain.
    #[error("`{id}` has no path, so it names a trust domain and not a workload")]
    SvidWithoutPath {
        /// The ID asked for.
        id: String,
    },
    /// A name of another trust domain.
    #[error("`{id}` is outside the CA's trust domain `{trust_domain}`")]
    OutsideTrustDomain {
        /// The ID or trust domain asked for, cut to 64 characters.
        id: String,
        /// The CA's trust domain.
        trust_domain: String,
    },
    /// A name that the CA's name constraints refuse.
    #[error("`{name}` is refused by the name constraints of {ca}")]
    NameConstrained {
        /// The name asked for, cut to 64 characters.
        name: String,
        /// Subject of the CA with the constraints.
        ca: String,
    },
    /// The subject is that of the issuer.
    #[error("the subject would be that of the issuer, {subject}")]
    NameOfIssuer {
        /// The issuer's subject.
        subject: String,
    },
    /// The lifetime ends after the issuer's.
    #[error("the certificate would be valid until {}, its issuer is until {}", text(*asked), text(*limit))]
    OutlivesIssuer {
        /// `notAfter` as asked for.
        asked: UnixTime,
        /// `notAfter` of the issuer.
        limit: UnixTime,
    },
    /// Issuing outside the issuer's lifetime.
    #[error("the issuer is valid from {} to {}, which leaves out {}", text(*not_before), text(*not_after), text(*at))]
    IssuerNotValid {
        /// When the certificate should begin.
        at: UnixTime,
        /// `notBefore` of the issuer.
        not_before: UnixTime,
        /// `notAfter` of the issuer.
        not_after: UnixTime,
    },
    /// Dates that cannot be.
    #[error("a lifetime of {seconds} s from {} on cannot be issued", text(*begin))]
    Validity {
        /// When it should begin.
        begin: UnixTime,
        /// How long it should last, in seconds.
        seconds: u64,
    },
    /// An intermediate too deep.
    #[error("{ca} has path length {has}: {wants}")]
    PathLength {
        /// Subject of the CA.
        ca: String,
        /// Its path length.
        has: u8,
        /// What was asked for, and what would be possible.
        wants: String,
    },
    /// A key that the backend cannot make or use.
    #[error("{algorithm} keys cannot be {verb} with {backend}")]
    KeyUnsupported {
        /// Kind of key.
        algorithm: String,
        /// `created`, `used` or `certified`.
        verb: &'static str,
        /// The cryptography backend.
        backend: &'static str,
    },
    /// A key of a length that verifiers refuse.
    #[error("the RSA key has {bits} bits, expected 2048 to 8192")]
    KeyWeak {
        /// Its length.
        bits: usize,
    },
    /// The backend failed.
    #[error("the cryptography backend failed: {reason}")]
    Backend {
        /// What it said.
        reason: String,
    },
    /// The request asks for more than the policy grants.
    #[error("the request asks for what the policy does not grant: {}", asked.join(", "))]
    CsrAsksTooMuch {
        /// Each thing asked for and not granted (`URI spiffe://…`, `CA rights`); at most 16.
        asked: Vec<String>,
    },
    /// The request names nobody.
    #[error("the request holds none of the names that the policy grants ({granted})")]
    CsrNamesNobody {
        /// The policy in words.
        granted: String,
    },
    /// The request is for the key of the CA, or of one above it.
    #[error("the request is for the key of the CA itself, or of a CA above it")]
    CsrKeyOfCa,
    /// The CA may not sign CRLs.
    #[error("the key usage of {ca} lacks cRLSign")]
    CrlNotPermitted {
        /// Subject of the CA.
        ca: String,
    },
    /// A serial number that no CRL can hold.
    #[error("serial `{serial}` cannot stand in the CRL: {reason}")]
    CrlSerial {
        /// As given, cut to 64 characters.
        serial: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A number that does not grow.
    #[error("CRL number {number} does not follow {previous} (hex)")]
    CrlNumber {
        /// The number asked for.
        number: u64,
        /// That of the last list in hex; empty if it has none.
        previous: String,
    },
    /// A certificate or list of another CA.
    #[error("{what} was issued by {issuer}, not by {ca}, or not with its key")]
    CrlForeign {
        /// Which.
        what: String,
        /// Its issuer.
        issuer: String,
        /// Subject of the CA that was asked.
        ca: String,
    },
    /// Not a CA certificate.
    #[error("{subject} cannot be a CA: {reason}")]
    CaUnfit {
        /// Its subject.
        subject: String,
        /// What it lacks.
        reason: String,
    },
    /// Certificate and key do not belong together.
    #[error("the private key is not that of {subject}")]
    CaKeyMismatch {
        /// Subject of the certificate.
        subject: String,
    },
    /// No way from the CA to its root.
    #[error("no chain leads from {subject} to a root: {reason}")]
    CaChainBroken {
        /// Subject of the last certificate that was reached.
        subject: String,
        /// Where it breaks.
        reason: String,
    },
    /// Something else stands where the CA should be saved.
    #[error("{path} holds {found}")]
    CaExists {
        /// The directory.
        path: String,
        /// What was found there.
        found: String,
    },
    /// A file that cannot be read or written.
    #[error("{path}: {reason}")]
    CaFile {
        /// The file or directory.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A file of a saved CA holds something unexpected.
    #[error("{path}: {error}")]
    CaContent {
        /// The file.
        path: String,
        /// What is wrong with what it holds.
        error: PkiError,
    },
    /// A certificate, key or request could not be read.
    #[error(transparent)]
    Pki(#[from] PkiError),
}

impl Refusal for IssueError {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Name { .. } => rules::NAME,
            Self::NoName => rules::NO_NAME,
            Self::SvidWithoutPath { .. } => rules::SVID_WITHOUT_PATH,
            Self::OutsideTrustDomain { .. } => rules::OUTSIDE_TRUST_DOMAIN,
            Self::NameConstrained { .. } => rules::NAME_CONSTRAINED,
            Self::NameOfIssuer { .. } => rules::NAME_OF_ISSUER,
            Self::OutlivesIssuer { .. } => rules::OUTLIVES_ISSUER,
            Self::IssuerNotValid { .. } => rules::ISSUER_NOT_VALID,
            Self::Validity { .. } => rules::VALIDITY,
            Self::PathLength { .. } => rules::PATH_LENGTH,
            Self::KeyUnsupported { .. } => rules::KEY_UNSUPPORTED,
            Self::KeyWeak { .. } => rules::KEY_WEAK,
            Self::Backend { .. } => rules::BACKEND,
            Self::CsrAsksTooMuch { .. } => rules::CSR_ASKS_TOO_MUCH,
            Self::CsrNamesNobody { .. } => rules::CSR_NAMES_NOBODY,
            Self::CsrKeyOfCa => rules::CSR_KEY_OF_CA,
            Self::CrlNotPermitted { .. } => rules::CRL_NOT_PERMITTED,
            Self::CrlSerial { .. } => rules::CRL_SERIAL,
            Self::CrlNumber { .. } => rules::CRL_NUMBER,
            Self::CrlForeign { .. } => rules::CRL_FOREIGN,
            Self::CaUnfit { .. } => rules::CA_UNFIT,
            Self::CaKeyMismatch { .. } => rules::CA_KEY_MISMATCH,
            Self::CaChainBroken { .. } => rules::CA_CHAIN_BROKEN,
            Self::CaExists { .. } => rules::CA_EXISTS,
            Self::CaFile { .. } => rules::CA_FILE,
            Self::CaContent { error, .. } | Self::Pki(error) => error.rule(),
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::CsrAsksTooMuch { .. } | Self::CsrNamesNobody { .. } | Self::CsrKeyOfCa => Subject::Request,
            Self::CaKeyMismatch { .. } | Self::KeyWeak { .. } | Self::KeyUnsupported { .. } => Subject::Key,
            Self::CaExists { path, .. } | Self::CaFile { path, .. } | Self::CaContent { path, .. } => {
                Subject::File { path: path.clone() }
            }
            Self::CrlForeign { ca, .. } | Self::CrlNotPermitted { ca } => Subject::Crl { issuer: ca.clone() },
            Self::Pki(error) => error.subject(),
            _ => Subject::Input,
        }
    }

    fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Pki(error) => error.findings(),
            _ => vec![Finding::new(self.rule(), self.subject(), self.to_string())],
        }
    }
}
