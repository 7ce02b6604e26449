//! The plain types that fields have.

use std::collections::BTreeMap;

use super::{Field, Reader, Shape};
use crate::resources::{Map, Value};

impl Field for String {
    const SHAPE: &'static Shape = &Shape::Text;

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        reader.text(value).map(str::to_owned)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

impl Field for bool {
    const SHAPE: &'static Shape = &Shape::Bool;

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        if let Value::Bool(b) = value {
            return Some(*b);
        }
        reader.wrong_type("boolean", value);
        None
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}

impl Field for i64 {
    const SHAPE: &'static Shape = &Shape::Integer;

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let number = match value {
            Value::Int(i) => Some(*i),
            Value::UInt(u) => Self::try_from(*u).ok(),
            // Kubernetes takes 443.0 for 443.
            #[allow(clippy::cast_possible_truncation, reason = "whole and far inside the range")]
            Value::Float(f) if f.fract() == 0.0 && f.abs() < 9e15 => Some(*f as Self),
            _ => None,
        };
        if number.is_none() {
            reader.wrong_type("integer", value);
        }
        number
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}

/// Anything, kept as it is.
impl Field for Value {
    const SHAPE: &'static Shape = &Shape::Any;

    fn read(value: &Value, _: &mut Reader) -> Option<Self> {
        Some(value.clone())
    }

    fn write(&self) -> Value {
        self.clone()
    }
}

impl Field for Map {
    const SHAPE: &'static Shape = &Shape::Map(&Shape::Any);

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        reader.map(value).cloned()
    }

    fn write(&self) -> Value {
        Value::Map(self.clone())
    }
}

impl<T: Field> Field for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let list = reader.list(value)?;
        Some(list.iter().enumerate().filter_map(|(i, value)| reader.element(i, value)).collect())
    }

    fn write(&self) -> Value {
        Value::List(self.iter().map(Field::write).collect())
    }
}

/// Labels, annotations and whatever else maps names to values of one type.
impl<T: Field> Field for BTreeMap<String, T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let map = reader.map(value)?;
        Some(map.iter().filter_map(|(k, v)| Some((k.to_owned(), reader.field(k, v)?))).collect())
    }

    fn write(&self) -> Value {
        Value::Map(self.iter().map(|(k, v)| (k.clone(), v.write())).collect())
    }
}
