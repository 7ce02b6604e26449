//! Floor 9: the whole set-up from options.

use std::collections::BTreeMap;

use mtls_core::recipes as core;
use pyo3::place::named;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};

use crate::arguments::{Moment, datetime};
use crate::raise::Raise;
use crate::record::Findings;
use crate::resources::{Object, Tree, keywords};
use crate::rotation::RotationPlan;

/// An Istio gateway that lets in Cloudflare's edge alone, by its client certificate: `cloudflare_origin(hosts=[…],
/// certificate=…, key=…, client_ca=…, pull="zone" | "hostname" | "shared", gateway=…, namespace=…, selector={…},
/// credential=…, port=…, big_bang=…, secret_form="together" | "apart", labels={…}, access={"team": …, "audiences": […],
/// "service_tokens": […]}, at=…)`. Dates are judged if `at` is given. What the chart of Big Bang has no value for is refused.
#[pyfunction]
#[pyo3(signature = (**options: "object"))]
pub(crate) fn cloudflare_origin(
    py: Python<'_>,
    options: Option<Bound<'_, PyDict>>,
) -> Result<RecipeOutput, Raise> {
    let options = given(py, options)?;
    Ok(RecipeOutput(py.detach(|| core::cloudflare_origin(options.0))?))
}

/// The mesh's side of an egress proxy that knows its clients by their SPIFFE IDs: `egress_proxy(host=…, identity="spiffe://…",
/// addresses=[…], rules=[{"namespace": …, "service_account": …, "hosts": […], "ports": […], "action": "allow" | "inspect" |
/// "refuse", "name": …}], port=…, listen=…, name=…, namespace=…, system_namespace=…, pods={…})`. `files` has the proxy's own
/// policy.
#[pyfunction]
#[pyo3(signature = (**options: "object"))]
pub(crate) fn egress_proxy(
    py: Python<'_>,
    options: Option<Bound<'_, PyDict>>,
) -> Result<RecipeOutput, Raise> {
    let options = given(py, options)?;
    Ok(RecipeOutput(py.detach(|| core::egress_proxy(options.0))?))
}

/// One mesh over several clusters, an output for each: `multi_cluster_mesh(mesh=…, clusters=[{"name": …, "trust_domain": …,
/// "network": …, "api_server": {"server": …, "ca": …, "token": …}, "cacerts": {…}}], root=ca.secret_cacerts(), aws_pca={"arn": …,
/// "root": …, "role": …}, intermediate_days=…, system_namespace=…, permissive_namespaces=[…], access=[{"cluster": …,
/// "namespace": …, "name": …, "labels": {…}, "principals": […], "ports": […]}], ingress=[{"cluster": …, "hosts": […],
/// "certificate": …, "key": …, "client_ca": …, "gateway": …, "namespace": …, "selector": {…}, "port": …}], at=…)`.
#[pyfunction]
#[pyo3(signature = (**options: "object"))]
pub(crate) fn multi_cluster_mesh(
    py: Python<'_>,
    options: Option<Bound<'_, PyDict>>,
) -> Result<Vec<ClusterOutput>, Raise> {
    let options = given(py, options)?;
    Ok(of_clusters(py.detach(|| core::multi_cluster_mesh(options.0))?))
}

/// The manifests by which a mesh gets another root, for each step of a plan: `root_rotation(plan, clusters=[{"name": …,
/// "current": ca.secret_cacerts(), "next": …, "trust_domain": …}], root=new_root.secret_cacerts(), aws_pca={"arn": …, "root": …,
/// "role": …}, bundle=…, intermediate_days=…, system_namespace=…)`.
#[pyfunction]
#[pyo3(signature = (plan, /, **options: "object"))]
pub(crate) fn root_rotation(
    py: Python<'_>,
    plan: &RotationPlan,
    options: Option<Bound<'_, PyDict>>,
) -> Result<Vec<RotationStage>, Raise> {
    let options = given(py, options)?;
    let stages = py.detach(|| core::root_rotation(&plan.0, options.0))?;
    Ok(stages.into_iter().map(RotationStage).collect())
}

/// A service outside of the mesh that demands a client certificate: `egress_mtls(host=…, client="mesh" | "gateway" |
/// "application", name=…, namespace=…, addresses=[…], port=…, plain_port=…, sni=…, subject_alt_names=[…], ca=…,
/// certificate=…, key=…, credential=…, gateway=…, gateway_namespace=…, selector={…}, applications=[{"name": …, "certificate":
/// …, "key": …, "secret": …, "workload": {…}}], mount_path=…, labels={…}, at=…)`. `files` has a patch for each application
/// without a workload, which replaces volumes of the sidecar; a workload keeps those that it has.
#[pyfunction]
#[pyo3(signature = (**options: "object"))]
pub(crate) fn egress_mtls(py: Python<'_>, options: Option<Bound<'_, PyDict>>) -> Result<RecipeOutput, Raise> {
    let options = given(py, options)?;
    Ok(RecipeOutput(py.detach(|| core::egress_mtls(options.0))?))
}

/// Several environments in one cluster, each with a host, tokens and DNS records: `virtual_clusters(domain=…, certificate=…,
/// key=…, routes=[{"prefix": …, "service": …, "port": …}], clusters=[{"namespace": …, "host": …, "routes": […], "jwt": {…},
/// "outside": […]}], jwt={"auth0": …, "issuer": …, "audiences": […], "jwks_uri": …, "jwks": …}, outside=[{"mongodb_atlas": …} |
/// {"confluent_kafka": …} | {"name": …, "hosts": […], "port": …}], dns={"zone": …, "soa": …, "soa_ttl": …, "ttl": …,
/// "old_addresses": […], "new_addresses": […]}, name=…, credential=…, gateway_namespace=…, selector={…}, labels={…}, revision=…,
/// redirect_http=…, at=…)`. `files` has the DNS transaction.
#[pyfunction]
#[pyo3(signature = (**options: "object"))]
pub(crate) fn virtual_clusters(
    py: Python<'_>,
    options: Option<Bound<'_, PyDict>>,
) -> Result<RecipeOutput, Raise> {
    let options = given(py, options)?;
    Ok(RecipeOutput(py.detach(|| core::virtual_clusters(options.0))?))
}

/// The recipes with their options: what their functions are written from.
#[pyfunction]
pub(crate) fn recipe_schema() -> Vec<Object> {
    Object::list(core::recipe_schema())
}

/// Options as a tree; a time may be a datetime.
fn given(py: Python<'_>, options: Option<Bound<'_, PyDict>>) -> Result<Tree, Raise> {
    let options = options.unwrap_or_else(|| PyDict::new(py));
    if let Some(at) = options.get_item("at")?
        && at.is_instance_of::<PyDateTime>()
    {
        let moment = at.extract::<Moment>().map_err(|error| named(py, "at", error))?;
        options.set_item("at", moment.0.as_secs())?;
    }
    keywords(&options)
}

fn of_clusters(clusters: Vec<core::ClusterOutput>) -> Vec<ClusterOutput> {
    clusters.into_iter().map(ClusterOutput).collect()
}

/// What a recipe gives for one of several clusters.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct ClusterOutput(core::ClusterOutput);

#[pymethods]
impl ClusterOutput {
    /// The name of the cluster.
    #[getter]
    fn cluster(&self) -> &str {
        &self.0.cluster
    }

    /// What is for this cluster.
    #[getter]
    fn output(&self) -> RecipeOutput {
        RecipeOutput(self.0.output.clone())
    }

    fn __repr__(&self) -> String {
        format!("<ClusterOutput {}: {}>", self.0.cluster, names(&self.0.output))
    }
}

/// A step of a rotation: what is applied in each cluster, not before which time, and what must be started anew.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct RotationStage(core::RotationStage);

#[pymethods]
impl RotationStage {
    /// What it is about: `publish`, `await-bundles`, `switch`, `await-svids` or `retire`.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind.as_str()
    }

    /// When its manifests may be applied.
    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.not_before)
    }

    /// When the next step may begin.
    #[getter]
    fn until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        datetime(py, self.0.until)
    }

    /// What to do.
    #[getter]
    fn action(&self) -> &str {
        &self.0.action
    }

    /// What breaks if it is left out.
    #[getter]
    fn if_skipped(&self) -> &str {
        &self.0.if_skipped
    }

    /// Commands by which those start anew that take in the change only then, in order.
    #[getter]
    fn restarts(&self) -> Vec<String> {
        self.0.restarts.clone()
    }

    /// The manifests of each cluster; none where the step is to wait.
    #[getter]
    fn clusters(&self) -> Vec<ClusterOutput> {
        of_clusters(self.0.clusters.clone())
    }

    fn __repr__(&self) -> String {
        format!("<RotationStage {}>", self.0.kind)
    }
}

/// What the manifests are; never their values.
fn names(output: &core::RecipeOutput) -> String {
    let names: Vec<_> = output.manifests.iter().map(mtls_core::resources::Manifest::resource).collect();
    names.join(", ")
}

/// What a recipe gives. It holds a private key; `repr` does not show it.
#[pyclass(module = "mtls_core", frozen)]
pub(crate) struct RecipeOutput(core::RecipeOutput);

#[pymethods]
impl RecipeOutput {
    /// The whole set-up as dicts, in the order in which they are applied.
    #[getter]
    fn manifests(&self) -> Vec<Object> {
        self.0.manifests.iter().map(Object::of).collect()
    }

    /// The manifests as one YAML stream.
    fn to_yaml(&self) -> Result<String, Raise> {
        Ok(self.0.to_yaml()?.to_string())
    }

    /// The same as values of a chart, where the recipe was asked for them: instead of the manifests, not beside them.
    #[getter]
    fn values(&self) -> Option<&str> {
        self.0.values.as_ref().map(|values| values.as_str())
    }

    /// What must be applied beside the values, because the chart has no value for it.
    #[getter]
    fn beside_values(&self) -> Vec<Object> {
        self.0.beside_values.iter().map(Object::of).collect()
    }

    /// What is no manifest, by the name of a file, such as values for a chart: belongs to the manifests.
    #[getter]
    fn files(&self) -> BTreeMap<&str, &str> {
        self.0.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
    }

    /// What the recipe takes for granted and could not check.
    #[getter]
    fn assumptions(&self) -> Vec<String> {
        self.0.assumptions.clone()
    }

    /// What it did check and wants said.
    #[getter]
    fn findings(&self) -> Findings {
        Findings::of(&self.0.findings)
    }

    fn __repr__(&self) -> String {
        format!("<RecipeOutput {}>", names(&self.0))
    }
}
