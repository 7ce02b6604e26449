//! Sets of bundles, and bundle maps.

use serde_json::{Value, json};

use super::certificates::beside;
use super::{World, bundle, key, keys, with};
use crate::book::Case;

impl World {
    pub(super) fn sets(&mut self) {
        let (one, foreign) = (self.one.clone(), self.foreign.clone());
        let new = |name: &str, domains: &[&str]| {
            Case::new(name, "bundle_set.new", json!({"trust_domains": domains}))
        };
        self.book.add(new("a set of two trust domains, in their order", &["b", "a"]).ok(json!(["a", "b"])));
        self.book.add(new("an empty set", &[]).ok(json!([])));
        self.book.add(
            new("two bundles of one trust domain", &["a", "b", "a"])
                .error("bundle-duplicate-domain")
                .with("findings", json!([["bundle-duplicate-domain", "error", null]]))
                .with("twin", json!("a set of two trust domains, in their order")),
        );
        let mut set = |name: &str, text: &str, outcome: Result<Value, &str>| {
            let case = Case::new(name, "bundle_set.from_spiffe_json", json!({"json": text}));
            self.book.add(beside("a map of two trust domains", case, outcome));
        };
        let map = |inside: &str| format!(r#"{{"trust_domains": {{{inside}}}}}"#);
        let other = |record: Value| with(record, json!({"trust_domain": "other"}));
        let both = map(&format!(r#""td": {}, "other": {}"#, keys(&[key(&one)]), keys(&[key(&foreign)])));
        set(
            "a map of two trust domains",
            &both,
            Ok(json!({"td": bundle(&[&one], &[]), "other": other(bundle(&[&foreign], &[]))})),
        );
        set("an empty map", &map(""), Ok(json!({})));
        set(
            "a trust domain that trusts nobody",
            &map(r#""td": {"keys": []}"#),
            Ok(json!({"td": bundle(&[], &[])})),
        );
        set(
            "members of a map that nobody defined",
            r#"{"a": 1, "trust_domains": {}, "b": {"trust_domains": null}}"#,
            Ok(json!({})),
        );
        set(
            "a member of a map that nobody defined and that stands twice",
            r#"{"a": 1, "trust_domains": {}, "a": 2}"#,
            Err("bundle-duplicate-field"),
        );
        set(
            "a trust domain written as its ID",
            &map(r#""spiffe://td": {"keys": []}"#),
            Ok(json!({"td": bundle(&[], &[])})),
        );
        let hinted = with(bundle(&[], &[]), json!({"refresh_hint": "5", "refresh_interval": 10}));
        set(
            "a refresh hint inside a map is kept to its bundle",
            &map(r#""td": {"keys": [], "spiffe_refresh_hint": 5}"#),
            Ok(json!({"td": hinted})),
        );
        let missing = || Err("bundle-map-missing");
        set("a map without trust domains", "{}", missing());
        set("a map whose trust domains are null", r#"{"trust_domains": null}"#, missing());
        set("a bundle is no map", r#"{"keys": []}"#, missing());
        set("trust domains in a list", r#"{"trust_domains": []}"#, Err("bundle-not-json"));
        set("a map that is a list", "[]", Err("bundle-not-json"));
        set("a map that is cut off", r#"{"trust_domains": {"td": "#, Err("bundle-not-json"));
        set(
            "trust domains that stand twice",
            r#"{"trust_domains": {}, "trust_domains": {}}"#,
            Err("bundle-duplicate-field"),
        );
        let twice = || Err("bundle-duplicate-domain");
        for (name, second) in [
            ("one trust domain twice", "td"),
            ("one trust domain twice, once escaped", "t\\u0064"),
            ("one trust domain twice, once in upper case", "TD"),
            ("one trust domain twice, once as its ID", "spiffe://td"),
        ] {
            set(name, &map(&format!(r#""td": {{"keys": []}}, "{second}": {{"keys": []}}"#)), twice());
        }
        set(
            "a key of a map that is no trust domain",
            &map(r#""a/b": {"keys": []}"#),
            Err("bundle-trust-domain"),
        );
        set("an empty key of a map", &map(r#""": {"keys": []}"#), Err("bundle-trust-domain"));
        set(
            "one broken bundle refuses the whole map",
            &map(r#""good": {"keys": []}, "bad": {}"#),
            Err("bundle-keys-missing"),
        );
        set("a bundle in a map that is null", &map(r#""td": null"#), Err("bundle-not-json"));
        set(
            "a field that stands twice in a bundle of a map",
            &map(r#""td": {"keys": [], "keys": []}"#),
            Err("bundle-duplicate-field"),
        );
        let rewritten = Case::new(
            "a map is written without the hints of its bundles",
            "bundle_set.rewritten",
            json!({"json": r#"{"trust_domains": {"td": {"keys": [], "spiffe_refresh_hint": 60, "spiffe_sequence": 1}}}"#}),
        );
        self.book.add(rewritten.ok(json!({"trust_domains": {"td": {"keys": [], "spiffe_sequence": 1}}})));
    }
}
