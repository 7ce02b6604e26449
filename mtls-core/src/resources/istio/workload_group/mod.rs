//! The Istio `WorkloadGroup`: what the `WorkloadEntry` of each machine that joins looks like.

mod check;

use std::collections::BTreeMap;

use super::workload_entry::{TLS_MODE, WorkloadEntrySpec};
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::model;
use crate::resources::{Builder, Value};

kind! {
    /// An Istio `WorkloadGroup`.
    ///
    /// ```
    /// use mtls_core::resources::istio::WorkloadGroup;
    ///
    /// let group = WorkloadGroup::new("db", "shop").workload_label("app", "db").service_account("db").build()?;
    /// assert!(group.validate().is_empty());
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct WorkloadGroup: "networking.istio.io" [
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ], check::check {
        /// What each workload of the group is like.
        spec: WorkloadGroupSpec = "spec",
    }
}

built!(WorkloadGroup, spec: WorkloadGroupSpec);

model! {
    /// What a `WorkloadGroup` asks for.
    pub struct WorkloadGroupSpec {
        /// Labels and annotations of the entries that are made.
        metadata: WorkloadGroupMetadata = "metadata",
        /// What the entries say; the address is filled in when a machine joins.
        template: WorkloadEntrySpec = "template",
        /// How it is found out whether a machine is ready; absent means that it always is.
        probe: ReadinessProbe = "probe",
    }
}

model! {
    /// Labels and annotations of a `WorkloadEntry` that is made by its group.
    pub struct WorkloadGroupMetadata {
        /// Labels of the entry.
        labels: BTreeMap<String, String> = "labels",
        /// Annotations of the entry.
        annotations: BTreeMap<String, String> = "annotations",
    }
}

model! {
    /// How it is found out whether a machine is ready, by one of `httpGet`, `tcpSocket`, `exec` and `grpc`.
    pub struct ReadinessProbe {
        /// Seconds to wait before the first attempt.
        initial_delay_seconds: i64 = "initialDelaySeconds",
        /// Seconds that an attempt may take; absent means 1.
        timeout_seconds: i64 = "timeoutSeconds",
        /// Seconds between attempts; absent means 10.
        period_seconds: i64 = "periodSeconds",
        /// Successes in a row that make it ready; absent means 1.
        success_threshold: i64 = "successThreshold",
        /// Failures in a row that make it unready; absent means 3.
        failure_threshold: i64 = "failureThreshold",
        /// By an HTTP request.
        http_get: HttpProbe = "httpGet",
        /// By opening a TCP connection.
        tcp_socket: TcpProbe = "tcpSocket",
        /// By a command that succeeds.
        exec: ExecProbe = "exec",
        /// By gRPC's health protocol.
        grpc: GrpcProbe = "grpc",
    }
}

model! {
    /// A probe by HTTP.
    pub struct HttpProbe {
        /// The path; absent means `/`.
        path: String = "path",
        /// The port.
        port: i64 = "port",
        /// The host; absent means the machine itself.
        host: String = "host",
        /// `HTTP`, which is what absent means, or `HTTPS`.
        scheme: String = "scheme",
        /// Headers of the request: maps with `name` and `value`.
        http_headers: Vec<Value> = "httpHeaders",
    }
}

model! {
    /// A probe by TCP.
    pub struct TcpProbe {
        /// The host; absent means the machine itself.
        host: String = "host",
        /// The port.
        port: i64 = "port",
    }
}

model! {
    /// A probe by a command.
    pub struct ExecProbe {
        /// The program and its arguments.
        command: Vec<String> = "command",
    }
}

model! {
    /// A probe by gRPC.
    pub struct GrpcProbe {
        /// The port.
        port: i64 = "port",
        /// The service whose health is asked for; absent means the server's.
        service: String = "service",
    }
}

impl Builder<WorkloadGroup> {
    /// Adds a label that the entries carry, by which services select them.
    pub fn workload_label(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            let labels = &mut spec.metadata.get_or_insert_default().labels;
            labels.get_or_insert_default().insert(key.into(), value.into());
        })
    }

    /// Says at which port the workloads serve this port of the service.
    pub fn port(self, name: impl Into<String>, number: u16) -> Self {
        self.template(|template| {
            template.ports.get_or_insert_default().insert(name.into(), number.into());
        })
    }

    /// Names the network that the workloads stand in.
    pub fn network(self, network: impl Into<String>) -> Self {
        self.template(|template| template.network = Some(network.into()))
    }

    /// Gives the workloads the identity of this service account; callers then speak mutual TLS to them.
    pub fn service_account(self, name: impl Into<String>) -> Self {
        self.template(|template| template.service_account = Some(name.into()))
    }

    /// Says by label that the workloads speak mutual TLS, whatever their service account.
    pub fn mutual_tls(self) -> Self {
        self.template(|template| {
            template.labels.get_or_insert_default().insert(TLS_MODE.to_owned(), "istio".to_owned());
        })
    }

    /// Changes what the entries say in ways that have no method here.
    pub fn template(self, change: impl FnOnce(&mut WorkloadEntrySpec)) -> Self {
        self.with_spec(|spec| change(spec.template.get_or_insert_default()))
    }
}

#[cfg(test)]
mod tests;
