//! Workloads and their pods.

use super::*;
use crate::finding::Refusal as _;
use crate::resources::kubernetes::tests::found;
use crate::resources::kubernetes::{PodTemplate, ProxyMetadata, Volume, VolumeMount};
use crate::resources::{Builder, ResourceError, build, read_yaml, write_yaml};

mod proxy;

const CART: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop, labels: {app: cart}}
spec:
  replicas: 2
  selector: {matchLabels: {app: cart}}
  template:
    metadata:
      labels: {app: cart, version: v1}
      annotations: {sidecar.istio.io/userVolume: '[]'}
    spec:
      serviceAccountName: cart
      securityContext: {runAsNonRoot: true}
      initContainers:
      - {name: wait, image: busybox, volumeMounts: [{name: certs, mountPath: /certs}]}
      containers:
      - name: cart
        image: registry.example/cart:1
        ports: [{name: http, containerPort: 8080}, {containerPort: 9090, protocol: UDP}]
        env: [{name: A, value: b}, {name: C, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
        resources: {limits: {memory: 1Gi}}
        volumeMounts: [{name: certs, mountPath: /certs, readOnly: true}]
      volumes:
      - {name: certs, secret: {secretName: cart-tls, defaultMode: 0400}}
      - {name: empty}
";

#[test]
fn deployments_follow_the_api_server() {
    assert!(found(CART).is_empty(), "{:?}", found(CART));
    let at = "spec.template.spec.containers[0]";
    for (from, to, expected) in [
        (
            "selector: {matchLabels: {app: cart}}",
            "paused: true",
            vec!["workload-selector-missing spec.selector"],
        ),
        ("{matchLabels: {app: cart}}", "{}", vec!["workload-selector-missing spec.selector"]),
        (
            "{matchLabels: {app: cart}}",
            "{matchLabels: {app: shop}}",
            vec!["workload-selector-mismatch spec.template.metadata.labels"],
        ),
        (
            "serviceAccountName: cart",
            "restartPolicy: Never",
            vec!["workload-restart-policy spec.template.spec.restartPolicy"],
        ),
        (
            "serviceAccountName: cart",
            "serviceAccountName: spiffe://a/b",
            vec!["pod-service-account spec.template.spec.serviceAccountName"],
        ),
        ("{name: wait, ", "{name: cart, ", vec!["container-name AT.name"]),
        ("{name: wait, ", "{name: Wait, ", vec!["container-name spec.template.spec.initContainers[0].name"]),
        ("{name: wait, ", "{", vec!["container-name spec.template.spec.initContainers[0].name"]),
        ("image: registry.example/cart:1", "image: ''", vec!["container-image-missing AT.image"]),
        ("{name: A, value: b}", "{value: b}", vec!["container-env-name AT.env[0].name"]),
        ("containerPort: 8080", "containerPort: 0", vec!["container-port-invalid AT.ports[0].containerPort"]),
        ("containerPort: 8080", "hostPort: 80", vec!["container-port-invalid AT.ports[0].containerPort"]),
        (
            "containerPort: 8080",
            "containerPort: 1, hostPort: 65536",
            vec!["container-port-invalid AT.ports[0].hostPort"],
        ),
        ("{name: http, ", "{name: http-of-the-cart, ", vec!["container-port-invalid AT.ports[0].name"]),
        ("{name: http, ", "{name: '8080', ", vec!["container-port-invalid AT.ports[0].name"]),
        (
            "{containerPort: 9090",
            "{name: http, containerPort: 9090",
            vec!["container-port-duplicate AT.ports[1].name"],
        ),
        ("{name: empty}", "{name: certs}", vec!["volume-name spec.template.spec.volumes[1].name"]),
        (
            "{name: empty}",
            "{name: empty, emptyDir: {}, hostPath: {path: /}}",
            vec!["volume-sources spec.template.spec.volumes[1]"],
        ),
        (
            "{name: certs, mountPath: /certs, ",
            "{name: cert, mountPath: /certs, ",
            vec!["volume-mount AT.volumeMounts[0].name"],
        ),
        (
            "{name: certs, mountPath: /certs, ",
            "{name: certs, ",
            vec!["volume-mount AT.volumeMounts[0].mountPath"],
        ),
        (
            "readOnly: true}",
            "readOnly: true}, {name: empty, mountPath: /certs}",
            vec!["volume-mount AT.volumeMounts[1].mountPath"],
        ),
        ("version: v1", "version: 'v 1'", vec!["label-invalid spec.template.metadata.labels.version"]),
        ("protocol: UDP", "protocol: udp", vec!["field-value-unknown AT.ports[1].protocol"]),
        ("readOnly: true", "readonly: true", vec!["field-unknown AT.volumeMounts[0].readonly"]),
    ] {
        let text = CART.replacen(from, to, 1);
        assert_ne!(text, CART, "{from}");
        let expected: Vec<String> = expected.iter().map(|line| line.replace("AT", at)).collect();
        assert_eq!(found(&text), expected, "{to}");
    }
    let text = CART.replace("serviceAccountName: cart", "hostNetwork: true");
    assert!(found(&text).is_empty());
    let text = text.replace("containerPort: 8080", "containerPort: 8080, hostPort: 80");
    assert_eq!(found(&text), [format!("container-port-invalid {at}.ports[0].hostPort")]);
}

#[test]
fn each_kind_has_pods_of_its_own_sort() {
    let pod =
        "{containers: [{name: a, image: b, volumeMounts: [{name: v, mountPath: /v}]}], volumes: [{name: v}]";
    let of = |kind: &str, spec: String| {
        let group = match kind {
            "Pod" => "v1",
            "Job" | "CronJob" => "batch/v1",
            _ => "apps/v1",
        };
        format!("apiVersion: {group}\nkind: {kind}\nmetadata: {{name: x}}\nspec: {spec}\n")
    };
    let selected = |rest: &str| {
        format!(
            "{{selector: {{matchLabels: {{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {pod}}}}}{rest}}}"
        )
    };
    for (text, expected) in [
        (of("Pod", format!("{pod}, restartPolicy: Never}}")), vec![]),
        (of("Pod", "{containers: []}".to_owned()), vec!["pod-without-container spec.containers"]),
        (of("DaemonSet", selected("")), vec![]),
        (
            of("DaemonSet", selected("").replace("{a: b}}, template", "{a: c}}, template")),
            vec!["workload-selector-mismatch spec.template.metadata.labels"],
        ),
        (of("StatefulSet", selected(", serviceName: x")), vec![]),
        (
            of(
                "StatefulSet",
                selected(", volumeClaimTemplates: [{metadata: {name: v}}]").replace("[{name: v}]", "[]"),
            ),
            vec![],
        ),
        (
            of("StatefulSet", selected("").replace("[{name: v}]", "[]")),
            vec!["volume-mount spec.template.spec.containers[0].volumeMounts[0].name"],
        ),
        (of("Job", format!("{{template: {{spec: {pod}, restartPolicy: Never}}}}}}")), vec![]),
        (
            of("Job", format!("{{template: {{spec: {pod}}}}}}}")),
            vec!["workload-restart-policy spec.template.spec.restartPolicy"],
        ),
        (
            of(
                "CronJob",
                format!(
                    "{{schedule: '0 0 * * *', jobTemplate: {{spec: {{template: {{spec: {pod}, restartPolicy: OnFailure}}}}}}}}}}"
                ),
            ),
            vec![],
        ),
        (
            of("CronJob", "{schedule: '0 0 * * *'}".to_owned()),
            vec![
                "workload-restart-policy spec.jobTemplate.spec.template.spec.restartPolicy",
                "pod-without-container spec.jobTemplate.spec.template.spec.containers",
            ],
        ),
        (
            of("Deployment", "{}".to_owned()),
            vec![
                "workload-selector-missing spec.selector",
                "pod-without-container spec.template.spec.containers",
            ],
        ),
    ] {
        assert_eq!(found(&text), expected, "{text}");
        let pods = PodTemplate::of(&read_yaml(&text).remove(0).unwrap());
        let has_pods = text.contains("containers");
        assert_eq!(pods.and_then(|pods| pods.spec).is_some(), has_pods, "{text}");
    }
    assert_eq!(PodTemplate::of(&read_yaml("{apiVersion: v1, kind: Service}").remove(0).unwrap()), None);
}

#[test]
fn setters_and_options_say_the_same() {
    let set = Deployment::new("cart", "shop")
        .selects("app", "cart")
        .pod_label("version", "v1")
        .pod_annotation("a", "b")
        .service_account("cart")
        .container("cart", "cart:1")
        .container_port("http", 8080)
        .with_container(|container| {
            let mount = VolumeMount::default().name("certs").mount_path("/certs").read_only(true);
            container.volume_mounts = Some(vec![mount]);
        })
        .volume(Volume::of_secret("certs", "cart-tls"))
        .volume(Volume::of_config_map("roots", "partner-ca"))
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "cart", "namespace": "shop", "selector": {"match_labels": {"app": "cart"}},
        "template": {
            "metadata": {"labels": {"app": "cart", "version": "v1"}, "annotations": {"a": "b"}},
            "spec": {
                "service_account_name": "cart",
                "containers": [{
                    "name": "cart", "image": "cart:1", "ports": [{"name": "http", "container_port": 8080}],
                    "volumeMounts": [{"name": "certs", "mountPath": "/certs", "readOnly": true}],
                }],
                "volumes": [
                    {"name": "certs", "secret": {"secret_name": "cart-tls"}},
                    {"name": "roots", "config_map": {"name": "partner-ca"}},
                ],
            },
        },
    });
    assert_eq!(build("apps/Deployment", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
    let refused =
        build("apps/Deployment", serde_json::json!({"name": "x", "template": {"spec": {"container": []}}}));
    assert!(matches!(refused, Err(ResourceError::Options { .. })), "{refused:?}");
}

#[test]
fn a_full_example_stays_as_it_is() {
    let manifest = read_yaml(CART).remove(0).unwrap();
    let deployment = Deployment::try_from(&manifest).unwrap();
    assert_eq!(deployment.to_manifest(), manifest);
    assert_eq!(deployment.pod_spec().unwrap().account(), "cart");
    assert_eq!(
        Pod::new("p", "").container("a", "b").build().unwrap().pod_spec().unwrap().account(),
        "default"
    );
    for kind in [
        StatefulSet::new("s", "").selects("a", "b").container("a", "b").manifest(),
        DaemonSet::new("s", "").selects("a", "b").container("a", "b").manifest(),
        Pod::new("s", "").selects("a", "b").container("a", "b").manifest(),
    ] {
        let pods = PodTemplate::of(&kind.unwrap()).unwrap();
        assert_eq!(pods.labels().unwrap()["a"], "b");
    }
    let jobs = [
        Job::new("j", "")
            .container("a", "b")
            .with(|j| j.pod_spec_mut().restart_policy = Some("Never".into()))
            .manifest(),
        CronJob::new("j", "")
            .container("a", "b")
            .with(|j| j.pod_spec_mut().restart_policy = Some("Never".into()))
            .manifest(),
    ];
    assert!(jobs.iter().all(Result::is_ok), "{jobs:?}");
}
