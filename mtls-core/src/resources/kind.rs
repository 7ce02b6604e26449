//! A modelled kind: its group, its served versions, its fields, its rules.

use super::error::ResourceError;
use super::manifest::Manifest;
use super::meta::ObjectMeta;
use super::model::{FieldShape, Shape};
use super::{Value, labels, names, suggest};
use crate::finding::rules::resources as rules;
use crate::finding::{DocumentRef, Finding, Rule, Severity, Subject};

/// Where the objects of a kind are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// In a namespace.
    Namespaced,
    /// In the cluster as a whole: they have no namespace.
    Cluster,
}

/// What is known of a kind; the registry is a table of these.
pub(crate) struct Kind {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) scope: Scope,
    pub(crate) versions: &'static [&'static str],
    pub(crate) shape: &'static Shape,
    pub(crate) validate: fn(&Manifest) -> Vec<Finding>,
    /// Builds one from options.
    pub(crate) build: fn(Value) -> Result<Manifest, ResourceError>,
    /// The options of its own.
    pub(crate) options: &'static Shape,
    /// What the model writes of a manifest that it takes.
    #[cfg(test)]
    pub(crate) retyped: fn(&Manifest) -> Option<Manifest>,
}

impl Kind {
    /// The kind with its group: `networking.istio.io/Gateway`, `Secret`.
    pub(crate) fn full_name(&self) -> String {
        if self.group.is_empty() { self.kind.to_owned() } else { format!("{}/{}", self.group, self.kind) }
    }
}

/// The order of fields that every object has in common, known kind or not.
pub(crate) const COMMON: &Shape = &Shape::Object {
    name: "Manifest",
    fields: &[
        FieldShape::new("apiVersion", &Shape::Text, ""),
        FieldShape::new("kind", &Shape::Text, ""),
        FieldShape::new("metadata", <ObjectMeta as super::model::Field>::SHAPE, ""),
        FieldShape::new("type", &Shape::Any, ""),
        FieldShape::new("immutable", &Shape::Any, ""),
        FieldShape::new("spec", &Shape::Any, ""),
        FieldShape::new("data", &Shape::Any, ""),
        FieldShape::new("stringData", &Shape::Any, ""),
        FieldShape::new("binaryData", &Shape::Any, ""),
        FieldShape::new("items", &Shape::Any, ""),
    ],
};

/// Collects the findings about one object.
pub(crate) struct Checker {
    findings: Vec<Finding>,
    at: DocumentRef,
}

impl Checker {
    pub(crate) fn new(manifest: &Manifest, findings: Vec<Finding>) -> Self {
        Self { findings, at: manifest.reference("") }
    }

    /// For what is no object of its own.
    pub(crate) fn at(at: DocumentRef, findings: Vec<Finding>) -> Self {
        Self { findings, at }
    }

    pub(crate) fn finish(self) -> Vec<Finding> {
        self.findings
    }

    /// A finding about `field`.
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        field: impl Into<String>,
        message: impl Into<String>,
    ) {
        let at = self.subject(&field.into());
        self.findings.push(Finding::new(rule, at, message));
    }

    /// A finding about the text at `field` if it is none of these spellings, where the model keeps it as it is.
    pub(crate) fn spelling(&mut self, value: Option<&Value>, spellings: &[&str], field: &str) {
        if let Some(text) = value.and_then(Value::as_str).filter(|text| !spellings.contains(text)) {
            let (message, help) = suggest::none_of(text, spellings);
            let finding = Finding::new(rules::FIELD_VALUE_UNKNOWN, self.subject(field), message);
            self.findings.push(match help {
                Some(help) => finding.with_help(help),
                None => finding,
            });
        }
    }

    fn subject(&self, field: &str) -> Subject {
        let mut at = self.at.clone();
        at.field = super::path::join(&at.field, field);
        Subject::Document(at)
    }
}

/// Whether any of them refuses.
pub(crate) fn refuses(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.severity >= Severity::Error)
}

/// What the API server asks of every object's metadata.
pub(crate) fn check_metadata(meta: &ObjectMeta, scope: Scope, check: &mut Checker) {
    match meta.name.as_deref() {
        None | Some("") if meta.generate_name.as_deref().is_none_or(str::is_empty) => {
            check.report(rules::METADATA_NAME, "metadata.name", "the object has no name");
        }
        Some(name) if !name.is_empty() && !names::is_object_name(name) => check.report(
            rules::METADATA_NAME,
            "metadata.name",
            format!("`{}` is no name for an object", super::error::cut(name)),
        ),
        _ => {}
    }
    if scope == Scope::Cluster && !meta.namespace().is_empty() {
        check.report(
            rules::METADATA_NAMESPACE_IGNORED,
            "metadata.namespace",
            format!("the kind is cluster-wide; `{}` is dropped", super::error::cut(meta.namespace())),
        );
    } else if let Some(namespace) = meta.namespace.as_deref()
        && !namespace.is_empty()
        && !(names::is_label(namespace) && names::is_object_name(namespace))
    {
        check.report(
            rules::METADATA_NAMESPACE,
            "metadata.namespace",
            format!("`{}` is no name for a namespace", super::error::cut(namespace)),
        );
    }
    labels::check_labels(meta.labels.as_ref(), "metadata.labels", check);
    labels::check_annotations(meta.annotations.as_ref(), "metadata.annotations", check);
}

/// The annotation that has a policy tried without effect.
pub(crate) const DRY_RUN: &str = "istio.io/dry-run";

/// What Istio's webhook asks of the annotations of its kinds.
pub(crate) fn check_istio_annotations(meta: &ObjectMeta, check: &mut Checker) {
    check_annotations(meta, check, |_| Some("dry-run is for AuthorizationPolicy alone".to_owned()));
}

/// The same of the kind that can be tried without effect, if its action can.
pub(crate) fn check_annotations_with_dry_run(meta: &ObjectMeta, action_can: bool, check: &mut Checker) {
    // The spellings that Go reads.
    const BOOLEANS: [&str; 12] =
        ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];
    check_annotations(meta, check, |value| {
        if !action_can {
            return Some("dry-run is for the actions ALLOW and DENY alone".to_owned());
        }
        (!BOOLEANS.contains(&value))
            .then(|| format!("`{}` is neither true nor false", super::error::cut(value)))
    });
}

fn check_annotations(meta: &ObjectMeta, check: &mut Checker, dry_run: impl Fn(&str) -> Option<String>) {
    for (key, value) in meta.annotations.iter().flatten() {
        let mut field = "metadata.annotations".to_owned();
        super::path::push_key(&mut field, key);
        if key == DRY_RUN {
            if let Some(fault) = dry_run(value) {
                check.report(rules::ISTIO_ANNOTATION, field, fault);
            }
        } else if key.starts_with("internal.istio.io/") {
            check.report(rules::ISTIO_ANNOTATION, field, "this annotation is for Istio's own use");
        }
    }
}

/// The `kind` of a struct: its name, unless another is given.
macro_rules! spelled {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:ident $kind:literal) => {
        $kind
    };
}
pub(crate) use spelled;

/// The scope that is given, or the usual one.
macro_rules! scope {
    () => {
        $crate::resources::Scope::Namespaced
    };
    (cluster) => {
        $crate::resources::Scope::Cluster
    };
}
pub(crate) use scope;

/// Declares the struct of a kind: metadata, fields by wire name, reading, writing, validation. The kind's rules are
/// the function `$check(&Self, &mut Checker)`. `struct Name as "KIND": cluster "group" […]` says what is not as usual.
/// `struct Name (hidden): …` has a `Debug` of its own.
macro_rules! kind {
    ($(#[$meta:meta])* $vis:vis struct $name:ident $(as $kind:literal)? $(($hidden:ident))?: $($scope:ident)? $group:literal [$default:literal $(, $version:literal)*], $check:path {
        $($(#[doc = $doc:literal])* $field:ident: $type:ty = $wire:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        $vis struct $name {
            /// The version that was written, among [`Self::API_VERSIONS`] or newer; kept on writing.
            pub api_version: String,
            /// Name, namespace, labels, annotations.
            pub metadata: $crate::resources::ObjectMeta,
            $($(#[doc = $doc])* #[doc = concat!("\n\nOn the wire: `", $wire, "`.")] pub $field: Option<$type>,)*
            /// Other fields at the top, `status` among them, as they were written.
            pub extra: $crate::resources::Map,
        }

        $crate::resources::model::shown!($name $($hidden)? { api_version metadata $($field)* extra });

        impl $name {
            /// The API group; empty for core kinds.
            pub const GROUP: &'static str = $group;
            /// The `kind`.
            pub const KIND: &'static str = $crate::resources::kind::spelled!($name $($kind)?);
            /// The versions of the API that this model reads; the first is written unless another was read or asked for.
            pub const API_VERSIONS: &'static [&'static str] = &[$default $(, $version)*];

            const SHAPE: &'static $crate::resources::model::Shape = &$crate::resources::model::Shape::Object {
                name: stringify!($name),
                fields: &[
                    $crate::resources::model::FieldShape::new(
                        "apiVersion", &$crate::resources::model::Shape::Text, "The version of the API.",
                    ),
                    $crate::resources::model::FieldShape::new(
                        "kind", &$crate::resources::model::Shape::Text, "The kind.",
                    ),
                    $crate::resources::model::FieldShape::new(
                        "metadata",
                        <$crate::resources::ObjectMeta as $crate::resources::model::Field>::SHAPE,
                        "Name, namespace, labels, annotations.",
                    ),
                    $($crate::resources::model::FieldShape::new(
                        $wire,
                        <$type as $crate::resources::model::Field>::SHAPE,
                        concat!($($doc),*),
                    )),*
                ],
            };

            /// The fields of its own.
            #[allow(dead_code, reason = "kinds with a spec take its fields as options instead")]
            const FIELDS: &'static $crate::resources::model::Shape = &$crate::resources::model::Shape::Object {
                name: stringify!($name),
                fields: &[$($crate::resources::model::FieldShape::new(
                    $wire,
                    <$type as $crate::resources::model::Field>::SHAPE,
                    concat!($($doc),*),
                )),*],
            };

            /// The entry of the registry.
            pub(crate) const ENTRY: $crate::resources::kind::Kind = $crate::resources::kind::Kind {
                group: $group,
                kind: Self::KIND,
                scope: $crate::resources::kind::scope!($($scope)?),
                versions: Self::API_VERSIONS,
                shape: Self::SHAPE,
                validate: |manifest| {
                    $crate::resources::judge::judge(manifest, Self::SHAPE, Self::read, $check)
                },
                build: <Self as $crate::resources::builder::FromOptions>::from_options,
                options: <Self as $crate::resources::builder::FromOptions>::OPTIONS,
                #[cfg(test)]
                retyped: |manifest| Self::try_from(manifest).ok().map(|typed| typed.to_manifest()),
            };

            /// An empty object of this kind.
            fn empty(metadata: $crate::resources::ObjectMeta) -> Self {
                Self {
                    api_version: $default.to_owned(),
                    metadata,
                    $($field: None,)*
                    extra: $crate::resources::Map::new(),
                }
            }

            /// Reads a manifest leniently: the typed object as far as it decodes, and what was found on the way
            /// (fields of a wrong type, unknown fields and spellings).
            ///
            /// # Errors
            /// [`ResourceError::WrongKind`](crate::resources::ResourceError::WrongKind) for another kind.
            pub fn read(
                manifest: &$crate::resources::Manifest,
            ) -> Result<(Self, Vec<$crate::finding::Finding>), $crate::resources::ResourceError> {
                if manifest.kind() != Self::KIND || manifest.group() != Self::GROUP {
                    return Err($crate::resources::ResourceError::WrongKind {
                        resource: $crate::resources::error::cut(&format!(
                            "{} {}", manifest.api_version(), manifest.resource()
                        )),
                        expected: if $group.is_empty() { Self::KIND } else {
                            concat!($crate::resources::kind::spelled!($name $($kind)?), " of ", $group)
                        },
                    });
                }
                let mut reader = $crate::resources::model::Reader::manifest(manifest);
                let mut out = Self::empty($crate::resources::ObjectMeta::default());
                manifest.api_version().clone_into(&mut out.api_version);
                if !Self::API_VERSIONS.contains(&manifest.api_version()) {
                    reader.api_version(manifest.api_version(), Self::API_VERSIONS);
                }
                for (key, value) in manifest.body().iter() {
                    match key {
                        "apiVersion" | "kind" => {}
                        "metadata" => out.metadata = reader.field(key, value).unwrap_or_default(),
                        $($wire => out.$field = reader.field(key, value),)*
                        _ => {
                            if key != "status" {
                                reader.unknown_field(key, Self::SHAPE);
                            }
                            out.extra.push(key.to_owned(), value.clone());
                        }
                    }
                }
                Ok((out, reader.finish()))
            }

            /// The object as an untyped manifest, fields in the order of the schema.
            pub fn to_manifest(&self) -> $crate::resources::Manifest {
                use $crate::resources::model::Field as _;
                let mut rest = $crate::resources::Map::from([("metadata", self.metadata.write())]);
                $(if let Some(value) = &self.$field {
                    rest.insert($wire, value.write());
                })*
                rest.append(self.extra.clone());
                $crate::resources::Manifest::of(&self.api_version, Self::KIND, rest)
            }

            /// Everything that is wrong with it or weak in it.
            pub fn validate(&self) -> Vec<$crate::finding::Finding> {
                $crate::resources::validate(&self.to_manifest())
            }
        }

        impl $crate::resources::Resource for $name {
            const GROUP: &'static str = $group;
            const KIND: &'static str = Self::KIND;
            const API_VERSIONS: &'static [&'static str] = Self::API_VERSIONS;
            const SCOPE: $crate::resources::Scope = $crate::resources::kind::scope!($($scope)?);

            fn named(metadata: $crate::resources::ObjectMeta) -> Self {
                Self::empty(metadata)
            }

            fn api_version_mut(&mut self) -> &mut String {
                &mut self.api_version
            }

            fn metadata_mut(&mut self) -> &mut $crate::resources::ObjectMeta {
                &mut self.metadata
            }

            fn manifest(&self) -> $crate::resources::Manifest {
                self.to_manifest()
            }
        }

        impl TryFrom<&$crate::resources::Manifest> for $name {
            type Error = $crate::resources::ResourceError;

            /// Reads a manifest strictly: what does not decode is refused, with all that is wrong.
            fn try_from(manifest: &$crate::resources::Manifest) -> Result<Self, Self::Error> {
                let (typed, findings) = Self::read(manifest)?;
                if $crate::resources::kind::refuses(&findings) {
                    return Err($crate::resources::ResourceError::Invalid { resource: manifest.resource(), findings });
                }
                Ok(typed)
            }
        }

        impl From<$name> for $crate::resources::Manifest {
            fn from(typed: $name) -> Self {
                typed.to_manifest()
            }
        }
    };
}
pub(crate) use kind;
