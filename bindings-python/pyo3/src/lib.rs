//! PyO3, whose errors about an argument begin with its name: `hosts: 'str' object is not an instance of 'list[str]'`.
//!
//! PyO3 itself says the name in a note (PEP 678), which tracebacks show, but neither `str(error)` nor what is logged of it. What its
//! macros write looks under `::pyo3`; the package has this crate there, which is PyO3 with other functions where arguments are read.
//! They are no public interface of PyO3. Should a version call others, the names are missing and `test_arguments.py` fails.

pub use ::pyo3::*;

pub mod place;

#[doc(hidden)]
pub mod impl_ {
    pub use ::pyo3::impl_::*;

    pub mod extract_argument {
        pub use ::pyo3::impl_::extract_argument::*;

        use ::pyo3::impl_::extract_argument as theirs;
        use ::pyo3::prelude::*;

        use crate::place;

        pub fn extract_argument<'a, 'holder, 'py, T, const IMPLEMENTS_FROMPYOBJECT: bool>(
            value: Borrowed<'a, 'py, PyAny>,
            holder: &'holder mut T::Holder,
            name: &str,
        ) -> PyResult<T>
        where
            T: PyFunctionArgument<'a, 'holder, 'py, IMPLEMENTS_FROMPYOBJECT>,
        {
            T::extract(value, holder).map_err(|error| named(value.py(), name, error.into()))
        }

        #[inline]
        pub fn extract_required_argument<'a, 'holder, 'py, T, const IMPLEMENTS_FROMPYOBJECT: bool>(
            value: Option<Borrowed<'a, 'py, PyAny>>,
            holder: &'holder mut T::Holder,
            name: &str,
        ) -> PyResult<T>
        where
            T: PyFunctionArgument<'a, 'holder, 'py, IMPLEMENTS_FROMPYOBJECT>,
        {
            match value {
                Some(value) => extract_argument(value, holder, name),
                None => theirs::extract_required_argument(None, holder, name),
            }
        }

        pub fn extract_argument_with_default<'a, 'holder, 'py, T, const IMPLEMENTS_FROMPYOBJECT: bool>(
            value: Option<Borrowed<'a, 'py, PyAny>>,
            holder: &'holder mut T::Holder,
            name: &str,
            default: fn() -> T,
        ) -> PyResult<T>
        where
            T: PyFunctionArgument<'a, 'holder, 'py, IMPLEMENTS_FROMPYOBJECT>,
        {
            match value {
                Some(value) => extract_argument(value, holder, name),
                None => Ok(default()),
            }
        }

        /// The error, its text led by the name. Errors of classes of their own, and those of the caller's code, keep their text, and
        /// get PyO3's note.
        #[cold]
        fn named(py: Python<'_>, name: &str, error: PyErr) -> PyErr {
            place::led_by(py, name, error)
                .unwrap_or_else(|other| theirs::argument_extraction_error(py, name, other))
        }
    }
}
