//! The readers that stand in the source: public functions without a receiver that take bytes, a text or a document
//! and may refuse it.

use std::path::Path;

/// No readers, though they look like it: one writes, one sets up a connection by a host's name.
const OTHERS: &[&str] = &["Session::client", "secret_file::write"];

/// `Type::function`, or `function` where it belongs to no type.
pub(crate) fn readers() -> Vec<String> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found.dedup();
    found.retain(|name| !OTHERS.contains(&name.as_str()));
    found
}

fn collect(directory: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            if name != "tests" {
                collect(&path, found);
            }
        } else if !name.ends_with("tests") {
            let module = if name == "mod" { path.parent().unwrap() } else { &path };
            let module = module.file_stem().unwrap().to_str().unwrap();
            in_file(module, &std::fs::read_to_string(&path).unwrap(), found);
        }
    }
}

fn in_file(module: &str, text: &str, found: &mut Vec<String>) {
    let mut of = None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(head) = line.strip_prefix("impl") {
            of = Some(type_of(head));
        } else if line == "}" {
            of = None;
        }
        let of_trait = line.trim_start().starts_with("fn from_str(");
        let Some(rest) = line.trim_start().strip_prefix("pub fn ").or(of_trait.then_some("from_str(")) else {
            continue;
        };
        // The rest of the signature may stand on the following lines.
        let mut signature = line.to_owned();
        while !signature.contains('{') && !signature.contains(';') {
            signature.push_str(lines.next().unwrap());
        }
        let name = rest.split(['(', '<']).next().unwrap();
        // `…_with`, `…_with_limits`: the same reader with other limits.
        if is_reader(&signature) && !name.contains("_with") && !name.starts_with('$') {
            found.push(match &of {
                Some(of) if of.starts_with('$') => continue,
                Some(of) => format!("{of}::{name}"),
                None if line.starts_with(' ') => continue,
                None if name == "parse" || name == "write" => format!("{module}::{name}"),
                None => name.to_owned(),
            });
        }
    }
}

fn is_reader(signature: &str) -> bool {
    let Some((parameters, result)) = signature.split_once("->") else { return false };
    let takes = ["[u8]", "str", "impl Into<Value>"].iter().any(|kind| {
        parameters.contains(&format!("&{kind}"))
            || parameters.contains(&format!("&'a {kind}"))
            || (kind.starts_with("impl") && parameters.contains(kind))
    });
    takes && result.contains("Result<") && !parameters.contains("self")
}

/// `Certificate` of `<'a> Display for pki::Certificate<'a> {`.
fn type_of(head: &str) -> String {
    let head = head.split_once('{').map_or(head, |(head, _)| head);
    let name = match head.rsplit_once(" for ") {
        Some((_, name)) => name,
        // Behind the generics of the impl itself.
        None => head.trim_start_matches(|c| c != ' '),
    };
    let name = name.trim().split('<').next().unwrap();
    name.rsplit("::").next().unwrap().to_owned()
}
