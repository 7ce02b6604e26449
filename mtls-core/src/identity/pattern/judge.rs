//! Whether an ID matches, and if not, why.

use super::{Form, IdentityPattern, Principal};
use crate::finding::{Finding, Subject, rules::identity as rules};
use crate::identity::SpiffeIdRef;

/// How many alternatives a reason spells out.
const SPELLED_OUT: usize = 4;

impl IdentityPattern {
    /// Whether the ID keeps the rule. Allocates nothing.
    pub fn matches<'a>(&self, id: impl Into<SpiffeIdRef<'a>>) -> bool {
        self.takes_in(id.into())
    }

    fn takes_in(&self, id: SpiffeIdRef<'_>) -> bool {
        match &self.0 {
            Form::Exact(exact) => *exact == id,
            Form::TrustDomain(domain) => id.is_member_of(domain) && !id.path().is_empty(),
            Form::PathPrefix(domain, prefix) => id.is_member_of(domain) && is_at_or_below(id.path(), prefix),
            Form::Principal(principal) => principal.matches(id.without_scheme()),
            Form::AnyOf(list) => list.iter().any(|pattern| pattern.takes_in(id)),
            Form::AllOf(list) => list.iter().all(|pattern| pattern.takes_in(id)),
            Form::Not(pattern) => !pattern.takes_in(id),
        }
    }

    /// Why the ID does not match, in words for a log or a refusal; None if it does.
    pub fn mismatch<'a>(&self, id: impl Into<SpiffeIdRef<'a>>) -> Option<String> {
        let id = id.into();
        (!self.takes_in(id)).then(|| self.reason(id))
    }

    /// Why the ID, which does not match, does not.
    fn reason(&self, id: SpiffeIdRef<'_>) -> String {
        match &self.0 {
            Form::TrustDomain(domain) | Form::PathPrefix(domain, _) if !id.is_member_of(domain) => {
                format!("the trust domain is {}, not {domain}", id.trust_domain())
            }
            Form::Exact(exact) => format!("{id} is not {exact}"),
            Form::TrustDomain(_) => format!("{id} is the trust domain itself, not a workload"),
            Form::PathPrefix(_, prefix) if id.path().is_empty() => {
                format!("{id} has no path, so it is not at or below {prefix}")
            }
            Form::PathPrefix(_, prefix) => format!("the path {} is not at or below {prefix}", id.path()),
            Form::Principal(principal) => {
                let how = match principal {
                    // Never reached: `*` matches every ID.
                    Principal::Any => "is not".to_owned(),
                    Principal::Exact(text) => format!("is not {text}"),
                    Principal::Prefix(text) => format!("does not begin with {text}"),
                    Principal::Suffix(text) => format!("does not end with {text}"),
                };
                format!("the principal {} {how}", id.without_scheme())
            }
            Form::AnyOf(list) if list.is_empty() => "the pattern lets nobody in".to_owned(),
            Form::AnyOf(list) => {
                let mut reasons: Vec<_> =
                    list.iter().take(SPELLED_OUT).map(|pattern| pattern.reason(id)).collect();
                reasons.dedup();
                if let more @ 1.. = list.len().saturating_sub(SPELLED_OUT) {
                    reasons.push(format!("nor does it match any of {more} more"));
                }
                reasons.join("; ")
            }
            Form::AllOf(list) => {
                let unmet = list.iter().find(|pattern| !pattern.takes_in(id));
                unmet.map_or_else(|| self.to_string(), |pattern| pattern.reason(id))
            }
            Form::Not(pattern) => format!("{id} is excluded: {pattern}"),
        }
    }

    /// What the pattern takes in that its author may not mean, as warnings about `subject`:
    /// stars that cut through a segment, patterns that name no trust domain.
    pub fn cautions(&self, subject: &Subject) -> Vec<Finding> {
        let mut cautions = Vec::new();
        self.collect_cautions(subject, &mut cautions);
        if self.is_open() {
            let message = format!("{self}: this lets in workloads of every trust domain that is trusted");
            cautions.push(Finding::new(rules::IDENTITY_PATTERN_ANY_TRUST_DOMAIN, subject.clone(), message));
        }
        cautions
    }

    fn collect_cautions(&self, subject: &Subject, cautions: &mut Vec<Finding>) {
        if let Form::Principal(principal) = &self.0 {
            let cut_through = match principal {
                Principal::Prefix(text) if !text.ends_with('/') => Some(format!("{text}-other")),
                Principal::Suffix(text) if !text.starts_with('/') => Some(format!("other-{text}")),
                _ => None,
            };
            if let Some(example) = cut_through {
                let message = format!("`{}` also takes in `{example}`", principal.to_pattern());
                cautions.push(Finding::new(rules::IDENTITY_PATTERN_BOUNDARY, subject.clone(), message));
            }
        }
        self.parts().iter().for_each(|part| part.collect_cautions(subject, cautions));
    }

    /// Whether IDs of any trust domain may match.
    fn is_open(&self) -> bool {
        match &self.0 {
            Form::Exact(_) | Form::TrustDomain(_) | Form::PathPrefix(..) => false,
            Form::Principal(Principal::Exact(_)) => false,
            Form::Principal(Principal::Prefix(text)) => !text.contains('/'),
            Form::Principal(Principal::Any | Principal::Suffix(_)) | Form::Not(_) => true,
            Form::AnyOf(list) => list.iter().any(Self::is_open),
            Form::AllOf(list) => list.iter().all(Self::is_open),
        }
    }
}

/// Segment by segment: `/ns/shopping` is not below `/ns/shop`.
fn is_at_or_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
