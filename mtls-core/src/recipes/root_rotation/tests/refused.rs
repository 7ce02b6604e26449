//! What a rotation refuses.

use super::*;

/// A plan that waits for proxies of istio-csr too.
fn slow(old: &CertificateAuthority, new: &CertificateAuthority) -> RotationPlan {
    course(&[old], &[new]).refresh_hint(Duration::from_secs(DAY)).switch_window(2 * WINDOW).build().unwrap()
}

fn messages(rotation: RootRotation<'_>) -> Vec<String> {
    let error = rotation.build().unwrap_err();
    error.findings().iter().map(|f| format!("{} {}: {}", f.rule, f.subject, f.message)).collect()
}

#[test]
fn cas_that_do_not_fit_the_plan_are_refused() {
    let (old, new, other) = (root("Old"), root("New"), root("Other"));
    let plan = slow(&old, &new);
    let rotation = || RootRotation::new(&plan);
    let cluster = |name: &str| RotationCluster::new(name);
    let elsewhere =
        new.intermediate("a").trust_domain("b.example".parse().unwrap()).at(time(NOW)).build().unwrap();
    let short = new.intermediate("a").at(time(NOW)).valid_for(Duration::from_secs(60)).build().unwrap();
    let new_pem = new.certificate().to_pem();
    let other_pem = other.certificate().to_pem();
    for (rotation, expected) in [
        (rotation(), &["clusters"] as &[&str]),
        (rotation().cluster(cluster("a").current(below(&old))), &["clusters[0].next"]),
        (rotation().cluster(cluster("a").next(below(&new))), &["clusters[0].current"]),
        (rotation().cluster(cluster("a")), &["clusters[0].current"]),
        (rotation().cluster(cluster("a").current(below(&other)).next(below(&new))), &["clusters[0].current"]),
        (rotation().cluster(cluster("a").current(below(&old)).next(below(&old))), &["clusters[0].next"]),
        (rotation().cluster(cluster("a").current(below(&old)).next(elsewhere)), &["clusters[0].next"]),
        (rotation().cluster(cluster("a").current(below(&old)).next(short)), &["clusters[0].next"]),
        (
            rotation().cluster(cluster("a")).cluster(cluster("a")).aws_pca(AwsPca::new(ARN, &new_pem)),
            &["clusters[1].name"],
        ),
        (rotation().cluster(cluster("a")).aws_pca(AwsPca::new(ARN, &other_pem)), &["aws_pca.root"]),
    ] {
        let error = rotation.build().unwrap_err();
        let rules: Vec<&str> = error.findings().iter().map(|f| f.rule).collect();
        assert!(rules.iter().all(|rule| *rule == "rotation-cluster-unfit"), "{rules:?}");
        let said: Vec<String> = error.findings().iter().map(|f| f.subject.to_string()).collect();
        assert_eq!(said.len(), expected.len(), "{said:?}, not {expected:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said:?}, not {expected:?}");
        }
    }
    let roots = CertificateAuthority::from_cacerts(new.secret_cacerts().iter()).unwrap();
    let error = rotation().cluster(cluster("a").current(below(&old)).next(roots)).build().unwrap_err();
    assert!(error.to_string().contains("its key would lie in a cluster"), "{error}");
}

#[test]
fn a_ca_lasts_for_as_long_as_it_issues() {
    let (old, new) = (root("Old"), root("New"));
    let plan = plan(&old, &new);
    // The switch is over 2100 s after the start, and all is done a day later.
    let ends = |root: &CertificateAuthority, after: u64| {
        root.intermediate("a").at(time(NOW)).valid_for(Duration::from_secs(after)).build().unwrap()
    };
    let rotation = |current: CertificateAuthority, next: CertificateAuthority| {
        RootRotation::new(&plan).cluster(RotationCluster::new("west").current(current).next(next))
    };
    assert_eq!(
        messages(rotation(ends(&old, 2099), below(&new))),
        [
            "rotation-cluster-unfit clusters[0].current: CN=a of cluster `west` ends on 2027-01-15T08:34:59Z, before the last cluster has switched on 2027-01-15T08:35:00Z"
        ]
    );
    assert!(rotation(ends(&old, 2100), below(&new)).build().is_ok());
    let said = messages(rotation(below(&old), ends(&new, 2099 + DAY)));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains(
        "clusters[0].next: CN=a of cluster `west` ends on 2027-01-16T08:34:59Z, before the rotation is done"
    ));
    let stages = rotation(below(&old), ends(&new, 2100 + DAY)).build().unwrap();
    let rules: Vec<&str> = stages[0].clusters[0].output.findings.iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["certificate-expires-soon"], "not refused, but said");
    let late = |root: &CertificateAuthority| {
        root.intermediate("a").at(time(NOW + 1600)).backdate(Duration::ZERO).build().unwrap()
    };
    let said = messages(rotation(late(&old), late(&new)));
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("clusters[0].current: CN=a of cluster `west` begins on 2027-01-15T08:26:40Z"));
    assert!(said[1].contains("is needed from 2027-01-15T08:25:00Z"), "{said:?}");
    // Those above the cluster's own CA too.
    let above = |after: u64| {
        old.intermediate("above").at(time(NOW)).path_len(1).valid_for(Duration::from_secs(after))
    };
    let under = above(2099).build().unwrap().intermediate("a").at(time(NOW)).build().unwrap();
    let said = messages(rotation(under, below(&new)));
    assert_eq!(said.len(), 2, "its own and the one above: {said:?}");
    assert!(said[1].contains("CN=above of cluster `west` ends on"), "{said:?}");
}

fn by_csr(plan: &RotationPlan) -> RootRotation<'_> {
    RootRotation::new(plan).cluster(RotationCluster::new("east"))
}

#[test]
fn proxies_of_istio_csr_hear_of_a_root_before_it_is_used() {
    let (old, new) = (root("Old"), root("New"));
    let pca = || AwsPca::new(ARN, new.certificate().to_pem());
    let after = |wait: u64| {
        course(&[&old], &[&new]).refresh_hint(Duration::from_secs(wait)).publish_lead(1).build().unwrap()
    };
    let (short, enough) = (after(DAY - 1), after(DAY));
    assert_eq!(
        messages(by_csr(&short).aws_pca(pca())),
        [
            "rotation-wait-short clusters[0]: proxies of cluster `east` learn of new roots with their next certificate, the last on 2027-01-16T08:00:00Z; the switch comes on 2027-01-16T07:59:59Z"
        ]
    );
    assert!(by_csr(&enough).aws_pca(pca()).build().is_ok());
    let own = RootRotation::new(&short).cluster(RotationCluster::new("a").current(below(&old)));
    assert!(own.own_ca(&new).build().is_ok(), "istiod tells its proxies at once");
    // Nothing is new where a root only goes.
    let both = course(&[&old, &new], &[&new]).build().unwrap();
    assert!(by_csr(&both).aws_pca(pca()).build().is_ok());
}

#[test]
fn a_root_that_goes_is_no_reason_to_refuse_what_is_under_it() {
    let (old, new, other) = (root("Old"), root("New"), root("Other"));
    let plan = course(&[&old, &new], &[&new]).build().unwrap();
    let rotation = |current: &CertificateAuthority| {
        RootRotation::new(&plan).cluster(RotationCluster::new("a").current(below(current)))
    };
    assert!(rotation(&old).own_ca(&new).build().is_ok());
    assert_eq!(
        messages(rotation(&other).own_ca(&new)),
        [
            "rotation-cluster-unfit clusters[0].current: CN=Other is not among the roots that are trusted before the plan: chains under it would be refused"
        ]
    );
    assert_eq!(
        messages(rotation(&old)),
        [
            "rotation-cluster-unfit clusters[0].next: cluster `a` has no next CA, and no root is there to issue one"
        ]
    );
    assert_eq!(
        messages(rotation(&old).own_ca(&old)),
        [
            "rotation-cluster-unfit clusters[0].next: CN=Old is not among the roots that the plan ends with: chains under it would be refused"
        ]
    );
}

#[test]
fn a_switch_that_takes_time_has_a_window() {
    let (old, new) = (root("Old"), root("New"));
    let seconds = |count: u64| Duration::from_secs(count);
    let within = |window: u64| {
        course(&[&old], &[&new]).refresh_hint(seconds(DAY)).switch_window(seconds(window)).build().unwrap()
    };
    let (none, ten, twenty) = (within(0), within(600), within(1200));
    let pca = || AwsPca::new(ARN, new.certificate().to_pem());
    let own = |name: &str| RotationCluster::new(name).current(below(&old));
    let alone = |plan| RootRotation::new(plan).own_ca(&new).cluster(own("a"));
    let two = |plan| RootRotation::new(plan).own_ca(&new).cluster(own("a")).cluster(own("b"));
    // Five days after the start.
    assert_eq!(
        messages(by_csr(&none).aws_pca(pca())),
        [
            "rotation-window-missing plan.switch_window: the plan has no switch_window, and istio-csr issues under the old CA until cert-manager has the new intermediate: what is issued under the old root later than 2027-01-20T08:00:00Z outlives it; at least 10 min are needed"
        ]
    );
    assert_eq!(
        messages(two(&none)),
        [
            "rotation-window-missing plan.switch_window: the plan has no switch_window, and 2 clusters switch one after the other: what is issued under the old root later than 2027-01-20T08:00:00Z outlives it; at least 20 min are needed"
        ]
    );
    let said = |rotation: RootRotation<'_>| {
        let stages = rotation.build().unwrap();
        let switch = stages.iter().find(|stage| stage.kind == Kind::Switch).unwrap();
        let output = &switch.clusters[0].output;
        let found: Vec<String> =
            output.findings.iter().map(|f| format!("{}: {}", f.rule, f.message)).collect();
        (found, output.assumptions.join("\n"))
    };
    // It can be done at once where one istiod starts anew; that it has to be is said.
    let (found, words) = said(alone(&none));
    assert!(
        found[0].starts_with("rotation-window-short: the plan has no switch_window, and istiod"),
        "{found:?}"
    );
    assert!(
        words.contains("at once: the plan has no switch window") && !words.contains("one after"),
        "{words}"
    );
    let (found, words) = said(two(&ten));
    assert!(
        found[0].starts_with("rotation-window-short: the plan's switch_window is 600 s, and 2 clusters"),
        "{found:?}"
    );
    assert!(words.contains("one after the other"), "{words}");
    for (rotation, end) in [
        (alone(&ten), "2027-01-20T08:10:00Z"),
        (by_csr(&ten).aws_pca(pca()), "2027-01-20T08:10:00Z"),
        (two(&twenty), "2027-01-20T08:20:00Z"),
    ] {
        let (found, words) = said(rotation);
        assert!(found.is_empty(), "{found:?}");
        assert!(words.contains(&format!("by {end}, when the plan's switch window ends")), "{words}");
    }
    // Where nothing is retired, or the CA stays, nothing is refused later.
    let added = course(&[&old], &[&old, &new]).switch_window(Duration::ZERO).build().unwrap();
    let (found, words) = said(two(&added));
    assert!(found.is_empty() && !words.contains("window"), "{found:?} {words}");
    let gone = course(&[&old, &new], &[&new]).switch_window(Duration::ZERO).build().unwrap();
    let stays = |name: &str| RotationCluster::new(name).current(below(&new));
    let (found, words) = said(RootRotation::new(&gone).cluster(stays("a")).cluster(stays("b")));
    assert!(found.is_empty() && !words.contains("window"), "{found:?} {words}");
}
