//! What the rules of a frontend and of the backends behind it make of a request.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::outcome::Outcome;
use super::super::pattern::Known;
use super::super::reader::Place;
use super::acl::{Acls, Request, Sample, evaluate, holds};
use super::sections::{Line, Section};

/// A backend, with the lines of its `defaults`.
pub(super) struct Backend<'t> {
    pub(super) lines: Vec<&'t Line>,
    acls: Acls<'t>,
    http: bool,
}

impl<'t> Backend<'t> {
    pub(super) fn new(lines: Vec<&'t Line>) -> Self {
        Self { acls: acls(&lines), http: is_http(&lines), lines }
    }
}

/// A frontend or `listen`, with the lines of the `defaults` that it is made from before its own.
pub(super) struct Front<'t> {
    pub(super) section: &'t Section,
    own: Backend<'t>,
    backends: &'t BTreeMap<&'t str, Backend<'t>>,
    /// Whether a script may refuse, or write variables.
    pub(super) scripted: bool,
    /// Whether the client may say itself which address it came to.
    pub(super) proxied: bool,
    /// Lines that were looked at, for all requests.
    steps: &'t Cell<usize>,
}

/// Lines that are looked at in all, before nothing more is said.
const MOST_STEPS: usize = 1_000_000;

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
        backends: &'t BTreeMap<&'t str, Backend<'t>>,
        steps: &'t Cell<usize>,
    ) -> Self {
        let own = Backend::new(lines);
        let says = ["accept-proxy", "expect-proxy", "set-dst-port", "set-dst"];
        let proxied =
            own.lines.iter().any(|line| line.words.iter().any(|word| says.contains(&word.as_str())));
        let behind = backends.values().flat_map(|backend| &backend.lines);
        let scripted = own.lines.iter().chain(behind).any(|line| is_scripted(line));
        Self { section, own, backends, scripted, proxied, steps }
    }

    /// Its lines.
    pub(super) fn lines(&self) -> &[&'t Line] {
        &self.own.lines
    }

    /// Whether HTTP is spoken: without a mode it is not.
    pub(super) fn is_http(&self) -> bool {
        self.own.http
    }

    /// What becomes of the request.
    pub(super) fn outcome(&self, request: &mut Request) -> Outcome {
        let mut outcome = Outcome::default();
        request.vague |= self.scripted;
        if self.follow(&self.own, request, &mut outcome) == End::Settled {
            return outcome;
        }
        self.behind(request, &mut outcome);
        outcome
    }

    /// The backends that the request may go to.
    fn behind(&self, request: &mut Request, outcome: &mut Outcome) {
        for line in self.own.lines.iter().filter(|line| line.word(0) == "use_backend") {
            if self.is_spent(1, &line.place, request, outcome) {
                return;
            }
            let met = holds(line.from(2), &self.own.acls, request);
            if met != Some(false) {
                self.backend(line.word(1), request, outcome);
            }
            if met == Some(true) {
                return;
            }
        }
        match self.own.lines.iter().rev().find(|line| line.word(0) == "default_backend") {
            Some(line) => self.backend(line.word(1), request, outcome),
            None => serve(&self.own.lines, &self.section.name, request, outcome),
        }
    }

    fn backend(&self, name: &str, request: &mut Request, outcome: &mut Outcome) {
        let Some(backend) = self.backends.get(name) else {
            // Chosen by a variable, or not there.
            outcome.served = true;
            request.reached.insert(name.to_owned());
            return;
        };
        let mut inside = request.clone();
        if self.follow(backend, &mut inside, outcome) == End::Through {
            serve(&backend.lines, name, &mut inside, outcome);
        }
        request.reached.append(&mut inside.reached);
        request.doubt = inside.doubt;
        request.by_name |= inside.by_name;
    }

    /// Counts lines. Whether there is more to follow than is followed.
    fn is_spent(&self, lines: usize, place: &Place, request: &mut Request, outcome: &mut Outcome) -> bool {
        self.steps.set(self.steps.get().saturating_add(lines));
        let spent = self.steps.get() > MOST_STEPS;
        if spent {
            doubt(place, request, outcome);
        }
        spent
    }

    /// Follows the rules of connections; where HTTP is spoken those of requests too, then redirects.
    fn follow(&self, section: &Backend<'_>, request: &mut Request, outcome: &mut Outcome) -> End {
        let (lines, acls) = (&section.lines, &section.acls);
        if self.is_spent(lines.len(), &self.section.place, request, outcome) {
            return End::Settled;
        }
        for line in lines.iter().filter(|line| line.word(0) == "tcp-request" && line.word(1) == "connection")
        {
            assign(line, 2, None, request);
        }
        for phase in ["session", "content"] {
            let of_phase = |line: &&&Line| line.word(0) == "tcp-request" && line.word(1) == phase;
            if connection(lines.iter().filter(of_phase), acls, request, outcome) == End::Settled {
                return End::Settled;
            }
        }
        if section.http { requests(lines, acls, request, outcome) } else { End::Through }
    }
}

/// Follows the rules of one phase of a connection.
fn connection<'l>(
    lines: impl Iterator<Item = &'l &'l Line>,
    acls: &Acls<'_>,
    request: &mut Request,
    outcome: &mut Outcome,
) -> End {
    // Whether some may have gone on already.
    let mut passed = false;
    for line in lines {
        let met = holds(condition(line), acls, request);
        if met == Some(false) {
            continue;
        }
        match line.word(2) {
            "reject" | "silent-drop" => {
                outcome.refused = true;
                match met {
                    Some(true) if passed => return End::Through,
                    Some(true) => return End::Settled,
                    _ => {}
                }
            }
            "accept" if met == Some(true) => return End::Through,
            "accept" => passed = true,
            "use-service" => answer(line, request, outcome),
            word if assign(line, 2, met.filter(|_| !passed), request) || is_harmless(word) => {}
            _ => doubt(&line.place, request, outcome),
        }
    }
    End::Through
}

/// Follows the rules of requests.
fn requests(lines: &[&Line], acls: &Acls<'_>, request: &mut Request, outcome: &mut Outcome) -> End {
    let mut passed = false;
    let rules = lines.iter().filter(|line| line.word(0) == "http-request");
    for line in rules.chain(lines.iter().filter(|line| line.word(0) == "redirect")) {
        let met = holds(condition(line), acls, request);
        if met == Some(false) {
            continue;
        }
        let action = if line.word(0) == "redirect" { "redirect" } else { line.word(1) };
        let ended = match action {
            "reject" | "silent-drop" => {
                outcome.refused = true;
                true
            }
            "deny" | "tarpit" | "return" => {
                match status(line).unwrap_or(if action == "return" { 200 } else { 403 }) {
                    400.. => outcome.refused = true,
                    300.. => outcome.redirected = true,
                    _ => answer(line, request, outcome),
                }
                true
            }
            "redirect" => {
                outcome.redirected = true;
                true
            }
            // Rules end here, and what stands behind them serves.
            "allow" if met == Some(true) => return End::Through,
            "allow" => {
                passed = true;
                false
            }
            "use-service" if line.word(2) == "prometheus-exporter" => false,
            "use-service" => {
                answer(line, request, outcome);
                true
            }
            word => {
                if writes_host(line) {
                    request.host = Known::begins("");
                }
                if !assign(line, 1, met.filter(|_| !passed), request) && !is_harmless(word) {
                    doubt(&line.place, request, outcome);
                }
                false
            }
        };
        if ended && met == Some(true) {
            return if passed { End::Through } else { End::Settled };
        }
    }
    End::Through
}

/// The servers of a section take what comes there; without any it is 503, or a page of numbers.
fn serve(lines: &[&Line], name: &str, request: &mut Request, outcome: &mut Outcome) {
    let takes = |line: &&Line| {
        matches!(line.word(0), "server" | "server-template" | "dispatch")
            || line.word(0) == "option" && matches!(line.word(1), "transparent" | "http_proxy")
    };
    if lines.iter().copied().any(|line| takes(&line)) {
        outcome.served = true;
        request.reached.insert(name.to_owned());
    } else {
        outcome.refused = true;
    }
}

/// The line answers by itself.
fn answer(line: &Line, request: &mut Request, outcome: &mut Outcome) {
    outcome.served = true;
    request.reached.insert(format!("{}:{}", line.place.file, line.place.line));
}

/// What stands here is not to be told.
fn doubt(place: &Place, request: &mut Request, outcome: &mut Outcome) {
    outcome.unsure = true;
    request.doubt.get_or_insert_with(|| place.clone());
}

fn is_scripted(line: &Line) -> bool {
    matches!(line.word(0), "http-request" | "tcp-request" | "filter")
        && line.words.iter().take(4).any(|word| word.starts_with("lua.") || word.contains("spoe"))
}

fn is_http(lines: &[&Line]) -> bool {
    lines.iter().rev().find(|line| line.word(0) == "mode").is_some_and(|mode| mode.word(1) == "http")
}

fn acls<'t>(lines: &[&'t Line]) -> Acls<'t> {
    let mut acls = Acls::new();
    for line in lines.iter().filter(|line| line.word(0) == "acl") {
        acls.entry(line.word(1)).or_default().push(line.from(2));
    }
    acls
}

/// The status of an answer that the line makes.
fn status(line: &Line) -> Option<u16> {
    let mut words = line.from(2).iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "status" | "deny_status" => return words.next()?.parse().ok().or(Some(200)),
            "if" | "unless" => return None,
            "default-errorfiles" => {}
            "hdr" => drop(words.nth(1)),
            _ => drop(words.next()),
        }
    }
    None
}

/// Actions that neither answer nor change what is looked at.
fn is_harmless(action: &str) -> bool {
    let known = [
        "add-acl",
        "add-header",
        "auth",
        "capture",
        "del-acl",
        "del-header",
        "del-map",
        "disable-l7-retry",
        "early-hint",
        "normalize-uri",
        "set-dst",
        "set-dst-port",
        "set-header",
        "set-log-level",
        "set-map",
        "set-mark",
        "set-method",
        "set-nice",
        "set-path",
        "set-pathq",
        "set-query",
        "set-src",
        "set-src-port",
        "set-timeout",
        "set-tos",
        "set-uri",
        "strict-mode",
        "wait-for-body",
        "wait-for-handshake",
    ];
    let families = [
        "replace-",
        "sc-",
        "sc0-",
        "track-sc",
        "set-priority-",
        "set-bandwidth-limit",
        "set-map(",
        "add-acl(",
        "del-acl(",
        "del-map(",
    ];
    known.contains(&action) || families.iter().any(|family| action.starts_with(family))
}

/// Whether the line may change the host that the request asks for.
fn writes_host(line: &Line) -> bool {
    matches!(line.word(1), "set-uri" | "replace-uri")
        || line.word(1).ends_with("-header") && line.word(2).eq_ignore_ascii_case("host")
        || line.word(1) == "replace-value" && line.word(2).eq_ignore_ascii_case("host")
}

/// The words from `if` or `unless` on.
pub(super) fn condition(line: &Line) -> &[String] {
    let at = line.words.iter().position(|word| word == "if" || word == "unless");
    at.map_or(&[][..], |at| line.from(at))
}

/// Notes the variable that the line writes, if it writes one: its action is the word at `at`.
fn assign(line: &Line, at: usize, met: Option<bool>, request: &mut Request) -> bool {
    let Some((action, rest)) = line.word(at).split_once('(') else { return false };
    if !matches!(action, "set-var" | "set-var-fmt" | "unset-var" | "do-resolve") {
        return false;
    }
    let name = rest.split([',', ')']).next().unwrap_or_default().to_owned();
    let sure = action == "set-var" && met == Some(true) && rest.split_once(')') == Some((&name, ""));
    let value = if sure { evaluate(line.word(at.saturating_add(1)), request) } else { Sample::Unknown };
    request.variables.insert(name, value);
    true
}

/// Whether a line holds for every request.
pub(super) fn is_always(line: &Line) -> bool {
    let words = condition(line);
    words.is_empty() || words.iter().map(String::as_str).eq(["if", "TRUE"])
}
