//! What all builders share.

use super::error::ResourceError;
use super::kind::refuses;
use super::manifest::wipe_value;
use super::{Manifest, Map, ObjectMeta, Scope, Value, validate};
use crate::finding::rules::{istio_security as security_rules, resources as resource_rules};
use crate::finding::{DocumentRef, Finding, Rule, Severity, Subject};

mod options;
mod schema;

#[cfg(test)]
pub(super) use options::common_fields;
pub(crate) use options::{FromOptions, from_options, read_options};
pub(crate) use schema::fields as fields_schema;
pub use schema::schema;

/// What the API server and Istio take when it is applied, but nobody means who builds a resource.
const REFUSED_WHEN_BUILT: [&Rule; 4] = [
    security_rules::POLICY_LIST_EMPTY,
    resource_rules::SECRET_ENCODED_TWICE,
    resource_rules::SECRET_NOT_PEM,
    resource_rules::SECRET_PAIR_MISMATCH,
];

/// The findings as a builder takes them: some warnings of what is read are errors of what is built.
fn as_built(findings: Vec<Finding>) -> Vec<Finding> {
    let graver = |finding: Finding| match REFUSED_WHEN_BUILT.iter().any(|rule| rule.name == finding.rule) {
        true => finding.with_severity(Severity::Error),
        false => finding,
    };
    findings.into_iter().map(graver).collect()
}

/// A kind that has a model: what is the same of each.
pub trait Resource: Sized + for<'m> TryFrom<&'m Manifest, Error = ResourceError> {
    /// The API group; empty for core kinds.
    const GROUP: &'static str;
    /// The `kind`.
    const KIND: &'static str;
    /// The versions of the API that the model reads; the first is written unless another was read or asked for.
    const API_VERSIONS: &'static [&'static str];
    /// Whether its objects have a namespace.
    const SCOPE: Scope;

    /// An object with this metadata and nothing else.
    fn named(metadata: ObjectMeta) -> Self;

    /// The version of the API that is written, to change it.
    fn api_version_mut(&mut self) -> &mut String;

    /// Name, namespace, labels and annotations, to change them.
    fn metadata_mut(&mut self) -> &mut ObjectMeta;

    /// The object as an untyped manifest.
    fn manifest(&self) -> Manifest;
}

/// A kind whose author writes a `spec`.
pub trait Specified: Resource {
    /// The fields of `spec`.
    type Spec: Default;

    /// The `spec`, made where there is none.
    fn spec_mut(&mut self) -> &mut Self::Spec;
}

/// Builds a resource. Each kind has setters of its own; these are the ones that all have.
///
/// ```
/// use mtls_core::resources::istio::Gateway;
///
/// let refused = Gateway::new("public.v1", "istio-system").https(443, ["shop"]).build().unwrap_err();
/// assert!(refused.to_string().starts_with("3 problems of Gateway istio-system/public.v1"), "{refused}");
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is built before `build`"]
pub struct Builder<K> {
    pub(super) object: K,
    patches: Patches,
    problems: Vec<Finding>,
}

/// What is merged over the finished manifest, in order. What a builder is given may be secret.
#[derive(Clone, Debug, Default)]
struct Patches(Vec<Value>);

impl Drop for Patches {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(wipe_value);
    }
}

impl<K: Resource> Builder<K> {
    /// Begins an object; an empty namespace is left out.
    pub(crate) fn named(name: impl Into<String>, namespace: impl Into<String>) -> Self {
        let object = K::named(ObjectMeta::new(name, namespace));
        Self { object, patches: Patches::default(), problems: Vec::new() }
    }

    /// Writes another version of the API than the newest.
    pub fn api_version(mut self, version: impl Into<String>) -> Self {
        *self.object.api_version_mut() = version.into();
        self
    }

    /// Adds a label to the object itself.
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.object.metadata_mut().labels.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// Adds an annotation.
    pub fn annotation(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.object.metadata_mut().annotations.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// Changes the object in ways that have no method here.
    pub fn with(mut self, change: impl FnOnce(&mut K)) -> Self {
        change(&mut self.object);
        self
    }

    /// Changes the finished manifest by a JSON merge patch (RFC 7396).
    pub fn merge_patch(mut self, patch: impl Into<Value>) -> Self {
        self.patches.0.push(patch.into());
        self
    }

    /// The resource, validated.
    ///
    /// # Errors
    /// [`ResourceError::Invalid`] with every finding when one is an error; warnings alone do not refuse, see
    /// [`validate`].
    pub fn build(self) -> Result<K, ResourceError> {
        K::try_from(&self.manifest()?)
    }

    /// The same as an untyped manifest.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn manifest(mut self) -> Result<Manifest, ResourceError> {
        let mut manifest = self.object.manifest();
        for patch in &mut self.patches.0 {
            manifest.merge_patch(std::mem::take(patch))?;
        }
        let mut findings = self.problems;
        findings.extend(as_built(validate(&manifest)));
        if refuses(&findings) {
            return Err(ResourceError::Invalid { resource: manifest.resource(), findings });
        }
        Ok(manifest)
    }

    /// Notes a call that could not do what it says.
    pub(super) fn problem(&mut self, rule: &'static Rule, field: &str, message: String) {
        let at = DocumentRef::new(self.object.manifest().resource(), field);
        self.problems.push(Finding::new(rule, Subject::Document(at), message));
    }
}

impl<K: Specified> Builder<K> {
    /// Changes the `spec` in ways that have no method here.
    pub fn with_spec(mut self, change: impl FnOnce(&mut K::Spec)) -> Self {
        change(self.object.spec_mut());
        self
    }

    /// Adds a field to the `spec` that the model does not know.
    pub fn extra(self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        let field = Map::from([(field.into(), value.into())]);
        self.merge_patch(Map::from([("spec", field)]))
    }
}

/// Gives a kind its builder. `spec` names the type of its `spec`: setters and options then mean the fields in it.
/// `cluster` says that it has no namespace.
macro_rules! built {
    ($name:ident $($scope:ident)?) => {
        $crate::resources::builder::begun!($name $($scope)?);

        impl $crate::resources::builder::FromOptions for $name {
            const OPTIONS: &'static $crate::resources::model::Shape = Self::FIELDS;

            fn from_options(
                options: $crate::resources::Value,
            ) -> Result<$crate::resources::Manifest, $crate::resources::ResourceError> {
                $crate::resources::builder::from_options::<Self>(options, Self::OPTIONS, false)
            }
        }
    };
    ($name:ident $($scope:ident)?, spec: $spec:ty) => {
        $crate::resources::builder::begun!($name $($scope)?);

        impl $crate::resources::Specified for $name {
            type Spec = $spec;

            fn spec_mut(&mut self) -> &mut $spec {
                self.spec.get_or_insert_default()
            }
        }

        impl $crate::resources::builder::FromOptions for $name {
            const OPTIONS: &'static $crate::resources::model::Shape =
                <$spec as $crate::resources::model::Field>::SHAPE;

            fn from_options(
                options: $crate::resources::Value,
            ) -> Result<$crate::resources::Manifest, $crate::resources::ResourceError> {
                $crate::resources::builder::from_options::<Self>(options, Self::OPTIONS, true)
            }
        }
    };
}
pub(crate) use built;

/// Gives a kind its `new`.
macro_rules! begun {
    ($name:ident) => {
        impl $name {
            /// Begins one; see [`Builder`](crate::resources::Builder). An empty namespace is left out.
            #[allow(clippy::new_ret_no_self, reason = "reads as the resource that is being made")]
            pub fn new(
                name: impl Into<String>,
                namespace: impl Into<String>,
            ) -> $crate::resources::Builder<Self> {
                $crate::resources::Builder::named(name, namespace)
            }
        }
    };
    ($name:ident cluster) => {
        impl $name {
            /// Begins one; see [`Builder`](crate::resources::Builder). It is cluster-wide, so it has no namespace.
            #[allow(clippy::new_ret_no_self, reason = "reads as the resource that is being made")]
            pub fn new(name: impl Into<String>) -> $crate::resources::Builder<Self> {
                $crate::resources::Builder::named(name, "")
            }
        }
    };
}
pub(crate) use begun;

#[cfg(test)]
mod tests;
