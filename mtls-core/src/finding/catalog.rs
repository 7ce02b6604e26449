//! The one list of all rules.

use std::fmt::Write as _;

use super::rule::Rule;
use super::rules;

/// Every rule of the crate, floor by floor, in a stable order.
pub fn catalog() -> impl Iterator<Item = &'static Rule> {
    rules::FLOORS.iter().flat_map(|(_, list)| list.iter().copied())
}

/// The rule with this name, if there is one.
pub fn rule_named(name: &str) -> Option<&'static Rule> {
    catalog().find(|rule| rule.name == name)
}

/// Who says a rule about an origin that is closed to all but its edge: the check of configurations (`check_config`), the live
/// probe (`Probe`), or both.
fn said_by(rule: &'static Rule) -> Option<&'static str> {
    use rules::{origin_config, origin_probe};
    let (of_config, of_probe) = (origin_config::ALL.contains(&rule), origin_probe::ALL.contains(&rule));
    let check = of_config || origin_probe::OF_THE_CHECK.contains(&rule);
    let probe = of_probe || origin_config::OF_THE_PROBE.contains(&rule);
    match (check, probe) {
        (true, true) => Some("the check of configurations and the live probe"),
        (true, false) => Some("the check of configurations alone"),
        (false, true) => Some("the live probe alone"),
        (false, false) => None,
    }
}

/// The catalog as a Markdown page; `mtls-core/RULES.md` is this text, and a test keeps it so.
pub fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\nEvery refusal, warning and hint of mtls-core has one of these names. It is the `rule` of a finding and the\n`code` of an error, the same in Rust, Python and Node, and it does not change between releases.\nThis page is generated from the catalog in `mtls-core/src/finding/rules`.\n",
    );
    for (floor, list) in rules::FLOORS {
        // Writing to a String cannot fail.
        let _ = write!(page, "\n## {floor}\n");
        for rule in *list {
            let _ = write!(
                page,
                "\n### `{}`\n\n{}. **When:** {}\n**Why:** {}\n**Mend:** {}\n**Source:** {}\n",
                rule.name,
                match rule.severity {
                    super::Severity::Info => "Info",
                    super::Severity::Warning => "Warning",
                    super::Severity::Error => "Error",
                },
                rule.trigger,
                rule.why,
                rule.help,
                rule.source
            );
            if let Some(who) = said_by(rule) {
                let _ = writeln!(page, "**Said by:** {who}");
            }
        }
    }
    page
}
