//! The engine's errors as Python exceptions: a class a floor, defined in `mtls_core/errors.py`.

use mtls_core::finding::Refusal;
use pyo3::PyTypeInfo;
use pyo3::prelude::*;

use crate::record::{Findings, Records};

/// An exception on its way to Python; `?` makes one of any floor's error.
pub(crate) struct Raise(PyErr);

impl From<Raise> for PyErr {
    fn from(raise: Raise) -> Self {
        raise.0
    }
}

impl From<PyErr> for Raise {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

/// An OSError of the class that its number says.
impl From<std::io::Error> for Raise {
    fn from(error: std::io::Error) -> Self {
        let Some(number) = error.raw_os_error() else { return Self(error.into()) };
        let text = error.to_string();
        // Python says the number itself.
        let text = text.split(" (os error").next().unwrap_or_default().to_owned();
        Self(pyo3::exceptions::PyOSError::new_err((number, text)))
    }
}

/// The exception as an object, not raised.
pub(crate) fn exception(py: Python<'_>, raise: Raise) -> Py<PyAny> {
    raise.0.into_value(py).into_any()
}

fn raise<E: PyTypeInfo>(refusal: &impl Refusal) -> Raise {
    Raise(PyErr::new::<E, _>((
        refusal.to_string(),
        refusal.code(),
        refusal.help(),
        Findings::of(&refusal.findings()),
    )))
}

mod class {
    pyo3::import_exception!(mtls_core.errors, IdentityError);
    pyo3::import_exception!(mtls_core.errors, IssueError);
    pyo3::import_exception!(mtls_core.errors, OriginError);
    pyo3::import_exception!(mtls_core.errors, PkiError);
    pyo3::import_exception!(mtls_core.errors, RecipeError);
    pyo3::import_exception!(mtls_core.errors, ResourceError);
    pyo3::import_exception!(mtls_core.errors, TlsError);
    pyo3::import_exception!(mtls_core.errors, TrustError);
    pyo3::import_exception!(mtls_core.errors, VerificationError);
}

/// `exceptions! { mtls_core::identity::IdentityError => IdentityError, … }`
macro_rules! exceptions {
    ($($error:path => $class:ident),* $(,)?) => {
        $(impl From<$error> for Raise {
            fn from(error: $error) -> Self {
                raise::<class::$class>(&error)
            }
        })*
    };
}

exceptions! {
    mtls_core::identity::IdentityError => IdentityError,
    mtls_core::pki::PkiError => PkiError,
    mtls_core::pki::issue::IssueError => IssueError,
    mtls_core::trust::TrustError => TrustError,
    mtls_core::trust::source::SourceError => TrustError,
    mtls_core::verify::VerifierError => VerificationError,
    mtls_core::tls::TlsError => TlsError,
    mtls_core::resources::ResourceError => ResourceError,
    mtls_core::origin::OriginError => OriginError,
    mtls_core::recipes::RecipeError => RecipeError,
}

/// Beside the findings, who the leaf claims to be and what was presented.
impl From<mtls_core::verify::Rejection> for Raise {
    fn from(rejection: mtls_core::verify::Rejection) -> Self {
        // Strings and numbers: serde cannot fail on them.
        let chain = Records(serde_json::to_value(rejection.chain()).unwrap_or_default());
        Self(PyErr::new::<class::VerificationError, _>((
            rejection.to_string(),
            rejection.code(),
            rejection.help(),
            Findings::of(&rejection.findings()),
            rejection.claimed_id().map(str::to_owned),
            chain,
        )))
    }
}
