//! From the leaf to an authority: intermediates in any order, and how many (RFC 8446 section 4.4.2; RFC 5280 section 6.1).

use super::{GOOD, LOW, World, bad, bad_above, ca_template};
use crate::forge::extension::basic_constraints;
use crate::forge::{Authority, Cert, Key};
use crate::{DAY, NOW, START};

const SIX: &str = "six intermediates";

impl World {
    pub(super) fn paths(&mut self) {
        let (root, middle) = (self.root.cert.clone(), self.middle.cert.clone());
        let (leaf, low) = (self.leaf.clone(), self.low_leaf.clone());
        self.keeps(LOW, &[&low, &middle], &[&root]);
        self.verify("an authority that is sent along", &[&leaf, &root]).path(&[0]).accepted();
        self.verify("an authority that is sent along behind an intermediate", &[&low, &middle, &root])
            .path(&[0, 1])
            .accepted();
        self.verify("a leaf that is sent twice", &[&leaf, &leaf]).path(&[0]).accepted();
        self.verify("an intermediate that is sent twice", &[&low, &middle, &middle]).path(&[0, 1]).accepted();
        self.verify("an intermediate that nothing needs", &[&leaf, &middle]).path(&[0]).accepted();
        self.verify("an intermediate behind a leaf of somebody else", &[&low, &leaf, &middle])
            .path(&[0, 2])
            .accepted();
        let garbage = Cert { label: "garbage".to_owned(), der: b"garbage".to_vec() };
        self.verify("an intermediate behind what is no certificate", &[&low, &garbage, &middle])
            .path(&[0, 2])
            .accepted();
        self.verify("an intermediate before its leaf", &[&middle, &low]).twin(LOW).refused(&[
            bad("chain-out-of-order", 0),
            bad("leaf-is-ca", 0),
            bad("leaf-spiffe-id-missing", 0),
            bad("leaf-key-usage-signs", 0),
            bad("leaf-key-usage-no-signature", 0),
        ]);
        self.depths();
        self.lengths();
        self.detours();
        self.limits();
    }

    /// A chain of `count` intermediates below the root, the leaf first.
    fn ladder(&self, label: &str, count: usize) -> Vec<Cert> {
        let mut rungs: Vec<Authority> = Vec::new();
        for number in 1..=count {
            let name = format!("{label} {number}");
            rungs.push(self.below(rungs.last().unwrap_or(&self.root), &name, &name, |_| ()));
        }
        let leaf = self.leaf_of(rungs.last().unwrap(), &format!("leaf of {label}"), |_| ());
        std::iter::once(leaf).chain(rungs.into_iter().rev().map(|rung| rung.cert)).collect()
    }

    fn depths(&mut self) {
        let root = self.root.cert.clone();
        let two = self.ladder("of two", 2);
        let chain: Vec<&Cert> = two.iter().collect();
        self.keeps("two intermediates", &chain, &[&root]);
        self.verify("two intermediates, the upper one first", &[chain[0], chain[2], chain[1]])
            .path(&[0, 2, 1])
            .accepted();
        self.verify("two intermediates without the lower one", &[chain[0], chain[2]])
            .twin("two intermediates")
            .refused(&[bad("issuer-missing", 0)]);
        self.verify("two intermediates without the upper one", &chain[..2])
            .twin("two intermediates")
            .refused(&[bad("issuer-missing", 1)]);
        let six = self.ladder("of six", 6);
        let chain: Vec<&Cert> = six.iter().collect();
        self.keeps(SIX, &chain, &[&root]);
        let backwards: Vec<&Cert> =
            std::iter::once(chain[0]).chain(chain[1..].iter().rev().copied()).collect();
        self.verify("six intermediates, the uppermost first", &backwards)
            .path(&[0, 6, 5, 4, 3, 2, 1])
            .accepted();
        let seven = self.ladder("of seven", 7);
        let chain: Vec<&Cert> = seven.iter().collect();
        self.verify("seven intermediates", &chain).twin(SIX).refused(&[bad("path-length-exceeded", 0)]);
    }

    fn lengths(&mut self) {
        let root = self.root.cert.clone();
        let ends = |n| move |t: &mut crate::forge::Template| t.set(basic_constraints(true, Some(n)));
        let none = self.below(&self.root, "length 0", "length 0", ends(0));
        let one = self.below(&self.root, "length 1", "length 1", ends(1));
        let low = self.leaf_of(&none, "leaf of length 0", |_| ());
        self.keeps("a leaf below an intermediate of path length 0", &[&low, &none.cert], &[&root]);
        let below_none = self.below(&none, "below length 0", "below length 0", |_| ());
        let below_one = self.below(&one, "below length 1", "below length 1", |_| ());
        let low = self.leaf_of(&below_one, "leaf of below length 1", |_| ());
        let name = "an intermediate below one of path length 1";
        self.keeps(name, &[&low, &below_one.cert, &one.cert], &[&root]);
        let low = self.leaf_of(&below_none, "leaf of below length 0", |_| ());
        self.verify("an intermediate below one of path length 0", &[&low, &below_none.cert, &none.cert])
            .twin(name)
            .refused(&[bad("path-length-exceeded", 2)]);

        let narrow = self.authority("narrow", "narrow", ends(0));
        let leaf = self.leaf_of(&narrow, "leaf of narrow", |_| ());
        let name = "a leaf of an authority of path length 0";
        self.keeps(name, &[&leaf], &[&narrow.cert]);
        let below = self.below(&narrow, "below narrow", "below narrow", |_| ());
        let low = self.leaf_of(&below, "leaf of below narrow", |_| ());
        self.verify("an intermediate below an authority of path length 0", &[&low, &below.cert])
            .trusts("td", &[&narrow.cert])
            .twin(name)
            .refused(&[bad_above("path-length-exceeded")]);
        // RFC 5280 section 4.2.1.9: a CA that is issued by its own name does not count.
        let renewed = self.below(&narrow, "narrow renewed", "narrow", |_| ());
        let leaf = self.leaf_of(&renewed, "leaf of narrow renewed", |_| ());
        self.keeps("a new key of an authority of path length 0", &[&leaf, &renewed.cert], &[&narrow.cert]);
    }

    /// Two ways up, one of which leads nowhere.
    fn detours(&mut self) {
        let (root, middle, low) = (self.root.cert.clone(), self.middle.cert.clone(), self.low_leaf.clone());
        let stranger = self.authority("stranger", "stranger", |_| ());
        let key = Key::p256("middle");
        let forge = &self.book.forge;
        let cross = forge.issue("middle by stranger", &ca_template("middle", &key), &key, &stranger);
        let mut old = ca_template("middle", &key);
        old.valid(START - DAY, NOW - DAY);
        let expired = forge.issue("middle, expired", &old, &key, &self.root);
        self.verify("an intermediate that a stranger signed, too", &[&low, &cross, &middle])
            .path(&[0, 2])
            .accepted();
        self.verify("an intermediate that two authorities signed", &[&low, &middle, &cross])
            .trusts("td", &[&stranger.cert])
            .path(&[0, 2])
            .accepted();
        self.verify("an intermediate that two authorities of the bundle signed", &[&low, &cross])
            .trusts("td", &[&root, &stranger.cert])
            .authority(1)
            .accepted();
        self.verify("an intermediate that a stranger alone signed", &[&low, &cross])
            .twin("an intermediate that a stranger signed, too")
            .refused(&[bad("issuer-missing", 1)]);
        self.verify("an intermediate behind an expired one with the same key", &[&low, &expired, &middle])
            .path(&[0, 2])
            .accepted();

        let next = self.below(&self.root, "root, next", "root", |_| ());
        let leaf = self.leaf_of(&next, "leaf of root, next", |_| ());
        self.keeps("a new key of the authority that the old key vouches for", &[&leaf, &next.cert], &[&root]);

        let (a, b) = (Key::p256("ring a"), Key::p256("ring b"));
        let forge = &self.book.forge;
        let by = |name: &str, key: Key, cert: Cert| Authority {
            subject: crate::forge::der::name(name),
            key,
            cert,
        };
        let none = || Cert { label: String::new(), der: Vec::new() };
        let b_signs = by("ring b", Key::p256("ring b"), none());
        let a_cert = forge.issue("ring a", &ca_template("ring a", &a), &a, &b_signs);
        let a_signs = by("ring a", a, none());
        let b_cert = forge.issue("ring b", &ca_template("ring b", &b), &b, &a_signs);
        let leaf = self.leaf_of(&a_signs, "leaf of ring", |_| ());
        self.verify("two intermediates that signed each other", &[&leaf, &a_cert, &b_cert])
            .twin("two intermediates")
            .refused(&[bad("issuer-missing", 2)]);
    }

    fn limits(&mut self) {
        let (middle, low) = (self.middle.cert.clone(), self.low_leaf.clone());
        self.verify("no certificate", &[]).twin(GOOD).refused(&[bad_above("chain-empty")]);
        let mut many = vec![&low; 16];
        many[1] = &middle;
        self.verify("sixteen certificates", &many).path(&[0, 1]).accepted();
        many.push(&low);
        self.verify("seventeen certificates", &many)
            .twin("sixteen certificates")
            .refused(&[bad_above("chain-too-long")]);
        let chain = [&low, &middle];
        let two = "two certificates where two are allowed";
        self.verify(two, &chain).option("max_certificates", 2).accepted();
        self.verify("two certificates where one is allowed", &chain)
            .option("max_certificates", 1)
            .twin(two)
            .refused(&[bad_above("chain-too-long")]);
        let bytes = low.der.len() + middle.der.len();
        let name = "as many bytes as are allowed";
        self.verify(name, &chain).option("max_bytes", bytes).accepted();
        self.verify("one byte more than is allowed", &chain)
            .option("max_bytes", bytes - 1)
            .twin(name)
            .refused(&[bad_above("chain-too-long")]);
    }
}
