//! Whose certificate it is: the URI name of the leaf (X1 to X3).

use super::{GOOD, ID, World, bad};
use crate::forge::Spoil;
use crate::forge::der::{name, sequence, tlv};
use crate::forge::extension::{DIRECTORY, DNS, EMAIL, IP, SUBJECT_ALT_NAME, URI, subject_alt_name};

const ONE_URI: &str = "a leaf with names of other kinds beside its URI";

impl World {
    pub(super) fn identities(&mut self) {
        let leaf = self.leaf.clone();
        let root = self.root.cert.clone();
        self.keeps(GOOD, &[&leaf], &[&root]);
        let directory = name("cart");
        let others: Vec<(u8, &[u8])> = vec![
            (URI, ID.as_bytes()),
            (DNS, b"cart.shop.svc"),
            (IP, &[10, 0, 0, 1]),
            (EMAIL, b"cart@shop.example"),
            (DIRECTORY, &directory),
        ];
        let all = self.leaf(ONE_URI, |t| t.set(subject_alt_name(&others)));
        self.keeps(ONE_URI, &[&all], &[&root]);
        let v6 = self.leaf("IPv6", |t| t.set(subject_alt_name(&[(IP, &[0; 16]), (URI, ID.as_bytes())])));
        self.keeps("a leaf with an IPv6 address before its URI", &[&v6], &[&root]);

        let without: [(&str, Spoil<'_>); 6] = [
            ("a leaf without subjectAltName", &|t| t.drop(SUBJECT_ALT_NAME)),
            ("a leaf with a DNS name alone", &|t| t.set(subject_alt_name(&[(DNS, b"cart.shop.svc")]))),
            ("a leaf with an IP address alone", &|t| t.set(subject_alt_name(&[(IP, &[10, 0, 0, 1])]))),
            ("a leaf with an email address alone", &|t| t.set(subject_alt_name(&[(EMAIL, b"a@b.example")]))),
            ("a leaf with a directory name alone", &|t| t.set(subject_alt_name(&[(DIRECTORY, &directory)]))),
            ("a leaf with a SPIFFE ID as DNS name", &|t| {
                t.set(subject_alt_name(&[(DNS, b"spiffe://td/ns/shop/sa/cart")]));
            }),
        ];
        for (name, spoil) in without {
            let leaf = self.leaf(name, spoil);
            self.verify(name, &[&leaf]).twin(ONE_URI).refused(&[bad("leaf-spiffe-id-missing", 0)]);
        }
        for (name, uris) in [
            ("a leaf with two SPIFFE IDs", &["spiffe://td/a", "spiffe://td/b"][..]),
            ("a leaf with the same SPIFFE ID twice", &["spiffe://td/a", "spiffe://td/a"]),
            ("a leaf with a web address behind its SPIFFE ID", &["spiffe://td/a", "https://td/a"]),
            ("a leaf with a web address before its SPIFFE ID", &["https://td/a", "spiffe://td/a"]),
            ("a leaf with an empty URI beside its SPIFFE ID", &["spiffe://td/a", ""]),
            ("a leaf with five URIs", &["a:", "b:", "c:", "d:", "e:"]),
        ] {
            let leaf = self.leaf(name, |t| t.uris(uris));
            self.verify(name, &[&leaf]).twin(ONE_URI).refused(&[bad("leaf-uri-names-multiple", 0)]);
        }
        self.bad_ids();
        self.good_ids();
        for (name, id) in [
            ("a leaf with the ID of its trust domain", "spiffe://td"),
            ("a leaf with the ID of a trust domain that nobody knows", "spiffe://stranger"),
        ] {
            let leaf = self.leaf(name, |t| t.uris(&[id]));
            let without_path = bad("leaf-spiffe-id-without-path", 0);
            let case = self.verify(name, &[&leaf]).twin("a leaf with the shortest path");
            if id == "spiffe://td" {
                case.refused(&[without_path]);
            } else {
                case.refused(&[without_path, bad("signed-by-other-trust-domain", 0)]);
            }
        }
    }

    fn bad_ids(&mut self) {
        let long = format!("spiffe://{}/a", "d".repeat(256));
        let table = [
            ("another scheme", "https://td/a"),
            ("a scheme with one letter more", "spiffes://td/a"),
            ("a scheme in upper case", "SPIFFE://td/a"),
            ("one slash behind the scheme", "spiffe:/td/a"),
            ("no slash behind the scheme", "spiffe:td/a"),
            ("no scheme", "td/ns/shop/sa/cart"),
            ("nothing in the URI", ""),
            ("no trust domain", "spiffe:///a"),
            ("nothing behind the scheme", "spiffe://"),
            ("a trust domain in upper case", "spiffe://TD/a"),
            ("a user before the trust domain", "spiffe://u@td/a"),
            ("a port behind the trust domain", "spiffe://td:443/a"),
            ("an empty port", "spiffe://td:/a"),
            ("an escape in the trust domain", "spiffe://t%64/a"),
            ("a trust domain of 256 bytes", &long),
            ("a root slash", "spiffe://td/"),
            ("a slash at the end", "spiffe://td/a/"),
            ("an empty segment", "spiffe://td//a"),
            ("a segment of one dot", "spiffe://td/./a"),
            ("a segment of two dots", "spiffe://td/a/.."),
            ("an escape in the path", "spiffe://td/%61"),
            ("an escaped slash in the path", "spiffe://td/a%2Fb"),
            ("a tilde in the path", "spiffe://td/~a"),
            ("a query", "spiffe://td/a?b"),
            ("an empty query", "spiffe://td/a?"),
            ("a fragment", "spiffe://td/a#b"),
            ("an empty fragment", "spiffe://td/a#"),
            ("a space before the ID", " spiffe://td/a"),
            ("a line break behind the ID", "spiffe://td/a\n"),
            ("a zero byte in the ID", "spiffe://td/a\0b"),
        ];
        for (what, uri) in table {
            let leaf = self.leaf(what, |t| t.uris(&[uri]));
            self.verify(format!("an ID with {what}"), &[&leaf])
                .twin(GOOD)
                .refused(&[bad("leaf-spiffe-id-invalid", 0)]);
        }
    }

    fn good_ids(&mut self) {
        let long_domain = "d".repeat(255);
        let long_path = format!("spiffe://td/{}", "p".repeat(2036));
        let short_segments = format!("spiffe://td{}", "/p".repeat(200));
        let table = [
            ("a leaf with the shortest path", "td", "spiffe://td/a".to_owned()),
            ("a path of 2048 bytes in all", "td", long_path),
            ("a path of two hundred segments", "td", short_segments),
            ("segments that begin and end with dots", "td", "spiffe://td/.a/b../...".to_owned()),
            (
                "letters of both cases, digits, dash, dot and underscore",
                "td",
                "spiffe://td/Ab-1.c_D".to_owned(),
            ),
            ("a trust domain of 255 bytes", &long_domain, format!("spiffe://{long_domain}/a")),
            ("a trust domain that is an address", "127.0.0.1", "spiffe://127.0.0.1/a".to_owned()),
            ("a trust domain that is almost an address", "256.1.1.1", "spiffe://256.1.1.1/a".to_owned()),
            ("a trust domain with two dots", "a..b", "spiffe://a..b/a".to_owned()),
            ("a trust domain with a dot at the end", "a.", "spiffe://a./a".to_owned()),
            ("a trust domain of a dash", "-", "spiffe://-/a".to_owned()),
            ("a trust domain with an underscore", "a_b", "spiffe://a_b/a".to_owned()),
        ];
        for (name, domain, id) in table {
            let leaf = self.leaf(name, |t| t.uris(&[&id]));
            let root = self.root.cert.clone();
            self.verify(name, &[&leaf]).trusts(domain, &[&root]).id(&id).accepted();
        }
        let constructed = self.leaf("constructed", |t| {
            t.raw_names(sequence(&[&tlv(0xa6, &[b"spiffe://td/a"])]));
        });
        self.verify("a URI that is marked constructed", &[&constructed])
            .twin(GOOD)
            .refused(&[bad("certificate-malformed", 0)]);
        let beside = self.leaf("constructed beside", |t| {
            t.raw_names(sequence(&[&tlv(URI, &[b"spiffe://td/a"]), &tlv(0xa6, &[b"spiffe://td/b"])]));
        });
        self.verify("a URI that is marked constructed beside a good one", &[&beside])
            .twin(GOOD)
            .refused(&[bad("certificate-malformed", 0)]);
    }
}
