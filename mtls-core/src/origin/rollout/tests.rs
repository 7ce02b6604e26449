use super::*;
use crate::finding::Refusal as _;

/// Probes' verdicts by the names that they have.
const VERDICTS: [&str; 4] = ["open", "enforced", "unproven", "broken"];

fn plan(provider: &EdgeProvider, kind: RolloutKind) -> RolloutPlan {
    RolloutPlan::new(provider, kind).unwrap()
}

fn names(plan: &RolloutPlan) -> Vec<&'static str> {
    plan.steps().iter().map(|step| step.name).collect()
}

fn place(plan: &RolloutPlan, name: &str) -> usize {
    plan.steps().iter().position(|step| step.name == name).unwrap_or_else(|| panic!("{name} in {plan}"))
}

#[test]
fn the_origin_demands_only_what_the_edge_shows() {
    for provider in EdgeProvider::all().iter().filter(|one| one.presents != Presents::Nothing) {
        let plan = plan(provider, RolloutKind::TurnOn);
        let shown = if provider.presents == Presents::CustomerLeaf { "await" } else { "switch-on" };
        let order = ["all-through-edge", "ask", shown, "watch", "demand", "close", "remember"];
        let places: Vec<_> = order.iter().map(|name| place(&plan, name)).collect();
        assert!(places.is_sorted(), "{plan}");
        assert_eq!(names(&plan).contains(&"bind-tenant"), !provider.is_tenant_bound());
        assert_eq!(names(&plan).contains(&"issue"), provider.presents == Presents::CustomerLeaf);
    }
}

#[test]
fn nobody_probes_with_a_key_that_the_provider_keeps() {
    for provider in EdgeProvider::all().iter().filter(|one| one.presents != Presents::Nothing) {
        for kind in RolloutKind::ALL {
            let plan = plan(provider, kind);
            let probes: Vec<_> = plan.steps().iter().flat_map(|step| &step.probes).collect();
            assert!(probes.iter().all(|probe| VERDICTS.contains(&probe.verdict)));
            let own = provider.presents == Presents::CustomerLeaf;
            assert!(own || probes.iter().all(|probe| probe.certificate == "none"), "{plan}");
            let enforced = probes.iter().any(|probe| probe.verdict == "enforced");
            assert_eq!(enforced, own && kind != RolloutKind::TurnOff, "{plan}");
        }
    }
}

#[test]
fn a_new_ca_is_trusted_before_it_is_shown_and_the_old_one_until_it_is_not() {
    for provider in EdgeProvider::all().iter().filter(|one| one.presents != Presents::Nothing) {
        let plan = plan(provider, RolloutKind::RotateAuthority);
        assert!(place(&plan, "trust-both") < place(&plan, "await"), "{plan}");
        assert_eq!(place(&plan, "trust-new"), plan.steps().len() - 1);
        let last = plan.steps().last().unwrap();
        let broken = ProbeCheck { certificate: "old", verdict: "broken" };
        assert_eq!(last.probes.contains(&broken), provider.presents == Presents::CustomerLeaf);
    }
}

#[test]
fn a_leaf_is_proved_before_it_is_handed_over() {
    let plan = plan(&EdgeProvider::cloudfront(), RolloutKind::RotateLeaf);
    assert_eq!(names(&plan), ["issue", "prove", "install", "await", "remove-old", "revoke-old"]);
    assert!(plan.steps()[0].action.contains("clientAuth, without which it is refused"));
    let automatic = RolloutPlan::new(&EdgeProvider::akamai(), RolloutKind::RotateLeaf).unwrap();
    assert_eq!(names(&automatic), ["check"]);
}

#[test]
fn every_step_says_what_it_needs_and_what_breaks() {
    for provider in EdgeProvider::all().iter().filter(|one| one.presents != Presents::Nothing) {
        for kind in RolloutKind::ALL {
            let plan = plan(provider, kind);
            assert_eq!((plan.provider(), plan.kind()), (provider.name.as_ref(), kind));
            let text = plan.to_string();
            for (index, step) in plan.steps().iter().enumerate() {
                assert!(!step.requires.is_empty() && !step.if_skipped.is_empty());
                assert!(["origin", "edge", "ca"].contains(&step.place));
                assert!(text.contains(&format!("\n{}. {} ({}): ", index + 1, step.name, step.place)));
                assert!(!step.action.contains(".."), "{}", step.action);
            }
            assert!(!text.contains("probe with the none"));
        }
    }
}

#[test]
fn a_provider_without_a_certificate_has_no_plan_but_another_way() {
    let refused = RolloutPlan::new(&EdgeProvider::azure_front_door(), RolloutKind::TurnOn).unwrap_err();
    assert_eq!(refused.code(), "origin-policy-refused");
    let [finding] = &refused.findings()[..] else { panic!("{refused:?}") };
    assert_eq!(finding.rule, "origin-provider-without-certificate");
    assert!(finding.help.contains("Private Link") && finding.help.contains("X-Azure-FDID"));
}

#[test]
fn kinds_have_names_and_plans_are_records() {
    for kind in RolloutKind::ALL {
        assert_eq!(kind.as_str().parse::<RolloutKind>().unwrap(), kind);
    }
    assert_eq!("rotate".parse::<RolloutKind>().unwrap_err().code(), "origin-option-invalid");
    let record = serde_json::to_value(plan(&EdgeProvider::fastly(), RolloutKind::TurnOff)).unwrap();
    assert_eq!((&record["provider"], &record["kind"]), (&"fastly".into(), &"turn-off".into()));
    assert_eq!(record["steps"][0]["probes"], serde_json::json!([{"certificate": "none", "verdict": "open"}]));
}
