//! The place of an element in what an argument holds, at the beginning of its error: `[2]: …`, `['a.conf'][0]: …`.

use ::pyo3::exceptions::{PyTypeError, PyValueError};
use ::pyo3::prelude::*;

/// Marks exceptions whose text begins with a place. A text alone does not say so: a caller's may begin with a bracket too.
const MARK: &str = "_has_place";

/// The error of an element, led by its place in the list or dict. Errors of classes of their own, and those of the caller's code,
/// stay as they are.
#[must_use]
pub fn placed(py: Python<'_>, place: &str, error: PyErr) -> PyErr {
    match led_by(py, &format!("[{place}]"), error) {
        Ok(placed) => {
            // An exception takes any attribute; without it the text has a colon too many.
            let _ = placed.value(py).setattr(MARK, true);
            placed
        }
        Err(other) => other,
    }
}

/// The error of an argument, its text led by the argument's name: `hosts: …`, `hosts[2]: …`.
///
/// Errors of classes of their own, and those of the caller's code, stay as they are.
#[must_use]
pub fn named(py: Python<'_>, name: &str, error: PyErr) -> PyErr {
    led_by(py, name, error).unwrap_or_else(|other| other)
}

/// The error, its text led by a name or place.
///
/// # Errors
/// Errors of classes of their own, and those of the caller's code, as they are.
pub fn led_by(py: Python<'_>, lead: &str, error: PyErr) -> Result<PyErr, PyErr> {
    let class = error.get_type(py);
    let is_plain = class.is(py.get_type::<PyTypeError>()) || class.is(py.get_type::<PyValueError>());
    if !is_plain || is_callers(py, &error) {
        return Err(error);
    }
    let joint = if has_place(py, &error) { "" } else { ": " };
    let led = PyErr::from_type(class, format!("{lead}{joint}{}", error.value(py)));
    // A cause of None would hide the context.
    if let cause @ Some(_) = error.cause(py) {
        led.set_cause(py, cause);
    }
    Ok(led)
}

/// Whether the text begins with a place.
#[must_use]
pub fn has_place(py: Python<'_>, error: &PyErr) -> bool {
    error.value(py).hasattr(MARK).unwrap_or(false)
}

/// Whether the caller's own code raised it, `__fspath__` or `__index__` say: it came through a frame of Python.
#[must_use]
pub fn is_callers(py: Python<'_>, error: &PyErr) -> bool {
    error.traceback(py).is_some()
}
