//! The form of the suite: `limbo-schema.json` of C2SP/x509-limbo, version 1.

use serde::{Deserialize, Serialize};

/// A test suite.
#[derive(Deserialize)]
pub(crate) struct Suite {
    pub(crate) version: u32,
    pub(crate) testcases: Vec<Case>,
}

/// One chain, and what a validator should say of it.
#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) conflicts_with: Vec<String>,
    pub(crate) validation_kind: Kind,
    pub(crate) trusted_certs: Vec<String>,
    pub(crate) untrusted_intermediates: Vec<String>,
    pub(crate) peer_certificate: String,
    pub(crate) validation_time: Option<String>,
    #[serde(default)]
    pub(crate) signature_algorithms: Vec<String>,
    #[serde(default)]
    pub(crate) key_usage: Vec<String>,
    #[serde(default)]
    pub(crate) extended_key_usage: Vec<String>,
    pub(crate) expected_result: Outcome,
    pub(crate) expected_peer_name: Option<Name>,
    #[serde(default)]
    pub(crate) expected_peer_names: Vec<Name>,
    pub(crate) max_chain_depth: Option<usize>,
    #[serde(default)]
    pub(crate) crls: Vec<String>,
}

/// Whom the validator judges: a server, or a client.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Kind {
    Client,
    Server,
}

/// A verdict.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Outcome {
    Success,
    Failure,
}

/// A name that the leaf must be valid for.
#[derive(Deserialize)]
pub(crate) struct Name {
    pub(crate) kind: NameKind,
    pub(crate) value: String,
}

/// What a name is.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum NameKind {
    Dns,
    Ip,
    Rfc822,
}

/// What the validator said of a suite: `limbo-result` version 1.
#[derive(Serialize)]
pub(crate) struct Results {
    pub(crate) version: u32,
    pub(crate) harness: &'static str,
    pub(crate) results: Vec<CaseResult>,
}

/// The verdict on one case.
#[derive(Serialize)]
pub(crate) struct CaseResult {
    pub(crate) id: String,
    pub(crate) actual_result: Outcome,
    pub(crate) context: Option<String>,
}
