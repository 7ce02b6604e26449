//! Whom a verifier trusts, and how it is set up (X16; Trust Domain and Bundle section 4.1.3).

use serde_json::json;

use super::{GOOD, World, bad, bad_above};
use crate::book::Case;
use crate::forge::Cert;
use crate::forge::der::tlv;

const NEW: &str = "chain_verifier.new";

impl World {
    pub(super) fn trusted(&mut self) {
        let (leaf, root) = (self.leaf.clone(), self.root.cert.clone());
        let other = self.authority("another authority", "another authority", |_| ()).cert;
        self.verify("an authority behind another one", &[&leaf])
            .trusts("td", &[&other, &root])
            .authority(1)
            .accepted();
        self.verify("an authority of another trust domain beside", &[&leaf])
            .trusts("td", &[&root])
            .trusts("other", &[&other])
            .accepted();
        self.verify("no bundle at all", &[&leaf])
            .trusts_nobody()
            .twin(GOOD)
            .refused(&[bad_above("trust-domain-unknown")]);
        self.verify("a bundle of another trust domain alone", &[&leaf])
            .trusts("other", &[&other])
            .twin(GOOD)
            .refused(&[bad_above("trust-domain-unknown")]);
        self.verify("a bundle of a trust domain below", &[&leaf])
            .trusts("a.td", &[&root])
            .twin(GOOD)
            .refused(&[bad_above("trust-domain-unknown"), bad("signed-by-other-trust-domain", 0)]);
        self.verify("an empty bundle", &[&leaf])
            .trusts("td", &[])
            .twin(GOOD)
            .refused(&[bad_above("trust-bundle-empty")]);
        self.verify("a bundle whose one certificate is a leaf", &[&leaf])
            .trusts("td", &[&leaf])
            .twin(GOOD)
            .refused(&[bad_above("bundle-authority-not-ca"), bad_above("trust-bundle-empty")]);
        self.options(&root);
    }

    fn options(&mut self, root: &Cert) {
        let unusable = self.authority("unusable", "unusable", |t| t.unique_ids = tlv(0x81, &[&[0, 1]]));
        let leaf = self.leaf_of(&unusable, "leaf of unusable", |_| ());
        let (root_text, unusable_text) = (self.book.put(root), self.book.put(&unusable.cert));
        let plain = "a verifier of a bundle and no more";
        let made = json!({"profile": "spiffe-interop", "findings": []});
        self.book.add(Case::new(plain, NEW, json!({"bundles": {"td": [root_text]}})).ok(made));
        for profile in ["spiffe-interop", "spiffe-strict"] {
            let args = json!({"bundles": {}, "profile": profile});
            let case = Case::new(format!("a verifier under {profile}"), NEW, args);
            self.book.add(case.ok(json!({"profile": profile, "findings": []})));
        }
        let args = json!({"bundles": {"td": [unusable_text, root_text]}});
        let left_out = json!({"profile": "spiffe-interop", "findings": [["verifier-authority-unusable", "error", null]]});
        self.book.add(
            Case::new("an authority that rustls-webpki does not take", NEW, args)
                .ok(left_out)
                .with("twin", json!(plain)),
        );
        self.verify("a leaf of an authority that rustls-webpki does not take", &[&leaf])
            .trusts("td", &[&unusable.cert])
            .twin(GOOD)
            .refused(&[bad_above("verifier-authority-unusable"), bad_above("trust-bundle-empty")]);
        for (profile, code) in [
            ("strict", "verifier-profile-unknown"),
            ("", "verifier-profile-unknown"),
            ("SPIFFE-STRICT", "verifier-profile-unknown"),
            ("server", "verifier-profile-mismatch"),
            ("server-strict", "verifier-profile-mismatch"),
            ("edge-client", "verifier-profile-mismatch"),
        ] {
            let args = json!({"bundles": {"td": [root_text]}, "profile": profile});
            let case = Case::new(format!("a verifier under the profile `{profile}`"), NEW, args);
            self.book.add(case.error(code).with("twin", json!("a verifier under spiffe-strict")));
        }
        let leaf = self.leaf.clone();
        for purpose in ["any", "", "Client", "serverAuth"] {
            let args = json!({"bundles": {"td": [root_text]}, "purpose": purpose});
            let case = Case::new(format!("a verifier for the purpose `{purpose}`"), NEW, args);
            self.book.add(
                case.error("verifier-purpose-unknown")
                    .with("twin", json!("a verifier for the purpose client")),
            );
            self.verify(format!("a verdict for the purpose `{purpose}`"), &[&leaf])
                .option("for", purpose)
                .twin("a leaf for both as a client")
                .refused_as("verifier-purpose-unknown");
        }
        for purpose in ["client", "server", "either"] {
            let args = json!({"bundles": {"td": [root_text]}, "purpose": purpose});
            let case = Case::new(format!("a verifier for the purpose {purpose}"), NEW, args);
            self.book.add(case.ok(json!({"profile": "spiffe-interop", "findings": []})));
        }
    }
}
