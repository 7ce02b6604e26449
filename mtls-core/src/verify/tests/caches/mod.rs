//! What is remembered saves work and changes no verdict.

mod fences;
mod memory;
mod zoo;

use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use rcgen::CertificateParams;
use rustls_pki_types::CertificateDer;

use crate::trust::{BundleSet, TrustBundle};
use crate::verify::{
    CacheLimits, ChainVerifier, ChainVerifierBuilder, EdgeVerifier, LiveVerifier, Profile, Rejection,
};

use super::counting::{CHECKS, counting_algorithms};
use super::forge::{Forge, ca_params, dates, leaf_params};
use super::{DAY, NOW, at, bundles, root, td};
use zoo::{Asked, Question, Setting, Zoo};

fn limits(peer_bytes: u64, issuer_bytes: u64) -> CacheLimits {
    CacheLimits { peer_bytes, issuer_bytes }
}

/// Those that remember something: everything, peers, issuers, and so little that entries are thrown out.
const REMEMBERING: [CacheLimits; 4] = [
    CacheLimits { peer_bytes: 8 << 20, issuer_bytes: 1 << 20 },
    CacheLimits { peer_bytes: 8 << 20, issuer_bytes: 0 },
    CacheLimits { peer_bytes: 0, issuer_bytes: 1 << 20 },
    CacheLimits { peer_bytes: 12 << 10, issuer_bytes: 12 << 10 },
];

/// Every question about every chain that it is about.
fn each(questions: &[Question], mut ask: impl FnMut(Asked, &[CertificateDer<'_>])) {
    let zoo = Zoo::get();
    for question in questions {
        let chains = question.chains(zoo);
        for asked in &question.asked {
            chains.iter().for_each(|chain| ask(*asked, chain));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_verifier_that_remembers_gives_the_verdicts_of_one_that_does_not(
        setting in Setting::any(),
        questions in prop::collection::vec(Question::any(), 1..5),
    ) {
        let bare = setting.verifier(Zoo::get(), CacheLimits::NONE);
        let remembering = REMEMBERING.map(|limits| setting.verifier(Zoo::get(), limits));
        each(&questions, |asked, chain| {
            let expected = bare.verify_for(asked.purpose(), chain, at(asked.seconds));
            for verifier in &remembering {
                let found = verifier.verify_for(asked.purpose(), chain, at(asked.seconds));
                assert_eq!(found, expected, "{asked:?}");
            }
        });
    }

    #[test]
    fn so_does_one_of_servers_and_clients(
        setting in Setting::any(),
        questions in prop::collection::vec(Question::any(), 1..5),
    ) {
        let bare = setting.edge_verifier(Zoo::get(), CacheLimits::NONE);
        let remembering = REMEMBERING.map(|limits| setting.edge_verifier(Zoo::get(), limits));
        each(&questions, |asked, chain| {
            let expected = bare.verify(chain, &asked.name(), at(asked.seconds));
            for verifier in &remembering {
                assert_eq!(verifier.verify(chain, &asked.name(), at(asked.seconds)), expected, "{asked:?}");
            }
        });
    }

    #[test]
    fn reloads_leave_nothing_behind(
        settings in prop::collection::vec(Setting::any(), 2..5),
        reloads in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 2..6),
        questions in prop::collection::vec(Question::any(), 1..3),
    ) {
        let zoo = Zoo::get();
        let mut bare = settings[0].verifier(zoo, CacheLimits::NONE);
        let live = LiveVerifier::new(settings[0].verifier(zoo, CacheLimits::default()));
        for (place, whole) in reloads {
            let next = &settings[place.index(settings.len())];
            if whole {
                live.replace(next.verifier(zoo, CacheLimits::default()));
                bare = next.verifier(zoo, CacheLimits::NONE);
            } else {
                live.reload(next.bundles(zoo)).unwrap();
                bare = bare.with_bundles(next.bundles(zoo)).unwrap();
            }
            each(&questions, |asked, chain| {
                let found = live.verify_for(asked.purpose(), chain, at(asked.seconds));
                assert_eq!(found, bare.verify_for(asked.purpose(), chain, at(asked.seconds)), "{asked:?}");
            });
        }
    }
}

/// The zoo is worth nothing if its questions are all refused, or never meet what is remembered.
#[test]
fn the_zoo_has_both_verdicts_and_its_issuers_come_back() {
    let zoo = Zoo::get();
    let mut counts = (0, 0);
    let mut saved = 0;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..40 {
        let setting = Setting::any().new_tree(&mut runner).unwrap().current();
        let bare = setting.verifier(zoo, CacheLimits::NONE);
        let remembering = setting.verifier(zoo, limits(0, 1 << 20));
        for _ in 0..4 {
            let question = Question::any().new_tree(&mut runner).unwrap().current();
            each(&[question], |asked, chain| {
                let checks = |verifier: &ChainVerifier| {
                    CHECKS.set(0);
                    let accepted = verifier.verify_for(asked.purpose(), chain, at(asked.seconds)).is_ok();
                    (CHECKS.get(), accepted)
                };
                let ((bare, accepted), (remembering, _)) = (checks(&bare), checks(&remembering));
                *(if accepted { &mut counts.0 } else { &mut counts.1 }) += 1;
                saved += u32::from(accepted && remembering < bare);
            });
        }
    }
    assert!(counts.0 > 200 && counts.1 > 200, "{counts:?}");
    assert!(saved > 50, "{saved}");
}

#[test]
fn a_known_issuer_costs_one_signature_check_and_a_known_peer_none() {
    let root = root("root", "td");
    let intermediate = root.intermediate("a").path_len(0).at(at(NOW)).build().unwrap();
    let leaf =
        |name: &str| intermediate.svid(&td("td").join(name).unwrap()).at(at(NOW)).issue().unwrap().chain;
    let verifier =
        ChainVerifier::builder(bundles(&[("td", &root)])).algorithms(counting_algorithms()).build().unwrap();
    let checks = |chain: &[CertificateDer<'_>]| {
        CHECKS.set(0);
        verifier.verify(chain, at(NOW + 60)).unwrap();
        CHECKS.get()
    };
    let (one, two) = (leaf("one").to_der(), leaf("two").to_der());
    assert_eq!(checks(&one), 2);
    assert_eq!(checks(&one), 0);
    assert_eq!(checks(&two), 1);
    assert_eq!(checks(&two), 0);
    let reloaded = verifier.with_bundles(bundles(&[("td", &root)])).unwrap();
    CHECKS.set(0);
    reloaded.verify(&two, at(NOW + 60)).unwrap();
    assert_eq!(CHECKS.get(), 2);
}

/// Asks a bare and a remembering verifier the same, and gives the verdicts' codes.
fn same(
    setup: impl Fn() -> ChainVerifierBuilder,
    asked: &[(&[CertificateDer<'_>], u64)],
) -> Vec<&'static str> {
    let bare = setup().caches(CacheLimits::NONE).build().unwrap();
    let verifiers = REMEMBERING.map(|limits| setup().caches(limits).build().unwrap());
    let mut codes = Vec::new();
    for (chain, seconds) in asked {
        let expected = bare.verify(chain, at(*seconds));
        for remembering in &verifiers {
            assert_eq!(remembering.verify(chain, at(*seconds)), expected, "{seconds}");
        }
        codes.push(
            expected.as_ref().map_or_else(|rejection| crate::finding::Refusal::code(rejection), |_| ""),
        );
    }
    codes
}

#[test]
fn memory_ends_with_the_first_that_ends() {
    let long = |params: &mut CertificateParams| dates(params, NOW - DAY, NOW + 30 * DAY);
    let root = Forge::new(ca_params("r"));
    for (ending, code) in [(0, "leaf-expired"), (1, "issuer-expired"), (2, "authority-expired")] {
        let short = |place: usize, mut params: CertificateParams| {
            long(&mut params);
            if place == ending {
                dates(&mut params, NOW - 10, NOW + 10);
            }
            params
        };
        let root_again = short(2, ca_params("r")).self_signed(root.issuer.key()).unwrap();
        let intermediate = root.below(short(1, ca_params("i")));
        let leaves = [0, 1].map(|_| intermediate.sign(&short(0, leaf_params(&["spiffe://td/w"]))));
        let [one, other] = leaves.map(|leaf| [leaf, intermediate.root.clone()]);
        let authority = crate::pki::Certificate::from_der(root_again.der()).unwrap();
        let setup = || {
            ChainVerifier::builder(BundleSet::new([TrustBundle::new(td("td"), [authority.clone()])]).unwrap())
        };
        let asked = [
            (&one[..], NOW),
            (&other, NOW + 10),
            (&one, NOW + 11),
            (&other, NOW + 11),
            (&one, NOW - 11),
            (&one, NOW - 10),
        ];
        let codes = same(setup, &asked);
        assert_eq!(codes[..4], ["", "", code, code]);
        assert!(codes[4].ends_with("not-yet-valid"), "{codes:?}");
        assert_eq!(codes[5], "");
    }
}

#[test]
fn memory_ends_with_a_crl() {
    let root = root("root", "td");
    let intermediate = root.intermediate("a").path_len(0).at(at(NOW)).build().unwrap();
    let leaf = intermediate.svid(&td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap().chain.to_der();
    let list = |ca: &crate::pki::issue::CertificateAuthority, hours: u64| {
        ca.crl(1).at(at(NOW)).valid_for(Duration::from_secs(hours * 3600)).build().unwrap()
    };
    let setup =
        || ChainVerifier::builder(bundles(&[("td", &root)])).crls([list(&root, 9), list(&intermediate, 2)]);
    let asked = [(&leaf[..], NOW + 60), (&leaf, NOW + 7200), (&leaf, NOW + 7201)];
    assert_eq!(same(setup, &asked), ["", "", "crl-expired"]);
}

#[test]
fn a_known_certificate_is_known_by_name_and_chain() {
    let root = root("root", "td");
    let issued = root.server(["shop.example"]).at(at(NOW)).issue().unwrap();
    let anchors = crate::trust::TrustAnchors::from_pem(root.certificate().to_pem().as_bytes()).unwrap();
    let verifier =
        EdgeVerifier::builder(Profile::Server, anchors).algorithms(counting_algorithms()).build().unwrap();
    let chain = issued.chain.to_der();
    let verify = |name: &str| {
        CHECKS.set(0);
        let verdict = verifier.verify(&chain, &name.parse().unwrap(), at(NOW + 60));
        (CHECKS.get(), verdict.map_err(|rejection| crate::finding::Refusal::code(&rejection)).map(|_| ()))
    };
    assert_eq!(verify("shop.example"), (1, Ok(())));
    assert_eq!(verify("shop.example"), (0, Ok(())));
    assert_eq!(verify("other.example").1, Err("peer-name-mismatch"));
}

#[test]
fn a_batch_is_judged_in_order() {
    let zoo = Zoo::get();
    let verifier = ChainVerifier::builder(
        BundleSet::new([TrustBundle::new(td("td"), zoo.authorities[..1].iter().cloned())]).unwrap(),
    )
    .build()
    .unwrap();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let chains: Vec<_> =
        (0..11).flat_map(|_| Question::any().new_tree(&mut runner).unwrap().current().chains(zoo)).collect();
    let one_by_one: Vec<Result<_, Rejection>> =
        chains.iter().map(|chain| verifier.verify(chain, at(NOW + 60))).collect();
    assert_eq!(verifier.verify_batch(&chains, at(NOW + 60)), one_by_one);
    assert!(one_by_one.iter().any(Result::is_ok) && one_by_one.iter().any(Result::is_err));
    assert_eq!(verifier.verify_batch::<Vec<CertificateDer<'_>>>(&[], at(NOW)), []);
}

#[test]
fn a_live_verifier_takes_effect_for_all_handles_or_not_at_all() {
    let (old, new) = (root("old", "td"), root("new", "td"));
    let chain = new.svid(&td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap().chain.to_der();
    let live = LiveVerifier::new(ChainVerifier::builder(bundles(&[("td", &old)])).build().unwrap());
    let handle = live.clone();
    assert!(handle.verify(&chain, at(NOW + 60)).is_err());
    live.reload(bundles(&[("td", &new)])).unwrap();
    handle.verify(&chain, at(NOW + 60)).unwrap();
    assert!(handle.explain(&chain, at(NOW + 60)).accepted);
    let before = live.replace(ChainVerifier::builder(bundles(&[("td", &old)])).build().unwrap());
    before.verify(&chain, at(NOW + 60)).unwrap();
    assert!(handle.current().verify(&chain, at(NOW + 60)).is_err());
    assert!(handle.verify(&chain, at(NOW + 2 * DAY)).is_err());
}
