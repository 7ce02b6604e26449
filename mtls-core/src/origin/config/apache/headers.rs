//! Headers that tell the application who the client is: whether every host that passes requests on sets them.

use std::collections::BTreeSet;

use super::super::reader::Reader;
use super::tree::{Node, named};
use crate::finding::excerpt;
use crate::finding::rules::origin_config as rules;

/// The request headers that carry what mod_ssl knows of client certificates, in lower case.
pub(super) fn identity_headers(main: &[Node]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Node> = main.iter().collect();
    while let Some(node) = open.pop() {
        if node.name == "requestheader" && node.arg(2).contains("%{SSL_CLIENT_") {
            found.insert(node.arg(1).to_ascii_lowercase());
        }
        open.extend(node.children());
    }
    found
}

/// Says where a host passes requests on with such a header as the client wrote it.
pub(super) fn judge(reader: &mut Reader<'_>, names: &BTreeSet<String>, main: &[Node], host: &[Node]) {
    let passes = |node: &&Node| {
        matches!(node.name.as_str(), "proxypass" | "proxypassmatch")
            && node.args.last().is_none_or(|to| to != "!")
    };
    let Some(pass) = host.iter().find(passes) else { return };
    let set: BTreeSet<String> = named(main, "requestheader")
        .chain(named(host, "requestheader"))
        .filter(|header| {
            header.args.iter().skip(3).all(|arg| !arg.starts_with("env=") && !arg.starts_with("expr="))
        })
        .filter(|header| matches!(header.arg(0).to_ascii_lowercase().as_str(), "set" | "unset"))
        .map(|header| header.arg(1).to_ascii_lowercase())
        .collect();
    if let Some(name) = names.iter().find(|name| !set.contains(*name)) {
        let message = format!("the header {} goes to the application as the client wrote it", excerpt(name));
        reader.say(rules::IDENTITY_HEADER, &pass.place, message);
    }
}
