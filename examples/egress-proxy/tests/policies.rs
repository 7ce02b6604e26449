use std::sync::Arc;
use std::time::Duration;

use hyper::{HeaderMap, Method};
use mtls_core::identity::{IdentityPattern, SpiffeId};
use mtls_core::pki::UnixTime;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::trust::TrustAnchors;

use crate::hello::{self, Hello};
use crate::host::{Destination, Host, HostPattern};
use crate::inspect::{Inspection, Inspector as _, RequestLines, Seen};
use crate::policy::{Action, Policy, Rule};
use crate::upstream;

fn id(path: &str) -> SpiffeId {
    SpiffeId::parse(&format!("spiffe://cluster.local/{path}")).unwrap()
}

fn rule(name: &str, clients: &str, hosts: &[&str], action: Action) -> Rule {
    Rule {
        name: name.to_owned(),
        clients: IdentityPattern::istio_principal(clients).unwrap(),
        hosts: hosts.iter().map(|host| HostPattern::parse(host).unwrap()).collect(),
        ports: vec![80, 443],
        action,
        hidden_names: false,
    }
}

fn to(text: &str) -> Destination {
    Destination::parse(text, None).unwrap()
}

#[test]
fn the_first_rule_that_fits_decides_and_none_is_a_refusal() {
    let policy = Policy {
        rules: vec![
            rule("kept", "cluster.local/ns/*", &["secret.partner.example"], Action::Refuse),
            rule("trusted", "cluster.local/ns/trusted/*", &["*.partner.example"], Action::Allow),
            rule("untrusted", "cluster.local/ns/untrusted/*", &["web.example"], Action::Inspect),
        ],
    };
    let decide = |path: &str, destination: &str| {
        let decided = policy.decide(&id(path), &to(destination));
        decided.map(|rule| rule.name.clone()).map_err(|refusal| (refusal.code, refusal.rule))
    };
    let trusted = "ns/trusted/sa/sleep";
    assert_eq!(decide(trusted, "api.partner.example:443"), Ok("trusted".to_owned()));
    assert_eq!(decide(trusted, "secret.partner.example:443"), Err(("rule-refuses", Some("kept".to_owned()))));
    assert_eq!(decide(trusted, "web.example:443"), Err(("host-not-allowed", None)));
    assert_eq!(decide(trusted, "api.partner.example:22"), Err(("port-not-allowed", None)));
    assert_eq!(decide("ns/untrusted/sa/sleep", "web.example:80"), Ok("untrusted".to_owned()));
    assert_eq!(decide("nobody", "web.example:80"), Err(("client-not-listed", None)));
    assert_eq!(
        Policy::default().decide(&id(trusted), &to("web.example:80")).unwrap_err().code,
        "client-not-listed"
    );
}

#[test]
fn the_name_in_a_tunnel_is_the_one_that_it_was_opened_for() {
    let open =
        Rule { hidden_names: true, ..rule("open", "*", &["web.example", "*.cdn.example"], Action::Allow) };
    let shut = Rule { hidden_names: false, ..open.clone() };
    let judge = |rule: &Rule, destination: &str, name: Option<&str>, encrypted: bool| {
        let hello = Hello { name: name.and_then(Host::parse), encrypted };
        rule.judge_name(&to(destination), &hello).map_err(|refusal| refusal.code)
    };
    let (web, address) = ("web.example:443", "192.0.2.1:443");
    for (destination, name, encrypted, shut_says, open_says) in [
        (web, Some("WEB.example"), false, Ok(()), Ok(())),
        // Browsers send a meaningless encrypted one beside the name.
        (web, Some("web.example"), true, Ok(()), Ok(())),
        (web, Some("other.example"), false, Err("sni-differs"), Err("sni-differs")),
        // Even where a rule allows both hosts.
        (web, Some("a.cdn.example"), false, Err("sni-differs"), Err("sni-differs")),
        (web, Some("cover.example"), true, Err("sni-encrypted"), Ok(())),
        (web, None, false, Err("sni-missing"), Ok(())),
        (address, None, false, Ok(()), Ok(())),
        (address, Some("web.example"), false, Ok(()), Ok(())),
        (address, Some("other.example"), false, Err("sni-differs"), Err("sni-differs")),
    ] {
        assert_eq!(
            judge(&shut, destination, name, encrypted),
            shut_says,
            "{destination} {name:?} {encrypted}"
        );
        assert_eq!(
            judge(&open, destination, name, encrypted),
            open_says,
            "{destination} {name:?} {encrypted}"
        );
    }
}

fn client_config(roots: &CertificateAuthority) -> rustls::ClientConfig {
    let pem = roots.certificate().to_pem();
    upstream::tls_client(TrustAnchors::from_pem(pem.as_bytes()).unwrap(), super::through_curl::provider())
        .unwrap()
}

/// The first flight of a client, as rustls writes it.
fn client_hello(name: &'static str, with_sni: bool) -> Vec<u8> {
    let mut config = client_config(&CertificateAuthority::root("R").build().unwrap());
    config.enable_sni = with_sni;
    let name = rustls_pki_types::ServerName::try_from(name).unwrap();
    let mut connection = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut bytes = Vec::new();
    connection.write_tls(&mut bytes).unwrap();
    bytes
}

async fn peek(bytes: &[u8]) -> Result<(Hello, Vec<u8>), &'static str> {
    let mut stream = bytes;
    hello::read(&mut stream, Duration::from_secs(5)).await.map_err(|refusal| refusal.code)
}

#[tokio::test]
async fn the_hello_is_read_whole_and_given_back() {
    let bytes = client_hello("web.example", true);
    let (hello, read) = peek(&bytes).await.unwrap();
    assert_eq!(hello, Hello { name: Host::parse("web.example"), encrypted: false });
    assert_eq!(read, bytes);
    let (hello, _) = peek(&client_hello("web.example", false)).await.unwrap();
    assert_eq!(hello.name, None);
    // In many records, and byte by byte.
    let mut parts = Vec::new();
    for part in bytes[5..].chunks(7) {
        parts.extend([22, 3, 1, 0, u8::try_from(part.len()).unwrap()]);
        parts.extend(part);
    }
    assert_eq!(peek(&parts).await.unwrap().0.name, Host::parse("web.example"));
    let (mut writer, mut reader) = tokio::io::duplex(1);
    let slowly = tokio::spawn(async move {
        tokio::io::AsyncWriteExt::write_all(&mut writer, &bytes).await.unwrap();
        writer
    });
    let (hello, _) = hello::read(&mut reader, Duration::from_secs(20)).await.unwrap();
    assert_eq!(hello.name, Host::parse("web.example"));
    drop(slowly.await);
}

#[tokio::test]
async fn an_encrypted_hello_is_seen() {
    let bytes = client_hello("cover.example", true);
    // One more extension behind the others: outer form, suite, configuration, key, payload. The lengths around it grow.
    let mut more = bytes.clone();
    more.extend([0xfe, 0x0d, 0, 11, 0, 0, 1, 0, 1, 7, 0, 0, 0, 1, 9]);
    let grow = |more: &mut Vec<u8>, at: usize| {
        let length = u16::from_be_bytes([more[at], more[at + 1]]) + 15;
        more[at..at + 2].copy_from_slice(&length.to_be_bytes());
    };
    let sessions = 43 + 1 + usize::from(bytes[43]);
    let ciphers = sessions + 2 + usize::from(u16::from_be_bytes([bytes[sessions], bytes[sessions + 1]]));
    let extensions = ciphers + 1 + usize::from(bytes[ciphers]);
    for at in [3, 7, extensions] {
        grow(&mut more, at);
    }
    assert_eq!(peek(&more).await.unwrap().0, Hello { name: Host::parse("cover.example"), encrypted: true });
}

#[tokio::test]
async fn what_is_no_hello_is_refused() {
    let hello = client_hello("web.example", true);
    assert_eq!(peek(b"SSH-2.0-x\r\n").await, Err("not-tls"));
    assert_eq!(peek(b"").await, Err("hello-broken"));
    assert_eq!(peek(&hello[..hello.len() - 1]).await, Err("hello-broken"));
    assert_eq!(peek(&[22, 3, 1, 0, 4, 2, 0, 0, 0]).await, Err("hello-broken"));
    let mut endless = Vec::new();
    for record in 0..4 {
        endless.extend([22, 3, 1, 0x40, 0]);
        endless.extend(if record == 0 { [1, 0, 0xff, 0xff] } else { [0; 4] });
        endless.extend([0; 0x4000 - 4]);
    }
    assert_eq!(peek(&endless).await, Err("hello-broken"));
    let (_writer, mut reader) = tokio::io::duplex(16);
    let stalled = hello::read(&mut reader, Duration::from_millis(50)).await;
    assert_eq!(stalled.unwrap_err().code, "hello-stalled");
}

#[test]
fn certificates_for_inspection_are_kept_for_a_while_and_not_without_end() {
    let authority = CertificateAuthority::root("Inspection").build().unwrap();
    let root = authority.certificate().clone();
    let servers = client_config(&authority);
    let lines = RequestLines { methods: Vec::new(), paths: Vec::new(), headers: Vec::new() };
    let inspection = Inspection::new(authority, servers, super::through_curl::provider(), Arc::new(lines));
    let now = UnixTime::now();
    let host = |number: usize| Host::parse(&format!("h{number}.example")).unwrap();
    let first = inspection.server_for(&host(0), now).unwrap();
    assert!(Arc::ptr_eq(&first, &inspection.server_for(&host(0), now).unwrap()));
    let later = UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs() + 19 * 3600));
    assert!(!Arc::ptr_eq(&first, &inspection.server_for(&host(0), later).unwrap()));
    for number in 1..300 {
        inspection.server_for(&host(number), now).unwrap();
        assert!(inspection.kept() <= 256);
    }
    assert_eq!(inspection.kept(), 256);
    assert!(root.is_ca());
}

#[test]
fn the_inspector_refuses_methods_paths_and_headers() {
    let lines = RequestLines {
        methods: vec!["DELETE".to_owned()],
        paths: vec!["/admin".to_owned(), "/keys/".to_owned()],
        headers: vec!["x-internal-token".to_owned()],
    };
    let (client, to) = (id("ns/untrusted/sa/sleep"), to("web.example:443"));
    let mut headers = HeaderMap::new();
    let ask = |method: Method, path: &str, headers: &HeaderMap| {
        lines.request(&Seen { client: &client, to: &to, method: &method, path, headers }).is_ok()
    };
    for path in ["/", "/a", "/administer", "/a/admin", "/a%20b/", "/key", "*"] {
        assert!(ask(Method::GET, path, &headers), "{path}");
    }
    for path in [
        "/admin",
        "/admin/",
        "/admin/users",
        "/%61dmin",
        "/keys",
        "/keys/1",
        "//admin",
        "/./admin",
        "/a/../admin",
        "/a/%2e%2e/admin",
        "/a%2f../admin",
        "/a\\admin",
        "/%",
        "/%zz",
        "/admin;x=1",
        "/a%00",
        "/%2561dmin",
        "/%ff",
    ] {
        assert!(!ask(Method::GET, path, &headers), "{path}");
    }
    assert!(!ask(Method::DELETE, "/", &headers));
    headers.insert("x-internal-token", "1".parse().unwrap());
    assert!(!ask(Method::GET, "/", &headers));
}
