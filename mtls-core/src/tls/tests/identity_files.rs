//! Identities from files: replaced under way, never half, never a pair that does not match.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rustls_pki_types::UnixTime;

use crate::finding::Refusal as _;
use crate::pki::issue::{CertificateAuthority, IssuedCertificate};
use crate::tls::{IdentityFiles, IdentitySource, LiveIdentity, Session};

use super::handshake::talk;
use super::{ca, id, identity};

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn now() -> u64 {
    crate::trust::source::now().1.as_secs()
}

/// An authority that was there an hour ago.
fn old_ca() -> CertificateAuthority {
    let begin = at(now() - 3600);
    CertificateAuthority::root("Root").trust_domain(super::td()).not_before(begin).build().unwrap()
}

/// Valid for `length` seconds from `begin` seconds after now.
fn dated(ca: &CertificateAuthority, name: &str, begin: i64, length: u64) -> IssuedCertificate {
    let begin = at(now().checked_add_signed(begin).unwrap());
    ca.svid(&id(name)).not_before(begin).valid_for(Duration::from_secs(length)).issue().unwrap()
}

fn svid(ca: &CertificateAuthority, name: &str) -> IssuedCertificate {
    ca.svid(&id(name)).issue().unwrap()
}

fn write(directory: &Path, chain: &IssuedCertificate, key: &IssuedCertificate) {
    fs::write(directory.join("tls.crt"), chain.chain.to_pem()).unwrap();
    fs::write(directory.join("tls.key"), key.key.secret_pkcs8_pem().as_str()).unwrap();
}

fn open(directory: &Path) -> IdentitySource {
    IdentityFiles::directory(directory).settle(Duration::from_millis(20)).open().unwrap()
}

fn who(source: &IdentitySource) -> String {
    source.identity().current().spiffe_id().unwrap().to_string()
}

fn poll_until_taken(source: &IdentitySource) {
    for _ in 0..4000 {
        if source.poll() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nothing was taken: {:?}", source.state());
}

fn settle(source: &IdentitySource) {
    source.poll();
    std::thread::sleep(Duration::from_millis(40));
    assert!(!source.poll(), "{:?}", source.state());
}

#[test]
fn a_certificate_whose_key_has_not_come_yet_keeps_the_last_good_pair() {
    let (dir, ca) = (tempfile::tempdir().unwrap(), ca("Root"));
    let (old, new) = (svid(&ca, "old"), svid(&ca, "new"));
    write(dir.path(), &old, &old);
    let source = open(dir.path());
    write(dir.path(), &new, &old);
    settle(&source);
    assert_eq!(who(&source), id("old").to_string());
    let error = source.state().last_error.unwrap();
    assert_eq!(error.code(), "tls-key-mismatch");
    assert!(error.to_string().contains("tls.key"), "{error}");
    write(dir.path(), &new, &new);
    poll_until_taken(&source);
    assert_eq!(who(&source), id("new").to_string());
    assert_eq!(source.state().last_error, None);
}

#[test]
fn what_every_peer_would_refuse_is_not_taken() {
    let (dir, ca) = (tempfile::tempdir().unwrap(), old_ca());
    let good = svid(&ca, "good");
    write(dir.path(), &good, &good);
    let source = open(dir.path());
    for (issued, why) in
        [(dated(&ca, "late", -1000, 990), "expired"), (dated(&ca, "early", 1000, 1000), "not yet valid")]
    {
        write(dir.path(), &issued, &issued);
        settle(&source);
        assert_eq!(who(&source), id("good").to_string(), "{why}");
        let error = source.state().last_error.unwrap();
        assert_eq!(error.code(), "tls-identity-dates", "{why}");
        assert!(!error.to_string().contains('\n'), "{why}: {error}");
    }
    let refused = IdentityFiles::directory(dir.path()).settle(Duration::from_millis(5)).open().unwrap_err();
    assert_eq!(refused.code(), "tls-identity-dates", "nor is it at the start");
}

#[test]
fn a_damaged_file_keeps_the_last_good_pair() {
    let (dir, ca) = (tempfile::tempdir().unwrap(), ca("Root"));
    let (good, next) = (svid(&ca, "good"), svid(&ca, "next"));
    let chain = next.chain.to_pem();
    let broken = chain.replacen("MII", "M!I", 1);
    write(dir.path(), &good, &good);
    let source = open(dir.path());
    let limit = crate::pki::Limits::default().max_bytes;
    for (name, bytes, code) in [
        ("tls.crt", Vec::new(), "pem-not-found"),
        ("tls.crt", b"hello".to_vec(), "pem-not-found"),
        ("tls.crt", chain.as_bytes()[..chain.len() / 2].to_vec(), "pem-truncated"),
        ("tls.crt", broken.into_bytes(), "pem-bad-base64"),
        ("tls.crt", vec![b'-'; limit + 1], "source-too-large"),
        ("tls.key", vec![0xff; 1000], "pem-not-found"),
        ("tls.key", chain.clone().into_bytes(), "wrong-kind"),
    ] {
        write(dir.path(), &next, &next);
        fs::write(dir.path().join(name), &bytes).unwrap();
        settle(&source);
        assert_eq!(who(&source), id("good").to_string(), "{name}, {code}");
        let error = source.state().last_error.unwrap();
        assert_eq!(error.code(), code, "{name}: {error}");
        assert!(error.to_string().contains(name) && error.to_string().len() < 1000, "{error}");
        // Whoever connects meanwhile is served.
        let server = super::server(source.identity(), super::trusting(&ca)).expect_peer(id("cart"));
        let client = super::client(identity(&ca, "cart"), super::trusting(&ca)).expect_peer(id("good"));
        let mut server = Session::server(&server).unwrap();
        let mut client = Session::client(&client, "server").unwrap();
        assert_eq!(talk(&mut client, &mut server), (Ok(()), Ok(())));
    }
    write(dir.path(), &next, &next);
    poll_until_taken(&source);
    assert_eq!(who(&source), id("next").to_string());
}

#[test]
fn no_key_in_messages() {
    let (dir, ca) = (tempfile::tempdir().unwrap(), ca("Root"));
    let good = svid(&ca, "good");
    write(dir.path(), &good, &good);
    let source = open(dir.path());
    let pem = good.key.secret_pkcs8_pem();
    let torn = &pem[..pem.len() / 2];
    fs::write(dir.path().join("tls.key"), torn).unwrap();
    settle(&source);
    let said = format!("{source:?} {:?} {}", source.state(), source.state());
    for line in pem.lines().filter(|line| !line.starts_with('-')) {
        assert!(!said.contains(line), "{said}");
    }
    assert!(said.contains("tls.key"), "{said}");
}

#[test]
fn warns_in_the_last_quarter() {
    let dir = tempfile::tempdir().unwrap();
    let issued = dated(&old_ca(), "x", -800, 1000);
    write(dir.path(), &issued, &issued);
    let state = open(dir.path()).state();
    let expires = state.expires_at.unwrap();
    assert_eq!(state.warn_at.unwrap().as_secs(), expires.as_secs() - 250);
    let rules = |at| state.findings(at).iter().map(|finding| finding.rule).collect::<Vec<_>>();
    assert_eq!(rules(at(state.warn_at.unwrap().as_secs() - 1)), Vec::<&str>::new());
    assert_eq!(rules(state.warn_at.unwrap()), ["source-expiring"]);
    assert_eq!(rules(at(expires.as_secs() + 1)), ["source-expired"]);
}

#[test]
fn a_live_identity_is_presented_from_the_next_handshake_on() {
    let ca = ca("Root");
    let live = LiveIdentity::new(identity(&ca, "server"));
    let server = super::server(live.clone(), super::trusting(&ca)).expect_peer(id("cart"));
    let seen = |expected: &str| {
        let client = super::client(identity(&ca, "cart"), super::trusting(&ca)).expect_peer(id(expected));
        let mut server = Session::server(&server).unwrap();
        let mut client = Session::client(&client, "server").unwrap();
        talk(&mut client, &mut server).0
    };
    assert_eq!(seen("server"), Ok(()));
    live.replace(identity(&ca, "other"));
    assert_eq!(seen("server").unwrap_err().code(), "tls-peer-not-authorized");
    assert_eq!(seen("other"), Ok(()));
}
