//! A verifier that is replaced by several threads at once.

use std::thread;
use std::time::Duration;

use crate::finding::Refusal as _;
use crate::trust::source::BundleFiles;
use crate::trust::{BundleSet, DistrustKind, DistrustList, Distrusted, TrustBundle};
use crate::verify::{ChainVerifier, LiveVerifier};

use super::{NOW, at, root, td};

#[test]
fn a_reload_undoes_no_settings_that_another_thread_puts_in_force() {
    let ca = root("root", "td");
    let chain = ca.svid(&td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap().chain.to_der();
    // So many bundles that nearly all the time is spent in building: the replacement falls into it.
    let others = (0..500).map(|n| TrustBundle::new(td(&format!("td{n}")), [ca.certificate().clone()]));
    let bundles =
        BundleSet::new(others.chain([TrustBundle::new(td("td"), [ca.certificate().clone()])])).unwrap();
    let trusting = ChainVerifier::builder(bundles.clone()).build().unwrap();
    trusting.verify(&chain, at(NOW)).unwrap();
    let entry = Distrusted::of(ca.certificate(), DistrustKind::Key, "stolen");
    let distrusting =
        ChainVerifier::builder(bundles.clone()).distrust(DistrustList::from_iter([entry])).build().unwrap();
    let live = LiveVerifier::new(trusting);
    thread::scope(|scope| {
        let reloading = scope.spawn(|| {
            for _ in 0..20 {
                live.reload(bundles.clone()).unwrap();
            }
        });
        thread::sleep(Duration::from_millis(5));
        live.replace(distrusting);
        reloading.join().unwrap();
    });
    assert_eq!(live.verify(&chain, at(NOW)).unwrap_err().code(), "certificate-distrusted");
}

#[test]
fn sources_of_different_trust_domains_serve_one_verifier() {
    let directory = tempfile::tempdir().unwrap();
    let sources = ["ours", "theirs"].map(|name| {
        let path = directory.path().join(name);
        std::fs::write(&path, root(name, name).certificate().to_pem()).unwrap();
        BundleFiles::new().file(td(name), path).settle(Duration::ZERO).open().unwrap()
    });
    let federated = TrustBundle::new(td("federated"), [root("federated", "federated").certificate().clone()]);
    let live =
        LiveVerifier::new(ChainVerifier::builder(BundleSet::new([federated]).unwrap()).build().unwrap());
    sources.iter().for_each(|source| live.follow(source));
    let renewed = root("ours again", "ours");
    std::fs::write(directory.path().join("ours"), renewed.certificate().to_pem()).unwrap();
    assert!(sources[0].poll());
    let bundles = live.current().bundles().clone();
    assert_eq!(bundles.len(), 3);
    assert_eq!(bundles.get(td("ours").as_ref()).unwrap().authorities(), [renewed.certificate().clone()]);
}

/// Else a root that was retired by other means would come back with the next news of any trust domain.
#[test]
fn a_source_puts_no_bundle_again_that_has_not_changed() {
    let directory = tempfile::tempdir().unwrap();
    let files = ["ours", "theirs"].iter().fold(BundleFiles::new().settle(Duration::ZERO), |files, name| {
        let path = directory.path().join(name);
        std::fs::write(&path, root(name, name).certificate().to_pem()).unwrap();
        files.file(td(name), path)
    });
    let source = files.open().unwrap();
    let live = LiveVerifier::new(ChainVerifier::builder(source.bundles()).build().unwrap());
    live.follow(&source);
    let other = TrustBundle::new(td("theirs"), [root("another", "theirs").certificate().clone()]);
    live.put_bundle(&other).unwrap();
    std::fs::write(directory.path().join("ours"), root("ours again", "ours").certificate().to_pem()).unwrap();
    assert!(source.poll());
    let theirs = || live.current().bundles().get(td("theirs").as_ref()).cloned();
    assert_eq!(theirs(), Some(other));
    let renewed = root("theirs again", "theirs");
    std::fs::write(directory.path().join("theirs"), renewed.certificate().to_pem()).unwrap();
    assert!(source.poll());
    assert_eq!(theirs().unwrap().authorities(), [renewed.certificate().clone()], "what is new is put");
}
