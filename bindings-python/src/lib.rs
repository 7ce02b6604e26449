//! The native half of the Python package `mtls_core`: a file a floor of the engine, conversions and no decisions.
//! `python/mtls_core/__init__.py` names what is public.

mod finding;
mod raise;
mod record;

/// The native module; import `mtls_core` instead.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use crate::finding::catalog;
}
