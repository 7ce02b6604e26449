//! The Istio `ProxyConfig`: how the proxies of some workloads are run.

use std::collections::BTreeMap;

use super::selector::{WorkloadSelector, check_selector};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, check_istio_annotations, kind};
use crate::resources::model::model;

kind! {
    /// An Istio `ProxyConfig`.
    ///
    /// ```
    /// use mtls_core::resources::istio::ProxyConfig;
    ///
    /// let config = ProxyConfig::new("cart", "shop").selector("app", "cart").image_type("distroless").build()?;
    /// assert!(config.validate().is_empty());
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct ProxyConfig: "networking.istio.io" ["networking.istio.io/v1beta1"], check {
        /// What is asked for.
        spec: ProxyConfigSpec = "spec",
    }
}

built!(ProxyConfig, spec: ProxyConfigSpec);

model! {
    /// What a `ProxyConfig` asks for.
    pub struct ProxyConfigSpec {
        /// The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
        selector: WorkloadSelector = "selector",
        /// Threads of the proxy; 0 means one for each core, absent the mesh's default.
        concurrency: i64 = "concurrency",
        /// Environment variables of the proxy.
        environment_variables: BTreeMap<String, String> = "environmentVariables",
        /// The image of the proxy.
        image: ProxyImage = "image",
    }
}

model! {
    /// The image of a proxy.
    pub struct ProxyImage {
        /// `default`, `debug` or `distroless`; absent is `default`.
        image_type: String = "imageType",
    }
}

impl Builder<ProxyConfig> {
    /// Selects workloads with this label (and the labels of other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.selector.get_or_insert_default().add(key, value))
    }

    /// Runs the proxy with so many threads; 0 means one for each core.
    pub fn concurrency(self, threads: u16) -> Self {
        self.with_spec(|spec| spec.concurrency = Some(threads.into()))
    }

    /// Sets an environment variable of the proxy.
    pub fn environment_variable(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            spec.environment_variables.get_or_insert_default().insert(name.into(), value.into());
        })
    }

    /// Runs this kind of the proxy's image: `default`, `debug` or `distroless`.
    pub fn image_type(self, image: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.image.get_or_insert_default().image_type = Some(image.into()))
    }
}

fn check(config: &ProxyConfig, check: &mut Checker) {
    check_istio_annotations(&config.metadata, check);
    let Some(spec) = &config.spec else { return };
    check_selector(spec.selector.as_ref(), "spec.selector", check);
    if let Some(threads) = spec.concurrency.filter(|threads| *threads < 0) {
        check.report(
            rules::PROXY_CONFIG_CONCURRENCY,
            "spec.concurrency",
            format!("{threads} is less than nothing; 0 means a thread for each core"),
        );
    }
}

#[cfg(test)]
mod tests;
