//! Who is let in, who is not, and what both sides and the log say of it.

use mtls_core::verify::Profile;

use super::{ANY, KINDS, LONG, NEVER, Shop};
use crate::mixed::Named;
use crate::{Kind, Outcome, demo, mixed, refunds, stop};

const TILL: &str = "server spiffe://shop.example/ns/web/sa/till\n";
const CART: &str = "spiffe://shop.example/ns/web/sa/cart";
const SEARCH: &str = "spiffe://shop.example/ns/web/sa/search";

#[test]
fn every_server_knows_its_callers() {
    let shop = Shop::new();
    let [till, cart, search, intruder, forged] =
        ["till", "cart", "search", "intruder", "forged"].map(|name| shop.workload(name, NEVER));
    for kind in KINDS {
        let server = shop.till(kind, &till);
        let ask = |caller, word| shop.ask(kind, caller, server.address, word);
        let amount = if kind == Kind::Tonic { " 5" } else { "" };
        assert_eq!(ask(&cart, "hello").unwrap(), format!("{TILL}hello {CART}\n"), "{kind:?}");
        assert_eq!(ask(&cart, "refund").unwrap(), format!("{TILL}refunded{amount} to {CART}\n"), "{kind:?}");
        assert_eq!(ask(&search, "hello").unwrap(), format!("{TILL}hello {SEARCH}\n"), "{kind:?}");
        let reason = format!("{TILL}not allowed: {SEARCH} is not {CART}\n");
        assert_eq!(ask(&search, "refund").unwrap(), reason, "{kind:?}");

        shop.heard.lock().unwrap().clear();
        let refused = ask(&intruder, "hello").unwrap_err().to_string();
        assert_eq!(refused, "the peer refused the connection: AccessDenied", "{kind:?}");
        let line = shop.line_with("[tls-peer-not-authorized]");
        assert!(line.contains("the path /ns/lab/sa/intruder is not at or below /ns/web"), "{line}");
        assert!(line.contains("\n  tls-peer-not-authorized: "), "no next step: {line}");

        let refused = ask(&forged, "hello").unwrap_err().to_string();
        assert_eq!(refused, "the peer refused the connection: UnknownCA", "{kind:?}");
        let line = shop.line_with("[tls-peer-rejected]");
        assert!(line.contains("\n  authority-rotated: "), "no next step: {line}");
        assert!(line.contains("\n  | "), "no report of the chain: {line}");
    }
}

#[test]
fn a_server_that_is_not_the_till_is_told_nothing() {
    let shop = Shop::new();
    let [cart, search] = ["cart", "search"].map(|name| shop.workload(name, NEVER));
    for kind in KINDS {
        let server = shop.till(kind, &search);
        let refused = shop.ask(kind, &cart, server.address, "hello").unwrap_err();
        assert!(refused.to_string().contains(&format!("{SEARCH} is not ")), "{kind:?}: {refused}");
        // That it was refused is all that the server hears.
        let line = shop.line_with("[tls-alert-received]");
        assert!(line.contains("AccessDenied"), "{line}");
        shop.heard.lock().unwrap().clear();
    }
}

#[test]
fn the_grpc_server_speaks_http_2_alone() {
    let shop = Shop::new();
    let [till, cart] = ["till", "cart"].map(|name| shop.workload(name, NEVER));
    let server = shop.till(Kind::Tonic, &till);
    let mut call = Kind::Axum.call(&cart, server.address).unwrap();
    let refused = shop.runtime.block_on(Kind::Axum.ask(call.clone(), "hello")).unwrap_err();
    assert_eq!(refused.to_string(), "the peer refused the connection: NoApplicationProtocol");
    // And its client does, too.
    let server = shop.till(Kind::Tokio, &till);
    call.address = server.address;
    call.client = call.client.alpn(["h2"]);
    let refused = shop.runtime.block_on(Kind::Tonic.ask(call, "hello")).unwrap_err();
    assert!(refused.to_string().ends_with("the server speaks no HTTP/2"), "{refused}");
}

#[test]
fn one_application_tells_workloads_and_edge_clients_apart() {
    let shop = Shop::new();
    let [till, cart] = ["till", "cart"].map(|name| shop.workload(name, NEVER));
    let open = |name: &str, profile| Named::open(&shop.folder.path().join(name), profile, NEVER).unwrap();
    let front = open("front", Profile::EdgeClient);
    let [edge, other] = ["edge", "other-edge"].map(|name| open(name, Profile::Server));
    let (mesh_door, edge_door) =
        (Kind::Axum.door(&till, &shop.log()).unwrap(), front.door(&shop.log()).unwrap());
    shop.runtime.block_on(async {
        let (mesh, outside) = (mesh_door.open(ANY).await.unwrap(), edge_door.open(ANY).await.unwrap());
        let (mesh_at, outside_at) = (mesh.address(), outside.address());
        let calls = async {
            let ask = async |call, word| -> Outcome<String> {
                tokio::time::timeout(LONG, Kind::Axum.ask(call, word)).await?
            };
            let by_mesh = Kind::Axum.call(&cart, mesh_at).unwrap();
            assert_eq!(ask(by_mesh.clone(), "hello").await.unwrap(), format!("{TILL}hello {CART}\n"));
            let known = "server edge client www.shop.example\nhello edge client pull.cdn.example\n";
            assert_eq!(ask(edge.call(outside_at), "hello").await.unwrap(), known);
            let answer = ask(edge.call(outside_at), "refund").await.unwrap();
            assert!(
                answer.ends_with("edge client pull.cdn.example is no workload of the mesh\n"),
                "{answer}"
            );

            let refused = ask(other.call(outside_at), "hello").await.unwrap_err();
            assert!(refused.to_string().starts_with("the peer refused the connection: "), "{refused}");
            // Each port takes its own kind alone, even of a client that does not mind the server.
            for (mut call, address) in [(by_mesh, outside_at), (edge.call(outside_at), mesh_at)] {
                call.address = address;
                call.client = call.client.allow_any_verified_peer();
                assert!(ask(call, "hello").await.is_err());
            }
        };
        let refunds = refunds().unwrap();
        stop::until(calls, |stop| mixed::serve(mesh, outside, refunds, stop)).await.unwrap();
    });
    assert!(shop.line_with("peer-name-mismatch").contains("pull.other.example"));
}

#[test]
fn the_demo_goes_as_told() {
    let story = demo::tell().unwrap();
    for line in [
        "tokio\n  cart     hello   hello spiffe://shop.example/ns/web/sa/cart",
        "axum\n  cart     hello   hello spiffe://shop.example/ns/web/sa/cart",
        "tonic\n  cart     hello   hello spiffe://shop.example/ns/web/sa/cart",
        "  cart     refund  refunded 5 to spiffe://shop.example/ns/web/sa/cart",
        "  intruder hello   refused (the peer refused the connection: AccessDenied)",
        "  forged   refund  refused (the peer refused the connection: UnknownCA)",
        "  edge     hello   hello edge client pull.cdn.example",
    ] {
        assert!(story.contains(line), "{line} is not in:\n{story}");
    }
}
