//! CRLs and distrust lists.

use std::time::Duration;

use rcgen::KeyUsagePurpose;

use crate::finding::Refusal as _;
use crate::pki::issue::CertificateAuthority;
use crate::pki::{CertificateChain, Crl, RevocationReason};
use crate::trust::{DistrustKind, DistrustList, Distrusted};
use crate::verify::{ChainVerifier, Profile, Rejection, RevocationDepth, RevocationPolicy, VerifiedPeer};

use super::forge::{Forge, ca_params, leaf_params};
use super::{DAY, NOW, at, bundles, root, td};

/// A root, two intermediates of it, and a leaf of each.
struct Mesh {
    root: CertificateAuthority,
    a: CertificateAuthority,
    b: CertificateAuthority,
    leaf_a: CertificateChain,
    leaf_b: CertificateChain,
}

impl Mesh {
    fn new() -> Self {
        let root = root("root", "td");
        let intermediate = |name: &str| root.intermediate(name).path_len(0).at(at(NOW)).build().unwrap();
        let (a, b) = (intermediate("a"), intermediate("b"));
        let leaf = |ca: &CertificateAuthority| {
            ca.svid(&td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap().chain
        };
        let (leaf_a, leaf_b) = (leaf(&a), leaf(&b));
        Self { root, a, b, leaf_a, leaf_b }
    }

    fn verify(
        &self,
        crls: &[&Crl],
        policy: RevocationPolicy,
        chain: &CertificateChain,
        seconds: u64,
    ) -> Result<VerifiedPeer, Rejection> {
        ChainVerifier::builder(bundles(&[("td", &self.root)]))
            .crls(crls.iter().map(|crl| (*crl).clone()))
            .revocation(policy)
            .build()
            .unwrap()
            .verify_chain(chain, at(seconds))
    }
}

fn clean(ca: &CertificateAuthority, number: u64) -> Crl {
    ca.crl(number).at(at(NOW)).valid_for(Duration::from_secs(7 * DAY)).build().unwrap()
}

fn revoking(ca: &CertificateAuthority, chain: &CertificateChain, place: usize, number: u64) -> Crl {
    ca.crl(number)
        .revoke(&chain.certificates()[place], RevocationReason::KeyCompromise)
        .at(at(NOW + u64::from(number > 1)))
        .valid_for(Duration::from_secs(7 * DAY))
        .build()
        .unwrap()
}

fn code(verdict: Result<VerifiedPeer, Rejection>) -> &'static str {
    verdict.unwrap_err().code()
}

const FAIL_CLOSED: RevocationPolicy =
    RevocationPolicy { depth: RevocationDepth::Chain, accept_unknown: false, accept_expired: false };

#[test]
fn a_revoked_leaf_or_intermediate_is_refused_and_its_siblings_are_not() {
    let mesh = Mesh::new();
    let (root_clean, a_clean, b_clean) = (clean(&mesh.root, 1), clean(&mesh.a, 1), clean(&mesh.b, 1));
    let all = [&root_clean, &a_clean, &b_clean];
    for chain in [&mesh.leaf_a, &mesh.leaf_b] {
        assert_eq!(mesh.verify(&all, FAIL_CLOSED, chain, NOW + 60).unwrap().warnings(), []);
    }
    let a_revokes = revoking(&mesh.a, &mesh.leaf_a, 0, 2);
    let refused = mesh.verify(&[&root_clean, &a_revokes, &b_clean], FAIL_CLOSED, &mesh.leaf_a, NOW + 60);
    let refused = refused.unwrap_err();
    assert_eq!(refused.code(), "certificate-revoked");
    assert!(refused.to_string().contains("keyCompromise"), "{refused}");
    mesh.verify(&[&root_clean, &a_revokes, &b_clean], FAIL_CLOSED, &mesh.leaf_b, NOW + 60).unwrap();

    let root_revokes = revoking(&mesh.root, &mesh.leaf_a, 1, 2);
    let lists = [&root_revokes, &a_clean, &b_clean];
    assert_eq!(code(mesh.verify(&lists, FAIL_CLOSED, &mesh.leaf_a, NOW + 60)), "certificate-revoked");
    mesh.verify(&lists, FAIL_CLOSED, &mesh.leaf_b, NOW + 60).unwrap();
    let leaf_alone = RevocationPolicy { depth: RevocationDepth::Leaf, ..FAIL_CLOSED };
    mesh.verify(&lists, leaf_alone, &mesh.leaf_a, NOW + 60).unwrap();
}

#[test]
fn the_newest_list_of_an_issuer_counts_in_whatever_order() {
    let mesh = Mesh::new();
    let (root_clean, old, new) =
        (clean(&mesh.root, 1), clean(&mesh.a, 1), revoking(&mesh.a, &mesh.leaf_a, 0, 2));
    for lists in [[&root_clean, &old, &new], [&new, &root_clean, &old]] {
        assert_eq!(code(mesh.verify(&lists, FAIL_CLOSED, &mesh.leaf_a, NOW + 60)), "certificate-revoked");
    }
    // Lifted again by the third.
    let lifted = mesh.a.crl(3).at(at(NOW + 10)).valid_for(Duration::from_secs(DAY)).build().unwrap();
    mesh.verify(&[&root_clean, &old, &new, &lifted], FAIL_CLOSED, &mesh.leaf_a, NOW + 60).unwrap();
}

#[test]
fn where_it_cannot_be_told_which_list_is_newer_each_convicts() {
    let mesh = Mesh::new();
    let root_clean = clean(&mesh.root, 1);
    let list = |number: u64, seconds: u64, revokes: bool| {
        let list = mesh.a.crl(number).at(at(seconds)).valid_for(Duration::from_secs(7 * DAY));
        let leaf = mesh.leaf_a.leaf();
        if revokes { list.revoke(leaf, RevocationReason::KeyCompromise) } else { list }.build().unwrap()
    };
    let refuses = |lists: [&Crl; 2]| {
        for [one, other] in [lists, [lists[1], lists[0]]] {
            let verdict = mesh.verify(&[&root_clean, one, other], FAIL_CLOSED, &mesh.leaf_a, NOW + 60);
            assert_eq!(code(verdict), "certificate-revoked");
        }
    };
    // Two lists of the same second, whatever their numbers say.
    refuses([&list(1, NOW, false), &list(2, NOW, true)]);
    refuses([&list(2, NOW, false), &list(1, NOW, true)]);
    // The issuer's clock went back between two lists. Numbers are compared as such: 256 after 255.
    refuses([&list(255, NOW + 30, false), &list(256, NOW, true)]);
    // An older list with a lower number has no say any more.
    let (old, lifted) = (list(255, NOW, true), list(256, NOW + 30, false));
    mesh.verify(&[&root_clean, &old, &lifted], FAIL_CLOSED, &mesh.leaf_a, NOW + 60).unwrap();
}

#[test]
fn unknown_and_expired_status_are_policy() {
    let mesh = Mesh::new();
    let (root_clean, a_clean) = (clean(&mesh.root, 1), clean(&mesh.a, 1));
    let lists = [&root_clean, &a_clean];
    assert_eq!(code(mesh.verify(&lists, FAIL_CLOSED, &mesh.leaf_b, NOW + 60)), "revocation-unknown");
    let accept = RevocationPolicy { accept_unknown: true, ..FAIL_CLOSED };
    let peer = mesh.verify(&lists, accept, &mesh.leaf_b, NOW + 60).unwrap();
    assert_eq!(peer.warnings().iter().map(|w| w.rule).collect::<Vec<_>>(), ["revocation-unknown"]);

    let short = mesh.a.crl(2).at(at(NOW)).valid_for(Duration::from_secs(60)).build().unwrap();
    let lists = [&root_clean, &short];
    mesh.verify(&lists, FAIL_CLOSED, &mesh.leaf_a, NOW + 60).unwrap();
    assert_eq!(code(mesh.verify(&lists, FAIL_CLOSED, &mesh.leaf_a, NOW + 61)), "crl-expired");
    let accept = RevocationPolicy { accept_expired: true, ..FAIL_CLOSED };
    let peer = mesh.verify(&lists, accept, &mesh.leaf_a, NOW + 61).unwrap();
    assert_eq!(peer.warnings().iter().map(|w| w.rule).collect::<Vec<_>>(), ["crl-expired"]);
}

#[test]
fn depths_have_names() {
    for depth in [RevocationDepth::Leaf, RevocationDepth::Chain] {
        assert_eq!(depth.as_str().parse(), Ok(depth));
    }
    let refused = "root".parse::<RevocationDepth>().unwrap_err();
    assert_eq!(refused.code(), "verifier-revocation-depth-unknown");
    assert!(refused.to_string().ends_with("there are leaf, chain"), "{refused}");
}

#[test]
fn a_list_that_another_key_signed_or_that_may_not_be_signed_is_no_word() {
    let mesh = Mesh::new();
    let root_clean = clean(&mesh.root, 1);
    let namesake = mesh.root.intermediate("a").path_len(0).at(at(NOW)).build().unwrap();
    let foreign = namesake
        .crl(2)
        .revoke_serial(mesh.leaf_a.leaf().serial(), RevocationReason::KeyCompromise, at(NOW))
        .at(at(NOW))
        .valid_for(Duration::from_secs(DAY))
        .build()
        .unwrap();
    assert_eq!(
        code(mesh.verify(&[&root_clean, &foreign], FAIL_CLOSED, &mesh.leaf_a, NOW + 60)),
        "revocation-unknown"
    );
    // Beside the true one it does no harm: an intermediate rotated under the same name has both.
    let a_clean = clean(&mesh.a, 1);
    mesh.verify(&[&root_clean, &foreign, &a_clean], FAIL_CLOSED, &mesh.leaf_a, NOW + 60).unwrap();

    let mut params = ca_params("root");
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let forge = Forge::new(params);
    let leaf = forge.sign(&leaf_params(&["spiffe://td/a"]));
    let date =
        |seconds: u64| time::OffsetDateTime::from_unix_timestamp(i64::try_from(seconds).unwrap()).unwrap();
    let mut with_right = ca_params("root");
    with_right.key_usages.push(KeyUsagePurpose::CrlSign);
    let crl = rcgen::CertificateRevocationListParams {
        this_update: date(NOW),
        next_update: date(NOW + DAY),
        crl_number: 1_u64.into(),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    }
    .signed_by(&rcgen::Issuer::from_params(&with_right, forge.issuer.key()))
    .unwrap();
    let verifier =
        ChainVerifier::builder(forge.bundles()).crls([Crl::from_der(crl.der()).unwrap()]).build().unwrap();
    assert_eq!(verifier.verify(&[leaf], at(NOW + 1)).unwrap_err().code(), "crl-issuer-not-allowed");
}

#[test]
fn one_intermediate_is_shut_out_and_its_sibling_stays() {
    let mesh = Mesh::new();
    let verify = |list: &DistrustList, chain: &CertificateChain| {
        ChainVerifier::builder(bundles(&[("td", &mesh.root)]))
            .profile(Profile::SpiffeStrict)
            .distrust(list.clone())
            .build()
            .unwrap()
            .verify_chain(chain, at(NOW + 60))
    };
    let compromised = &mesh.leaf_a.certificates()[1];
    for kind in [DistrustKind::Certificate, DistrustKind::Serial, DistrustKind::Key] {
        let list = DistrustList::from_iter([Distrusted::of(compromised, kind, "key found in a backup")]);
        let refused = verify(&list, &mesh.leaf_a).unwrap_err();
        assert_eq!(refused.code(), "certificate-distrusted", "{kind}");
        assert!(refused.to_string().contains("key found in a backup"), "{refused}");
        assert!(refused.to_string().contains("certificate 1"), "{refused}");
        verify(&list, &mesh.leaf_b).unwrap();
    }
    let by_issuer =
        DistrustList::from_iter([Distrusted::issuer(mesh.a.certificate().subject_der(), "gone").unwrap()]);
    assert_eq!(code(verify(&by_issuer, &mesh.leaf_a)), "certificate-distrusted");
    verify(&by_issuer, &mesh.leaf_b).unwrap();
    let root = DistrustList::from_iter([Distrusted::of(mesh.root.certificate(), DistrustKind::Key, "gone")]);
    for chain in [&mesh.leaf_a, &mesh.leaf_b] {
        assert_eq!(code(verify(&root, chain)), "certificate-distrusted");
    }
}
