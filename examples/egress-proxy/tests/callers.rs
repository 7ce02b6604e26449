//! Gateways that speak for others, and clients that would like to.

use hyper::header::{HeaderMap, HeaderValue};
use mtls_core::identity::{IdentityPattern, SpiffeId};

use crate::caller::caller;
use crate::headers::FORWARDED_CLIENT;
use crate::log::Event;
use crate::world::World;

use super::hostile::{answer, connect, connect_as, status};

const GATEWAY: &str = "spiffe://cluster.local/ns/trusted/sa/sleep";
const WORKLOAD: &str = "spiffe://cluster.local/ns/untrusted/sa/sleep";

fn id(text: &str) -> SpiffeId {
    SpiffeId::parse(text).unwrap()
}

fn json(uri: &str) -> String {
    format!(r#"[{{"subject":"","uri":["{uri}"]}}]"#)
}

#[test]
fn only_a_gateway_speaks_for_others_and_only_without_a_doubt() {
    let gateways = IdentityPattern::exact(id(GATEWAY));
    let ask = |client: &str, lines: &[&str]| {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_CLIENT, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        caller(Some(&gateways), &id(client), &headers).map(|id| id.to_string()).map_err(|e| e.code)
    };
    assert_eq!(ask(GATEWAY, &[]).as_deref(), Ok(GATEWAY), "for itself");
    assert_eq!(ask(GATEWAY, &[&json(WORKLOAD)]).as_deref(), Ok(WORKLOAD));
    assert_eq!(
        ask(WORKLOAD, &[&json(GATEWAY)]).as_deref(),
        Ok(WORKLOAD),
        "what others write counts for nothing"
    );
    let none = caller(None, &id(GATEWAY), &HeaderMap::new()).unwrap();
    assert_eq!(none.to_string(), GATEWAY);
    let two = format!(r#"[{{"subject":"","uri":["{WORKLOAD}","{GATEWAY}"]}}]"#);
    let twice = format!(r#"[{{"uri":["{WORKLOAD}"]}},{{"uri":["{GATEWAY}"]}}]"#);
    assert_eq!(ask(GATEWAY, &[&twice]).as_deref(), Ok(GATEWAY), "the last one is the nearest");
    for (lines, code) in [
        (vec![two.as_str()], "forwarded-uri-several"),
        (vec!["Hash=00"], "forwarded-hash-malformed"),
        (vec!["not a header"], "forwarded-malformed"),
        (vec!["\u{e9}"], "forwarded-malformed"),
        (vec![r#"[{"subject":""}]"#], "forwarded-not-spiffe"),
        (vec![r#"[{"uri":["https://web.example/"]}]"#], "forwarded-not-spiffe"),
    ] {
        assert_eq!(ask(GATEWAY, &lines), Err(code), "{lines:?}");
    }
    let text = format!("URI={WORKLOAD}");
    assert_eq!(ask(GATEWAY, &[&text]), Err("forwarded-text-unproven"), "a certificate could have forged it");
    assert_eq!(ask(GATEWAY, &[&text, &text]), Err("forwarded-text-unproven"));
}

/// The rules are about the workload, and the log has both.
#[tokio::test]
async fn a_gateway_gets_what_the_workload_would_get() {
    use tokio::io::AsyncWriteExt as _;
    let world = World::start(|settings, _| {
        settings.gateways = Some(IdentityPattern::exact(id(GATEWAY)));
    });
    let world = world.await.unwrap();
    let mut stream = connect(&world, &world.material.trusted).await;
    let header = json(WORKLOAD);
    // The inspection is about the untrusted alone.
    for (path, expected) in [("/", 200), ("/admin", 403)] {
        let request = format!(
            "GET http://web.example{path} HTTP/1.1\r\nHost: web.example\r\nX-Forwarded-Client-Cert: {header}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        assert_eq!(status(&answer(&mut stream).await), expected, "{path}");
        let (Event::HttpProxyRequest(line) | Event::HttpProxyRefused(line)) = world.event().await.unwrap()
        else {
            panic!("another event");
        };
        assert_eq!((line.identity.as_str(), line.forwarded_by.as_deref()), (WORKLOAD, Some(GATEWAY)));
        assert_eq!(line.rule.as_deref(), Some("untrusted-services"));
    }
    let forged =
        "GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\nX-Forwarded-Client-Cert: URI=x\r\n\r\n";
    stream.write_all(forged.as_bytes()).await.unwrap();
    let said = answer(&mut stream).await;
    assert_eq!(status(&said), 400, "{said}");
}

/// What a sidecar offers where the service's port is TCP to it.
#[tokio::test]
async fn a_sidecar_gets_through() {
    use tokio::io::AsyncWriteExt as _;
    let world = World::start(|_, _| {}).await.unwrap();
    let offered = ["istio-peer-exchange", "istio"];
    let mut stream = connect_as(&world, &world.material.trusted, &offered).await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"istio".as_slice()));
    stream.write_all(b"GET http://web.example/ HTTP/1.1\r\nHost: web.example\r\n\r\n").await.unwrap();
    assert_eq!(status(&answer(&mut stream).await), 200);
}
