//! `error_page`: what a client gets instead of a refusal.

use super::super::client::Client;
use super::super::outcome::Outcome;
use super::super::pattern::Known;
use super::super::reader::Reader;
use super::rewrite::{Rewriter, Server};
use super::scope::Scope;
use super::tree::Directive;
use super::values::Variables;
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;

/// What nginx refuses requests with before it looks at certificates: a broken line or header, TRACE, a header that is too
/// large, a transfer coding that it does not know.
const BEFORE: [u16; 4] = [400, 405, 494, 501];
/// Likewise, but it was not seen to lead anywhere in all versions.
const PERHAPS_BEFORE: [u16; 4] = [411, 414, 421, 505];

/// The `error_page` that holds for a code: those of an inner block replace all of the outer ones.
fn page_of<'t>(scope: &Scope<'t>, code: u16) -> Option<&'t Directive> {
    let code = code.to_string();
    scope
        .nearest(&["error_page"])
        .into_iter()
        .find(|page| page.args.split_last().is_some_and(|(_, codes)| codes.contains(&code)))
}

/// What becomes of a request that ends with this code, after the pages for errors.
pub(super) fn refusal_of<'m, 't>(
    rewriter: &mut Rewriter<'m, 't>,
    server: &Server<'t>,
    scope: &Scope<'t>,
    code: u16,
    way: &Variables<'m, 't>,
) -> Outcome {
    let plain = if code < 400 { Outcome::REDIRECTED } else { Outcome::REFUSED };
    // The connection is closed without an answer.
    if code == 444 {
        return plain;
    }
    let Some(page) = page_of(scope, code) else { return plain };
    let recursive = scope.says("recursive_error_pages", "on");
    if way.errors > 0 && !recursive {
        return plain;
    }
    if way.errors > server.spots.len() {
        return plain;
    }
    let (Some((target, codes)), mut way) = (page.args.split_last(), way.clone()) else { return plain };
    way.errors = way.errors.saturating_add(1);
    // `=` alone takes the status of the page.
    let status = codes.last().and_then(|code| code.strip_prefix('='));
    let good = status.is_some_and(|code| code.is_empty() || code.parse::<u16>().is_ok_and(|code| code < 400));
    way.keeps_status = !good;
    match way.expand(target) {
        Known { text, open: false, .. } if text.is_empty() => plain,
        Known { text, .. } if !text.is_empty() && !text.starts_with(['/', '@']) => Outcome::REDIRECTED,
        _ => rewriter.sent_to(server, target, way),
    }
}

/// What becomes of requests that are refused before certificates are looked at.
pub(super) fn before<'t>(rewriter: &mut Rewriter<'_, 't>, server: &Server<'t>, client: Client) -> Outcome {
    let mut outcome = Outcome::default();
    for code in BEFORE {
        let way = rewriter.request(client);
        outcome = outcome.join(refusal_of(rewriter, server, &server.scope, code, &way));
    }
    for code in PERHAPS_BEFORE {
        let way = rewriter.request(client);
        let here = refusal_of(rewriter, server, &server.scope, code, &way);
        if let (true, Some(page)) = (here.served, page_of(&server.scope, code)) {
            rewriter.doubted(&page.place);
        }
        outcome = outcome.join(here.perhaps());
    }
    // That they are refused says nothing of the others.
    Outcome { refused: false, redirected: false, ..outcome }
}

/// Says where a client without a certificate under the CA is served after all. Gives whether that is not to be told.
pub(super) fn judge<'t>(
    reader: &mut Reader<'_>,
    rewriter: &mut Rewriter<'_, 't>,
    server: &Server<'t>,
    mode: &str,
) -> bool {
    let mut unsure = before(rewriter, server, Client::Bare).unsure;
    let refused = "a client whose certificate is missing or refused is served";
    let early = "a request that nginx refuses before it looks at the certificate is served";
    let plain = "a client without TLS is served";
    let asked = [(495, Client::SelfMade, refused), (497, Client::Plaintext, plain)];
    let bare = (mode == "on").then_some((496, Client::Bare, refused));
    let early = BEFORE.map(|code| (code, Client::Bare, early));
    for (code, client, message) in asked.into_iter().chain(bare).chain(early) {
        let way = rewriter.request(client);
        let outcome = refusal_of(rewriter, server, &server.scope, code, &way);
        unsure |= outcome.unsure;
        if let (true, Some(page)) = (outcome.served, page_of(&server.scope, code)) {
            let target = page.args.last().map(String::as_str).unwrap_or_default();
            reader.say(rules::ERROR_SERVED, &page.place, format!("{message} `{}`", excerpt(target)));
        }
    }
    unsure
}
