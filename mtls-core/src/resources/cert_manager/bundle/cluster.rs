//! The `ClusterBundle`, which follows the `Bundle`.

use super::TargetMetadata;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::kubernetes::LabelSelector;
use crate::resources::model::{model, spellings};

kind! {
    /// A trust-manager `ClusterBundle`, the successor of [`Bundle`](super::Bundle).
    pub struct ClusterBundle: cluster "trust-manager.io" ["trust-manager.io/v1alpha2"], super::check::check_cluster {
        /// Sources and target.
        spec: ClusterBundleSpec = "spec",
    }
}

built!(ClusterBundle cluster, spec: ClusterBundleSpec);

model! {
    /// Sources and target of a `ClusterBundle`.
    pub struct ClusterBundleSpec {
        /// ConfigMaps and Secrets with certificates.
        source_refs: Vec<ClusterBundleSource> = "sourceRefs",
        /// Whether the CAs of the public web are in it.
        default_cas: DefaultAuthorities = "defaultCAs",
        /// Certificates in PEM.
        in_line_cas: String = "inLineCAs",
        /// Where they are written.
        target: ClusterBundleTarget = "target",
    }
}

model! {
    /// A ConfigMap or Secret by name or labels, and its entries.
    pub struct ClusterBundleSource {
        /// Which of the two.
        kind: ClusterBundleSourceKind = "kind",
        /// Its name.
        name: String = "name",
        /// Its labels, in place of the name.
        selector: LabelSelector = "selector",
        /// The entry; `*` stands for any characters.
        key: String = "key",
    }
}

spellings! {
    /// The kind of a source.
    pub enum ClusterBundleSourceKind {
        /// A ConfigMap.
        ConfigMap = "ConfigMap",
        /// A Secret.
        Secret = "Secret",
    }
}

model! {
    /// The CAs of the public web.
    pub struct DefaultAuthorities {
        /// Where they come from.
        provider: DefaultAuthoritiesProvider = "provider",
    }
}

spellings! {
    /// Where the CAs of the public web come from.
    pub enum DefaultAuthoritiesProvider {
        /// The package that trust-manager runs with.
        System = "System",
        /// None of them.
        Disabled = "Disabled",
    }
}

model! {
    /// Where certificates are written.
    pub struct ClusterBundleTarget {
        /// A ConfigMap of the bundle's name in each namespace.
        config_map: ClusterBundleTargetObject = "configMap",
        /// A Secret of the bundle's name in each namespace.
        secret: ClusterBundleTargetObject = "secret",
        /// The namespaces; absent means all.
        namespace_selector: LabelSelector = "namespaceSelector",
    }
}

model! {
    /// The object that is written.
    pub struct ClusterBundleTargetObject {
        /// Its entries.
        data: Vec<ClusterBundleFile> = "data",
        /// Labels and annotations of the object.
        metadata: TargetMetadata = "metadata",
    }
}

model! {
    /// An entry with the certificates.
    pub struct ClusterBundleFile {
        /// Its name.
        key: String = "key",
        /// Its form; absent is `PEM`.
        format: ClusterBundleFormat = "format",
        /// The password, for `PKCS12` alone.
        password: String = "password",
        /// The profile (`LegacyRC2`, `LegacyDES`, `Modern2023`), for `PKCS12` alone.
        profile: String = "profile",
    }
}

spellings! {
    /// The form of an entry.
    pub enum ClusterBundleFormat {
        /// PEM.
        Pem = "PEM",
        /// PKCS#12.
        Pkcs12 = "PKCS12",
    }
}
