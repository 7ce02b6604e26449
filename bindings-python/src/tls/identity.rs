//! What this side presents: `TlsIdentity`, `LiveIdentity`.

use mtls_core::tls as core;
use pyo3::prelude::*;

use crate::arguments::one_of;
use crate::certificate::CertificateChain;
use crate::identity::SpiffeId;
use crate::pki::PrivateKey;
use crate::raise::Raise;

/// What one side presents: a chain and its key, checked to belong together. `repr` shows no key.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct TlsIdentity(pub(crate) core::Identity);

#[pymethods]
impl TlsIdentity {
    #[new]
    fn new(py: Python<'_>, chain: &CertificateChain, key: &PrivateKey) -> Result<Self, Raise> {
        let (chain, key) = (chain.0.clone(), key.0.clone_key());
        Ok(Self(py.detach(|| core::Identity::new(chain, key))?))
    }

    #[getter]
    fn spiffe_id(&self) -> Option<SpiffeId> {
        self.0.spiffe_id().cloned().map(SpiffeId)
    }

    #[getter]
    fn chain(&self) -> CertificateChain {
        CertificateChain(self.0.chain().clone())
    }

    /// The leaf's key, for another TLS stack that is to present the same.
    #[getter]
    fn key(&self) -> PrivateKey {
        PrivateKey(self.0.key().clone_key())
    }

    fn __repr__(&self) -> String {
        format!("<TlsIdentity {}>", described(&self.0))
    }
}

fn described(identity: &core::Identity) -> String {
    match identity.spiffe_id() {
        Some(id) => id.to_string(),
        None => format!("{:?}", identity.chain().leaf().subject()),
    }
}

/// The `TlsIdentity` in force, for servers and clients that keep running while certificates change. Every handshake presents
/// the one that is in force when it needs one; connections that are there stay as they are. Threads may share it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct LiveIdentity(pub(crate) core::LiveIdentity);

#[pymethods]
impl LiveIdentity {
    #[new]
    fn new(identity: &TlsIdentity) -> Self {
        Self(core::LiveIdentity::new(identity.0.clone()))
    }

    /// The identity in force now, or the one that was in force last if it is withdrawn; it does not change.
    #[getter]
    fn current(&self) -> TlsIdentity {
        TlsIdentity(self.0.current())
    }

    /// Presents no identity any more, until `replace` puts one in force: a server ends every handshake with the alert
    /// `access_denied`, and a client answers a request for a certificate with none.
    fn withdraw(&self) {
        self.0.withdraw();
    }

    #[getter]
    fn is_withdrawn(&self) -> bool {
        self.0.is_withdrawn()
    }

    /// Puts another identity in force and gives the one that was.
    fn replace(&self, identity: &TlsIdentity) -> TlsIdentity {
        TlsIdentity(self.0.replace(identity.0.clone()))
    }

    fn __repr__(&self) -> String {
        format!("<LiveIdentity {}>", described(&self.0.current()))
    }
}

one_of! {
    /// What a server or client presents.
    pub(super) enum IdentityArgument<'py> as "TlsIdentity | LiveIdentity" {
        Fixed(PyRef<'py, TlsIdentity>),
        Live(PyRef<'py, LiveIdentity>),
    }
}

impl IdentityArgument<'_> {
    pub(super) fn get(self) -> core::LiveIdentity {
        match self {
            Self::Fixed(identity) => (&identity.0).into(),
            Self::Live(identity) => identity.0.clone(),
        }
    }
}
