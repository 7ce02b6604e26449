//! Patterns in words.

use std::fmt;

use super::{Form, IdentityPattern, Principal};

/// The rule in words: `any workload of cluster.local at or below /ns/shop`.
impl fmt::Display for IdentityPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Exact(id) => id.fmt(f),
            Form::TrustDomain(domain) => write!(f, "any workload of {domain}"),
            Form::PathPrefix(domain, path) => write!(f, "any workload of {domain} at or below {path}"),
            Form::Principal(Principal::Any) => f.write_str("any principal"),
            Form::Principal(Principal::Exact(text)) => write!(f, "the principal {text}"),
            Form::Principal(Principal::Prefix(text)) => write!(f, "any principal that begins with {text}"),
            Form::Principal(Principal::Suffix(text)) => write!(f, "any principal that ends with {text}"),
            Form::AnyOf(list) if list.is_empty() => f.write_str("nobody"),
            Form::AnyOf(list) => joined(f, "any of", list),
            Form::AllOf(list) => joined(f, "all of", list),
            Form::Not(pattern) => write!(f, "anybody but ({pattern})"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, word: &str, list: &[IdentityPattern]) -> fmt::Result {
    write!(f, "{word} (")?;
    for (i, pattern) in list.iter().enumerate() {
        if i > 0 {
            f.write_str("; ")?;
        }
        fmt::Display::fmt(pattern, f)?;
    }
    f.write_str(")")
}
