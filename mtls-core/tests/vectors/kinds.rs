//! Operations of the subject `kinds`: every modelled kind, built from options.

use std::collections::BTreeSet;

use mtls_core::resources::{self, Value};

use super::resources::tree;
use super::{Answer, Args, answer, read};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    (op == "resources.build").then(|| answer(resources::build(args.text("kind"), tree(args, "options"))))
}

#[test]
fn every_kind_has_a_case_that_builds_and_one_with_all_that_is_wrong() {
    let (mut built, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for case in read("kinds").cases {
        let kind = case.args.text("kind").to_owned();
        if case.ok.is_some() {
            built.insert(kind);
        } else if case.findings.is_some_and(|findings| findings.len() > 1) {
            refused.insert(kind);
        }
    }
    let schema = resources::schema();
    for kind in schema.as_list().unwrap() {
        let text = |key| kind.get(key).and_then(Value::as_str).unwrap();
        let name = format!("{}/{}", text("group"), text("kind"));
        let name = name.trim_start_matches('/');
        assert!(built.contains(name), "{name} is not built");
        assert!(refused.contains(name), "{name} is not refused for several things");
    }
}
