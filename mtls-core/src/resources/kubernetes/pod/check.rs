//! What the API server asks of pods.

use std::collections::BTreeSet;

use super::{Container, ContainerPort, PodSpec, PodTemplate, RestartPolicy, Volume};
use crate::finding::rules::kubernetes as rules;
use crate::resources::kind::Checker;
use crate::resources::kubernetes::LabelSelector;
use crate::resources::kubernetes::check_label_selector;
use crate::resources::{cut, labels, names};

/// What a workload demands of its pods.
pub(in crate::resources::kubernetes) struct Pods<'a> {
    /// Where the template stands.
    pub(in crate::resources::kubernetes) at: &'a str,
    /// The selector that must meet the pods, where the author writes it.
    pub(in crate::resources::kubernetes) selector: Option<Option<&'a LabelSelector>>,
    /// When the containers may be started anew.
    pub(in crate::resources::kubernetes) restarts: &'a [RestartPolicy],
    /// Volumes that come from elsewhere.
    pub(in crate::resources::kubernetes) claims: Vec<&'a str>,
}

pub(in crate::resources::kubernetes) fn check_template(
    template: Option<&PodTemplate>,
    pods: &Pods<'_>,
    check: &mut Checker,
) {
    let empty = PodTemplate::default();
    let template = template.unwrap_or(&empty);
    if let Some(selector) = pods.selector {
        check_selector(template, selector, pods.at, check);
    }
    if let Some(meta) = &template.metadata {
        labels::check_labels(meta.labels.as_ref(), &format!("{}.metadata.labels", pods.at), check);
        let annotations = format!("{}.metadata.annotations", pods.at);
        labels::check_annotations(meta.annotations.as_ref(), &annotations, check);
    }
    check_pod_spec(template.spec.as_ref(), &format!("{}.spec", pods.at), pods, check);
}

fn check_selector(template: &PodTemplate, selector: Option<&LabelSelector>, at: &str, check: &mut Checker) {
    check_label_selector(selector, "spec.selector", check);
    let Some(selector) = selector.filter(|selector| !selector.is_empty()) else {
        check.report(
            rules::WORKLOAD_SELECTOR_MISSING,
            "spec.selector",
            "the workload has no selector for its pods",
        );
        return;
    };
    if !template.labels().map_or_else(|| selector.matches(&Default::default()), |l| selector.matches(l)) {
        check.report(
            rules::WORKLOAD_SELECTOR_MISMATCH,
            format!("{at}.metadata.labels"),
            "the pods do not carry the labels that the workload selects",
        );
    }
}

/// The `spec` of pods, which stands at `at`.
pub(in crate::resources::kubernetes) fn check_pod_spec(
    spec: Option<&PodSpec>,
    at: &str,
    pods: &Pods<'_>,
    check: &mut Checker,
) {
    let empty = PodSpec::default();
    let spec = spec.unwrap_or(&empty);
    let restart = spec.restart_policy.as_ref().unwrap_or(&RestartPolicy::Always);
    if !pods.restarts.contains(restart) {
        let known: Vec<&str> = pods.restarts.iter().map(RestartPolicy::as_str).collect();
        check.report(
            rules::WORKLOAD_RESTART_POLICY,
            format!("{at}.restartPolicy"),
            format!("the policy is {restart}, this kind takes {}", known.join(" or ")),
        );
    }
    let account = spec.account();
    if !names::is_object_name(account) {
        check.report(
            rules::POD_SERVICE_ACCOUNT,
            format!("{at}.serviceAccountName"),
            format!("`{}` is no name of a ServiceAccount", cut(account)),
        );
    }
    let mut volumes: BTreeSet<&str> = pods.claims.iter().copied().collect();
    check_volumes(spec.volumes.as_deref().unwrap_or_default(), at, &mut volumes, check);
    let containers = spec.containers.as_deref().unwrap_or_default();
    if containers.is_empty() {
        check.report(rules::POD_WITHOUT_CONTAINER, format!("{at}.containers"), "the pods have no container");
    }
    let mut seen = BTreeSet::new();
    let before = spec.init_containers.as_deref().unwrap_or_default();
    for (list, containers) in [("initContainers", before), ("containers", containers)] {
        for (i, container) in containers.iter().enumerate() {
            let at = format!("{at}.{list}[{i}]");
            check_name(container.name.as_deref(), "a container", &at, &mut seen, check);
            check_container(container, &at, &volumes, check);
            for (j, port) in container.ports.iter().flatten().enumerate() {
                check_port(port, &format!("{at}.ports[{j}]"), spec.host_network == Some(true), check);
            }
        }
    }
}

/// A name that must be a label and stand once.
fn check_name<'a>(
    name: Option<&'a str>,
    what: &str,
    at: &str,
    seen: &mut BTreeSet<&'a str>,
    check: &mut Checker,
) {
    let name = name.unwrap_or_default();
    let message = if name.is_empty() {
        format!("{what} has no name")
    } else if !names::is_lower_label(name) {
        format!("`{}` is no name for {what}", cut(name))
    } else if !seen.insert(name) {
        format!("`{}` is there already", cut(name))
    } else {
        return;
    };
    let rule = if what == "a volume" { rules::VOLUME_NAME } else { rules::CONTAINER_NAME };
    check.report(rule, format!("{at}.name"), message);
}

fn check_volumes<'a>(volumes: &'a [Volume], at: &str, known: &mut BTreeSet<&'a str>, check: &mut Checker) {
    let mut seen = BTreeSet::new();
    for (i, volume) in volumes.iter().enumerate() {
        let at = format!("{at}.volumes[{i}]");
        check_name(volume.name.as_deref(), "a volume", &at, &mut seen, check);
        if volume.sources() > 1 {
            check.report(rules::VOLUME_SOURCES, at, "a volume has one source");
        }
    }
    known.extend(volumes.iter().filter_map(|volume| volume.name.as_deref()));
}

fn check_container(container: &Container, at: &str, volumes: &BTreeSet<&str>, check: &mut Checker) {
    if container.image.as_deref().unwrap_or_default().is_empty() {
        check.report(
            rules::CONTAINER_IMAGE_MISSING,
            format!("{at}.image"),
            "the container has no image; write `auto` where Istio's injector puts it in",
        );
    }
    for (i, variable) in container.env.iter().flatten().enumerate() {
        if variable.name.as_deref().unwrap_or_default().is_empty() {
            check.report(
                rules::CONTAINER_ENV_NAME,
                format!("{at}.env[{i}].name"),
                "an environment variable has no name",
            );
        }
    }
    let mut paths = BTreeSet::new();
    for (i, mount) in container.volume_mounts.iter().flatten().enumerate() {
        let at = format!("{at}.volumeMounts[{i}]");
        let (name, path) = (mount.name.as_deref().unwrap_or_default(), mount.mount_path.as_deref());
        if !volumes.contains(name) {
            check.report(
                rules::VOLUME_MOUNT,
                format!("{at}.name"),
                format!("the pod has no volume `{}`", cut(name)),
            );
        }
        match path.filter(|path| !path.is_empty()) {
            None => check.report(rules::VOLUME_MOUNT, format!("{at}.mountPath"), "the mount has no path"),
            Some(path) if !paths.insert(path) => check.report(
                rules::VOLUME_MOUNT,
                format!("{at}.mountPath"),
                format!("another volume is mounted at `{}`", cut(path)),
            ),
            _ => {}
        }
    }
    let mut seen = BTreeSet::new();
    for (i, port) in container.ports.iter().flatten().enumerate() {
        if let Some(name) = port.name.as_deref().filter(|name| !name.is_empty())
            && !seen.insert(name)
        {
            check.report(
                rules::CONTAINER_PORT_DUPLICATE,
                format!("{at}.ports[{i}].name"),
                format!("`{}` is the name of an earlier port of the container", cut(name)),
            );
        }
    }
}

fn check_port(port: &ContainerPort, at: &str, on_host: bool, check: &mut Checker) {
    let mut wrong = |field: &str, message: String| {
        check.report(rules::CONTAINER_PORT_INVALID, format!("{at}.{field}"), message);
    };
    match port.container_port {
        Some(1..=65535) => {}
        Some(number) => wrong("containerPort", format!("{number} is no port; ports are 1 to 65535")),
        None => wrong("containerPort", "the port has no number".to_owned()),
    }
    match port.host_port {
        // 0 is read as absent.
        None | Some(0) => {}
        Some(number @ 1..=65535) => {
            if on_host && port.container_port != Some(number) {
                wrong("hostPort", "on the network of the node it must be `containerPort`".to_owned());
            }
        }
        Some(number) => wrong("hostPort", format!("{number} is no port; ports are 1 to 65535")),
    }
    if let Some(name) = port.name.as_deref().filter(|name| !name.is_empty())
        && !names::is_port_name(name)
    {
        wrong(
            "name",
            format!(
                "`{}` is no name for a port: at most 15 lower-case letters, digits and hyphens",
                cut(name)
            ),
        );
    }
}
