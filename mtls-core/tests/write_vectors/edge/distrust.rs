//! Certificates, keys and issuers that are trusted no more, whoever vouches for them.

use super::{CLIENT, STRICT, World, bad, bad_above, odd};

const RULE: &str = "certificate-distrusted";

impl World {
    pub(super) fn distrust(&mut self) {
        let (middle, root) = (self.middle.cert.clone(), self.root.cert.clone());
        let server = self.chain(&self.server.clone());
        let (client, workload) = (self.chain(&self.client.clone()), self.chain(&self.workload.clone()));
        let beside = [self.other_server.clone(), self.sibling.cert.clone()];
        for kind in ["certificate", "serial", "key"] {
            let spared = format!("the sibling of an intermediate that is shut out by {kind}");
            let list = [(kind, &middle)];
            self.judge(&*spared, &beside).distrusts(&list).accepted();
            self.judge(format!("an intermediate that is shut out by {kind}"), &server)
                .distrusts(&list)
                .twin(&spared)
                .refused(&[bad(RULE, 1)]);
        }
        let issuer = [("issuer", &middle)];
        let spared = "what another issuer issued";
        self.judge(spared, &beside).distrusts(&issuer).accepted();
        self.judge("all that an issuer issued", &server)
            .distrusts(&issuer)
            .twin(spared)
            .refused(&[bad(RULE, 0)]);
        for (profile, chain) in [(STRICT, &server), (CLIENT, &client)] {
            self.judge(format!("an intermediate that is shut out, by {profile}"), chain)
                .by(profile)
                .distrusts(&[("key", &middle)])
                .twin(&Self::good(profile))
                .refused(&[bad(RULE, 1)]);
        }
        self.judge("an intermediate that is shut out, of a workload", &workload)
            .svid()
            .distrusts(&[("key", &middle)])
            .twin("a workload's chain, by ID")
            .refused(&[bad(RULE, 1)]);
        let good = Self::good(super::SERVER);
        self.judge("a trust anchor that is shut out", &server)
            .distrusts(&[("key", &root)])
            .twin(&good)
            .refused(&[bad_above(RULE)]);
        self.judge("a leaf that is shut out", &server)
            .distrusts(&[("certificate", &server[0])])
            .twin(&good)
            .refused(&[bad(RULE, 0)]);
        self.judge("a leaf beside the one that is shut out", &client)
            .by(CLIENT)
            .distrusts(&[("certificate", &server[0])])
            .accepted();
        self.judge("a list of nothing", &server).distrusts(&[]).accepted();
        // The way over the one that is shut out is not the only one.
        let cross = self.cross_signed();
        let two_ways = [server[0].clone(), cross, server[1].clone()];
        self.judge("another way to a trust anchor", &two_ways)
            .distrusts(&[("certificate", &middle)])
            .path(&[0, 1])
            .accepted();
        self.judge("no other way, as all have the key", &two_ways)
            .distrusts(&[("key", &middle)])
            .twin("another way to a trust anchor")
            .refused(&[bad(RULE, 1), odd(RULE, 2)]);
    }

    /// `middle` again: the same name and key in another certificate.
    fn cross_signed(&self) -> crate::forge::Cert {
        let template = super::ca_template("middle", &self.middle.key);
        self.book.forge.issue("middle again", &template, &self.middle.key, &self.root)
    }
}
