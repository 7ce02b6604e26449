//! Headers that tell the application who the client is: whether every request has them set.

use std::collections::BTreeSet;

use super::super::reader::Reader;
use super::tree::{Directive, named};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;

/// The headers of an `http` block that carry what nginx knows of client certificates, in lower case.
pub(super) struct Headers {
    names: BTreeSet<String>,
    /// Those that `http` itself sets.
    above: Option<BTreeSet<String>>,
}

impl Headers {
    pub(super) fn new(http: &[Directive]) -> Self {
        let mut names = BTreeSet::new();
        let mut open: Vec<&Directive> = http.iter().collect();
        while let Some(directive) = open.pop() {
            if matches!(directive.name.as_str(), "proxy_set_header" | "grpc_set_header")
                && directive.arg(1).to_ascii_lowercase().contains("$ssl_client_")
            {
                names.insert(directive.arg(0).to_ascii_lowercase());
            }
            open.extend(directive.children());
        }
        Self { names, above: set_in(http) }
    }

    /// Says where a server passes requests on with such a header as the client wrote it.
    pub(super) fn judge(&self, reader: &mut Reader<'_>, server: &Directive) {
        if !self.names.is_empty() {
            walk(reader, &self.names, server, self.above.as_ref());
        }
    }
}

/// What a block sets; `None` where it sets nothing and so keeps what stands above.
fn set_in(block: &[Directive]) -> Option<BTreeSet<String>> {
    let headers = ["proxy_set_header", "grpc_set_header"];
    let mut set = headers.iter().flat_map(|name| named(block, name)).peekable();
    set.peek()?;
    Some(
        set.filter(|one| !one.arg(1).to_ascii_lowercase().contains("$http_"))
            .map(|one| one.arg(0).to_ascii_lowercase())
            .collect(),
    )
}

fn walk(
    reader: &mut Reader<'_>,
    names: &BTreeSet<String>,
    block: &Directive,
    above: Option<&BTreeSet<String>>,
) {
    let own = set_in(block.children());
    let set = own.as_ref().or(above);
    for directive in block.children() {
        if matches!(directive.name.as_str(), "proxy_pass" | "grpc_pass") {
            let missing = names.iter().find(|name| set.is_none_or(|set| !set.contains(*name)));
            if let Some(name) = missing {
                let message =
                    format!("the header {} goes to the application as the client wrote it", excerpt(name));
                reader.say(rules::IDENTITY_HEADER, &directive.place, message);
            }
        }
        if matches!(directive.name.as_str(), "location" | "if" | "limit_except") {
            walk(reader, names, directive, set);
        }
    }
}
