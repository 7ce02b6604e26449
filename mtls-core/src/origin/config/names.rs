//! Many names and patterns, asked for a host without a look at each of them.

use std::collections::BTreeSet;
use std::ops::Bound;

/// A name longer than this is compared as it stands: DNS has none.
const LONGEST: usize = 253;

/// The names of virtual hosts: exact ones, `*suffix`, `prefix*`, and `*` for all. Letters count as lower case.
#[derive(Default)]
pub(super) struct Names {
    all: bool,
    /// Backwards, so that those with one ending stand together.
    exact: BTreeSet<Vec<u8>>,
    /// Backwards, without the star.
    suffixes: BTreeSet<Vec<u8>>,
    prefixes: BTreeSet<Vec<u8>>,
}

impl Names {
    pub(super) fn add(&mut self, name: &str) {
        if name == "*" {
            self.all = true;
        } else if let Some(suffix) = name.strip_prefix('*') {
            self.suffixes.insert(backwards(suffix));
        } else if let Some(prefix) = name.strip_suffix('*') {
            self.prefixes.insert(prefix.to_ascii_lowercase().into_bytes());
        } else {
            self.exact.insert(backwards(name));
        }
    }

    /// These stand for every host.
    pub(super) fn add_all(&mut self) {
        self.all = true;
    }

    /// Whether one of the names may mean one of these hosts; of no hosts, whether they mean every one.
    pub(super) fn may_mean_one_of(&self, hosts: &[String]) -> bool {
        self.all || hosts.iter().any(|host| self.may_mean(host))
    }

    /// Whether one of the names may mean this host; a wildcard (`*.example`) stands for any of its hosts.
    pub(super) fn may_mean(&self, host: &str) -> bool {
        if self.all {
            return true;
        }
        if let Some(suffix) = host.strip_prefix('*') {
            let suffix = backwards(suffix);
            return !self.prefixes.is_empty()
                || starts_with(&self.exact, &suffix)
                || starts_with(&self.suffixes, &suffix)
                || beginnings(&suffix, suffix.len()).any(|part| self.suffixes.contains(part));
        }
        let (forwards, host) = (host.to_ascii_lowercase().into_bytes(), backwards(host));
        // A star stands for a character at least.
        let shorter = host.len().saturating_sub(1);
        self.exact.contains(&host)
            || beginnings(&host, shorter).any(|part| self.suffixes.contains(part))
            || beginnings(&forwards, shorter).any(|part| self.prefixes.contains(part))
    }
}

fn backwards(name: &str) -> Vec<u8> {
    name.to_ascii_lowercase().into_bytes().into_iter().rev().collect()
}

/// The beginnings of a name of up to so many bytes, the empty one too.
fn beginnings(name: &[u8], most: usize) -> impl Iterator<Item = &[u8]> {
    (0..=most.min(LONGEST)).filter_map(|length| name.get(..length))
}

/// Whether one of the names begins so.
fn starts_with(names: &BTreeSet<Vec<u8>>, beginning: &[u8]) -> bool {
    let from = (Bound::Included(beginning), Bound::Unbounded);
    names.range::<[u8], _>(from).next().is_some_and(|name| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn patterns_mean_what_envoy_says_of_them() {
        for (name, host, means) in [
            ("shop.example", "Shop.Example", true),
            ("shop.example", "a.shop.example", false),
            ("*.example", "shop.example", true),
            ("*.example", ".example", false),
            ("*hop.example", "shop.example", true),
            ("*shop.example", "shop.example", false),
            ("shop.*", "shop.example", true),
            ("shop.*", "shop.", false),
            ("*", "anything", true),
            ("shop.example", "*.example", true),
            ("a.shop.example", "*.shop.example", true),
            ("*.b.shop.example", "*.shop.example", true),
            ("*.example", "*.shop.example", true),
            ("*.test", "*.shop.example", false),
            ("shop.test", "*.example", false),
            ("shop.*", "*.example", true),
        ] {
            let mut names = Names::default();
            names.add(name);
            assert_eq!(names.may_mean(host), means, "{name} {host}");
        }
        assert!(!Names::default().may_mean("shop.example"));
    }
}
