//! The verdicts: `VerifiedPeer`, `VerifiedCertificate`, and `ChainReport` with its reasons.

use std::fmt;

use mtls_core::verify as core;
use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::pyclass_init::PyClassInitializer;
use pyo3::types::{PyBytes, PyDateTime, PyList};

use crate::arguments::datetime;
use crate::certificate::Certificate;
use crate::identity::{SpiffeId, TrustDomain, WorkloadIdentity};
use crate::pki::PrivateKey;
use crate::raise::{Raise, exception};
use crate::record::{Findings, Record, Records, json};

/// The methods of a verdict: its own, and those that both have.
macro_rules! verdict {
    (impl $class:ident { $($own:item)* }) => {
        #[pymethods]
        impl $class {
            $($own)*

            #[getter]
            fn profile(&self) -> &'static str {
                self.0.profile().as_str()
            }

            #[getter]
            fn purpose(&self) -> &'static str {
                self.0.purpose().as_str()
            }

            /// The last second at which every certificate of the path is valid.
            #[getter]
            fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
                datetime(py, self.0.valid_until())
            }

            /// The accepted path as DER: the leaf, then its issuers, without the authority.
            #[getter]
            fn path<'py>(&self, py: Python<'py>) -> Vec<Bound<'py, PyBytes>> {
                self.0.path().iter().map(|der| PyBytes::new(py, der)).collect()
            }

            #[getter]
            fn leaf(&self) -> Result<Certificate, Raise> {
                Ok(Certificate(self.0.leaf()?))
            }

            /// The trust anchor that the path ends at.
            #[getter]
            fn authority(&self) -> Certificate {
                Certificate(self.0.authority().clone())
            }

            /// What a stricter profile would refuse, and what a softer policy lets pass.
            #[getter]
            fn warnings(&self) -> Findings {
                Findings::of(self.0.warnings())
            }

            /// The verdict as a plain dict, for logs.
            fn to_dict(&self) -> PyResult<Record> {
                Ok(Record(json(&self.0)?))
            }
        }

        impl fmt::Display for $class {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

/// A peer whose chain was accepted, known by its SPIFFE ID.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct VerifiedPeer(pub(crate) core::VerifiedPeer);

verdict! {
    impl VerifiedPeer {
        #[getter]
        fn spiffe_id(&self) -> SpiffeId {
            SpiffeId(self.0.spiffe_id().clone())
        }

        #[getter]
        fn trust_domain(&self) -> TrustDomain {
            TrustDomain(self.0.trust_domain().to_owned())
        }

        /// Its Istio identity, where the ID has that form.
        #[getter]
        fn workload(&self) -> Option<WorkloadIdentity> {
            self.0.workload().map(WorkloadIdentity)
        }

        fn __repr__(&self) -> String {
            format!("<VerifiedPeer {}>", self.0.spiffe_id())
        }
    }
}

/// A certificate whose chain was accepted, known by DNS name, address or e-mail address.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct VerifiedCertificate(pub(crate) core::VerifiedCertificate);

verdict! {
    impl VerifiedCertificate {
        /// The expected name that the leaf is valid for; None where any was.
        #[getter]
        fn name(&self) -> Option<String> {
            self.0.name().map(ToString::to_string)
        }

        fn __repr__(&self) -> String {
            match self.0.name() {
                Some(name) => format!("<VerifiedCertificate {name}>"),
                None => "<VerifiedCertificate for any name>".to_owned(),
            }
        }
    }
}

/// The verdicts on many chains: for each what was verified, or the exception.
pub(super) struct Verdicts<T>(Vec<Result<T, Raise>>);

impl<T> Verdicts<T> {
    pub(super) fn of<V>(verdicts: Vec<Result<V, core::Rejection>>, accepted: impl Fn(V) -> T) -> Self {
        Self(verdicts.into_iter().map(|one| one.map(&accepted).map_err(Raise::from)).collect())
    }
}

impl<'py, T: PyClass + Into<PyClassInitializer<T>>> IntoPyObject<'py> for Verdicts<T> {
    type Target = PyList;
    type Output = Bound<'py, PyList>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = {
        use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};
        type_hint_subscript!(
            type_hint_identifier!("builtins", "list"),
            type_hint_union!(T::TYPE_HINT, type_hint_identifier!("mtls_core.errors", "VerificationError"))
        )
    };

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let objects = self.0.into_iter().map(|one| match one {
            Ok(verdict) => Ok(Py::new(py, verdict)?.into_any()),
            Err(refused) => Ok(exception(py, refused)),
        });
        PyList::new(py, objects.collect::<PyResult<Vec<_>>>()?)
    }
}

/// A chain explained, certificate by certificate; `str` draws it as a tree.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct ChainReport(pub(crate) core::ChainReport);

#[pymethods]
impl ChainReport {
    #[getter]
    fn accepted(&self) -> bool {
        self.0.accepted
    }

    /// The leaf's SPIFFE ID as text; not verified unless `accepted` by a ChainVerifier.
    #[getter]
    fn spiffe_id(&self) -> Option<&str> {
        self.0.spiffe_id.as_deref()
    }

    /// The leaf's first DNS name, else its first address, else its first mailbox; not verified.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The certificates as sent, with their findings; then the trust anchor, where a path comes to one.
    #[getter]
    fn certificates(&self) -> PyResult<Records> {
        Ok(Records(json(&self.0.certificates)?))
    }

    /// The path through `certificates` by their positions, leaf first: the accepted one, or the one that came nearest.
    #[getter]
    fn path(&self) -> Vec<usize> {
        self.0.path.clone()
    }

    /// All findings, the most telling first.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    /// The report on a chain of one's own, beside the private key that is to go with it: a finding where it is not
    /// the leaf's.
    fn with_key(&self, key: &PrivateKey) -> Self {
        Self(self.0.clone().with_key(&key.0))
    }

    /// The report as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        let verdict = if self.0.accepted { "accepted" } else { "refused" };
        match self.0.spiffe_id.as_ref().or(self.0.name.as_ref()) {
            Some(who) => format!("<ChainReport {verdict} {who}>"),
            None => format!("<ChainReport {verdict}>"),
        }
    }
}

impl fmt::Display for ChainReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
