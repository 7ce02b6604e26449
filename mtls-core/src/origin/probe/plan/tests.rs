//! What will be sent stands in the plan, is within the limit, and goes to the target alone.

use super::*;
use crate::origin::EdgeProvider;
use crate::pki::issue::CertificateAuthority;
use crate::trust::TrustAnchors;
use rustls_pki_types::UnixTime;
use std::time::Duration;

fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_000))
}

fn whole() -> Probe {
    let ca = CertificateAuthority::root("Edge CA").at(at()).build().unwrap();
    let edge = ca.client("edge").at(at()).issue().unwrap();
    let revoked = ca.client("gone").at(at()).issue().unwrap();
    Probe::new("192.0.2.1:443")
        .server_name("shop.example")
        .sibling("open.example")
        .edge_certificate(edge.chain, edge.key)
        .edge_ca(TrustAnchors::new([ca.certificate().clone()]))
        .unfit_from(&ca, UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_060)))
        .revoked_certificate(revoked.chain, revoked.key)
        .plaintext(true)
}

#[test]
fn all_probes_to_an_ipv4_and_an_ipv6_address_are_within_the_limit() {
    let probe = whole();
    let checked = probe.check().unwrap();
    let addresses = ["192.0.2.1:443".parse().unwrap(), "[2001:db8::1]:443".parse().unwrap()];
    let one = plan(&probe, &checked, &addresses[..1]).unwrap();
    assert_eq!(one.connections, 40);
    let two = plan(&probe, &checked, &addresses).unwrap();
    assert_eq!(two.connections, 60);
    assert!(two.connections <= MOST_CONNECTIONS);
    let kinds: std::collections::BTreeSet<_> = one.probes.iter().map(|probe| probe.probe).collect();
    // All but the sibling, which comes with its session, and QUIC, which only an answer can call for.
    assert_eq!(kinds.len(), 20);
}

/// What one version shows for both is asked in one; every way around in both, as servers choose hosts anew in each.
#[test]
fn ways_around_are_tried_in_both_versions() {
    let plan = whole().plan().unwrap();
    let mut asked: std::collections::BTreeMap<_, Vec<_>> = std::collections::BTreeMap::new();
    for probe in plan.probes.iter().filter(|probe| probe.version.is_some()) {
        asked.entry((probe.probe, probe.http2)).or_default().push(probe.version);
    }
    let once: Vec<_> =
        asked.iter().filter(|(_, versions)| versions.len() == 1).map(|(kind, _)| *kind).collect();
    assert_eq!(
        once,
        [
            (ProbeKind::UnrelatedCa, false),
            (ProbeKind::UnrelatedCaWithRoot, false),
            (ProbeKind::NotYetValid, false),
            (ProbeKind::Revoked, false),
            (ProbeKind::MissingIntermediate, false),
            (ProbeKind::UnknownHost, false),
        ]
    );
    assert!(asked.values().all(|versions| versions.len() <= 2));
}

/// Each version of TLS gets one form of a stranger's chain at least; both forms, where the CA has no key identifier to copy.
#[test]
fn a_stranger_goes_in_both_forms_to_every_address() {
    let forms = |probe: &Probe, address: &SocketAddr, addresses: &[SocketAddr]| -> Vec<_> {
        let plan = plan(probe, &probe.check().unwrap(), addresses).unwrap();
        assert!(plan.connections <= MOST_CONNECTIONS);
        let wanted = [ProbeKind::UnrelatedCa, ProbeKind::UnrelatedCaWithRoot];
        let here = plan.probes.into_iter().filter(|one| one.address == Some(*address));
        here.filter(|one| wanted.contains(&one.probe)).map(|one| (one.probe, one.version.unwrap())).collect()
    };
    let addresses = ["192.0.2.1:443".parse().unwrap(), "[2001:db8::1]:443".parse().unwrap()];
    let once =
        [(ProbeKind::UnrelatedCa, TlsVersion::Tls13), (ProbeKind::UnrelatedCaWithRoot, TlsVersion::Tls12)];
    for address in &addresses {
        assert_eq!(forms(&whole(), address, &addresses), once, "{address}");
    }
    let plain_ca = include_bytes!("../../../../tests/data/origin/plain-ca.pem");
    let plain = whole().edge_ca(TrustAnchors::from_pem(plain_ca).unwrap());
    assert_eq!(forms(&plain, &addresses[0], &addresses).len(), 4);
    assert_eq!(forms(&plain, &addresses[1], &addresses), once);
}

#[test]
fn traffic_goes_to_the_target_alone() {
    let plan = whole().plan().unwrap();
    for probe in &plan.probes {
        let address = probe.address.unwrap();
        assert_eq!(address.ip().to_string(), "192.0.2.1");
        let port = if probe.probe == ProbeKind::Plaintext { 80 } else { 443 };
        assert_eq!(address.port(), port);
    }
    let text = plan.to_string();
    assert!(text.starts_with("At most 40 connections to 192.0.2.1:443, one request each:\n"), "{text}");
    assert!(
        text.contains("sibling-server-name (TLSv1.3, HTTP/2), server name open.example, host shop.example")
            && text.contains("sibling-server-name (TLSv1.2, HTTP/2), server name open.example")
    );
    let elsewhere = whole().plaintext_port(8080).plan().unwrap();
    let plain = elsewhere.probes.iter().find(|probe| probe.probe == ProbeKind::Plaintext).unwrap();
    assert_eq!(plain.address.unwrap().to_string(), "192.0.2.1:8080");
    assert!(whole().plaintext_port(0).plan().is_err());
    let quiet = whole().plaintext(false).plan().unwrap();
    assert!(quiet.probes.iter().all(|probe| probe.address.unwrap().port() == 443));
}

#[test]
fn further_addresses_are_probed_too() {
    let six: SocketAddr = "[2001:db8::1]:8443".parse().unwrap();
    let plan = whole().also(six).plan().unwrap();
    assert_eq!(plan.connections, 60);
    assert!(plan.probes.iter().any(|probe| probe.address == Some(six)));
    assert!(whole().also("[2001:db8::1]:0".parse().unwrap()).plan().is_err());
}

#[test]
fn a_name_is_planned_for_before_it_is_looked_up() {
    let plan = Probe::new("origin.internal").plan().unwrap();
    assert!(plan.probes.iter().all(|probe| probe.address.is_none() && probe.host != "-"));
    assert_eq!(plan.probes[0].server_name.as_deref(), Some("origin.internal"));
}

#[test]
fn too_many_addresses_are_refused() {
    let probe = whole();
    let checked = probe.check().unwrap();
    let addresses: Vec<SocketAddr> = (1..=3).map(|i| format!("192.0.2.{i}:443").parse().unwrap()).collect();
    let refusal = plan(&probe, &checked, &addresses).unwrap_err();
    assert!(refusal.to_string().contains("of 60 at most"), "{refusal}");
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    let fine = || Probe::new("192.0.2.1:443").server_name("shop.example");
    fine().plan().unwrap();
    for (name, probe) in [
        ("no host", Probe::new("192.0.2.1:443")),
        ("no target", Probe::new("")),
        ("a URL", Probe::new("https://shop.example/")),
        ("no port", Probe::new("shop.example:https")),
        ("port 0", Probe::new("shop.example:0")),
        ("a space", Probe::new("shop example:443")),
        ("an address as the name", fine().server_name("192.0.2.1")),
        ("a line break in the name", fine().server_name("shop.example\r\nX: y")),
        ("a relative path", fine().path("index.html")),
        ("a line break in the path", fine().path("/\r\nX: y")),
        ("a space in the path", fine().path("/a b")),
        ("a long path", fine().path(format!("/{}", "a".repeat(4096)))),
        ("the target as its sibling", fine().sibling("SHOP.example.")),
    ] {
        let refusal = probe.plan().unwrap_err();
        assert!(matches!(refusal, OriginError::Probe { .. }), "{name}: {refusal}");
    }
    for target in ["[2001:db8::1]", "2001:db8::1", "[2001:db8::1]:8443", "192.0.2.1"] {
        Probe::new(target).server_name("shop.example").plan().unwrap();
    }
}

#[test]
fn a_certificate_with_the_key_of_another_is_refused() {
    let ca = CertificateAuthority::root("Edge CA").at(at()).build().unwrap();
    let one = ca.client("edge").at(at()).issue().unwrap();
    let other = ca.client("edge").at(at()).issue().unwrap();
    let probe = Probe::new("shop.example").edge_certificate(one.chain, other.key);
    let refusal = probe.plan().unwrap_err();
    assert!(refusal.to_string().contains("the private key is not the one of"), "{refusal}");
    assert!(!format!("{probe:?}").contains("PRIVATE"));
}

#[test]
fn a_provider_says_whether_its_certificate_is_shared() {
    let probe = Probe::new("shop.example");
    assert!(probe.tenant_bound());
    let shared = probe.clone().provider(&EdgeProvider::cloudflare_shared()).unwrap();
    assert!(!shared.tenant_bound());
    // Its CA is known, and so is the name that the made-up certificates copy.
    let name = authority_name(&shared).unwrap();
    assert!(!name.subject.is_empty() && name.key_id.is_some());
    assert!(probe.provider(&EdgeProvider::cloudflare_zone()).unwrap().tenant_bound());
    let pull_ca = include_bytes!("../../../../tests/data/recipes/cloudflare/origin-pull-2029.pem");
    let named = Probe::new("shop.example").edge_ca(TrustAnchors::from_pem(pull_ca).unwrap());
    assert!(!named.tenant_bound());
}
