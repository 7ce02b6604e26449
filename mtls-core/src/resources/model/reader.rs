//! Reading a model: every problem with its path, none lost to the one before it.

use std::borrow::Cow;

use super::{Field, Shape};
use crate::finding::rules::resources as rules;
use crate::finding::{DocumentRef, Finding, Rule, Subject};
use crate::resources::error::cut;
use crate::resources::{Manifest, Map, Value, path, suggest};

/// The problems found so far and where the reading stands.
#[derive(Debug)]
pub(crate) struct Reader {
    findings: Vec<Finding>,
    path: String,
    at: DocumentRef,
    options: bool,
}

impl Reader {
    /// For the fields of a manifest: unknown ones are a warning, for newer versions have more.
    pub(crate) fn manifest(manifest: &Manifest) -> Self {
        let at = DocumentRef::new(manifest.resource(), "").at(manifest.document(), manifest.line());
        Self { findings: Vec::new(), path: String::new(), at, options: false }
    }

    /// For the options of a builder: names may be snake_case or camelCase, and an unknown one is an error.
    pub(crate) fn options() -> Self {
        Self { findings: Vec::new(), path: String::new(), at: DocumentRef::default(), options: true }
    }

    /// What was found.
    pub(crate) fn finish(self) -> Vec<Finding> {
        self.findings
    }

    /// Reads one field; null is absence.
    pub(crate) fn field<T: Field>(&mut self, key: &str, value: &Value) -> Option<T> {
        if value.is_null() {
            return None;
        }
        let len = self.path.len();
        path::push_key(&mut self.path, key);
        let read = T::read(value, self);
        self.path.truncate(len);
        read
    }

    /// Reads one element of a list.
    pub(crate) fn element<T: Field>(&mut self, index: usize, value: &Value) -> Option<T> {
        let len = self.path.len();
        path::push_index(&mut self.path, index);
        let read = T::read(value, self);
        self.path.truncate(len);
        read
    }

    /// The name under which a key is known.
    pub(crate) fn spelling<'k>(&self, key: &'k str) -> Cow<'k, str> {
        if self.options && key.bytes().any(|b| b.is_ascii_uppercase()) {
            let mut name = String::with_capacity(key.len().saturating_add(4));
            for c in key.chars() {
                if c.is_ascii_uppercase() {
                    name.push('_');
                }
                name.push(c.to_ascii_lowercase());
            }
            Cow::Owned(name)
        } else {
            Cow::Borrowed(key)
        }
    }

    /// The map that `value` should be.
    pub(crate) fn map<'v>(&mut self, value: &'v Value) -> Option<&'v Map> {
        let map = value.as_map();
        if map.is_none() {
            self.wrong_type("map", value);
        }
        map
    }

    /// The list that `value` should be.
    pub(crate) fn list<'v>(&mut self, value: &'v Value) -> Option<&'v [Value]> {
        let list = value.as_list();
        if list.is_none() {
            self.wrong_type("list", value);
        }
        list
    }

    /// The text that `value` should be.
    pub(crate) fn text<'v>(&mut self, value: &'v Value) -> Option<&'v str> {
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type("string", value);
        }
        text
    }

    /// Another type than the field has.
    pub(crate) fn wrong_type(&mut self, expected: &str, value: &Value) {
        let rule = if self.options { rules::OPTION_TYPE } else { rules::FIELD_TYPE };
        let help = (!self.options && expected == "string").then(|| match value {
            Value::Bool(_) => {
                "Quote it: unquoted y, n, yes, no, on, off, true and false are booleans in YAML.".to_owned()
            }
            _ => "Quote it, if text is meant.".to_owned(),
        });
        self.report(rule, format!("expected {expected}, found {}", value.type_name()), help);
    }

    /// A field that the model does not have.
    pub(crate) fn unknown_field(&mut self, key: &str, shape: &Shape) {
        let name = self.spelling(key).into_owned();
        let meant = suggest::closest(&name, shape.names());
        let len = self.path.len();
        path::push_key(&mut self.path, key);
        let (rule, noun) =
            if self.options { (rules::OPTION_UNKNOWN, "option") } else { (rules::FIELD_UNKNOWN, "field") };
        let mut message = format!("there is no {noun} `{}` here", cut(key));
        let help = match meant {
            Some(meant) => {
                // Answer in the manner of the question.
                let meant = if self.options && key != name { camel(meant) } else { meant.to_owned() };
                message.push_str(&format!("; did you mean `{meant}`?"));
                Some(format!("Write `{meant}` if that is what is meant."))
            }
            None if self.options => {
                Some(format!("Known here: {}.", shape.names().collect::<Vec<_>>().join(", ")))
            }
            None => None,
        };
        self.report(rule, message, help);
        self.path.truncate(len);
    }

    /// An option that is given in both manners of writing.
    pub(crate) fn twice(&mut self, key: &str) {
        let len = self.path.len();
        path::push_key(&mut self.path, key);
        self.report(rules::OPTION_VALUE, "this option is given twice".to_owned(), None);
        self.path.truncate(len);
    }

    /// A text that is none of the spellings of an enum.
    pub(crate) fn unknown_spelling(&mut self, text: &str, known: &[&'static str]) {
        let rule = if self.options { rules::OPTION_VALUE } else { rules::FIELD_VALUE_UNKNOWN };
        let mut message = format!("`{}` is not one of {}", cut(text), known.join(", "));
        let help = suggest::closest(text, known.iter().copied()).map(|meant| {
            message.push_str(&format!("; did you mean `{meant}`?"));
            format!("Write `{meant}`, in exactly this spelling.")
        });
        self.report(rule, message, help);
    }

    /// A version of the API that the kind is not served in.
    pub(crate) fn api_version(&mut self, found: &str, served: &[&'static str]) {
        let message = format!("`{}` is not served; this kind is read as {}", cut(found), served.join(", "));
        let help = suggest::closest(found, served.iter().copied()).map(|v| format!("Write `{v}`."));
        let len = self.path.len();
        path::push_key(&mut self.path, "apiVersion");
        self.report(rules::API_VERSION_UNKNOWN, message, help);
        self.path.truncate(len);
    }

    /// Any other problem with the value being read.
    pub(crate) fn report(&mut self, rule: &'static Rule, message: String, help: Option<String>) {
        let mut at = self.at.clone();
        at.field.clone_from(&self.path);
        let finding = Finding::new(rule, Subject::Document(at), message);
        self.findings.push(match help {
            Some(help) => finding.with_help(help),
            None => finding,
        });
    }
}

fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut up = false;
    for c in name.chars() {
        match c {
            '_' => up = true,
            c if up => {
                out.push(c.to_ascii_uppercase());
                up = false;
            }
            c => out.push(c),
        }
    }
    out
}
