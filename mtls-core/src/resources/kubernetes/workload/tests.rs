//! Workloads and their pods.

use super::*;
use crate::finding::Refusal as _;
use crate::resources::kubernetes::tests::found;
use crate::resources::kubernetes::{PodTemplate, ProxyMetadata, Volume, VolumeMount};
use crate::resources::{Builder, ResourceError, build, read_yaml, write_yaml};

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

#[test]
fn the_proxy_is_described_on_the_pods() {
    let proxy = ProxyMetadata::new()
        .inject(true)
        .revision("1-30")
        .secret("partner.client", "/etc/partner")
        .volume(Volume::of_config_map("roots", "partner-ca"))
        .mount(VolumeMount::default().name("roots").mount_path("/etc/roots"))
        .config(serde_json::json!({"holdApplicationUntilProxyStarts": true}))
        .exclude_inbound_ports([9090, 9091])
        .include_inbound_ports([8080])
        .exclude_outbound_ports([5432])
        .include_outbound_ports([443])
        .exclude_outbound_ranges(["10.0.0.0/8"])
        .include_outbound_ranges(["0.0.0.0/0", "::/0"]);
    let cart = Deployment::new("cart", "shop")
        .selects("app", "cart")
        .container("a", "b")
        .proxy(&proxy)
        .build()
        .unwrap();
    assert_eq!((&cart.metadata.labels, &cart.metadata.annotations), (&None, &None));
    let meta = cart.pod_metadata().unwrap();
    let shown = |map: &Option<std::collections::BTreeMap<String, String>>| {
        map.iter().flatten().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>()
    };
    assert_eq!(shown(&meta.labels), ["app: cart", "istio.io/rev: 1-30", "sidecar.istio.io/inject: true"]);
    assert_eq!(
        shown(&meta.annotations),
        [
            "proxy.istio.io/config: holdApplicationUntilProxyStarts: true",
            r#"sidecar.istio.io/userVolume: [{"name":"partner-client-25be9f8f12e6306e","secret":{"secretName":"partner.client"}},{"name":"roots","configMap":{"name":"partner-ca"}}]"#,
            r#"sidecar.istio.io/userVolumeMount: [{"name":"partner-client-25be9f8f12e6306e","mountPath":"/etc/partner","readOnly":true},{"name":"roots","mountPath":"/etc/roots"}]"#,
            "traffic.sidecar.istio.io/excludeInboundPorts: 9090,9091",
            "traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8",
            "traffic.sidecar.istio.io/excludeOutboundPorts: 5432",
            "traffic.sidecar.istio.io/includeInboundPorts: 8080",
            "traffic.sidecar.istio.io/includeOutboundIPRanges: 0.0.0.0/0,::/0",
            "traffic.sidecar.istio.io/includeOutboundPorts: 443",
        ]
    );
    assert!(ProxyMetadata::new().annotations().is_empty() && ProxyMetadata::new().labels().is_empty());
}

#[test]
fn an_empty_list_is_no_annotation() {
    let none: [&str; 0] = [];
    let proxy = ProxyMetadata::new()
        .exclude_inbound_ports([])
        .include_inbound_ports([])
        .exclude_outbound_ports([])
        .include_outbound_ports([])
        .exclude_outbound_ranges(none)
        .include_outbound_ranges(none);
    assert_eq!(proxy, ProxyMetadata::new());
    let later = proxy.include_inbound_ports([80]).include_inbound_ports([]).include_inbound_ports([81]);
    assert_eq!(later.annotations()["traffic.sidecar.istio.io/includeInboundPorts"], "80,81");
}

#[test]
fn a_second_proxy_adds_its_volumes() {
    let of = |first: Builder<Deployment>, second: &ProxyMetadata| {
        let built = first.selects("app", "a").container("a", "b").proxy(second).build().unwrap();
        let annotations = built.pod_metadata().unwrap().annotations.clone().unwrap();
        ["sidecar.istio.io/userVolume", "sidecar.istio.io/userVolumeMount"]
            .map(|key| annotations[key].clone())
    };
    let proxy = |name: &str| ProxyMetadata::new().secret(name, format!("/{name}"));
    let both = proxy("a").secret("b", "/b").annotations();
    let both =
        ["sidecar.istio.io/userVolume", "sidecar.istio.io/userVolumeMount"].map(|key| both[key].clone());
    let new = || Deployment::new("d", "n");
    assert_eq!(of(new().proxy(&proxy("a")), &proxy("b")), both);
    assert_eq!(of(new().proxy(&proxy("a")).proxy(&proxy("b")), &proxy("b")), both, "once is enough");
    let by_name = new()
        .pod_annotation("sidecar.istio.io/userVolume", r#"{"a":{"secret":{"secretName":"a"}}}"#)
        .pod_annotation("sidecar.istio.io/userVolumeMount", r#"{"a":{"mountPath":"/a","readOnly":true}}"#);
    let [volumes, mounts] = of(by_name, &proxy("b"));
    assert!(volumes.contains(r#""name":"a""#) && volumes.contains(r#""name":"b""#), "{volumes}");
    assert!(mounts.contains(r#""name":"a""#) && mounts.contains(r#""name":"b""#), "{mounts}");
}

#[test]
fn a_broken_annotation_is_not_replaced() {
    for (key, broken) in [
        ("sidecar.istio.io/userVolume", r#"[{"name":"a","#),
        ("sidecar.istio.io/userVolume", r#""a""#),
        ("sidecar.istio.io/userVolumeMount", r#"["a"]"#),
    ] {
        let proxy = ProxyMetadata::new().revision("x").secret("b", "/b");
        let builder =
            || Deployment::new("d", "n").selects("app", "a").container("a", "b").pod_annotation(key, broken);
        let refused = builder().proxy(&proxy).build().unwrap_err();
        let ResourceError::Invalid { findings, .. } = &refused else { panic!("{refused:?}") };
        assert_eq!(
            findings.iter().map(|f| f.rule).collect::<Vec<_>>(),
            ["pod-proxy-annotation"],
            "{refused}"
        );
        let mut pod = builder().build().unwrap().pod_metadata().unwrap().clone();
        let before = pod.clone();
        assert_eq!(proxy.apply(&mut pod).unwrap_err().findings()[0].rule, "pod-proxy-annotation");
        assert_eq!(pod, before);
        // What adds no volume leaves the annotation to its author.
        assert!(builder().proxy(&ProxyMetadata::new().revision("x")).build().is_ok());
    }
}

#[test]
fn each_secret_has_a_volume_of_its_own() {
    let long = "s".repeat(80);
    let secrets = ["a.b".to_owned(), "a-b".to_owned(), "a.b.".to_owned(), long.clone(), format!("{long}t")];
    let proxy = secrets
        .iter()
        .enumerate()
        .fold(ProxyMetadata::new(), |proxy, (i, secret)| proxy.secret(secret, format!("/{i}")));
    let volumes: serde_json::Value =
        serde_json::from_str(&proxy.annotations()["sidecar.istio.io/userVolume"]).unwrap();
    let names: std::collections::BTreeSet<&str> =
        volumes.as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), secrets.len(), "{names:?}");
    assert!(names.iter().all(|name| crate::resources::names::is_label(name)), "{names:?}");
    // Mounted twice, a Secret is one volume.
    let twice = ProxyMetadata::new().secret("a", "/x").secret("a", "/y").annotations();
    assert_eq!(twice["sidecar.istio.io/userVolume"].matches("secretName").count(), 1);
    assert_eq!(twice["sidecar.istio.io/userVolumeMount"].matches("mountPath").count(), 2);
}

#[test]
fn what_is_said_of_no_container_is_a_problem() {
    for builder in [
        Deployment::new("d", "n").container_port("http", 80),
        Deployment::new("d", "n").with_container(|container| container.tty = Some(true)),
    ] {
        let refused = builder.selects("app", "a").container("a", "b").build().unwrap_err();
        let ResourceError::Invalid { findings, .. } = refused else { panic!("{refused:?}") };
        assert_eq!(findings.iter().map(|f| f.rule).collect::<Vec<_>>(), ["pod-without-container"]);
    }
}
