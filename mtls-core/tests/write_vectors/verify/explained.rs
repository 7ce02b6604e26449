//! Reports: the verdict with every certificate and what is wrong with it.

use super::{LOW, Reported, World, bad, bad_above, odd, odd_above};
use crate::forge::extension::{KEY_USAGE, SERVER_AUTH, basic_constraints, extended_key_usage};
use crate::forge::{Cert, Key};
use crate::{DAY, END};

impl World {
    pub(super) fn explained(&mut self) {
        let (leaf, low, middle) = (self.leaf.clone(), self.low_leaf.clone(), self.middle.cert.clone());
        let root = self.root.cert.clone();
        let why = |name: &str| format!("report: {name}");
        self.verify(why(LOW), &[&low, &middle]).explained(
            true,
            &[(Some(0), true, &[]), (Some(1), true, &[]), (None, true, &[])],
            &[],
        );
        self.verify(why("a certificate that nothing needs"), &[&leaf, &middle]).explained(
            true,
            &[(Some(0), true, &[]), (Some(1), false, &[]), (None, true, &[])],
            &[],
        );
        self.verify(why("an authority that is sent along"), &[&leaf, &root]).explained(
            true,
            &[(Some(0), true, &[]), (Some(1), false, &[]), (None, true, &[])],
            &[],
        );
        self.verify(why("no certificate"), &[]).explained_nameless(&[], &[bad_above("chain-empty")]);
        self.verify(why("an intermediate that was not sent"), &[&low]).explained(
            false,
            &[(Some(0), true, &["issuer-missing"])],
            &[bad("issuer-missing", 0)],
        );
        self.verify(why("a clock after everything"), &[&low, &middle]).at(END + 9999 * DAY).explained(
            false,
            &[
                (Some(0), true, &["clock-skew", "leaf-expired"]),
                (Some(1), true, &["issuer-expired"]),
                (None, true, &["authority-expired"]),
            ],
            &[
                bad("clock-skew", 0),
                bad_above("authority-expired"),
                bad("issuer-expired", 1),
                bad("leaf-expired", 0),
            ],
        );
        let garbage = Cert { label: "garbage".to_owned(), der: b"garbage".to_vec() };
        self.verify(why("what is no certificate"), &[&garbage, &leaf]).explained_nameless(
            &[(Some(0), false, &["certificate-malformed"]), (Some(1), false, &[])],
            &[bad("certificate-malformed", 0)],
        );
        self.verify(why("no bundle"), &[&leaf]).trusts_nobody().explained(
            false,
            &[(Some(0), true, &[])],
            &[bad_above("trust-domain-unknown")],
        );
        self.several();
        self.own();
    }

    /// Every certificate has faults of its own.
    fn several(&mut self) {
        let lax = self.authority("lax root", "lax root", |t| t.critical(KEY_USAGE, false));
        let path = self.below(&lax, "lax middle", "lax middle", |t| t.uris(&["spiffe://td/ca"]));
        let leaf = self.leaf_of(&path, "lax leaf", |t| t.set(extended_key_usage(&[SERVER_AUTH])));
        let chain = [&leaf, &path.cert];
        self.verify("report: faults of each certificate", &chain).trusts("td", &[&lax.cert]).explained(
            true,
            &[
                (Some(0), true, &["leaf-eku-incomplete"]),
                (Some(1), true, &["issuer-spiffe-id"]),
                (None, true, &["issuer-key-usage-missing"]),
            ],
            &[
                odd("leaf-eku-incomplete", 0),
                odd("issuer-spiffe-id", 1),
                odd_above("issuer-key-usage-missing"),
            ],
        );
        self.verify("report: faults of each certificate, strictly", &chain)
            .trusts("td", &[&lax.cert])
            .strict()
            .explained(
                false,
                &[
                    (Some(0), true, &["leaf-eku-incomplete"]),
                    (Some(1), true, &["issuer-spiffe-id"]),
                    (None, true, &["issuer-key-usage-missing"]),
                ],
                &[
                    bad("leaf-eku-incomplete", 0),
                    bad("issuer-spiffe-id", 1),
                    bad_above("issuer-key-usage-missing"),
                ],
            );
        let ca = self.leaf_of(&path, "a CA of lax", |t| t.set(basic_constraints(true, None)));
        self.verify("report: a fault of the leaf, and warnings above it", &[&ca, &path.cert])
            .trusts("td", &[&lax.cert])
            .explained(
                false,
                &[
                    (Some(0), true, &["leaf-is-ca"]),
                    (Some(1), true, &["issuer-spiffe-id"]),
                    (None, true, &["issuer-key-usage-missing"]),
                ],
                &[bad("leaf-is-ca", 0), odd("issuer-spiffe-id", 1), odd_above("issuer-key-usage-missing")],
            );
    }

    /// The role of the handshake, and the key that is to go with the chain.
    fn own(&mut self) {
        let (low, middle) = (self.low_leaf.clone(), self.middle.cert.clone());
        let chain = [&low, &middle];
        let (own, other) = (self.leaf_key.pem(), Key::p256("another").pem());
        let issuers = self.middle.key.pem();
        let whole: [Reported<'_>; 3] = [(Some(0), true, &[]), (Some(1), true, &[]), (None, true, &[])];
        let fits = "report: the leaf's own private key";
        self.verify(fits, &chain).key("key of leaf", &own).explained(true, &whole, &[]);
        let broken: [Reported<'_>; 3] =
            [(Some(0), true, &["leaf-key-mismatch"]), (Some(1), true, &[]), (None, true, &[])];
        for (name, label, key) in [
            ("report: another's private key", "key of another", &other),
            ("report: the intermediate's private key", "key of middle", &issuers),
        ] {
            let case = self.verify(name, &chain).key(label, key).twin(fits);
            case.explained(true, &broken, &[bad("leaf-key-mismatch", 0)]);
        }
        let server =
            self.leaf_of(&self.middle, "server of middle", |t| t.set(extended_key_usage(&[SERVER_AUTH])));
        let chain = [&server, &middle];
        self.verify("report: a leaf for servers alone as a server", &chain)
            .option("for", "server")
            .explained(
                true,
                &[(Some(0), true, &["leaf-eku-incomplete"]), (Some(1), true, &[]), (None, true, &[])],
                &[odd("leaf-eku-incomplete", 0)],
            );
        self.verify("report: a leaf for servers alone as a client", &chain)
            .option("for", "client")
            .explained(
                false,
                &[
                    (Some(0), true, &["purpose-mismatch", "leaf-eku-incomplete"]),
                    (Some(1), true, &[]),
                    (None, true, &[]),
                ],
                &[bad("purpose-mismatch", 0), odd("leaf-eku-incomplete", 0)],
            );
    }
}
