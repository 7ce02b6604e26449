//! What the rules of a frontend and of the backends behind it make of a request.

use std::collections::BTreeMap;

use super::acl::{Acls, Request, Sample, evaluate, holds};
use super::sections::{Line, Section};

/// What may become of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) served: bool,
    pub(super) redirected: bool,
    pub(super) refused: bool,
}

/// A frontend or `listen`, with the lines of the `defaults` that it is made from before its own.
pub(super) struct Front<'t> {
    pub(super) section: &'t Section,
    pub(super) lines: Vec<&'t Line>,
    acls: Acls<'t>,
    /// The backends by name, with the lines of their `defaults`.
    backends: &'t BTreeMap<&'t str, Vec<&'t Line>>,
}

/// Lines that are looked at for one request.
const MOST_LINES: usize = 100_000;

/// Whether lines were followed to their end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Some requests go on.
    Through,
    /// None does.
    Settled,
}

impl<'t> Front<'t> {
    pub(super) fn new(
        section: &'t Section,
        lines: Vec<&'t Line>,
        backends: &'t BTreeMap<&'t str, Vec<&'t Line>>,
    ) -> Self {
        let acls = acls(&lines);
        Self { section, lines, acls, backends }
    }

    /// Whether HTTP is spoken: without a mode it is not.
    pub(super) fn is_http(&self) -> bool {
        self.lines.iter().rev().find(|line| line.word(0) == "mode").is_some_and(|mode| mode.word(1) == "http")
    }

    /// What becomes of the request.
    pub(super) fn outcome(&self, request: &mut Request) -> Outcome {
        let mut outcome = Outcome::default();
        let mut steps = 0;
        if follow(&self.lines, &self.acls, request, &mut outcome, &mut steps) == End::Settled {
            return outcome;
        }
        self.behind(request, &mut outcome, &mut steps);
        outcome
    }

    /// The backends that the request may go to.
    fn behind(&self, request: &mut Request, outcome: &mut Outcome, steps: &mut usize) {
        let mut chosen = false;
        for line in self.lines.iter().filter(|line| line.word(0) == "use_backend") {
            let met = holds(line.from(2), &self.acls, request);
            if met == Some(false) {
                continue;
            }
            self.backend(line.word(1), request, outcome, steps);
            if met == Some(true) {
                chosen = true;
                break;
            }
        }
        if chosen {
            return;
        }
        match self.lines.iter().rev().find(|line| line.word(0) == "default_backend") {
            Some(line) => self.backend(line.word(1), request, outcome, steps),
            None if self
                .lines
                .iter()
                .any(|line| matches!(line.word(0), "server" | "server-template" | "dispatch")) =>
            {
                outcome.served = true;
            }
            // 503, or a page of numbers.
            None => outcome.refused = true,
        }
    }

    fn backend(&self, name: &str, request: &mut Request, outcome: &mut Outcome, steps: &mut usize) {
        let Some(lines) = self.backends.get(name) else {
            // Chosen by a variable, or not there.
            outcome.served = true;
            return;
        };
        if follow(lines, &acls(lines), &mut request.clone(), outcome, steps) == End::Through {
            outcome.served = true;
        }
    }

    /// Whether a script may refuse.
    pub(super) fn is_scripted(&self) -> bool {
        let scripted = |line: &&Line| {
            matches!(line.word(0), "http-request" | "tcp-request" | "filter")
                && line.words.iter().take(4).any(|word| word.starts_with("lua.") || word == "spoe")
        };
        self.lines.iter().copied().any(|line| scripted(&line))
            || self.backends.values().flatten().copied().any(|line| scripted(&line))
    }
}

fn acls<'t>(lines: &[&'t Line]) -> Acls<'t> {
    let mut acls = Acls::new();
    for line in lines.iter().filter(|line| line.word(0) == "acl") {
        acls.entry(line.word(1)).or_default().push(line.from(2));
    }
    acls
}

/// Follows the rules of connections, then those of requests, then redirects.
fn follow(
    lines: &[&Line],
    acls: &Acls<'_>,
    request: &mut Request,
    outcome: &mut Outcome,
    steps: &mut usize,
) -> End {
    for phase in ["session", "content"] {
        for line in lines.iter().filter(|line| line.word(0) == "tcp-request" && line.word(1) == phase) {
            let met = holds(condition(line), acls, request);
            match line.word(2) {
                _ if met == Some(false) => {}
                "reject" | "silent-drop" => {
                    outcome.refused = true;
                    if met == Some(true) {
                        return End::Settled;
                    }
                }
                "accept" if met == Some(true) => break,
                word if word.starts_with("set-var(") => set(word, line.word(3), met, request),
                _ => {}
            }
        }
    }
    let rules = lines.iter().filter(|line| line.word(0) == "http-request");
    for line in rules.chain(lines.iter().filter(|line| line.word(0) == "redirect")) {
        *steps = steps.saturating_add(1);
        if *steps > MOST_LINES {
            outcome.served = true;
            return End::Settled;
        }
        let met = holds(condition(line), acls, request);
        if met == Some(false) {
            continue;
        }
        let action = if line.word(0) == "redirect" { "redirect" } else { line.word(1) };
        let ended = match action {
            "deny" | "reject" | "tarpit" | "silent-drop" => {
                outcome.refused = true;
                true
            }
            "redirect" => {
                outcome.redirected = true;
                true
            }
            "return" => {
                let status = line.words.iter().position(|word| word == "status");
                let status =
                    status.and_then(|at| line.word(at.saturating_add(1)).parse::<u16>().ok()).unwrap_or(200);
                if status >= 400 {
                    outcome.refused = true
                } else {
                    outcome.served = true
                }
                true
            }
            // Rules end here, and what stands behind them serves.
            "allow" if met == Some(true) => return End::Through,
            "allow" => {
                outcome.served = true;
                false
            }
            "use-service" if line.word(2) == "prometheus-exporter" => false,
            "use-service" => {
                outcome.served = true;
                true
            }
            word => {
                if word.starts_with("set-var(") {
                    set(word, line.word(2), met, request);
                }
                false
            }
        };
        if ended && met == Some(true) {
            return End::Settled;
        }
    }
    End::Through
}

/// The words from `if` or `unless` on.
pub(super) fn condition(line: &Line) -> &[String] {
    let at = line.words.iter().position(|word| word == "if" || word == "unless");
    at.map_or(&[][..], |at| line.from(at))
}

fn set(word: &str, expression: &str, met: Option<bool>, request: &mut Request) {
    let name = word.trim_start_matches("set-var(").trim_end_matches(')');
    let name = name.split(',').next().unwrap_or_default().to_owned();
    let value = if met == Some(true) { evaluate(expression, request) } else { Sample::Unknown };
    request.variables.insert(name, value);
}

/// Whether a line holds for every request.
pub(super) fn is_always(line: &Line) -> bool {
    let words = condition(line);
    words.is_empty() || words.iter().map(String::as_str).eq(["if", "TRUE"])
}
