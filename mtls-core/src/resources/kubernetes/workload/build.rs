//! Building whatever has pods.

use crate::finding::rules::kubernetes as rules;
use crate::resources::kubernetes::{
    Container, ContainerPort, LabelSelector, PodSpec, PodTemplate, ProxyMetadata, Volume,
};
use crate::resources::{Builder, Manifest, ObjectMeta, Resource, ResourceError};

/// A kind that makes pods, or is one.
pub trait Workload: Resource {
    /// Labels and annotations of its pods.
    fn pod_metadata(&self) -> Option<&ObjectMeta>;

    /// Containers and volumes of its pods.
    fn pod_spec(&self) -> Option<&PodSpec>;

    /// Labels and annotations of its pods, to change them.
    fn pod_metadata_mut(&mut self) -> &mut ObjectMeta;

    /// Containers and volumes of its pods, to change them.
    fn pod_spec_mut(&mut self) -> &mut PodSpec;

    /// The selector for its pods, where its author writes one.
    fn pod_selector_mut(&mut self) -> Option<&mut LabelSelector>;
}

impl<K: Workload> Builder<K> {
    /// Gives the pods a label, by which the workload selects them too where it has a selector.
    pub fn selects(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let (key, value) = (key.into(), value.into());
        self.with(|workload| {
            if let Some(selector) = workload.pod_selector_mut() {
                selector.match_labels.get_or_insert_default().insert(key.clone(), value.clone());
            }
            workload.pod_metadata_mut().labels.get_or_insert_default().insert(key, value);
        })
    }

    /// Gives the pods a label.
    pub fn pod_label(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|workload| {
            let labels = workload.pod_metadata_mut().labels.get_or_insert_default();
            labels.insert(key.into(), value.into());
        })
    }

    /// Gives the pods an annotation.
    pub fn pod_annotation(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|workload| {
            let annotations = workload.pod_metadata_mut().annotations.get_or_insert_default();
            annotations.insert(key.into(), value.into());
        })
    }

    /// Tells Istio's injector what the proxy of the pods shall be like. Where an annotation that the pods have already
    /// cannot be added to, nothing is built: see [`ProxyMetadata::apply`].
    pub fn proxy(mut self, proxy: &ProxyMetadata) -> Self {
        if let Err(ResourceError::Invalid { findings, .. }) = proxy.apply(self.object.pod_metadata_mut()) {
            self.problem(rules::POD_PROXY_ANNOTATION, "", findings.into_iter().map(|f| f.message).collect());
        }
        self
    }

    /// Runs the pods under a ServiceAccount, from which their SPIFFE ID comes.
    pub fn service_account(self, name: impl Into<String>) -> Self {
        self.with(|workload| workload.pod_spec_mut().service_account_name = Some(name.into()))
    }

    /// Adds a container.
    pub fn container(self, name: impl Into<String>, image: impl Into<String>) -> Self {
        let container = Container::default().name(name.into()).image(image.into());
        self.with(|workload| workload.pod_spec_mut().containers.get_or_insert_default().push(container))
    }

    /// Adds a port to the container that was added last.
    pub fn container_port(self, name: impl Into<String>, port: u16) -> Self {
        let port = ContainerPort::default().name(name.into()).container_port(port);
        self.last_container("container_port", |container| container.ports.get_or_insert_default().push(port))
    }

    /// Changes the container that was added last in ways that have no method here.
    pub fn with_container(self, change: impl FnOnce(&mut Container)) -> Self {
        self.last_container("with_container", change)
    }

    fn last_container(mut self, call: &str, change: impl FnOnce(&mut Container)) -> Self {
        let containers = self.object.pod_spec_mut().containers.as_mut();
        match containers.and_then(|containers| containers.last_mut()) {
            Some(container) => change(container),
            None => self.problem(
                rules::POD_WITHOUT_CONTAINER,
                "",
                format!("`{call}` says something of the last container, but none was added before it"),
            ),
        }
        self
    }

    /// Adds a volume.
    pub fn volume(self, volume: Volume) -> Self {
        self.with(|workload| workload.pod_spec_mut().volumes.get_or_insert_default().push(volume))
    }
}

impl PodTemplate {
    /// The pods of a manifest of any workload; None where it is none, or has no pods.
    pub fn of(manifest: &Manifest) -> Option<Self> {
        use super::{CronJob, DaemonSet, Deployment, Job, Pod, StatefulSet};
        fn pods<K: Workload>(
            read: Result<(K, Vec<crate::finding::Finding>), crate::resources::ResourceError>,
        ) -> Option<PodTemplate> {
            let (workload, _) = read.ok()?;
            let template = PodTemplate {
                metadata: workload.pod_metadata().cloned(),
                spec: workload.pod_spec().cloned(),
                ..PodTemplate::default()
            };
            (template.metadata.is_some() || template.spec.is_some()).then_some(template)
        }
        match manifest.kind() {
            Deployment::KIND => pods(Deployment::read(manifest)),
            StatefulSet::KIND => pods(StatefulSet::read(manifest)),
            DaemonSet::KIND => pods(DaemonSet::read(manifest)),
            Job::KIND => pods(Job::read(manifest)),
            CronJob::KIND => pods(CronJob::read(manifest)),
            Pod::KIND => pods(Pod::read(manifest)),
            _ => None,
        }
    }
}

/// [`Workload`] for a kind with `spec.template`. `selector` says that its author writes a selector.
macro_rules! templated {
    ($kind:ident $(, $selector:ident)?) => {
        impl $crate::resources::kubernetes::Workload for $kind {
            fn pod_metadata(&self) -> Option<&$crate::resources::ObjectMeta> {
                self.spec.as_ref()?.template.as_ref()?.metadata.as_ref()
            }

            fn pod_spec(&self) -> Option<&$crate::resources::kubernetes::PodSpec> {
                self.spec.as_ref()?.template.as_ref()?.spec.as_ref()
            }

            fn pod_metadata_mut(&mut self) -> &mut $crate::resources::ObjectMeta {
                let template = self.spec.get_or_insert_default().template.get_or_insert_default();
                template.metadata.get_or_insert_default()
            }

            fn pod_spec_mut(&mut self) -> &mut $crate::resources::kubernetes::PodSpec {
                let template = self.spec.get_or_insert_default().template.get_or_insert_default();
                template.spec.get_or_insert_default()
            }

            fn pod_selector_mut(&mut self) -> Option<&mut $crate::resources::kubernetes::LabelSelector> {
                None$(.or_else(|| Some(self.spec.get_or_insert_default().$selector.get_or_insert_default())))?
            }
        }
    };
}
pub(super) use templated;
