//! CRLs: RFC 5280 sections 5 and 6.3, and what is left to policy.

use serde_json::json;

use super::{DAY, NEW, NOW, SERVER, STRICT, World, bad, odd};
use crate::book::Case;
use crate::forge::crl::{List, SignedList};
use crate::forge::extension::{KEY_CERT_SIGN, key_usage};

const CLEAN: &str = "lists that revoke nobody";
const REVOKED: &str = "certificate-revoked";
const UNKNOWN: &str = "revocation-unknown";
const EXPIRED: &str = "crl-expired";

/// A list of a day before, due in a week.
fn list(number: u8) -> List {
    List::new(number, NOW - DAY, NOW + 7 * DAY)
}

impl World {
    fn of_root(&self, label: &str, list: &List) -> SignedList {
        self.book.forge.list(label, list, &self.root.subject, &self.root.key)
    }

    fn of_middle(&self, label: &str, list: &List) -> SignedList {
        self.book.forge.list(label, list, &self.middle.subject, &self.middle.key)
    }

    pub(super) fn revocation(&mut self) {
        let top = self.of_root("list of root", &list(1));
        let low = self.of_middle("list of middle", &list(1));
        self.clean(&top, &low);
        self.revoked(&top, &low);
        self.unknown(&top, &low);
        self.expired(&top);
        self.newest(&top, &low);
        self.signers(&top, &low);
        self.forms(&top, &low);
    }

    fn clean(&mut self, top: &SignedList, low: &SignedList) {
        let server = self.chain(&self.server.clone());
        let (client, workload) = (self.chain(&self.client.clone()), self.chain(&self.workload.clone()));
        self.judge(CLEAN, &server).lists(&[top, low]).accepted();
        self.judge("lists that revoke nobody, strictly", &server).by(STRICT).lists(&[top, low]).accepted();
        self.judge("lists that revoke nobody, of a client", &client)
            .by(super::CLIENT)
            .lists(&[low, top])
            .accepted();
        self.judge("lists that revoke nobody, of a workload", &workload).svid().lists(&[top, low]).accepted();
        self.judge("no list looks nothing up", &server).lists(&[]).accepted();
    }

    fn revoked(&mut self, top: &SignedList, low: &SignedList) {
        let chain = self.chain(&self.server.clone());
        let (server, client) = (self.server.clone(), self.client.clone());
        let leaf_out = self.of_middle("list that revokes a server", &list(2).revoke(&server));
        let middle = self.middle.cert.clone();
        let middle_out = self.of_root("list that revokes middle", &list(2).revoke(&middle));
        for profile in [SERVER, STRICT] {
            let twin = if profile == SERVER { CLEAN } else { "lists that revoke nobody, strictly" };
            self.judge(format!("a revoked leaf, by {profile}"), &chain)
                .by(profile)
                .lists(&[top, &leaf_out])
                .twin(twin)
                .refused(&[bad(REVOKED, 0)]);
            self.judge(format!("a revoked intermediate, by {profile}"), &chain)
                .by(profile)
                .lists(&[&middle_out, low])
                .twin(twin)
                .refused(&[bad(REVOKED, 1)]);
        }
        self.judge("both revoked", &chain)
            .lists(&[&middle_out, &leaf_out])
            .twin(CLEAN)
            .refused(&[bad(REVOKED, 0), bad(REVOKED, 1)]);
        self.judge("a revoked intermediate, where leaves alone are looked up", &chain)
            .lists(&[&middle_out, low])
            .option("revocation_depth", "leaf")
            .accepted();
        self.judge("a revoked leaf, where leaves alone are looked up", &chain)
            .lists(&[&leaf_out])
            .option("revocation_depth", "leaf")
            .twin("a revoked intermediate, where leaves alone are looked up")
            .refused(&[bad(REVOKED, 0)]);
        let spared = self.chain(&client);
        self.judge("a leaf beside the revoked one", &spared)
            .by(super::CLIENT)
            .lists(&[top, &leaf_out])
            .accepted();
        let workload = self.workload.clone();
        let workload_out = self.of_middle("list that revokes a workload", &list(2).revoke(&workload));
        let svid = self.chain(&workload);
        self.judge("a revoked workload", &svid)
            .svid()
            .lists(&[top, &workload_out])
            .twin("lists that revoke nobody, of a workload")
            .refused(&[bad(REVOKED, 0)]);
        self.judge("a revoked leaf explained", &chain).lists(&[top, &leaf_out]).explained(
            false,
            &[(Some(0), true, &[REVOKED]), (Some(1), true, &[]), (None, true, &[])],
            &[bad(REVOKED, 0)],
        );
    }

    fn unknown(&mut self, top: &SignedList, low: &SignedList) {
        let chain = self.chain(&self.server.clone());
        for (case, there, index) in
            [("no list of the leaf's issuer", top, 0), ("no list of the intermediate's issuer", low, 1)]
        {
            self.judge(case, &chain).lists(&[there]).twin(CLEAN).refused(&[bad(UNKNOWN, index)]);
            self.judge(format!("{case}, accepted"), &chain)
                .lists(&[there])
                .option("accept_unknown_status", true)
                .warned(&[odd(UNKNOWN, index)]);
        }
        self.judge("no list of the intermediate's issuer, where leaves alone are looked up", &chain)
            .lists(&[low])
            .option("revocation_depth", "leaf")
            .accepted();
        let early = self.of_middle("list of tomorrow", &List::new(1, NOW + DAY, NOW + 7 * DAY));
        self.judge("a list that is not yet in force", &chain)
            .lists(&[top, &early])
            .twin("a list that has come into force")
            .refused(&[bad(UNKNOWN, 0)]);
        self.judge("a list that has come into force", &chain).lists(&[top, &early]).at(NOW + DAY).accepted();
        let other = self.sibling_list(&list(1));
        self.judge("a list of another issuer", &chain)
            .lists(&[top, &other])
            .twin(CLEAN)
            .refused(&[bad(UNKNOWN, 0)]);
    }

    fn sibling_list(&self, list: &List) -> SignedList {
        self.book.forge.list("list of sibling", list, &self.sibling.subject, &self.sibling.key)
    }

    fn expired(&mut self, top: &SignedList) {
        let chain = self.chain(&self.server.clone());
        let short = self.of_middle("list due now", &List::new(1, NOW - DAY, NOW));
        let last = "a list in its last second";
        self.judge(last, &chain).lists(&[top, &short]).accepted();
        self.judge("a list a second late", &chain)
            .lists(&[top, &short])
            .at(NOW + 1)
            .twin(last)
            .refused(&[bad(EXPIRED, 0)]);
        self.judge("a list a second late, accepted", &chain)
            .lists(&[top, &short])
            .at(NOW + 1)
            .option("accept_expired_crls", true)
            .warned(&[odd(EXPIRED, 0)]);
        self.judge("a list a second late is no unknown status", &chain)
            .lists(&[top, &short])
            .at(NOW + 1)
            .option("accept_unknown_status", true)
            .twin(last)
            .refused(&[bad(EXPIRED, 0)]);
        let server = self.server.clone();
        let old_news =
            self.of_middle("expired list that revokes", &List::new(2, NOW - DAY, NOW).revoke(&server));
        self.judge("a list a second late still convicts", &chain)
            .lists(&[top, &old_news])
            .at(NOW + 1)
            .twin(last)
            .refused(&[bad(REVOKED, 0)]);
    }

    fn newest(&mut self, top: &SignedList, low: &SignedList) {
        let chain = self.chain(&self.server.clone());
        let server = self.server.clone();
        let newer = List::new(3, NOW - 60, NOW + DAY);
        let lifted = self.of_middle("newer list without", &newer);
        let convicts = self.of_middle("newer list with", &newer.clone().revoke(&server));
        let older =
            self.of_middle("older list with", &List::new(1, NOW - 2 * DAY, NOW + DAY).revoke(&server));
        let spared = "the newest list takes a certificate off";
        self.judge(spared, &chain).lists(&[&older, top, &lifted]).accepted();
        self.judge("the newest list puts a certificate on", &chain)
            .lists(&[&convicts, top, low])
            .twin(spared)
            .refused(&[bad(REVOKED, 0)]);
        self.judge("the newest list puts a certificate on, in another order", &chain)
            .lists(&[low, top, &convicts])
            .twin(spared)
            .refused(&[bad(REVOKED, 0)]);
    }

    fn signers(&mut self, top: &SignedList, low: &SignedList) {
        let chain = self.chain(&self.server.clone());
        let server = self.server.clone();
        let foreign = list(9).revoke(&server);
        let foreign =
            self.book.forge.list("list of another key", &foreign, &self.middle.subject, &self.sibling.key);
        self.judge("a list that another key signed is no word", &chain)
            .lists(&[top, &foreign])
            .twin(CLEAN)
            .refused(&[bad(UNKNOWN, 0)]);
        self.judge("a list that another key signed does no harm", &chain)
            .lists(&[top, &foreign, low])
            .accepted();

        let mute = self.below(&self.root, "middle without cRLSign", "middle without cRLSign", |t| {
            t.set(key_usage(KEY_CERT_SIGN));
        });
        let leaf = super::leaf_template(&[(super::DNS, super::SHOP.as_bytes())]);
        let leaf = self.book.forge.issue("leaf without cRLSign", &leaf, &self.leaf_key, &mute);
        let its = self.book.forge.list("list without cRLSign", &list(1), &mute.subject, &mute.key);
        let chain = [leaf, mute.cert];
        self.judge("an issuer that may not sign lists", &chain)
            .lists(&[top, &its])
            .twin(CLEAN)
            .refused(&[bad("crl-issuer-not-allowed", 0)]);
        self.judge("an issuer that may not sign lists, and signs none", &chain)
            .lists(&[top])
            .option("accept_unknown_status", true)
            .warned(&[odd(UNKNOWN, 0)]);
    }

    fn forms(&mut self, top: &SignedList, low: &SignedList) {
        let chain = self.chain(&self.server.clone());
        let server = self.server.clone();
        let nameless = self.of_middle("list without number", &list(1).without_number());
        let rule = "crl-number-unusable";
        self.judge("a list without a number", &chain)
            .lists(&[top, &nameless])
            .twin(CLEAN)
            .warned(&[odd(rule, 0)]);
        self.judge("a list without a number, strictly", &chain)
            .by(STRICT)
            .lists(&[top, &nameless])
            .twin("lists that revoke nobody, strictly")
            .refused(&[bad(rule, 0)]);

        let partial = self.of_middle("partial list", &list(1).of_leaves_alone());
        let partial_out =
            self.of_middle("partial list that revokes", &list(1).revoke(&server).of_leaves_alone());
        self.judge("a partial list does not acquit", &chain)
            .lists(&[top, &partial])
            .twin("a full list beside a partial one")
            .refused(&[bad(UNKNOWN, 0)]);
        self.judge("a full list beside a partial one", &chain).lists(&[top, &partial, low]).accepted();
        self.judge("a partial list convicts", &chain)
            .lists(&[top, low, &partial_out])
            .twin("a full list beside a partial one")
            .refused(&[bad(REVOKED, 0)]);

        let delta = self.of_middle("delta list", &list(2).delta(1));
        let (root, delta) = (self.root.cert.clone(), self.book.put_text(&delta.label, &delta.pem()));
        let args = json!({"anchors": [self.book.put(&root)], "profile": SERVER, "crls": [delta]});
        let case = Case::new("a list of changes alone", NEW, args).error("crl-unusable");
        self.book.add(case.with("twin", json!("a verifier by server")));
    }
}
