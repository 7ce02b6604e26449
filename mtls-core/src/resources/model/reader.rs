//! Reading a model: every problem with its path, none lost to the one before it.

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
    /// Whether the names of fields may be snake_case or camelCase.
    any_case: bool,
}

impl Reader {
    /// For the fields of a manifest: unknown ones are a warning, for newer versions have more.
    pub(crate) fn manifest(manifest: &Manifest) -> Self {
        let at = manifest.reference("");
        Self { findings: Vec::new(), path: String::new(), at, options: false, any_case: false }
    }

    /// For the options of a builder: names may be snake_case or camelCase, and an unknown one is an error.
    pub(crate) fn options() -> Self {
        let at = DocumentRef::default();
        Self { findings: Vec::new(), path: String::new(), at, options: true, any_case: true }
    }

    /// For what Istio reads as Protobuf's JSON: like the fields of a manifest, but their names may be snake_case too.
    pub(crate) fn protobuf(at: DocumentRef) -> Self {
        Self { findings: Vec::new(), path: String::new(), at, options: false, any_case: true }
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
        self.within(key, |reader| T::read(value, reader))
    }

    /// Reads one element of a list.
    pub(crate) fn element<T: Field>(&mut self, index: usize, value: &Value) -> Option<T> {
        self.within_index(index, |reader| T::read(value, reader))
    }

    /// Does something where the path goes on to `key`.
    pub(crate) fn within<T>(&mut self, key: &str, then: impl FnOnce(&mut Self) -> T) -> T {
        let len = self.path.len();
        path::push_key(&mut self.path, key);
        let out = then(self);
        self.path.truncate(len);
        out
    }

    /// Does something where the path goes on to an element of a list.
    pub(crate) fn within_index<T>(&mut self, index: usize, then: impl FnOnce(&mut Self) -> T) -> T {
        let len = self.path.len();
        path::push_index(&mut self.path, index);
        let out = then(self);
        self.path.truncate(len);
        out
    }

    /// The name under which a key is known: in options and Protobuf's JSON, snake_case and camelCase are the same.
    pub(crate) fn spelling<'k>(&self, key: &'k str, shape: &Shape) -> &'k str {
        if !self.any_case || shape.names().any(|name| name == key) {
            return key;
        }
        shape.names().find(|name| camel(name) == key || snake(name) == key).unwrap_or(key)
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
        let meant = if self.options {
            let known: Vec<String> = shape.names().map(|name| self.manner(key, name)).collect();
            suggest::closest(key, known.iter().map(String::as_str)).map(str::to_owned)
        } else {
            suggest::closest(key, shape.names()).map(str::to_owned)
        };
        let (rule, noun) =
            if self.options { (rules::OPTION_UNKNOWN, "option") } else { (rules::FIELD_UNKNOWN, "field") };
        let mut message = format!("there is no {noun} `{}` here", cut(key));
        let help = match meant {
            Some(meant) => {
                message.push_str(&format!("; did you mean `{meant}`?"));
                Some(format!("Write `{meant}` if that is what is meant."))
            }
            None if self.options => {
                let known: Vec<String> = shape.names().map(|name| self.manner(key, name)).collect();
                Some(format!("Known here: {}.", known.join(", ")))
            }
            None => None,
        };
        self.within(key, |reader| reader.report(rule, message, help));
    }

    /// A name in the manner of the question: camelCase where `key` has capitals.
    fn manner(&self, key: &str, name: &str) -> String {
        if key.bytes().any(|b| b.is_ascii_uppercase()) { camel(name) } else { snake(name) }
    }

    /// A field that is given under both of its names, an option in both manners of writing.
    pub(crate) fn twice(&mut self, key: &str) {
        let (rule, noun) =
            if self.options { (rules::OPTION_VALUE, "option") } else { (rules::YAML_DUPLICATE_KEY, "field") };
        self.within(key, |reader| reader.report(rule, format!("this {noun} is given twice"), None));
    }

    /// A text that is none of the spellings of an enum.
    pub(crate) fn unknown_spelling(&mut self, text: &str, known: &[&'static str]) {
        let rule = if self.options { rules::OPTION_VALUE } else { rules::FIELD_VALUE_UNKNOWN };
        let (message, help) = suggest::none_of(text, known);
        self.report(rule, message, help);
    }

    /// A version of the API that the kind is not served in.
    pub(crate) fn api_version(&mut self, found: &str, served: &[&'static str]) {
        let message = format!("`{}` is not served; this kind is read as {}", cut(found), served.join(", "));
        let help = suggest::closest(found, served.iter().copied()).map(|v| format!("Write `{v}`."));
        self.within("apiVersion", |reader| reader.report(rules::API_VERSION_UNKNOWN, message, help));
    }

    /// Any other problem with the value being read.
    pub(crate) fn report(&mut self, rule: &'static Rule, message: String, help: Option<String>) {
        let mut at = self.at.clone();
        at.field = path::join(&at.field, &self.path);
        let finding = Finding::new(rule, Subject::Document(at), message);
        self.findings.push(match help {
            Some(help) => finding.with_help(help),
            None => finding,
        });
    }
}

pub(crate) fn camel(name: &str) -> String {
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

/// `sourceIPBlocks` is `source_ip_blocks`, `isCA` is `is_ca`, `clusterIPs` is `cluster_ips`.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len().saturating_add(4));
    let mut before = '_';
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let mut after = rest.clone();
        let begins_word =
            after.next().is_some_and(|c| c.is_ascii_lowercase() && (c != 's' || after.next().is_some()));
        let ends_capitals = before.is_ascii_uppercase() && begins_word;
        if c.is_ascii_uppercase() && before != '_' && (!before.is_ascii_uppercase() || ends_capitals) {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
        before = c;
    }
    out
}
