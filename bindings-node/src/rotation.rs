//! Floor 3, from old authorities to new ones: `RotationPlan`, `RotationStep`, `RemovalCheck`.

use mtls_core::trust as core;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{date, known, moment, seconds, whole};
use crate::certificate::Certificate;
use crate::identity::TrustDomain;
use crate::raise::{Raise, call};
use crate::record::record;
use crate::trust::TrustBundle;

/// What a rotation has to keep to.
#[napi(object, object_to_js = false)]
pub struct RotationOptions<'env> {
    /// When the first step may begin.
    pub start: JsDate<'env>,
    /// The longest life of an SVID in the trust domain.
    pub svid_lifetime_seconds: f64,
    /// How often verifiers look for a new bundle. Default: the old bundle's interval.
    pub refresh_hint_seconds: Option<f64>,
    /// How many of these intervals pass between publishing and switching. Default: 5; below 3 the plan warns.
    pub publish_lead: Option<f64>,
    /// How long it takes until the last issuer has switched. Default: 0.
    pub switch_window_seconds: Option<f64>,
}

const ROTATION_OPTIONS: &[&str] =
    &["start", "svidLifetimeSeconds", "refreshHintSeconds", "publishLead", "switchWindowSeconds"];

/// How to get from the authorities of a bundle to other ones without a refused chain: dated steps.
#[napi]
pub struct RotationPlan(pub(crate) core::RotationPlan);

#[napi]
impl RotationPlan {
    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &RotationPlan) -> bool {
        self.0 == other.0
    }

    /// A plan from the authorities of `old` to these: all that are to be trusted in the end. Throws `TrustError`.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        old: &TrustBundle,
        authorities: Vec<ClassInstance<'_, Certificate>>,
        #[napi(ts_arg_type = "RotationOptions")] options: Unknown<'_>,
    ) -> Result<Self> {
        let make = || {
            let options: RotationOptions<'_> = known(Some(options), ROTATION_OPTIONS)?
                .ok_or_else(|| Raise::value("a rotation has a start and a lifetime of SVIDs"))?;
            let new = authorities.iter().map(|one| one.0.clone());
            let mut plan = core::RotationPlan::builder(&old.0, new)
                .start(moment(options.start)?)
                .svid_lifetime(seconds("svidLifetimeSeconds", options.svid_lifetime_seconds)?);
            if let Some(hint) = options.refresh_hint_seconds {
                plan = plan.refresh_hint(seconds("refreshHintSeconds", hint)?);
            }
            if let Some(lead) = options.publish_lead {
                let lead = whole("publishLead", lead, u32::MAX.into())?;
                plan = plan.publish_lead(u32::try_from(lead).unwrap_or(u32::MAX));
            }
            if let Some(window) = options.switch_window_seconds {
                plan = plan.switch_window(seconds("switchWindowSeconds", window)?);
            }
            Ok::<_, Raise>(plan.build()?)
        };
        call(env, make).map(Self)
    }

    /// Whose authorities these are.
    #[napi(getter)]
    pub fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().clone())
    }

    /// The steps, in order.
    #[napi(getter)]
    pub fn steps(&self) -> Vec<RotationStep> {
        self.0.steps().iter().cloned().map(RotationStep).collect()
    }

    /// When every verifier has fetched the last bundle.
    #[napi(getter)]
    pub fn done_at<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.done_at())
    }

    /// What speaks against these dates.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// The steps in lines, and what breaks without each.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "RotationPlanRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}

/// One step of a rotation: what to do when, and what breaks without it.
#[napi]
pub struct RotationStep(core::RotationStep);

#[napi]
impl RotationStep {
    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &RotationStep) -> bool {
        self.0 == other.0
    }

    /// What it is about.
    #[napi(getter, ts_return_type = "RotationStepKind")]
    pub fn kind(&self) -> &'static str {
        self.0.kind.as_str()
    }

    /// When it begins.
    #[napi(getter)]
    pub fn starts_at<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.starts_at)
    }

    /// When the next step may begin.
    #[napi(getter)]
    pub fn ends_at<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.ends_at)
    }

    /// What to do.
    #[napi(getter)]
    pub fn action(&self) -> &str {
        &self.0.action
    }

    /// What breaks if it is left out.
    #[napi(getter)]
    pub fn if_skipped(&self) -> &str {
        &self.0.if_skipped
    }

    /// The authorities whose chains suffer if it is left out.
    #[napi(getter)]
    pub fn at_risk(&self) -> Vec<Certificate> {
        self.0.at_risk.iter().cloned().map(Certificate).collect()
    }

    /// The bundle to publish; null where the step publishes none.
    #[napi(getter)]
    pub fn bundle(&self) -> Option<TrustBundle> {
        self.0.bundle.clone().map(TrustBundle)
    }

    /// What to do when, and what breaks without it.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }
}

/// Whether an authority can leave a bundle.
#[napi]
pub struct RemovalCheck(pub(crate) core::RemovalCheck);

#[napi]
impl RemovalCheck {
    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &RemovalCheck) -> bool {
        self.0 == other.0
    }

    /// Whether no chain that was looked at needs it.
    #[napi(getter)]
    pub fn safe(&self) -> bool {
        self.0.safe
    }

    /// When none of them needs it any more.
    #[napi(getter)]
    pub fn safe_from<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.safe_from)
    }

    /// The places of the chains that need it, from 0.
    #[napi(getter)]
    pub fn dependents(&self) -> Vec<u32> {
        let place = |dependent: &core::Dependent| u32::try_from(dependent.chain).unwrap_or(u32::MAX);
        self.0.dependents.iter().map(place).collect()
    }

    /// How many chains are of the trust domain and not expired.
    #[napi(getter)]
    pub fn considered(&self) -> u32 {
        u32::try_from(self.0.considered).unwrap_or(u32::MAX)
    }

    /// What speaks against it.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings)
    }

    /// The verdict and its findings.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "RemovalCheckRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
