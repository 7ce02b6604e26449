//! Who calls, as a handler sees it.

use std::fmt;

use mtls_core::identity::IdentityPattern;
use mtls_core::tls::{PeerRecord, TlsError};
use mtls_core::verify::{VerifiedCertificate, VerifiedPeer};
use rustls::CommonState;

/// The peer of one connection, as its handshake verified it. Nobody else can make one.
#[derive(Clone, Debug)]
pub(crate) enum Caller {
    /// A workload of the mesh, known by its SPIFFE ID.
    Workload(VerifiedPeer),
    /// A client at the edge, known by name.
    Edge(VerifiedCertificate),
}

impl Caller {
    pub(crate) fn workload(record: &PeerRecord, connection: &CommonState) -> Result<Self, TlsError> {
        record.peer(connection).map(Self::Workload)
    }

    pub(crate) fn edge(record: &PeerRecord, connection: &CommonState) -> Result<Self, TlsError> {
        record.certificate(connection).map(Self::Edge)
    }

    /// Whether it is one of these workloads; if not, why.
    pub(crate) fn must_be(&self, pattern: &IdentityPattern) -> Result<(), String> {
        let mismatch = match self {
            Self::Workload(peer) => pattern.mismatch(peer.spiffe_id().as_ref()),
            Self::Edge(_) => Some(format!("{self} is no workload of the mesh")),
        };
        mismatch.map_or(Ok(()), Err)
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workload(peer) => peer.spiffe_id().fmt(f),
            Self::Edge(certificate) => match certificate.name() {
                Some(name) => write!(f, "edge client {name}"),
                None => f.write_str("edge client"),
            },
        }
    }
}
