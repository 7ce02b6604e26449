//! CAs saved and loaded: nothing that was there is lost, nothing damaged is loaded.
#![cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::path::Path;

use mtls_core::finding::Refusal as _;
use mtls_core::pki::issue::{CertificateAuthority, IssueError};

fn root() -> CertificateAuthority {
    CertificateAuthority::root("Example Root").build().unwrap()
}

fn cacerts(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn saving_keeps_other_cas_and_loading_changes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let directory = temp.path().join("deep/cacerts");
    let (ca, other) = (root(), root());
    ca.save(&directory).unwrap();
    let saved = cacerts(&directory);
    let names: Vec<_> = saved.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem"]);
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(temp.path().join("deep")).unwrap().count(), 1);

    let refused = other.save(&directory).unwrap_err();
    assert_eq!(refused.code(), "ca-exists");
    assert!(refused.to_string().contains("another CA, CN=Example Root"), "{refused}");
    assert_eq!(cacerts(&directory), saved);
    ca.save(&directory).unwrap();
    assert_eq!(cacerts(&directory), saved);
    other.replace(&directory).unwrap();
    assert_eq!(CertificateAuthority::load(&directory).unwrap().certificate(), other.certificate());

    // A file under one of our names that is no CA stays too.
    let strange = temp.path().join("strange");
    fs::create_dir(&strange).unwrap();
    fs::write(strange.join("ca-key.pem"), "precious").unwrap();
    assert_eq!(ca.save(&strange).unwrap_err().code(), "ca-exists");
    fs::write(strange.join("ca-cert.pem"), "not a certificate").unwrap();
    assert_eq!(ca.save(&strange).unwrap_err().code(), "ca-exists");
    assert_eq!(fs::read(strange.join("ca-key.pem")).unwrap(), b"precious");
    // A file in place of the directory.
    assert_eq!(ca.save(strange.join("ca-key.pem")).unwrap_err().code(), "ca-file");
    // Foreign files are no reason to refuse.
    let busy = temp.path().join("busy");
    fs::create_dir(&busy).unwrap();
    fs::write(busy.join("README"), "hello").unwrap();
    ca.save(&busy).unwrap();
    assert_eq!(cacerts(&busy).len(), 5);
    // An empty directory, as `mktemp -d` makes it.
    let empty = temp.path().join("empty");
    fs::create_dir(&empty).unwrap();
    ca.save(&empty).unwrap();
    assert_eq!(cacerts(&empty), saved);
}

/// A mount point, a symbolic link and a mode that somebody chose are kept.
#[cfg(unix)]
#[test]
fn a_directory_that_is_there_stays_itself() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    let temp = tempfile::tempdir().unwrap();
    let (real, link) = (temp.path().join("real"), temp.path().join("link"));
    fs::create_dir(&real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o750)).unwrap();
    symlink(&real, &link).unwrap();
    let before = fs::metadata(&real).unwrap();
    let ca = root();
    ca.save(&link).unwrap();
    let after = fs::metadata(&real).unwrap();
    assert_eq!((after.ino(), after.mode()), (before.ino(), before.mode()));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(CertificateAuthority::load(&real).unwrap().certificate(), ca.certificate());
    for (name, _) in cacerts(&real) {
        assert_eq!(fs::metadata(real.join(&name)).unwrap().mode() & 0o777, 0o600, "{name}");
    }
    // Nothing was written beside it, nor into it.
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 2);
    assert_eq!(cacerts(&real).len(), 4);
}

#[test]
fn a_save_that_was_cut_short_is_completed_and_one_that_fails_leaves_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let (ca, other) = (root(), root());
    let whole = temp.path().join("whole");
    ca.save(&whole).unwrap();
    let half = temp.path().join("half");
    fs::create_dir(&half).unwrap();
    for name in ["root-cert.pem", "cert-chain.pem"] {
        fs::copy(whole.join(name), half.join(name)).unwrap();
    }
    let before = cacerts(&half);
    assert_eq!(other.save(&half).unwrap_err().code(), "ca-exists");
    assert_eq!(cacerts(&half), before);
    ca.save(&half).unwrap();
    assert_eq!(cacerts(&half), cacerts(&whole));
    // The third of the files cannot be written.
    let blocked = temp.path().join("blocked");
    fs::create_dir(&blocked).unwrap();
    let foreign = temp.path().join("blocked/ca-cert.pem");
    fs::create_dir(&foreign).unwrap();
    assert_eq!(ca.replace(&blocked).unwrap_err().code(), "ca-file");
    assert_eq!(fs::read_dir(&blocked).unwrap().count(), 1);
    assert!(foreign.is_dir());
}

#[test]
fn damaged_directories_are_refused_and_left_alone() {
    let temp = tempfile::tempdir().unwrap();
    let middle = root().intermediate("Middle").path_len(1).build().unwrap();
    let ca = middle.intermediate("Issuing").build().unwrap();
    let leaf = ca.client("x").issue().unwrap();
    let stranger = root();
    let good = temp.path().join("good");
    ca.save(&good).unwrap();
    let files = cacerts(&good);
    let key = stranger.private_key().secret_pkcs8_pem().as_bytes().to_vec();
    let cases: Vec<(&str, Option<Vec<u8>>, &str)> = vec![
        ("ca-key.pem", Some(key), "ca-key-mismatch"),
        ("ca-key.pem", None, "ca-file"),
        ("ca-key.pem", Some(Vec::new()), "pem-not-found"),
        ("ca-cert.pem", None, "ca-file"),
        ("ca-cert.pem", Some(leaf.chain.leaf().to_pem().into_bytes()), "ca-unfit"),
        ("cert-chain.pem", Some(Vec::new()), "ca-chain-broken"),
        ("cert-chain.pem", None, "ca-chain-broken"),
        ("root-cert.pem", Some(stranger.certificate().to_pem().into_bytes()), "ca-chain-broken"),
        ("root-cert.pem", None, "ca-file"),
    ];
    for (name, contents, code) in cases {
        let bad = temp.path().join("bad");
        fs::create_dir(&bad).unwrap();
        for (name, contents) in &files {
            fs::write(bad.join(name), contents).unwrap();
        }
        match contents {
            Some(contents) => fs::write(bad.join(name), contents).unwrap(),
            None => fs::remove_file(bad.join(name)).unwrap(),
        }
        let before = cacerts(&bad);
        let refused = CertificateAuthority::load(&bad).unwrap_err();
        assert_eq!(refused.code(), code, "{name}: {refused}");
        assert_eq!(cacerts(&bad), before);
        fs::remove_dir_all(&bad).unwrap();
    }
    // Cut anywhere, a file is refused, and no key material is repeated in the message.
    for (name, contents) in &files {
        for cut in [1, contents.len() / 3, contents.len() / 2, contents.len() - 2] {
            let path = good.join(name);
            fs::write(&path, &contents[..cut]).unwrap();
            let refused = CertificateAuthority::load(&good).unwrap_err();
            assert!(
                refused.to_string().contains(name.as_str())
                    || matches!(refused, IssueError::CaChainBroken { .. })
            );
            fs::write(&path, contents).unwrap();
        }
    }
    CertificateAuthority::load(&good).unwrap();
}

/// A file that a crash left half written beside the good one is not the CA.
#[test]
fn a_partial_file_of_a_crash_replaces_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let directory = temp.path().join("cacerts");
    let ca = root();
    ca.save(&directory).unwrap();
    fs::write(directory.join(".mtls-core-crash"), &ca.private_key().secret_pkcs8_pem().as_bytes()[..40])
        .unwrap();
    assert_eq!(CertificateAuthority::load(&directory).unwrap().certificate(), ca.certificate());
    ca.save(&directory).unwrap();
    // Half of a first save: the directory that was to be renamed.
    fs::create_dir(temp.path().join(".mtls-core-half")).unwrap();
    let fresh = temp.path().join("fresh");
    ca.save(&fresh).unwrap();
    assert_eq!(CertificateAuthority::load(&fresh).unwrap().certificate(), ca.certificate());
}

#[test]
fn the_entries_of_cacerts_go_out_and_come_back() {
    let middle = root().intermediate("Middle").path_len(1).build().unwrap();
    let ca = middle.intermediate("Issuing").build().unwrap();
    for ca in [&root(), &middle, &ca] {
        let entries = ca.secret_cacerts();
        let again = CertificateAuthority::from_cacerts(entries.iter()).unwrap();
        assert_eq!(again.certificate(), ca.certificate());
        assert_eq!((again.intermediates(), again.roots()), (ca.intermediates(), ca.roots()));
        again.client("x").issue().unwrap();
        let shown = format!("{entries:?}");
        assert!(shown.contains("ca-key.pem") && !shown.contains("BEGIN"), "{shown}");
    }
    // As cert-manager writes it.
    let entries = ca.secret_cacerts();
    let get = |name| entries.get(name).unwrap();
    let tls = [
        ("tls.crt", get("cert-chain.pem")),
        ("tls.key", get("ca-key.pem")),
        ("ca.crt", get("root-cert.pem")),
    ];
    assert_eq!(CertificateAuthority::from_cacerts(tls).unwrap().intermediates(), ca.intermediates());
}

#[test]
fn broken_entries_of_cacerts_are_refused_by_name() {
    let middle = root().intermediate("Middle").path_len(1).build().unwrap();
    let ca = middle.intermediate("Issuing").build().unwrap();
    let (entries, leaf) = (ca.secret_cacerts(), ca.client("x").issue().unwrap());
    let with = |name: &str, value: Option<&str>| {
        let changed = entries.iter().filter_map(|(one, pem)| match value {
            Some(value) if one == name => Some((one, value)),
            None if one == name => None,
            _ => Some((one, pem)),
        });
        CertificateAuthority::from_cacerts(changed).unwrap_err()
    };
    for name in ["ca-cert.pem", "ca-key.pem", "root-cert.pem"] {
        let missing = with(name, None);
        assert_eq!(missing.code(), "ca-file");
        assert!(missing.to_string().contains(name), "{missing}");
        let damaged = with(name, Some("nonsense"));
        assert!(damaged.to_string().starts_with(name), "{damaged}");
    }
    assert_eq!(with("cert-chain.pem", None).code(), "ca-chain-broken");
    assert_eq!(with("root-cert.pem", Some(&root().certificate().to_pem())).code(), "ca-chain-broken");
    assert_eq!(with("ca-cert.pem", Some(&leaf.chain.leaf().to_pem())).code(), "ca-unfit");
    assert_eq!(with("ca-key.pem", Some(&leaf.key.secret_pkcs8_pem())).code(), "ca-key-mismatch");
}
