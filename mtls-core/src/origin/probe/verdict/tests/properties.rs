//! What holds of all evidence.

use proptest::prelude::*;

use super::*;
use crate::origin::probe::evidence::Role;

const PROBES: [ProbeKind; 22] = [
    ProbeKind::EdgeCertificate,
    ProbeKind::NoCertificate,
    ProbeKind::SelfSigned,
    ProbeKind::SameNameCa,
    ProbeKind::SameNameAndKeyCa,
    ProbeKind::UnrelatedCa,
    ProbeKind::UnrelatedCaWithRoot,
    ProbeKind::Expired,
    ProbeKind::NotYetValid,
    ProbeKind::ServerOnly,
    ProbeKind::Revoked,
    ProbeKind::MissingIntermediate,
    ProbeKind::NoServerName,
    ProbeKind::UnknownServerName,
    ProbeKind::SiblingServerName,
    ProbeKind::UnknownHost,
    ProbeKind::Sibling,
    ProbeKind::Resumption,
    ProbeKind::SpoofedHeaders,
    ProbeKind::PlaintextOnTlsPort,
    ProbeKind::Plaintext,
    ProbeKind::Quic,
];

const CODES: [&str; 25] = [
    "ok", "other", "400", "cert", "plain", "pha", "421", "301s", "302", "eof", "rst", "v70", "to", "net",
    "nothttp", "none", "answers", "silent", "a48", "a116", "403", "404", "429", "495", "503",
];

fn any_evidence() -> impl Strategy<Value = Evidence> {
    let version = prop::sample::select(vec![Some(TlsVersion::Tls12), Some(TlsVersion::Tls13), None]);
    let at = prop::sample::select(vec![V4, V6]);
    (prop::sample::select(PROBES.to_vec()), version, prop::sample::select(CODES.to_vec()), at).prop_map(
        |(probe, version, code, at)| Evidence { address: address(at), ..seen(probe, version, code) },
    )
}

/// Half of it an origin that would be enforced.
fn any_run() -> impl Strategy<Value = Vec<Evidence>> {
    (any::<bool>(), prop::collection::vec(any_evidence(), 0..8)).prop_map(|(good, mut more)| {
        if good {
            more.extend(enforcing());
        }
        more
    })
}

proptest! {
    #[test]
    fn nothing_with_a_stranger_served_is_ever_enforced(evidence in any_run(), tenant_bound: bool, ignore_quic: bool) {
        let ground = Ground { tenant_bound, ignore_quic, ..Ground::default() };
        let judged = judge(&evidence, ground);
        let good = matches!(judged.verdict, OriginVerdict::Enforced | OriginVerdict::EdgeNetworkOnly);
        let sibling = ProbeKind::SiblingServerName;
        for (e, reading) in evidence.iter().zip(&judged.readings) {
            // What was asked to be ignored says nothing.
            let ignored = ignore_quic && e.probe == ProbeKind::Quic;
            let negative = e.probe.role() == Role::Negative && !ignored;
            if negative && e.outcome == Outcome::Served && e.probe != sibling {
                prop_assert!(!good, "{e:?}");
            }
            if negative && matches!(reading, Reading::Served | Reading::Unclear) && e.probe != ProbeKind::Quic {
                prop_assert!(!good, "{e:?}");
            }
        }
        if good {
            prop_assert!(evidence.iter().any(|e| e.probe == ProbeKind::EdgeCertificate
                && matches!(e.status, Some(200..=399 | 404 | 405 | 410))));
            prop_assert!(evidence.iter().any(|e| e.probe == ProbeKind::NoCertificate));
        }
        prop_assert!(tenant_bound || judged.verdict != OriginVerdict::Enforced);
        prop_assert_eq!(judged.readings.len(), evidence.len());
        prop_assert_eq!(judged.verdict == OriginVerdict::Unproven, !judged.gaps.is_empty());
    }

    #[test]
    fn the_order_of_the_evidence_does_not_matter(evidence in any_run()) {
        let mut other = evidence.clone();
        other.reverse();
        prop_assert_eq!(judge(&evidence, GROUND).verdict, judge(&other, GROUND).verdict);
    }

    #[test]
    fn a_served_stranger_is_never_made_good_by_more_evidence(evidence in any_run(), more in any_evidence()) {
        let open = judge(&row(["ok"; 6]), GROUND).verdict;
        prop_assert_eq!(open, OriginVerdict::Open);
        let mut all = [row(["ok"; 6]), evidence].concat();
        all.push(more);
        let judged = judge(&all, GROUND).verdict;
        prop_assert!(matches!(judged, OriginVerdict::Open | OriginVerdict::Bypass(_)), "{judged:?}");
    }
}
