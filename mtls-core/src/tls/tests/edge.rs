//! Peers that are known by name, and peers that need not be known at all.

use crate::finding::Refusal as _;
use crate::pki::issue::{CertificateAuthority, IssuedCertificate};
use crate::tls::{ClientBuilder, Identity, ServerBuilder, Session, TlsError, client, server};
use crate::trust::TrustAnchors;
use crate::verify::{EdgeVerifier, Profile, Purpose};

use super::handshake::talk;
use super::{ca, client_of, id, identity, server_of, trusting};

fn named(issued: IssuedCertificate) -> Identity {
    Identity::new(issued.chain, issued.key).unwrap()
}

fn shop(ca: &CertificateAuthority) -> Identity {
    named(ca.server(["shop.example"]).issue().unwrap())
}

fn edge(ca: &CertificateAuthority) -> Identity {
    named(ca.client("edge").dns_names(["edge.example"]).issue().unwrap())
}

fn judging(profile: Profile, ca: &CertificateAuthority) -> EdgeVerifier {
    let anchors = TrustAnchors::from_pem(ca.certificate().to_pem().as_bytes()).unwrap();
    EdgeVerifier::builder(profile, anchors).build().unwrap()
}

/// What each side ended with, client first.
fn meet(
    client: &ClientBuilder,
    server: &ServerBuilder,
    host: &str,
) -> (Session, Session, [Option<TlsError>; 2]) {
    let mut client = Session::client(client, host).unwrap();
    let mut server = Session::server(server).unwrap();
    let (client_end, server_end) = talk(&mut client, &mut server);
    (client, server, [client_end.err(), server_end.err()])
}

#[test]
fn edge_client_and_server_know_each_other_by_name() {
    let (public, cdn) = (
        CertificateAuthority::root("Public").build().unwrap(),
        CertificateAuthority::root("CDN").build().unwrap(),
    );
    let origin = server(shop(&public), judging(Profile::EdgeClient, &cdn))
        .expect_name("edge.example".parse().unwrap());
    let pull = client(edge(&cdn), judging(Profile::Server, &public));
    for (origin, pull) in [(origin.clone(), pull.clone()), (origin.tls13_only(), pull.tls13_only())] {
        let (client, server, ends) = meet(&pull, &origin, "shop.example");
        assert_eq!(ends, [None, None]);
        let (of_client, of_server) = (client.certificate().unwrap(), server.certificate().unwrap());
        assert_eq!(of_client.name().unwrap().to_string(), "shop.example");
        assert_eq!(of_server.name().unwrap().to_string(), "edge.example");
        assert_eq!((of_client.purpose(), of_server.purpose()), (Purpose::Server, Purpose::Client));
        assert_eq!(server.peer().unwrap_err().code(), "tls-peer-unverified");
    }
}

#[test]
fn an_edge_client_goes_by_the_name_that_it_connects_to() {
    let (public, cdn) = (
        CertificateAuthority::root("Public").build().unwrap(),
        CertificateAuthority::root("CDN").build().unwrap(),
    );
    let origin = server(shop(&public), judging(Profile::EdgeClient, &cdn)).allow_any_verified_peer();
    let pull = client(edge(&cdn), judging(Profile::Server, &public));
    let refusal = |pull: &ClientBuilder, host: &str| {
        let (_, _, [client_end, _]) = meet(pull, &origin, host);
        client_end.map(|e| match e {
            TlsError::PeerRejected(rejection) => rejection.code(),
            other => other.code(),
        })
    };
    assert_eq!(refusal(&pull, "shop.example"), None);
    assert_eq!(refusal(&pull, "other.example"), Some("peer-name-mismatch"));
    assert_eq!(refusal(&pull, "127.0.0.1"), Some("peer-name-mismatch"));
    let expecting = pull.clone().expect_name("shop.example".parse().unwrap());
    assert_eq!(refusal(&expecting, "other.example"), None, "another expectation takes the name's place");
    let other = pull.clone().expect_name("other.example".parse().unwrap());
    assert_eq!(refusal(&other, "shop.example"), Some("peer-name-mismatch"));
    let any = pull.allow_any_verified_peer();
    assert_eq!(refusal(&any, "other.example"), None, "and so does none at all");
}

#[test]
fn a_client_at_the_edge_that_is_not_the_one_is_refused() {
    let (public, cdn) = (
        CertificateAuthority::root("Public").build().unwrap(),
        CertificateAuthority::root("CDN").build().unwrap(),
    );
    let origin = server(shop(&public), judging(Profile::EdgeClient, &cdn))
        .expect_name("edge.example".parse().unwrap());
    let impostor = CertificateAuthority::root("CDN").build().unwrap();
    for (identity, why) in [
        (named(cdn.client("other").dns_names(["other.example"]).issue().unwrap()), "another name"),
        (edge(&impostor), "another authority of the same name"),
        (named(cdn.server(["edge.example"]).issue().unwrap()), "a server's certificate"),
    ] {
        let pull = client(identity, judging(Profile::Server, &public));
        let (_, server, [_, server_end]) = meet(&pull, &origin, "shop.example");
        assert_eq!(server_end.unwrap().code(), "tls-peer-rejected", "{why}");
        assert_eq!(server.refused().unwrap().purpose, Purpose::Client, "{why}");
    }
}

/// SPIFFE peers on one port, edge clients on another, and the same certificate on both.
#[test]
fn each_port_takes_its_own_kind_of_peer() {
    let (mesh, cdn) = (ca("Mesh"), CertificateAuthority::root("CDN").build().unwrap());
    let mine = named(mesh.svid(&id("server")).dns_names(["shop.example"]).issue().unwrap());
    let inner = server(mine.clone(), trusting(&mesh)).expect_peer(id("cart"));
    let outer = server(mine, judging(Profile::EdgeClient, &cdn)).allow_any_verified_peer();
    let cart = client_of(&mesh, "cart");
    let pull = client(edge(&cdn), judging(Profile::Server, &mesh));
    assert_eq!(meet(&cart, &inner, "x").2, [None, None]);
    assert_eq!(meet(&pull, &outer, "shop.example").2, [None, None]);
    assert!(meet(&cart, &outer, "x").2[1].is_some(), "an SVID of the mesh is nothing at the edge");
    assert!(meet(&pull, &inner, "shop.example").2[1].is_some(), "the CDN is nobody in the mesh");
}

#[test]
fn a_certificate_can_be_optional_and_a_bad_one_is_still_refused() {
    let (mesh, stranger) = (ca("Mesh"), ca("Mesh"));
    let optional = server_of(&mesh).peer_optional();
    let (client, server, ends) = meet(&client_of(&mesh, "cart"), &optional, "x");
    assert_eq!((ends, server.peer().unwrap().spiffe_id()), ([None, None], &id("cart")));
    assert!(client.peer().is_ok());

    let forged = crate::tls::client(identity(&stranger, "cart"), trusting(&mesh)).expect_peer(id("server"));
    assert_eq!(meet(&forged, &optional, "x").2[1].as_ref().unwrap().code(), "tls-peer-rejected");
    let other = client_of(&mesh, "other");
    assert_eq!(meet(&other, &optional, "x").2[1].as_ref().unwrap().code(), "tls-peer-not-authorized");

    for (optional, expected) in [(true, None), (false, Some("tls-peer-anonymous"))] {
        let builder = if optional { server_of(&mesh).peer_optional() } else { server_of(&mesh) };
        let mut server = Session::server(&builder).unwrap();
        let (end, _) = super::foreign::shake(&mut server, &rustls::version::TLS13, None);
        assert_eq!(end.err().map(|e| e.code()), expected);
        if optional {
            assert_eq!(server.peer(), Err(TlsError::PeerAnonymous));
            assert_eq!(server.certificate(), Err(TlsError::PeerAnonymous));
        }
    }
}

#[test]
fn a_verifier_that_cannot_judge_whom_is_expected_is_refused() {
    let (mesh, cdn) = (ca("Mesh"), CertificateAuthority::root("CDN").build().unwrap());
    let mine = || identity(&mesh, "server");
    let edge = || judging(Profile::EdgeClient, &cdn);
    let public = || judging(Profile::Server, &cdn);
    let name = || "edge.example".parse().unwrap();
    let refused = [
        server(mine(), trusting(&mesh)).expect_name(name()).build().unwrap_err(),
        server(mine(), edge()).expect_peer(id("cart")).build().unwrap_err(),
        server(mine(), public()).expect_name(name()).build().unwrap_err(),
        client(mine(), edge()).expect_name(name()).build().unwrap_err(),
        client(mine(), trusting(&mesh)).expect_name(name()).build().unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.code(), "tls-verifier-mismatch", "{error}");
    }
    assert_eq!(server(mine(), edge()).build().unwrap_err().code(), "tls-peers-not-named");
    assert_eq!(client(mine(), trusting(&mesh)).build().unwrap_err().code(), "tls-peers-not-named");
}

/// As another TLS stack would ask.
#[test]
#[allow(clippy::disallowed_methods, reason = "certificates are issued now")]
fn a_chain_is_judged_by_name_as_in_the_handshake() {
    let (mesh, cdn) = (ca("Mesh"), CertificateAuthority::root("CDN").build().unwrap());
    let now = rustls_pki_types::UnixTime::now();
    let (there, here) = (shop(&cdn).chain().to_der(), edge(&cdn).chain().to_der());
    let origin =
        server(shop(&cdn), judging(Profile::EdgeClient, &cdn)).expect_name("edge.example".parse().unwrap());
    let pull = client(edge(&cdn), judging(Profile::Server, &cdn));
    let known = origin.judge_certificate(&here, now).unwrap();
    assert_eq!(
        (known.name().unwrap().to_string().as_str(), known.purpose()),
        ("edge.example", Purpose::Client)
    );
    assert_eq!(pull.judge_certificate(&there, "shop.example", now).unwrap().purpose(), Purpose::Server);
    let refused = |answer: Result<_, TlsError>| {
        answer.map(|_: crate::verify::VerifiedCertificate| ()).unwrap_err().code()
    };
    assert_eq!(refused(pull.judge_certificate(&there, "other.example", now)), "tls-peer-rejected");
    assert_eq!(refused(pull.judge_certificate(&there, "no name", now)), "tls-server-name");
    assert_eq!(refused(origin.judge_certificate(&[], now)), "tls-peer-anonymous");
    assert_eq!(refused(origin.judge_certificate(&there, now)), "tls-peer-rejected");
    assert_eq!(refused(server_of(&mesh).judge_certificate(&here, now)), "tls-verifier-mismatch");
    assert_eq!(
        refused(client_of(&mesh, "cart").judge_certificate(&there, "x", now)),
        "tls-verifier-mismatch"
    );
    assert_eq!(origin.judge(&here, now).unwrap_err().code(), "tls-verifier-mismatch");
}
