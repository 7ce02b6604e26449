//! Lists, whose errors name the element.

use pyo3::place::placed;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyString};

use super::refused::{Worded, is_mismatch, mismatch};

/// A list, or another sequence that is not text or bytes: nobody who gives one of these means its letters.
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> std::ops::Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'py, T: FromPyObjectOwned<'py> + Worded> FromPyObject<'_, 'py> for List<T> {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = Vec::<T>::INPUT_TYPE;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let is_text = value.is_instance_of::<PyString>()
            || value.is_instance_of::<PyBytes>()
            || value.is_instance_of::<PyByteArray>();
        let elements: Vec<Bound<'py, PyAny>> = match value.extract() {
            Ok(elements) if !is_text => elements,
            Err(error) if !is_mismatch(value.py(), &error) => return Err(error),
            _ => return Err(mismatch(&value, &format!("list[{}]", T::WORDS))),
        };
        let read = elements.iter().enumerate().map(|(index, element)| {
            element.extract::<T>().map_err(|error| placed(value.py(), &index.to_string(), error.into()))
        });
        read.collect::<PyResult<_>>().map(Self)
    }
}
