//! What a value of a wrong type was meant to be.

use super::Shape;
use crate::resources::{Value, suggest};

impl Shape {
    /// Gives values the type that their field has, where what is meant is plain: `"443"` for a number, `1.20` for a text, one
    /// value for a list of one, a misspelt word of an enum. Others stay as they are.
    pub(crate) fn correct(&self, value: &mut Value) {
        match (self, &mut *value) {
            (_, Value::Null) => {}
            (Self::Text, _) => correct_text(value),
            (Self::Spelling { spellings, .. }, _) => {
                correct_text(value);
                if let Some(meant) =
                    value.as_str().and_then(|text| suggest::closest(text, spellings.iter().copied()))
                    && !spellings.iter().any(|known| value.as_str() == Some(known))
                {
                    *value = meant.into();
                }
            }
            (Self::Bool, Value::String(text)) => {
                if let Ok(meant) = text.parse::<bool>() {
                    *value = meant.into();
                }
            }
            (Self::Integer, Value::String(text)) => {
                if let Ok(meant) = text.trim().parse::<i64>() {
                    *value = meant.into();
                }
            }
            (Self::List(element), Value::List(list)) => {
                list.iter_mut().for_each(|value| element.correct(value));
            }
            (Self::List(element), one) => {
                element.correct(one);
                let one = std::mem::take(one);
                *value = Value::List(vec![one]);
            }
            (Self::Map(element), Value::Map(map)) => {
                map.values_mut().for_each(|value| element.correct(value));
            }
            (Self::Object { fields, .. }, Value::Map(map)) => {
                for field in *fields {
                    if let Some(value) = map.get_mut(field.wire) {
                        field.shape.correct(value);
                    }
                }
            }
            _ => {}
        }
    }
}

fn correct_text(value: &mut Value) {
    let meant = match value {
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::UInt(u) => u.to_string(),
        Value::Float(f) => f.to_string(),
        _ => return,
    };
    *value = meant.into();
}
