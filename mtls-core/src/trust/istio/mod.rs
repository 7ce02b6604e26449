//! Bundles as Istio and Kubernetes keep them.

use std::collections::BTreeMap;

use super::{BundleLimits, TrustBundle, TrustError};
use crate::finding::excerpt;
use crate::identity::TrustDomain;

/// The entry of ConfigMap `istio-ca-root-cert` and Secret `cacerts`.
const ROOTS: &str = "root-cert.pem";
/// That of Secrets of type `kubernetes.io/tls`, and of trust-manager's ConfigMaps.
const CA: &str = "ca.crt";

impl TrustBundle {
    /// The entries of the ConfigMap `istio-ca-root-cert` that istiod puts into every namespace: all authorities in PEM
    /// under `root-cert.pem`.
    pub fn to_istio_root_cert(&self) -> BTreeMap<String, String> {
        BTreeMap::from([(ROOTS.to_owned(), self.to_pem())])
    }

    /// Reads the roots among the entries of the ConfigMap `istio-ca-root-cert` or the Secret `cacerts`
    /// (`root-cert.pem`), or of a Secret of type `kubernetes.io/tls` (`ca.crt`); a Secret's values decoded from Base64.
    /// Other entries, such as a private key, are not looked at.
    ///
    /// # Errors
    /// [`TrustError::EntryMissing`] without such an entry, and those of [`TrustBundle::from_pem`].
    ///
    /// ```
    /// # let root = include_bytes!("../../../tests/data/pki/root.pem");
    /// use mtls_core::trust::TrustBundle;
    /// let bundle = TrustBundle::from_istio_entries("cluster-a.example".parse()?, [("root-cert.pem", root)])?;
    /// assert_eq!(bundle.authorities().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_istio_entries<N: AsRef<str>, V: AsRef<[u8]>>(
        trust_domain: TrustDomain,
        entries: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, TrustError> {
        Self::from_istio_entries_with(trust_domain, entries, &BundleLimits::default())
    }

    /// [`TrustBundle::from_istio_entries`] within other limits.
    ///
    /// # Errors
    /// As there.
    pub fn from_istio_entries_with<N: AsRef<str>, V: AsRef<[u8]>>(
        trust_domain: TrustDomain,
        entries: impl IntoIterator<Item = (N, V)>,
        limits: &BundleLimits,
    ) -> Result<Self, TrustError> {
        let (mut roots, mut names) = (None, Vec::new());
        for (name, value) in entries {
            match name.as_ref() {
                ROOTS => roots = Some(value),
                CA if roots.is_none() => roots = Some(value),
                other => names.push(excerpt(other)),
            }
        }
        let Some(roots) = roots else {
            let found = if names.is_empty() { "none".to_owned() } else { excerpt(&names.join(", ")) };
            return Err(TrustError::EntryMissing { expected: "root-cert.pem or ca.crt", found });
        };
        Self::from_pem_with(trust_domain, roots.as_ref(), limits)
    }
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
