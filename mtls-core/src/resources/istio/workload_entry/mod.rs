//! The Istio `WorkloadEntry`: a workload outside of Kubernetes, such as a virtual machine.

mod check;

use std::collections::BTreeMap;

use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::model;

pub(super) use check::{Addresses, check_workload, is_without_identity, report_without_identity};

kind! {
    /// An Istio `WorkloadEntry`.
    ///
    /// ```
    /// use mtls_core::resources::istio::WorkloadEntry;
    ///
    /// let entry = WorkloadEntry::new("db-1", "shop")
    ///     .address("10.0.0.7")
    ///     .workload_label("app", "db")
    ///     .service_account("db")
    ///     .build()?;
    /// assert!(entry.validate().is_empty());
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct WorkloadEntry: "networking.istio.io" [
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ], check::check {
        /// The workload.
        spec: WorkloadEntrySpec = "spec",
    }
}

built!(WorkloadEntry, spec: WorkloadEntrySpec);

model! {
    /// A workload by its address: what a `WorkloadEntry` says, and each endpoint of a `ServiceEntry`.
    pub struct WorkloadEntrySpec {
        /// An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be absent
        /// where a `network` is given: the workload is then reached by that network's gateway.
        address: String = "address",
        /// Where the workload listens, by the names of the service's ports; absent names are the port of the service.
        ports: BTreeMap<String, i64> = "ports",
        /// Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS.
        labels: BTreeMap<String, String> = "labels",
        /// The network that it stands in; absent means the one of the caller.
        network: String = "network",
        /// Where it stands, as `region/zone/subzone`.
        locality: String = "locality",
        /// Its share of the load; absent means that of the others.
        weight: i64 = "weight",
        /// The service account whose identity it carries, of the namespace that this stands in. With it callers speak
        /// mutual TLS to the workload and look for this identity.
        service_account: String = "serviceAccount",
    }
}

/// The label by which a workload says whether it speaks mutual TLS.
pub(super) const TLS_MODE: &str = "security.istio.io/tlsMode";

impl WorkloadEntrySpec {
    /// A workload at this address.
    pub fn at(address: impl Into<String>) -> Self {
        Self { address: Some(address.into()), ..Self::default() }
    }
}

impl Builder<WorkloadEntry> {
    /// Sets the address of the workload: an IP address, a domain name, or `unix://` and a path.
    pub fn address(self, address: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.address = Some(address.into()))
    }

    /// Says at which port the workload serves this port of the service.
    pub fn port(self, name: impl Into<String>, number: u16) -> Self {
        self.with_spec(|spec| {
            spec.ports.get_or_insert_default().insert(name.into(), number.into());
        })
    }

    /// Adds a label of the workload (those of the object itself are set by `label`).
    pub fn workload_label(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            spec.labels.get_or_insert_default().insert(key.into(), value.into());
        })
    }

    /// Names the network that the workload stands in.
    pub fn network(self, network: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.network = Some(network.into()))
    }

    /// Gives the workload the identity of this service account; callers then speak mutual TLS to it.
    pub fn service_account(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.service_account = Some(name.into()))
    }

    /// Says by label that the workload speaks mutual TLS, whatever its service account.
    pub fn mutual_tls(self) -> Self {
        self.workload_label(TLS_MODE, "istio")
    }
}

#[cfg(test)]
mod tests;
