//! Fences around a CA: name constraints (X9; RFC 5280 section 4.2.1.10).

use super::{ID, World, bad, bad_above};
use crate::forge::der::name;
use crate::forge::extension::{
    DIRECTORY, DNS, EMAIL, Extension, IP, NAME_CONSTRAINTS, URI, name_constraints, subject_alt_name,
};

type Names<'a> = &'a [(u8, &'a [u8])];

const INSIDE: &str = "a DNS name inside what is permitted";
const OUTSIDE: &str = "a DNS name outside what is excluded";
const NETWORK: &str = "an address inside the network that is permitted";
const NO_NAME: &str = "no name of the kind that is constrained";

impl World {
    pub(super) fn constraints(&mut self) {
        let net: &[u8] = &[10, 0, 0, 0, 255, 0, 0, 0];
        let directory = name("cart");
        let uri: Names<'_> = &[];
        let shop: Names<'_> = &[(DNS, b"shop.example")];
        let in_shop: Names<'_> = &[(DNS, b"cart.shop.example")];
        let away: Names<'_> = &[(DNS, b"cart.bank.example")];
        let address: Names<'_> = &[(IP, &[10, 1, 2, 3])];
        let far: Names<'_> = &[(IP, &[11, 1, 2, 3])];
        // name, permitted, excluded, names of the leaf beside its ID
        let good: [(&str, Names<'_>, Names<'_>, Names<'_>); 7] = [
            (INSIDE, shop, &[], in_shop),
            ("the very DNS name that is permitted", shop, &[], shop),
            (
                "one of several permitted DNS names",
                &[(DNS, b"a.example"), (DNS, b"shop.example")],
                &[],
                in_shop,
            ),
            (OUTSIDE, &[], shop, away),
            (NETWORK, &[(IP, net)], &[], address),
            (NO_NAME, &[(DNS, b"shop.example"), (IP, net)], &[], uri),
            ("no e-mail address where they are constrained", &[(EMAIL, b"shop.example")], &[], in_shop),
        ];
        for (name, permitted, excluded, names) in good {
            self.fenced(name, permitted, excluded, names, None);
        }
        let broken: [(&str, Names<'_>, Names<'_>, Names<'_>, &str); 11] = [
            ("a DNS name outside what is permitted", shop, &[], away, INSIDE),
            (
                "a DNS name that only ends like the permitted one",
                shop,
                &[],
                &[(DNS, b"workshop.example")],
                INSIDE,
            ),
            ("a second DNS name outside what is permitted", shop, &[], &[in_shop[0], away[0]], INSIDE),
            ("a DNS name inside what is excluded", &[], shop, in_shop, OUTSIDE),
            (
                "a DNS name that is permitted and excluded",
                shop,
                &[(DNS, b"cart.shop.example")],
                in_shop,
                INSIDE,
            ),
            ("an address outside the network that is permitted", &[(IP, net)], &[], far, NETWORK),
            ("an address inside the network that is excluded", &[], &[(IP, net)], address, NETWORK),
            // rustls-webpki judges no URI or directory names: what they constrain is refused.
            ("the ID's host inside what is permitted", &[(URI, b"td")], &[], uri, NO_NAME),
            ("the ID's host outside what is excluded", &[], &[(URI, b"other")], uri, NO_NAME),
            (
                "an e-mail address where they are constrained",
                &[(EMAIL, b"shop.example")],
                &[],
                &[(EMAIL, b"a@shop.example")],
                NO_NAME,
            ),
            (
                "a subject where directory names are constrained",
                &[(DIRECTORY, &directory)],
                &[],
                uri,
                NO_NAME,
            ),
        ];
        for (name, permitted, excluded, names, twin) in broken {
            self.fenced(name, permitted, excluded, names, Some(twin));
        }
        self.other_fences();
    }

    /// A leaf with these names below an intermediate with these constraints; refused where there is a twin.
    fn fenced(
        &mut self,
        what: &str,
        permitted: Names<'_>,
        excluded: Names<'_>,
        names: Names<'_>,
        twin: Option<&str>,
    ) {
        let fence = format!("fence: {what}");
        let above = self.below(&self.root, &fence, &fence, |t| t.set(name_constraints(permitted, excluded)));
        let all: Vec<(u8, &[u8])> = [&[(URI, ID.as_bytes())], names].concat();
        let low = self.leaf_of(&above, what, |t| t.set(subject_alt_name(&all)));
        let case = self.verify(what, &[&low, &above.cert]);
        match twin {
            None => case.accepted(),
            Some(twin) => case.twin(twin).refused(&[bad("name-constraint-violated", 1)]),
        }
    }

    fn other_fences(&mut self) {
        let shop: Names<'_> = &[(DNS, b"shop.example")];
        let names = |dns: &'static [u8]| subject_alt_name(&[(URI, ID.as_bytes()), (DNS, dns)]);
        let root = self.authority("fenced root", "fenced root", |t| t.set(name_constraints(shop, &[])));
        let inside = self.leaf_of(&root, "inside of root", |t| t.set(names(b"cart.shop.example")));
        let outside = self.leaf_of(&root, "outside of root", |t| t.set(names(b"cart.bank.example")));
        let name = "a DNS name inside what the authority itself permits";
        self.keeps(name, &[&inside], &[&root.cert]);
        self.verify("a DNS name outside what the authority itself permits", &[&outside])
            .trusts("td", &[&root.cert])
            .twin(name)
            .refused(&[bad_above("name-constraint-violated")]);
        let lax = self.below(&self.root, "lax fence", "lax fence", |t| {
            t.set(name_constraints(shop, &[]));
            t.critical(NAME_CONSTRAINTS, false);
        });
        let low = self.leaf_of(&lax, "outside of lax fence", |t| t.set(names(b"cart.bank.example")));
        self.verify("a DNS name outside what constraints permit that are not critical", &[&low, &lax.cert])
            .twin(INSIDE)
            .refused(&[bad("name-constraint-violated", 1)]);
        let broken = self.below(&self.root, "broken fence", "broken fence", |t| {
            t.set(name_constraints(&[(IP, &[10, 0, 0, 0, 255, 0, 255, 0])], &[]));
        });
        let low = self.leaf_of(&broken, "below broken fence", |t| {
            t.set(subject_alt_name(&[(URI, ID.as_bytes()), (IP, &[10, 1, 2, 3])]));
        });
        self.verify("an address where the network that is permitted is none", &[&low, &broken.cert])
            .twin(NETWORK)
            .refused(&[bad("name-constraint-violated", 1)]);
        let garbage = self.below(&self.root, "garbage fence", "garbage fence", |t| {
            t.set(Extension::new(NAME_CONSTRAINTS, true, vec![5, 0]));
        });
        let low = self.leaf_of(&garbage, "below garbage fence", |t| t.set(names(b"cart.shop.example")));
        self.verify("constraints that nobody can read", &[&low, &garbage.cert])
            .twin(INSIDE)
            .refused(&[bad("certificate-malformed", 1)]);
        let strict = self.below(&self.root, "fence of names", "fence of names", |t| {
            t.set(name_constraints(shop, &[]));
        });
        let low = self.leaf_of(&strict, "no DNS name", |t| t.set(names(b"cart..shop.example")));
        // rustls-webpki compares what is a DNS name, and has no rule of ours for what is none.
        self.verify("what is no DNS name inside what is permitted", &[&low, &strict.cert])
            .twin(INSIDE)
            .refused(&[bad("chain-refused", 0)]);
    }
}
