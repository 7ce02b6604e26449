use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{RotationBuilder, RotationPlan, RotationStepKind as Kind};
use crate::finding::Refusal as _;
use crate::identity::TrustDomain;
use crate::pki::CertificateChain;
use crate::pki::issue::CertificateAuthority;
use crate::trust::TrustBundle;

const START: u64 = 1_800_000_000;
const HOUR: Duration = Duration::from_secs(3600);

fn at(after: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(START + after))
}

fn td() -> TrustDomain {
    TrustDomain::parse("td").unwrap()
}

fn root(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).at(at(0)).build().unwrap()
}

fn bundle<const N: usize>(roots: [&CertificateAuthority; N]) -> TrustBundle {
    TrustBundle::new(td(), roots.map(|root| root.certificate().clone())).with_sequence(7).unwrap()
}

fn planned<const N: usize>(old: &TrustBundle, new: [&CertificateAuthority; N]) -> RotationBuilder {
    let new = new.map(|root| root.certificate().clone());
    RotationPlan::builder(old, new).start(at(0)).svid_lifetime(HOUR)
}

fn kinds(plan: &RotationPlan) -> Vec<Kind> {
    plan.steps().iter().map(|step| step.kind).collect()
}

fn rules(plan: &RotationPlan) -> Vec<&'static str> {
    plan.findings().iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_rotation_has_five_dated_steps() {
    let [old, new] = ["old", "new"].map(root);
    let plan = planned(&bundle([&old]), [&new]).switch_window(Duration::from_secs(600)).build().unwrap();
    let steps: Vec<_> = plan.steps().iter().map(|step| (step.kind, step.starts_at, step.ends_at)).collect();
    assert_eq!(
        steps,
        [
            (Kind::Publish, at(0), at(0)),
            (Kind::AwaitBundles, at(0), at(1500)),
            (Kind::Switch, at(1500), at(2100)),
            (Kind::AwaitSvids, at(2100), at(5700)),
            (Kind::Retire, at(5700), at(5700)),
        ]
    );
    assert_eq!(plan.done_at(), at(7200));
    assert_eq!(plan.findings(), []);
    let bundles: Vec<_> = plan.steps().iter().filter_map(|step| step.bundle.as_ref()).collect();
    assert_eq!(bundles.iter().map(|one| one.sequence()).collect::<Vec<_>>(), [Some(8), Some(9)]);
    assert_eq!(bundles[0].authorities(), [old.certificate().clone(), new.certificate().clone()]);
    assert_eq!(bundles[1].authorities(), [new.certificate().clone()]);
    for step in plan.steps() {
        assert!(!step.at_risk.is_empty(), "{step}");
        for authority in &step.at_risk {
            let sha256 = &authority.fingerprint_sha256()[..16];
            assert!(
                step.if_skipped.contains(authority.subject()) && step.if_skipped.contains(sha256),
                "{step}"
            );
        }
    }
}

#[test]
fn hints_and_leads_set_the_first_wait() {
    let [old, new] = ["old", "new"].map(root);
    let old = bundle([&old]).with_refresh_hint(Duration::from_secs(60)).unwrap();
    let ends = |builder: RotationBuilder| builder.build().unwrap().steps()[1].ends_at;
    assert_eq!(ends(planned(&old, [&new])), at(300));
    assert_eq!(ends(planned(&old, [&new]).refresh_hint(HOUR)), at(5 * 3600));
    assert_eq!(ends(planned(&old, [&new]).publish_lead(3)), at(180));
    let short = planned(&old, [&new]).publish_lead(2).build().unwrap();
    assert_eq!(rules(&short), ["rotation-lead-short"]);
    assert_eq!(planned(&old, [&new]).publish_lead(3).build().unwrap().findings(), []);
}

#[test]
fn steps_that_are_not_needed_are_left_out() {
    let [one, two] = ["one", "two"].map(root);
    let plan = planned(&bundle([&one]), [&one, &two]).build().unwrap();
    assert_eq!(kinds(&plan), [Kind::Publish, Kind::AwaitBundles, Kind::Switch]);
    let plan = planned(&bundle([&one, &two]), [&two]).build().unwrap();
    assert_eq!(kinds(&plan), [Kind::Switch, Kind::AwaitSvids, Kind::Retire]);
    assert_eq!(plan.steps()[2].bundle.as_ref().unwrap().sequence(), Some(8));
    let renewed =
        CertificateAuthority::root("one").key(one.private_key().clone_key()).at(at(60)).build().unwrap();
    let plan = planned(&bundle([&one]), [&renewed]).build().unwrap();
    assert_eq!(kinds(&plan), [Kind::Publish]);
    assert_eq!(plan.steps()[0].bundle.as_ref().unwrap().authorities(), [renewed.certificate().clone()]);
}

#[test]
fn dates_of_authorities_are_minded() {
    let [old, new] = ["old", "new"].map(root);
    let later = CertificateAuthority::root("later").at(at(9000)).backdate(Duration::ZERO).build().unwrap();
    let plan = planned(&bundle([&old]), [&later]).build().unwrap();
    assert_eq!((plan.steps()[2].starts_at, rules(&plan)), (at(9000), vec!["rotation-switch-delayed"]));
    let dying = CertificateAuthority::root("dying").at(at(0)).valid_for(HOUR).build().unwrap();
    for (from, to) in [(&dying, &new), (&old, &dying)] {
        let plan = planned(&bundle([from]), [to]).build().unwrap();
        assert_eq!(rules(&plan), ["rotation-authority-expires"]);
        assert!(plan.findings()[0].to_string().contains("dying"), "{}", plan.findings()[0]);
    }
}

#[test]
fn what_cannot_be_planned_is_refused() {
    let [old, new] = ["old", "new"].map(root);
    let leaf = old.client("leaf").at(at(0)).issue().unwrap().chain.leaf().clone();
    let bundle = bundle([&old]);
    let build = |builder: RotationBuilder| builder.build().unwrap_err().to_string();
    let to = || [new.certificate().clone()];
    for (builder, reason) in [
        (RotationPlan::builder(&bundle, to()).svid_lifetime(HOUR), "start"),
        (RotationPlan::builder(&bundle, to()).start(at(0)), "lifetime"),
        (planned(&bundle, [&new]).svid_lifetime(Duration::ZERO), "lifetime"),
        (planned(&bundle, []), "no CA"),
        (RotationPlan::builder(&bundle, [leaf]).start(at(0)).svid_lifetime(HOUR), "no CA"),
        (planned(&bundle, [&old]), "the same"),
    ] {
        let message = build(builder.clone());
        assert!(message.contains(reason), "{message}");
        assert_eq!(builder.build().unwrap_err().code(), "rotation-plan-invalid");
    }
    let last = TrustBundle::new(td(), [old.certificate().clone()]).with_sequence(u64::MAX).unwrap();
    assert_eq!(planned(&last, [&new]).build().unwrap_err().code(), "bundle-sequence-decreased");
}

fn chain(ca: &CertificateAuthority, domain: &str, lifetime: Duration) -> CertificateChain {
    let id = TrustDomain::parse(domain).unwrap().join("ns/shop/sa/cart").unwrap();
    ca.svid(&id).at(at(0)).backdate(Duration::ZERO).valid_for(lifetime).issue().unwrap().chain
}

#[test]
fn an_authority_is_needed_until_its_last_chain_has_expired() {
    let [old, new] = ["old", "new"].map(root);
    let [under_old, under_new] =
        [&old, &new].map(|root| root.intermediate("cluster").at(at(0)).build().unwrap());
    let bundle = bundle([&old, &new]);
    let chains = [
        chain(&under_new, "td", HOUR),
        chain(&under_old, "td", HOUR),
        chain(&under_old, "td", 2 * HOUR),
        chain(&old, "elsewhere", 9 * HOUR),
    ];
    let check = bundle.safe_to_remove(old.certificate(), &chains, at(0));
    assert_eq!((check.safe, check.considered), (false, 3));
    assert_eq!(check.dependents.iter().map(|one| one.chain).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(check.safe_from, at(7201));
    assert_eq!(check.findings.iter().map(|one| one.rule).collect::<Vec<_>>(), ["authority-in-use"]);
    assert!(!bundle.safe_to_remove(old.certificate(), &chains, at(7200)).safe);
    let after = bundle.safe_to_remove(old.certificate(), &chains, at(7201));
    assert_eq!((after.safe, after.considered, after.findings.len()), (true, 0, 0));
    assert!(after.to_string().starts_with("safe"), "{after}");
}

#[test]
fn a_second_way_up_makes_an_authority_dispensable_while_it_lasts() {
    let [old, new] = ["old", "new"].map(root);
    let cluster = old.intermediate("cluster").at(at(0)).build().unwrap();
    let crossed = |lifetime: Duration| {
        let key = cluster.private_key().clone_key();
        let twin =
            new.intermediate("cluster").key(key).at(at(0)).backdate(Duration::ZERO).valid_for(lifetime);
        let twin = twin.build().unwrap().certificate().clone();
        let chain = chain(&cluster, "td", HOUR);
        CertificateChain::new(chain.certificates().iter().cloned().chain([twin])).unwrap()
    };
    let bundle = bundle([&old, &new]);
    assert!(bundle.safe_to_remove(old.certificate(), &[crossed(2 * HOUR)], at(0)).safe);
    let short = bundle.safe_to_remove(old.certificate(), &[crossed(HOUR / 2)], at(0));
    assert_eq!((short.safe, short.safe_from), (false, at(3601)));
    assert!(!bundle.safe_to_remove(old.certificate(), &[crossed(HOUR / 2)], at(1801)).safe);
    // The same key in a renewed root does as well.
    let renewed =
        CertificateAuthority::root("old").key(old.private_key().clone_key()).at(at(60)).build().unwrap();
    let bundle = TrustBundle::new(td(), [old.certificate(), renewed.certificate()].map(Clone::clone));
    assert!(bundle.safe_to_remove(old.certificate(), &[chain(&cluster, "td", HOUR)], at(100)).safe);
    // The same name with another key does not.
    let bundle = TrustBundle::new(td(), [old.certificate().clone(), root("old").certificate().clone()]);
    assert!(!bundle.safe_to_remove(old.certificate(), &[chain(&cluster, "td", HOUR)], at(100)).safe);
}

#[test]
fn the_last_authority_and_strangers_are_reported() {
    let [old, new] = ["old", "new"].map(root);
    let rules = |authority: &CertificateAuthority| {
        let check = bundle([&old]).safe_to_remove(authority.certificate(), [], at(0));
        check.findings.iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&old), ["authority-last"]);
    assert_eq!(rules(&new), ["authority-not-in-bundle"]);
}
