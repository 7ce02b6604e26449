//! The reader of messages, against the one that others use.

use proptest::prelude::*;
use prost::Message as _;

use super::super::message::{Answer, Svid};
use super::*;

fn read(bytes: &[u8]) -> Result<Answer<'_>, &'static str> {
    Answer::read(bytes)
}

fn one() -> X509Svid {
    X509Svid {
        spiffe_id: "spiffe://td/w".to_owned(),
        x509_svid: vec![1],
        x509_svid_key: vec![2],
        bundle: vec![3],
        hint: "h".to_owned(),
    }
}

#[test]
fn what_the_standard_leaves_open_is_passed_over_and_the_rest_is_refused() {
    let good = answer([one()]).encode_to_vec();
    let expected = Svid { spiffe_id: "spiffe://td/w", chain: &[1], key: &[2], bundle: &[3], hint: "h" };
    assert_eq!(read(&good).unwrap().svids, [expected]);
    let behind = |more: &[u8]| [&good[..], more].concat();
    // Fields that nobody knows yet, of every kind; a revocation list; a field given twice counts as it stands last.
    for more in [&b"\x78\x01"[..], b"\x79\0\0\0\0\0\0\0\0", b"\x7a\x02hi", b"\x7d\0\0\0\0", b"\x12\x01\x30"] {
        assert_eq!(read(&behind(more)).unwrap().svids, [expected], "{more:?}");
    }
    let twice = [&b"\x0a\x03old"[..], &one().encode_to_vec()].concat();
    let twice = [&[0x0a, u8::try_from(twice.len()).unwrap()][..], &twice].concat();
    assert_eq!(read(&twice).unwrap().svids, [expected]);
    assert!(!format!("{:?}", read(&good)).contains('2'), "no key in logs");
    for (more, why) in [
        (&b"\x02\x00"[..], "number 0"),
        (b"\x08\x01", "a number where bytes belong"),
        (b"\x1d\0\0\0\0", "a number where bytes belong"),
        (b"\x7b\x7c", "unknown wire type"),
        (b"\x7f", "unknown wire type"),
        (b"\x7a\x05hi", "longer than the message"),
        (b"\x7a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "longer than the message"),
        (b"\x7a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", "longer than 64 bits"),
        (b"\x7a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "longer than 64 bits"),
        (b"\xfa\xff\xff\xff\xff\x01", "too large"),
        (b"\x78\x80", "ends within a number"),
        (b"\x79\0\0\0", "longer than the message"),
        (b"\x0a\x03\x0a\x01\xff", "not UTF-8"),
        (b"\x1a\x03\x0a\x01\xff", "not UTF-8"),
        (b"\x0a\x00", "no SPIFFE ID"),
    ] {
        let refused = read(&behind(more)).unwrap_err();
        assert!(refused.contains(why), "{more:?}: {refused}");
    }
    assert!(read(b"").unwrap_err().contains("no identity"));
}

fn svids() -> impl Strategy<Value = X509Svid> {
    let bytes = || prop::collection::vec(any::<u8>(), 1..300);
    ("[a-z/:]{1,40}", bytes(), bytes(), bytes(), ".{0,20}").prop_map(
        |(spiffe_id, x509_svid, x509_svid_key, bundle, hint)| X509Svid {
            spiffe_id,
            x509_svid,
            x509_svid_key,
            bundle,
            hint,
        },
    )
}

fn answers() -> impl Strategy<Value = X509Response> {
    let federated = prop::collection::hash_map(".{0,20}", prop::collection::vec(any::<u8>(), 0..200), 0..6);
    let crl = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..3);
    (prop::collection::vec(svids(), 1..5), crl, federated)
        .prop_map(|(svids, crl, federated_bundles)| X509Response { svids, crl, federated_bundles })
}

/// Both readers saw the same.
fn same(ours: &Answer<'_>, theirs: &X509Response) -> bool {
    let mut federated: Vec<(&str, &[u8])> = ours.federated.clone();
    federated.sort_unstable();
    let mut expected: Vec<(&str, &[u8])> =
        theirs.federated_bundles.iter().map(|(name, der)| (name.as_str(), der.as_slice())).collect();
    expected.sort_unstable();
    // A map holds the last of two entries with one name; here both are seen, to be refused.
    let repeats = federated.windows(2).any(|pair| pair[0].0 == pair[1].0);
    let svids = ours.svids.iter().map(|s| (s.spiffe_id, s.chain, s.key, s.bundle, s.hint));
    let theirs = theirs.svids.iter().map(|s| {
        let hint = if s.hint.len() > 1024 { "" } else { s.hint.as_str() };
        (s.spiffe_id.as_str(), &s.x509_svid[..], &s.x509_svid_key[..], &s.bundle[..], hint)
    });
    svids.eq(theirs) && (repeats || federated == expected)
}

proptest! {
    #[test]
    fn reads_what_another_wrote(answer in answers()) {
        let bytes = answer.encode_to_vec();
        prop_assert!(same(&read(&bytes).unwrap(), &answer));
    }

    /// Damaged in a place or two: what is still taken is read by the other in the same way.
    #[test]
    fn takes_nothing_that_another_would_refuse(
        answer in answers(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..3),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let mut bytes = answer.encode_to_vec();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(ours) = read(&bytes) {
            let theirs = X509Response::decode(&bytes[..]);
            prop_assert!(theirs.as_ref().is_ok_and(|theirs| same(&ours, theirs)), "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn does_not_stumble_over_noise(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }
}

/// The fake agent is one that other clients take for real.
#[test]
fn the_client_of_the_spiffe_crate_reads_the_same() {
    let (root, partner) = (ca("Root"), ca_of("partner", "Partner"));
    let given = federated(answer([svid(&root, "cart")]), &[("partner", bundle(&[&partner]))]);
    let (_directory, agent) = unix(Reply::Answer(given));
    let source = api(&agent).open(WAIT).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let theirs = runtime.block_on(async {
        spiffe::WorkloadApiClient::connect_to(&agent.address)
            .await
            .unwrap()
            .fetch_x509_context()
            .await
            .unwrap()
    });
    let svid = theirs.default_svid().unwrap();
    assert_eq!(svid.spiffe_id().to_string(), "spiffe://td/cart");
    let ours = source.identity().current();
    assert_eq!(svid.leaf().as_bytes(), ours.chain().leaf().der().as_ref());
    assert_eq!(theirs.bundle_set().len(), source.bundles().len());
}
