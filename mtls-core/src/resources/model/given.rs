//! What a setter takes for a field.

use std::collections::BTreeMap;

use crate::resources::{Map, Value};

/// A value that a setter takes for a field of type `T`: `"text"` for a `String`, `["a", "b"]` for a list,
/// `[("app", "cart")]` for labels, `"STRICT"` or the variant for an enum.
pub trait Given<T> {
    /// The value of the field.
    fn given(self) -> T;
}

/// Types that are given as themselves, and what converts into them without loss.
macro_rules! given {
    ($($field:ty: $($from:ty),+;)+) => {
        $($(impl Given<$field> for $from {
            fn given(self) -> $field {
                self.into()
            }
        })+)+
    };
}

given! {
    String: String, &str, &String;
    bool: bool;
    i64: i64, i32, u32, u16, u8;
    Map: Map;
    Value: Value, Map, serde_json::Value, &str, String, bool, i64;
}

impl<T, I: Given<T>> Given<Vec<T>> for Vec<I> {
    fn given(self) -> Vec<T> {
        self.into_iter().map(Given::given).collect()
    }
}

impl<T, I: Given<T>, const N: usize> Given<Vec<T>> for [I; N] {
    fn given(self) -> Vec<T> {
        self.into_iter().map(Given::given).collect()
    }
}

impl<T, K: Into<String>, V: Given<T>> Given<BTreeMap<String, T>> for BTreeMap<K, V> {
    fn given(self) -> BTreeMap<String, T> {
        self.into_iter().map(|(key, value)| (key.into(), value.given())).collect()
    }
}

/// Of equal keys the last counts.
impl<T, K: Into<String>, V: Given<T>, const N: usize> Given<BTreeMap<String, T>> for [(K, V); N] {
    fn given(self) -> BTreeMap<String, T> {
        self.into_iter().map(|(key, value)| (key.into(), value.given())).collect()
    }
}
