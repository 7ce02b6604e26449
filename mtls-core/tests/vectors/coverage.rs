//! Which rules the cases show.

use std::collections::BTreeSet;

use mtls_core::finding::{Rule, rules};
use serde_json::Value;

use super::{Case, read, rules_of};

/// Rules of `verify` without a case, and why.
const WITHOUT_CASE: &[(&str, &str)] =
    &[("verifier-no-algorithms", "every build that runs the cases has a backend")];

/// Rules of `tls` without a case, and why.
const TLS_WITHOUT_CASE: &[(&str, &str)] = &[
    ("tls-no-provider", "every build that runs the cases has a backend"),
    ("tls-key-unusable", "the backends differ in the keys that they take"),
    ("tls-identity-dates", "only identities from files are refused for it, and `tls::tests` has those"),
    ("tls-configuration", "no option leads there: it speaks of other providers"),
    ("tls-peer-key-unproved", "all sides of the cases hold their keys: `tls::tests` has a thief"),
];

/// Whose cases are about bundles, rotations and federation.
const TRUST: [&str; 4] = ["federation", "istio", "rotation", "trust"];

/// A rule counts if a case with a twin breaks it: the twin is in order where the case is not.
#[test]
fn every_rule_of_verify_has_a_case_and_a_twin() {
    let mut shown = BTreeSet::new();
    for subject in ["edge", "verify"] {
        let file = read(subject);
        for case in file.cases.iter().filter(|case| case.twin.is_some()) {
            shown.extend(case.rules().map(str::to_owned));
        }
    }
    compare(rules::verify::ALL, &shown, WITHOUT_CASE);
    compare(rules::conformance::ALL, &shown, &[]);
}

/// Where a side of a handshake names a rule, it counts as well.
#[test]
fn every_rule_of_tls_has_a_case() {
    let file = read("tls");
    let mut shown = BTreeSet::new();
    for case in &file.cases {
        shown.extend(case.rules().map(str::to_owned));
        let sides = ["client", "server"].into_iter().filter_map(|side| case.ok.as_ref()?.get(side));
        for side in sides {
            shown.extend(side["error"].as_str().map(str::to_owned));
            shown.extend(rules_of(&side["findings"]).map(str::to_owned));
        }
    }
    compare(rules::tls::ALL, &shown, TLS_WITHOUT_CASE);
}

/// A rule counts if a case with a twin breaks it.
#[test]
fn every_rule_of_trust_has_a_case_and_a_twin() {
    let mut shown = BTreeSet::new();
    for subject in TRUST {
        for case in read(subject).cases.iter().filter(|case| case.twin.is_some()) {
            shown.extend(case.rules().map(str::to_owned));
        }
    }
    compare(rules::trust::ALL, &shown, &[]);
}

/// Each operation is seen to accept, with nothing to say, and each case where it does not has a twin.
#[test]
fn every_operation_of_trust_is_seen_from_both_sides() {
    for subject in TRUST {
        let cases = read(subject).cases;
        let operations: BTreeSet<&str> = cases.iter().map(|case| case.op.as_str()).collect();
        let clean = |case: &&Case| case.rules().next().is_none();
        let accepting: BTreeSet<&str> = cases.iter().filter(clean).map(|case| case.op.as_str()).collect();
        assert_eq!(operations, accepting, "{subject}");
        for case in cases.iter().filter(|case| !clean(case)) {
            assert!(case.twin.is_some(), "{subject}: `{}` has no twin", case.name);
        }
    }
}

/// Cases of federation name the rules of the standard that they show: FD1 is that of `rotation`, FD6 and FD11 are TLS's.
#[test]
fn every_rule_of_spiffe_federation_has_a_case() {
    let mut shown = BTreeSet::new();
    for case in read("federation").cases {
        let (numbers, _) =
            case.name.split_once(": ").unwrap_or_else(|| panic!("`{}` names no rule", case.name));
        let words = numbers.split([' ', ',']).filter_map(|word| word.strip_prefix("FD"));
        shown.extend(words.map(|number| number.parse::<u32>().unwrap()));
    }
    assert_eq!(shown, BTreeSet::from([2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 14, 15]));
}

fn compare(rules: &[&Rule], shown: &BTreeSet<String>, without: &[(&str, &str)]) {
    let missing: BTreeSet<&str> =
        rules.iter().map(|rule| rule.name).filter(|name| !shown.contains(*name)).collect();
    let excepted: BTreeSet<&str> = without.iter().map(|(name, _)| *name).collect();
    assert_eq!(missing, excepted, "rules without a case, and those that may be");
}

/// The SPIFFE profiles alone have this many verdicts.
#[test]
fn many_chains_are_judged() {
    let judged = |case: &&Case| case.op == "chain_verifier.verify";
    let strict = |case: &&Case| case.args.0.get("profile").and_then(Value::as_str) == Some("spiffe-strict");
    let cases = read("verify").cases;
    assert!(cases.iter().filter(judged).count() >= 300);
    assert!(cases.iter().filter(judged).filter(strict).count() >= 50);
}
