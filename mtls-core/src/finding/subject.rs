//! What a finding is about.

use std::fmt;

use serde::Serialize;

use super::excerpt::{MESSAGE, NAME, fitted};

/// The thing at fault. Serializes with a `kind` tag in kebab case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Subject {
    /// The value handed in, as a whole.
    Input,
    /// A certificate of a chain or bundle.
    Certificate(CertificateRef),
    /// A position in a text: PEM, JSON.
    Text {
        /// Line, counted from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
        /// PEM block or list element, counted from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        block: Option<usize>,
    },
    /// A file on disk.
    File {
        /// Its path as the caller wrote it.
        path: String,
    },
    /// A trust domain and its bundle.
    TrustDomain {
        /// Its name, without scheme.
        name: String,
    },
    /// A private key. Never carries key material.
    Key,
    /// A certificate request.
    Request,
    /// A certificate revocation list.
    Crl {
        /// Its issuer as text.
        issuer: String,
    },
    /// A line of a configuration file.
    Line {
        /// The file as the caller named it.
        file: String,
        /// Line, counted from 1.
        line: usize,
    },
    /// A document of a manifest stream, or a field in one.
    Document(DocumentRef),
}

/// A certificate, named the three ways people look for one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct CertificateRef {
    /// Position in the chain; 0 is the leaf. None for a trust anchor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// Subject as RFC 4514-like text, cut to 256 characters, empty when the certificate could not be read.
    pub subject: String,
    /// Serial number, lowercase hex in pairs with colons.
    pub serial: String,
    /// Its SPIFFE ID, where it has exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spiffe_id: Option<String>,
}

impl CertificateRef {
    /// A certificate at `index` of a chain with the given subject and serial number, both made fit for
    /// one line of a report and cut to 256 characters.
    pub fn new(index: Option<usize>, subject: impl Into<String>, serial: impl Into<String>) -> Self {
        let (subject, serial) = (fitted(subject.into(), NAME), fitted(serial.into(), NAME));
        Self { index, subject, serial, spiffe_id: None }
    }

    /// The same, with its SPIFFE ID.
    #[must_use]
    pub fn with_spiffe_id(mut self, id: impl Into<String>) -> Self {
        self.spiffe_id = Some(fitted(id.into(), MESSAGE));
        self
    }
}

/// A manifest and, where known, the field in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct DocumentRef {
    /// File, where the manifest came from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Number in its stream, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<usize>,
    /// Line, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// `Kind namespace/name`, as far as known; empty when not.
    pub resource: String,
    /// Path of the field (`spec.servers[0].tls.mode`), empty for the whole document.
    pub field: String,
}

impl DocumentRef {
    /// The resource `Kind namespace/name` and the path of a field in it (empty for the whole), both made fit for one line
    /// of a report.
    pub fn new(resource: impl Into<String>, field: impl Into<String>) -> Self {
        let (resource, field) = (fitted(resource.into(), MESSAGE), fitted(field.into(), MESSAGE));
        Self { resource, field, ..Self::default() }
    }

    /// The same at `line` (counted from 1) of document number `document` (counted from 1).
    #[must_use]
    pub fn at(mut self, document: Option<usize>, line: Option<usize>) -> Self {
        self.document = document;
        self.line = line;
        self
    }

    /// The same in `file`.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input => f.write_str("input"),
            Self::Certificate(c) => c.fmt(f),
            Self::Text { line, block } => match (line, block) {
                (Some(l), Some(b)) => write!(f, "line {l}, block {b}"),
                (Some(l), None) => write!(f, "line {l}"),
                (None, Some(b)) => write!(f, "block {b}"),
                (None, None) => f.write_str("text"),
            },
            Self::File { path } => write!(f, "file {path}"),
            Self::TrustDomain { name } => write!(f, "trust domain {name}"),
            Self::Key => f.write_str("private key"),
            Self::Request => f.write_str("certificate request"),
            Self::Crl { issuer } => write!(f, "CRL of {issuer}"),
            Self::Line { file, line } => write!(f, "{file}:{line}"),
            Self::Document(d) => d.fmt(f),
        }
    }
}

impl fmt::Display for CertificateRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            Some(0) => f.write_str("certificate 0 (leaf")?,
            Some(i) => write!(f, "certificate {i} (issuer")?,
            None => f.write_str("trust anchor (")?,
        }
        let mut sep = if self.index.is_some() { ", " } else { "" };
        if !self.subject.is_empty() {
            write!(f, "{sep}{}", self.subject)?;
            sep = ", ";
        } else if let Some(id) = &self.spiffe_id {
            write!(f, "{sep}{id}")?;
            sep = ", ";
        }
        if !self.serial.is_empty() {
            write!(f, "{sep}serial {}", self.serial)?;
        }
        f.write_str(")")
    }
}

impl fmt::Display for DocumentRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(file) = &self.file {
            parts.push(match self.line {
                Some(l) => format!("{file}:{l}"),
                None => file.clone(),
            });
        } else if let Some(l) = self.line {
            parts.push(format!("line {l}"));
        }
        if let Some(d) = self.document {
            parts.push(format!("document {d}"));
        }
        if !self.resource.is_empty() {
            parts.push(self.resource.clone());
        }
        if !self.field.is_empty() {
            parts.push(self.field.clone());
        }
        if parts.is_empty() {
            parts.push("document".to_owned());
        }
        f.write_str(&parts.join(", "))
    }
}
