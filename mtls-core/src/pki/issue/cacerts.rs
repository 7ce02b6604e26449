//! A CA as the entries of Istio's Secret `cacerts`.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use super::{CertificateAuthority, IssueError};
use crate::pki::{Certificate, CertificateChain, PkiError, PrivateKey};

/// The CA's own certificate.
pub(super) const CERTIFICATE: &str = "ca-cert.pem";
/// Its private key.
pub(super) const KEY: &str = "ca-key.pem";
/// Its certificate and those up to the root, without it.
pub(super) const CHAIN: &str = "cert-chain.pem";
/// The root, or several.
pub(super) const ROOTS: &str = "root-cert.pem";

/// A CA's PEM files by the names of Istio's `cacerts`, its private key among them.
///
/// Wiped when dropped; not `Clone`, and `Debug` shows the names alone.
pub struct Cacerts(pub(super) [(&'static str, Zeroizing<String>); 4]);

impl Cacerts {
    /// The files, name and PEM; the private key last.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, pem)| (*name, pem.as_str()))
    }

    /// One of the files.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, pem)| pem)
    }
}

impl fmt::Debug for Cacerts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(name, _)| (name, "[elided]"))).finish()
    }
}

impl CertificateAuthority {
    /// The CA as the four entries of Istio's Secret `cacerts` in `istio-system`: `root-cert.pem`, `cert-chain.pem`,
    /// `ca-cert.pem` and, a secret, `ca-key.pem`. [`save`](Self::save) writes the same as files.
    pub fn secret_cacerts(&self) -> Cacerts {
        let roots = self.roots().iter().map(Certificate::to_pem).collect();
        let own = std::iter::once(self.certificate());
        let chain = own.clone().chain(self.intermediates()).map(Certificate::to_pem).collect();
        // The key last, so that it is not written without its certificate.
        Cacerts([
            (ROOTS, Zeroizing::new(roots)),
            (CHAIN, Zeroizing::new(chain)),
            (CERTIFICATE, Zeroizing::new(own.map(Certificate::to_pem).collect())),
            (KEY, self.private_key().secret_pkcs8_pem()),
        ])
    }

    /// Reads the entries of a Secret `cacerts`, decoded from Base64, as istiod takes them: `ca-cert.pem`, `ca-key.pem`,
    /// `root-cert.pem` and `cert-chain.pem` (may be missing or empty where the root signed the CA itself), or in place
    /// of all of them `tls.crt` (the CA's certificate first), `tls.key` and `ca.crt`. Other entries are passed over.
    ///
    /// Dates are not judged: an expired CA is read, and issues nothing.
    ///
    /// # Errors
    /// [`IssueError::CaFile`] for an entry that is missing, [`IssueError::CaContent`] naming the one that is damaged, and
    /// those of [`from_parts`](Self::from_parts): not a CA, another's key, no chain to the root.
    ///
    /// ```
    /// use mtls_core::pki::issue::CertificateAuthority;
    /// let ca = CertificateAuthority::root("Example Root").build()?;
    /// let again = CertificateAuthority::from_cacerts(ca.secret_cacerts().iter())?;
    /// assert_eq!(again.certificate(), ca.certificate());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_cacerts<N: AsRef<str>, V: AsRef<[u8]>>(
        entries: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, IssueError> {
        let entries: Vec<_> = entries.into_iter().collect();
        let entries: BTreeMap<&str, &[u8]> =
            entries.iter().map(|(name, pem)| (name.as_ref(), pem.as_ref())).collect();
        let tls = !entries.contains_key(CERTIFICATE) && entries.contains_key("tls.crt");
        let [certificate, key, chain, roots] =
            if tls { ["tls.crt", "tls.key", "", "ca.crt"] } else { [CERTIFICATE, KEY, CHAIN, ROOTS] };
        let mut own = read(&entries, certificate, certificates)?.into_iter();
        let certificate = own.next().ok_or_else(|| missing(certificate))?;
        let key = read(&entries, key, PrivateKey::from_pem)?;
        let roots = read(&entries, roots, certificates)?;
        let above = if entries.get(chain).is_some_and(|pem| !pem.trim_ascii().is_empty()) {
            read(&entries, chain, certificates)?
        } else {
            Vec::new()
        };
        Self::from_parts(certificate, key, own.chain(above), roots)
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, PkiError> {
    CertificateChain::from_pem(pem).map(|chain| chain.certificates().to_vec())
}

fn read<T>(
    entries: &BTreeMap<&str, &[u8]>,
    name: &'static str,
    parse: impl FnOnce(&[u8]) -> Result<T, PkiError>,
) -> Result<T, IssueError> {
    let pem = entries.get(name).ok_or_else(|| missing(name))?;
    parse(pem).map_err(|error| IssueError::CaContent { path: name.to_owned(), error })
}

fn missing(name: &str) -> IssueError {
    IssueError::CaFile { path: name.to_owned(), reason: "there is no such entry".to_owned() }
}
