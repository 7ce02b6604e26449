//! Which hosts cover which.

use std::collections::BTreeSet;

/// Hosts to look others up in, in time that does not grow with their number.
#[derive(Debug, Default)]
pub(super) struct Hosts<'a> {
    exact: BTreeSet<&'a str>,
    /// What follows the `*` of the wildcards.
    suffixes: BTreeSet<&'a str>,
}

impl<'a> Hosts<'a> {
    pub(super) fn new(hosts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for host in hosts {
            match host.strip_prefix('*') {
                Some(suffix) => out.suffixes.insert(suffix),
                None => out.exact.insert(host),
            };
        }
        out
    }

    /// Whether every name that `host` stands for is among these: `shop.example` is in `*.example`, `*.shop.example` in
    /// `*.example`.
    pub(super) fn cover(&self, host: &str) -> bool {
        let name = host.strip_prefix('*');
        (name.is_none() && self.exact.contains(host)) || self.wildcard_over(name.unwrap_or(host), true)
    }

    /// Whether one of these is a wider wildcard that `host` falls under.
    pub(super) fn widen(&self, host: &str) -> bool {
        match host.strip_prefix('*') {
            Some(suffix) => self.wildcard_over(suffix, false),
            None => self.wildcard_over(host, true),
        }
    }

    fn wildcard_over(&self, name: &str, whole: bool) -> bool {
        let starts = name.char_indices().map(|(start, _)| start).chain([name.len()]);
        starts
            .filter(|start| whole || *start > 0)
            .filter_map(|start| name.get(start..))
            .any(|suffix| self.suffixes.contains(suffix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_covers_which() {
        let hosts = Hosts::new(["*.shop.example", "cart.example", "*foo.test"]);
        for covered in ["a.shop.example", "*.shop.example", "*.a.shop.example", "cart.example", "foo.test"] {
            assert!(hosts.cover(covered), "{covered}");
        }
        for other in ["shop.example", "*.example", "*", "*cart.example", "b.example", "oo.test"] {
            assert!(!hosts.cover(other), "{other}");
        }
        assert!(Hosts::new(["*"]).cover("*.a"));
        assert!(hosts.widen("*.a.shop.example") && hosts.widen("a.shop.example") && hosts.widen("foo.test"));
        assert!(!hosts.widen("*.shop.example") && !hosts.widen("cart.example"));
    }
}
