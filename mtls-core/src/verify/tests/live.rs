//! A verifier that is replaced by several threads at once.

use std::thread;
use std::time::Duration;

use crate::finding::Refusal as _;
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
