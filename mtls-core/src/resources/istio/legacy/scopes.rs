//! How former policies stood to each other: the narrower took the place of the broader as a whole. What they become adds
//! up, so the broader one must take the tokens of the narrower, and the narrower refuse those of the broader.

use std::collections::{BTreeMap, BTreeSet};

use super::meetings;
use super::migrate::{Former, Level, Outcome};
use super::peers::{Labels, Place};
use super::tokens::{issuers, rule_of};
use super::triggers::Triggers;
use super::workloads::Workloads;
use crate::finding::rules::istio_security as rules;
use crate::resources::cut;
use crate::resources::istio::{AuthorizationOperation, AuthorizationRule, JwtRule};

const PRINCIPAL: &str = "request.auth.principal";
const AUDIENCES: &str = "request.auth.audiences";

/// Issuers, and the audiences of which their tokens must have one; None for any.
type Believed = BTreeMap<String, Option<BTreeSet<String>>>;

/// Adds what others believe.
fn join(all: &mut Believed, others: &Believed) {
    for (issuer, audiences) in others {
        let Some(before) = all.get_mut(issuer) else {
            all.insert(issuer.clone(), audiences.clone());
            continue;
        };
        match (before.as_mut(), audiences) {
            (Some(before), Some(audiences)) => before.extend(audiences.iter().cloned()),
            _ => *before = None,
        }
    }
}

impl Former<'_> {
    fn believed(&self) -> Believed {
        let mut out = Believed::new();
        for jwt in issuers(&self.spec) {
            let audiences = jwt.audiences.as_ref().filter(|list| !list.is_empty());
            let audiences = audiences.map(|list| list.iter().cloned().collect());
            join(&mut out, &Believed::from([(jwt.issuer.clone().unwrap_or_default(), audiences)]));
        }
        out
    }

    /// Whether requests without a token were refused, somewhere at least.
    pub(super) fn demands(&self) -> bool {
        self.spec.origin_is_optional != Some(true) && !issuers(&self.spec).is_empty()
    }
}

/// The policy for a namespace or the mesh, and what narrower ones believe there.
#[derive(Default)]
struct Scope {
    policy: Option<usize>,
    below: Believed,
}

/// How the policies stood to each other.
#[derive(Default)]
pub(super) struct Scopes {
    mesh: Scope,
    namespaces: BTreeMap<String, Scope>,
    /// The ports of workloads, as far as they are known, that policies for services were for.
    services: BTreeMap<(String, Option<Labels>), BTreeSet<u16>>,
    /// What is to be said of parts of policies for pods that another one is for too.
    met: BTreeMap<Place, Vec<String>>,
}

impl Scopes {
    pub(super) fn of(formers: &[Option<Former<'_>>]) -> Self {
        let mut out = Self::default();
        for (at, former) in formers.iter().enumerate() {
            let Some(former) = former else { continue };
            let believed = former.believed();
            match former.level {
                Level::Mesh => out.mesh.policy = Some(at),
                Level::Namespace => {
                    out.namespaces.entry(former.namespace.clone()).or_default().policy = Some(at);
                    join(&mut out.mesh.below, &believed);
                }
                Level::Services | Level::RootServices => {
                    if former.level == Level::Services {
                        join(
                            &mut out.namespaces.entry(former.namespace.clone()).or_default().below,
                            &believed,
                        );
                    }
                    join(&mut out.mesh.below, &believed);
                    for workloads in &former.workloads {
                        let key = (workloads.namespace.clone(), workloads.labels.clone());
                        out.services.entry(key).or_default().extend(workloads.ports.iter().flatten());
                    }
                }
            }
        }
        out.met =
            meetings::of(formers, |former| out.refused(former, formers).map(|(issuer, _)| issuer).collect());
        out
    }

    /// The policies that gave way to this one, the nearest first.
    fn broader<'f, 'a>(
        &self,
        former: &Former<'_>,
        formers: &'f [Option<Former<'a>>],
    ) -> impl Iterator<Item = &'f Former<'a>> {
        let of_namespace = self.namespaces.get(&former.namespace).and_then(|scope| scope.policy);
        let of_namespace = of_namespace.filter(|_| former.level == Level::Services);
        let of_mesh = self.mesh.policy.filter(|_| former.level != Level::Mesh);
        [of_namespace, of_mesh].into_iter().flatten().filter_map(|at| formers.get(at)?.as_ref())
    }

    /// What must be denied, so that only what the policy let in is.
    pub(super) fn denied(
        &self,
        former: &Former<'_>,
        workloads: &Workloads,
        formers: &[Option<Former<'_>>],
    ) -> Vec<AuthorizationRule> {
        let own = former.believed();
        let mut out = Vec::new();
        if former.demands() {
            self.demand(former, workloads, &own, &mut out);
        }
        out.extend(self.elsewhere(former, workloads, formers));
        out
    }

    /// Requests without a token that the policy, or a narrower one, takes.
    fn demand(
        &self,
        former: &Former<'_>,
        workloads: &Workloads,
        own: &Believed,
        out: &mut Vec<AuthorizationRule>,
    ) {
        let mut accepted = own.clone();
        // Tokens of the narrower policies are believed where those hold, and nowhere else.
        match former.level {
            Level::Mesh => join(&mut accepted, &self.mesh.below),
            Level::Namespace => {
                if let Some(scope) = self.namespaces.get(&former.namespace) {
                    join(&mut accepted, &scope.below);
                }
            }
            Level::Services | Level::RootServices => {}
        }
        let issuers = issuers(&former.spec);
        let triggers = Triggers::of(&issuers);
        // A port that is not known must not be among those without tokens.
        let ports = workloads.ports.as_deref().filter(|ports| !ports.is_empty() && workloads.ports_known);
        let on = |operations: &[AuthorizationOperation]| {
            let mut operations = operations.to_vec();
            if let Some(ports) = ports {
                if operations.is_empty() {
                    operations.push(AuthorizationOperation::default());
                }
                let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
                operations = operations.into_iter().map(|operation| operation.ports(ports.clone())).collect();
            }
            operations.into_iter().fold(AuthorizationRule::new(), AuthorizationRule::or_to)
        };
        let principals: Vec<String> = accepted.keys().map(|issuer| principals_of(issuer)).collect();
        out.push(on(&triggers.operations).when_not(PRINCIPAL, principals));
        let alone = accepted.len() == 1;
        for (issuer, audiences) in &accepted {
            let Some(audiences) = audiences else { continue };
            let rule = on(&triggers.operations);
            let rule = if alone { rule } else { rule.when(PRINCIPAL, [principals_of(issuer)]) };
            out.push(rule.when_not(AUDIENCES, audiences.iter().cloned().collect::<Vec<_>>()));
        }
        for (i, operations) in &triggers.refused {
            if let Some(issuer) = issuers.get(*i).and_then(|jwt| jwt.issuer.as_deref()) {
                out.push(on(operations).when(PRINCIPAL, [principals_of(issuer)]));
            }
        }
    }

    /// Tokens of a policy for some ports, on the other ports of the same workloads: they are believed there too now, and the
    /// broader policy takes them for the sake of the ports that they are for.
    fn elsewhere(
        &self,
        former: &Former<'_>,
        workloads: &Workloads,
        formers: &[Option<Former<'_>>],
    ) -> Vec<AuthorizationRule> {
        let claimed = self.services.get(&(workloads.namespace.clone(), workloads.labels.clone()));
        let (Some(_), Some(claimed)) = (&workloads.ports, claimed) else {
            return Vec::new();
        };
        let ports: Vec<String> = claimed.iter().map(u16::to_string).collect();
        let others = || {
            let rule = AuthorizationRule::new();
            if ports.is_empty() {
                rule
            } else {
                rule.or_to(AuthorizationOperation::default().not_ports(ports.clone()))
            }
        };
        self.refused(former, formers)
            .map(|(issuer, audiences)| {
                let rule = others().when(PRINCIPAL, [principals_of(&issuer)]);
                match audiences {
                    None => rule,
                    Some(audiences) => rule.when_not(AUDIENCES, audiences.into_iter().collect::<Vec<_>>()),
                }
            })
            .collect()
    }

    /// The issuers whose tokens the nearest broader policy does not take, or only with one of these audiences.
    fn refused(
        &self,
        former: &Former<'_>,
        formers: &[Option<Former<'_>>],
    ) -> impl Iterator<Item = (String, Option<BTreeSet<String>>)> {
        let broader = self.broader(former, formers).next().filter(|broader| broader.demands());
        let theirs = broader.map(Former::believed);
        let own = theirs.as_ref().map(|_| former.believed()).unwrap_or_default();
        let theirs = theirs.unwrap_or_default();
        own.into_keys().filter_map(move |issuer| match theirs.get(&issuer) {
            None => Some((issuer, None)),
            Some(Some(audiences)) => Some((issuer, Some(audiences.clone()))),
            Some(None) => None,
        })
    }

    /// Says where what policies become adds up to something else than what held.
    pub(super) fn note(
        &self,
        former: &Former<'_>,
        at: usize,
        formers: &[Option<Former<'_>>],
        outcome: &mut Outcome<'_>,
    ) {
        let own = issuers(&former.spec);
        let refused = former.workloads.iter().any(|workloads| !workloads.ports_known)
            && self.refused(former, formers).next().is_some();
        for (target, workloads) in former.workloads.iter().enumerate() {
            let field = format!("spec.targets[{target}]");
            for message in self.met.get(&(at, target)).into_iter().flatten() {
                outcome.note(rules::LEGACY_NOT_CARRIED, field.as_str(), message.as_str());
            }
            if refused && !workloads.ports_known {
                let message = "a port is not known, and a broader policy demands other tokens: those of this one are refused there";
                outcome.note(rules::LEGACY_NOT_CARRIED, field, message);
            }
        }
        let everywhere = former.demands() && Triggers::of(&own).operations.is_empty();
        for broader in self.broader(former, formers) {
            let theirs = issuers(&broader.spec);
            if theirs.is_empty() {
                continue;
            }
            let gone = format!(
                "{} gave way to this policy as a whole; both hold now",
                cut(&broader.manifest.resource())
            );
            if broader.demands() && !everywhere {
                let message = format!("{gone}, so that requests without a token are refused here as well");
                outcome.note(rules::LEGACY_NOT_CARRIED, "spec.origins", message);
            } else {
                let message = format!("{gone}: a bad token of its issuers is refused here, too");
                outcome.note(rules::LEGACY_CHANGED, "spec.origins", message);
            }
            let known: BTreeMap<&str, JwtRule> = theirs
                .into_iter()
                .map(|jwt| {
                    (jwt.issuer.as_deref().unwrap_or_default(), JwtRule { audiences: None, ..rule_of(jwt) })
                })
                .collect();
            for (i, jwt) in own.iter().enumerate() {
                let here = JwtRule { audiences: None, ..rule_of(jwt) };
                let issuer = jwt.issuer.as_deref().unwrap_or_default();
                if known.get(issuer).is_some_and(|there| *there != here) {
                    let message = format!(
                        "{gone}, with other keys or other places for tokens of this issuer: either will do"
                    );
                    outcome.note(rules::LEGACY_NOT_CARRIED, format!("spec.origins[{i}].jwt"), message);
                }
            }
        }
    }
}

/// Every token of the issuer. Istio takes a principal apart at its last slash: an issuer that ends with one needs a second.
fn principals_of(issuer: &str) -> String {
    format!("{issuer}/*")
}
