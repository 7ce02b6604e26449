//! Expired, not yet valid, or a clock that is wrong.

use super::super::forge::{Forge, ca_params, dates};
use super::super::{DAY, NOW};
use super::{Blamed, Setup, everywhere};

#[test]
fn what_has_expired_or_is_not_yet_valid_and_by_how_long() {
    everywhere(|world| {
        // The root is valid from NOW - 1 day, for a year.
        let root = Forge::new(ca_params("root"));
        let mut short = ca_params("low");
        dates(&mut short, NOW, NOW + 10 * DAY);
        let low = root.below(short);
        let mut params = world.leaf();
        dates(&mut params, NOW + 3600, NOW + DAY);
        let chain = [low.sign(&params), low.root.clone()];
        let cases: [(u64, &str, usize, &str); 4] = [
            (NOW + 2 * DAY + 7200, "leaf-expired", 0, "1 day 2 hours before"),
            (NOW + 1800, "leaf-not-yet-valid", 0, "30 minutes after"),
            (NOW + 12 * DAY + 61, "issuer-expired", 1, "2 days 1 minute before"),
            (NOW - 90, "issuer-not-yet-valid", 1, "1 minute 30 seconds after"),
        ];
        for (seconds, rule, blamed, says) in cases {
            let expected = (rule, Blamed::Sent(blamed), &[says][..]);
            world.blames(Setup::trusting(&[&root.root]), &chain, seconds, expected);
        }
    });
}

#[test]
fn a_trust_anchor_that_has_expired_or_is_not_yet_valid() {
    everywhere(|world| {
        for (from, to, rule, says) in [
            (NOW - 9 * DAY, NOW - 2 * DAY, "authority-expired", "2 days before"),
            (NOW + DAY, NOW + 9 * DAY, "authority-not-yet-valid", "1 day after"),
        ] {
            let mut params = ca_params("root");
            dates(&mut params, from, to);
            let root = Forge::new(params);
            let low = root.below(ca_params("low"));
            let chain = [low.sign(&world.leaf()), low.root.clone()];
            let expected = (rule, Blamed::Anchor, &[says][..]);
            let report = world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
            // The anchor that the path comes to is part of the report, though the chain is refused.
            assert_eq!(report.path, [0, 1, 2]);
            assert_eq!(report.certificates[2].certificate.index, None);
        }
    });
}

#[test]
fn a_clock_that_is_wrong() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let low = root.below(ca_params("low"));
        let chain = [low.sign(&world.leaf()), low.root.clone()];
        // Together they are valid from NOW - 1 hour to NOW + 1 day.
        let behind: &[&str] = &["all 3 certificates", "at least 29 days 23 hours behind"];
        let ahead: &[&str] = &["all 3 certificates", "at least 399 days ahead"];
        for (seconds, says) in [(NOW - 30 * DAY, behind), (NOW + 400 * DAY, ahead)] {
            let expected = ("clock-skew", Blamed::Sent(0), says);
            let report = world.blames(Setup::trusting(&[&root.root]), &chain, seconds, expected);
            // Each fault is told, too.
            for certificate in &report.certificates {
                assert!(!certificate.findings.is_empty(), "{report}");
            }
        }
    });
}

#[test]
fn validities_that_never_meet_are_no_clock() {
    everywhere(|world| {
        let mut params = ca_params("root");
        dates(&mut params, NOW - 9 * DAY, NOW - 5 * DAY);
        let root = Forge::new(params);
        let mut params = world.leaf();
        dates(&mut params, NOW - 3 * DAY, NOW - 2 * DAY);
        let chain = [root.sign(&params)];
        let expected = ("authority-expired", Blamed::Anchor, &["5 days before"][..]);
        let report = world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
        assert!(!report.findings.iter().any(|f| f.rule == "clock-skew"), "{report}");
    });
}
