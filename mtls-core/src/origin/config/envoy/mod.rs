//! Envoy: listeners of a bootstrap, of files of a listener discovery service, or standing alone; in YAML or JSON.
//!
//! Filter chains are followed to the hosts that their routes serve, as Envoy compares no name of the handshake with the host of
//! the request. What comes to Envoy over the network (SDS, LDS, RDS, ECDS) is not known.

mod listener;
mod routes;
mod tls;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::files::{ConfigText, folder};
use super::manifests::{is_yaml, unreadable, yaml_limits};
use super::reader::{Place, Reader};
use super::{ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, finish, limit};
use crate::finding::rules::origin_config as rules;
use crate::finding::{Finding, Rule, Severity, Subject};
use crate::resources::{Cursor, Document, Limits, read_documents};

/// Judges an Envoy configuration.
pub(super) fn check(files: &ConfigFiles, options: &ConfigOptions) -> Result<ConfigReport, OriginError> {
    let mut reader = Reader::new(files, &options.limits, folder(files.main_name()));
    let limits = yaml_limits(options);
    let texts = texts(files, &mut reader, &limits)?;
    let mut documents = Vec::new();
    for text in &texts {
        let read = read_documents(&text.text, &limits).map_err(|e| unreadable(&text.name, &e))?;
        documents.extend(read.into_iter().map(|document| (text, document)));
    }
    let secrets = documents.iter().flat_map(|(_, document)| secrets(&document.root())).collect();
    let mut inline = Vec::new();
    let mut listeners = Vec::new();
    for (text, document) in &documents {
        let mut sheet =
            Sheet { secrets: &secrets, options, drafts: Vec::new(), notes: Vec::new(), inline: &mut inline };
        for found in listeners_of(&document.root()) {
            listener::read(&found, &mut sheet);
            limit(&text.name, "listeners", sheet.drafts.len(), options.limits.max_listeners)?;
        }
        from_elsewhere(&document.root(), &mut sheet);
        let Sheet { drafts, notes, .. } = sheet;
        place(&text.name, document, drafts, notes, &limits, &mut listeners, &mut reader);
        limit(&text.name, "listeners", listeners.len(), options.limits.max_listeners)?;
    }
    let mut all = files.clone();
    for (name, text) in inline {
        all = all.with(name, text);
    }
    finish(ConfigKind::Envoy, &all, reader, listeners, options)
}

/// What is found in one document, by paths; their lines are looked up at the end, together.
struct Sheet<'s, 'v> {
    secrets: &'s HashMap<&'v str, Cursor<'v>>,
    options: &'s ConfigOptions,
    drafts: Vec<Draft>,
    notes: Vec<Note>,
    /// Texts of CAs that stand in the configuration, and the names that listeners call them by.
    inline: &'s mut Vec<(String, String)>,
}

/// A listener whose lines are not known yet.
struct Draft {
    listener: Listener,
    at: String,
    decided: String,
}

/// A finding whose line is not known yet.
struct Note {
    rule: &'static Rule,
    severity: Severity,
    at: String,
    message: String,
}

impl Sheet<'_, '_> {
    fn say(&mut self, rule: &'static Rule, at: &Cursor<'_>, message: impl Into<String>) {
        let (at, message) = (at.path().to_owned(), message.into());
        self.notes.push(Note { rule, severity: rule.severity, at, message });
    }
}

/// The texts that are configurations, and those that they take their listeners from.
fn texts(
    files: &ConfigFiles,
    reader: &mut Reader<'_>,
    limits: &Limits,
) -> Result<Vec<ConfigText>, OriginError> {
    let mut open: VecDeque<ConfigText> = files
        .texts()
        .enumerate()
        .filter(|(index, (name, _))| *index == 0 || is_yaml(name))
        .map(|(_, (name, text))| ConfigText { name: name.to_owned(), text: text.into() })
        .collect();
    let mut seen: BTreeSet<String> = open.iter().map(|text| text.name.clone()).collect();
    let mut texts = Vec::new();
    while let Some(text) = open.pop_front() {
        reader.enter(&text)?;
        let documents = read_documents(&text.text, limits).map_err(|e| unreadable(&text.name, &e))?;
        for document in &documents {
            let Some(path) = discovery_path(&document.root()) else { continue };
            let name = path.value().as_str().unwrap_or_default();
            let line = document.lines([path.path()], limits).values().copied().next().unwrap_or(1);
            let place = Place { file: Arc::from(text.name.as_str()), line };
            for included in reader.include(name, &place, Severity::Warning)? {
                if seen.insert(included.name.clone()) {
                    open.push_back(included);
                }
            }
        }
        drop(documents);
        texts.push(text);
    }
    Ok(texts)
}

/// The listeners of a document: those of a bootstrap, of a discovery response, of a list, or the document itself.
fn listeners_of<'v>(root: &Cursor<'v>) -> Vec<Cursor<'v>> {
    let mut found = root.at(&["static_resources"]).map(|at| at.list("listeners")).unwrap_or_default();
    let loose = root.list("resources").into_iter().chain(root.list("listeners")).chain(root.items());
    let named = |one: &Cursor<'_>| one.get("address").is_some() || one.get("filter_chains").is_some();
    found.extend(loose.map(unwrapped).filter(named));
    if root.get("filter_chains").is_some() || root.get("default_filter_chain").is_some() {
        found.push(root.clone());
    }
    found
}

/// What a resource of a discovery response wraps.
fn unwrapped(one: Cursor<'_>) -> Cursor<'_> {
    one.get("resource").unwrap_or(one)
}

/// The secrets that stand in the configuration, by name.
fn secrets<'v>(root: &Cursor<'v>) -> Vec<(&'v str, Cursor<'v>)> {
    let of_bootstrap = root.at(&["static_resources"]).map(|at| at.list("secrets")).unwrap_or_default();
    let loose = root.list("resources").into_iter().map(unwrapped);
    let all = of_bootstrap.into_iter().chain(loose);
    all.filter(|one| one.get("validation_context").is_some())
        .filter_map(|one| Some((one.text("name")?, one)))
        .collect()
}

fn discovery_path<'v>(root: &Cursor<'v>) -> Option<Cursor<'v>> {
    let source = root.at(&["dynamic_resources", "lds_config"])?;
    source.at(&["path_config_source", "path"]).or_else(|| source.get("path"))
}

/// Listeners that come over the network.
fn from_elsewhere(root: &Cursor<'_>, sheet: &mut Sheet<'_, '_>) {
    let Some(dynamic) = root.get("dynamic_resources") else { return };
    if let Some(source) = dynamic.get("lds_config")
        && discovery_path(root).is_none()
    {
        sheet.say(rules::UNRESOLVED, &source, "listeners come from a discovery service");
    } else if let Some(source) = dynamic.get("lds_resources_locator") {
        sheet.say(rules::UNRESOLVED, &source, "listeners come from a discovery service");
    }
}

/// Gives listeners and findings their lines.
fn place(
    file: &str,
    document: &Document<'_>,
    drafts: Vec<Draft>,
    notes: Vec<Note>,
    limits: &Limits,
    listeners: &mut Vec<Listener>,
    reader: &mut Reader<'_>,
) {
    let of_drafts = drafts.iter().flat_map(|draft| [draft.at.as_str(), draft.decided.as_str()]);
    let lines = document.lines(of_drafts.chain(notes.iter().map(|note| note.at.as_str())), limits);
    let line = |path: &str| lines.get(path).copied().unwrap_or(1);
    for draft in &drafts {
        let mut listener = draft.listener.clone();
        listener.file = file.to_owned();
        listener.line = line(&draft.at);
        listener.decided = Some((file.to_owned(), line(&draft.decided)));
        listeners.push(listener);
    }
    for note in &notes {
        let subject = Subject::Line { file: file.to_owned(), line: line(&note.at) };
        let finding = Finding::new(note.rule, subject, note.message.clone());
        reader.findings.push(finding.with_severity(note.severity));
    }
}

/// A field that is true, false, or neither.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flag {
    Yes,
    No,
    Odd,
}

fn flag(at: &Cursor<'_>, name: &str) -> Flag {
    match at.get(name).map(|field| field.value().clone()) {
        None => Flag::No,
        Some(crate::resources::Value::Bool(true)) => Flag::Yes,
        Some(crate::resources::Value::Bool(false)) => Flag::No,
        Some(_) => Flag::Odd,
    }
}

/// The number of an enum's value that is written by name or number; `None` for what is neither.
fn number(at: &Cursor<'_>, field: &str, names: &[&str]) -> Option<usize> {
    use crate::resources::Value;
    match at.get(field).map(|value| value.value().clone()) {
        None => Some(0),
        Some(Value::String(name)) => names.iter().position(|known| *known == name),
        Some(Value::UInt(number)) => usize::try_from(number).ok().filter(|number| *number < names.len()),
        Some(_) => None,
    }
}

/// The configuration of an extension, without the wrapping that has its type.
fn typed<'v>(extension: &Cursor<'v>) -> Option<Cursor<'v>> {
    let config = extension.get("typed_config")?;
    let wrapped = config.text("@type").is_some_and(|name| name.ends_with("TypedStruct"));
    if wrapped { config.get("value") } else { Some(config) }
}

/// The name of the message that an extension is configured by, without its package.
fn type_of<'v>(extension: &Cursor<'v>) -> &'v str {
    let Some(config) = extension.get("typed_config") else { return "" };
    let name = config.text("@type").unwrap_or_default();
    let name = if name.ends_with("TypedStruct") { config.text("type_url").unwrap_or_default() } else { name };
    name.rsplit(['.', '/']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
