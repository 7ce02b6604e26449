//! What the directives of the rewrite module make of a request, on every way that it can take.

use super::tree::Directive;
use super::values::{Client, Maps, Variables};

/// Ways that are followed side by side.
const MOST_WAYS: usize = 64;
/// Directives and entries of maps that are looked at in all, before nothing more is said.
const MOST_STEPS: usize = 4_000_000;

/// Regular expressions that every path matches.
const ALWAYS: [&str; 11] =
    ["^", "^/", "/", ".*", "(.*)", "/(.*)", "^(.*)", "^/(.*)", "^(.*)$", "^/(.*)$", "^.*$"];

/// What may become of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) served: bool,
    pub(super) redirected: bool,
    pub(super) refused: bool,
}

impl Outcome {
    pub(super) fn join(self, other: Self) -> Self {
        Self {
            served: self.served || other.served,
            redirected: self.redirected || other.redirected,
            refused: self.refused || other.refused,
        }
    }

    const SERVED: Self = Self { served: true, redirected: false, refused: false };
    const REDIRECTED: Self = Self { served: false, redirected: true, refused: false };
    const REFUSED: Self = Self { served: false, redirected: false, refused: true };
}

/// How a list of directives ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// At its end.
    Through,
    /// At `break`, or a rewrite that says so.
    Stopped,
}

/// Follows requests through servers and locations.
pub(super) struct Rewriter<'m, 't> {
    maps: &'m Maps<'t>,
    map_entries: usize,
    steps: usize,
    /// Whether there was more to follow than is followed.
    pub(super) exhausted: bool,
}

/// What becomes of a request in one location.
pub(super) struct Reached<'t> {
    /// The location; `None` for what no location takes.
    pub(super) location: Option<&'t Directive>,
    pub(super) outcome: Outcome,
}

/// What becomes of a request in a server.
#[derive(Default)]
pub(super) struct Answers<'t> {
    /// Over all of it.
    pub(super) outcome: Outcome,
    pub(super) reached: Vec<Reached<'t>>,
    /// Whether names in the certificate decide.
    pub(super) by_name: bool,
}

impl<'m, 't> Rewriter<'m, 't> {
    pub(super) fn new(maps: &'m Maps<'t>) -> Self {
        let map_entries = maps.values().map(|map| map.children().len()).max().unwrap_or_default();
        Self { maps, map_entries, steps: 0, exhausted: false }
    }

    fn step(&mut self, cost: usize) -> bool {
        self.steps = self.steps.saturating_add(cost);
        if self.steps > MOST_STEPS {
            self.exhausted = true;
        }
        self.exhausted
    }

    /// What a server answers to a client, whatever it asks for.
    pub(super) fn answers(&mut self, server: &'t Directive, client: Client) -> Answers<'t> {
        let mut answers = Answers::default();
        let begin = Variables::new(client, self.maps);
        let (ways, mut outcome) = self.run(server.children(), vec![begin]);
        answers.by_name = ways.iter().any(|(_, way)| way.by_name);
        let mut locations = Vec::new();
        collect(server.children(), &mut locations);
        let has_root = locations.iter().any(|one| is_root(one));
        if ways.is_empty() {
            answers.outcome = outcome;
            return answers;
        }
        let denied = denies(server.children()).unwrap_or(false);
        if !has_root {
            let rest = if denied { Outcome::REFUSED } else { Outcome::SERVED };
            answers.reached.push(Reached { location: None, outcome: rest });
        }
        for location in locations {
            let (through, mut here) =
                self.run(location.children(), ways.iter().map(|(_, way)| way.clone()).collect());
            answers.by_name |= through.iter().any(|(_, way)| way.by_name);
            if !through.is_empty() {
                let denied = denies(location.children()).unwrap_or(denied);
                here = here.join(if denied { Outcome::REFUSED } else { Outcome::SERVED });
            }
            answers.reached.push(Reached { location: Some(location), outcome: here });
        }
        for reached in &answers.reached {
            outcome = outcome.join(reached.outcome);
        }
        answers.outcome = outcome;
        answers
    }

    /// What one location answers, reached from within.
    pub(super) fn location(&mut self, location: &'t Directive, client: Client) -> Outcome {
        let (through, outcome) = self.run(location.children(), vec![Variables::new(client, self.maps)]);
        match (through.is_empty(), denies(location.children()).unwrap_or(false)) {
            (true, _) => outcome,
            (false, true) => outcome.join(Outcome::REFUSED),
            (false, false) => outcome.join(Outcome::SERVED),
        }
    }

    /// Runs the directives of one block. Gives the ways that go on behind it, and what became of the others.
    fn run(
        &mut self,
        block: &'t [Directive],
        ways: Vec<Variables<'m, 't>>,
    ) -> (Vec<(End, Variables<'m, 't>)>, Outcome) {
        let mut outcome = Outcome::default();
        let mut ended = Vec::new();
        let mut live = ways;
        for directive in block {
            if !matches!(directive.name.as_str(), "set" | "return" | "rewrite" | "break" | "if") {
                continue;
            }
            let mut next = Vec::new();
            for mut way in live {
                let cost = self.map_entries.saturating_add(way.set.len()).saturating_add(1);
                if self.step(cost) {
                    next.push(way);
                    continue;
                }
                match directive.name.as_str() {
                    "set" => {
                        let value = way.expand(directive.arg(1));
                        way.set.insert(directive.arg(0).trim_start_matches('$'), value);
                        next.push(way);
                    }
                    "return" => outcome = outcome.join(returned(directive)),
                    "break" => ended.push((End::Stopped, way)),
                    "rewrite" => {
                        let (end, redirects) = rewritten(directive);
                        let always = ALWAYS.contains(&directive.arg(0));
                        match (redirects, end) {
                            (true, _) => outcome = outcome.join(Outcome::REDIRECTED),
                            (false, true) => ended.push((End::Stopped, way.clone())),
                            (false, false) => {}
                        }
                        if !always || (!redirects && !end) {
                            next.push(way);
                        }
                    }
                    _ => {
                        let holds = way.holds(&directive.args);
                        if holds != Some(true) {
                            next.push(way.clone());
                        }
                        if holds != Some(false) {
                            let (through, inside) = self.run(directive.children(), vec![way]);
                            outcome = outcome.join(inside);
                            for (end, way) in through {
                                match end {
                                    End::Through => next.push(way),
                                    End::Stopped => ended.push((end, way)),
                                }
                            }
                        }
                    }
                }
            }
            for ways in [next.len(), ended.len()] {
                self.exhausted |= ways > MOST_WAYS;
            }
            next.truncate(MOST_WAYS);
            ended.truncate(MOST_WAYS);
            live = next;
        }
        ended.extend(live.into_iter().map(|way| (End::Through, way)));
        (ended, outcome)
    }
}

fn returned(directive: &Directive) -> Outcome {
    match directive.arg(0).parse::<u16>() {
        Ok(301 | 302 | 303 | 307 | 308) => Outcome::REDIRECTED,
        Ok(code) if code >= 400 => Outcome::REFUSED,
        Ok(_) => Outcome::SERVED,
        // A bare URL is a redirect.
        Err(_) => Outcome::REDIRECTED,
    }
}

/// Whether a rewrite ends the list, and whether it redirects.
fn rewritten(directive: &Directive) -> (bool, bool) {
    let flag = directive.arg(2);
    let target = directive.arg(1);
    let redirects = matches!(flag, "redirect" | "permanent")
        || ["http://", "https://", "$scheme"].iter().any(|scheme| target.starts_with(scheme));
    (matches!(flag, "last" | "break"), redirects)
}

/// The locations that a client can reach, nested ones too; what certificate authorities fetch to see who owns a name is left
/// out.
fn collect<'t>(block: &'t [Directive], found: &mut Vec<&'t Directive>) {
    for location in block.iter().filter(|one| one.name == "location") {
        let path = location.args.last().map(String::as_str).unwrap_or_default();
        let plain = path.trim_start_matches(['^', '~', '=', '/']);
        let challenge =
            [".well-known/acme-challenge", ".well-known/pki-validation", "\\.well-known/acme-challenge"]
                .iter()
                .any(|known| plain.starts_with(known));
        let internal = location.children().iter().any(|one| one.name == "internal");
        if !challenge && !internal && !path.starts_with('@') {
            found.push(location);
        }
        collect(location.children(), found);
    }
}

/// Whether it takes every path that no other takes.
fn is_root(location: &Directive) -> bool {
    match location.args.as_slice() {
        [path] => path == "/",
        [modifier, path] => match modifier.as_str() {
            "^~" => path == "/",
            "~" | "~*" => {
                matches!(path.as_str(), "/" | "^/" | ".*" | "^" | "^.*" | "^/.*" | "^/(.*)" | "^(.*)$")
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether the block denies everyone, if it says anything of addresses.
fn denies(block: &[Directive]) -> Option<bool> {
    let mut rules = block.iter().filter(|one| matches!(one.name.as_str(), "allow" | "deny")).peekable();
    rules.peek()?;
    let any = block.iter().any(|one| one.name == "satisfy" && one.arg(0) == "any");
    let first = rules.next().is_some_and(|one| one.name == "deny" && one.arg(0) == "all");
    Some(first && !any)
}
