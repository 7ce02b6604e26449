//! The engine's errors as Python exceptions: a class a floor, defined in `mtls_core/errors.py`.

use mtls_core::finding::Refusal;
use pyo3::{PyErr, PyTypeInfo};

use crate::record::Findings;

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

fn raise<E: PyTypeInfo>(refusal: &impl Refusal) -> Raise {
    Raise(PyErr::new::<E, _>((
        refusal.to_string(),
        refusal.code(),
        refusal.help(),
        Findings::of(&refusal.findings()),
    )))
}

/// `exceptions! { mtls_core::identity::IdentityError => IdentityError, … }`
macro_rules! exceptions {
    ($($error:path => $class:ident),* $(,)?) => {
        mod class {
            $(pyo3::import_exception!(mtls_core.errors, $class);)*
        }
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
}
