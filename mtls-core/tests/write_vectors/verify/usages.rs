//! For what the certificates may be used: extended key usage and the peer's role (X13; RFC 5280 section 4.2.1.12).

use super::{GOOD, LOW, World, bad, bad_above, odd};
use crate::forge::extension::{
    ANY_PURPOSE, CLIENT_AUTH, CODE_SIGNING, EXTENDED_KEY_USAGE, SERVER_AUTH, extended_key_usage,
};

const LACKS: (&str, Option<usize>) = ("leaf-eku-incomplete", Some(0));

impl World {
    pub(super) fn usages(&mut self) {
        let root = self.root.cert.clone();
        let without = self.leaf("no purposes", |t| t.drop(EXTENDED_KEY_USAGE));
        self.keeps("a leaf without extended key usage", &[&without], &[&root]);
        let three =
            self.leaf("three", |t| t.set(extended_key_usage(&[CODE_SIGNING, CLIENT_AUTH, SERVER_AUTH])));
        self.keeps("a leaf for servers, clients and code", &[&three], &[&root]);
        let critical = self.leaf("critical purposes", |t| t.critical(EXTENDED_KEY_USAGE, true));
        self.keeps("a leaf whose extended key usage is critical", &[&critical], &[&root]);

        let server = self.leaf("for servers", |t| t.set(extended_key_usage(&[SERVER_AUTH])));
        let client = self.leaf("for clients", |t| t.set(extended_key_usage(&[CLIENT_AUTH])));
        self.duty("a leaf for servers alone", &[&server], &[&root], GOOD, &[LACKS]);
        self.duty("a leaf for clients alone", &[&client], &[&root], GOOD, &[LACKS]);
        for (role, good, wrong) in [("server", &server, &client), ("client", &client, &server)] {
            let fits = format!("a leaf for {role}s alone as a {role}");
            self.verify(fits.clone(), &[good]).option("purpose", role).twin(GOOD).warned(&[odd(LACKS.0, 0)]);
            let name = format!("a leaf that is not for {role}s as a {role}");
            let findings = [bad("purpose-mismatch", 0), odd(LACKS.0, 0)];
            self.verify(name.clone(), &[wrong]).option("purpose", role).twin(&fits).refused(&findings);
            let other = if role == "server" { "client" } else { "server" };
            self.verify(format!("{name}, in spite of the verifier's own purpose"), &[wrong])
                .option("purpose", other)
                .option("for", role)
                .twin(&fits)
                .refused(&findings);
            let leaf = self.leaf.clone();
            self.verify(format!("a leaf for both as a {role}"), &[&leaf]).option("for", role).accepted();
        }
        for (name, purpose) in
            [("a leaf for any purpose alone", ANY_PURPOSE), ("a leaf for code alone", CODE_SIGNING)]
        {
            let leaf = self.leaf(name, |t| t.set(extended_key_usage(&[purpose])));
            self.verify(name, &[&leaf])
                .twin("a leaf for servers, clients and code")
                .refused(&[bad("purpose-mismatch", 0), odd(LACKS.0, 0)]);
        }
        self.usages_above();
        self.usages_of_authorities();
    }

    /// The role must be allowed on the whole path.
    fn usages_above(&mut self) {
        let root = &self.root;
        let both =
            self.below(root, "both", "both", |t| t.set(extended_key_usage(&[SERVER_AUTH, CLIENT_AUTH])));
        let clients = self.below(root, "clients", "clients", |t| t.set(extended_key_usage(&[CLIENT_AUTH])));
        let code = self.below(root, "code", "code", |t| t.set(extended_key_usage(&[CODE_SIGNING])));
        let under_both = self.leaf_of(&both, "leaf of both", |_| ());
        let under_clients = self.leaf_of(&clients, "leaf of clients", |_| ());
        let server = self.leaf_of(&clients, "server of clients", |t| {
            t.set(extended_key_usage(&[SERVER_AUTH]));
        });
        let under_code = self.leaf_of(&code, "leaf of code", |_| ());
        let root = self.root.cert.clone();
        self.keeps(
            "a leaf below an intermediate for servers and clients",
            &[&under_both, &both.cert],
            &[&root],
        );
        let path = [&under_clients, &clients.cert];
        self.verify("a client below an intermediate for clients alone", &path)
            .option("purpose", "client")
            .accepted();
        self.verify("a peer of either role below an intermediate for clients alone", &path).accepted();
        self.verify("a server below an intermediate for clients alone", &path)
            .option("purpose", "server")
            .twin("a client below an intermediate for clients alone")
            .refused(&[bad("purpose-mismatch", 1)]);
        self.verify(
            "a leaf for servers alone below an intermediate for clients alone",
            &[&server, &clients.cert],
        )
        .twin("a peer of either role below an intermediate for clients alone")
        .refused(&[bad("purpose-mismatch", 0), bad("purpose-mismatch", 1), odd(LACKS.0, 0)]);
        self.verify("a leaf below an intermediate for code alone", &[&under_code, &code.cert])
            .twin(LOW)
            .refused(&[bad("purpose-mismatch", 1)]);
    }

    /// What an authority says that it is for; webpki does not look there.
    fn usages_of_authorities(&mut self) {
        let leaf_under = |label: &str, purposes: &[&[u8]]| {
            let root = self.authority(label, label, |t| t.set(extended_key_usage(purposes)));
            let leaf = self.leaf_of(&root, &format!("leaf of {label}"), |_| ());
            (leaf, root.cert)
        };
        let (of_both, both) = leaf_under("root for both", &[SERVER_AUTH, CLIENT_AUTH]);
        let (of_any, any) = leaf_under("root for any purpose", &[ANY_PURPOSE]);
        let (of_clients, clients) = leaf_under("root for clients", &[CLIENT_AUTH]);
        let (of_code, code) = leaf_under("root for code", &[CODE_SIGNING]);
        let good = "an authority for servers and clients";
        self.keeps(good, &[&of_both], &[&both]);
        self.keeps("an authority for any purpose", &[&of_any], &[&any]);
        let as_client = "a client of an authority for clients alone";
        let case = self.verify(as_client, &[&of_clients]).trusts("td", &[&clients]);
        case.option("purpose", "client").accepted();
        let case = self.verify("a peer of either role of an authority for clients alone", &[&of_clients]);
        case.trusts("td", &[&clients]).accepted();
        let case = self.verify("a server of an authority for clients alone", &[&of_clients]);
        let case = case.trusts("td", &[&clients]).option("purpose", "server");
        case.twin(as_client).refused(&[bad_above("purpose-mismatch")]);
        let case = self.verify("a leaf of an authority for code alone", &[&of_code]).trusts("td", &[&code]);
        case.twin(good).refused(&[bad_above("purpose-mismatch")]);
    }
}
