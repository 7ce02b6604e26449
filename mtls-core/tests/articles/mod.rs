//! The manifests of articles beside those of recipes, and golden files.

use std::path::{Path, PathBuf};

use mtls_core::resources::{Manifest, read_yaml};
use serde_json::Value;

/// A recipe's folder of data.
pub(crate) struct Data(pub(crate) &'static str);

impl Data {
    fn path(&self, name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/recipes").join(self.0).join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "whether to write golden files anew is the developer's choice"
    )]
    pub(crate) fn compare(&self, name: &str, text: &str) {
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(self.path(name), text).unwrap();
        }
        assert_eq!(text, self.read(name), "{name} differs");
    }

    pub(crate) fn manifests(&self, name: &str) -> Vec<Manifest> {
        read_yaml(&self.read(name)).into_iter().map(Result::unwrap).collect()
    }
}

/// What a recipe makes otherwise than an article does, a line a field: pairs are what stands in both.
pub(crate) fn differences<'m>(pairs: impl IntoIterator<Item = (&'m Manifest, &'m Manifest)>) -> String {
    let mut out = String::new();
    for (article, recipe) in pairs {
        out.push_str(&format!("{} -> {}\n", article.resource(), recipe.resource()));
        let [article, recipe] = [article, recipe].map(|m| serde_json::to_value(m).unwrap());
        let mut lines = Vec::new();
        compare("", &article, &recipe, &mut lines);
        for line in lines {
            out.push_str(&format!("  {line}\n"));
        }
    }
    out
}

fn compare(path: &str, old: &Value, new: &Value, lines: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
            for key in keys {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => compare(&path, a, b, lines),
                    (Some(a), None) => lines.push(format!("{path}: {a} ->")),
                    (None, b) => lines.push(format!("{path}: -> {}", b.unwrap())),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{path}[{i}]"), a, b, lines);
            }
        }
        _ if old == new => {}
        _ => lines.push(format!("{path}: {old} -> {new}")),
    }
}

/// `severity rule resource field` of everything that is said of a text.
pub(crate) fn said(yaml: &str) -> String {
    mtls_core::resources::check_yaml(yaml, None)
        .iter()
        .map(|finding| format!("{} {} {}\n", finding.severity, finding.rule, finding.subject))
        .collect()
}
