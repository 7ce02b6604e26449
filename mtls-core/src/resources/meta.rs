//! `metadata`.

use std::collections::BTreeMap;

use super::Value;
use super::model::fields;

fields! {
    /// What every object carries in `metadata`, as far as people write it.
    ///
    /// Newer fields are kept in `extra`.
    pub struct ObjectMeta {
        /// The name.
        name: String = "name",
        /// The beginning of a name that the API server completes.
        generate_name: String = "generateName",
        /// The namespace; absent for cluster-wide kinds and where the applying side chooses.
        namespace: String = "namespace",
        /// Labels.
        labels: BTreeMap<String, String> = "labels",
        /// Annotations.
        annotations: BTreeMap<String, String> = "annotations",
        /// When the object was created, as the API server wrote it.
        creation_timestamp: String = "creationTimestamp",
        /// Owners, kept as they are.
        owner_references: Value = "ownerReferences",
        /// Finalizers.
        finalizers: Vec<String> = "finalizers",
        /// A counter of the API server.
        resource_version: String = "resourceVersion",
        /// The object's identity in the cluster.
        uid: String = "uid",
        /// A counter of changes.
        generation: i64 = "generation",
        /// When a deletion was asked for.
        deletion_timestamp: String = "deletionTimestamp",
        /// How long a deletion may take, in seconds.
        deletion_grace_period_seconds: i64 = "deletionGracePeriodSeconds",
        /// A link of former versions.
        self_link: String = "selfLink",
        /// Who set which field, kept as it is.
        managed_fields: Value = "managedFields",
    }
}

impl ObjectMeta {
    /// A name in a namespace; an empty namespace is left out.
    pub fn new(name: impl Into<String>, namespace: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            namespace: Some(namespace.into()).filter(|n| !n.is_empty()),
            ..Self::default()
        }
    }

    /// The name, empty where it is absent.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// The namespace, empty where it is absent.
    pub fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or_default()
    }
}
