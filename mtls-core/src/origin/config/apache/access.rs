//! Who is let in where: rewriting, redirects, and then the sections.

use super::super::client::Client;
use super::Doubt;
use super::modelled::{of_rewriting, past_everything, past_sections};
use super::paths::proxying;
use super::rewrite::route;
use super::rules::is_of_old;
use super::sections::{Content, check, layers};
use super::tree::Node;
use super::truth::Truth;
use super::variables::asks_for_names;
use crate::origin::config::reader::Place;

/// What becomes of the requests of a client.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer<'t> {
    /// Some of them are served.
    Served,
    /// None of them is.
    Refused,
    /// That is not to be told.
    Unclear(Doubt<'t>),
}

/// What a host does with a client, path by path.
pub(super) struct Access<'t> {
    pub(super) answer: Answer<'t>,
    pub(super) redirected: bool,
    /// Parts that refuse, where others serve.
    pub(super) refusing: Vec<&'t Node>,
}

/// What becomes of a client's requests on a host.
///
/// That nobody is served is said only where every directive that might change it is known.
pub(super) fn access<'t>(main: &'t [Node], host: &'t [Node], client: Client) -> Access<'t> {
    let proxying = proxying(main, host);
    let routed = route(main, host, client, &proxying);
    let content = Content::of(main, host, &proxying);
    let layers = layers(main, host, content, client);
    let of_old =
        layers.iter().flat_map(|layer| layer.section.children()).filter(|node| is_of_old(node)).count();
    // One `Deny from all` is what it says; with others it depends on their order.
    let denied = if of_old == 1 { Truth::Yes } else { Truth::Unknown };
    let checked = check(&layers, client, denied);
    let refused = |past: Option<Doubt<'t>>| past.map_or(Answer::Refused, Answer::Unclear);
    let answer = if routed.go_on == Truth::No {
        refused(past_everything(main, host))
    } else if checked.served == Truth::No {
        refused(past_everything(main, host).or_else(|| past_sections(main, host, content)))
    } else {
        let undecided = || checked.undecided.map(|node| Doubt::new(node, "has a say that is not followed"));
        let doubt = match (routed.go_on, checked.served) {
            (Truth::Unknown, _) => routed.doubt.or_else(undecided).or_else(|| {
                proxying.unclear.map(|node| Doubt::new(node, "may be passed on before it is redirected"))
            }),
            (_, Truth::Unknown) => undecided(),
            // The requests that the one lets through may be those that the other keeps back.
            (Truth::Either, Truth::Either) => layers
                .last()
                .map(|layer| Doubt::new(layer.section, "lets some requests in, and rewriting others")),
            _ => of_rewriting(main, host),
        };
        doubt.map_or(Answer::Served, Answer::Unclear)
    };
    Access { answer, redirected: routed.redirected, refusing: checked.refusing }
}

/// The first place where names in the certificate decide.
pub(super) fn place_of_names(nodes: &[Node]) -> Option<&Place> {
    nodes.iter().find_map(|node| {
        let asks = match node.name.as_str() {
            "require" | "sslrequire" | "if" | "elseif" | "rewritecond" => asks_for_names(&node.raw),
            "ssloptions" => node.args.iter().any(|arg| arg.eq_ignore_ascii_case("+FakeBasicAuth")),
            _ => false,
        };
        if asks { Some(&node.place) } else { place_of_names(node.children()) }
    })
}
