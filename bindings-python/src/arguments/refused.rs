//! What is said of an argument that is of another type: what was expected, what came, and at which place of it. `pyo3` puts its name
//! before that.

use pyo3::PyClass;
use pyo3::exceptions::PyTypeError;
use pyo3::place::{has_place, is_callers};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};

use super::{Address, FilePath, Moment, Whole};
use crate::certificate::Certificate;

/// A type in Python's words.
pub(crate) trait Worded {
    /// `str`, `list[str]`, `Certificate`.
    const WORDS: &'static str;
}

/// `worded! { String => "str", … }`
macro_rules! worded {
    ($($given:ty => $words:literal),+ $(,)?) => {
        $(impl $crate::arguments::Worded for $given {
            const WORDS: &'static str = $words;
        })+
    };
}
pub(crate) use worded;

worded! {
    String => "str",
    PyBackedStr => "str",
    PyBackedBytes => "bytes",
    Address => "IPv4Address | IPv6Address",
    FilePath => "str | PathLike[str]",
    Whole<u16> => "int",
    Bound<'_, PyAny> => "object",
    (PyRef<'_, Certificate>, String) => "tuple[Certificate, str]",
    (String, String, Moment) => "tuple[str, str, int | datetime]",
}

impl<T: PyClass> Worded for PyRef<'_, T> {
    const WORDS: &'static str = T::NAME;
}

/// What was expected, and what came, in the words that PyO3 has for it.
pub(crate) fn mismatch(value: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    let came = if value.is_none() { "'None'".to_owned() } else { format!("'{}' object", class_of(value)) };
    PyTypeError::new_err(format!("{came} is not an instance of '{expected}'"))
}

/// The class of a value, never the value itself: it may be a secret.
pub(crate) fn class_of(value: &Bound<'_, PyAny>) -> String {
    value.get_type().qualname().map_or_else(|_| "?".to_owned(), |name| name.to_string())
}

/// Whether an error says no more than that a value has another type. What the caller's own code raised says more.
pub(crate) fn is_mismatch(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<PyTypeError>(py) && !is_callers(py, error)
}

/// Keeps the first error that says more than that an argument has another type: an element has, or a text is none.
pub(crate) fn keep(kept: &mut Option<PyErr>, py: Python<'_>, error: PyErr) {
    if kept.is_none() && (!is_mismatch(py, &error) || has_place(py, &error)) {
        *kept = Some(error);
    }
}
