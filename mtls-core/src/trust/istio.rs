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
    /// # let root = include_bytes!("../../tests/data/pki/root.pem");
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
mod tests {
    use super::*;
    use crate::finding::Refusal as _;
    use crate::pki::issue::CertificateAuthority;

    fn td() -> TrustDomain {
        TrustDomain::parse("td").unwrap()
    }

    #[test]
    fn the_root_config_map_goes_out_and_comes_back() {
        let roots = ["one", "two"].map(|name| CertificateAuthority::root(name).build().unwrap());
        let bundle = TrustBundle::new(td(), roots.map(|root| root.certificate().clone()));
        let entries = bundle.to_istio_root_cert();
        assert_eq!(entries.keys().collect::<Vec<_>>(), ["root-cert.pem"]);
        assert_eq!(TrustBundle::from_istio_entries(td(), &entries), Ok(bundle));
    }

    #[test]
    fn the_roots_of_cacerts_are_its_bundle() {
        let root = CertificateAuthority::root("root").build().unwrap();
        let ca = root.intermediate("cluster").build().unwrap();
        let bundle = TrustBundle::from_istio_entries(td(), ca.secret_cacerts().iter()).unwrap();
        assert_eq!(bundle.authorities(), [root.certificate().clone()]);
        let tls = [("tls.crt", ca.certificate().to_pem()), ("ca.crt", root.certificate().to_pem())];
        assert_eq!(TrustBundle::from_istio_entries(td(), tls), Ok(bundle));
    }

    #[test]
    fn root_cert_pem_counts_before_ca_crt_and_none_of_both_is_refused() {
        let [one, two] = ["one", "two"].map(|name| CertificateAuthority::root(name).build().unwrap());
        let pem = |ca: &CertificateAuthority| ca.certificate().to_pem();
        for entries in [
            [("root-cert.pem", pem(&one)), ("ca.crt", pem(&two))],
            [("ca.crt", pem(&two)), ("root-cert.pem", pem(&one))],
        ] {
            let bundle = TrustBundle::from_istio_entries(td(), entries).unwrap();
            assert_eq!(bundle.authorities(), [one.certificate().clone()]);
        }
        let refused =
            TrustBundle::from_istio_entries(td(), [("ca-key.pem", "secret"), ("x", "y")]).unwrap_err();
        assert_eq!(refused.code(), "bundle-entry-missing");
        assert!(refused.to_string().ends_with("(ca-key.pem, x)"), "{refused}");
        let refused = TrustBundle::from_istio_entries(td(), [("root-cert.pem", "")]).unwrap_err();
        assert_eq!(refused.code(), "bundle-certificate");
    }
}
