//! What revocation lists say (RFC 5280 sections 5 and 6.3).

use serde_json::{Value, json};

use super::{Found, World, bad, odd};
use crate::book::Case;
use crate::forge::crl::{CRL_NUMBER, List, distribution_point};
use crate::forge::der::tlv;
use crate::forge::extension::{Extension, KEY_CERT_SIGN, KEY_USAGE, UNKNOWN, anything, key_usage};
use crate::forge::{Authority, serial};
use crate::{DAY, NOW};

const CLEAN: &str = "lists that revoke nothing";
const UNTIL: u64 = NOW + 7 * DAY;

/// The lists of the root and of the intermediate that revoke nothing.
struct Lists {
    root: Value,
    middle: Value,
}

fn list() -> List {
    List::new(1, NOW - DAY, UNTIL)
}

impl World {
    pub(super) fn revoked(&mut self) {
        let root = self.crl_of_root("clean list of root", |_| ());
        let middle = self.crl_of_middle("clean list of middle", |_| ());
        let lists = Lists { root, middle };
        self.looked_up(CLEAN, &[&lists.root, &lists.middle], &[], &[]);
        self.looked_up(
            "lists that revoke nothing, in another order",
            &[&lists.middle, &lists.root],
            &[],
            &[],
        );
        self.looked_up("no list at all", &[], &[], &[]);
        self.entries(&lists);
        self.missing_lists(&lists);
        self.dates(&lists);
        self.signers(&lists);
        self.numbers(&lists);
        self.partial(&lists);
        self.unusable();
    }

    fn crl_of_root(&mut self, label: &str, spoil: impl FnOnce(&mut List)) -> Value {
        let mut list = list();
        spoil(&mut list);
        let list = self.book.forge.list(label, &list, &self.root.subject, &self.root.key);
        self.book.put_text(label, &list.pem())
    }

    fn crl_of_middle(&mut self, label: &str, spoil: impl FnOnce(&mut List)) -> Value {
        let mut list = list();
        spoil(&mut list);
        let list = self.book.forge.list(label, &list, &self.middle.subject, &self.middle.key);
        self.book.put_text(label, &list.pem())
    }

    /// A list of another CA that revokes nothing.
    fn crl_of(&mut self, label: &str, by: &Authority) -> Value {
        let list = self.book.forge.list(label, &list(), &by.subject, &by.key);
        self.book.put_text(label, &list.pem())
    }

    /// The leaf below the intermediate, with these lists and options. Refused if an error is found.
    fn looked_up(&mut self, name: &str, crls: &[&Value], options: &[(&str, Value)], found: &[Found]) {
        self.looked_up_at(name, NOW, crls, options, found, CLEAN);
    }

    fn looked_up_at(
        &mut self,
        name: &str,
        at: u64,
        crls: &[&Value],
        options: &[(&str, Value)],
        found: &[Found],
        twin: &str,
    ) {
        let (leaf, middle) = (self.low_leaf.clone(), self.middle.cert.clone());
        let mut case = self.verify(name, &[&leaf, &middle]).at(at).option("crls", json!(crls));
        for (key, value) in options {
            case = case.option(key, value.clone());
        }
        match found.first() {
            None => case.accepted(),
            Some((_, "error", _)) => case.twin(twin).refused(found),
            Some(_) => case.twin(twin).warned(found),
        }
    }

    fn entries(&mut self, clean: &Lists) {
        let (leaf, middle) = (serial("leaf of middle"), serial("middle"));
        let no_leaf = self.crl_of_middle("list with the leaf", |l| l.revoked.push(leaf.clone()));
        let no_middle = self.crl_of_root("list with middle", |l| l.revoked.push(middle.clone()));
        let lists = [&clean.root, &no_leaf];
        self.looked_up("a leaf that is revoked", &lists, &[], &[bad("certificate-revoked", 0)]);
        let lists = [&no_middle, &clean.middle];
        self.looked_up("an intermediate that is revoked", &lists, &[], &[bad("certificate-revoked", 1)]);
        let both = [bad("certificate-revoked", 0), bad("certificate-revoked", 1)];
        self.looked_up("a leaf and an intermediate that are revoked", &[&no_middle, &no_leaf], &[], &both);
        let lists = [&clean.root, &no_leaf];
        let strict = [("profile", json!("spiffe-strict"))];
        self.looked_up("a leaf that is revoked, strictly", &lists, &strict, &[bad("certificate-revoked", 0)]);
        let depth = [("revocation_depth", json!("leaf"))];
        let name = "an intermediate that is revoked, where the leaf alone is looked up";
        self.looked_up(name, &[&no_middle, &clean.middle], &depth, &[]);
        let name = "a leaf that is revoked, where it alone is looked up";
        self.looked_up(name, &[&no_leaf], &depth, &[bad("certificate-revoked", 0)]);

        let sibling = self.crl_of_middle("list with another leaf", |l| l.revoked.push(serial("another")));
        self.looked_up("another leaf that is revoked", &[&clean.root, &sibling], &[], &[]);
        let elsewhere = self.crl_of_root("list of root with the leaf", |l| l.revoked.push(leaf.clone()));
        let name = "a serial number that another issuer revoked";
        self.looked_up(name, &[&elsewhere, &clean.middle], &[], &[]);
        let many = self.crl_of_middle("long list", |l| {
            for number in 0..100 {
                l.revoked.push(serial(&format!("revoked {number}")));
            }
            l.revoked.push(leaf.clone());
        });
        let name = "a leaf that is revoked for its key, behind a hundred others";
        self.looked_up(name, &[&clean.root, &many], &[], &[bad("certificate-revoked", 0)]);
        let (leaf, middle) = (self.low_leaf.clone(), self.middle.cert.clone());
        self.verify("report: a leaf that is revoked", &[&leaf, &middle])
            .option("crls", json!([clean.root, no_leaf]))
            .explained(
                false,
                &[(Some(0), true, &["certificate-revoked"]), (Some(1), true, &[]), (None, true, &[])],
                &[bad("certificate-revoked", 0)],
            );
    }

    fn missing_lists(&mut self, clean: &Lists) {
        let unknown = |index| [bad("revocation-unknown", index)];
        let root_alone = [&clean.root];
        let middle_alone = [&clean.middle];
        self.looked_up("no list of the leaf's issuer", &root_alone, &[], &unknown(0));
        self.looked_up("no list of the intermediate's issuer", &middle_alone, &[], &unknown(1));
        let lax = [("accept_unknown_status", json!(true))];
        let name = "no list of the leaf's issuer, where that is accepted";
        self.looked_up(name, &root_alone, &lax, &[odd("revocation-unknown", 0)]);
        let name = "no list of the intermediate's issuer, where that is accepted";
        self.looked_up(name, &middle_alone, &lax, &[odd("revocation-unknown", 1)]);
        let no_leaf =
            self.crl_of_middle("list with the leaf alone", |l| l.revoked.push(serial("leaf of middle")));
        let name = "a leaf that is revoked, where an unknown status is accepted";
        let found = [bad("certificate-revoked", 0), odd("revocation-unknown", 1)];
        self.looked_up(name, &[&no_leaf], &lax, &found);
        let depth = [("revocation_depth", json!("leaf"))];
        self.looked_up(
            "the list of the leaf's issuer, where it alone is looked up",
            &middle_alone,
            &depth,
            &[],
        );
        let name = "no list of the leaf's issuer, where it alone is looked up";
        self.looked_up(name, &root_alone, &depth, &unknown(0));
        let stranger = self.authority("stranger with a list", "stranger", |_| ());
        let of_stranger = self.crl_of("list of a stranger", &stranger);
        let both = [bad("revocation-unknown", 0), bad("revocation-unknown", 1)];
        self.looked_up("a list of a stranger alone", &[&of_stranger], &[], &both);
    }

    fn dates(&mut self, clean: &Lists) {
        let lists = [&clean.root, &clean.middle];
        let last = "the last second of two lists";
        self.looked_up_at(last, UNTIL, &lists, &[], &[], CLEAN);
        let both = |severity| [("crl-expired", severity, Some(0)), ("crl-expired", severity, Some(1))];
        self.looked_up_at("a second after two lists", UNTIL + 1, &lists, &[], &both("error"), last);
        let lax = [("accept_expired_crls", json!(true))];
        let name = "a second after two lists, where that is accepted";
        self.looked_up_at(name, UNTIL + 1, &lists, &lax, &both("warning"), last);
        let old = self.crl_of_middle("old list with the leaf", |l| {
            l.this_update = NOW - 9 * DAY;
            l.next_update = Some(NOW - 8 * DAY);
            l.revoked.push(serial("leaf of middle"));
        });
        let name = "a leaf that is revoked by a list that ended";
        self.looked_up(name, &[&clean.root, &old], &[], &[bad("certificate-revoked", 0)]);
        let name = "a leaf that an older list revokes and a newer one does not";
        self.looked_up(name, &[&clean.root, &old, &clean.middle], &[], &[]);
        let name = "a leaf that a newer list does not revoke and an older one does";
        self.looked_up(name, &[&clean.middle, &old, &clean.root], &[], &[]);
        let next = self.crl_of_middle("newer list with the leaf", |l| {
            l.this_update = NOW;
            l.revoked.push(serial("leaf of middle"));
        });
        let name = "a leaf that a newer list revokes and an older one does not";
        self.looked_up(name, &[&clean.root, &clean.middle, &next], &[], &[bad("certificate-revoked", 0)]);
        let twin = self.crl_of_middle("list of the same second with the leaf", |l| {
            *l = List::new(2, l.this_update, UNTIL);
            l.revoked.push(serial("leaf of middle"));
        });
        let both = [&clean.middle, &twin, &clean.root];
        let name = "a leaf that one of two lists of the same second revokes";
        self.looked_up(name, &both, &[], &[bad("certificate-revoked", 0)]);
        let name = "a leaf that one of two lists of the same second revokes, in another order";
        self.looked_up(name, &[&twin, &clean.middle, &clean.root], &[], &[bad("certificate-revoked", 0)]);
        let set_back = self.crl_of_middle("list of a clock that went back, with the leaf", |l| {
            *l = List::new(9, NOW - 2 * DAY, UNTIL);
            l.revoked.push(serial("leaf of middle"));
        });
        let name = "a leaf that a list of a higher number and an earlier time revokes";
        let lists = [&clean.middle, &set_back, &clean.root];
        self.looked_up(name, &lists, &[], &[bad("certificate-revoked", 0)]);
        let future = self.crl_of_middle("list of tomorrow", |l| l.this_update = NOW + DAY);
        let name = "a list of tomorrow";
        self.looked_up(name, &[&clean.root, &future], &[], &[bad("revocation-unknown", 0)]);
        self.looked_up(
            "a list of tomorrow and one of today",
            &[&clean.root, &future, &clean.middle],
            &[],
            &[],
        );
    }

    fn signers(&mut self, clean: &Lists) {
        let namesake = self.below(&self.root, "middle, with a list", "middle", |_| ());
        let other = self.crl_of("list of another key", &namesake);
        let name = "a list of another key of the same name";
        self.looked_up(name, &[&clean.root, &other], &[], &[bad("revocation-unknown", 0)]);
        let name = "lists of both keys of one name";
        self.looked_up(name, &[&clean.root, &other, &clean.middle], &[], &[]);
        let forged = self.crl_of_middle("forged list", |l| l.signature_of_other_bytes = true);
        let name = "a list whose signature is of other bytes";
        self.looked_up(name, &[&clean.root, &forged], &[], &[bad("revocation-unknown", 0)]);

        let mute = self.below(&self.root, "mute", "mute", |t| t.set(key_usage(KEY_CERT_SIGN)));
        let free = self.below(&self.root, "free", "free", |t| t.drop(KEY_USAGE));
        for (by, name, found) in [
            (&free, "a list of a CA without key usage", odd("issuer-key-usage-missing", 1)),
            (&mute, "a list of a CA that may not sign lists", bad("crl-issuer-not-allowed", 0)),
        ] {
            let low = self.leaf_of(by, &format!("leaf: {name}"), |_| ());
            let list = self.crl_of(name, by);
            let lists = json!([clean.root, list]);
            let case = self.verify(name, &[&low, &by.cert]).option("crls", lists).twin(CLEAN);
            if found.1 == "error" { case.refused(&[found]) } else { case.warned(&[found]) }
        }
    }

    fn numbers(&mut self, clean: &Lists) {
        let without = self.crl_of_middle("list without number", |l| l.extensions.clear());
        let critical = self.crl_of_middle("list with a critical number", |l| {
            l.extensions = vec![Extension::new(CRL_NUMBER, true, tlv(0x02, &[&[1]]))];
        });
        let strict = [("profile", json!("spiffe-strict"))];
        for (name, list) in
            [("a list without a number", &without), ("a list whose number is critical", &critical)]
        {
            let lists = [&clean.root, list];
            self.looked_up(name, &lists, &[], &[odd("crl-number-unusable", 0)]);
            let name = format!("{name}, strictly");
            self.looked_up(&name, &lists, &strict, &[bad("crl-number-unusable", 0)]);
        }
    }

    fn partial(&mut self, clean: &Lists) {
        let part = distribution_point(Some(b"http://crl.example/1"), None);
        let clean_part = self.crl_of_middle("partial list", |l| l.extensions.push(part.clone()));
        let no_leaf = self.crl_of_middle("partial list with the leaf", |l| {
            l.extensions.push(part.clone());
            l.revoked.push(serial("leaf of middle"));
        });
        let name = "a partial list without the leaf";
        self.looked_up(name, &[&clean.root, &clean_part], &[], &[bad("revocation-unknown", 0)]);
        let name = "a partial list with the leaf";
        self.looked_up(name, &[&clean.root, &no_leaf], &[], &[bad("certificate-revoked", 0)]);
        let users = distribution_point(Some(b"http://crl.example/1"), Some(1));
        let of_users = self.crl_of_middle("list of leaves alone", |l| l.extensions.push(users));
        let name = "a list of leaves alone, without the leaf";
        self.looked_up(name, &[&clean.root, &of_users], &[], &[bad("revocation-unknown", 0)]);
        let name = "a partial list with the leaf beside a full one without it";
        self.looked_up(name, &[&clean.root, &clean.middle, &no_leaf], &[], &[bad("certificate-revoked", 0)]);
        let name = "a partial list beside a full one, both without the leaf";
        self.looked_up(name, &[&clean.root, &clean.middle, &clean_part], &[], &[]);
    }

    /// Lists that no verifier is built with.
    fn unusable(&mut self) {
        let good = self.crl_of_middle("usable list", |_| ());
        let twin = "a verifier with a list";
        let args = |list: &Value| json!({"bundles": {}, "crls": [list]});
        let made = json!({"profile": "spiffe-interop", "findings": []});
        self.book.add(Case::new(twin, "chain_verifier.new", args(&good)).ok(made));
        let reasons = distribution_point(None, None);
        let table: [(&str, &dyn Fn(&mut List)); 5] = [
            ("a list whose entry has a critical extension that nobody knows", &|l| {
                l.revoked.push(serial("another"));
                l.entry_extensions.push(anything(UNKNOWN, true));
            }),
            ("a list of changes alone", &|l| *l = l.clone().delta(1)),
            ("a list of no distribution point", &|l| l.extensions.push(reasons.clone())),
            ("a list with a critical extension that nobody knows", &|l| {
                l.extensions.push(anything(UNKNOWN, true));
            }),
            ("a list without an end", &|l| l.next_update = None),
        ];
        for (name, spoil) in table {
            let list = self.crl_of_middle(name, spoil);
            let case = Case::new(format!("a verifier with {name}"), "chain_verifier.new", args(&list));
            self.book.add(case.error("crl-unusable").with("twin", json!(twin)));
        }
        for depth in ["", "all", "Leaf"] {
            let args = json!({"bundles": {}, "revocation_depth": depth});
            let case = Case::new(format!("a verifier that looks up `{depth}`"), "chain_verifier.new", args);
            let twin = json!("a verifier that looks up the leaf");
            self.book.add(case.error("verifier-revocation-depth-unknown").with("twin", twin));
        }
        for (name, depth) in [("leaf", "leaf"), ("chain", "chain")] {
            let args = json!({"bundles": {}, "revocation_depth": depth});
            let case = Case::new(format!("a verifier that looks up the {name}"), "chain_verifier.new", args);
            self.book.add(case.ok(json!({"profile": "spiffe-interop", "findings": []})));
        }
    }
}
