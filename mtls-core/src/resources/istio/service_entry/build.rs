//! Building a `ServiceEntry`.

use super::{
    ServiceEntry, ServiceEntryLocation, ServiceEntryPort, ServiceEntryResolution, ServiceEntrySpec,
    WorkloadEntrySpec,
};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::{Builder, Specified};

impl Builder<ServiceEntry> {
    /// Adds a name that callers use.
    pub fn host(self, host: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.hosts.get_or_insert_default().push(host.into()))
    }

    /// Adds addresses that callers use: IP addresses, or ranges where traffic goes where it was going.
    pub fn addresses<A: Into<String>>(self, addresses: impl IntoIterator<Item = A>) -> Self {
        self.with_spec(|spec| {
            spec.addresses.get_or_insert_default().extend(addresses.into_iter().map(Into::into));
        })
    }

    /// Adds a port by number, protocol (`HTTP`, `HTTPS`, `TLS`, `TCP`, …) and name.
    pub fn port(self, number: u16, protocol: impl Into<String>, name: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            let port = ServiceEntryPort::default().number(number).protocol(protocol.into()).name(name.into());
            spec.ports.get_or_insert_default().push(port);
        })
    }

    /// Sends what callers send to the last port to this port of the workloads.
    pub fn target_port(mut self, number: u16) -> Self {
        match self.object.spec_mut().ports.as_mut().and_then(|ports| ports.last_mut()) {
            Some(port) => port.target_port = Some(number.into()),
            None => self.problem(
                rules::SERVICE_ENTRY_PORT,
                "spec.ports",
                "`target_port` says something of the last port, but there is none before it".to_owned(),
            ),
        }
        self
    }

    /// The service stands outside of the mesh: callers do not speak the mesh's mutual TLS to it of themselves.
    pub fn external(self) -> Self {
        self.with_spec(|spec| spec.location = Some(ServiceEntryLocation::External))
    }

    /// The service belongs to the mesh.
    pub fn internal(self) -> Self {
        self.with_spec(|spec| spec.location = Some(ServiceEntryLocation::Internal))
    }

    /// Finds the workloads by asking DNS for the hosts, or for the names of endpoints.
    pub fn dns(self) -> Self {
        self.resolution(ServiceEntryResolution::Dns)
    }

    /// Finds the workload by asking DNS for the host of each request; the hosts then have a `*`.
    pub fn dynamic_dns(self) -> Self {
        self.resolution(ServiceEntryResolution::DynamicDns)
    }

    /// Sends traffic where it was going.
    pub fn unresolved(self) -> Self {
        self.resolution(ServiceEntryResolution::None)
    }

    /// Finds the workloads in another way.
    pub fn resolution(self, resolution: ServiceEntryResolution) -> Self {
        self.with_spec(|spec| spec.resolution = Some(resolution))
    }

    /// The workloads stand at these IP addresses, or `unix://` and a path.
    pub fn static_endpoints<A: Into<String>>(self, addresses: impl IntoIterator<Item = A>) -> Self {
        self.resolution(ServiceEntryResolution::Static).with_spec(|spec| {
            endpoints(spec).extend(addresses.into_iter().map(WorkloadEntrySpec::at));
        })
    }

    /// Adds a workload; the resolution stays as it is.
    pub fn endpoint(self, endpoint: WorkloadEntrySpec) -> Self {
        self.with_spec(|spec| endpoints(spec).push(endpoint))
    }

    /// The workloads are the pods and `WorkloadEntry` objects of this namespace with this label (and the labels of
    /// other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| {
            spec.resolution.get_or_insert(ServiceEntryResolution::Static);
            spec.workload_selector.get_or_insert_default().add(key, value);
        })
    }

    /// Shows the service to these namespaces alone: names, `.` for its own.
    pub fn export_to<N: Into<String>>(self, namespaces: impl IntoIterator<Item = N>) -> Self {
        self.with_spec(|spec| spec.export_to = Some(namespaces.into_iter().map(Into::into).collect()))
    }

    /// Demands that the server's certificate carry one of these names, where callers' proxies speak TLS to it.
    pub fn subject_alt_names<N: Into<String>>(self, names: impl IntoIterator<Item = N>) -> Self {
        self.with_spec(|spec| spec.subject_alt_names = Some(names.into_iter().map(Into::into).collect()))
    }
}

fn endpoints(spec: &mut ServiceEntrySpec) -> &mut Vec<WorkloadEntrySpec> {
    spec.endpoints.get_or_insert_default()
}
