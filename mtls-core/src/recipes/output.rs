//! What a recipe gives.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::RecipeError;
use crate::finding::rules::recipes as rules;
use crate::finding::{Finding, excerpt};
use crate::resources::{Manifest, refuses, validate_all, write_yaml};

/// Manifests in the order in which they are applied, and what stands beside them.
///
/// Serializes with its fields. `Debug` shows no values: manifests and values hold a private key.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RecipeOutput {
    /// The whole set-up for a cluster that is set up by manifests.
    pub manifests: Vec<Manifest>,
    /// The same as values of a chart, where the recipe was asked for them: instead of the manifests, not beside them.
    pub values: Option<Zeroizing<String>>,
    /// What must be applied beside the values, because the chart has no value for it.
    pub beside_values: Vec<Manifest>,
    /// What is no manifest, by the name of a file: values for charts that the set-up is installed with, and the like.
    /// Belongs to the manifests. May hold secrets.
    pub files: BTreeMap<String, Zeroizing<String>>,
    /// What the recipe takes for granted and could not check, as sentences.
    pub assumptions: Vec<String>,
    /// What it did check and wants said: warnings and hints, no errors.
    pub findings: Vec<Finding>,
}

impl RecipeOutput {
    /// These manifests, judged by our own validation: an error in them is one of what the recipe was given.
    /// `findings` are those that the recipe has already.
    ///
    /// # Errors
    /// [`RecipeError::Material`] with all findings, if one is an error, and for two manifests of one name.
    pub(super) fn judged(
        manifests: Vec<Manifest>,
        assumptions: Vec<String>,
        mut findings: Vec<Finding>,
    ) -> Result<Self, RecipeError> {
        findings.extend(validate_all(&manifests));
        findings.extend(twice(&manifests));
        if refuses(&findings) {
            return Err(RecipeError::Material { findings });
        }
        let (beside_values, files) = (Vec::new(), BTreeMap::new());
        Ok(Self { manifests, values: None, beside_values, files, assumptions, findings })
    }

    /// The manifests as one YAML stream. Holds a private key.
    ///
    /// # Errors
    /// As [`write_yaml`], where manifests were added.
    pub fn to_yaml(&self) -> Result<Zeroizing<String>, RecipeError> {
        Ok(Zeroizing::new(write_yaml(&self.manifests)?))
    }
}

/// Manifests that would take each other's place.
fn twice(manifests: &[Manifest]) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    let mut findings = Vec::new();
    for (i, manifest) in manifests.iter().enumerate() {
        let object = (manifest.group(), manifest.kind(), manifest.namespace(), manifest.name());
        let first = *seen.entry(object).or_insert(i);
        if first != i {
            let message = format!(
                "{} would be made twice, as manifests {} and {}: applied, the second takes the place of the first",
                manifest.resource(),
                first.saturating_add(1),
                i.saturating_add(1)
            );
            findings.push(Finding::new(rules::MANIFEST_TWICE, manifest.subject("metadata.name"), message));
        }
    }
    findings
}

/// What a recipe gives for one of several clusters.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ClusterOutput {
    /// The name of the cluster.
    pub cluster: String,
    /// What is for this cluster.
    pub output: RecipeOutput,
}

impl fmt::Debug for ClusterOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClusterOutput")
            .field("cluster", &excerpt(&self.cluster))
            .field("output", &self.output)
            .finish()
    }
}

impl fmt::Debug for RecipeOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecipeOutput")
            .field("manifests", &self.manifests)
            .field("values", &self.values.as_ref().map(|_| "…"))
            .field("beside_values", &self.beside_values)
            .field("files", &self.files.keys().map(|name| excerpt(name)).collect::<Vec<_>>())
            .field("assumptions", &self.assumptions.len())
            .field("findings", &self.findings)
            .finish()
    }
}

impl Serialize for RecipeOutput {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields<'a> {
            manifests: &'a [Manifest],
            values: Option<&'a str>,
            beside_values: &'a [Manifest],
            files: BTreeMap<&'a str, &'a str>,
            assumptions: &'a [String],
            findings: &'a [Finding],
        }
        Fields {
            manifests: &self.manifests,
            values: self.values.as_ref().map(|text| text.as_str()),
            beside_values: &self.beside_values,
            files: self.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect(),
            assumptions: &self.assumptions,
            findings: &self.findings,
        }
        .serialize(to)
    }
}
