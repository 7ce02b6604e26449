//! What the shared cases accept, the `openssl` command accepts too: a second opinion on every chain that is let in.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Where OpenSSL refuses and we do not, and why that is right.
const OPENSSL_REFUSES: &[(&str, &[&str])] = &[
    (
        "to OpenSSL a certificate and a CRL end a second before the last one (RFC 5280 section 4.1.2.5 counts it)",
        &[
            "the last second of the leaf",
            "the last second of an intermediate",
            "the last second of an authority",
            "a leaf of one second",
            "an end in the last second of 2049",
            "an end in the first second of 2050",
            "an end that is not known",
            "the last second of two lists",
            "the last second, by server",
            "the last second, by server-strict",
            "the last second, by edge-client",
            "a trust anchor in its last second",
            "a list in its last second",
        ],
    ),
    (
        "OpenSSL tries one way to a trust anchor and no other",
        &["an intermediate that a stranger signed, too", "an intermediate that two authorities signed"],
    ),
    (
        "OpenSSL takes subject and issuer of one name for a signature of its own",
        &["a leaf with the name of its issuer", "a leaf with the name of its issuer, strictly"],
    ),
    (
        "the policy lets pass what no current CRL speaks of",
        &[
            "no list of the leaf's issuer, where that is accepted",
            "no list of the intermediate's issuer, where that is accepted",
            "a second after two lists, where that is accepted",
            "no list of the leaf's issuer, accepted",
            "no list of the intermediate's issuer, accepted",
            "a list a second late, accepted",
            "an issuer that may not sign lists, and signs none",
        ],
    ),
    (
        "a CRL number that is critical is known all the same; it is warned of",
        &["a list whose number is critical"],
    ),
    (
        "key identifiers only help to find an issuer; server-strict refuses it",
        &["an authorityKeyIdentifier with a serial number"],
    ),
];

struct File {
    material: Value,
    cases: Vec<Value>,
}

fn read(subject: &str) -> File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/{subject}.json"));
    let mut file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let Value::Array(cases) = file["cases"].take() else { panic!("no cases") };
    File { material: file["material"].take(), cases }
}

impl File {
    /// The texts that a list of references stands for, one after the other.
    fn texts(&self, list: &[Value]) -> String {
        let text = |reference: &Value| {
            let label = reference.as_str().unwrap().strip_prefix('@').expect("a reference");
            self.material[label].as_str().unwrap().to_owned()
        };
        list.iter().map(text).collect()
    }
}

/// OpenSSL's verdict on a case, and what it says.
fn openssl(directory: &Path, file: &File, case: &Value) -> Result<(), String> {
    let (args, ok) = (&case["args"], &case["ok"]);
    let put = |name: &str, text: String| fs::write(directory.join(name), text).unwrap();
    let chain = args["chain"].as_array().unwrap();
    let anchors = match args.get("bundles") {
        Some(bundles) => &bundles[ok["trust_domain"].as_str().unwrap()],
        None => &args["anchors"],
    };
    put("leaf.pem", file.texts(&chain[..1]));
    put("rest.pem", file.texts(&chain[1..]));
    put("anchors.pem", file.texts(anchors.as_array().unwrap()));
    let mut command = Command::new("openssl");
    command.current_dir(directory).args(["verify", "-partial_chain", "-CAfile", "anchors.pem"]);
    command.args(["-attime", &args["at"].to_string()]);
    if chain.len() > 1 {
        command.args(["-untrusted", "rest.pem"]);
    }
    if let Some(lists) = args["crls"].as_array().filter(|lists| !lists.is_empty()) {
        put("crls.pem", file.texts(lists));
        let depth = if args["revocation_depth"] == "leaf" { "-crl_check" } else { "-crl_check_all" };
        command.args(["-CRLfile", "crls.pem", depth]);
    }
    let asked = [&args["for"], &args["purpose"], &args["profile"]].into_iter().find_map(Value::as_str);
    match asked {
        Some("client" | "edge-client") => command.args(["-purpose", "sslclient"]),
        Some("server" | "server-strict") => command.args(["-purpose", "sslserver"]),
        _ => &mut command,
    };
    let output = command.arg("leaf.pem").output().expect("the openssl command is needed for this test");
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).trim().replace('\n', ", "))
}

#[test]
fn openssl_accepts_what_the_cases_accept() {
    let directory = tempfile::tempdir().unwrap();
    let mut failures = Vec::new();
    let mut agreed = 0_u32;
    for file in ["verify", "edge"].map(read) {
        for case in &file.cases {
            let judged = case["op"].as_str().unwrap().ends_with("_verifier.verify");
            if !judged || case.get("ok").is_none() {
                continue;
            }
            let name = case["name"].as_str().unwrap();
            match openssl(directory.path(), &file, case) {
                Ok(()) => agreed = agreed.saturating_add(1),
                Err(_) if OPENSSL_REFUSES.iter().any(|(_, names)| names.contains(&name)) => {}
                Err(words) => failures.push(format!("{name}: {words}")),
            }
        }
    }
    assert!(failures.is_empty(), "{} cases:\n{}", failures.len(), failures.join("\n"));
    assert!(agreed >= 200, "{agreed} cases");
}
