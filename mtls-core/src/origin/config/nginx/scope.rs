//! Blocks in blocks, and the locations of a server.

use std::rc::Rc;

use super::super::pattern::Known;
use super::tree::{Directive, named};

/// What is looked up from block to block.
const INHERITED: [&str; 6] =
    ["allow", "deny", "error_page", "limit_except", "recursive_error_pages", "satisfy"];

/// The blocks around a directive, the outermost first, with what is inherited from them.
#[derive(Clone, Debug)]
pub(super) struct Scope<'t>(Vec<Rc<[&'t Directive]>>);

impl<'t> Scope<'t> {
    pub(super) fn new(outermost: &'t [Directive]) -> Self {
        Self(Vec::new()).within(outermost)
    }

    pub(super) fn within(&self, block: &'t [Directive]) -> Self {
        let mut inner = self.clone();
        inner.0.push(block.iter().filter(|one| INHERITED.contains(&one.name.as_str())).collect());
        inner
    }

    /// The directives of these names in the innermost block that has one.
    pub(super) fn nearest(&self, names: &[&str]) -> Vec<&'t Directive> {
        let own = |block: &Rc<[&'t Directive]>| -> Vec<&'t Directive> {
            block.iter().copied().filter(|one| names.contains(&one.name.as_str())).collect()
        };
        self.0.iter().rev().map(own).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Whether the directive of this name that holds here has this value.
    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        self.nearest(&[name]).last().is_some_and(|one| one.says(value))
    }
}

/// A location.
pub(super) struct Spot<'t> {
    pub(super) location: &'t Directive,
    pub(super) scope: Scope<'t>,
    nested: bool,
}

impl<'t> Spot<'t> {
    fn modifier(&self) -> &'t str {
        if self.location.args.len() > 1 { self.location.arg(0) } else { "" }
    }

    fn path(&self) -> &'t str {
        let path = self.location.args.last().map(String::as_str).unwrap_or_default();
        // Both may stand in one word.
        let glued = ["~*", "^~", "~", "="].iter().find_map(|modifier| path.strip_prefix(modifier));
        if self.modifier().is_empty() { glued.unwrap_or(path) } else { path }
    }

    fn has(&self, modifiers: &[&str]) -> bool {
        let path = self.location.args.last().map(String::as_str).unwrap_or_default();
        match self.modifier() {
            "" => {
                let glued = ["~*", "^~", "~", "="].into_iter().find(|modifier| path.starts_with(modifier));
                modifiers.contains(&glued.unwrap_or(""))
            }
            modifier => modifiers.contains(&modifier),
        }
    }

    /// Whether a regular expression chooses it.
    pub(super) fn is_pattern(&self) -> bool {
        self.has(&["~", "~*"])
    }

    /// The paths that come here.
    pub(super) fn paths(&self) -> Known {
        match () {
            () if self.is_pattern() => Known::begins("/"),
            () if self.has(&["="]) => Known::whole(self.path()),
            () => Known::begins(self.path()),
        }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.has(&[""]) && self.path() == name
    }

    pub(super) fn is_named(&self) -> bool {
        self.path().starts_with('@')
    }

    pub(super) fn is_internal(&self) -> bool {
        self.location.children().iter().any(|one| one.name == "internal")
    }

    /// Whether requests from outside come here. What certificate authorities fetch to see who owns a name is left out.
    pub(super) fn is_public(&self) -> bool {
        !(self.is_named() || self.is_internal() || self.is_challenge() && self.stays())
    }

    /// Whether certificate authorities look here for an answer to their challenge.
    pub(super) fn is_challenge(&self) -> bool {
        let path = self.path();
        let known = ["/.well-known/acme-challenge", "/.well-known/pki-validation"];
        if self.is_pattern() {
            let plain = path.replace('\\', "");
            return !path.contains('|') && known.iter().any(|one| plain.starts_with(&format!("^{one}")));
        }
        known.iter().any(|one| path.starts_with(one))
    }

    /// Whether what is asked for here stays what it is: no program sees it under another path.
    fn stays(&self) -> bool {
        self.location.children().iter().all(|one| match one.name.as_str() {
            "rewrite" | "if" | "location" => false,
            name if hands_on(name) => {
                let rest = one.arg(0).split_once("://").map_or("", |(_, rest)| rest);
                name == "proxy_pass" && !rest.is_empty() && !rest.contains(['/', '$'])
            }
            _ => true,
        })
    }

    /// Whether a program answers here.
    pub(super) fn hands_on(&self) -> bool {
        let mut open: Vec<&Directive> = self.location.children().iter().collect();
        while let Some(one) = open.pop() {
            if hands_on(&one.name) {
                return true;
            }
            if one.name == "if" {
                open.extend(one.children());
            }
        }
        false
    }
}

/// Directives that hand a request to a program, or put what one says into the answer.
fn hands_on(name: &str) -> bool {
    let known = ["js_content", "perl", "ssi", "add_before_body", "add_after_body", "passenger_enabled"];
    name.ends_with("_pass") || name.starts_with("content_by_") || known.contains(&name)
}

/// The locations of a block, nested ones too.
pub(super) fn spots<'t>(block: &'t [Directive], scope: &Scope<'t>) -> Vec<Spot<'t>> {
    let mut found = Vec::new();
    collect(block, scope, false, &mut found);
    found
}

fn collect<'t>(block: &'t [Directive], scope: &Scope<'t>, nested: bool, found: &mut Vec<Spot<'t>>) {
    for location in named(block, "location") {
        let inner = scope.within(location.children());
        found.push(Spot { location, scope: inner.clone(), nested });
        collect(location.children(), &inner, true, found);
    }
}

/// The locations that may take a path, and whether it is sure that the first does.
pub(super) fn takers<'s, 't>(spots: &'s [Spot<'t>], target: &Known) -> (Vec<&'s Spot<'t>>, bool) {
    let (path, open) = (target.text.as_str(), target.open);
    if let Some(exact) = spots.iter().find(|spot| spot.has(&["="]) && spot.path() == path && !open) {
        return (vec![exact], !exact.nested);
    }
    let mut found: Vec<&Spot<'t>> = Vec::new();
    let mut sure = !open || path.len() > 1;
    // The longest that the known part has; with more to come a longer one may take it.
    let prefixes = || spots.iter().filter(|spot| spot.has(&["", "^~"]) && !spot.is_named());
    let best = prefixes().filter(|spot| path.starts_with(spot.path())).max_by_key(|spot| spot.path().len());
    if open {
        let plain = |spot: &&Spot<'t>| spot.has(&["", "^~", "="]) && !spot.is_named();
        let longer = spots
            .iter()
            .filter(plain)
            .filter(|spot| spot.path().len() > path.len() && spot.path().starts_with(path));
        found.extend(longer);
        sure &= found.is_empty();
    }
    let stops = best.is_some_and(|spot| spot.has(&["^~"]));
    for spot in spots.iter().filter(|spot| spot.is_pattern() && !stops) {
        match target.matches(spot.path(), spot.has(&["~*"])) {
            Some(false) => {}
            Some(true) if sure && found.is_empty() => return (vec![spot], !spot.nested),
            _ => {
                found.push(spot);
                sure = false;
            }
        }
    }
    sure &=
        best.is_some_and(|spot| !spot.nested && named(spot.location.children(), "location").next().is_none());
    found.extend(best);
    (found, sure)
}

/// Whether it takes every path that no other takes.
pub(super) fn is_root(location: &Directive) -> bool {
    match location.args.as_slice() {
        [path] => path == "/",
        [modifier, path] => match modifier.as_str() {
            "^~" => path == "/",
            "~" | "~*" => matches!(path.as_str(), "/" | "^/" | ".*" | "^" | "^.*" | "^/.*" | "^/(.*)"),
            _ => false,
        },
        _ => false,
    }
}

/// Whether everyone is denied, for what `allow` and `deny` say. `Some(None)` where something else may let clients in.
pub(super) fn denial(scope: &Scope<'_>) -> Option<Option<bool>> {
    let denies = |first: &Directive| first.name == "deny" && first.arg(0) == "all";
    if !denies(scope.nearest(&["allow", "deny"]).first()?) {
        return Some(Some(false));
    }
    // Methods with rules of their own.
    let methods = scope.0.last().into_iter().flat_map(|block| block.iter());
    let mut rules = methods
        .filter(|one| one.name == "limit_except")
        .filter_map(|one| one.children().iter().find(|rule| matches!(rule.name.as_str(), "allow" | "deny")));
    if rules.any(|first| !denies(first)) {
        return Some(Some(false));
    }
    Some(if scope.says("satisfy", "any") { None } else { Some(true) })
}
