//! Arguments of one type or another.

/// An enum of the types that an argument may have, tried in this order.
///
/// `one_of! { pub(crate) enum Either<'py> as "str | list[str]" { One(PyBackedStr), Many(List<PyBackedStr>) } }`
macro_rules! one_of {
    (
        $(#[$about:meta])*
        $seen:vis enum $name:ident $(<$py:lifetime>)? as $words:literal {
            $($(#[$note:meta])* $variant:ident($given:ty)),+ $(,)?
        }
    ) => {
        $(#[$about])*
        $seen enum $name $(<$py>)? {
            $($(#[$note])* $variant($given)),+
        }

        impl<'py> FromPyObject<'_, 'py> for $name $(<$py>)? {
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const INPUT_TYPE: pyo3::inspect::PyStaticExpr = {
                use pyo3::type_hint_union;
                type_hint_union!($(<$given as FromPyObject<'_, 'py>>::INPUT_TYPE),+)
            };

            fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                let mut refusal = None;
                $(match value.extract::<$given>() {
                    Ok(read) => return Ok(Self::$variant(read)),
                    Err(error) => $crate::arguments::keep(&mut refusal, value.py(), error.into()),
                })+
                Err(refusal.unwrap_or_else(|| $crate::arguments::mismatch(&value, $words)))
            }
        }

        impl<'py> $crate::arguments::Worded for $name $(<$py>)? {
            const WORDS: &'static str = $words;
        }
    };
}
pub(crate) use one_of;
