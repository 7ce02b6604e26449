//! Manifests of Kubernetes: read from all files, and the places of what is found in them.

use std::collections::BTreeMap;

use super::files::{ConfigText, folder};
use super::reader::Reader;
use super::{
    ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, Listener, OriginError, finish, limit, syntax,
};
use crate::finding::rules::{origin_config as rules, resources};
use crate::finding::{DocumentRef, Finding, NAME, Refusal as _, Rule, Subject, excerpt, excerpt_of};
use crate::resources::kubernetes::{ConfigMap, Secret};
use crate::resources::{
    Limits, Manifest, ResourceError, Value, json_fault, locate_references, read_yaml_with,
};

/// Lists within lists that are taken apart.
const MAX_LISTS: usize = 8;

/// A manifest and the number of its file.
pub(super) struct Item {
    pub(super) manifest: Manifest,
    file: usize,
}

impl Item {
    /// Whether it is of this kind.
    pub(super) fn is(&self, group: &str, kind: &str) -> bool {
        self.manifest.kind() == kind && self.manifest.group() == group
    }
}

/// All manifests of a configuration.
pub(super) struct Manifests {
    pub(super) items: Vec<Item>,
    /// Documents that cannot be read.
    unread: Vec<OriginError>,
    texts: Vec<ConfigText>,
    limits: Limits,
}

impl Manifests {
    /// Reads the first file and all that end as YAML and JSON do. What is no manifest (values of a chart) is passed over, and
    /// what cannot be read is noted.
    ///
    /// # Errors
    /// Something goes over the limits, or nothing but what cannot be read is there.
    pub(super) fn read(files: &ConfigFiles, options: &ConfigOptions) -> Result<Self, OriginError> {
        let limits = yaml_limits(options);
        let texts: Vec<ConfigText> = files
            .texts()
            .enumerate()
            .filter(|(index, (name, _))| *index == 0 || is_yaml(name))
            .map(|(_, (name, text))| ConfigText { name: name.to_owned(), text: text.into() })
            .collect();
        let (mut items, mut unread) = (Vec::new(), Vec::new());
        for (file, text) in texts.iter().enumerate() {
            let fault = if text.name.ends_with(".json") { json_fault(&text.text) } else { None };
            if let Some(fault) = fault {
                unread.push(unreadable(&text.name, &fault));
                continue;
            }
            for read in read_yaml_with(&text.text, &limits) {
                match read {
                    Ok(manifest) => take_apart(manifest, file, MAX_LISTS, &mut items),
                    Err(ResourceError::NoKind { .. } | ResourceError::NotAMap { .. }) => {}
                    Err(error @ ResourceError::LimitExceeded { .. }) => {
                        return Err(unreadable(&text.name, &error));
                    }
                    Err(error) => unread.push(unreadable(&text.name, &error)),
                }
            }
            limit(&text.name, "manifests", items.len(), options.limits.max_directives)?;
        }
        match unread.first() {
            Some(first) if items.is_empty() => Err(first.clone()),
            _ => Ok(Self { items, unread, texts, limits }),
        }
    }

    /// Whether a manifest of one of these kinds is there.
    pub(super) fn any_of(&self, kinds: &[(&str, &str)]) -> Option<&Item> {
        self.items.iter().find(|item| kinds.iter().any(|(group, kind)| item.is(group, kind)))
    }

    /// The name of a file.
    fn name(&self, file: usize) -> &str {
        self.texts.get(file).map_or("", |text| text.name.as_str())
    }
}

pub(super) fn yaml_limits(options: &ConfigOptions) -> Limits {
    let mut limits = Limits::default();
    limits.max_bytes = options.limits.max_file_bytes;
    limits.max_nodes = limits.max_nodes.min(options.limits.max_directives);
    limits.max_documents = 16_384;
    limits
}

pub(super) fn is_yaml(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "yaml" | "yml" | "json"))
}

/// The error of a text that cannot be read, with its file.
pub(super) fn unreadable(file: &str, error: &ResourceError) -> OriginError {
    match (error, error.subject()) {
        (ResourceError::LimitExceeded { what, max, .. }, _) => OriginError::ConfigLimit {
            file: excerpt_of(file, NAME),
            what,
            size: max.saturating_add(1),
            limit: *max,
        },
        (_, Subject::Document(at)) => syntax(file, at.line.unwrap_or(1), error.to_string()),
        _ => syntax(file, 1, error.to_string()),
    }
}

fn take_apart(manifest: Manifest, file: usize, depth: usize, items: &mut Vec<Item>) {
    let is_list = manifest.kind().ends_with("List") && manifest.body().get("items").is_some();
    if !is_list || depth == 0 {
        items.push(Item { manifest, file });
        return;
    }
    for item in manifest.into_items().into_iter().flatten() {
        take_apart(item, file, depth.saturating_sub(1), items);
    }
}

/// What is found in manifests.
pub(super) struct Board<'m> {
    pub(super) manifests: &'m Manifests,
    listeners: Vec<(usize, Listener)>,
    findings: Vec<(usize, Finding)>,
    /// CAs out of Secrets and ConfigMaps, by the names that listeners call them by.
    authorities: BTreeMap<String, String>,
}

impl<'m> Board<'m> {
    pub(super) fn new(manifests: &'m Manifests) -> Self {
        Self { manifests, listeners: Vec::new(), findings: Vec::new(), authorities: BTreeMap::new() }
    }

    pub(super) fn say(&mut self, rule: &'static Rule, item: &Item, field: &str, message: impl Into<String>) {
        self.findings.push((item.file, Finding::new(rule, item.manifest.subject(field), message.into())));
    }

    /// What a lenient reader made of a manifest. It leaves out what has another type than it should, and that is not known then.
    pub(super) fn typed<T>(&mut self, item: &Item, (typed, found): (T, Vec<Finding>)) -> T {
        for one in found.into_iter().filter(|one| one.rule == resources::FIELD_TYPE.name) {
            self.findings.push((item.file, Finding::new(rules::UNRESOLVED, one.subject, one.message)));
        }
        typed
    }

    /// Adds a listener that stands in this field.
    pub(super) fn listen(&mut self, item: &Item, field: &str, mut listener: Listener) {
        if let Subject::Document(document) = item.manifest.subject(field) {
            listener.document = Some(document);
        }
        self.manifests.name(item.file).clone_into(&mut listener.file);
        self.listeners.push((item.file, listener));
    }

    pub(super) fn count(&self) -> usize {
        self.listeners.len()
    }

    /// The name by which a listener calls this CA.
    pub(super) fn authority(&mut self, name: String, text: String) -> String {
        self.authorities.insert(name.clone(), text);
        name
    }

    /// The report; now lines are looked up, of each file at once.
    pub(super) fn finish(
        mut self,
        kind: ConfigKind,
        files: &ConfigFiles,
        options: &ConfigOptions,
    ) -> Result<ConfigReport, OriginError> {
        for (number, text) in self.manifests.texts.iter().enumerate() {
            let mut references: Vec<&mut DocumentRef> = Vec::new();
            for (_, listener) in self.listeners.iter_mut().filter(|(file, _)| *file == number) {
                references.extend(listener.document.as_mut());
            }
            for (_, finding) in self.findings.iter_mut().filter(|(file, _)| *file == number) {
                if let Subject::Document(at) = &mut finding.subject {
                    references.push(at);
                }
            }
            locate_references(&mut references, &text.text, Some(&text.name), &self.manifests.limits);
        }
        let mut all = files.clone();
        for (name, text) in self.authorities {
            all = all.with(name, text);
        }
        let mut reader = Reader::new(files, &options.limits, folder(files.main_name()));
        reader.findings.extend(self.findings.into_iter().map(|(_, finding)| finding));
        reader.findings.extend(self.manifests.unread.iter().map(|refused| {
            let message = match refused {
                OriginError::Config { message, .. } => message.clone(),
                other => other.to_string(),
            };
            Finding::new(rules::DOCUMENT_UNREAD, refused.subject(), message)
        }));
        let listeners = self
            .listeners
            .into_iter()
            .map(|(_, mut listener)| {
                listener.line = listener.document.as_ref().and_then(|at| at.line).unwrap_or(1);
                listener
            })
            .collect();
        finish(kind, &all, reader, listeners, options)
    }
}

/// Secrets and ConfigMaps, by namespace and name.
pub(super) struct Store {
    secrets: BTreeMap<(String, String), Secret>,
    config_maps: BTreeMap<(String, String), ConfigMap>,
}

/// What a look for a CA gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Authority {
    /// There it is: whose it is, its text, and whether revocation lists are beside it.
    Found { holder: String, text: String, revocation: bool },
    /// It should be there, and is not.
    Missing(String),
    /// What should hold it is not among the manifests.
    NotGiven(String),
}

impl Store {
    pub(super) fn new(manifests: &Manifests) -> Self {
        let (mut secrets, mut config_maps) = (BTreeMap::new(), BTreeMap::new());
        for item in &manifests.items {
            let key = || (item.manifest.namespace().to_owned(), item.manifest.name().to_owned());
            if item.is("", "Secret") {
                if let Ok((secret, _)) = Secret::read(&item.manifest) {
                    secrets.insert(key(), secret);
                }
            } else if item.is("", "ConfigMap")
                && let Ok((map, _)) = ConfigMap::read(&item.manifest)
            {
                config_maps.insert(key(), map);
            }
        }
        Self { secrets, config_maps }
    }

    /// The CA of the clients of an Istio gateway's credential: in the Secret with `-cacert`, and only where there is none, in the
    /// one of this name. In the gateway's namespace, or, as its pods may be elsewhere, in the only one that has it.
    pub(super) fn of_credential(&self, credential: &str, namespace: &str) -> Authority {
        let name = bare_name(credential);
        let named = reference(credential);
        let beside = format!("{name}-cacert");
        let namespaces: Vec<&str> = self
            .secrets
            .keys()
            .filter(|(_, secret)| *secret == name || *secret == beside)
            .map(|(namespace, _)| namespace.as_str())
            .collect();
        let own = named.unwrap_or(namespace);
        let chosen = match namespaces.as_slice() {
            all if all.contains(&own) => own,
            [first, rest @ ..] if named.is_none() && rest.iter().all(|one| one == first) => first,
            [] => {
                return Authority::NotGiven(format!(
                    "neither Secret `{}` nor `{}` is",
                    excerpt(name),
                    excerpt(&beside)
                ));
            }
            _ => {
                let message = format!("Secret `{}` of the gateway's namespace is not", excerpt(name));
                return Authority::NotGiven(message);
            }
        };
        let key = |name: &str| (chosen.to_owned(), name.to_owned());
        if let Some(secret) = self.secrets.get(&key(&beside)) {
            return authority_in(secret).unwrap_or_else(|| {
                let shadowed = self.secrets.get(&key(name)).and_then(authority_in).is_some();
                let instead = if shadowed {
                    format!(", and hides the one in `{}`", excerpt(name))
                } else {
                    String::new()
                };
                Authority::Missing(format!(
                    "Secret `{}` has neither `cacert` nor `ca.crt`{instead}",
                    excerpt(&beside)
                ))
            });
        }
        let secret = self.secrets.get(&key(name));
        secret.and_then(authority_in).unwrap_or_else(|| {
            Authority::Missing(format!(
                "Secret `{}` has neither `ca.crt` nor `cacert`, and there is no Secret `{}`",
                excerpt(name),
                excerpt(&beside)
            ))
        })
    }

    /// The CA in one Secret or ConfigMap.
    pub(super) fn of_object(&self, kind: &str, namespace: &str, name: &str) -> Authority {
        let key = (namespace.to_owned(), name.to_owned());
        let title = format!("{kind} `{}/{}`", excerpt(namespace), excerpt(name));
        match kind {
            "Secret" => match self.secrets.get(&key) {
                Some(secret) => authority_in(secret).unwrap_or_else(|| {
                    Authority::Missing(format!("{title} has neither `ca.crt` nor `cacert`"))
                }),
                None => Authority::NotGiven(format!("{title} is not")),
            },
            "ConfigMap" => match self.config_maps.get(&key) {
                Some(map) => match map.data.as_ref().and_then(|data| data.get("ca.crt")) {
                    Some(text) if !text.is_empty() => Authority::Found {
                        holder: format!("configmap/{namespace}/{name}"),
                        text: text.clone(),
                        revocation: false,
                    },
                    _ => Authority::Missing(format!("{title} has no `ca.crt`")),
                },
                None => Authority::NotGiven(format!("{title} is not")),
            },
            _ => Authority::NotGiven(format!("{title} is not of a kind that is known, and not")),
        }
    }
}

/// The name of a credential without its scheme and namespace: `kubernetes://`, `kubernetes-gateway://ns/`, `configmap://ns/`.
pub(super) fn bare_name(credential: &str) -> &str {
    let path = credential.split_once("://").map_or(credential, |(_, path)| path);
    path.rsplit('/').next().unwrap_or(path)
}

/// The namespace that a credential names itself.
pub(super) fn reference(credential: &str) -> Option<&str> {
    credential.split_once("://")?.1.split_once('/').map(|(namespace, _)| namespace)
}

/// The CA of a Secret: `cacert` wins over `ca.crt`.
fn authority_in(secret: &Secret) -> Option<Authority> {
    let key = ["cacert", "ca.crt"]
        .into_iter()
        .find(|key| secret.value(key).is_some_and(|value| !value.is_empty()))?;
    let crl = if key == "cacert" { "crl" } else { "ca.crl" };
    let (namespace, name) = (secret.metadata.namespace(), secret.metadata.name());
    Some(Authority::Found {
        holder: format!("secret/{namespace}/{name}"),
        text: String::from_utf8_lossy(&secret.value(key)?).into_owned(),
        revocation: secret.value(crl).is_some_and(|value| !value.is_empty()),
    })
}

/// Whether a text stands as a key or as the value of a `name` somewhere in a manifest, with a value that means yes.
pub(super) fn is_switched_on(value: &Value, name: &str) -> bool {
    let yes = |value: Option<&Value>| match value {
        Some(Value::Bool(on)) => *on,
        Some(Value::String(text)) => matches!(text.to_ascii_lowercase().as_str(), "true" | "1" | "t"),
        _ => false,
    };
    match value {
        Value::Map(map) => {
            yes(map.get(name))
                || (map.get("name").and_then(Value::as_str) == Some(name) && yes(map.get("value")))
                || map.iter().any(|(_, inner)| is_switched_on(inner, name))
        }
        Value::List(list) => list.iter().any(|inner| is_switched_on(inner, name)),
        _ => false,
    }
}
