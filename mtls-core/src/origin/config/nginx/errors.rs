//! `error_page 495 496`: what a refused client gets instead of the refusal.

use super::super::reader::Reader;
use super::rewrite::Rewriter;
use super::tree::{Directive, named};
use super::values::Client;
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;

/// Directives that hand a request to a program.
const HANDS_ON: [&str; 9] = [
    "proxy_pass",
    "grpc_pass",
    "fastcgi_pass",
    "uwsgi_pass",
    "scgi_pass",
    "memcached_pass",
    "js_content",
    "content_by_lua_block",
    "content_by_lua_file",
];

/// Says where a client without a certificate under the CA is served after all.
pub(super) fn judge<'t>(
    reader: &mut Reader<'_>,
    rewriter: &mut Rewriter<'_, 't>,
    around: &[&'t Directive],
    server: &'t Directive,
) {
    let own: Vec<_> = named(server.children(), "error_page").collect();
    let pages = if own.is_empty() { around.to_vec() } else { own };
    for page in pages {
        let Some((target, codes)) = page.args.split_last() else { continue };
        let client = match codes {
            codes if codes.iter().any(|code| code == "496") => Client::Bare,
            codes if codes.iter().any(|code| code == "495") => Client::SelfMade,
            _ => continue,
        };
        if target.starts_with("http://") || target.starts_with("https://") || target.starts_with("$scheme") {
            continue;
        }
        // The directives of the server run once more, guards among them.
        if !rewriter.answers(server, client).outcome.served {
            continue;
        }
        let location = find(server.children(), target);
        let hands_on =
            |one: &Directive| one.children().iter().any(|inner| HANDS_ON.contains(&inner.name.as_str()));
        let served = location.is_none_or(|one| rewriter.location(one, client).served);
        // `=` alone takes the status of the page.
        let status = codes.iter().rev().find_map(|code| code.strip_prefix('='));
        let good =
            status.is_some_and(|code| code.is_empty() || code.parse::<u16>().is_ok_and(|code| code < 400));
        if served && (good || location.is_some_and(hands_on)) {
            let message =
                format!("a client whose certificate is missing or refused is served `{}`", excerpt(target));
            reader.say(rules::ERROR_SERVED, &page.place, message);
        }
    }
}

/// The location that takes an internal request: the one of that name, an exact one, or the longest prefix.
fn find<'t>(block: &'t [Directive], target: &str) -> Option<&'t Directive> {
    let path = target.split(['?', '#']).next().unwrap_or(target);
    let mut best: Option<(usize, &Directive)> = None;
    for location in named(block, "location") {
        let (modifier, own) = match location.args.as_slice() {
            [own] => ("", own.as_str()),
            [modifier, own] => (modifier.as_str(), own.as_str()),
            _ => continue,
        };
        if (modifier == "=" || own.starts_with('@')) && own == path {
            return Some(location);
        }
        let longer = best.is_none_or(|(length, _)| own.len() > length);
        if matches!(modifier, "" | "^~") && path.starts_with(own) && longer {
            best = Some((own.len(), location));
        }
    }
    best.map(|(_, location)| location)
}
