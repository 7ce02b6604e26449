//! What the directives of the rewrite module make of a request, on every way that it can take.

use super::super::client::Client;
use super::super::outcome::Outcome;
use super::super::reader::Place;
use super::errors::refusal_of;
use super::scope::{Scope, Spot, denial, is_root, spots, takers};
use super::tree::Directive;
use super::values::{Maps, Target, Variables, variable_name};

/// Ways that are followed side by side.
const MOST_WAYS: usize = 64;
/// Directives and entries of maps that are looked at in all, before nothing more is said.
const MOST_STEPS: usize = 4_000_000;
/// How often nginx lets a request change its location.
const MOST_JUMPS: usize = 10;

/// How a list of directives ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// At its end.
    Through,
    /// At a rewrite that looks for another location.
    Left,
    /// At `break`: the request stays in its location.
    Stopped,
}

/// Follows requests through servers and locations.
pub(super) struct Rewriter<'m, 't> {
    /// The `http` block.
    http: Scope<'t>,
    pub(super) maps: &'m Maps<'t>,
    /// The port that requests come to, where it is told apart.
    pub(super) port: Option<u16>,
    steps: usize,
    /// Whether there was more to follow than is followed.
    pub(super) exhausted: bool,
    /// Where it was not to be told what becomes of a request.
    pub(super) doubt: Option<Place>,
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

/// A server with the locations in it.
pub(super) struct Server<'t> {
    pub(super) directive: &'t Directive,
    pub(super) scope: Scope<'t>,
    pub(super) spots: Vec<Spot<'t>>,
}

type Ways<'m, 't> = Vec<Variables<'m, 't>>;

impl<'m, 't> Rewriter<'m, 't> {
    pub(super) fn new(http: &'t [Directive], maps: &'m Maps<'t>) -> Self {
        Self { http: Scope::new(http), maps, port: None, steps: 0, exhausted: false, doubt: None }
    }

    pub(super) fn server(&self, directive: &'t Directive) -> Server<'t> {
        let scope = self.http.within(directive.children());
        let spots = spots(directive.children(), &scope);
        Server { directive, scope, spots }
    }

    /// A request of which nothing is known but who asks, and perhaps at which port.
    pub(super) fn request(&self, client: Client) -> Variables<'m, 't> {
        Variables::new(client, self.port, self.maps)
    }

    fn step(&mut self, cost: usize) -> bool {
        self.steps = self.steps.saturating_add(cost);
        if self.steps > MOST_STEPS {
            self.exhausted = true;
        }
        self.exhausted
    }

    /// That what is behind this place is not to be told.
    pub(super) fn doubted(&mut self, place: &Place) -> Outcome {
        self.doubt.get_or_insert_with(|| place.clone());
        Outcome::UNSURE
    }

    /// What a server answers to a client, whatever it asks for.
    pub(super) fn answers(&mut self, server: &Server<'t>, client: Client) -> Answers<'t> {
        let mut answers = Answers::default();
        let begin = vec![self.request(client)];
        let (ways, mut outcome) = self.run(server, &server.scope, server.directive.children(), begin);
        answers.by_name = ways.iter().any(|(_, way)| way.by_name);
        if ways.is_empty() {
            answers.outcome = outcome;
            return answers;
        }
        let mut jumps = Vec::new();
        let mut begun = Vec::new();
        for (_, mut way) in ways {
            // A rewrite of the server leads into locations that nobody can ask for.
            if let Some(target) = way.moved.take() {
                jumps.push((way.clone(), target));
            }
            begun.push(way);
        }
        if !server.spots.iter().any(|spot| is_root(spot.location)) {
            let mut rest = Outcome::default();
            for way in &begun {
                rest = rest.join(self.content(server, None, way));
            }
            answers.reached.push(Reached { location: None, outcome: rest });
        }
        for spot in server.spots.iter().filter(|spot| spot.is_public()) {
            let mut ways = begun.clone();
            for way in &mut ways {
                way.path = spot.paths();
            }
            let (mut here, by_name) = self.enter(server, spot, ways, &mut jumps);
            answers.by_name |= by_name;
            if spot.is_challenge() {
                here = here.perhaps();
                if here.unsure {
                    self.doubted(&spot.location.place);
                }
            }
            answers.reached.push(Reached { location: Some(spot.location), outcome: here });
        }
        outcome = outcome.join(self.jumped(server, jumps));
        // What is refused before the directives of a location are run: a body that is too large, a location for nobody.
        for spot in server.spots.iter().filter(|spot| !spot.is_named()) {
            let code = if spot.is_internal() { 404 } else { 413 };
            for way in &begun {
                outcome = outcome.join(refusal_of(self, server, &spot.scope, code, way));
            }
        }
        answers.outcome = answers.reached.iter().fold(outcome, |all, reached| all.join(reached.outcome));
        answers
    }

    /// Runs what stands in a location. Gives also whether names in the certificate decided.
    fn enter(
        &mut self,
        server: &Server<'t>,
        spot: &Spot<'t>,
        ways: Ways<'m, 't>,
        jumps: &mut Vec<(Variables<'m, 't>, Target)>,
    ) -> (Outcome, bool) {
        let (through, mut outcome) = self.run(server, &spot.scope, spot.location.children(), ways);
        let by_name = through.iter().any(|(_, way)| way.by_name);
        for (end, mut way) in through {
            match way.moved.take() {
                Some(target) if end != End::Stopped => jumps.push((way, target)),
                _ => outcome = outcome.join(self.content(server, Some(spot), &way)),
            }
        }
        (outcome, by_name)
    }

    /// What becomes of requests that were rewritten.
    fn jumped(&mut self, server: &Server<'t>, mut jumps: Vec<(Variables<'m, 't>, Target)>) -> Outcome {
        let mut outcome = Outcome::default();
        let mut seen: Vec<(Variables<'m, 't>, Target)> = Vec::new();
        for _ in 0..MOST_JUMPS {
            let mut next = Vec::new();
            for (way, target) in jumps {
                if seen.iter().any(|(other, to)| *to == target && other.set == way.set) {
                    continue;
                }
                if seen.len() > MOST_WAYS {
                    self.exhausted = true;
                    return outcome.join(Outcome::UNSURE);
                }
                seen.push((way.clone(), target.clone()));
                outcome = outcome.join(self.lands(server, way, &target, &mut next));
            }
            if next.is_empty() {
                return outcome;
            }
            jumps = next;
        }
        outcome
    }

    /// What becomes of a request for a path of the server's own making.
    fn lands(
        &mut self,
        server: &Server<'t>,
        way: Variables<'m, 't>,
        target: &Target,
        jumps: &mut Vec<(Variables<'m, 't>, Target)>,
    ) -> Outcome {
        let (found, sure) = takers(&server.spots, &target.path);
        if found.is_empty() {
            return self.content(server, None, &way);
        }
        let mut outcome = Outcome::default();
        for spot in found {
            let mut way = way.clone();
            let (own, path) = (spot.paths(), &target.path);
            // Who comes here has a path that begins so.
            way.path = if path.open && own.text.len() > path.text.len() { own } else { path.clone() };
            let (mut here, _) = self.enter(server, spot, vec![way], jumps);
            if !sure && !target.may_be_chosen(spot.is_pattern()) && here.served {
                self.doubted(&spot.location.place);
                here = here.perhaps();
            }
            outcome = outcome.join(here);
        }
        outcome
    }

    /// What becomes of a request that the server sends on by itself: to a location by its name, or to a path.
    pub(super) fn sent_to(&mut self, server: &Server<'t>, target: &str, way: Variables<'m, 't>) -> Outcome {
        let mut jumps = Vec::new();
        if target.starts_with('@') {
            // The directives of the server do not run for it.
            let Some(spot) = server.spots.iter().find(|spot| spot.is(target)) else {
                return Outcome::REFUSED;
            };
            let (outcome, _) = self.enter(server, spot, vec![way], &mut jumps);
            return outcome.join(self.jumped(server, jumps));
        }
        let (ways, mut outcome) = self.run(server, &server.scope, server.directive.children(), vec![way]);
        for (_, mut way) in ways {
            let target = way.moved.take().unwrap_or_else(|| Target::new(way.expand(target), target));
            outcome = outcome.join(self.lands(server, way, &target, &mut jumps));
        }
        outcome.join(self.jumped(server, jumps))
    }

    /// What a request gets that nothing turned away.
    fn content(&mut self, server: &Server<'t>, spot: Option<&Spot<'t>>, way: &Variables<'m, 't>) -> Outcome {
        let scope = spot.map_or(&server.scope, |spot| &spot.scope);
        match denial(scope) {
            Some(None) => {
                let place = spot.map_or(&server.directive.place, |spot| &spot.location.place).clone();
                self.doubted(&place)
            }
            Some(Some(true)) => refusal_of(self, server, scope, 403, way),
            _ if !way.keeps_status => Outcome::SERVED,
            // A page of an error, with the status of one.
            _ => match spot {
                None => Outcome::REFUSED,
                Some(spot) => self.page(server, spot, way),
            },
        }
    }

    /// What stands in a location is a refusal's page, unless it comes from a program.
    fn page(&mut self, server: &Server<'t>, spot: &Spot<'t>, way: &Variables<'m, 't>) -> Outcome {
        if spot.hands_on() {
            return Outcome::SERVED;
        }
        let tried = spot.location.children().iter().rfind(|one| one.name == "try_files");
        let Some(last) = tried.and_then(|tried| tried.args.last()) else { return Outcome::REFUSED };
        if last.starts_with('=') {
            return Outcome::REFUSED;
        }
        let mut way = way.clone();
        way.errors = way.errors.saturating_add(1);
        if way.errors > MOST_JUMPS {
            return Outcome::REFUSED;
        }
        self.sent_to(server, last, way)
    }

    /// Runs the directives of one block. Gives the ways that go on behind it, and what became of the others.
    fn run(
        &mut self,
        server: &Server<'t>,
        scope: &Scope<'t>,
        block: &'t [Directive],
        ways: Ways<'m, 't>,
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
                let cost = self.maps.entries.saturating_add(way.set.len()).saturating_add(1);
                if self.step(cost) {
                    next.push(way);
                    continue;
                }
                match directive.name.as_str() {
                    "set" => {
                        let value = way.expand(directive.arg(1));
                        way.set.insert(variable_name(directive.arg(0)), value);
                        next.push(way);
                    }
                    "return" => outcome = outcome.join(self.returned(server, scope, directive, &way)),
                    "break" => ended.push((End::Stopped, way)),
                    "rewrite" => {
                        let met = way.is_at(directive.arg(0));
                        if met != Some(true) {
                            next.push(way.clone());
                        }
                        if met == Some(false) {
                            continue;
                        }
                        if let Some(code) = redirects(directive) {
                            outcome = outcome.join(refusal_of(self, server, scope, code, &way));
                            continue;
                        }
                        let target = Target::rewritten(way.expand(directive.arg(1)), directive);
                        way.path = target.path.clone();
                        way.moved = Some(target);
                        match directive.arg(2) {
                            "last" => ended.push((End::Left, way)),
                            "break" => ended.push((End::Stopped, way)),
                            _ => next.push(way),
                        }
                    }
                    _ => {
                        let holds = way.holds(&directive.args);
                        if holds != Some(true) {
                            next.push(way.clone());
                        }
                        if holds != Some(false) {
                            let scope = scope.within(directive.children());
                            let (through, inside) = self.run(server, &scope, directive.children(), vec![way]);
                            outcome = outcome.join(inside);
                            for (end, way) in through {
                                match end {
                                    End::Through => next.push(way),
                                    _ => ended.push((end, way)),
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

    fn returned(
        &mut self,
        server: &Server<'t>,
        scope: &Scope<'t>,
        directive: &Directive,
        way: &Variables<'m, 't>,
    ) -> Outcome {
        match directive.arg(0).parse::<u16>() {
            // A text of its own is no page of an error.
            Ok(code) if code >= 400 && directive.args.len() > 1 => Outcome::REFUSED,
            Ok(code) if is_redirect(code) || code >= 400 => refusal_of(self, server, scope, code, way),
            Ok(_) if way.keeps_status => Outcome::REFUSED,
            Ok(_) => Outcome::SERVED,
            // A bare URL is a redirect.
            Err(_) => refusal_of(self, server, scope, 302, way),
        }
    }
}

fn is_redirect(code: u16) -> bool {
    matches!(code, 301 | 302 | 303 | 307 | 308)
}

/// The code that a rewrite redirects with, if it does.
fn redirects(directive: &Directive) -> Option<u16> {
    let target = directive.arg(1);
    let away = ["http://", "https://", "$scheme"].iter().any(|scheme| target.starts_with(scheme));
    match directive.arg(2) {
        "permanent" => Some(301),
        "redirect" => Some(302),
        _ => away.then_some(302),
    }
}
