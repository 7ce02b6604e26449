//! Floor 3, from old authorities to new ones: `RotationPlan`, `RotationStep`, `RemovalCheck`.

use std::fmt;

use mtls_core::trust as core;
use pyo3::prelude::*;
use pyo3::types::PyDateTime;

use crate::arguments::{List, Moment, Span, Whole, datetime};
use crate::certificate::Certificate;
use crate::identity::TrustDomain;
use crate::raise::Raise;
use crate::record::{Findings, Record, json};
use crate::trust::TrustBundle;

/// How to get from the authorities of a bundle to other ones without a refused chain: dated steps. `print` it.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct RotationPlan(pub(crate) core::RotationPlan);

#[pymethods]
impl RotationPlan {
    /// A plan from the authorities of `old` to `new`: all that are to be trusted in the end. `svid_lifetime` is the
    /// longest life of an SVID; the switch comes `publish_lead` refresh intervals after publishing (5, and not less than
    /// 3) and takes `switch_window` until the last issuer has switched.
    #[new]
    #[pyo3(signature = (
        old, new, *, start, svid_lifetime, refresh_hint = None, publish_lead = None, switch_window = None,
    ))]
    fn new(
        old: &TrustBundle,
        new: List<PyRef<'_, Certificate>>,
        start: Moment,
        svid_lifetime: Span,
        refresh_hint: Option<Span>,
        publish_lead: Option<Whole<u32>>,
        switch_window: Option<Span>,
    ) -> Result<Self, Raise> {
        let new = new.iter().map(|authority| authority.0.clone());
        let mut plan = core::RotationPlan::builder(&old.0, new).start(start.0).svid_lifetime(svid_lifetime.0);
        if let Some(hint) = refresh_hint {
            plan = plan.refresh_hint(hint.0);
        }
        if let Some(lead) = publish_lead {
            plan = plan.publish_lead(lead.0);
        }
        if let Some(window) = switch_window {
            plan = plan.switch_window(window.0);
        }
        Ok(Self(plan.build()?))
    }

    #[getter]
    fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().clone())
    }

    #[getter]
    fn steps(&self) -> Vec<RotationStep> {
        self.0.steps().iter().cloned().map(RotationStep).collect()
    }

    /// When every verifier has fetched the last bundle.
    #[getter]
    fn done_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.done_at())
    }

    /// What speaks against these dates.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(self.0.findings())
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<RotationPlan of {}, {} steps>", self.0.trust_domain(), self.0.steps().len())
    }
}

impl fmt::Display for RotationPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One step of a rotation: what to do when, and what breaks without it.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct RotationStep(core::RotationStep);

#[pymethods]
impl RotationStep {
    /// "publish", "await-bundles", "switch", "await-svids" or "retire".
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind.as_str()
    }

    #[getter]
    fn starts_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.starts_at)
    }

    /// When the next step may begin.
    #[getter]
    fn ends_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.ends_at)
    }

    #[getter]
    fn action(&self) -> &str {
        &self.0.action
    }

    #[getter]
    fn if_skipped(&self) -> &str {
        &self.0.if_skipped
    }

    /// The authorities whose chains suffer if the step is left out.
    #[getter]
    fn at_risk(&self) -> Vec<Certificate> {
        self.0.at_risk.iter().cloned().map(Certificate).collect()
    }

    /// The bundle to publish, where the step publishes one.
    #[getter]
    fn bundle(&self) -> Option<TrustBundle> {
        self.0.bundle.clone().map(TrustBundle)
    }

    fn __repr__(&self) -> String {
        format!("<RotationStep {}>", self.0.kind)
    }
}

impl fmt::Display for RotationStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether an authority can leave a bundle. `print` it.
#[pyclass(module = "mtls_core", frozen, eq, str)]
#[derive(PartialEq, Eq)]
pub(crate) struct RemovalCheck(pub(crate) core::RemovalCheck);

#[pymethods]
impl RemovalCheck {
    #[getter]
    fn safe(&self) -> bool {
        self.0.safe
    }

    /// When no chain that was looked at needs it any more.
    #[getter]
    fn safe_from<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.safe_from)
    }

    /// The places of the chains that need it, from 0.
    #[getter]
    fn dependents(&self) -> Vec<usize> {
        self.0.dependents.iter().map(|dependent| dependent.chain).collect()
    }

    /// How many chains are of the trust domain and not expired.
    #[getter]
    fn considered(&self) -> usize {
        self.0.considered
    }

    /// What speaks against it.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    /// All of it as a plain dict.
    fn to_dict(&self) -> PyResult<Record> {
        Ok(Record(json(&self.0)?))
    }

    fn __repr__(&self) -> String {
        format!("<RemovalCheck, {}>", if self.0.safe { "safe" } else { "not safe" })
    }
}

impl fmt::Display for RemovalCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
