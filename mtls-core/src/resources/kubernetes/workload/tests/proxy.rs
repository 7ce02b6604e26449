//! What pods tell Istio's injector of their proxy.

use super::*;

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
