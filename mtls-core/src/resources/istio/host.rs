//! Hosts as Istio takes them: domain names, wildcards, and which of them covers which.

use std::collections::BTreeSet;

use crate::resources::names;

/// A domain name: `shop.example`, `shop.example.`, and short names (`cart`) too.
///
/// # Errors
/// What is wrong, as the end of a sentence.
pub(super) fn check_domain(name: &str) -> Result<(), &'static str> {
    check_length(name)?;
    check_labels(name)
}

/// A domain name whose first label may be `*`: `*`, `*.shop.example`, `shop.example.`, `cart`.
///
/// # Errors
/// What is wrong, as the end of a sentence.
pub(super) fn check_wildcard_domain(name: &str) -> Result<(), &'static str> {
    check_length(name)?;
    let (first, rest) = match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    };
    let plain = first.strip_prefix("*-").or_else(|| first.strip_prefix('*')).unwrap_or(first);
    if first != "*" && (first.len() > 63 || !names::is_label(plain)) {
        return Err("has a first label that is neither `*` nor letters, digits and inner hyphens");
    }
    rest.map_or(Ok(()), check_labels)
}

fn check_length(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("is empty");
    }
    if name.len() > 255 {
        return Err("is longer than 255 characters");
    }
    Ok(())
}

fn check_labels(name: &str) -> Result<(), &'static str> {
    // A trailing dot makes the name absolute.
    let labels = name.strip_suffix('.').unwrap_or(name);
    if !name.is_empty() && !labels.split('.').all(names::is_label) {
        return Err("has a label that is not letters, digits and inner hyphens");
    }
    if name.rsplit('.').next().is_some_and(|last| last.parse::<i64>().is_ok()) {
        return Err("ends with a label of digits alone");
    }
    Ok(())
}

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
    fn domains_as_istio_takes_them() {
        for good in ["cart", "Shop.Example", "a.b.", "foo.", "1.a", "12345", "*", "*.a", "*-x.a", "*x"] {
            assert_eq!(check_wildcard_domain(good), Ok(()), "{good}");
        }
        let long = "a".repeat(64);
        let domain = ["abcdefg"; 33].join(".");
        for bad in ["", ".", "a..b", "a.*", "a.*.b", "**.a", "-a", "a_b.c", "a.1", "1.2.3.4", &long, &domain]
        {
            assert!(check_wildcard_domain(bad).is_err(), "{bad}");
        }
        assert_eq!(check_domain("cart.shop.svc."), Ok(()));
        for bad in ["*", "*.a", "10.0.0.1", "7", ".", "a.."] {
            assert!(check_domain(bad).is_err(), "{bad}");
        }
    }

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
