//! What Python hands in: text or bytes, points in time, durations, names as objects or text, files, lists.

mod list;
mod one_of;
mod refused;

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mtls_core::finding::excerpt;
use mtls_core::identity as core;
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::place::{is_callers, placed};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{PyBool, PyDateTime, PyDelta, PyDict, PyFloat, PyInt, PyString, PyTzInfo};
use rustls_pki_types::UnixTime;

pub(crate) use list::List;
pub(crate) use one_of::one_of;
pub(crate) use refused::{Worded, class_of, keep, mismatch, worded};

use self::refused::is_mismatch;
use crate::identity::{SpiffeId, TrustDomain};
use crate::raise::Raise;

one_of! {
    /// A document: PEM or JSON as `str`, or anything as `bytes`. Not copied on the way in.
    pub(crate) enum Document as "bytes | str" {
        Bytes(PyBackedBytes),
        Text(PyBackedStr),
    }
}

impl AsRef<[u8]> for Document {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(text) => text.as_bytes(),
        }
    }
}

/// The entries of a ConfigMap or Secret: documents by name.
pub(crate) struct Entries(pub(crate) HashMap<String, Document>);

impl FromPyObject<'_, '_> for Entries {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::ENTRIES;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        pairs(value, |name, document| Ok((name.extract()?, document.extract()?))).map(Self)
    }
}

/// What a dict holds, in its order. An error of a value says of which key: a text as all that is quoted, so that no private key
/// given in its place is shown, and of others the class.
pub(crate) fn pairs<T, C: FromIterator<T>>(
    value: Borrowed<'_, '_, PyAny>,
    read: impl Fn(&Bound<'_, PyAny>, &Bound<'_, PyAny>) -> PyResult<T>,
) -> PyResult<C> {
    let read = value.cast::<PyDict>()?.iter().map(|(key, held)| {
        let quoted = |text: PyBackedStr| format!("'{}'", excerpt(&text));
        let place = || key.extract().map_or_else(|_| class_of(&key), quoted);
        read(&key, &held).map_err(|error| placed(value.py(), &place(), error))
    });
    read.collect()
}

one_of! {
    /// A SPIFFE ID, or its text.
    pub(crate) enum IdArgument<'py> as "SpiffeId | str" {
        Id(PyRef<'py, SpiffeId>),
        Text(PyBackedStr),
    }
}

impl IdArgument<'_> {
    pub(crate) fn get(self) -> Result<core::SpiffeId, Raise> {
        Ok(match self {
            Self::Id(id) => id.0.clone(),
            Self::Text(text) => core::SpiffeId::parse(&text)?,
        })
    }
}

one_of! {
    /// A trust domain, or its name.
    pub(crate) enum TrustDomainArgument<'py> as "TrustDomain | str" {
        Domain(PyRef<'py, TrustDomain>),
        Text(PyBackedStr),
    }
}

impl TrustDomainArgument<'_> {
    pub(crate) fn get(self) -> Result<core::TrustDomain, Raise> {
        Ok(match self {
            Self::Domain(domain) => domain.0.clone(),
            Self::Text(text) => core::TrustDomain::parse(&text)?,
        })
    }
}

/// A point in time: whole seconds since 1970, or an aware `datetime`.
#[derive(Clone, Copy)]
pub(crate) struct Moment(pub(crate) UnixTime);

impl Moment {
    /// The time given, or that of the machine's clock: this package is where the engine meets one.
    pub(crate) fn or_now(given: Option<Self>) -> UnixTime {
        given.map_or_else(UnixTime::now, |moment| moment.0)
    }
}

impl FromPyObject<'_, '_> for Moment {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::MOMENT;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let seconds = if value.is_instance_of::<PyDateTime>() {
            if value.getattr("tzinfo")?.is_none() {
                return Err(PyValueError::new_err(
                    "a time without a time zone means nothing here; use datetime.now(timezone.utc) or seconds since 1970",
                ));
            }
            let floored = value.call_method0("timestamp")?.extract::<f64>()?.floor();
            floored.into_pyobject(value.py())?.call_method0("__int__")?.extract::<u64>()
        } else if is_int(&value) {
            value.extract::<u64>()
        } else {
            return Err(mismatch(&value, "int | datetime"));
        };
        let seconds = seconds.map_err(|_| PyValueError::new_err("a time lies in 1970 or later"))?;
        Ok(Self(UnixTime::since_unix_epoch(Duration::from_secs(seconds))))
    }
}

/// A point in time on its way out: a `datetime` in UTC.
pub(crate) fn datetime<'py>(py: Python<'py>, time: UnixTime) -> PyResult<Bound<'py, PyDateTime>> {
    // Exact: a datetime ends in the year 9999, far below 2^53 seconds; beyond it Python raises.
    #[allow(clippy::cast_precision_loss, reason = "see above")]
    let seconds = time.as_secs() as f64;
    PyDateTime::from_timestamp(py, seconds, Some(&PyTzInfo::utc(py)?.to_owned()))
}

/// A duration: whole seconds, or a `timedelta`.
#[derive(Clone, Copy)]
pub(crate) struct Span(pub(crate) Duration);

impl FromPyObject<'_, '_> for Span {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::SPAN;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyDelta>() {
            return value.extract().map(Self);
        }
        if !is_int(&value) {
            return Err(mismatch(&value, "int | timedelta"));
        }
        let seconds = value.extract().map_err(|_| PyValueError::new_err("a duration is not negative"))?;
        Ok(Self(Duration::from_secs(seconds)))
    }
}

/// A duration that may have a fraction: seconds, or a `timedelta`.
#[derive(Clone, Copy)]
pub(crate) struct Seconds(pub(crate) Duration);

impl FromPyObject<'_, '_> for Seconds {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::SECONDS;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyDelta>() || is_int(&value) {
            return Span::extract(value).map(|span| Self(span.0));
        }
        if !value.is_instance_of::<PyFloat>() {
            return Err(mismatch(&value, "float | timedelta"));
        }
        let seconds = Duration::try_from_secs_f64(value.extract()?);
        seconds.map(Self).map_err(|_| PyValueError::new_err("a duration is finite, and not negative"))
    }
}

/// The name of a file or folder, as text or an object of `pathlib`.
pub(crate) struct FilePath(PathBuf);

impl FromPyObject<'_, '_> for FilePath {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = PathBuf::INPUT_TYPE;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        value.extract().map(Self).map_err(|error: PyErr| {
            if is_mismatch(value.py(), &error) { mismatch(&value, Self::WORDS) } else { error }
        })
    }
}

impl From<FilePath> for PathBuf {
    fn from(path: FilePath) -> Self {
        path.0
    }
}

impl AsRef<Path> for FilePath {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

/// An IP address, as an object of `ipaddress` or text.
#[derive(Clone, Copy)]
pub(crate) struct Address(IpAddr);

impl Address {
    pub(crate) fn get(self) -> IpAddr {
        self.0
    }
}

impl FromPyObject<'_, '_> for Address {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = IpAddr::INPUT_TYPE;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        value.extract().map(Self).map_err(|error: PyErr| {
            let is_told = value.is_instance_of::<PyString>() || is_callers(value.py(), &error);
            if is_told { error } else { mismatch(&value, Self::WORDS) }
        })
    }
}

/// Files by trust domain, in the order in which they are named.
pub(crate) struct Files(pub(crate) Vec<(core::TrustDomain, PathBuf)>);

impl FromPyObject<'_, '_> for Files {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::FILES;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        pairs(value, |domain, path| {
            let domain = domain.extract::<TrustDomainArgument<'_>>()?.get()?;
            Ok((domain, path.extract::<FilePath>()?.into()))
        })
        .map(Self)
    }
}

/// `True` and `False` are ints to Python; no caller means them as numbers.
fn is_int(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>()
}

/// A whole number. One that is negative or too large is a `ValueError`, as other values that cannot be meant are.
pub(crate) struct Whole<T>(pub(crate) T);

impl<'a, 'py, T: FromPyObject<'a, 'py, Error = PyErr>> FromPyObject<'a, 'py> for Whole<T> {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = T::INPUT_TYPE;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyBool>() {
            return Err(mismatch(&value, "int"));
        }
        value.extract().map(Self).map_err(|error| {
            if is_callers(value.py(), &error) {
                return error;
            }
            if error.is_instance_of::<PyOverflowError>(value.py()) {
                return PyValueError::new_err("a whole number is not negative, and not so large");
            }
            if is_mismatch(value.py(), &error) {
                return mismatch(&value, "int");
            }
            error
        })
    }
}

#[cfg(feature = "stubs")]
mod hint {
    use pyo3::PyTypeInfo as _;
    use pyo3::inspect::PyStaticExpr;
    use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

    pub(super) const ENTRIES: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        type_hint_identifier!("builtins", "str"),
        type_hint_union!(
            type_hint_identifier!("builtins", "str"),
            type_hint_identifier!("builtins", "bytes")
        )
    );
    pub(super) const MOMENT: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "int"),
        type_hint_identifier!("datetime", "datetime")
    );
    const PATH: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "str"),
        type_hint_subscript!(
            type_hint_identifier!("os", "PathLike"),
            type_hint_identifier!("builtins", "str")
        )
    );
    // A union, as the keys of a `Mapping` are of one type to type checkers.
    pub(super) const FILES: PyStaticExpr = type_hint_union!(
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Mapping"),
            type_hint_identifier!("builtins", "str"),
            PATH
        ),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Mapping"),
            crate::identity::TrustDomain::TYPE_HINT,
            PATH
        )
    );
    // An int is a float to type checkers.
    pub(super) const SECONDS: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "float"),
        type_hint_identifier!("datetime", "timedelta")
    );
    pub(super) const SPAN: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("builtins", "int"),
        type_hint_identifier!("datetime", "timedelta")
    );
}
