//! What the `openssl` command makes is read, and both say the same about it.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::process::Command;

use mtls_core::pki::{
    Certificate, CertificateChain, CertificateRequest, Crl, KeyAlgorithm, KeyFormat, PkiError, PrivateKey,
    RevocationReason, default_algorithms,
};
use rustls_pki_types::UnixTime;
use tempfile::TempDir;

/// Runs openssl in a directory of its own.
struct OpenSsl(TempDir);

impl OpenSsl {
    fn new() -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        it.file("x.cnf", CONFIG);
        it
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.0.path().join(name), contents).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.path().join(name)).unwrap()
    }

    /// Its standard output. Arguments are split at blanks.
    fn run(&self, arguments: &str) -> String {
        let output = Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .output()
            .expect("the openssl command is needed for this test");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {arguments}: {errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A value that openssl prints as `name=value`.
    fn value(&self, arguments: &str) -> String {
        let text = self.run(arguments);
        text.trim_end().split_once('=').expect("name=value").1.to_owned()
    }
}

const CONFIG: &str = "
[req]
distinguished_name = dn
prompt = no
utf8 = yes
string_mask = utf8only
[dn]
C = DE
O = \"Shop, Inc.\"
OU = Küche + Bad
CN = \\#cart
emailAddress = cart@example.com
[ca]
basicConstraints = critical,CA:TRUE,pathlen:3
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment,keyAgreement
extendedKeyUsage = clientAuth,serverAuth,1.2.3.4.5
subjectAltName = DNS:a.example,URI:spiffe://a.example/ns/x/sa/y,DNS:*.b.example,IP:10.0.0.1,IP:2001:db8::1,email:a@example.com,RID:1.2.3,otherName:1.2.3.4;UTF8:x,dirName:directory
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:http://a.example/1.crl,URI:http://b.example/1.crl
authorityInfoAccess = OCSP;URI:http://ocsp.example/
certificatePolicies = 1.3.6.1.4.1.99999.1,2.23.140.1.2.1
[directory]
O = Shop
CN = x
[asked]
subjectAltName = DNS:a.example,URI:spiffe://a.example/ns/x/sa/y
basicConstraints = CA:TRUE
[default_ca]
default_ca = here
[here]
database = db
crlnumber = number
default_md = sha256
";

/// How openssl makes a key of each kind, and what we call it.
fn kinds() -> Vec<(&'static str, &'static str, KeyAlgorithm)> {
    vec![
        ("p256", "EC -pkeyopt ec_paramgen_curve:P-256", KeyAlgorithm::P256),
        ("p384", "EC -pkeyopt ec_paramgen_curve:P-384", KeyAlgorithm::P384),
        ("p521", "EC -pkeyopt ec_paramgen_curve:P-521", KeyAlgorithm::P521),
        ("ed25519", "ED25519", KeyAlgorithm::Ed25519),
        ("rsa2048", "RSA -pkeyopt rsa_keygen_bits:2048", KeyAlgorithm::Rsa { bits: 2048 }),
        ("rsa3072", "RSA -pkeyopt rsa_keygen_bits:3072", KeyAlgorithm::Rsa { bits: 3072 }),
        ("rsa1024", "RSA -pkeyopt rsa_keygen_bits:1024", KeyAlgorithm::Rsa { bits: 1024 }),
        ("rsa2047", "RSA -pkeyopt rsa_keygen_bits:2047", KeyAlgorithm::Rsa { bits: 2047 }),
    ]
}

fn iso(time: UnixTime) -> String {
    let date = time::OffsetDateTime::from_unix_timestamp(time.as_secs().try_into().unwrap()).unwrap();
    format!("{} {:02}:{:02}:{:02}Z", date.date(), date.hour(), date.minute(), date.second())
}

#[test]
fn keys_of_every_kind_and_format() {
    let openssl = OpenSsl::new();
    for (name, generate, algorithm) in kinds() {
        openssl.run(&format!("genpkey -algorithm {generate} -out {name}.pem"));
        openssl.run(&format!("pkcs8 -topk8 -nocrypt -in {name}.pem -outform DER -out {name}.der"));
        openssl.run(&format!("pkey -in {name}.pem -pubout -outform DER -out {name}.pub"));
        let mut files =
            vec![(format!("{name}.pem"), KeyFormat::Pkcs8), (format!("{name}.der"), KeyFormat::Pkcs8)];
        if name != "ed25519" {
            // SEC1 and PKCS#1 are what openssl calls traditional.
            let format = if name.starts_with('p') { KeyFormat::Sec1 } else { KeyFormat::Pkcs1 };
            openssl.run(&format!("pkey -in {name}.pem -traditional -out {name}.old.pem"));
            openssl.run(&format!("pkey -in {name}.pem -traditional -outform DER -out {name}.old.der"));
            files.extend([(format!("{name}.old.pem"), format), (format!("{name}.old.der"), format)]);
        }
        for (file, format) in files {
            let key = PrivateKey::from_bytes(&openssl.read(&file)).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert_eq!((key.algorithm(), key.format()), (&algorithm, format), "{file}");
            assert_eq!(key.public_key_spki().unwrap(), openssl.read(&format!("{name}.pub")), "{file}");
            openssl.file("ours.pem", key.secret_pkcs8_pem().as_bytes());
            openssl.run("pkey -in ours.pem -noout -check");
            openssl.run("pkcs8 -topk8 -nocrypt -in ours.pem -outform DER -out ours.der");
            assert_eq!(openssl.read("ours.der"), openssl.read(&format!("{name}.der")), "{file}");
        }
    }
}

#[test]
fn keys_as_old_tools_write_them() {
    let openssl = OpenSsl::new();
    // An EC PARAMETERS block before the key.
    openssl.run("ecparam -name prime256v1 -genkey -out parameters.pem");
    let key = PrivateKey::from_pem(&openssl.read("parameters.pem")).unwrap();
    assert_eq!(key.format(), KeyFormat::Sec1);
    // A compressed point.
    openssl.run("ec -in parameters.pem -conv_form compressed -out compressed.pem");
    let compressed = PrivateKey::from_pem(&openssl.read("compressed.pem")).unwrap();
    if cfg!(feature = "aws-lc-rs") {
        assert_eq!(compressed.public_key().unwrap(), key.public_key().unwrap());
    }
    // No public half.
    openssl.run("ec -in parameters.pem -no_public -out bare.pem");
    let bare = PrivateKey::from_pem(&openssl.read("bare.pem")).unwrap();
    if cfg!(feature = "aws-lc-rs") {
        assert_eq!(bare.public_key().unwrap(), key.public_key().unwrap());
    } else {
        assert!(matches!(bare.public_key(), Err(PkiError::PublicHalfUnavailable { backend: "ring", .. })));
    }
    // The curve by its parameters.
    openssl.run("ecparam -name prime256v1 -param_enc explicit -genkey -noout -out explicit.pem");
    let error = PrivateKey::from_pem(&openssl.read("explicit.pem")).unwrap_err();
    assert!(error.to_string().contains("an elliptic curve given by its parameters"), "{error}");
}

#[test]
fn encrypted_and_unsupported_keys_are_named() {
    let openssl = OpenSsl::new();
    openssl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem");
    openssl.run("pkcs8 -topk8 -in key.pem -passout pass:x -out pkcs8.pem");
    openssl.run("pkcs8 -topk8 -in key.pem -passout pass:x -outform DER -out pkcs8.der");
    openssl.run("pkey -in key.pem -traditional -aes128 -passout pass:x -out old.pem");
    for file in ["pkcs8.pem", "pkcs8.der", "old.pem"] {
        let error = PrivateKey::from_bytes(&openssl.read(file)).unwrap_err();
        assert!(error.to_string().ends_with("the private key is encrypted"), "{file}: {error}");
    }
    for (algorithm, seen) in [
        ("X25519", "X25519"),
        ("ED448", "Ed448"),
        ("EC -pkeyopt ec_paramgen_curve:secp256k1", "the elliptic curve secp256k1"),
        ("RSA-PSS -pkeyopt rsa_keygen_bits:2048", "RSA restricted to PSS"),
    ] {
        openssl.run(&format!("genpkey -algorithm {algorithm} -out other.pem"));
        let error = PrivateKey::from_pem(&openssl.read("other.pem")).unwrap_err();
        assert!(error.to_string().ends_with(&format!("not supported: {seen}")), "{error}");
    }
    openssl.run("pkcs12 -export -inkey key.pem -nocerts -passout pass:x -out store.p12");
    let error = PrivateKey::from_bytes(&openssl.read("store.p12")).unwrap_err();
    assert_eq!(error.to_string(), "this is a PKCS#12 container where a private key in DER is expected");
}

#[test]
fn certificates_of_every_kind_of_key() {
    let openssl = OpenSsl::new();
    for (name, generate, algorithm) in kinds() {
        openssl.run(&format!("genpkey -algorithm {generate} -out key.pem"));
        openssl.run("req -x509 -new -config x.cnf -extensions ca -key key.pem -days 30 -out ca.pem");
        openssl.run("req -new -config x.cnf -key key.pem -out leaf.csr");
        let days = if name == "p256" { 20_000 } else { 1 };
        openssl.run(&format!(
            "x509 -req -in leaf.csr -CA ca.pem -CAkey key.pem -extfile x.cnf -extensions leaf -days {days} -out leaf.pem"
        ));
        openssl.run("x509 -in leaf.pem -outform DER -out leaf.der");
        let certificate = Certificate::from_pem(&openssl.read("leaf.pem")).unwrap();
        assert_eq!(Certificate::from_bytes(&openssl.read("leaf.der")).unwrap(), certificate);
        assert_eq!(certificate.public_key().algorithm(), &algorithm);
        let text = openssl.run("x509 -in leaf.pem -noout -text");
        assert!(
            text.contains(&format!("Signature Algorithm: {}\n", certificate.signature_algorithm())),
            "{name}: {text}"
        );
        let value = |what: &str| openssl.value(&format!("x509 -in leaf.pem -noout {what}"));
        let names = "-nameopt RFC2253,-esc_msb,utf8";
        assert_eq!(certificate.subject(), value(&format!("-subject {names}")));
        assert_eq!(certificate.issuer(), value(&format!("-issuer {names}")));
        assert_eq!(certificate.serial().replace(':', ""), value("-serial").to_lowercase());
        assert_eq!(
            certificate.fingerprint_sha256(),
            value("-fingerprint -sha256").replace(':', "").to_lowercase()
        );
        assert_eq!(iso(certificate.not_before()), value("-startdate -dateopt iso_8601"));
        assert_eq!(iso(certificate.not_after()), value("-enddate -dateopt iso_8601"));
        openssl.run("pkey -in key.pem -pubout -outform DER -out key.pub");
        assert_eq!(certificate.spki_sha256(), openssl.value("dgst -sha256 key.pub").trim());
        assert!(PrivateKey::from_pem(&openssl.read("key.pem")).unwrap().matches(&certificate).unwrap());
        let ca = Certificate::from_pem(&openssl.read("ca.pem")).unwrap();
        assert!(certificate.names_as_issuer(&ca) && ca.is_self_issued());
        match certificate.verify_signed_by(&ca, default_algorithms()) {
            Ok(()) => {}
            // Keys too short for the backends, and a curve that ring lacks.
            Err(PkiError::SignatureUnsupported { .. }) => {
                assert!(["rsa1024", "rsa2047", "p521"].contains(&name), "{name}");
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

#[test]
fn extensions_are_read_as_openssl_prints_them() {
    let openssl = OpenSsl::new();
    openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
    openssl.run("req -x509 -new -config x.cnf -extensions ca -key key.pem -days 30 -out ca.pem");
    openssl.run("req -new -config x.cnf -key key.pem -out leaf.csr");
    openssl.run(
        "x509 -req -in leaf.csr -CA ca.pem -CAkey key.pem -extfile x.cnf -extensions leaf -out leaf.pem",
    );
    let leaf = Certificate::from_pem(&openssl.read("leaf.pem")).unwrap();
    let ca = Certificate::from_pem(&openssl.read("ca.pem")).unwrap();
    let list = |items: Option<Vec<String>>| items.unwrap().join(",");
    let usage =
        |c: &Certificate| c.key_usage().map(|u| u.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(list(usage(&leaf)), "digitalSignature,keyEncipherment,keyAgreement");
    assert_eq!(list(usage(&ca)), "keyCertSign,cRLSign");
    let purposes = leaf.extended_key_usage().map(|u| u.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert_eq!(list(purposes), "clientAuth,serverAuth,1.2.3.4.5");
    assert_eq!(leaf.dns_names(), ["a.example", "*.b.example"]);
    assert_eq!(leaf.spiffe_id().unwrap().as_str(), "spiffe://a.example/ns/x/sa/y");
    assert_eq!(
        leaf.ip_addresses(),
        ["10.0.0.1".parse::<std::net::IpAddr>().unwrap(), "2001:db8::1".parse().unwrap()]
    );
    assert_eq!(leaf.emails(), ["a@example.com"]);
    let other = ["registeredID 1.2.3", "otherName 1.2.3.4", "directoryName CN=x,O=Shop"];
    assert_eq!(leaf.names().other, other);
    assert_eq!(leaf.crl_urls(), ["http://a.example/1.crl", "http://b.example/1.crl"]);
    assert_eq!(leaf.ocsp_urls(), ["http://ocsp.example/"]);
    assert_eq!(leaf.policies(), ["1.3.6.1.4.1.99999.1", "2.23.140.1.2.1"]);
    assert_eq!((ca.is_ca(), ca.path_length(), leaf.is_ca()), (true, Some(3), false));
    assert_eq!(leaf.authority_key_id(), ca.subject_key_id());
    let printed = openssl.run("x509 -in leaf.pem -noout -ext subjectKeyIdentifier");
    let id = mtls_core::pki::CertificateInfo::from(&leaf).subject_key_id.unwrap();
    assert!(printed.contains(&id.to_uppercase()), "{id} in {printed}");
}

#[test]
fn a_combined_file_with_text_is_a_chain() {
    let openssl = OpenSsl::new();
    openssl.run("genpkey -algorithm ED25519 -out key.pem");
    openssl.run("req -x509 -new -config x.cnf -extensions ca -key key.pem -days 30 -out ca.pem");
    openssl.run("req -new -config x.cnf -subj /CN=leaf -key key.pem -out leaf.csr");
    openssl.run("x509 -req -in leaf.csr -CA ca.pem -CAkey key.pem -text -out leaf.pem");
    openssl.run("x509 -in ca.pem -text -out text.pem");
    let both = [openssl.read("leaf.pem"), openssl.read("text.pem")].concat();
    let chain = CertificateChain::from_pem(&both).unwrap();
    assert_eq!((chain.len(), chain.leaf().subject()), (2, "CN=leaf"));
    // openssl's own form of a certificate with trust settings is not a certificate.
    openssl.run("x509 -in ca.pem -addtrust clientAuth -trustout -out trusted.pem");
    let error = CertificateChain::from_pem(&openssl.read("trusted.pem")).unwrap_err();
    assert!(
        error.to_string().ends_with("an OpenSSL trusted certificate where a certificate is expected"),
        "{error}"
    );
}

#[test]
fn requests() {
    let openssl = OpenSsl::new();
    for (name, generate, algorithm) in kinds() {
        openssl.run(&format!("genpkey -algorithm {generate} -out key.pem"));
        openssl.run("req -new -config x.cnf -reqexts asked -key key.pem -out x.csr");
        openssl.run("req -in x.csr -outform DER -out x.der");
        let request = CertificateRequest::from_pem(&openssl.read("x.csr")).unwrap();
        assert_eq!(CertificateRequest::from_bytes(&openssl.read("x.der")).unwrap(), request);
        assert_eq!(
            request.subject(),
            openssl.value("req -in x.csr -noout -subject -nameopt RFC2253,-esc_msb,utf8")
        );
        assert_eq!(request.public_key().algorithm(), &algorithm);
        assert_eq!(request.names().dns, ["a.example"]);
        assert_eq!(request.spiffe_id().unwrap().as_str(), "spiffe://a.example/ns/x/sa/y");
        assert!(request.basic_constraints().unwrap().ca);
        let key = PrivateKey::from_pem(&openssl.read("key.pem")).unwrap();
        assert_eq!(request.public_key(), &key.public_key().unwrap());
        if !["rsa1024", "rsa2047", "p521"].contains(&name) {
            assert_eq!(request.verify(default_algorithms()), Ok(()), "{name}");
        }
    }
    // Without any attribute.
    openssl.run("req -new -config x.cnf -subj / -key key.pem -out bare.csr");
    let bare = CertificateRequest::from_pem(&openssl.read("bare.csr")).unwrap();
    assert_eq!((bare.subject(), bare.extensions().len()), ("", 0));
    // The older label, and a challenge password, which is not kept.
    openssl.file(
        "attributes.cnf",
        format!("{CONFIG}\n[attributes]\nchallengePassword = secret-word\n")
            .replace("[req]", "[req]\nattributes = attributes"),
    );
    openssl.run("req -new -newhdr -config attributes.cnf -key key.pem -out old.csr");
    let old = CertificateRequest::from_pem(&openssl.read("old.csr")).unwrap();
    assert_eq!(old.other_attributes(), ["1.2.840.113549.1.9.7"]);
    assert!(!format!("{old:?}{}", serde_json::to_string(&old).unwrap()).contains("secret-word"));
}

#[test]
fn revocation_lists() {
    let openssl = OpenSsl::new();
    let config = CONFIG.replace("[default_ca]", "[ca_section]");
    openssl.file(
        "ca.cnf",
        format!("[ca]\ndefault_ca = here\n{}", config.replace("[ca]\nbasic", "[root]\nbasic")),
    );
    openssl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem");
    openssl.run("req -x509 -new -config ca.cnf -extensions root -key key.pem -days 30 -out ca.pem");
    openssl.file(
        "db",
        "R\t300101000000Z\t260101000000Z,superseded\t01\tunknown\t/CN=a\n\
         R\t300101000000Z\t260102030405Z\tFF00\tunknown\t/CN=b\n\
         R\t300101000000Z\t260103000000Z,keyTime,20251231000000Z\t0ABC\tunknown\t/CN=c\n\
         V\t300101000000Z\t\t0DEF\tunknown\t/CN=d\n",
    );
    openssl.file("number", "01F0");
    openssl.run(
        "ca -config ca.cnf -gencrl -keyfile key.pem -cert ca.pem -crl_lastupdate 20260105000000Z -crl_nextupdate 20260205000000Z -out x.crl",
    );
    openssl.run("crl -in x.crl -outform DER -out x.der");
    let crl = Crl::from_pem(&openssl.read("x.crl")).unwrap();
    assert_eq!(Crl::from_bytes(&openssl.read("x.der")).unwrap(), crl);
    let value = |what: &str| openssl.value(&format!("crl -in x.crl -noout {what}"));
    assert_eq!(crl.issuer(), value("-issuer -nameopt RFC2253,-esc_msb,utf8"));
    assert_eq!(format!("0x{}", crl.number().unwrap().replace(':', "")), value("-crlnumber").to_lowercase());
    assert_eq!(iso(crl.this_update()), value("-lastupdate -dateopt iso_8601"));
    assert_eq!(iso(crl.next_update().unwrap()), value("-nextupdate -dateopt iso_8601"));
    let entries: Vec<_> =
        crl.entries().iter().map(|e| (e.serial(), iso(e.revoked_at()), e.reason())).collect();
    let entry = |serial: &str, date: &str, reason| (serial.to_owned(), date.to_owned(), reason);
    assert_eq!(
        entries,
        [
            entry("01", "2026-01-01 00:00:00Z", Some(RevocationReason::Superseded)),
            entry("0a:bc", "2026-01-03 00:00:00Z", Some(RevocationReason::KeyCompromise)),
            entry("ff:00", "2026-01-02 03:04:05Z", None),
        ]
    );
    let ca = Certificate::from_pem(&openssl.read("ca.pem")).unwrap();
    assert_eq!(crl.verify_signed_by(&ca, default_algorithms()), Ok(()));
}
