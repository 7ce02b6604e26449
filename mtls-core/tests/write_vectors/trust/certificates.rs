//! Bundles of bare certificates, and bundles that change.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{World, bundle, key, with};
use crate::book::Case;
use crate::forge::Key;

/// The case with its outcome, and with its twin where it breaks a rule.
pub(super) fn beside(twin: &str, case: Case, outcome: Result<Value, &str>) -> Case {
    match outcome {
        Ok(ok) if ok["findings"].as_array().is_none_or(Vec::is_empty) => case.ok(ok),
        Ok(ok) => case.ok(ok).with("twin", json!(twin)),
        Err(code) => case.error(code).with("twin", json!(twin)),
    }
}

impl World {
    pub(super) fn certificates(&mut self) {
        let (one, two, leaf, foreign) =
            (self.one.clone(), self.two.clone(), self.leaf.clone(), self.foreign.clone());
        let mut pem = |name: &str, text: String, outcome: Result<Value, &str>| {
            let case = Case::new(name, "trust_bundle.from_pem", json!({"trust_domain": "td", "pem": text}));
            self.book.add(beside("PEM of two authorities", case, outcome));
        };
        let damaged = || Err("bundle-certificate");
        pem("PEM of two authorities", one.pem() + &two.pem(), Ok(bundle(&[&one, &two], &[])));
        pem(
            "PEM with words around the blocks",
            format!("# roots\n{}\n# end\n", one.pem()),
            Ok(bundle(&[&one], &[])),
        );
        pem("PEM with the same authority twice", one.pem() + &one.pem(), Ok(bundle(&[&one], &[])));
        let finding = [("bundle-authority-not-ca", "warning")];
        pem("PEM with a leaf", leaf.pem() + &one.pem(), Ok(bundle(&[&one], &finding)));
        let finding = [("bundle-authority-foreign-id", "warning")];
        pem(
            "PEM with an authority of another trust domain",
            foreign.pem(),
            Ok(bundle(&[&foreign], &finding)),
        );
        pem("PEM of nothing", String::new(), damaged());
        pem("text without PEM", "no certificate".to_owned(), damaged());
        pem("PEM of a private key", Key::p256("one").pem(), damaged());
        pem("PEM with a private key behind the authority", one.pem() + &Key::p256("one").pem(), damaged());
        pem("PEM of a request", one.pem().replace("CERTIFICATE", "CERTIFICATE REQUEST"), damaged());
        pem("PEM of a CRL", one.pem().replace("CERTIFICATE", "X509 CRL"), damaged());
        pem("PEM without its last line", one.pem().replace("-----END CERTIFICATE-----\n", ""), damaged());
        pem("PEM with a damaged second block", one.pem() + &two.pem().replacen("MII", "M!I", 1), damaged());
        pem("PEM whose certificate is cut off", crate::forge::pem("CERTIFICATE", &one.der[..99]), damaged());
        let mut der = |name: &str, bytes: &[u8], outcome: Result<Value, &str>| {
            let args = json!({"trust_domain": "td", "der_b64": STANDARD.encode(bytes)});
            let case = Case::new(name, "trust_bundle.from_der", args);
            self.book.add(beside("DER of two authorities", case, outcome));
        };
        let both = [one.der.clone(), two.der.clone()].concat();
        der("DER of two authorities", &both, Ok(bundle(&[&one, &two], &[])));
        der("DER of nothing is an empty bundle", &[], Ok(bundle(&[], &[])));
        der("DER of a leaf", &leaf.der, Ok(bundle(&[], &[("bundle-authority-not-ca", "warning")])));
        der("DER whose second certificate is cut off", &both[..both.len() - 1], damaged());
        der("DER with a byte behind it", &[both, vec![0]].concat(), damaged());
        der("bytes that are no DER", b"\xff\xff\xff", damaged());
    }

    pub(super) fn changes(&mut self) {
        let (one, two) = (self.one.clone(), self.two.clone());
        let document =
            |sequence: &str| format!(r#"{{"keys": [{}], "spiffe_sequence": {sequence}}}"#, key(&one));
        let mut change = |name: &str,
                          op: &'static str,
                          sequence: &str,
                          argument: (&str, Value),
                          outcome: Result<Value, &str>| {
            let mut args = json!({"trust_domain": "td", "json": document(sequence)});
            args[argument.0] = argument.1;
            let case = Case::new(name, op, args);
            self.book.add(beside("a sequence may grow", case, outcome));
        };
        let lower = || Err("bundle-sequence-decreased");
        let numbered = |bundle: Value, sequence: &str| Ok(with(bundle, json!({"sequence": sequence})));
        let op = "trust_bundle.with_sequence";
        let max = "18446744073709551615";
        change("a sequence may grow", op, "7", ("offered", json!("8")), numbered(bundle(&[&one], &[]), "8"));
        change(
            "a sequence may leap to the highest",
            op,
            "7",
            ("offered", json!(max)),
            numbered(bundle(&[&one], &[]), max),
        );
        change("a sequence may not stay", op, "7", ("offered", json!("7")), lower());
        change("a sequence may not fall", op, "7", ("offered", json!("6")), lower());
        let op = "trust_bundle.with_refresh_hint";
        let hinted = with(
            numbered(bundle(&[&one], &[]), "8").unwrap(),
            json!({"refresh_hint": "60", "refresh_interval": 60}),
        );
        change("another refresh hint raises the sequence", op, "7", ("offered", json!(60)), Ok(hinted));
        change("the highest sequence takes no other refresh hint", op, max, ("offered", json!(60)), lower());
        let op = "trust_bundle.with_authorities";
        change(
            "the same authorities keep the sequence",
            op,
            "7",
            ("pem", json!(one.pem())),
            numbered(bundle(&[&one], &[]), "7"),
        );
        change(
            "other authorities raise the sequence",
            op,
            "7",
            ("pem", json!(one.pem() + &two.pem())),
            numbered(bundle(&[&one, &two], &[]), "8"),
        );
        change("the highest sequence cannot be raised", op, max, ("pem", json!(two.pem())), lower());
    }
}
