//! `make demo CERTS=dir`: turns a directory of PEM files into cases.
//!
//! Self-signed CA certificates are taken as the authorities of the trust domains that the leaves
//! claim; every file whose first certificate is no CA is a chain to judge. Private keys are matched
//! with the chains. The files are read and nothing else.

use std::collections::BTreeMap;
use std::path::Path;

use mtls_core::finding::Refusal as _;
use mtls_core::pki::{Certificate, CertificateChain, Limits, PemKind, PrivateKey, pem};
use rustls_pki_types::UnixTime;

use crate::Outcome;
use crate::judge::Case;

pub(crate) fn cases(directory: &Path, at: UnixTime) -> Outcome<Vec<Case>> {
    let mut entries: Vec<_> = std::fs::read_dir(directory)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let (mut authorities, mut chains, mut keys) = (Vec::<Certificate>::new(), Vec::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.path().is_file()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        match read(&entry.path()) {
            Ok((certificates, key)) => {
                keys.extend(key.map(|key| (name.clone(), key)));
                let ca = |c: &Certificate| c.is_ca() && c.is_self_issued();
                authorities.extend(certificates.iter().filter(|c| ca(c)).cloned());
                if certificates.first().is_some_and(|c| !c.is_ca()) {
                    chains.push((name, certificates));
                }
            }
            Err(e) => println!("  {name}: {e}"),
        }
    }
    if chains.is_empty() {
        return Err(format!("no chain in {}: a file with a leaf first is needed", directory.display()).into());
    }
    println!(
        "  {} chains, {} self-signed authorities, {} private keys",
        chains.len(),
        authorities.len(),
        keys.len()
    );
    let anchors: String = authorities.iter().map(Certificate::to_pem).collect();
    let mut cases = Vec::new();
    for (name, certificates) in chains {
        if let Some(leaf) = certificates.first() {
            for (file, key) in &keys {
                if key.matches(leaf).unwrap_or(false) {
                    println!("  {file} is the private key of {name}");
                }
            }
        }
        let claimed =
            certificates.first().and_then(Certificate::spiffe_id).map(|id| id.trust_domain().to_string());
        let bundles: BTreeMap<String, String> = claimed
            .filter(|_| !anchors.is_empty())
            .map(|domain| (domain, anchors.clone()))
            .into_iter()
            .collect();
        let chain = CertificateChain::new(certificates)?.to_pem();
        cases.push(Case { name, chain, bundles, at: at.as_secs(), expected: None });
    }
    Ok(cases)
}

/// The certificates and the key of one file.
fn read(path: &Path) -> Outcome<(Vec<Certificate>, Option<PrivateKey>)> {
    let bytes = std::fs::read(path)?;
    let explain = |e: mtls_core::pki::PkiError| format!("{e} [{}]\n    help: {}", e.code(), e.help());
    let (mut certificates, mut key) = (Vec::new(), None);
    for block in pem::parse(&bytes, &Limits::default()).map_err(explain)? {
        match block.kind() {
            PemKind::Certificate => certificates.push(Certificate::from_der(block.der()).map_err(explain)?),
            PemKind::PrivateKey => key = Some(PrivateKey::from_der(block.der()).map_err(explain)?),
            _ => {}
        }
    }
    Ok((certificates, key))
}
