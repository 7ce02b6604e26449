use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::finding::Refusal as _;
use crate::identity::TrustDomain;
use crate::pki::issue::CertificateAuthority;

use super::{BundleFiles, BundleSource, Keeper, SourceError, SourceEvent, settled};

fn domain(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

fn root_pem(name: &str) -> String {
    CertificateAuthority::root(name).build().unwrap().certificate().to_pem()
}

fn subjects(source: &BundleSource, trust_domain: &str) -> Vec<String> {
    let bundles = source.bundles();
    let bundle = bundles.get(domain(trust_domain).as_ref()).unwrap();
    bundle.authorities().iter().map(|a| a.subject().to_owned()).collect()
}

fn code(source: &BundleSource, place: usize) -> Option<&'static str> {
    source.states()[place].1.last_error.as_ref().map(|e| e.code())
}

/// Looks until something was taken, for at most some seconds.
fn poll_until_taken(source: &BundleSource) {
    for _ in 0..4000 {
        if source.poll() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("nothing was taken: {:?}", source.states());
}

fn open(files: &[(&str, &Path)]) -> BundleSource {
    let named = files.iter().fold(BundleFiles::new(), |all, (td, path)| all.file(domain(td), *path));
    named.settle(Duration::from_millis(30)).open().unwrap()
}

#[test]
fn takes_a_new_bundle_and_keeps_the_last_good_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    fs::write(&path, root_pem("One")).unwrap();
    let source = open(&[("td", &path)]);
    assert_eq!(subjects(&source, "td"), ["CN=One"]);
    assert!(!source.poll(), "nothing changed");

    fs::write(&path, root_pem("Two")).unwrap();
    assert!(!source.poll(), "it has not settled yet");
    poll_until_taken(&source);
    assert_eq!(subjects(&source, "td"), ["CN=Two"]);

    for (bad, why) in [
        ("", "an empty file"),
        ("-----BEGIN CERTIFICATE-----\nMIIB", "a torn certificate"),
        ("{\"keys\": [", "a torn document"),
        ("hello", "no bundle"),
    ] {
        fs::write(&path, bad).unwrap();
        source.poll();
        std::thread::sleep(Duration::from_millis(60));
        assert!(!source.poll(), "{why}");
        assert_eq!(subjects(&source, "td"), ["CN=Two"], "{why}");
        let error = source.states()[0].1.last_error.clone().expect(why);
        assert!(error.to_string().starts_with(&path.display().to_string()), "{why}: {error}");
    }
    fs::remove_file(&path).unwrap();
    assert!(!source.poll());
    assert_eq!(code(&source, 0), Some("source-unreadable"));
    assert_eq!(subjects(&source, "td"), ["CN=Two"], "a file that is gone withdraws nothing");

    fs::write(&path, "{\"keys\": []}").unwrap();
    poll_until_taken(&source);
    assert!(subjects(&source, "td").is_empty(), "an empty document does");
    assert_eq!(code(&source, 0), None);
}

/// Two authorities, the file cut between them: what is there is a good bundle, and yet not the one that was written.
#[test]
fn a_bundle_cut_between_two_certificates_is_not_taken() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    let (one, two) = (root_pem("One"), root_pem("Two"));
    fs::write(&path, &one).unwrap();
    let source = open(&[("td", &path)]);
    let whole = format!("{two}{one}");
    fs::write(&path, &two).unwrap();
    assert!(!source.poll());
    fs::write(&path, &whole).unwrap();
    poll_until_taken(&source);
    assert_eq!(subjects(&source, "td"), ["CN=Two", "CN=One"]);
    assert_eq!(source.states()[0].1.loads, 2, "the half was never in force");
}

#[test]
fn states_and_events_are_records_for_logs() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    fs::write(&path, root_pem("One")).unwrap();
    let events = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&events);
    let source = BundleFiles::new()
        .file(domain("td"), &path)
        .settle(Duration::from_millis(30))
        .warn_before(Duration::from_secs(40 * 365 * 86_400))
        .on_event(move |event| {
            heard.lock().unwrap().push((serde_json::to_value(event).unwrap(), event.to_string()))
        })
        .open()
        .unwrap();
    fs::remove_file(&path).unwrap();
    source.poll();
    let events = events.lock().unwrap();
    let kinds: Vec<_> = events.iter().map(|(event, _)| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["loaded", "expiring", "failed"]);
    let (loaded, expiring, failed) = (&events[0].0, &events[1].0, &events[2].0);
    assert_eq!(loaded["state"]["name"], path.display().to_string());
    assert_eq!((&loaded["state"]["loads"], &loaded["finding"]), (&1.into(), &serde_json::Value::Null));
    assert!(loaded["state"]["expires_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(expiring["finding"]["rule"], "source-expiring");
    assert_eq!(expiring["state"], serde_json::Value::Null);
    assert_eq!(failed["state"]["last_error"]["code"], "source-unreadable");
    assert_eq!(
        *failed,
        serde_json::json!({"kind": "failed", "state": source.states()[0].1, "finding": null})
    );
    assert!(
        events.iter().all(|(event, text)| text.starts_with(event["kind"].as_str().unwrap())),
        "{events:?}"
    );
    assert!(events.iter().all(|(_, text)| text.contains("td.pem") && !text.contains('\n')), "{events:?}");
}

#[test]
fn a_bad_file_leaves_the_other_trust_domains_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (ours, theirs) = (dir.path().join("ours.pem"), dir.path().join("theirs.json"));
    fs::write(&ours, root_pem("Ours")).unwrap();
    fs::write(&theirs, "{\"keys\": []}").unwrap();
    let source = open(&[("ours", &ours), ("theirs", &theirs)]);
    fs::write(&theirs, "{\"keys\": 1}").unwrap();
    fs::write(&ours, root_pem("Ours 2")).unwrap();
    poll_until_taken(&source);
    std::thread::sleep(Duration::from_millis(60));
    source.poll();
    assert_eq!(subjects(&source, "ours"), ["CN=Ours 2"]);
    assert_eq!(code(&source, 0), None);
    assert_eq!(code(&source, 1), Some("bundle-field-type"));
}

/// The kubelet's way: a directory for each version, and a link that changes in one step.
struct Volume(PathBuf);

impl Volume {
    fn new(root: &Path, names: &[&str]) -> Self {
        let volume = Self(root.to_owned());
        for name in names {
            std::os::unix::fs::symlink(Path::new("..data").join(name), root.join(name)).unwrap();
        }
        volume
    }

    fn publish(&self, version: &str, files: &[(&str, &str)]) {
        let directory = self.0.join(format!("..{version}"));
        fs::create_dir(&directory).unwrap();
        for (name, text) in files {
            fs::write(directory.join(name), text).unwrap();
        }
        let next = self.0.join("..data_tmp");
        std::os::unix::fs::symlink(format!("..{version}"), &next).unwrap();
        let old = fs::canonicalize(self.0.join("..data")).ok();
        fs::rename(&next, self.0.join("..data")).unwrap();
        if let Some(old) = old {
            fs::remove_dir_all(old).unwrap();
        }
    }
}

#[test]
fn a_kubernetes_volume_is_taken_at_the_next_look() {
    let dir = tempfile::tempdir().unwrap();
    let volume = Volume::new(dir.path(), &["root-cert.pem"]);
    volume.publish("1", &[("root-cert.pem", &root_pem("One"))]);
    let path = dir.path().join("root-cert.pem");
    // Settling would take for ever.
    let files = BundleFiles::new().file(domain("td"), &path).settle(Duration::from_secs(3600));
    let source = files.open().unwrap();
    volume.publish("2", &[("root-cert.pem", &root_pem("Two"))]);
    assert!(source.poll(), "{:?}", source.states());
    assert_eq!(subjects(&source, "td"), ["CN=Two"]);
}

#[test]
fn says_what_happens_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    let ca = CertificateAuthority::root("Short").valid_for(Duration::from_secs(24 * 3600)).build().unwrap();
    fs::write(&path, ca.certificate().to_pem()).unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    let files = BundleFiles::new().file(domain("td"), &path).settle(Duration::from_millis(10));
    let source = files.on_event(move |event| ears.lock().unwrap().push(event.clone())).open().unwrap();
    for _ in 0..3 {
        source.poll();
    }
    fs::remove_file(&path).unwrap();
    for _ in 0..3 {
        source.poll();
    }
    let heard = heard.lock().unwrap();
    let [SourceEvent::Loaded(loaded), SourceEvent::Expiring(warning), SourceEvent::Failed(failed)] =
        &heard[..]
    else {
        panic!("{heard:?}");
    };
    assert_eq!((loaded.loads, loaded.failures), (1, 0));
    assert_eq!(warning.rule, "source-expiring");
    assert!(failed.last_error.is_some());
    assert_eq!(source.states()[0].1.failures, 3);

    let state = &source.states()[0].1;
    let expires = state.expires_at.unwrap();
    let later = rustls_pki_types::UnixTime::since_unix_epoch(Duration::from_secs(expires.as_secs() + 1));
    let rules: Vec<_> = state.findings(later).iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["source-unreadable", "source-expired"]);
}

#[test]
fn begins_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    let none = BundleFiles::new().open().unwrap_err();
    assert_eq!((&none, none.code()), (&SourceError::NoFile, "source-without-file"));
    let missing = BundleFiles::new().file(domain("td"), &path).open().unwrap_err();
    assert_eq!(missing.code(), "source-unreadable");
    let directory = BundleFiles::new().file(domain("td"), dir.path()).open().unwrap_err();
    assert!(directory.to_string().contains("not a regular file"), "{directory}");
    fs::write(&path, vec![b'x'; (4 << 20) + 1]).unwrap();
    let large = BundleFiles::new().file(domain("td"), &path).open().unwrap_err();
    assert_eq!(large.code(), "source-too-large");
    fs::write(&path, "no bundle").unwrap();
    let bad = BundleFiles::new().file(domain("td"), &path).settle(Duration::ZERO).open().unwrap_err();
    assert!(bad.to_string().contains("td.pem"), "{bad}");
}

#[test]
fn a_file_that_never_rests_is_not_taken() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    let text = root_pem("One");
    let mut keeper = Keeper::new("td.pem".to_owned(), Duration::from_secs(3));
    let (begun, at) = super::now();
    let mut look = |second, writes: bool| {
        if writes {
            // The same bytes again: what was there in between is not known.
            fs::remove_file(&path).ok();
            fs::write(&path, &text).unwrap();
            fs::File::options().write(true).open(&path).unwrap().set_modified(clock(second)).unwrap();
        }
        let contents = super::read(std::slice::from_ref(&path), 1 << 20);
        let parse = |_: &super::Contents| Ok(super::Loaded { item: (), expires_at: None, warn_at: None });
        keeper.offer(contents, (begun + Duration::from_secs(second), at), parse).is_some()
    };
    assert!((0..20).all(|second| !look(second, true)), "written every second, to rest for three");
    assert_eq!([20, 21, 22, 23].map(|second| look(second, false)), [false, false, true, false]);

    let mut looks = 0;
    let never = settled(Duration::from_millis(1), || {
        looks += 1;
        Ok(false)
    });
    assert_eq!((never.unwrap_err().code(), looks), ("source-changing", 40));
}

fn clock(second: u64) -> std::time::SystemTime {
    std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 + second)
}

#[test]
fn watches_until_it_is_dropped_and_feeds_who_follows() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    fs::write(&path, root_pem("One")).unwrap();
    let source = open(&[("td", &path)]);
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    source.follow(move |bundles| {
        assert_eq!(bundles.len(), 1);
        count.fetch_add(1, Ordering::SeqCst);
    });
    assert_eq!(told.load(Ordering::SeqCst), 1, "at once");
    source.watch(Duration::from_millis(5)).unwrap();
    source.watch(Duration::from_millis(5)).unwrap();
    fs::write(&path, root_pem("Two")).unwrap();
    for _ in 0..4000 {
        if told.load(Ordering::SeqCst) == 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(told.load(Ordering::SeqCst), 2);
    assert_eq!(subjects(&source, "td"), ["CN=Two"]);
    drop(source);
    assert_eq!(Arc::strong_count(&told), 1, "the thread has ended and let go of the sink");
}

#[test]
fn looks_no_more_after_unwatch_and_never_all_the_time() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("td.pem");
    fs::write(&path, root_pem("One")).unwrap();
    let source = open(&[("td", &path)]);
    source.unwatch();
    source.watch(Duration::ZERO).unwrap();
    let checked = || source.states()[0].1.checked_at;
    let first = checked();
    for _ in 0..1000 {
        if checked() != first {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_ne!(checked(), first);
    source.unwatch();
    fs::write(&path, root_pem("Two")).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(subjects(&source, "td"), ["CN=One"]);
    poll_until_taken(&source);
}

/// It cannot be provoked here: the limit on threads is the process's.
#[test]
fn the_code_for_a_lack_of_threads() {
    let error = SourceError::NoThread { reason: "limit".to_owned() };
    assert_eq!((error.code(), error.to_string().contains("limit")), ("source-without-thread", true));
}
