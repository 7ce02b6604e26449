//! The list of those shut out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::UnixTime;

use super::*;
use crate::finding::Refusal as _;
use crate::identity::TrustDomain;
use crate::pki::issue::CertificateAuthority;

fn root(name: &str) -> Certificate {
    let domain = TrustDomain::parse("td").unwrap();
    CertificateAuthority::root(name).trust_domain(domain).build().unwrap().certificate().clone()
}

fn find<'a>(list: &'a DistrustList, certificate: &Certificate) -> Option<&'a Distrusted> {
    list.find_certificate(certificate)
}

/// Two certificates with one key and one issuer name, and a stranger.
fn family() -> (Certificate, Certificate, Certificate, CertificateAuthority) {
    let domain = TrustDomain::parse("td").unwrap();
    let ca = CertificateAuthority::root("root").trust_domain(domain).build().unwrap();
    let first = ca.intermediate("cluster-a").build().unwrap();
    let sibling = ca.intermediate("cluster-b").build().unwrap();
    (first.certificate().clone(), sibling.certificate().clone(), root("stranger"), ca)
}

#[test]
fn each_kind_shuts_out_what_it_names_and_no_sibling() {
    let (bad, sibling, stranger, ca) = family();
    for kind in [DistrustKind::Certificate, DistrustKind::Serial, DistrustKind::Key] {
        let list: DistrustList = [Distrusted::of(&bad, kind, "stolen")].into_iter().collect();
        let entry = find(&list, &bad).unwrap();
        assert_eq!((entry.reason(), entry), ("stolen", &Distrusted::of(&bad, kind, "stolen")));
        for other in [&sibling, &stranger, ca.certificate()] {
            assert_eq!(find(&list, other), None, "{kind}");
        }
    }
    let issuer = Distrusted::of(ca.certificate(), DistrustKind::Issuer, "gone");
    let list: DistrustList = [issuer].into_iter().collect();
    for issued in [&bad, &sibling, ca.certificate()] {
        assert!(find(&list, issued).is_some());
    }
    assert_eq!(find(&list, &stranger), None);
    assert_eq!(find(&DistrustList::new(), &bad), None);
}

#[test]
fn the_narrowest_entry_answers() {
    let (bad, _, _, ca) = family();
    let mut list = DistrustList::new();
    let mut names = |entry: Distrusted| {
        list.add(entry);
        find(&list, &bad).unwrap().reason().to_owned()
    };
    assert_eq!(names(Distrusted::of(ca.certificate(), DistrustKind::Issuer, "issuer")), "issuer");
    assert_eq!(names(Distrusted::of(&bad, DistrustKind::Key, "key")), "key");
    assert_eq!(names(Distrusted::of(&bad, DistrustKind::Serial, "serial")), "serial");
    assert_eq!(names(Distrusted::of(&bad, DistrustKind::Certificate, "certificate")), "certificate");
    let order: Vec<_> = list.iter().map(Distrusted::reason).collect();
    assert_eq!((order, list.len()), (vec!["certificate", "serial", "key", "issuer"], 4));
}

#[test]
fn entries_are_replaced_and_taken_out() {
    let (bad, sibling, _, ca) = family();
    for kind in DistrustKind::ALL {
        let mut list = DistrustList::new();
        let entry = Distrusted::of(&bad, kind, "one");
        assert_eq!(list.add(entry.clone()), None);
        assert_eq!(list.add(Distrusted::of(&bad, kind, "two")), Some(entry.clone()));
        assert_eq!(list.remove(Distrusted::of(&sibling, kind, "").by()), None);
        assert_eq!(list.remove(entry.by()).unwrap().reason(), "two");
        assert_eq!((list.len(), list.is_empty(), list.issuers.len()), (0, true, 0), "{kind}");
    }
    let mut list = DistrustList::new();
    list.add(Distrusted::of(ca.certificate(), DistrustKind::Issuer, "all"));
    list.add(Distrusted::of(&bad, DistrustKind::Serial, "one"));
    list.remove(Distrusted::of(&bad, DistrustKind::Serial, "").by());
    assert_eq!(find(&list, &bad).unwrap().reason(), "all");
}

#[test]
fn serials_are_numbers_however_they_are_padded() {
    let (bad, ..) = family();
    let list: DistrustList =
        [Distrusted::serial(bad.issuer_der(), &[0, 0, 0x80, 1], "x").unwrap()].into_iter().collect();
    for (serial, found) in
        [(&[0, 0x80, 1][..], true), (&[0x80, 1], true), (&[1], false), (&[], false), (&[0x80, 1, 0], false)]
    {
        assert_eq!(list.find(b"", b"", bad.issuer_der(), serial).is_some(), found, "{serial:?}");
    }
}

#[test]
fn pem_becomes_entries_and_json_brings_them_back() {
    let (bad, sibling, _, ca) = family();
    let pem = format!("{}{}", bad.to_pem(), sibling.to_pem());
    let mut all = DistrustList::new();
    for kind in DistrustKind::ALL {
        let list = DistrustList::from_pem(pem.as_bytes(), kind, "stolen").unwrap();
        assert_eq!(list.len(), 2);
        all.extend(list.iter().cloned());
        assert!(list.iter().all(|entry| entry.by().kind() == kind));
        assert_eq!(kind.as_str().parse(), Ok(kind));
    }
    let since = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_800_000_000));
    all.add(Distrusted::of(ca.certificate(), DistrustKind::Key, "root \"too\"").since(since));
    let json = all.to_json();
    assert_eq!(DistrustList::from_json(json.as_bytes()), Ok(all.clone()), "{json}");
    assert!(json.contains("\"since\": \"2027-01-15T08:00:00Z\"") && json.contains("CN=cluster-a"), "{json}");
    assert_eq!(DistrustList::from_json(br#"{"distrusted":[]}"#), Ok(DistrustList::new()));
    let entry = find(&all, ca.certificate()).unwrap();
    assert!(entry.to_string().ends_with("is distrusted: root \"too\" (since 2027-01-15T08:00:00Z)"));
}

#[test]
fn hashes_may_be_written_as_openssl_prints_them() {
    let (bad, ..) = family();
    let colons: Vec<String> = bad.fingerprint().iter().map(|byte| format!("{byte:02X}")).collect();
    let json = format!(r#"{{"distrusted":[{{"certificate_sha256":"{}","reason":"r"}}]}}"#, colons.join(":"));
    assert!(find(&DistrustList::from_json(json.as_bytes()).unwrap(), &bad).is_some());
}

#[test]
fn what_would_shut_nobody_out_is_refused() {
    let (bad, ..) = family();
    let name = STANDARD.encode(bad.issuer_der());
    let hash = "00".repeat(32);
    for wrong in [
        r#"{"certificate_sha256":"HASH"}"#,
        r#"{"reason":"r"}"#,
        r#"{"certificate_sha256":"HASH","key_sha256":"HASH","reason":"r"}"#,
        r#"{"certificate_sha256":"HASH00","reason":"r"}"#,
        r#"{"certificate_sha256":"0:0HASH","reason":"r"}"#,
        r#"{"certificate_sha256":"zz","reason":"r"}"#,
        r#"{"certificate-sha256":"HASH","reason":"r"}"#,
        r#"{"certificate_sha256":"HASH","reason":"r","issuer":"CN=x"}"#,
        r#"{"certificate_sha256":"HASH","reason":"r","serial":"01"}"#,
        r#"{"certificate_sha256":"HASH","reason":"r","since":"yesterday"}"#,
        r#"{"certificate_sha256":"HASH","reason":"r","since":"1969-12-31T23:59:59Z"}"#,
        r#"{"certificate_sha256":"HASH","reason":"r","reason":"s"}"#,
        r#"{"issuer_der":"MAA","reason":"r"}"#,
        r#"{"issuer_der":"AAAA","reason":"r"}"#,
        r#"{"issuer_der":"NAME","reason":"r","issuer":"CN=other"}"#,
        r#"{"issuer_der":"NAME","reason":"r","serial":"x"}"#,
        r#"{"issuer_der":"NAME","reason":"r","serial":"LONG"}"#,
        r#"{"issuer":"CN=root","reason":"r"}"#,
        r#"["HASH",null,null,null,null,"r",null]"#,
        "null",
    ] {
        let long = format!("01{}", "00".repeat(20));
        let entry = wrong.replace("HASH", &hash).replace("NAME", &name).replace("LONG", &long);
        let json = format!(r#"{{"distrusted":[{entry}]}}"#);
        let refused = DistrustList::from_json(json.as_bytes()).unwrap_err();
        assert_eq!(refused.code(), "distrust-list-invalid", "{wrong}");
    }
    for wrong in ["", "{}", "[]", "[[]]", r#"{"distrusted":null}"#, r#"{"distrusted":[],"x":1}"#] {
        assert_eq!(DistrustList::from_json(wrong.as_bytes()).unwrap_err().code(), "distrust-list-invalid");
    }
    assert_eq!(DistrustList::from_json(&vec![b' '; 5 << 20]).unwrap_err().code(), "bundle-too-large");
    for pem in [&b""[..], b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let refused = DistrustList::from_pem(pem, DistrustKind::Key, "r").unwrap_err();
        assert_eq!(refused.code(), "distrust-list-invalid");
    }
    assert!(Distrusted::issuer(b"no name", "r").is_err() && "thumbprint".parse::<DistrustKind>().is_err());
}
