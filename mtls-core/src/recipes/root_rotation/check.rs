//! Whether the CAs lead to the roots that the plan has for their steps, and last as long as they are needed; and whether the
//! plan waits for as long as proxies take to learn of roots, and clusters to switch.

use rustls_pki_types::UnixTime;

use super::{RootRotation, RotationCluster};
use crate::finding::rules::recipes as rules;
use crate::finding::{DocumentRef, Finding, Rule, Subject, excerpt};
use crate::pki::issue::CertificateAuthority;
use crate::pki::time::rfc3339;
use crate::pki::{Certificate, CertificateChain};
use crate::recipes::RecipeError;
use crate::recipes::material::{check_authority_dates, name};
use crate::resources::is_label;
use crate::trust::{RotationStep, RotationStepKind as Kind};

const BEFORE: &str = "that are trusted before the plan";
const AFTER: &str = "that the plan ends with";
/// How long Kubernetes lets a roll-out take before it counts as failed (`progressDeadlineSeconds`): as long as a cluster may
/// need from its new CA to the last istiod or istio-csr that issues under it.
const LEAST_WINDOW_MINUTES: u64 = 10;

pub(super) fn check(rotation: &RootRotation<'_>) -> Result<Vec<Finding>, RecipeError> {
    let steps = rotation.plan.steps();
    let before = rotation.plan.before().authorities();
    let last = steps.iter().rev().find_map(|step| step.bundle.as_ref());
    let mut check = Check {
        findings: Vec::new(),
        before,
        after: last.map_or(before, |bundle| bundle.authorities()),
        steps,
        switch: rotation.step(Kind::Switch),
        brings_roots: rotation.step(Kind::AwaitBundles).is_some(),
    };
    if rotation.clusters.is_empty() {
        check.say("clusters", "there is no cluster".to_owned());
    }
    for (i, cluster) in rotation.clusters.iter().enumerate() {
        check.cluster(rotation, i, cluster);
    }
    check.wait(rotation);
    check.window(rotation);
    if let Some(pca) = &rotation.aws_pca {
        let roots = CertificateChain::from_pem(&pca.root)
            .map_err(|error| RecipeError::Input { input: "root", error })?;
        check.leads(roots.leaf(), check.after, "aws_pca.root", AFTER);
    }
    Ok(check.findings)
}

struct Check<'c> {
    findings: Vec<Finding>,
    /// The roots in force before the first step.
    before: &'c [Certificate],
    /// Those in force after the last.
    after: &'c [Certificate],
    steps: &'c [RotationStep],
    switch: Option<&'c RotationStep>,
    /// Whether there are new roots, beyond renewed ones.
    brings_roots: bool,
}

impl Check<'_> {
    fn say(&mut self, field: &str, message: String) {
        self.find(rules::ROTATION_CLUSTER, field, message);
    }

    fn find(&mut self, rule: &'static Rule, field: &str, message: String) {
        let at = Subject::Document(DocumentRef::new("", field));
        self.findings.push(Finding::new(rule, at, message));
    }

    fn cluster(&mut self, rotation: &RootRotation<'_>, i: usize, cluster: &RotationCluster) {
        let field = |name: &str| format!("clusters[{i}].{name}");
        let who = &cluster.name;
        if who.is_empty() || rotation.clusters.iter().take(i).any(|other| other.name == *who) {
            self.say(&field("name"), format!("`{who}` is the name of no cluster, or of two"));
        } else if !is_label(who) {
            let message =
                format!("`{}` is no name of a cluster: letters, digits and inner hyphens are", excerpt(who));
            self.say(&field("name"), message);
        }
        if let Some(current) = &cluster.current {
            self.authority(current, self.before, &field("current"), BEFORE);
            self.current_lasts(current, cluster, &field("current"));
        }
        match (&cluster.current, &cluster.next) {
            (Some(current), Some(next)) => {
                self.authority(next, self.after, &field("next"), AFTER);
                self.next_lasts(next, cluster, &field("next"));
                let domains = (current.trust_domain(), next.trust_domain());
                if let (Some(before), Some(after)) = domains
                    && before != after
                {
                    let message = format!(
                        "the trust domain would change from {before} to {after}, and every identity with it"
                    );
                    self.say(&field("next"), message);
                }
            }
            (Some(current), None) if !self.stays(current) => {
                let message = format!("cluster `{who}` has no next CA, and no root is there to issue one");
                self.say(&field("next"), message);
            }
            (None, Some(_)) => {
                let message =
                    format!("the CA of cluster `{who}` as it is is missing: it issues until the switch");
                self.say(&field("current"), message);
            }
            (None, None) if rotation.aws_pca.is_none() && self.switch.is_some() => {
                let message =
                    format!("cluster `{who}` has no CA, and no CA in AWS is given for cert-manager");
                self.say(&field("current"), message);
            }
            _ => {}
        }
    }

    /// Whether a cluster goes on with the CA that it has.
    fn stays(&self, current: &CertificateAuthority) -> bool {
        let stays = || current.roots().first().is_some_and(|root| leads(root, self.after));
        self.switch.is_none() || (!self.brings_roots && stays())
    }

    fn authority(
        &mut self,
        authority: &CertificateAuthority,
        roots: &[Certificate],
        field: &str,
        which: &str,
    ) {
        if authority.is_root() {
            let message =
                format!("{} is a root: its key would lie in a cluster", name(authority.certificate()));
            self.say(field, message);
        }
        if let Some(root) = authority.roots().first() {
            self.leads(root, roots, field, which);
        }
    }

    fn leads(&mut self, root: &Certificate, roots: &[Certificate], field: &str, which: &str) {
        if !leads(root, roots) {
            let message =
                format!("{} is not among the roots {which}: chains under it would be refused", name(root));
            self.say(field, message);
        }
    }

    /// The CA as it is issues from the first step until its cluster has switched.
    fn current_lasts(&mut self, current: &CertificateAuthority, cluster: &RotationCluster, field: &str) {
        let Some(first) = self.steps.first() else { return };
        let (until, what) = match (self.switch, &cluster.next) {
            (Some(switch), Some(_)) => (switch.ends_at, "the last cluster has switched"),
            _ => (self.steps.last().map_or(first.ends_at, |step| step.ends_at), "the rotation is done"),
        };
        self.lasts(current, &cluster.name, (first.starts_at, until), what, field);
    }

    /// The next one issues from the switch on, and not only until all is done: that it ends soon is a warning.
    fn next_lasts(&mut self, next: &CertificateAuthority, cluster: &RotationCluster, field: &str) {
        let (Some(switch), Some(last)) = (self.switch, self.steps.last()) else { return };
        let span = (switch.starts_at, last.ends_at);
        if self.lasts(next, &cluster.name, span, "the rotation is done", field) {
            check_authority_dates([next.certificate()], false, switch.starts_at, &mut self.findings);
        }
    }

    /// Whether a CA and those above it are valid all this time.
    fn lasts(
        &mut self,
        authority: &CertificateAuthority,
        cluster: &str,
        (from, until): (UnixTime, UnixTime),
        what: &str,
        field: &str,
    ) -> bool {
        let mut lasts = true;
        for one in std::iter::once(authority.certificate()).chain(authority.intermediates()) {
            let message = if one.not_before() > from {
                let begins = rfc3339(one.not_before());
                format!(
                    "{} of cluster `{cluster}` begins on {begins}, and is needed from {}",
                    name(one),
                    rfc3339(from)
                )
            } else if one.not_after() < until {
                let ends = rfc3339(one.not_after());
                format!(
                    "{} of cluster `{cluster}` ends on {ends}, before {what} on {}",
                    name(one),
                    rfc3339(until)
                )
            } else {
                continue;
            };
            lasts = false;
            self.say(field, message);
        }
        lasts
    }

    /// Proxies of istio-csr hear of roots with their next certificate alone.
    fn wait(&mut self, rotation: &RootRotation<'_>) {
        let Some(switch) = self.switch.filter(|_| self.brings_roots) else { return };
        let Some(published) = self.steps.first() else { return };
        let lifetime = rotation.plan.svid_lifetime().as_secs();
        let known = published.starts_at.as_secs().saturating_add(lifetime);
        if switch.starts_at.as_secs() >= known {
            return;
        }
        for (i, cluster) in rotation.clusters.iter().enumerate().filter(|(_, one)| one.current.is_none()) {
            let known = UnixTime::since_unix_epoch(std::time::Duration::from_secs(known));
            let message = format!(
                "proxies of cluster `{}` learn of new roots with their next certificate, the last on {}; the switch comes on {}",
                cluster.name,
                rfc3339(known),
                rfc3339(switch.starts_at)
            );
            self.find(rules::ROTATION_WAIT, &format!("clusters[{i}]"), message);
        }
    }

    /// What is issued under the old root after the window outlives that root: all must be able to switch within it.
    fn window(&mut self, rotation: &RootRotation<'_>) {
        let Some(switch) = rotation.bounded_switch() else { return };
        let count = rotation.switching();
        let Ok(least) = u64::try_from(count).map(|count| count.saturating_mul(LEAST_WINDOW_MINUTES)) else {
            return;
        };
        let window = switch.ends_at.as_secs().saturating_sub(switch.starts_at.as_secs());
        if window >= least.saturating_mul(60) {
            return;
        }
        let by_csr = rotation.clusters.iter().any(|one| one.current.is_none());
        let who = match (count, by_csr) {
            (1, false) => "istiod issues under the old CA until it has started anew".to_owned(),
            (1, true) => {
                "istio-csr issues under the old CA until cert-manager has the new intermediate".to_owned()
            }
            _ => format!("{count} clusters switch one after the other"),
        };
        let seen = if window == 0 {
            "the plan has no switch_window".to_owned()
        } else {
            format!("the plan's switch_window is {window} s")
        };
        let message = format!(
            "{seen}, and {who}: what is issued under the old root later than {} outlives it; at least {least} min are needed",
            rfc3339(switch.ends_at)
        );
        let rule = if window == 0 && (by_csr || count > 1) {
            rules::ROTATION_WINDOW
        } else {
            rules::ROTATION_WINDOW_SHORT
        };
        self.find(rule, "plan.switch_window", message);
    }
}

impl RootRotation<'_> {
    /// The step in which clusters switch, where something is retired after it: what is issued under the old root once it is
    /// over outlives that root.
    pub(super) fn bounded_switch(&self) -> Option<&RotationStep> {
        self.step(Kind::Switch).filter(|_| self.step(Kind::Retire).is_some())
    }

    /// The clusters whose CA becomes another one.
    pub(super) fn switching(&self) -> usize {
        self.clusters.iter().filter(|one| one.switches()).count()
    }
}

impl RotationCluster {
    /// Whether it issues under another CA after the switch.
    pub(super) fn switches(&self) -> bool {
        self.current.is_none() || self.next.is_some()
    }
}

/// Whether chains under the root are accepted by these: it is among them, or one of its name and key is.
fn leads(root: &Certificate, roots: &[Certificate]) -> bool {
    let twin = |one: &Certificate| {
        one.subject_der() == root.subject_der() && one.public_key().spki_der() == root.public_key().spki_der()
    };
    roots.iter().any(|one| one == root || twin(one))
}
