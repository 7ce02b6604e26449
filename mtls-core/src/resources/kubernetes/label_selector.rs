//! Objects by their labels.

use std::collections::BTreeMap;

use crate::finding::rules::kubernetes as rules;
use crate::resources::kind::Checker;
use crate::resources::model::{model, spellings};
use crate::resources::{labels, names};

model! {
    /// Objects by their labels; all conditions must hold. One without conditions selects everything.
    pub struct LabelSelector {
        /// Labels that an object must carry.
        match_labels: BTreeMap<String, String> = "matchLabels",
        /// Conditions on labels.
        match_expressions: Vec<LabelRequirement> = "matchExpressions",
    }
}

model! {
    /// A condition on a label.
    pub struct LabelRequirement {
        /// The key of the label.
        key: String = "key",
        /// What must hold.
        operator: SelectorOperator = "operator",
        /// The values for `In` and `NotIn`.
        values: Vec<String> = "values",
    }
}

spellings! {
    /// What must hold of a label.
    pub enum SelectorOperator {
        /// It has one of the values.
        In = "In",
        /// It has none of the values, or is absent.
        NotIn = "NotIn",
        /// It is there.
        Exists = "Exists",
        /// It is absent.
        DoesNotExist = "DoesNotExist",
    }
}

impl LabelSelector {
    /// Whether it has no condition.
    pub fn is_empty(&self) -> bool {
        self.match_labels.as_ref().is_none_or(BTreeMap::is_empty)
            && self.match_expressions.as_ref().is_none_or(Vec::is_empty)
    }

    /// Whether it selects an object with these labels. A condition that is not understood selects nothing.
    pub fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        self.match_labels.iter().flatten().all(|(key, value)| labels.get(key) == Some(value))
            && self.match_expressions.iter().flatten().all(|condition| condition.holds(labels))
    }
}

impl LabelRequirement {
    fn holds(&self, labels: &BTreeMap<String, String>) -> bool {
        let found = labels.get(self.key.as_deref().unwrap_or_default());
        let among = |value: &String| self.values.as_ref().is_some_and(|values| values.contains(value));
        match &self.operator {
            Some(SelectorOperator::In) => found.is_some_and(among),
            Some(SelectorOperator::NotIn) => !found.is_some_and(among),
            Some(SelectorOperator::Exists) => found.is_some(),
            Some(SelectorOperator::DoesNotExist) => found.is_none(),
            Some(SelectorOperator::Unknown(_)) | None => false,
        }
    }
}

/// What the API server asks of a selector at `field`.
pub(in crate::resources) fn check_label_selector(
    selector: Option<&LabelSelector>,
    field: &str,
    check: &mut Checker,
) {
    let Some(selector) = selector else { return };
    labels::check_labels(selector.match_labels.as_ref(), &format!("{field}.matchLabels"), check);
    for (i, condition) in selector.match_expressions.iter().flatten().enumerate() {
        let at = format!("{field}.matchExpressions[{i}]");
        let values = condition.values.as_deref().unwrap_or_default();
        if !names::is_label_key(condition.key.as_deref().unwrap_or_default()) {
            check.report(rules::LABEL_SELECTOR_INVALID, format!("{at}.key"), "this is no key for a label");
        }
        match &condition.operator {
            Some(SelectorOperator::In | SelectorOperator::NotIn) if values.is_empty() => check.report(
                rules::LABEL_SELECTOR_INVALID,
                format!("{at}.values"),
                "`In` and `NotIn` need values",
            ),
            Some(SelectorOperator::Exists | SelectorOperator::DoesNotExist) if !values.is_empty() => check
                .report(
                    rules::LABEL_SELECTOR_INVALID,
                    format!("{at}.values"),
                    "`Exists` and `DoesNotExist` take no values",
                ),
            None => check.report(
                rules::LABEL_SELECTOR_INVALID,
                format!("{at}.operator"),
                "the condition has no operator",
            ),
            _ => {}
        }
        for (j, value) in values.iter().enumerate().filter(|(_, value)| !names::is_label_value(value)) {
            check.report(
                rules::LABEL_SELECTOR_INVALID,
                format!("{at}.values[{j}]"),
                format!("`{}` is no value for a label", crate::resources::cut(value)),
            );
        }
    }
}
