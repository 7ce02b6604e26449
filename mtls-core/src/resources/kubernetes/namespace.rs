//! The core `Namespace`, whose labels decide whether its pods join the mesh.

use super::check_name_is_label;
use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::model::model;

kind! {
    /// A core `Namespace`.
    ///
    /// ```
    /// use mtls_core::resources::kubernetes::Namespace;
    ///
    /// let namespace = Namespace::new("shop").inject().build()?;
    /// assert_eq!(namespace.metadata.labels.unwrap()["istio-injection"], "enabled");
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Namespace: cluster "" ["v1"], check {
        /// What holds its end up.
        spec: NamespaceSpec = "spec",
    }
}

built!(Namespace cluster, spec: NamespaceSpec);

model! {
    /// What holds the end of a `Namespace` up.
    pub struct NamespaceSpec {
        /// Finalizers that must be gone before it ends.
        finalizers: Vec<String> = "finalizers",
    }
}

/// Lets Istio's default revision inject sidecars; it wins over [`REVISION`].
const INJECTION: &str = "istio-injection";
/// Lets a revision of Istio inject sidecars.
const REVISION: &str = "istio.io/rev";
/// Which data plane carries the pods.
const DATAPLANE_MODE: &str = "istio.io/dataplane-mode";

impl Builder<Namespace> {
    /// Has sidecars put into its pods by the default revision of Istio (label `istio-injection`). Takes the place of
    /// [`revision`](Self::revision) and [`ambient`](Self::ambient).
    pub fn inject(self) -> Self {
        self.member(INJECTION, "enabled")
    }

    /// Has sidecars put into its pods by this revision of Istio (label `istio.io/rev`). Takes the place of
    /// [`inject`](Self::inject), which would win over it, and of [`ambient`](Self::ambient).
    pub fn revision(self, revision: impl Into<String>) -> Self {
        self.member(REVISION, revision)
    }

    /// Has ztunnel carry its pods, without sidecars (label `istio.io/dataplane-mode`). Takes the place of
    /// [`inject`](Self::inject) and [`revision`](Self::revision).
    pub fn ambient(self) -> Self {
        self.member(DATAPLANE_MODE, "ambient")
    }

    fn member(self, label: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.with(|namespace| {
            let labels = namespace.metadata.labels.get_or_insert_default();
            for other in [INJECTION, REVISION, DATAPLANE_MODE] {
                labels.remove(other);
            }
            labels.insert(label.to_owned(), value);
        })
    }
}

fn check(namespace: &Namespace, check: &mut Checker) {
    check_name_is_label(&namespace.metadata, check);
}
