//! The check of a server's configuration: `ConfigFiles`, `check_config`, `ConfigReport`.

use std::fmt;

use mtls_core::origin as core;
use pyo3::prelude::*;

use crate::arguments::{FilePath, List, Moment, Whole, pairs};
use crate::raise::Raise;
use crate::record::{Findings, Record, Records, json};

/// Texts by name, in the order in which they are given.
pub(crate) struct Texts(Vec<(String, String)>);

impl FromPyObject<'_, '_> for Texts {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = hint::TEXTS;

    fn extract(value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        pairs(value, |name, text| Ok((name.extract()?, text.extract()?))).map(Self)
    }
}

#[cfg(feature = "stubs")]
mod hint {
    use pyo3::inspect::PyStaticExpr;
    use pyo3::{type_hint_identifier, type_hint_subscript};

    pub(super) const TEXTS: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("builtins", "str")
    );
}

/// A server's configuration: the main file first, and the files that it includes under the names that its directives give.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct ConfigFiles(core::ConfigFiles);

#[pymethods]
impl ConfigFiles {
    /// These texts by name, the main one first. `complete` says that there are no others: a pattern that none of them matches
    /// includes nothing, where it otherwise leaves the verdict open.
    #[new]
    #[pyo3(signature = (texts, *, complete = false))]
    fn new(texts: Texts, complete: bool) -> Self {
        let none = core::ConfigFiles::default();
        let files = texts.0.into_iter().fold(none, |files, (name, text)| files.with(name, text));
        Self(if complete { files.complete() } else { files })
    }

    /// From disk: a main file, with what it includes from its folder and beneath, or a folder of manifests. `allow` names further
    /// folders that may be read from, such as "/etc/ssl".
    #[staticmethod]
    #[pyo3(signature = (path, *, allow = None))]
    fn load(py: Python<'_>, path: FilePath, allow: Option<List<FilePath>>) -> Result<Self, Raise> {
        let allow = allow.unwrap_or_default();
        let read = || allow.iter().try_fold(core::ConfigFiles::load(path)?, core::ConfigFiles::allow);
        Ok(Self(py.detach(read)?))
    }

    /// The names of the files given, the main one first, and then of those that checks have read from disk so far because a
    /// directive names them: what is included, CAs, lists of certificates.
    #[getter]
    fn names(&self) -> Vec<String> {
        self.0.names()
    }

    fn __repr__(&self) -> String {
        let main = self.0.main_name();
        format!("<ConfigFiles {}>", if main.is_empty() { "without a file" } else { main })
    }
}

/// Reads a configuration and says who gets in without the edge's client certificate; no connection is opened. `kind` is "nginx",
/// "apache", "haproxy", "envoy", "istio" or "gateway-api".
///
/// `hosts` are those that only the edge may reach, all by default; `public_ports` are left out of account. `edge_ca` is the CA of the
/// edge's certificate in PEM, `shared_ca` says that others can come by that edge too, `tenant_checked` that the application checks
/// whose request it is. Dates are judged for `at`, or not at all. The rest are limits on what is read.
#[pyfunction]
#[pyo3(signature = (
    kind, files, *, hosts = None, public_ports = None, tenant_checked = false, edge_ca = None,
    shared_ca = false, at = None, max_file_bytes = None, max_bytes = None, max_files = None,
    max_include_depth = None, max_nesting = None, max_directives = None, max_listeners = None, max_findings = None
))]
pub(crate) fn check_config(
    py: Python<'_>,
    kind: &str,
    files: &ConfigFiles,
    hosts: Option<List<String>>,
    public_ports: Option<List<Whole<u16>>>,
    tenant_checked: bool,
    edge_ca: Option<String>,
    shared_ca: bool,
    at: Option<Moment>,
    max_file_bytes: Option<Whole<usize>>,
    max_bytes: Option<Whole<usize>>,
    max_files: Option<Whole<usize>>,
    max_include_depth: Option<Whole<usize>>,
    max_nesting: Option<Whole<usize>>,
    max_directives: Option<Whole<usize>>,
    max_listeners: Option<Whole<usize>>,
    max_findings: Option<Whole<usize>>,
) -> Result<ConfigReport, Raise> {
    let kind = kind.parse()?;
    let mut options = core::ConfigOptions::default();
    options.hosts = hosts.unwrap_or_default().0;
    options.public_ports = public_ports.unwrap_or_default().into_iter().map(|port| port.0).collect();
    options.tenant_checked = tenant_checked;
    options.edge_ca = edge_ca;
    options.shared_ca = shared_ca;
    options.at = at.map(|at| at.0);
    let limits = &mut options.limits;
    for (limit, given) in [
        (&mut limits.max_file_bytes, max_file_bytes),
        (&mut limits.max_bytes, max_bytes),
        (&mut limits.max_files, max_files),
        (&mut limits.max_include_depth, max_include_depth),
        (&mut limits.max_nesting, max_nesting),
        (&mut limits.max_directives, max_directives),
        (&mut limits.max_listeners, max_listeners),
        (&mut limits.max_findings, max_findings),
    ] {
        *limit = given.map_or(*limit, |most| most.0);
    }
    Ok(ConfigReport(py.detach(|| core::check_config(kind, &files.0, &options))?))
}

/// The listeners of a configuration, what is wrong with them, and what it comes to. `print` it.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct ConfigReport(core::ConfigReport);

#[pymethods]
impl ConfigReport {
    /// "nginx", "apache", "haproxy", "envoy", "istio" or "gateway-api".
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// "enforced", "edge-network-only", "open", "open-to-any-cert", "bypass", "broken" or "unproven".
    #[getter]
    fn verdict(&self) -> &'static str {
        self.0.verdict().as_str()
    }

    /// The ways around, of a verdict of "bypass".
    #[getter]
    fn bypasses(&self) -> Vec<&'static str> {
        self.0.verdict().bypasses().iter().map(|way| way.as_str()).collect()
    }

    /// 0 for "enforced", and a number of its own from 10 on for every other verdict.
    #[getter]
    fn exit_code(&self) -> u8 {
        self.0.verdict().exit_code()
    }

    /// The sockets and the virtual hosts on them, each with what it does with client certificates.
    #[getter]
    fn listeners(&self) -> PyResult<Records> {
        Ok(Records(json(&self.0.listeners())?))
    }

    /// What is wrong, the gravest first, each with its file and line and the next step.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    /// Whether something of severity "error" was found.
    #[getter]
    fn has_errors(&self) -> bool {
        self.0.has_errors()
    }

    /// For people: the verdict, a line for each listener, the findings.
    fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// For programs.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// For code scanning: SARIF 2.1.0, each finding at its line.
    fn to_sarif(&self) -> String {
        self.0.to_sarif()
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<ConfigReport {}: {}>", self.kind(), self.verdict())
    }
}

impl fmt::Display for ConfigReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
