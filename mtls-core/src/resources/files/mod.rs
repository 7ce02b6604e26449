//! Manifests in files and folders.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::error::ResourceError;
use super::{Limits, Manifest, Value, json_fault, not_text, read_values, set, validate_all};
use crate::finding::rules::resources as rules;
use crate::finding::{self, DocumentRef, Finding, Refusal as _, Subject};
use crate::pki::files::{Unread, Walk, beneath, read};

/// How many files are read, and how much of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileLimits {
    /// Files of a folder and beneath it. Default 10,000.
    pub max_files: usize,
    /// Bytes of all files together. Default 64 MiB.
    pub max_bytes: usize,
    /// Folders within folders. Default 32.
    pub max_depth: usize,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { max_files: 10_000, max_bytes: 64 << 20, max_depth: 32 }
    }
}

/// The endings of files that hold manifests.
const ENDINGS: &[&str] = &["yaml", "yml", "json"];

/// Validates the manifests of a file, or of all files in a folder and beneath it that end in `.yaml`, `.yml` or `.json`
/// (in small letters or capitals). They are judged together ([`validate_all`]), and each finding has its file and line.
///
/// Hidden files and folders are passed over, and links are not followed. So are, in a folder, documents without
/// `apiVersion` and `kind`: values of a chart are no manifests. Whatever else cannot be read becomes a finding, and so does a
/// path where no manifest is.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// let gateway = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: public}\nspec: {servers: []}\n";
/// std::fs::write(folder.path().join("gateway.yaml"), gateway)?;
/// std::fs::write(folder.path().join("values.yaml"), "replicas: 2\n")?;
///
/// let findings = mtls_core::resources::check_files(folder.path())?;
/// assert_eq!(findings.len(), 1);
/// assert!(findings[0].to_string().contains("gateway.yaml:4"), "{}", findings[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ResourceError::File`] for a path that cannot be read, [`ResourceError::FileLimit`] for more than [`FileLimits`] take.
pub fn check_files(path: impl AsRef<Path>) -> Result<Vec<Finding>, ResourceError> {
    check_files_with(path, &FileLimits::default())
}

/// [`check_files`] with limits of the caller's choice.
///
/// # Errors
/// As [`check_files`].
pub fn check_files_with(path: impl AsRef<Path>, limits: &FileLimits) -> Result<Vec<Finding>, ResourceError> {
    let path = path.as_ref();
    let is_folder = path.metadata().map_err(|error| unreadable(path, &error))?.is_dir();
    let files = if is_folder {
        let walk = Walk {
            endings: ENDINGS,
            any_case: true,
            max_files: limits.max_files,
            max_depth: limits.max_depth,
        };
        beneath(path, &walk).map_err(refusal)?
    } else {
        vec![path.to_owned()]
    };
    let (mut manifests, mut findings, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    let mut left = limits.max_bytes;
    for file in files {
        let bytes = match read(&file, left) {
            Ok(bytes) => bytes,
            Err(error) if is_folder => {
                let subject = Subject::File { path: finding::path(&file) };
                findings.push(Finding::new(rules::MANIFEST_FILE, subject, error.to_string()));
                continue;
            }
            Err(error) => return Err(unreadable(&file, &error)),
        };
        left = left.checked_sub(bytes.len()).ok_or_else(|| ResourceError::FileLimit {
            path: finding::path(path),
            what: "bytes",
            max: limits.max_bytes,
        })?;
        let name: Arc<str> = finding::path(&file).into();
        match String::from_utf8(bytes) {
            Ok(text) => {
                take(&text, &name, is_folder, &mut manifests, &mut findings);
                texts.push((name, text));
            }
            Err(error) => findings.push(not_text(error.utf8_error(), Some(&name))),
        }
    }
    if manifests.is_empty() && findings.is_empty() {
        let subject = Subject::File { path: finding::path(path) };
        let message = format!("no manifest stands in a file that ends in .{}", ENDINGS.join(", ."));
        findings.push(Finding::new(rules::MANIFEST_FILE, subject, message));
    }
    findings.extend(validate_all(&manifests));
    locate(&mut findings, &texts);
    Ok(findings)
}

/// Reads the documents of a file; those that are no manifests are passed over in a folder.
fn take(
    text: &str,
    name: &Arc<str>,
    is_folder: bool,
    manifests: &mut Vec<Manifest>,
    findings: &mut Vec<Finding>,
) {
    let fault = if name.to_ascii_lowercase().ends_with(".json") { json_fault(text) } else { None };
    let documents = match fault {
        Some(fault) => vec![Err(fault)],
        None => read_values(text, &Limits::default()),
    };
    for document in documents {
        let manifest = match document {
            Ok((value, _)) if is_folder && !is_meant(&value) => continue,
            Ok((value, at)) => Manifest::at(value, at),
            Err(error) => Err(error),
        };
        match manifest {
            Ok(manifest) => manifests.push(manifest.in_file(Arc::clone(name))),
            Err(error) => findings.extend(error.findings().into_iter().map(|mut finding| {
                if let Subject::Document(at) = &mut finding.subject {
                    at.file = Some(name.to_string());
                }
                finding
            })),
        }
    }
}

/// Whether the document is a manifest, or was meant to be one.
fn is_meant(value: &Value) -> bool {
    value.get("apiVersion").is_some() || value.get("kind").is_some()
}

/// Gives the findings about each file the lines of their fields.
fn locate(findings: &mut [Finding], texts: &[(Arc<str>, String)]) {
    let mut of_file: BTreeMap<String, Vec<&mut DocumentRef>> = BTreeMap::new();
    for finding in findings {
        if let Subject::Document(at) = &mut finding.subject
            && let Some(file) = at.file.clone()
        {
            of_file.entry(file).or_default().push(at);
        }
    }
    for (name, text) in texts {
        if let Some(mut references) = of_file.remove(&**name) {
            set::locate_references(&mut references, text, None, &Limits::default());
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> ResourceError {
    ResourceError::File { path: finding::path(path), reason: error.to_string() }
}

fn refusal(unread: Unread) -> ResourceError {
    match unread {
        Unread::Io(path, error) => unreadable(&path, &error),
        Unread::TooMuch { folder, what, max } => {
            ResourceError::FileLimit { path: finding::path(&folder), what, max }
        }
    }
}

#[cfg(test)]
mod tests;
