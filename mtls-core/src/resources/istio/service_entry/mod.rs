//! The Istio `ServiceEntry`: a service that the mesh does not find by itself, within it or outside.

mod build;
mod check;
mod resolution;

use super::selector::WorkloadLabels;
use super::workload_entry::WorkloadEntrySpec;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::{model, spellings};

kind! {
    /// An Istio `ServiceEntry`.
    ///
    /// ```
    /// use mtls_core::resources::istio::{ServiceEntry, ServiceEntryLocation};
    ///
    /// let partner = ServiceEntry::new("partner", "shop")
    ///     .host("api.partner.example")
    ///     .port(443, "TLS", "tls")
    ///     .external()
    ///     .dns()
    ///     .build()?;
    /// assert_eq!(partner.spec.unwrap().location, Some(ServiceEntryLocation::External));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct ServiceEntry: "networking.istio.io" [
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ], check::check {
        /// The service.
        spec: ServiceEntrySpec = "spec",
    }
}

built!(ServiceEntry, spec: ServiceEntrySpec);

model! {
    /// What a `ServiceEntry` says of a service.
    pub struct ServiceEntrySpec {
        /// The names that callers use; a `*` may stand for the first label.
        hosts: Vec<String> = "hosts",
        /// The addresses that callers use: IP addresses, or ranges where the resolution is `NONE` or `STATIC`.
        addresses: Vec<String> = "addresses",
        /// The ports that callers use.
        ports: Vec<ServiceEntryPort> = "ports",
        /// Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`.
        location: ServiceEntryLocation = "location",
        /// How its workloads are found; absent is `NONE`.
        resolution: ServiceEntryResolution = "resolution",
        /// Its workloads.
        endpoints: Vec<WorkloadEntrySpec> = "endpoints",
        /// Its workloads, by the labels of pods and `WorkloadEntry` objects of this namespace. Not with `endpoints`.
        workload_selector: WorkloadLabels = "workloadSelector",
        /// The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent means the mesh's default, which
        /// is all.
        export_to: Vec<String> = "exportTo",
        /// Names of which the server's certificate must carry one, as SPIFFE IDs or domain names, where a caller's proxy
        /// speaks TLS to it.
        subject_alt_names: Vec<String> = "subjectAltNames",
    }
}

model! {
    /// A port of a service.
    pub struct ServiceEntryPort {
        /// The number that callers use, 1 to 65535.
        number: i64 = "number",
        /// `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case; absent means that it is found out by looking at
        /// the traffic.
        protocol: String = "protocol",
        /// The name, one for each port.
        name: String = "name",
        /// The port of the workloads; absent means `number`.
        target_port: i64 = "targetPort",
    }
}

spellings! {
    /// Whether a service belongs to the mesh.
    pub enum ServiceEntryLocation {
        /// It does not: callers do not speak the mesh's mutual TLS to it of themselves. What an absent location means.
        External = "MESH_EXTERNAL",
        /// It does.
        Internal = "MESH_INTERNAL",
    }
}

spellings! {
    /// How the workloads of a service are found.
    pub enum ServiceEntryResolution {
        /// Not at all: traffic goes where it was going. What an absent resolution means.
        None = "NONE",
        /// They are written down, or selected by labels.
        Static = "STATIC",
        /// By asking DNS for the hosts, or for the endpoints' names.
        Dns = "DNS",
        /// By asking DNS, and using the first answer for new connections alone.
        DnsRoundRobin = "DNS_ROUND_ROBIN",
        /// By asking DNS for the host of each request, for hosts with a `*`.
        DynamicDns = "DYNAMIC_DNS",
    }
}

#[cfg(test)]
mod tests;
