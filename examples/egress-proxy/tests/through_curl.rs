use std::sync::{Arc, Mutex};

use hyper::body::Bytes;
use mtls_core::identity::SpiffeId;

use rustls::crypto::CryptoProvider;
use serde_json::{Value, json};

use crate::curl::Answer;
use crate::demo;
use crate::host::Destination;
use crate::inspect::{Inspector, Seen, Side};
use crate::log::{Event, Form, Request, line};
use crate::material::{BAD, OTHER, Workload};
use crate::world::World;

/// The provider that the core was built with.
pub(super) fn provider() -> Arc<CryptoProvider> {
    let directory = tempfile::tempdir().unwrap();
    crate::world::provider(&crate::material::Material::make(directory.path()).unwrap()).unwrap()
}

async fn world() -> World {
    World::start(|_, _| ()).await.unwrap()
}

/// Asks as this workload, which trusts the servers outside and not the inspection.
async fn ask(world: &World, workload: &Workload, arguments: &[&str]) -> Answer {
    world.curl(Some(workload), &world.material.web_root).run(arguments).await.unwrap()
}

fn refused(event: Event) -> Request {
    match event {
        Event::HttpProxyRefused(request) | Event::HttpsRefused(request) => request,
        other => panic!("{other:?}"),
    }
}

async fn refusal(world: &World) -> &'static str {
    refused(world.event().await.unwrap()).code.unwrap()
}

#[tokio::test]
async fn the_story_is_the_articles() {
    let mut told = Vec::new();
    let events = demo::tell(Form::Text, |line| told.push(line)).await.unwrap();
    let requests: Vec<_> = events
        .iter()
        .map(ToString::to_string)
        .filter(|line| line.starts_with("http_proxy_request"))
        .collect();
    let four = [
        "http_proxy_request: service: spiffe://cluster.local/ns/trusted/sa/sleep GET",
        "http_proxy_request: service: spiffe://cluster.local/ns/trusted/sa/sleep CONNECT",
        "http_proxy_request: service: spiffe://cluster.local/ns/untrusted/sa/sleep GET",
        "http_proxy_request: service: spiffe://cluster.local/ns/untrusted/sa/sleep CONNECT",
    ];
    assert_eq!(requests[..4], four);
    for line in four {
        assert!(told.iter().any(|told| told == line), "{line}");
    }
    let told = told.join("\n");
    for part in [
        "https_request: service: spiffe://cluster.local/ns/untrusted/sa/sleep GET web.example:443/",
        "https_refused: service: spiffe://cluster.local/ns/untrusted/sa/sleep GET web.example:443/admin/users: inspection",
        "http_proxy_refused: service: spiffe://cluster.local/ns/batch/sa/sleep CONNECT web.example:443: client-not-listed",
        "other.local",
    ] {
        assert!(told.contains(part), "{part} in\n{told}");
    }
}

#[tokio::test]
async fn the_log_is_json_as_well() {
    let world = world().await;
    let answer = ask(&world, &world.material.trusted, &["https://web.example/"]).await;
    assert_eq!((answer.status, answer.tunnel_status), (200, 200), "{answer:?}");
    let record: Value = serde_json::from_str(&line(&world.event().await.unwrap(), Form::Json)).unwrap();
    let expected = json!({
        "event": "http_proxy_request",
        "identity": "spiffe://cluster.local/ns/trusted/sa/sleep",
        "method": "CONNECT",
        "host": "web.example",
        "port": 443,
        "path": null,
        "sni": "web.example",
        "verdict": "allow",
        "rule": "trusted-services",
        "code": null,
        "reason": null,
    });
    assert_eq!(record, expected);
    let closed: Value = serde_json::from_str(&line(&world.closed().await.unwrap(), Form::Json)).unwrap();
    assert!(closed["bytes"].as_u64().unwrap() > 500, "{closed}");
}

#[tokio::test]
async fn a_plain_request_is_passed_on_without_what_was_for_the_proxy() {
    let world = world().await;
    let arguments = [
        "http://web.example/a?b=c",
        "--data",
        "12345",
        "-H",
        "X-Forwarded-Client-Cert: URI=spiffe://cluster.local/ns/trusted/sa/admin",
        "-H",
        "Proxy-Authorization: Basic eA==",
        "-H",
        "Connection: x-mine",
        "-H",
        "X-Mine: 1",
        "-H",
        "X-Other: 2",
    ];
    let answer = ask(&world, &world.material.untrusted, &arguments).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.body.starts_with("POST /a?b=c\n"), "{}", answer.body);
    assert!(answer.body.contains("host: web.example\n"), "{}", answer.body);
    assert!(answer.body.contains("x-other: 2\n") && answer.body.ends_with("5 bytes\n"), "{}", answer.body);
    for gone in ["forwarded", "proxy", "x-mine", "cluster.local"] {
        let heads = answer.body.lines().filter(|line| !line.starts_with("via: 1.1 egress-proxy-"));
        assert!(!heads.collect::<String>().contains(gone), "{gone} in {}", answer.body);
    }
}

#[tokio::test]
async fn only_the_mesh_gets_in() {
    let world = world().await;
    let curl = world.curl(None, &world.material.web_root);
    let answer = curl.run(&["http://web.example/"]).await.unwrap();
    assert!(answer.code != 0 && answer.status == 0, "{answer:?}");
    let Event::ConnectionRefused { reason, .. } = world.event().await.unwrap() else { panic!("let in") };
    assert!(reason.contains("no certificate"), "{reason}");
    let answer = ask(&world, &world.material.stranger, &["http://web.example/"]).await;
    assert!(answer.code != 0 && answer.status == 0, "{answer:?}");
    let Event::ConnectionRefused { rule, reason, .. } = world.event().await.unwrap() else {
        panic!("let in")
    };
    assert_eq!(rule, Some("trust-domain-unknown"), "{reason}");
    assert!(reason.contains("other.local"), "{reason}");
}

#[tokio::test]
async fn what_no_rule_allows_is_refused_with_a_reason() {
    let world = world().await;
    let material = &world.material;
    let plain = [
        (&material.unlisted, "http://web.example/", "client-not-listed"),
        (&material.trusted, "http://elsewhere.example/", "host-not-allowed"),
        (&material.trusted, "http://partner.example/", "host-not-allowed"),
        (&material.trusted, "http://127.0.0.1/", "host-not-allowed"),
        (&material.trusted, "http://web.example:8080/", "port-not-allowed"),
    ];
    for (workload, url, code) in plain {
        let answer = ask(&world, workload, &[url]).await;
        assert_eq!(answer.status, 403, "{url}: {answer:?}");
        assert!(answer.body.starts_with(&format!("egress-proxy: {code}: ")), "{url}: {}", answer.body);
        assert_eq!(refusal(&world).await, code, "{url}");
    }
    let tunnels = [
        (&material.unlisted, "https://web.example/", "client-not-listed"),
        (&material.trusted, "https://other.example/", "host-not-allowed"),
        (&material.trusted, "https://web.example:22/", "port-not-allowed"),
    ];
    for (workload, url, code) in tunnels {
        let answer = ask(&world, workload, &[url]).await;
        assert_eq!((answer.tunnel_status, answer.status), (403, 0), "{url}: {answer:?}");
        assert_eq!(refusal(&world).await, code, "{url}");
    }
}

#[tokio::test]
async fn a_tunnel_for_one_host_leads_to_no_other() {
    let world = world().await;
    let to = format!("{OTHER}:443:web.example:443");
    let url = format!("https://{OTHER}/");
    for workload in [&world.material.trusted, &world.material.untrusted] {
        let answer = ask(&world, workload, &["--connect-to", &to, &url]).await;
        assert_eq!((answer.tunnel_status, answer.status), (200, 0), "{answer:?}");
        assert!(answer.error.contains("unrecognized name"), "{answer:?}");
        let request = refused(world.event().await.unwrap());
        assert_eq!((request.code, request.sni.as_deref()), (Some("sni-differs"), Some(OTHER)));
    }
    // In an opened tunnel, the Host header neither.
    let inspected = world.curl(Some(&world.material.untrusted), &world.material.inspection_root);
    let answer = inspected.run(&["-H", "Host: other.example", "https://web.example/"]).await.unwrap();
    assert_eq!(answer.status, 421, "{answer:?}");
}

#[tokio::test]
async fn trusted_services_see_the_server_itself_and_untrusted_ones_the_inspection() {
    let world = world().await;
    let material = &world.material;
    let url = "https://web.example/";
    for (workload, roots, status) in [
        (&material.trusted, &material.web_root, 200),
        (&material.trusted, &material.inspection_root, 0),
        (&material.untrusted, &material.web_root, 0),
        (&material.untrusted, &material.inspection_root, 200),
    ] {
        let answer = world.curl(Some(workload), roots).run(&[url]).await.unwrap();
        assert_eq!(answer.status, status, "{answer:?}");
    }
}

#[tokio::test]
async fn the_inspector_sees_and_refuses() {
    let world = world().await;
    let curl = world.curl(Some(&world.material.untrusted), &world.material.inspection_root);
    let requests: &[(&[&str], u16)] = &[
        (&["https://web.example/a", "--data", "123"], 200),
        (&["https://web.example/admin/users"], 403),
        (&["https://web.example/a", "-X", "DELETE"], 403),
        (&["https://web.example/a", "-H", "X-Internal-Token: 1"], 403),
        (&["http://web.example/admin"], 403),
    ];
    for (arguments, status) in requests {
        let answer = curl.run(arguments).await.unwrap();
        assert_eq!(answer.status, *status, "{arguments:?}: {answer:?}");
        assert_eq!(answer.body.starts_with("egress-proxy: inspection: "), *status == 403, "{answer:?}");
    }
    let mut events = Vec::new();
    for _ in 0..9 {
        events.push(world.event().await.unwrap());
    }
    let count = |kind: fn(&Event) -> bool| events.iter().filter(|event| kind(event)).count();
    assert_eq!(count(|event| matches!(event, Event::HttpProxyRequest(_))), 4, "{events:?}");
    assert_eq!(count(|event| matches!(event, Event::HttpsRequest(_))), 1, "{events:?}");
    assert_eq!(count(|event| matches!(event, Event::HttpsRefused(_))), 3, "{events:?}");
    assert_eq!(count(|event| matches!(event, Event::HttpProxyRefused(_))), 1, "{events:?}");
    // The forwarded identity is not for the server in an opened tunnel either.
    let forged = ["https://web.example/", "-H", "X-Forwarded-Client-Cert: URI=spiffe://cluster.local/x"];
    let answer = curl.run(&forged).await.unwrap();
    assert!(answer.status == 200 && !answer.body.contains("forwarded"), "{answer:?}");
}

/// Takes down the bodies.
#[derive(Default)]
struct Recorder(Mutex<Vec<(String, Side, Vec<u8>)>>);

impl Inspector for Recorder {
    fn request(&self, _: &Seen<'_>) -> Result<(), String> {
        Ok(())
    }

    fn data(&self, client: &SpiffeId, to: &Destination, from: Side, bytes: &Bytes) {
        self.0.lock().unwrap().push((format!("{client} {to}"), from, bytes.to_vec()));
    }
}

#[tokio::test]
async fn another_inspector_sees_the_bodies_too() {
    let recorder = Arc::new(Recorder::default());
    let inspector = Arc::clone(&recorder);
    let world =
        World::start_with(|_, _| (), |proxy| proxy.inspection.as_mut().unwrap().inspector = inspector);
    let world = world.await.unwrap();
    let curl = world.curl(Some(&world.material.untrusted), &world.material.inspection_root);
    let answer = curl.run(&["https://web.example/", "--data", "123"]).await.unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    let seen = recorder.0.lock().unwrap();
    let of = |side| -> Vec<u8> {
        seen.iter().filter(|part| part.1 == side).flat_map(|part| part.2.clone()).collect()
    };
    assert_eq!(of(Side::Client), b"123");
    assert!(String::from_utf8(of(Side::Server)).unwrap().ends_with("3 bytes\n"));
    assert!(seen.iter().all(|part| part.0 == "spiffe://cluster.local/ns/untrusted/sa/sleep web.example:443"));
}

/// The client would otherwise see a good certificate for a server that is not.
#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_not_vouched_for_by_the_inspection() {
    let world = world().await;
    let curl = world.curl(Some(&world.material.untrusted), &world.material.inspection_root);
    let answer = curl.run(&[&format!("https://{BAD}/")]).await.unwrap();
    assert_eq!((answer.tunnel_status, answer.status), (200, 0), "{answer:?}");
    let request = refused(world.event().await.unwrap());
    assert_eq!(request.code, Some("server-refused"));
    assert!(request.reason.as_ref().unwrap().contains("[issuer-missing]"), "{request:?}");
}

#[tokio::test]
async fn the_proxy_is_no_way_to_itself() {
    let world = World::start(|settings, own| {
        settings.connect_to.insert("web.example:80".to_owned(), own);
        settings.connect_to.insert("web.example:443".to_owned(), own);
    });
    let world = world.await.unwrap();
    let answer = ask(&world, &world.material.trusted, &["http://web.example/"]).await;
    assert_eq!(answer.status, 508, "{answer:?}");
    let answer = ask(&world, &world.material.trusted, &["https://web.example/"]).await;
    assert_eq!(answer.tunnel_status, 508, "{answer:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_bad_gateway() {
    let world = World::start(|settings, _| {
        // Nothing listens on a port that was just let go.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        settings.connect_to.insert("web.example:80".to_owned(), free);
    });
    let world = world.await.unwrap();
    let answer = ask(&world, &world.material.trusted, &["http://web.example/"]).await;
    assert_eq!(answer.status, 502, "{answer:?}");
    assert!(answer.body.contains("connect-failed"), "{answer:?}");
}
