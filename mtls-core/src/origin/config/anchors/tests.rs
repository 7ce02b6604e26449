//! CAs of clients, by their texts.

use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::*;
use crate::finding::Refusal as _;
use crate::origin::{ConfigKind, ConfigReport, OriginVerdict, check_config};

const EDGE: &str = include_str!("../../../../tests/data/recipes/cloudflare_origin/pull-ca.pem");
const OTHER: &str = include_str!("../../../../tests/data/recipes/cloudflare_origin/origin-ca.pem");
const LEAF: &str = include_str!("../../../../tests/data/recipes/cloudflare_origin/origin.pem");
const CLOUDFLARE: &str = include_str!("../../provider/cloudflare_origin_pull_ca.pem");
/// Inside the century of the test's certificates.
const NOW: u64 = 1_800_000_000;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn report(ca: &str, options: ConfigOptions) -> ConfigReport {
    let text = "http { server { listen 443 ssl; ssl_verify_client on; ssl_client_certificate ca.pem; ssl_crl a.crl; } }";
    let files = ConfigFiles::new("nginx.conf", text).with("ca.pem", ca);
    check_config(ConfigKind::Nginx, &files, &options).unwrap()
}

fn said(ca: &str, options: ConfigOptions) -> (OriginVerdict, Vec<&'static str>) {
    let report = report(ca, options);
    (report.verdict().clone(), report.findings().iter().map(|finding| finding.rule).collect())
}

#[test]
fn the_edges_ca_and_no_other_is_to_be_trusted() {
    let options = || ConfigOptions::default().edge_ca(EDGE).at(at(NOW));
    assert_eq!(said(EDGE, options()), (OriginVerdict::Enforced, vec![]));
    assert_eq!(said(OTHER, options()), (OriginVerdict::Broken, vec!["client-ca-not-the-edges"]));
    let both = format!("{EDGE}{OTHER}");
    assert_eq!(said(&both, options()), (OriginVerdict::Enforced, vec!["client-ca-too-wide"]));
    let refused = ConfigOptions::default().edge_ca("nonsense");
    let files = ConfigFiles::new("nginx.conf", "");
    assert!(check_config(ConfigKind::Nginx, &files, &refused).is_err());
    let leaf = check_config(ConfigKind::Nginx, &files, &ConfigOptions::default().edge_ca(LEAF)).unwrap_err();
    assert_eq!(leaf.code(), "origin-option-invalid");
    assert!(leaf.to_string().contains("is no CA; give the CA that issued"), "{leaf}");
}

#[test]
fn a_shared_ca_proves_the_network_alone() {
    let network = (OriginVerdict::EdgeNetworkOnly, vec!["client-ca-shared"]);
    assert_eq!(said(EDGE, ConfigOptions::default().edge_ca(EDGE).shared_ca()), network);
    assert_eq!(said(CLOUDFLARE, ConfigOptions::default()), network);
    assert_eq!(
        said(CLOUDFLARE, ConfigOptions::default().tenant_checked()),
        (OriginVerdict::Enforced, vec![])
    );
    assert_eq!(said(EDGE, ConfigOptions::default()), (OriginVerdict::Enforced, vec![]));
}

#[test]
fn what_is_no_ca_or_none_that_is_valid_shuts_the_edge_out() {
    let plain = ConfigOptions::default;
    assert_eq!(said(LEAF, plain()), (OriginVerdict::Broken, vec!["client-ca-not-a-ca"]));
    // Beside a CA it does no harm.
    assert_eq!(
        said(&format!("{LEAF}{EDGE}"), plain()),
        (OriginVerdict::Enforced, vec!["client-ca-not-a-ca"])
    );
    for text in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"] {
        assert_eq!(said(text, plain()), (OriginVerdict::Broken, vec!["client-ca-missing"]), "{text}");
    }
    assert_eq!(said(EDGE, plain().at(at(1_000_000_000))), (OriginVerdict::Broken, vec!["client-ca-expired"]));
    assert_eq!(said(EDGE, plain().at(at(NOW))), (OriginVerdict::Enforced, vec![]));
}

#[test]
fn a_list_that_is_none_shuts_everyone_out() {
    let text = "http { server { listen 443 ssl; ssl_verify_client on; ssl_client_certificate ca.pem; ssl_crl a.crl; } }";
    for list in ["nonsense", EDGE] {
        let files = ConfigFiles::new("nginx.conf", text).with("a.crl", list);
        let report = check_config(ConfigKind::Nginx, &files, &ConfigOptions::default()).unwrap();
        let rules: Vec<_> = report.findings().iter().map(|finding| finding.rule).collect();
        assert_eq!((report.verdict(), rules), (&OriginVerdict::Broken, vec!["client-crl-unusable"]));
    }
}

#[test]
fn what_one_host_asks_for_does_not_hide_what_another_demands() {
    let text = "http { server { listen 8443 ssl default_server; ssl_reject_handshake on; }
        server { listen 8443 ssl; server_name a.example; ssl_client_certificate ./ca.pem; ssl_verify_client optional; }
        server { listen 443 ssl; server_name b.example; ssl_client_certificate ca.pem; ssl_verify_client on; } }";
    let files = ConfigFiles::new("nginx.conf", text).with("ca.pem", OTHER);
    let options = ConfigOptions::default().hosts(["b.example"]).edge_ca(EDGE);
    let report = check_config(ConfigKind::Nginx, &files, &options).unwrap();
    assert_eq!(report.verdict(), &OriginVerdict::Broken, "{report}");
}

#[test]
fn cas_are_compared_by_what_they_are() {
    let judged = |names: [&str; 2], files: &[(&str, &str)]| {
        let host = |name: &str, ca: &str| {
            format!(
                "server {{ listen 443 ssl; server_name {name}; ssl_verify_client on; ssl_client_certificate {ca}; }}"
            )
        };
        let text = format!("http {{ {}\n{} }}", host("a.example", names[0]), host("b.example", names[1]));
        let all = ConfigFiles::new("/etc/nginx/nginx.conf", text);
        let all = files.iter().fold(all, |all, (name, text)| all.with(*name, *text));
        let report = check_config(ConfigKind::Nginx, &all, &ConfigOptions::default()).unwrap();
        let mixing = |finding: &&Finding| finding.rule == rules::HOST_MIXING.name;
        assert_eq!(
            report.findings().iter().any(|one| mixing(&one)),
            report.verdict() != &OriginVerdict::Enforced
        );
        report.verdict().as_str()
    };
    for name in ["ca.pem", "./ca.pem", "/etc/nginx/ca.pem", "/etc/nginx/../nginx/ca.pem"] {
        assert_eq!(judged(["ca.pem", name], &[]), "enforced", "{name}");
        assert_eq!(judged(["ca.pem", name], &[("ca.pem", EDGE)]), "enforced", "{name}");
    }
    let named = ["ca.pem", "copy.pem"];
    assert_eq!(judged(named, &[]), "bypass");
    assert_eq!(judged(named, &[("ca.pem", EDGE)]), "bypass");
    assert_eq!(judged(named, &[("ca.pem", EDGE), ("copy.pem", OTHER)]), "bypass");
    let reordered = (format!("{EDGE}{OTHER}"), format!("# the same\n{OTHER}{EDGE}{EDGE}"));
    assert_eq!(judged(named, &[("ca.pem", &reordered.0), ("copy.pem", &reordered.1)]), "enforced");
    assert_eq!(judged(named, &[("ca.pem", &reordered.0), ("copy.pem", EDGE)]), "bypass");
}

#[test]
fn the_same_cas_under_two_names_need_not_be_advertised_twice() {
    let text = "http { server { listen 443 ssl; ssl_verify_client on; ssl_client_certificate a.pem; ssl_trusted_certificate b.pem; } }";
    let said = |other: &str| {
        let files = ConfigFiles::new("nginx.conf", text).with("a.pem", EDGE).with("b.pem", other);
        let report = check_config(ConfigKind::Nginx, &files, &ConfigOptions::default()).unwrap();
        report.findings().iter().any(|finding| finding.rule == rules::CA_UNADVERTISED.name)
    };
    assert_eq!((said(EDGE), said(OTHER)), (false, true));
}

#[test]
fn a_ca_is_taken_apart_once_however_its_name_is_spelled() {
    let files = ConfigFiles::new("nginx.conf", "").with("ca.pem", EDGE);
    let limits = ConfigOptions::default().limits;
    let mut shelf = Shelf::new(&files, &limits);
    let first = shelf.find("ca.pem", "/etc/nginx").unwrap();
    for name in ["./ca.pem", "/etc/nginx/ca.pem", "/etc//nginx/../nginx/./ca.pem"] {
        assert!(std::rc::Rc::ptr_eq(&first, &shelf.find(name, "/etc/nginx").unwrap()), "{name}");
    }
    assert!(shelf.find("other.pem", "/etc/nginx").unwrap().is_err());
    let mut limits = limits;
    limits.max_bytes = EDGE.len();
    let more = files.clone().with("copy.pem", EDGE);
    let mut shelf = Shelf::new(&more, &limits);
    assert!(shelf.find("ca.pem", "").is_ok());
    assert!(shelf.find("./ca.pem", "").is_ok());
    assert!(matches!(shelf.find("copy.pem", ""), Err(OriginError::ConfigLimit { .. })));
}

#[test]
fn from_disk_a_ca_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let main = folder.path().join("nginx.conf");
    let text = "http { server { listen 443 ssl; ssl_verify_client on; ssl_client_certificate ca.pem; } }";
    std::fs::write(&main, text).unwrap();
    let judged = || {
        let files = ConfigFiles::load(&main).unwrap();
        check_config(ConfigKind::Nginx, &files, &ConfigOptions::default()).unwrap().verdict().clone()
    };
    assert_eq!(judged(), OriginVerdict::Broken);
    std::fs::write(folder.path().join("ca.pem"), EDGE).unwrap();
    assert_eq!(judged(), OriginVerdict::Enforced);
    // What was read has its name among those of the files.
    let files = ConfigFiles::load(&main).unwrap();
    let name = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    assert_eq!(files.names(), [name("nginx.conf")]);
    let copy = files.clone();
    check_config(ConfigKind::Nginx, &copy, &ConfigOptions::default()).unwrap();
    assert_eq!(files.names(), [name("nginx.conf"), name("ca.pem")]);
    assert_eq!(files.main_name(), name("nginx.conf"));
}

/// Two hosts of one socket under CAs of these names, the first of them the default.
fn two(of_default: &str, of_other: &str) -> String {
    let host = |name: &str, ca: &str| {
        format!(
            "server {{ listen 443 ssl; server_name {name}; ssl_verify_client on; ssl_client_certificate {ca}; }}\n"
        )
    };
    format!("http {{ {}{} }}", host("a.example", of_default), host("b.example", of_other))
}

#[test]
fn one_text_is_not_what_two_files_hold() {
    let judged = |names: [&str; 2], files: &[(&str, &str)]| {
        let all = ConfigFiles::new("nginx.conf", two(names[0], names[1]));
        let all = files.iter().fold(all, |all, (name, text)| all.with(*name, *text));
        check_config(ConfigKind::Nginx, &all, &ConfigOptions::default()).unwrap().verdict().as_str()
    };
    let apart = ["/etc/other/ca.pem", "/etc/edge/ca.pem"];
    assert_eq!(judged(apart, &[("ca.pem", EDGE)]), "bypass");
    assert_eq!(judged(apart, &[("ca.pem", EDGE), ("/etc/edge/ca.pem", EDGE)]), "bypass");
    assert_eq!(judged(apart, &[("/etc/other/ca.pem", EDGE), ("/etc/edge/ca.pem", EDGE)]), "enforced");
    assert_eq!(judged([apart[0], apart[0]], &[("ca.pem", EDGE)]), "enforced");
    // Of several texts the one counts whose name says most.
    let texts = [("ca.pem", EDGE), ("/etc/other/ca.pem", OTHER), ("/etc/edge/ca.pem", EDGE)];
    assert_eq!(judged(apart, &texts), "bypass");
}

/// A certificate as `openssl x509 -trustout` writes it.
fn trusted(pem: &str) -> String {
    let der = Certificate::from_pem(pem.as_bytes()).unwrap().der().to_vec();
    // Settings that allow clients: `SEQUENCE { SEQUENCE { OBJECT IDENTIFIER clientAuth } }`.
    let settings = [0x30, 12, 0x30, 10, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 2];
    crate::pki::pem::encode("TRUSTED CERTIFICATE", &[der, settings.to_vec()].concat())
}

#[test]
fn certificates_with_settings_of_trust_are_trusted_too() {
    let options = || ConfigOptions::default().edge_ca(EDGE);
    for other in [trusted(OTHER), OTHER.replace(" CERT", " TRUSTED CERT")] {
        assert_eq!(
            said(&format!("{EDGE}{other}"), options()),
            (OriginVerdict::Enforced, vec!["client-ca-too-wide"])
        );
        assert_eq!(said(&other, options()), (OriginVerdict::Broken, vec!["client-ca-not-the-edges"]));
        let files = ConfigFiles::new("nginx.conf", two("a.pem", "b.pem"))
            .with("a.pem", format!("{EDGE}{other}"))
            .with("b.pem", EDGE);
        let report = check_config(ConfigKind::Nginx, &files, &ConfigOptions::default()).unwrap();
        assert_eq!(report.verdict().as_str(), "bypass", "{report}");
    }
    assert_eq!(said(&trusted(EDGE), options()), (OriginVerdict::Enforced, vec![]));
    let nonsense = "-----BEGIN TRUSTED CERTIFICATE-----\nMAA=\n-----END TRUSTED CERTIFICATE-----\n";
    assert_eq!(said(nonsense, options()).0, OriginVerdict::Broken);
}

#[test]
fn a_name_with_a_variable_is_not_known_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let judged = |ca: &str, crl: &str| {
        let main = folder.path().join("apache2.conf");
        let text = format!(
            "Listen 443\n<VirtualHost *:443>\nSSLEngine on\nSSLVerifyClient require\nSSLCACertificateFile {ca}\n\
            SSLCARevocationCheck chain\nSSLCARevocationFile {crl}\n</VirtualHost>\n"
        );
        std::fs::write(&main, text).unwrap();
        let files = ConfigFiles::load(&main).unwrap();
        let report = check_config(ConfigKind::Apache, &files, &ConfigOptions::default()).unwrap();
        report.verdict().as_str()
    };
    std::fs::write(folder.path().join("ca.pem"), EDGE).unwrap();
    for name in ["${X}/ca.pem", "${CERTS}ca2.pem"] {
        assert_eq!(judged(name, "${X}.crl"), "unproven", "{name}");
    }
    assert_eq!(judged("ca2.pem", "${X}.crl"), "broken");
    assert_eq!(judged("ca.pem", "${X}.crl"), "unproven");
    assert_eq!(judged("ca.pem", "a.crl"), "broken");
}
