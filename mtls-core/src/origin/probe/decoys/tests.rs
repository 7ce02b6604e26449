//! Each decoy is what it says, and refused for that reason alone.

use super::*;
use crate::pki::ExtendedKeyUsage;
use crate::verify::{EdgeVerifier, ExpectedName, Profile};

fn at() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_000))
}

fn authority() -> CertificateAuthority {
    CertificateAuthority::root("Edge CA").organization("Exampel, Inc.").at(at()).build().unwrap()
}

fn of_kind(decoys: &[Decoy], kind: ProbeKind) -> &Presented {
    &decoys.iter().find(|decoy| decoy.kind == kind).unwrap().presented
}

#[test]
fn namesakes_copy_the_name_of_the_authority_byte_for_byte() {
    // From Cloudflare's own: PrintableString and six attributes, in an order that no tool writes.
    let pem = include_bytes!("../../../../tests/data/recipes/cloudflare/origin-pull-2029.pem");
    let anchors = TrustAnchors::from_pem(pem).unwrap();
    let real = anchors.authorities().first().unwrap();
    let name = AuthorityName::of_anchors(&anchors).unwrap();
    let decoys = namesakes(&name, None, at()).unwrap();
    assert_eq!(
        decoys.iter().map(|decoy| decoy.kind).collect::<Vec<_>>(),
        [ProbeKind::SelfSigned, ProbeKind::SameNameCa, ProbeKind::SameNameAndKeyCa]
    );
    for decoy in &decoys {
        let leaf = decoy.presented.chain.leaf();
        assert_eq!(leaf.issuer_der(), real.subject_der(), "{:?}", decoy.kind);
        assert!(decoy.presented.key.matches(leaf).unwrap(), "{:?}", decoy.kind);
        assert_eq!(leaf.extended_key_usage().unwrap(), [ExtendedKeyUsage::ClientAuth], "{:?}", decoy.kind);
        assert!(!leaf.is_ca() && leaf.is_valid_at(at()), "{:?}", decoy.kind);
        assert!(leaf.subject_key_id().is_some(), "{:?}", decoy.kind);
    }
    let alone = of_kind(&decoys, ProbeKind::SelfSigned).chain.leaf().clone();
    assert_eq!(alone.subject_der(), real.subject_der());
    assert_eq!(alone.authority_key_id(), alone.subject_key_id());
    let issued = of_kind(&decoys, ProbeKind::SameNameCa).chain.leaf().clone();
    assert_ne!(issued.authority_key_id(), real.subject_key_id());
    let twin = of_kind(&decoys, ProbeKind::SameNameAndKeyCa).chain.leaf().clone();
    assert_eq!(twin.authority_key_id(), real.subject_key_id());
}

#[test]
fn a_namesake_bears_the_subject_of_the_edge() {
    let ca = authority();
    let edge = ca.client("edge of shop.example").at(at()).issue().unwrap();
    let name = AuthorityName::of_issuer(&edge.chain).unwrap();
    assert_eq!(name.subject, ca.certificate().subject_der());
    assert_eq!(name.key_id.as_deref(), ca.certificate().subject_key_id());
    let decoys = namesakes(&name, Some(edge.chain.leaf()), at()).unwrap();
    assert_eq!(
        of_kind(&decoys, ProbeKind::SameNameCa).chain.leaf().subject_der(),
        edge.chain.leaf().subject_der()
    );
}

#[test]
fn a_name_from_a_list_gives_no_twin_key() {
    let ca = authority();
    let decoys = namesakes(&AuthorityName::listed(ca.certificate().subject_der()), None, at()).unwrap();
    assert_eq!(decoys.len(), 2);
}

#[test]
fn an_enforcing_origin_refuses_every_decoy_and_takes_the_edge() {
    let ca = authority();
    let now = after(at(), 60);
    let anchors = TrustAnchors::new([ca.certificate().clone()]);
    let name = AuthorityName::of_anchors(&anchors).unwrap();
    let verifier = EdgeVerifier::builder(Profile::EdgeClient, anchors).build().unwrap();
    let judge = |chain: &CertificateChain| {
        let common = ExpectedName::Any;
        verifier.verify_chain(chain, &common, now)
    };
    judge(&ca.client("edge").at(now).issue().unwrap().chain).unwrap();

    let mut decoys = namesakes(&name, None, now).unwrap();
    decoys.extend(strangers(now).unwrap());
    let (unfit, left_out) = unfit(&ca, now);
    assert!(left_out.is_empty(), "{left_out:?}");
    decoys.extend(unfit);
    assert_eq!(decoys.len(), 9);
    for decoy in decoys {
        let chain = &decoy.presented.chain;
        assert!(judge(chain).is_err(), "{:?}", decoy.kind);
        assert!(decoy.presented.key.matches(chain.leaf()).unwrap(), "{:?}", decoy.kind);
    }
}

#[test]
fn unfit_certificates_are_of_the_real_authority() {
    let ca = authority();
    let now = after(at(), 60);
    let (decoys, _) = unfit(&ca, now);
    let expired = of_kind(&decoys, ProbeKind::Expired).chain.leaf().clone();
    assert!(expired.not_after() < now && expired.issuer_der() == ca.certificate().subject_der());
    let early = of_kind(&decoys, ProbeKind::NotYetValid).chain.leaf().clone();
    assert!(early.not_before() > now);
    let server = of_kind(&decoys, ProbeKind::ServerOnly).chain.leaf().clone();
    assert_eq!(server.extended_key_usage().unwrap(), [ExtendedKeyUsage::ServerAuth]);
    let orphan = &of_kind(&decoys, ProbeKind::MissingIntermediate).chain;
    assert_eq!(orphan.len(), 1);
    assert_ne!(orphan.leaf().issuer_der(), ca.certificate().subject_der());
}

#[test]
fn what_the_authority_cannot_issue_is_named() {
    let ca = CertificateAuthority::root("Edge CA").path_len(0).at(at()).build().unwrap();
    let (decoys, left_out) = unfit(&ca, after(at(), 60));
    assert_eq!(decoys.len(), 3);
    assert_eq!(left_out.first().unwrap().0, ProbeKind::MissingIntermediate);
}

/// Alone and with a root behind: what is ignored at one depth may be refused at the other.
#[test]
fn a_stranger_comes_alone_and_with_the_root_of_its_ca_and_namesakes_alone() {
    let decoys = strangers(at()).unwrap();
    let chain = &of_kind(&decoys, ProbeKind::UnrelatedCaWithRoot).chain;
    let [leaf, root] = chain.certificates() else { panic!("{chain:?}") };
    assert_eq!(of_kind(&decoys, ProbeKind::UnrelatedCa).chain.certificates(), std::slice::from_ref(leaf));
    assert!(root.is_ca() && root.is_self_issued() && leaf.names_as_issuer(root));
    for time in [before(at(), HOUR), after(at(), DAY)] {
        assert!(leaf.is_valid_at(time) && root.is_valid_at(time));
    }
    let name = AuthorityName::listed(authority().certificate().subject_der());
    for decoy in namesakes(&name, None, at()).unwrap() {
        assert_eq!(decoy.presented.chain.len(), 1, "{:?}", decoy.kind);
    }
}

#[test]
fn dates_after_2049_are_written_in_full() {
    let late = UnixTime::since_unix_epoch(Duration::from_secs(2_600_000_000));
    let name = AuthorityName::listed(authority().certificate().subject_der());
    for decoy in namesakes(&name, None, late).unwrap() {
        assert!(decoy.presented.chain.leaf().is_valid_at(late), "{:?}", decoy.kind);
    }
}
