use proptest::prelude::*;

use super::CertificateChain;
use crate::finding::Refusal as _;
use crate::pki::{Certificate, Limits, PkiError};

const SVID: &[u8] = include_bytes!("../../../tests/data/pki/svid.pem");
const INTERMEDIATE: &[u8] = include_bytes!("../../../tests/data/pki/intermediate.pem");
const ROOT: &[u8] = include_bytes!("../../../tests/data/pki/root.pem");
const OTHER_ROOT: &[u8] = include_bytes!("../../../tests/data/pki/other-root.pem");

fn chain(parts: &[&[u8]]) -> CertificateChain {
    CertificateChain::from_pem(&parts.concat()).unwrap()
}

/// Rule and message of each finding.
fn findings(parts: &[&[u8]]) -> Vec<(&'static str, String)> {
    chain(parts).check_order().into_iter().map(|finding| (finding.rule, finding.message)).collect()
}

fn rules(parts: &[&[u8]]) -> Vec<&'static str> {
    findings(parts).into_iter().map(|(rule, _)| rule).collect()
}

#[test]
fn a_chain_keeps_the_order_given() {
    let chain = chain(&[SVID, INTERMEDIATE, ROOT]);
    assert_eq!((chain.len(), chain.issuers().len()), (3, 2));
    assert_eq!(chain.leaf().subject(), "CN=cart,O=Example Shop");
    assert_eq!(chain.to_pem().as_bytes(), [SVID, INTERMEDIATE, ROOT].concat());
    assert_eq!(CertificateChain::from_der(chain.to_der()).unwrap(), chain);
    assert_eq!(CertificateChain::from_bytes(chain.leaf().der()).unwrap().len(), 1);
    assert_eq!(serde_json::to_value(&chain).unwrap()[2]["subject"], "CN=Root,O=Example Shop");
}

#[test]
fn good_chains_have_no_findings() {
    assert!(findings(&[SVID]).is_empty());
    assert!(findings(&[SVID, INTERMEDIATE]).is_empty());
    assert!(findings(&[ROOT]).is_empty(), "a root alone is no chain with a root in it");
}

#[test]
fn what_is_wrong_is_named() {
    assert_eq!(rules(&[SVID, INTERMEDIATE, ROOT]), ["chain-root-included"]);
    assert_eq!(
        findings(&[INTERMEDIATE, SVID]),
        [("chain-out-of-order", "the right order of the certificates is 1, 0".to_owned())]
    );
    assert_eq!(
        findings(&[SVID, ROOT, INTERMEDIATE]),
        [
            ("chain-out-of-order", "the right order of the certificates is 0, 2, 1".to_owned()),
            ("chain-root-included", "it is a root; peers use their own copy".to_owned())
        ]
    );
    assert_eq!(
        findings(&[SVID, INTERMEDIATE, SVID]),
        [("chain-duplicate", "it is the same as certificate 0".to_owned())]
    );
    assert_eq!(
        findings(&[SVID, ROOT])[0],
        (
            "chain-gap",
            "its issuer, CN=Intermediate,O=Example Shop, is not in the chain: certificate 1 did not issue it"
                .to_owned()
        )
    );
    assert_eq!(
        findings(&[SVID, INTERMEDIATE, OTHER_ROOT])[0],
        (
            "chain-issuer-key-mismatch",
            "certificate 2 has its issuer's name, CN=Root,O=Example Shop, but another key than the one that signed it".to_owned()
        )
    );
    assert_eq!(
        rules(&[SVID, INTERMEDIATE, ROOT, OTHER_ROOT]),
        ["chain-unrelated", "chain-root-included", "chain-root-included"]
    );
}

#[test]
fn findings_point_at_the_certificate() {
    let finding = &chain(&[SVID, INTERMEDIATE, SVID]).check_order()[0];
    assert_eq!(
        finding.subject.to_string(),
        "certificate 2 (issuer, CN=cart,O=Example Shop, serial 7a:3b:9c)"
    );
}

#[test]
fn sorting_finds_the_one_order() {
    let want = chain(&[SVID, INTERMEDIATE, ROOT]);
    for parts in [
        [SVID, INTERMEDIATE, ROOT],
        [SVID, ROOT, INTERMEDIATE],
        [INTERMEDIATE, SVID, ROOT],
        [INTERMEDIATE, ROOT, SVID],
        [ROOT, SVID, INTERMEDIATE],
        [ROOT, INTERMEDIATE, SVID],
    ] {
        assert_eq!(chain(&parts).sorted().unwrap(), want);
    }
    assert_eq!(chain(&[INTERMEDIATE, SVID, SVID]).sorted().unwrap(), chain(&[SVID, INTERMEDIATE]));
}

#[test]
fn what_cannot_be_sorted_is_refused() {
    let error = chain(&[SVID, INTERMEDIATE, ROOT, OTHER_ROOT]).sorted().unwrap_err();
    assert_eq!(error.code(), "chain-unsortable");
    assert!(error.to_string().contains("2 certificates issued none of the others"), "{error}");
    assert_eq!(chain(&[SVID, ROOT]).sorted().unwrap_err().code(), "chain-unsortable");
}

#[test]
fn bounds_hold() {
    assert_eq!(CertificateChain::new([]).unwrap_err(), PkiError::ChainEmpty);
    assert_eq!(CertificateChain::from_pem(b"").unwrap_err().code(), "pem-not-found");
    let one = Certificate::from_pem(SVID).unwrap();
    assert_eq!(CertificateChain::new(vec![one.clone(); 32]).unwrap().len(), 32);
    assert_eq!(CertificateChain::new(vec![one; 33]).unwrap_err(), PkiError::ChainTooLong { limit: 32 });
    let limits = Limits { max_chain: 2, ..Limits::default() };
    let error = CertificateChain::from_pem_with(&SVID.repeat(3), &limits).unwrap_err();
    assert_eq!(error.code(), "chain-too-long");
}

#[test]
fn a_private_key_among_certificates_is_refused() {
    let key = include_bytes!("../../../tests/data/pki/svid.key");
    let error = CertificateChain::from_pem(&[SVID, key].concat()).unwrap_err();
    let line = SVID.split(|b| *b == b'\n').count();
    assert_eq!(
        error.to_string(),
        format!("block 2 (line {line}): this is a private key where a certificate is expected")
    );
}

proptest! {
    /// Any certificates in any order: what can be sorted has nothing left that sorting could mend.
    #[test]
    fn a_sorted_chain_is_in_order(choice in prop::collection::vec(0_usize..4, 1..8)) {
        let parts: Vec<&[u8]> = choice.iter().map(|i| [SVID, INTERMEDIATE, ROOT, OTHER_ROOT][*i]).collect();
        let before = rules(&parts);
        match chain(&parts).sorted() {
            Ok(sorted) => {
                let after: Vec<_> = sorted.check_order().iter().map(|finding| finding.rule).collect();
                prop_assert!(after.iter().all(|rule| *rule == "chain-root-included"), "{after:?}");
                prop_assert_eq!(sorted.sorted().unwrap(), sorted);
            }
            Err(_) => prop_assert!(
                before.iter().any(|r| ["chain-gap", "chain-unrelated", "chain-issuer-key-mismatch"].contains(r)),
                "{before:?}"
            ),
        }
    }
}
