//! Who signed, and whether it may (X5, X6, X8, X10, X11, X16).

use super::{GOOD, LOW, World, bad, bad_above, odd};
use crate::forge::Spoil;
use crate::forge::extension::{
    BASIC_CONSTRAINTS, CRL_SIGN, DIGITAL_SIGNATURE, KEY_CERT_SIGN, KEY_USAGE, basic_constraints, key_usage,
};

impl World {
    pub(super) fn issuers(&mut self) {
        self.missing();
        self.rotated();
        self.other_domains();
        self.not_allowed();
        self.usages_of_issuers();
        self.ids_of_issuers();
    }

    fn missing(&mut self) {
        let low = self.low_leaf.clone();
        self.verify("an intermediate that was not sent", &[&low])
            .twin(LOW)
            .refused(&[bad("issuer-missing", 0)]);
        let stranger = self.authority("stranger, sent", "stranger", |_| ());
        let leaf = self.leaf_of(&stranger, "leaf of stranger", |_| ());
        self.verify("a leaf of an authority that nobody knows", &[&leaf])
            .twin(GOOD)
            .refused(&[bad("issuer-missing", 0)]);
        self.verify("a leaf of an authority that nobody knows, and the authority", &[&leaf, &stranger.cert])
            .twin("an authority that is sent along")
            .refused(&[bad("authority-unknown", 1)]);
        let below = self.below(&stranger, "below stranger", "below stranger", |_| ());
        let low = self.leaf_of(&below, "leaf of below stranger", |_| ());
        self.verify("a chain up to an authority that nobody knows", &[&low, &below.cert, &stranger.cert])
            .twin("an authority that is sent along behind an intermediate")
            .refused(&[bad("authority-unknown", 2)]);
        let template = super::leaf_template();
        let key = crate::forge::Key::p256("leaf");
        let own = self.book.forge.sign("own leaf", &template, &key, &template.subject, &key);
        self.verify("a leaf that signed itself", &[&own]).twin(GOOD).refused(&[bad("authority-unknown", 0)]);
        self.verify("a leaf that signed itself, and an authority", &[&own, &self.root.cert.clone()])
            .twin(GOOD)
            .refused(&[bad("authority-unknown", 0)]);
    }

    fn rotated(&mut self) {
        let (root, middle) = (self.root.cert.clone(), self.middle.cert.clone());
        let new = self.authority("root, rotated", "root", |_| ());
        let leaf = self.leaf_of(&new, "leaf of root, rotated", |_| ());
        let both = "a leaf of the new authority where the bundle has both";
        self.verify(both, &[&leaf]).trusts("td", &[&root, &new.cert]).authority(1).accepted();
        self.verify("a leaf of the new authority where the bundle has the old one", &[&leaf])
            .twin(both)
            .refused(&[bad("authority-rotated", 0)]);
        let old = self.leaf.clone();
        self.verify("a leaf of the old authority where the bundle has both", &[&old])
            .trusts("td", &[&new.cert, &root])
            .authority(1)
            .accepted();
        self.verify("a leaf of the old authority where the bundle has the new one", &[&old])
            .trusts("td", &[&new.cert])
            .twin("a leaf of the old authority where the bundle has both")
            .refused(&[bad("authority-rotated", 0)]);
        self.verify("a leaf of the new authority, and the authority", &[&leaf, &new.cert])
            .twin(both)
            .refused(&[bad("authority-rotated", 1)]);
        let below = self.below(&new, "below rotated", "below rotated", |_| ());
        let low = self.leaf_of(&below, "leaf of below rotated", |_| ());
        let chain = [&low, &below.cert];
        let name = "an intermediate of the new authority where the bundle has both";
        self.verify(name, &chain).trusts("td", &[&root, &new.cert]).authority(1).accepted();
        self.verify("an intermediate of the new authority where the bundle has the old one", &chain)
            .twin(name)
            .refused(&[bad("authority-rotated", 1)]);

        let namesake = self.below(&self.root, "middle, rotated", "middle", |_| ());
        let low = self.low_leaf.clone();
        let name = "two intermediates of one name, the right one last";
        self.verify(name, &[&low, &namesake.cert, &middle]).path(&[0, 2]).accepted();
        self.verify("an intermediate of the right name with another key", &[&low, &namesake.cert])
            .twin(name)
            .refused(&[bad("issuer-key-mismatch", 0)]);
    }

    fn other_domains(&mut self) {
        let (root, low, middle) = (self.root.cert.clone(), self.low_leaf.clone(), self.middle.cert.clone());
        let other = self.authority("root of other", "root of other", |_| ());
        let forged = self.leaf_of(&other, "forged by other", |_| ());
        let honest = self.leaf_of(&other, "of other", |t| t.uris(&["spiffe://other/a"]));
        let own = "a leaf of another trust domain, signed by its authority";
        self.verify(own, &[&honest])
            .trusts("td", &[&root])
            .trusts("other", &[&other.cert])
            .id("spiffe://other/a")
            .accepted();
        self.verify("a leaf that an authority of another trust domain signed", &[&forged])
            .trusts("td", &[&root])
            .trusts("other", &[&other.cert])
            .twin(own)
            .refused(&[bad("signed-by-other-trust-domain", 0)]);
        self.verify(
            "a leaf whose intermediate an authority of another trust domain signed",
            &[&low, &middle],
        )
        .trusts("td", &[&other.cert])
        .trusts("other", &[&root])
        .twin(LOW)
        .refused(&[bad("signed-by-other-trust-domain", 1)]);
        self.verify("an authority of two trust domains", &[&low, &middle])
            .trusts("td", &[&root])
            .trusts("other", &[&root])
            .accepted();
        self.verify("a leaf of a trust domain that nobody knows", &[&honest])
            .twin(own)
            .refused_as("trust-domain-unknown");
    }

    fn not_allowed(&mut self) {
        let leaf =
            self.leaf_of(&self.root, "issuing leaf", |t| t.subject = crate::forge::der::name("issuing leaf"));
        let signer = crate::forge::Authority {
            subject: crate::forge::der::name("issuing leaf"),
            key: crate::forge::Key::p256("leaf"),
            cert: leaf,
        };
        let low = self.leaf_of(&signer, "leaf of a leaf", |_| ());
        self.verify("a leaf that a leaf signed", &[&low, &signer.cert]).twin(LOW).refused(&[
            bad("issuer-not-ca", 1),
            bad("issuer-key-usage", 1),
            odd("issuer-spiffe-id", 1),
        ]);
        let table: [(&str, Spoil<'_>); 2] = [
            ("an intermediate that is no CA", &|t| t.set(basic_constraints(false, None))),
            ("an intermediate without basicConstraints", &|t| t.drop(BASIC_CONSTRAINTS)),
        ];
        for (name, spoil) in table {
            let above = self.below(&self.root, name, name, spoil);
            let low = self.leaf_of(&above, &format!("leaf of {name}"), |_| ());
            self.verify(name, &[&low, &above.cert]).twin(LOW).refused(&[bad("issuer-not-ca", 1)]);
        }
    }

    fn usages_of_issuers(&mut self) {
        let root = self.root.cert.clone();
        for (what, usages) in
            [("that may sign CRLs alone", CRL_SIGN), ("that may sign no certificates", DIGITAL_SIGNATURE)]
        {
            let name = format!("an intermediate {what}");
            let above = self.below(&self.root, &name, &name, |t| t.set(key_usage(usages)));
            let low = self.leaf_of(&above, &format!("leaf of {name}"), |_| ());
            self.verify(name, &[&low, &above.cert]).twin(LOW).refused(&[bad("issuer-key-usage", 1)]);
            let name = format!("an authority {what}");
            let above = self.authority(&name, &name, |t| t.set(key_usage(usages)));
            let leaf = self.leaf_of(&above, &format!("leaf of {name}"), |_| ());
            self.verify(name, &[&leaf])
                .trusts("td", &[&above.cert])
                .twin(GOOD)
                .refused(&[bad_above("issuer-key-usage")]);
        }
        let narrow =
            self.below(&self.root, "signs alone", "signs alone", |t| t.set(key_usage(KEY_CERT_SIGN)));
        let low = self.leaf_of(&narrow, "leaf of signs alone", |_| ());
        self.keeps("an intermediate that may sign certificates alone", &[&low, &narrow.cert], &[&root]);
        let table: [(&str, Spoil<'_>); 2] = [
            ("without key usage", &|t| t.drop(KEY_USAGE)),
            ("whose key usage is not critical", &|t| t.critical(KEY_USAGE, false)),
        ];
        self.duties("issuer-key-usage-missing", &table);
    }

    /// Each of an intermediate and of an authority.
    fn duties(&mut self, rule: &'static str, table: &[(&str, Spoil<'_>)]) {
        let root = self.root.cert.clone();
        for (what, spoil) in table {
            let name = format!("an intermediate {what}");
            let above = self.below(&self.root, &name, &name, spoil);
            let low = self.leaf_of(&above, &format!("leaf of {name}"), |_| ());
            self.duty(&name, &[&low, &above.cert], &[&root], LOW, &[(rule, Some(1))]);
            let name = format!("an authority {what}");
            let above = self.authority(&name, &name, spoil);
            let leaf = self.leaf_of(&above, &format!("leaf of {name}"), |_| ());
            self.duty(&name, &[&leaf], &[&above.cert], GOOD, &[(rule, None)]);
        }
    }

    fn ids_of_issuers(&mut self) {
        let root = self.root.cert.clone();
        let own: Spoil<'_> = &|t| t.uris(&["spiffe://td"]);
        let name = "an intermediate with the ID of its trust domain";
        let above = self.below(&self.root, name, name, own);
        let low = self.leaf_of(&above, "leaf of the named", |_| ());
        self.keeps(name, &[&low, &above.cert], &[&root]);
        let table: [(&str, Spoil<'_>); 3] = [
            ("whose ID has a path", &|t| t.uris(&["spiffe://td/ca"])),
            ("with the ID of another trust domain", &|t| t.uris(&["spiffe://other"])),
            ("whose URI is no ID", &|t| t.uris(&["https://td"])),
        ];
        self.duties("issuer-spiffe-id", &table);
    }
}
