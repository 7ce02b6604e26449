//! A port by number or by name.

use crate::resources::model::{Field, Reader, Shape};
use crate::resources::{Given, Value};

/// What Kubernetes calls `IntOrString`: a port by its number or by its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IntOrString {
    /// The number.
    Int(i64),
    /// The name.
    Text(String),
}

impl Field for IntOrString {
    const SHAPE: &'static Shape = &Shape::Any;

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Int(_) | Value::UInt(_) => i64::read(value, reader).map(Self::Int),
            other => {
                reader.wrong_type("integer or string", other);
                None
            }
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Int(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}

impl Given<IntOrString> for IntOrString {
    fn given(self) -> Self {
        self
    }
}

impl Given<IntOrString> for u16 {
    fn given(self) -> IntOrString {
        IntOrString::Int(self.into())
    }
}

impl Given<IntOrString> for i32 {
    fn given(self) -> IntOrString {
        IntOrString::Int(self.into())
    }
}

impl Given<IntOrString> for &str {
    fn given(self) -> IntOrString {
        IntOrString::Text(self.to_owned())
    }
}

impl Given<IntOrString> for String {
    fn given(self) -> IntOrString {
        IntOrString::Text(self)
    }
}
