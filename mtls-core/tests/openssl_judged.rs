//! What the `openssl` command issues is judged by our verifier, with openssl's own verdict beside it.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and openssl issues by the clock"
)]

use std::fs;
use std::process::Command;
use std::time::{Duration, SystemTime};

use mtls_core::finding::Refusal as _;
use mtls_core::identity::TrustDomain;
use mtls_core::pki::CertificateChain;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::{ChainVerifier, Profile, Purpose};
use rustls_pki_types::UnixTime;
use tempfile::TempDir;

const CONFIG: &str = "
[req]
distinguished_name = dn
prompt = no
[dn]
O = Shop
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[middle]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth,clientAuth
subjectAltName = critical,URI:spiffe://a.example/ns/shop/sa/cart
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
";

const P256: &str = "EC -pkeyopt ec_paramgen_curve:P-256";

/// A directory with a root, an intermediate and a leaf, made by openssl and valid from now on: the leaf for 30 days,
/// its issuers for longer.
struct OpenSsl(TempDir);

impl OpenSsl {
    /// Keys of this kind throughout; the configuration with these texts replaced.
    fn made(key: &str, changes: &[(&str, &str)]) -> Self {
        let mut config = CONFIG.to_owned();
        for (from, to) in changes {
            assert!(config.contains(from), "{from}");
            config = config.replace(from, to);
        }
        let openssl = Self(tempfile::tempdir().unwrap());
        fs::write(openssl.0.path().join("x.cnf"), config).unwrap();
        for name in ["root", "middle", "leaf"] {
            openssl.run(&format!("genpkey -algorithm {key} -out {name}.key"));
        }
        openssl.run("req -x509 -new -config x.cnf -extensions root -subj /CN=Root -key root.key -days 90 -out root.pem");
        openssl.sign("middle", "root", 60);
        openssl.sign("leaf", "middle", 30);
        openssl
    }

    fn sign(&self, name: &str, by: &str, days: u32) {
        self.run(&format!("req -new -config x.cnf -subj /CN={name} -key {name}.key -out {name}.csr"));
        self.run(&format!(
            "x509 -req -in {name}.csr -CA {by}.pem -CAkey {by}.key -extfile x.cnf -extensions {name} -days {days} -out {name}.pem"
        ));
    }

    fn try_run(&self, arguments: &str) -> (bool, String) {
        let output = Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .output()
            .expect("the openssl command is needed for this test: apt-get install openssl");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    fn run(&self, arguments: &str) {
        let (good, text) = self.try_run(arguments);
        assert!(good, "openssl {arguments}: {text}");
    }

    /// The certificates of these files.
    fn chain(&self, names: &[&str]) -> CertificateChain {
        let pem: Vec<_> = names.iter().flat_map(|name| self.read(&format!("{name}.pem"))).collect();
        CertificateChain::from_pem(&pem).unwrap()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.path().join(name)).unwrap()
    }

    fn verifier(&self, profile: Profile) -> ChainVerifier {
        let bundle = TrustBundle::from_pem(domain(), &self.read("root.pem")).unwrap();
        ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).profile(profile).build().unwrap()
    }

    /// What openssl says of the leaf as a client, some days from now: nothing when it accepts it.
    fn objects(&self, days: i64) -> Option<String> {
        let at = i64::try_from(now()).unwrap() + days * 86_400;
        let (good, text) = self.try_run(&format!(
            "verify -x509_strict -CAfile root.pem -untrusted middle.pem -purpose sslclient -attime {at} leaf.pem"
        ));
        (!good).then_some(text)
    }
}

fn domain() -> TrustDomain {
    "a.example".parse().unwrap()
}

fn now() -> u64 {
    // openssl's certificates begin in the running second.
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() + 60
}

fn after(days: i64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(now().saturating_add_signed(days * 86_400)))
}

#[test]
fn svids_made_by_openssl_are_accepted() {
    for (key, changes) in [
        (P256, &[][..]),
        ("EC -pkeyopt ec_paramgen_curve:P-384", &[]),
        ("ED25519", &[]),
        ("RSA -pkeyopt rsa_keygen_bits:2048", &[]),
        ("RSA -pkeyopt rsa_keygen_bits:3072", &[]),
        // Where the subject is not empty, the names need not be critical (RFC 5280 section 4.2.1.6).
        (P256, &[("critical,URI:", "URI:")]),
    ] {
        let openssl = OpenSsl::made(key, changes);
        assert_eq!(openssl.objects(0), None, "{key}");
        let chain = openssl.chain(&["leaf", "middle"]);
        for profile in [Profile::SpiffeInterop, Profile::SpiffeStrict] {
            let verifier = openssl.verifier(profile);
            let peer = verifier.verify_chain(&chain, after(0)).unwrap_or_else(|e| panic!("{key}: {e}"));
            assert_eq!(peer.spiffe_id().as_str(), "spiffe://a.example/ns/shop/sa/cart");
            assert_eq!(peer.authority(), openssl.chain(&["root"]).leaf());
            assert_eq!(peer.path(), chain.to_der());
            assert!(verifier.explain(&chain.to_der(), after(0)).accepted);
        }
        // In another order, and with the root sent along.
        let verifier = openssl.verifier(Profile::SpiffeStrict);
        for order in [&["leaf", "root", "middle"], &["leaf", "middle", "root"]] {
            assert!(verifier.verify_chain(&openssl.chain(order), after(0)).is_ok(), "{key}");
        }
    }
}

/// What is changed in the configuration; the day it is judged on; the rule that we find, and openssl's words, or that
/// it accepts the chain: it knows no SPIFFE.
type Case = (&'static [(&'static str, &'static str)], i64, &'static str, Option<&'static str>);

const SAN: &str = "critical,URI:spiffe://a.example/ns/shop/sa/cart";

const REFUSED: &[Case] = &[
    (&[], 31, "leaf-expired", Some("certificate has expired")),
    (&[], -1, "clock-skew", Some("not yet valid")),
    (&[(SAN, "critical,DNS:cart.shop.svc")], 0, "leaf-spiffe-id-missing", None),
    (&[(SAN, "URI:spiffe://a.example/x,URI:spiffe://a.example/y")], 0, "leaf-uri-names-multiple", None),
    (&[(SAN, "URI:spiffe://a.example/x,URI:https://a.example")], 0, "leaf-uri-names-multiple", None),
    (&[(SAN, "URI:spiffe://A.example/x")], 0, "leaf-spiffe-id-invalid", None),
    (&[(SAN, "URI:spiffe://a.example/x//y")], 0, "leaf-spiffe-id-invalid", None),
    (&[(SAN, "URI:spiffe://a.example/x%2fy")], 0, "leaf-spiffe-id-invalid", None),
    (&[(SAN, "URI:spiffe://a.example")], 0, "leaf-spiffe-id-without-path", None),
    (&[(SAN, "URI:spiffe://b.example/ns/shop/sa/cart")], 0, "trust-domain-unknown", None),
    (
        &[(
            "CA:FALSE\nkeyUsage = critical,digitalSignature",
            "CA:TRUE\nkeyUsage = critical,digitalSignature,keyCertSign",
        )],
        0,
        "leaf-is-ca",
        None,
    ),
    (
        &[("keyUsage = critical,digitalSignature\n", "keyUsage = critical,keyAgreement\n")],
        0,
        "leaf-key-usage-no-signature",
        None,
    ),
    (&[("serverAuth,clientAuth", "serverAuth")], 0, "purpose-mismatch", Some("certificate purpose")),
    (&[("CA:TRUE,pathlen:0", "CA:FALSE")], 0, "issuer-not-ca", Some("invalid CA certificate")),
    (
        &[(
            "CA:TRUE,pathlen:0\nkeyUsage = critical,keyCertSign",
            "CA:TRUE,pathlen:0\nkeyUsage = critical,digitalSignature",
        )],
        0,
        "issuer-key-usage",
        Some("CA"),
    ),
    (
        &[(
            "[root]\nbasicConstraints = critical,CA:TRUE",
            "[root]\nbasicConstraints = critical,CA:TRUE,pathlen:0",
        )],
        0,
        "path-length-exceeded",
        Some("path length constraint exceeded"),
    ),
    (
        &[
            ("pathlen:0\n", "pathlen:0\nnameConstraints = critical,permitted;DNS:b.example\n"),
            (SAN, "URI:spiffe://a.example/ns/shop/sa/cart,DNS:cart.a.example"),
        ],
        0,
        "name-constraint-violated",
        Some("permitted subtree violation"),
    ),
];

#[test]
fn chains_made_by_openssl_are_refused_for_the_right_reason() {
    let mut wrong = Vec::new();
    for (changes, days, rule, words) in REFUSED {
        let openssl = OpenSsl::made(P256, changes);
        match (openssl.objects(*days), words) {
            (None, None) => {}
            (Some(said), Some(words)) if said.contains(words) => {}
            (said, _) => wrong.push(format!("{rule}: openssl says {said:?}, expected {words:?}")),
        }
        let verifier = openssl.verifier(Profile::SpiffeInterop);
        let chain = openssl.chain(&["leaf", "middle"]).to_der();
        match verifier.verify_for(Purpose::Client, &chain, after(*days)) {
            Ok(peer) => wrong.push(format!("{rule}: accepted {}", peer.spiffe_id())),
            Err(refused) if refused.code() == *rule => {}
            Err(refused) => wrong.push(format!("{rule}: {} ({refused})", refused.code())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_roots_and_damaged_signatures_are_refused() {
    let (openssl, other) = (OpenSsl::made(P256, &[]), OpenSsl::made(P256, &[]));
    let refusal = |by: &OpenSsl, chain: &CertificateChain| {
        let verifier = by.verifier(Profile::SpiffeInterop);
        verifier.verify_chain(chain, after(0)).unwrap_err().code()
    };
    // The same names, other keys.
    assert_eq!(refusal(&other, &openssl.chain(&["leaf", "middle"])), "authority-rotated");
    assert_eq!(refusal(&openssl, &openssl.chain(&["leaf"])), "issuer-missing");
    let mixed = [openssl.read("leaf.pem"), other.read("middle.pem")].concat();
    assert_eq!(refusal(&openssl, &CertificateChain::from_pem(&mixed).unwrap()), "issuer-key-mismatch");
    let mut der: Vec<Vec<u8>> =
        openssl.chain(&["leaf", "middle"]).to_der().iter().map(|der| der.to_vec()).collect();
    let last = der[0].len() - 1;
    der[0][last] ^= 1;
    let damaged = CertificateChain::from_der(der.iter().map(Vec::as_slice)).unwrap();
    assert_eq!(refusal(&openssl, &damaged), "signature-invalid");
}
