//! The core `ServiceAccount`, which gives pods their identity.

use crate::resources::Value;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};

kind! {
    /// A core `ServiceAccount`: pods that run under it have the SPIFFE ID
    /// `spiffe://<trust domain>/ns/<namespace>/sa/<name>` in a mesh.
    ///
    /// ```
    /// use mtls_core::resources::kubernetes::ServiceAccount;
    ///
    /// let account = ServiceAccount::new("cart", "shop").build()?;
    /// assert_eq!(account.metadata.name(), "cart");
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct ServiceAccount: "" ["v1"], check {
        /// Secrets that its pods may use, kept as they are.
        secrets: Vec<Value> = "secrets",
        /// Secrets for pulling images, kept as they are.
        image_pull_secrets: Vec<Value> = "imagePullSecrets",
        /// Whether its token is mounted into pods; absent means that it is.
        automount_service_account_token: bool = "automountServiceAccountToken",
    }
}

built!(ServiceAccount);

/// The API server asks nothing beyond the metadata.
const fn check(_: &ServiceAccount, _: &mut Checker) {}
