//! The `Bundle` and `ClusterBundle` of trust-manager: CA bundles for all namespaces.

mod check;
mod cluster;

use std::collections::BTreeMap;

use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::kubernetes::LabelSelector;
use crate::resources::model::model;
use crate::resources::{Builder, Value};

pub use cluster::{
    ClusterBundle, ClusterBundleFile, ClusterBundleFormat, ClusterBundleSource, ClusterBundleSourceKind,
    ClusterBundleSpec, ClusterBundleTarget, ClusterBundleTargetObject, DefaultAuthorities,
    DefaultAuthoritiesProvider,
};

kind! {
    /// A trust-manager `Bundle`: certificates from several sources, written to a ConfigMap or Secret of its own name
    /// in the namespaces that it selects.
    ///
    /// ```
    /// use mtls_core::resources::cert_manager::Bundle;
    ///
    /// let roots = Bundle::new("partner-ca")
    ///     .from_secret("partner-ca", "ca.crt")
    ///     .to_config_map("ca.crt")
    ///     .in_namespaces("team", "shop")
    ///     .build()?;
    /// assert_eq!(roots.spec.unwrap().sources.unwrap().len(), 1);
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Bundle: cluster "trust.cert-manager.io" ["trust.cert-manager.io/v1alpha1"], check::check {
        /// Sources and target.
        spec: BundleSpec = "spec",
    }
}

built!(Bundle cluster, spec: BundleSpec);

model! {
    /// Sources and target of a `Bundle`.
    pub struct BundleSpec {
        /// Where certificates come from.
        sources: Vec<BundleSource> = "sources",
        /// Where they are written.
        target: BundleTarget = "target",
    }
}

model! {
    /// Where certificates come from: one of these.
    pub struct BundleSource {
        /// ConfigMaps in the namespace of trust-manager.
        config_map: BundleObject = "configMap",
        /// Secrets in the namespace of trust-manager.
        secret: BundleObject = "secret",
        /// Certificates in PEM.
        in_line: String = "inLine",
        /// Whether the CAs of the public web are in it.
        use_default_cas: bool = "useDefaultCAs",
    }
}

model! {
    /// A ConfigMap or Secret by name or labels, and an entry of it.
    pub struct BundleObject {
        /// Its name.
        name: String = "name",
        /// Its labels, in place of the name.
        selector: LabelSelector = "selector",
        /// The entry.
        key: String = "key",
        /// Whether all entries are meant, in place of one.
        include_all_keys: bool = "includeAllKeys",
    }
}

model! {
    /// Where certificates are written.
    pub struct BundleTarget {
        /// A ConfigMap of the Bundle's name in each namespace.
        config_map: TargetObject = "configMap",
        /// A Secret of the Bundle's name in each namespace; trust-manager must be allowed to write it.
        secret: TargetObject = "secret",
        /// Trust stores of Java beside it, kept as they are.
        additional_formats: Value = "additionalFormats",
        /// The namespaces; absent means all.
        namespace_selector: LabelSelector = "namespaceSelector",
    }
}

model! {
    /// The object that is written.
    pub struct TargetObject {
        /// The entry with the certificates.
        key: String = "key",
        /// Labels and annotations of the object.
        metadata: TargetMetadata = "metadata",
    }
}

model! {
    /// Labels and annotations of the object that is written.
    pub struct TargetMetadata {
        /// Annotations.
        annotations: BTreeMap<String, String> = "annotations",
        /// Labels.
        labels: BTreeMap<String, String> = "labels",
    }
}

impl Builder<Bundle> {
    /// Takes the certificates in an entry of a ConfigMap, in the namespace of trust-manager.
    pub fn from_config_map(self, name: impl Into<String>, key: impl Into<String>) -> Self {
        let object = BundleObject::default().name(name.into()).key(key.into());
        self.source(BundleSource::default().config_map(object))
    }

    /// Takes the certificates in an entry of a Secret, in the namespace of trust-manager.
    pub fn from_secret(self, name: impl Into<String>, key: impl Into<String>) -> Self {
        let object = BundleObject::default().name(name.into()).key(key.into());
        self.source(BundleSource::default().secret(object))
    }

    /// Takes these certificates, in PEM.
    pub fn from_pem(self, pem: impl Into<String>) -> Self {
        self.source(BundleSource::default().in_line(pem.into()))
    }

    /// Takes the CAs of the public web.
    pub fn from_public_cas(self) -> Self {
        self.source(BundleSource::default().use_default_cas(true))
    }

    /// Writes them to an entry of a ConfigMap that has the name of the Bundle.
    pub fn to_config_map(self, key: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            let target = spec.target.get_or_insert_default();
            target.config_map = Some(TargetObject::default().key(key.into()));
        })
    }

    /// Writes them to an entry of a Secret that has the name of the Bundle.
    pub fn to_secret(self, key: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            let target = spec.target.get_or_insert_default();
            target.secret = Some(TargetObject::default().key(key.into()));
        })
    }

    /// Writes them in namespaces with this label (and the labels of other calls) alone.
    pub fn in_namespaces(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            let selector = spec.target.get_or_insert_default().namespace_selector.get_or_insert_default();
            selector.match_labels.get_or_insert_default().insert(key.into(), value.into());
        })
    }

    fn source(self, source: BundleSource) -> Self {
        self.with_spec(|spec| spec.sources.get_or_insert_default().push(source))
    }
}
