//! Trigger rules: where a former policy asked for a token.

use super::{PolicyJwt, PolicyPath, PolicyTriggerRule};
use crate::resources::istio::AuthorizationOperation;

/// The trigger rules of a policy as operations.
#[derive(Default)]
pub(super) struct Triggers {
    /// Where a token is demanded; empty for everywhere.
    pub(super) operations: Vec<AuthorizationOperation>,
    /// Origins, by index, whose tokens do not do on these operations (empty for any), though others may.
    pub(super) refused: Vec<(usize, Vec<AuthorizationOperation>)>,
    /// Fields and what of them cannot be said. What cannot be said needs a token.
    pub(super) notes: Vec<(String, String)>,
}

impl Triggers {
    pub(super) fn of(issuers: &[&PolicyJwt]) -> Self {
        let mut out = Self::default();
        let Some((first, others)) = issuers.split_first() else { return out };
        let same = others.iter().all(|other| triggers_of(other) == triggers_of(first));
        let mut everywhere = false;
        for (i, jwt) in issuers.iter().enumerate().take(if same { 1 } else { issuers.len() }) {
            let rules = triggers_of(jwt);
            everywhere |= rules.is_empty();
            let field = format!("spec.origins[{i}].jwt.triggerRules");
            for (j, rule) in rules.iter().enumerate() {
                let operation = Named::of(rule).operation(&format!("{field}[{j}]"), &mut out.notes);
                everywhere |= operation == AuthorizationOperation::default();
                out.operations.push(operation);
            }
            if let (false, Some(rule)) = (same, rules.first())
                && let Some(others) = Named::of(rule).others()
            {
                out.refused.push((i, others));
            }
        }
        if everywhere {
            out.operations.clear();
        }
        if !same {
            let field = "spec.origins[0].jwt.triggerRules".to_owned();
            let message = "origins have different trigger rules; a token is refused outside of the first rule of its origin, also where none is asked for";
            out.notes.push((field, message.to_owned()));
        }
        out
    }
}

pub(super) fn triggers_of(jwt: &PolicyJwt) -> &[PolicyTriggerRule] {
    jwt.trigger_rules.as_deref().unwrap_or_default()
}

/// The paths of a rule as an AuthorizationPolicy names them; None where it cannot.
struct Named {
    excluded: Vec<Option<String>>,
    included: Vec<Option<String>>,
}

impl Named {
    fn of(rule: &PolicyTriggerRule) -> Self {
        let named = |list: &Option<Vec<PolicyPath>>| list.iter().flatten().map(pattern).collect();
        Self { excluded: named(&rule.excluded_paths), included: named(&rule.included_paths) }
    }

    /// Where the rule holds, or more than that; what is more is noted.
    fn operation(self, field: &str, notes: &mut Vec<(String, String)>) -> AuthorizationOperation {
        for (name, list) in [("excludedPaths", &self.excluded), ("includedPaths", &self.included)] {
            for (i, _) in list.iter().enumerate().filter(|(_, path)| path.is_none()) {
                let message = "policies cannot name these paths; a token is demanded on them";
                notes.push((format!("{field}.{name}[{i}]"), message.to_owned()));
            }
        }
        let mut operation = AuthorizationOperation::default();
        let excluded: Vec<String> = self.excluded.into_iter().flatten().collect();
        if !excluded.is_empty() {
            operation = operation.not_paths(excluded);
        }
        let all = self.included.len();
        let included: Vec<String> = self.included.into_iter().flatten().collect();
        if included.len() < all {
            let message = "not all included paths can be named, so a token is demanded on every path but the excluded ones";
            notes.push((format!("{field}.includedPaths"), message.to_owned()));
        } else if !included.is_empty() {
            operation = operation.paths(included);
        }
        operation
    }

    /// Where the rule does not hold, or more than that; None for nowhere, empty for everywhere.
    fn others(self) -> Option<Vec<AuthorizationOperation>> {
        if self.excluded.is_empty() && self.included.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        if !self.excluded.is_empty() {
            let excluded: Option<Vec<String>> = self.excluded.into_iter().collect();
            let Some(excluded) = excluded else { return Some(Vec::new()) };
            out.push(AuthorizationOperation::default().paths(excluded));
        }
        if !self.included.is_empty() {
            let included: Vec<String> = self.included.into_iter().flatten().collect();
            if included.is_empty() {
                return Some(Vec::new());
            }
            out.push(AuthorizationOperation::default().not_paths(included));
        }
        Some(out)
    }
}

/// The paths as an AuthorizationPolicy writes them, where it can.
fn pattern(path: &PolicyPath) -> Option<String> {
    let plain = |text: &String| (!text.contains(['*', '{', '}'])).then(|| text.clone());
    match (&path.exact, &path.prefix, &path.suffix) {
        (Some(exact), _, _) => plain(exact).filter(|exact| !exact.is_empty()),
        (None, Some(prefix), _) => plain(prefix).map(|prefix| format!("{prefix}*")),
        (None, None, Some(suffix)) => plain(suffix).map(|suffix| format!("*{suffix}")),
        (None, None, None) => None,
    }
}
