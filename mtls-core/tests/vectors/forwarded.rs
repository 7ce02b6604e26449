//! Operations of the subject `forwarded`.

use mtls_core::pki::{ForwardedClientCert, ForwardedOptions, PkiError};
use serde_json::{Value, json};

use super::{Answer, Args, answer, briefs};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "forwarded.parse" => answer(parse(args).map(|forwarded| {
            json!({
                "form": forwarded.form(),
                "elements": forwarded.elements(),
                "warnings": briefs(&forwarded.warnings()),
            })
        })),
        "forwarded.spiffe_id" => answer(parse(args).and_then(|forwarded| forwarded.spiffe_id())),
        _ => return None,
    })
}

fn parse(args: &Args) -> Result<ForwardedClientCert, PkiError> {
    let mut options = ForwardedOptions::default();
    options.several_uris = args.0.get("several_uris").and_then(Value::as_bool).unwrap_or_default();
    ForwardedClientCert::parse_with(args.text("header"), &options)
}
