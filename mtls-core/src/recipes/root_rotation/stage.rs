//! A step of a rotation with its manifests.

use rustls_pki_types::UnixTime;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::pki::time::rfc3339;
use crate::recipes::ClusterOutput;
use crate::trust::RotationStepKind;

/// A step: what is applied in each cluster, not before which time, and what must be started anew.
///
/// `Debug` shows no values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RotationStage {
    /// What it is about.
    pub kind: RotationStepKind,
    /// When its manifests may be applied.
    pub not_before: UnixTime,
    /// When the next step may begin.
    pub until: UnixTime,
    /// What to do.
    pub action: String,
    /// What breaks if it is left out.
    pub if_skipped: String,
    /// Commands by which those start anew that take in the change only then, in order.
    pub restarts: Vec<String>,
    /// The manifests of each cluster; none where the step is to wait.
    pub clusters: Vec<ClusterOutput>,
}

impl Serialize for RotationStage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("RotationStage", 7)?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("not_before", &rfc3339(self.not_before))?;
        fields.serialize_field("until", &rfc3339(self.until))?;
        fields.serialize_field("action", &self.action)?;
        fields.serialize_field("if_skipped", &self.if_skipped)?;
        fields.serialize_field("restarts", &self.restarts)?;
        fields.serialize_field("clusters", &self.clusters)?;
        fields.end()
    }
}
