//! Hosts as Istio takes them: domain names and wildcards.

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
pub(crate) fn check_wildcard_domain(name: &str) -> Result<(), &'static str> {
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
}
