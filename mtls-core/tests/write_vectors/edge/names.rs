//! Names of each kind: RFC 9525, and RFC 5280 sections 4.2.1.6 and 4.2.1.10.

use serde_json::{Value, json};

use super::{CLIENT, DNS, EMAIL, ID, IP, SHOP, STRICT, URI, VERIFY, World, bad, odd};
use crate::book::Case;
use crate::forge::extension::name_constraints;

const MISMATCH: &str = "peer-name-mismatch";
const COMMON_NAME: &str = "common-name-not-in-san";

impl World {
    pub(super) fn names(&mut self) {
        self.dns_names();
        self.addresses();
        self.mailboxes();
        self.ids();
        self.several();
        self.no_names();
        self.constraints();
    }

    fn dns_names(&mut self) {
        let chain = self.chain(&self.server.clone());
        let same = "a DNS name, whatever its capitals";
        self.judge(same, &chain).expects("SHOP.Example").accepted();
        for (case, other) in [
            ("another DNS name", "shop.example.org"),
            ("a DNS name below", "www.shop.example"),
            ("a DNS name above", "example"),
        ] {
            self.judge(case, &chain).expects(other).twin(same).refused(&[bad(MISMATCH, 0)]);
        }
        let wildcard = self.named("wildcard", &[(DNS, SHOP.as_bytes()), (DNS, b"*.shop.example")]);
        let chain = self.chain(&wildcard);
        let one_label = "a wildcard spans one label";
        self.judge(one_label, &chain).expects("www.shop.example").accepted();
        self.judge("a wildcard, strictly", &chain).by(STRICT).expects("www.shop.example").accepted();
        self.judge("a wildcard does not span two labels", &chain)
            .expects("a.www.shop.example")
            .twin(one_label)
            .refused(&[bad(MISMATCH, 0)]);
        let alone = self.leaf("wildcard alone", |t| {
            *t = super::leaf_template(&[(DNS, b"*.shop.example")]);
            t.subject = crate::forge::der::name("*.shop.example");
        });
        let chain = self.chain(&alone);
        self.judge("a wildcard does not span no label", &chain).twin(one_label).refused(&[bad(MISMATCH, 0)]);
        let inner = self.leaf("inner wildcard", |t| {
            *t = super::leaf_template(&[(DNS, b"www.*.example")]);
        });
        let chain = self.chain(&inner);
        self.judge("a wildcard inside a name spans nothing", &chain)
            .expects("www.shop.example")
            .twin(one_label)
            .refused(&[bad(MISMATCH, 0), odd("san-dns-name-invalid", 0), odd(COMMON_NAME, 0)]);
        let bare = self.leaf("common name alone", |t| t.drop(crate::forge::extension::SUBJECT_ALT_NAME));
        let chain = self.chain(&bare);
        self.judge("a common name is no name", &chain).twin(same).refused(&[
            bad(MISMATCH, 0),
            odd("leaf-san-missing", 0),
            odd(COMMON_NAME, 0),
        ]);
    }

    fn addresses(&mut self) {
        let v6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        let addressed = self.named("addressed", &[(DNS, SHOP.as_bytes()), (IP, &[192, 0, 2, 1]), (IP, &v6)]);
        let chain = self.chain(&addressed);
        let four = "an IPv4 address";
        self.judge(four, &chain).expects("192.0.2.1").accepted();
        self.judge("an IPv4 address, strictly", &chain).by(STRICT).expects("192.0.2.1").accepted();
        self.judge("an IPv6 address", &chain).expects("2001:db8::1").accepted();
        self.judge("an IPv6 address written out", &chain)
            .expects("2001:0DB8:0:0:0:0:0:1")
            .matched("2001:db8::1")
            .accepted();
        for (case, other) in [
            ("another IPv4 address", "192.0.2.2"),
            ("another IPv6 address", "2001:db8::2"),
            ("an IPv4 address as IPv6", "::ffff:192.0.2.1"),
        ] {
            self.judge(case, &chain).expects(other).twin(four).refused(&[bad(MISMATCH, 0)]);
        }
        let text = self.named("address as DNS name", &[(DNS, b"192.0.2.1"), (DNS, SHOP.as_bytes())]);
        let chain = self.chain(&text);
        self.judge("an address that stands among the DNS names", &chain)
            .expects("192.0.2.1")
            .twin(four)
            .refused(&[bad(MISMATCH, 0), odd("san-dns-name-invalid", 0)]);
    }

    fn mailboxes(&mut self) {
        let partner = self.leaf("partner", |t| {
            *t = super::leaf_template(&[(EMAIL, b"Orders@partner.example")]);
            t.set(super::extended_key_usage(&[super::CLIENT_AUTH]));
            t.subject = crate::forge::der::name("Orders@partner.example");
        });
        let chain = self.chain(&partner);
        let same = "a mailbox";
        self.judge(same, &chain).by(CLIENT).expects("Orders@partner.example").accepted();
        self.judge("a mailbox whose host has capitals", &chain)
            .by(CLIENT)
            .expects("Orders@Partner.EXAMPLE")
            .accepted();
        for (case, other) in [
            ("a mailbox in other capitals", "orders@partner.example"),
            ("a mailbox of another host", "Orders@other.example"),
            ("a mailbox's host", "partner.example"),
        ] {
            self.judge(case, &chain).by(CLIENT).expects(other).twin(same).refused(&[bad(MISMATCH, 0)]);
        }
    }

    /// SPIFFE IDs are for a ChainVerifier: an anchor vouches for any name, a bundle for its own trust domain.
    fn ids(&mut self) {
        let chain = self.chain(&self.workload.clone());
        self.judge("a workload's chain, by ID", &chain).svid().accepted();
        self.judge("a workload's chain, by any name", &chain).expects(Value::Null).accepted();
        self.judge("a workload's chain, by a name that it has not", &chain)
            .twin("a workload's chain, by any name")
            .refused(&[bad(MISMATCH, 0)]);
        let both = self.named("workload with a name", &[(DNS, SHOP.as_bytes()), (URI, ID.as_bytes())]);
        let chain = self.chain(&both);
        self.judge("a DNS name beside an ID", &chain).accepted();
        self.invalid("a SPIFFE ID is not expected as a name", json!(ID));
        self.invalid("one SPIFFE ID among names", json!([SHOP, ID]));
    }

    fn several(&mut self) {
        let two = self.named("two names", &[(DNS, SHOP.as_bytes()), (DNS, b"till.example")]);
        let chain = self.chain(&two);
        let one_of = "one of several names";
        self.judge(one_of, &chain).expects(json!(["x.example", SHOP])).matched(SHOP).accepted();
        self.judge("the first of several names that match", &chain)
            .expects(json!(["till.example", SHOP]))
            .matched("till.example")
            .accepted();
        self.judge("none of several names", &chain)
            .expects(json!(["x.example", "192.0.2.1", "a@shop.example"]))
            .twin(one_of)
            .refused(&[bad(MISMATCH, 0)]);
        self.judge("no name of none", &chain).expects(json!([])).twin(one_of).refused(&[bad(MISMATCH, 0)]);
        self.judge("any name", &chain).expects(Value::Null).accepted();
    }

    fn no_names(&mut self) {
        for (case, name) in [
            ("an empty name", ""),
            ("a wildcard is no peer", "*.shop.example"),
            ("a URL is no name", "https://shop.example"),
            ("a name with a port", "shop.example:443"),
            ("a name with an empty label", "shop..example"),
            ("a name that is not ASCII", "sh\u{f6}p.example"),
            ("an address with a prefix", "192.0.2.0/24"),
            ("a mailbox without a host", "orders@"),
            ("a mailbox with two hosts", "a@b@c.example"),
        ] {
            self.invalid(case, json!(name));
        }
    }

    fn invalid(&mut self, case: &str, name: Value) {
        let (chain, root) = (self.chain(&self.server.clone()), self.root.cert.clone());
        let chain = chain.map(|cert| self.book.put(&cert));
        let args = json!({
            "chain": chain, "anchors": [self.book.put(&root)], "profile": "server", "name": name, "at": crate::NOW,
        });
        let twin = json!(Self::good("server"));
        self.book.add(Case::new(case, VERIFY, args).error("peer-name-invalid").with("twin", twin));
    }

    /// Names that a CA above may not vouch for.
    fn constraints(&mut self) {
        let permits = |permitted: &'static [(u8, &'static [u8])],
                       excluded: &'static [(u8, &'static [u8])]| {
            move |t: &mut crate::forge::Template| t.set(name_constraints(permitted, excluded))
        };
        let root =
            self.below(&self.root, "constrained", "constrained", permits(&[(DNS, b"shop.example")], &[]));
        let template = |names: &[(u8, &[u8])]| super::leaf_template(names);
        let inside = self.book.forge.issue(
            "inside",
            &template(&[(DNS, SHOP.as_bytes()), (DNS, b"www.shop.example")]),
            &self.leaf_key,
            &root,
        );
        let outside = self.book.forge.issue(
            "outside",
            &template(&[(DNS, SHOP.as_bytes()), (DNS, b"till.example")]),
            &self.leaf_key,
            &root,
        );
        for profile in [super::SERVER, STRICT] {
            let within = format!("names within what the CA may vouch for, by {profile}");
            self.judge(&*within, &[inside.clone(), root.cert.clone()])
                .by(profile)
                .expects("www.shop.example")
                .accepted();
            self.judge(
                format!("one name beyond what the CA may vouch for, by {profile}"),
                &[outside.clone(), root.cert.clone()],
            )
            .by(profile)
            .twin(&within)
            .refused(&[bad("name-constraint-violated", 1)]);
        }
        let no_address = self.below(
            &self.root,
            "no addresses",
            "no addresses",
            permits(&[], &[(IP, &[192, 0, 2, 0, 255, 255, 255, 0])]),
        );
        let near = self.book.forge.issue(
            "near address",
            &template(&[(DNS, SHOP.as_bytes()), (IP, &[192, 0, 3, 1])]),
            &self.leaf_key,
            &no_address,
        );
        let barred = self.book.forge.issue(
            "barred address",
            &template(&[(DNS, SHOP.as_bytes()), (IP, &[192, 0, 2, 1])]),
            &self.leaf_key,
            &no_address,
        );
        let beside = "an address beside those that are excluded";
        self.judge(beside, &[near, no_address.cert.clone()]).expects("192.0.3.1").accepted();
        self.judge("an address that is excluded", &[barred, no_address.cert.clone()])
            .expects("192.0.2.1")
            .twin(beside)
            .refused(&[bad("name-constraint-violated", 1)]);
    }
}
