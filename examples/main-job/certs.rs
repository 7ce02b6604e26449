//! `make demo CERTS=dir`: what the files of a directory hold, and the chains to judge.
//!
//! A self-signed CA certificate is an authority: of the trust domain in its SPIFFE ID, or, where it has
//! none, of each trust domain that a leaf claims. Every file whose first certificate is no CA is a chain to
//! judge: a leaf with a URI name as a workload, any other as a server or a client at the edge, for which every
//! authority may vouch. Private keys are matched with the chains. The files are read and nothing else.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::SpiffeId;
use mtls_core::pki::{Certificate, ExtendedKeyUsage, Limits, PemKind, PkiError, PrivateKey, pem};
use mtls_core::verify::Profile;
use rustls_pki_types::UnixTime;
use serde::Serialize;

use crate::Outcome;
use crate::judge::{Case, Edge};

/// Bytes of the largest file that is read; the engine takes less and says so.
const MOST: u64 = 20 << 20;

/// What the engine says of one file.
#[derive(Default, Serialize)]
pub(crate) struct File {
    name: String,
    /// Its blocks, in words.
    holds: Vec<String>,
    /// What is done with it.
    role: String,
    /// Why it was refused.
    error: Option<Refused>,
}

#[derive(Serialize)]
struct Refused {
    code: &'static str,
    message: String,
    help: Cow<'static, str>,
}

/// What a readable file holds.
#[derive(Default)]
struct Contents {
    holds: Vec<String>,
    certificates: Vec<Certificate>,
    keys: Vec<PrivateKey>,
    requests: usize,
}

/// Reads and describes every file; refuses a directory in which there is nothing to judge.
pub(crate) fn cases(directory: &Path, at: UnixTime) -> Outcome<(Vec<File>, Vec<Case>)> {
    let shown = directory.display();
    let entries =
        std::fs::read_dir(directory).map_err(|e| format!("CERTS={shown} is no readable folder: {e}"))?;
    let mut entries: Vec<_> = entries.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let (mut files, mut read) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.path().is_file()) {
        let name = printable(&entry.file_name().to_string_lossy());
        let (file, contents) = describe(name, &entry.path());
        println!("  {file}");
        read.push((file.name.clone(), contents));
        files.push(file);
    }
    let cases = chains(&read, at);
    if cases.is_empty() {
        let count = files.len();
        return Err(format!(
            "nothing to judge in CERTS={shown} (files read: {count}): put a PEM file there that begins with a workload's \
             certificate, and its root CA in the same or another file"
        )
        .into());
    }
    if !read.iter().any(|(_, contents)| contents.certificates.iter().any(is_authority)) {
        println!("  No authority: without its root CA's certificate in the folder no chain can be accepted.");
    }
    Ok((files, cases))
}

/// A name that cannot move the terminal's cursor.
fn printable(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

fn describe(name: String, path: &Path) -> (File, Contents) {
    let mut bytes = Vec::new();
    let size = std::fs::File::open(path).and_then(|file| {
        let size = file.metadata()?.len();
        if size <= MOST {
            file.take(MOST).read_to_end(&mut bytes)?;
        }
        Ok(size)
    });
    let refused =
        |error| File { name: name.clone(), role: "not judged".into(), error: Some(error), ..File::default() };
    let Ok(size) = size else {
        let (message, help) = ("the file cannot be read".to_owned(), Cow::Borrowed("Let your user read it."));
        return (refused(Refused { code: "unreadable", message, help }), Contents::default());
    };
    if size > MOST {
        let message = format!("the file has {size} bytes; this example reads files of at most {MOST}");
        let help = Cow::Borrowed("Put the certificates into a folder of their own.");
        return (refused(Refused { code: "file-too-large", message, help }), Contents::default());
    }
    match parse(&bytes) {
        Ok(contents) => {
            (File { role: role(&contents), holds: contents.holds.clone(), name, error: None }, contents)
        }
        Err(e) => {
            let error = Refused { code: e.code(), message: e.to_string(), help: e.help() };
            (refused(error), Contents::default())
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Contents, PkiError> {
    let mut contents = Contents::default();
    for block in pem::parse(bytes, &Limits::default())? {
        let mut what = block.kind().noun().to_owned();
        match block.kind() {
            PemKind::Certificate => {
                let certificate = Certificate::from_der(block.der())?;
                let id = certificate.spiffe_id().map_or(certificate.subject(), |id| id.as_str());
                what = format!("{what} ({id})");
                contents.certificates.push(certificate);
            }
            PemKind::PrivateKey => contents.keys.push(PrivateKey::from_der(block.der())?),
            PemKind::CertificateRequest => contents.requests = contents.requests.saturating_add(1),
            _ => {}
        }
        contents.holds.push(what);
    }
    Ok(contents)
}

fn role(contents: &Contents) -> String {
    let authorities = contents.certificates.iter().filter(|one| is_authority(one));
    let domains: BTreeSet<_> = authorities.map(|one| one.spiffe_id().map(SpiffeId::trust_domain)).collect();
    let named: Vec<_> = domains.iter().flatten().map(|domain| domain.as_str()).collect();
    let mut roles = Vec::new();
    if contents.certificates.first().is_some_and(|first| !first.is_ca()) {
        roles.push("a chain to judge".to_owned());
    }
    if !named.is_empty() {
        roles.push(format!("an authority of {}", named.join(", ")));
    }
    if domains.contains(&None) {
        roles.push(
            "an authority without a SPIFFE ID, taken for each trust domain that a leaf claims".to_owned(),
        );
    }
    if !roles.is_empty() {
        return roles.join("; ");
    }
    let role = if !contents.certificates.is_empty() {
        "not judged: a CA certificate that is neither self-signed nor behind a leaf"
    } else if !contents.keys.is_empty() {
        "matched with the chains"
    } else if contents.requests > 0 {
        "not judged: a request becomes a certificate when a CA signs it"
    } else {
        "not judged: nothing that this example reads"
    };
    role.to_owned()
}

fn is_authority(certificate: &Certificate) -> bool {
    certificate.is_ca() && certificate.is_self_issued()
}

fn chains(read: &[(String, Contents)], at: UnixTime) -> Vec<Case> {
    let certificates = read.iter().flat_map(|(_, contents)| &contents.certificates);
    let authorities: Vec<_> = certificates.filter(|one| is_authority(one)).collect();
    let mut cases = Vec::new();
    for (name, contents) in read {
        let Some(leaf) = contents.certificates.first().filter(|first| !first.is_ca()) else { continue };
        let matching = |(_, other): &&(String, Contents)| {
            other.keys.iter().any(|key| key.matches(leaf).unwrap_or(false))
        };
        cases.push(Case {
            name: name.clone(),
            chain: contents.certificates.iter().map(Certificate::to_pem).collect(),
            bundles: bundles(leaf.spiffe_id(), &authorities),
            edge: edge(leaf, &authorities),
            keys: read.iter().filter(matching).map(|(file, _)| file.clone()).collect(),
            at: at.as_secs(),
            expected: None,
        });
    }
    cases
}

/// How to judge a leaf that is no workload: without a key usage it may serve.
fn edge(leaf: &Certificate, authorities: &[&Certificate]) -> Option<Edge> {
    if !leaf.uris().is_empty() {
        return None;
    }
    let usages = leaf.extended_key_usage();
    let serves = usages.is_none_or(|usages| usages.contains(&ExtendedKeyUsage::ServerAuth));
    let profile = if serves { Profile::Server } else { Profile::EdgeClient };
    Some(Edge { profile, anchors: authorities.iter().map(|one| one.to_pem()).collect() })
}

/// Each authority vouches for its own trust domain, and one that names none for the domain that is claimed.
fn bundles(claimed: Option<&SpiffeId>, authorities: &[&Certificate]) -> BTreeMap<String, String> {
    let mut bundles = BTreeMap::<String, String>::new();
    for authority in authorities {
        if let Some(id) = authority.spiffe_id().or(claimed) {
            bundles.entry(id.trust_domain().to_string()).or_default().push_str(&authority.to_pem());
        }
    }
    bundles
}

impl std::fmt::Display for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.error {
            Some(Refused { code, message, help }) => {
                write!(f, "{}: {message} [{code}]\n    help: {help}", self.name)
            }
            None => write!(f, "{}: {}: {}", self.name, self.holds.join(", "), self.role),
        }
    }
}

#[cfg(test)]
#[path = "certs_tests.rs"]
mod tests;
