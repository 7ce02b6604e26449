//! Options of builders as plain documents: what Python's keyword arguments and Node's option objects become.

use super::error::ResourceError;
use super::kind::refuses;
use super::manifest::wipe_value;
use super::model::{Field, Reader, camel, snake};
use super::{Value, path};
use crate::finding::rules::resources as rules;
use crate::finding::{DocumentRef, Finding, Subject};

/// Reads the options of a builder.
pub(crate) struct Options<T>(std::marker::PhantomData<T>);

impl<T: Field> Options<T> {
    /// The options in `document`, where nothing is wrong with them; `check` adds what types cannot say.
    ///
    /// Names may be snake_case or camelCase.
    pub(crate) fn read(
        what: &'static str,
        document: &Value,
        check: impl FnOnce(&T, &mut Vec<Finding>),
    ) -> Result<T, ResourceError> {
        let mut reader = Reader::options();
        let options = T::read(document, &mut reader);
        let mut findings = reader.finish();
        if let Some(options) = &options {
            check(options, &mut findings);
        }
        spell_as_given(&mut findings, document);
        match options {
            Some(options) if !refuses(&findings) => Ok(options),
            _ => Err(ResourceError::Options { what, findings }),
        }
    }
}

/// Names options in the manner of the caller, snake_case or camelCase: as they stand in `document`, and what is missing
/// like the options beside it.
fn spell_as_given(findings: &mut [Finding], document: &Value) {
    for finding in findings {
        let Subject::Document(at) = &mut finding.subject else { continue };
        let given = as_given(&at.field, document);
        if given != at.field {
            finding.message = finding.message.replace(&format!("`{}`", at.field), &format!("`{given}`"));
            at.field = given;
        }
    }
}

fn as_given(field: &str, document: &Value) -> String {
    let (mut out, mut value) = (String::new(), Some(document));
    for part in field.split('.') {
        let (name, indices) = part.split_at(part.find('[').unwrap_or(part.len()));
        let other = camel(name);
        let known = value.and_then(Value::as_map);
        let is_camel = known.is_some_and(|map| {
            let has_capitals = |key: &str| key.bytes().any(|byte| byte.is_ascii_uppercase());
            !map.contains_key(name) && (map.contains_key(&other) || map.keys().any(has_capitals))
        });
        let name = if is_camel { other.as_str() } else { name };
        out = path::join(&out, &format!("{name}{indices}"));
        value = value.and_then(|value| value.get(name)).and_then(|value| element(value, indices));
    }
    out
}

/// The element that `[2]` names, or the value itself.
fn element<'v>(value: &'v Value, indices: &str) -> Option<&'v Value> {
    indices
        .split_terminator(']')
        .try_fold(value, |value, index| value.as_list()?.get(index.strip_prefix('[')?.parse::<usize>().ok()?))
}

/// A finding where an option is missing.
pub(crate) fn required(findings: &mut Vec<Finding>, option: &str, present: bool) {
    let at = DocumentRef::new("", option);
    // One that stands there with a wrong type was reported as such.
    let is_it = |field: &str| field == option || snake(field) == option;
    let reported = findings.iter().any(|f| matches!(&f.subject, Subject::Document(d) if is_it(&d.field)));
    if !present && !reported {
        findings.push(Finding::new(
            rules::OPTION_MISSING,
            Subject::Document(at),
            format!("the option `{option}` is missing"),
        ));
    }
}

/// A finding about the value of an option.
pub(crate) fn bad_value(findings: &mut Vec<Finding>, option: &str, message: String) {
    findings.push(Finding::new(
        rules::OPTION_VALUE,
        Subject::Document(DocumentRef::new("", option)),
        message,
    ));
}

/// Overwrites every text of options that held a secret.
pub(crate) fn wipe(options: &mut Value) {
    wipe_value(options);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_named_as_they_were_given() {
        let camel = serde_json::json!({
            "apiServer": {"x": 1}, "rules": [{}, {"serviceAccount": "a", "labels": {"my_label": 5, "istio.io/a_b": 5}}],
        });
        let camel = Value::from(camel);
        for (field, given) in [
            ("", ""),
            ("client_ca", "clientCa"),
            ("api_server", "apiServer"),
            ("rules[1].service_account", "rules[1].serviceAccount"),
            ("rules[1].client_ca", "rules[1].clientCa"),
            // Nothing beside it tells.
            ("rules[0].client_ca", "rules[0].client_ca"),
            ("rules[9].client_ca", "rules[9].client_ca"),
            // No options: the caller's own keys.
            ("rules[1].labels.my_label", "rules[1].labels.my_label"),
            ("rules[1].labels[\"istio.io/a_b\"]", "rules[1].labels[\"istio.io/a_b\"]"),
        ] {
            assert_eq!(as_given(field, &camel), given);
        }
        let snake = Value::from(serde_json::json!({"api_server": {}, "hosts": 5}));
        for field in ["client_ca", "api_server", "api_server.client_ca", "hosts.client_ca"] {
            assert_eq!(as_given(field, &snake), field);
        }
    }
}
