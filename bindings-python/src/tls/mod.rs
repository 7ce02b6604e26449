//! Floor 5: TLS that knows its peers. The engine moves no bytes: `mtls_core.connection` does, over a socket.

mod identity;

pub(crate) use identity::{LiveIdentity, TlsIdentity};

use std::sync::{Mutex, MutexGuard, PoisonError};

use mtls_core::tls as core;
use mtls_core::tls::PeerVerifier;
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBytes, PyDateTime};

use crate::arguments::{IdArgument, List, Moment, datetime};
use crate::identity::IdentityPattern;
use crate::raise::{Raise, exception};
use crate::verify::{ChainArgument, VerifiedCertificate, VerifiedPeer, VerifierArgument};
use identity::IdentityArgument;

/// Says which peers a builder takes, and how it speaks; then builds once, so that mistakes show now.
macro_rules! set_up {
    ($builder:expr, $expect_peer:ident, $expect_name:ident, $authorize:ident, $any:ident, $alpn:ident, $tls13_only:ident) => {{
        let mut builder = $builder;
        let named = [$expect_peer.is_some(), $expect_name.is_some(), $authorize.is_some(), $any];
        if named.into_iter().filter(|given| *given).count() > 1 {
            return Err(pyo3::exceptions::PyTypeError::new_err(
                "give one of expect_peer, expect_name, authorize and allow_any_verified_peer",
            )
            .into());
        }
        if let Some(id) = $expect_peer {
            builder = builder.expect_peer(id.get()?);
        }
        if let Some(name) = $expect_name {
            builder = builder.expect_name(name.parse()?);
        }
        if let Some(pattern) = $authorize {
            builder = builder.authorize(pattern.0.clone());
        }
        if $any {
            builder = builder.allow_any_verified_peer();
        }
        if $tls13_only {
            builder = builder.tls13_only();
        }
        let builder = builder.alpn($alpn.iter().map(|protocol| protocol.as_bytes()));
        builder.build()?;
        builder
    }};
}

/// A server that demands and judges the client's certificate: with a ChainVerifier or LiveVerifier by SPIFFE ID, with an
/// EdgeVerifier of the profile `edge-client` by name. Say whom it takes by one of `expect_peer`, `expect_name`, `authorize`
/// and `allow_any_verified_peer`.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct TlsServer(core::ServerBuilder, PeerVerifier);

#[pymethods]
impl TlsServer {
    /// `peer_optional` lets in clients without a certificate, too; one that is presented is judged as ever. Ask each
    /// connection for its peer. Raises TlsError with the code `tls-verifier-mismatch` where the verifier cannot judge whom is
    /// expected.
    #[new]
    #[pyo3(signature = (identity, verifier, *, expect_peer = None, expect_name = None, authorize = None,
        allow_any_verified_peer = false, peer_optional = false, alpn = List::default(), tls13_only = false))]
    fn new(
        identity: IdentityArgument<'_>,
        verifier: VerifierArgument<'_>,
        expect_peer: Option<IdArgument<'_>>,
        expect_name: Option<&str>,
        authorize: Option<PyRef<'_, IdentityPattern>>,
        allow_any_verified_peer: bool,
        peer_optional: bool,
        alpn: List<PyBackedStr>,
        tls13_only: bool,
    ) -> Result<Self, Raise> {
        let verifier = verifier.get();
        let mut builder = core::server(identity.get(), verifier.clone());
        if peer_optional {
            builder = builder.peer_optional();
        }
        let any = allow_any_verified_peer;
        let builder = set_up!(builder, expect_peer, expect_name, authorize, any, alpn, tls13_only);
        Ok(Self(builder, verifier))
    }

    /// A connection that a client opened to us.
    fn session(&self, py: Python<'_>) -> Result<Session, Raise> {
        Ok(Session(Mutex::new(py.detach(|| core::Session::server(&self.0))?)))
    }

    /// Judges the chain, leaf first, of a client that another TLS stack shook hands with, as the handshake here would; raises
    /// TlsError if it is refused. `mtls_core.ssl` does so for Python's own.
    #[pyo3(signature = (chain, at = None))]
    fn judge(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        at: Option<Moment>,
    ) -> Result<VerifiedPeer, Raise> {
        let (chain, at) = (chain.get(&self.1.limits())?, Moment::or_now(at));
        Ok(VerifiedPeer(py.detach(|| self.0.judge(&chain, at))?))
    }

    /// The same for a client that an EdgeVerifier judges, which has no SPIFFE ID.
    #[pyo3(signature = (chain, at = None))]
    fn judge_certificate(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        at: Option<Moment>,
    ) -> Result<VerifiedCertificate, Raise> {
        let (chain, at) = (chain.get(&self.1.limits())?, Moment::or_now(at));
        Ok(VerifiedCertificate(py.detach(|| self.0.judge_certificate(&chain, at))?))
    }
}

/// A client that presents a certificate and judges the server's: with a ChainVerifier or LiveVerifier by SPIFFE ID, with an
/// EdgeVerifier of the profile `server` or `server-strict` by name. Say whom it takes by one of `expect_peer`, `expect_name`,
/// `authorize` and `allow_any_verified_peer`; with an EdgeVerifier and none of them, it is the name that it connects to.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct TlsClient(core::ClientBuilder, PeerVerifier);

#[pymethods]
impl TlsClient {
    /// Raises TlsError with the code `tls-verifier-mismatch` where the verifier cannot judge whom is expected.
    #[new]
    #[pyo3(signature = (identity, verifier, *, expect_peer = None, expect_name = None, authorize = None,
        allow_any_verified_peer = false, alpn = List::default(), tls13_only = false))]
    fn new(
        identity: IdentityArgument<'_>,
        verifier: VerifierArgument<'_>,
        expect_peer: Option<IdArgument<'_>>,
        expect_name: Option<&str>,
        authorize: Option<PyRef<'_, IdentityPattern>>,
        allow_any_verified_peer: bool,
        alpn: List<PyBackedStr>,
        tls13_only: bool,
    ) -> Result<Self, Raise> {
        let verifier = verifier.get();
        let (builder, any) = (core::client(identity.get(), verifier.clone()), allow_any_verified_peer);
        let builder = set_up!(builder, expect_peer, expect_name, authorize, any, alpn, tls13_only);
        Ok(Self(builder, verifier))
    }

    /// A connection that we open; `server_name` is sent as SNI. It decides nothing, but with an EdgeVerifier and no other
    /// expectation: there the server's certificate must be valid for it.
    fn session(&self, py: Python<'_>, server_name: &str) -> Result<Session, Raise> {
        Ok(Session(Mutex::new(py.detach(|| core::Session::client(&self.0, server_name))?)))
    }

    /// Judges the chain, leaf first, of a server that another TLS stack shook hands with, as the handshake here would; raises
    /// TlsError if it is refused. `mtls_core.ssl` does so for Python's own.
    #[pyo3(signature = (chain, at = None))]
    fn judge(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        at: Option<Moment>,
    ) -> Result<VerifiedPeer, Raise> {
        let (chain, at) = (chain.get(&self.1.limits())?, Moment::or_now(at));
        Ok(VerifiedPeer(py.detach(|| self.0.judge(&chain, at))?))
    }

    /// The same for a server that an EdgeVerifier judges, which has no SPIFFE ID. `server_name` is what was connected to: the
    /// certificate must be valid for it where nothing else is expected.
    #[pyo3(signature = (chain, server_name, at = None))]
    fn judge_certificate(
        &self,
        py: Python<'_>,
        chain: ChainArgument<'_>,
        server_name: &str,
        at: Option<Moment>,
    ) -> Result<VerifiedCertificate, Raise> {
        let (chain, at) = (chain.get(&self.1.limits())?, Moment::or_now(at));
        Ok(VerifiedCertificate(py.detach(|| self.0.judge_certificate(&chain, server_name, at))?))
    }
}

/// One connection that moves no bytes itself: `receive_tls` takes what came from the wire, `send_tls` gives what
/// goes on it. A refused peer ends it with the reason, and `send_tls` then has the alert for the other side.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct Session(Mutex<core::Session>);

impl Session {
    fn lock(&self) -> MutexGuard<'_, core::Session> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Session {
    /// Takes bytes from the wire, all of them; none at all says that the wire was closed. While 1 MiB waits for `read`,
    /// raises TlsError with the code `tls-buffer-full` and takes none: give the same bytes again afterwards.
    fn receive_tls(&self, py: Python<'_>, data: PyBackedBytes) -> Result<(), Raise> {
        Ok(py.detach(|| self.lock().receive_tls(&data))?)
    }

    /// What is to be put on the wire now; empty when there is nothing.
    fn send_tls<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyBytes>, Raise> {
        let data = py.detach(|| self.lock().send_tls())?;
        Ok(PyBytes::new(py, &data))
    }

    /// Encrypts bytes for the peer, all of them. Raises TlsError after `close`, and when more than 1 MiB would wait for
    /// `send_tls`; then none were taken.
    fn write(&self, py: Python<'_>, data: PyBackedBytes) -> Result<(), Raise> {
        Ok(py.detach(|| self.lock().write(&data))?)
    }

    /// What the peer sent since the last call, decrypted.
    fn read<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let data = py.detach(|| self.lock().read());
        PyBytes::new(py, &data)
    }

    /// Says goodbye; what `send_tls` then gives must still be sent.
    fn close(&self, py: Python<'_>) {
        py.detach(|| self.lock().close());
    }

    #[getter]
    fn is_handshaking(&self, py: Python<'_>) -> bool {
        py.detach(|| self.lock().is_handshaking())
    }

    /// The peer, as it was verified in the handshake. Raises TlsError while there is none; with the code `tls-peer-anonymous`
    /// where it presented no certificate and need not, with `tls-peer-unverified` where it is known by name.
    #[getter]
    fn peer(&self, py: Python<'_>) -> Result<VerifiedPeer, Raise> {
        Ok(VerifiedPeer(py.detach(|| self.lock().peer())?))
    }

    /// The same for a peer that an EdgeVerifier judged, which has no SPIFFE ID. Raises as `peer`.
    #[getter]
    fn certificate(&self, py: Python<'_>) -> Result<VerifiedCertificate, Raise> {
        Ok(VerifiedCertificate(py.detach(|| self.lock().certificate())?))
    }

    /// The application protocol that was agreed on.
    #[getter]
    fn alpn(&self, py: Python<'_>) -> Option<String> {
        // One of those that this side offered, which were text.
        py.detach(|| self.lock().alpn().map(|protocol| String::from_utf8_lossy(protocol).into_owned()))
    }

    /// `TLSv1.2` or `TLSv1.3`; None before it is agreed on.
    #[getter]
    fn version(&self, py: Python<'_>) -> Option<&'static str> {
        py.detach(|| self.lock().version())
    }

    /// The peer that this side refused, if it did.
    #[getter]
    fn refused(&self, py: Python<'_>) -> Option<RefusedPeer> {
        py.detach(|| self.lock().refused()).map(RefusedPeer)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        py.detach(|| {
            let session = self.lock();
            match (session.is_handshaking(), session.peer(), session.certificate()) {
                (true, ..) => "<Session, handshaking>".to_owned(),
                (false, Ok(peer), _) => format!("<Session with {}>", peer.spiffe_id()),
                (false, _, Ok(certificate)) => match certificate.name() {
                    Some(name) => format!("<Session with {name}>"),
                    None => "<Session with any name>".to_owned(),
                },
                (false, Err(core::TlsError::PeerAnonymous), _) => "<Session with nobody known>".to_owned(),
                (false, Err(_), _) => "<Session, over>".to_owned(),
            }
        })
    }
}

/// A peer that was refused in a handshake, with its chain, which `ChainVerifier.explain` takes.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct RefusedPeer(core::Refused);

#[pymethods]
impl RefusedPeer {
    /// Why, as the TlsError that ended the session.
    #[getter]
    fn error(&self, py: Python<'_>) -> Py<PyAny> {
        exception(py, Raise::from(self.0.error.clone()))
    }

    /// What it presented, leaf first.
    #[getter]
    fn chain<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyBytes>> {
        self.0.chain.iter().map(|der| PyBytes::new(py, der)).collect()
    }

    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.at)
    }

    /// The role that it had, `client` or `server`, which `ChainVerifier.explain` takes.
    #[getter]
    fn purpose(&self) -> &'static str {
        self.0.purpose.as_str()
    }

    fn __repr__(&self) -> String {
        format!("<RefusedPeer: {}>", self.0.error)
    }
}
