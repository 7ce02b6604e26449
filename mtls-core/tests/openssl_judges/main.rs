//! The `openssl` command judges what we issue, and makes what we are asked to sign.
#![cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod requests;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::{AuthorityBuilder, CertificateAuthority, IssuedCertificate};
use mtls_core::pki::{KeyAlgorithm, PrivateKey, RevocationReason};
use tempfile::TempDir;

/// Runs openssl in a directory and gives what it wrote, to either stream.
struct OpenSsl(TempDir);

impl OpenSsl {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> &Self {
        fs::write(self.0.path().join(name), contents).unwrap();
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn try_run(&self, arguments: &str) -> (bool, String) {
        let output = Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .output()
            .expect("the openssl command is needed for this test");
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    fn run(&self, arguments: &str) -> String {
        let (good, text) = self.try_run(arguments);
        assert!(good, "openssl {arguments}: {text}");
        text
    }

    /// The CA's root and what it issued, as files for `verify`.
    fn issued(&self, ca: &CertificateAuthority, issued: &IssuedCertificate) -> &Self {
        self.file("root.pem", ca.roots()[0].to_pem())
            .file("leaf.pem", issued.chain.leaf().to_pem())
            .file("chain.pem", issued.chain.to_pem())
            .file("key.pem", issued.key.secret_pkcs8_pem().as_bytes())
    }
}

const VERIFY: &str = "verify -x509_strict -check_ss_sig -CAfile root.pem -untrusted chain.pem";

/// Kinds that this build can create; RSA with ring comes from openssl.
fn algorithms() -> Vec<KeyAlgorithm> {
    let mut all = vec![KeyAlgorithm::P256, KeyAlgorithm::P384, KeyAlgorithm::Ed25519];
    if cfg!(feature = "aws-lc-rs") {
        all.extend([KeyAlgorithm::P521, KeyAlgorithm::Rsa { bits: 2048 }, KeyAlgorithm::Rsa { bits: 3072 }]);
    }
    all
}

fn trust_domain() -> TrustDomain {
    "cluster-a.example".parse().unwrap()
}

fn cart() -> SpiffeId {
    "spiffe://cluster-a.example/ns/shop/sa/cart".parse().unwrap()
}

fn root() -> AuthorityBuilder<'static> {
    CertificateAuthority::root("Example Root").trust_domain(trust_domain())
}

#[test]
fn openssl_verifies_chains_of_every_key_algorithm() {
    for algorithm in algorithms() {
        let openssl = OpenSsl::new();
        let root = root().key_algorithm(algorithm.clone()).build().unwrap();
        let middle =
            root.intermediate("region").key_algorithm(algorithm.clone()).path_len(1).build().unwrap();
        let issuing = middle.intermediate("cluster-a").key_algorithm(algorithm.clone()).build().unwrap();
        let svid = issuing
            .svid(&cart())
            .dns_names(["cart.shop.svc"])
            .key_algorithm(algorithm.clone())
            .issue()
            .unwrap();
        openssl.issued(&issuing, &svid);
        assert_eq!(svid.chain.len(), 3);
        for purpose in ["sslserver", "sslclient"] {
            openssl.run(&format!("{VERIFY} -purpose {purpose} leaf.pem"));
        }
        openssl.run(&format!("{VERIFY} -verify_hostname cart.shop.svc leaf.pem"));
        // The key is in a form that openssl reads, and is the certificate's.
        let of_key = openssl.run("pkey -in key.pem -pubout");
        assert_eq!(openssl.run("x509 -in leaf.pem -noout -pubkey"), of_key, "{algorithm}");
        assert!(
            openssl.run("pkey -in key.pem -check -noout").contains("Key is valid")
                || algorithm == KeyAlgorithm::Ed25519
        );
    }
}

#[test]
fn openssl_reads_an_svid_as_the_standard_wants_it() {
    let openssl = OpenSsl::new();
    let root = root().build().unwrap();
    let ca = root.intermediate("cluster-a").build().unwrap();
    openssl.issued(&ca, &ca.svid(&cart()).issue().unwrap()).file("ca.pem", ca.certificate().to_pem());
    let leaf = openssl.run("x509 -in leaf.pem -noout -text");
    for expected in [
        "Version: 3",
        "Subject: \n",
        "Issuer: CN = cluster-a\n",
        "Subject Alternative Name: critical\n                URI:spiffe://cluster-a.example/ns/shop/sa/cart\n",
        "Key Usage: critical\n                Digital Signature\n",
        "TLS Web Server Authentication, TLS Web Client Authentication\n",
        "Basic Constraints: critical\n                CA:FALSE\n",
        "Subject Key Identifier",
        "Authority Key Identifier",
    ] {
        assert!(leaf.contains(expected), "{expected:?} is missing in {leaf}");
    }
    let ca = openssl.run("x509 -in ca.pem -noout -text");
    for expected in [
        "Subject: CN = cluster-a\n",
        "Basic Constraints: critical\n                CA:TRUE, pathlen:0\n",
        "Key Usage: critical\n                Certificate Sign, CRL Sign\n",
        "Subject Alternative Name: \n                URI:spiffe://cluster-a.example\n",
    ] {
        assert!(ca.contains(expected), "{expected:?} is missing in {ca}");
    }
}

#[test]
fn openssl_tells_servers_from_clients() {
    let openssl = OpenSsl::new();
    let ca = CertificateAuthority::root("Edge Root").build().unwrap();
    openssl.issued(&ca, &ca.server(["*.shop.example", "203.0.113.7", "2001:db8::7"]).issue().unwrap());
    openssl.run(&format!("{VERIFY} -purpose sslserver -verify_hostname www.shop.example leaf.pem"));
    openssl.run(&format!("{VERIFY} -purpose sslserver -verify_ip 203.0.113.7 leaf.pem"));
    openssl.run(&format!("{VERIFY} -purpose sslserver -verify_ip 2001:db8::7 leaf.pem"));
    assert!(!openssl.try_run(&format!("{VERIFY} -purpose sslclient leaf.pem")).0);

    openssl.issued(&ca, &ca.client("partner-7").issue().unwrap());
    openssl.run(&format!("{VERIFY} -purpose sslclient leaf.pem"));
    assert!(!openssl.try_run(&format!("{VERIFY} -purpose sslserver leaf.pem")).0);
    assert!(openssl.run("x509 -in leaf.pem -noout -subject").contains("CN = partner-7"));
}

#[test]
fn openssl_holds_us_to_name_constraints() {
    let openssl = OpenSsl::new();
    let root = CertificateAuthority::root("Edge Root").build().unwrap();
    let ca = root
        .intermediate("Shop")
        .permitted_dns_names(["shop.example"])
        .excluded_dns_names(["secret.shop.example"])
        .build()
        .unwrap();
    openssl.issued(&ca, &ca.server(["api.shop.example", "shop.example"]).issue().unwrap());
    openssl.run(&format!("{VERIFY} leaf.pem"));
    let text = openssl.file("ca.pem", ca.certificate().to_pem()).run("x509 -in ca.pem -noout -text");
    assert!(text.contains("Name Constraints: critical"), "{text}");
    for refused in ["other.example", "x.secret.shop.example", "*.example"] {
        assert!(ca.server([refused]).issue().is_err(), "{refused}");
    }
}

/// A CA whose subject rcgen could not write: two OUs, domain components, a multi-valued RDN.
#[test]
fn a_ca_made_by_openssl_issues_under_its_exact_name() {
    let openssl = OpenSsl::new();
    openssl.file(
        "ca.cnf",
        "[req]\nprompt=no\ndistinguished_name=dn\nx509_extensions=v3\nstring_mask=default\n\
         [dn]\n1.DC=example\n2.DC=corp\n1.OU=Platform\n2.OU=Mesh\nO=Corp\n+CN=Corp CA\n\
         [v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n",
    );
    for key in ["ec -pkeyopt ec_paramgen_curve:prime256v1", "rsa:2048", "ed25519"] {
        openssl.run(&format!(
            "req -x509 -newkey {key} -nodes -config ca.cnf -days 30 -keyout ca-key.pem -out ca.pem"
        ));
        let certificate = fs::read(openssl.path("ca.pem")).unwrap();
        let certificate = mtls_core::pki::Certificate::from_pem(&certificate).unwrap();
        assert!(certificate.subject_key_id().is_none() || !certificate.subject_key_id().unwrap().is_empty());
        let ca_key = PrivateKey::from_pem(&fs::read(openssl.path("ca-key.pem")).unwrap()).unwrap();
        let ca =
            CertificateAuthority::from_parts(certificate.clone(), ca_key, [], [certificate.clone()]).unwrap();
        let svid = ca.svid(&cart()).issue().unwrap();
        assert_eq!(svid.chain.leaf().issuer_der(), certificate.subject_der());
        openssl.issued(&ca, &svid).run(&format!("{VERIFY} leaf.pem"));
    }
}

#[test]
fn a_saved_ca_reloads_and_issues_under_the_same_root() {
    let openssl = OpenSsl::new();
    let root = root().build().unwrap();
    let ca = root.intermediate("cluster-a").build().unwrap();
    let directory = openssl.path("cacerts");
    ca.save(&directory).unwrap();
    let again = CertificateAuthority::load(&directory).unwrap();
    let svid = again.svid(&cart()).issue().unwrap();
    assert_eq!(svid.chain.leaf().issuer_der(), ca.certificate().subject_der());
    assert_eq!(svid.chain.leaf().authority_key_id(), ca.certificate().subject_key_id());
    openssl.issued(&ca, &svid).run(&format!("{VERIFY} leaf.pem"));
    // Istio's own check of a cacerts directory: the chain file leads to the root file.
    openssl.run("verify -CAfile cacerts/root-cert.pem -untrusted cacerts/cert-chain.pem cacerts/ca-cert.pem");
    assert_private(&directory);
}

#[cfg(unix)]
fn assert_private(directory: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(directory), 0o700);
    let files: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 4, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[cfg(not(unix))]
fn assert_private(_: &Path) {}

#[test]
fn openssl_reads_and_obeys_our_crl() {
    let openssl = OpenSsl::new();
    for algorithm in algorithms() {
        let ca = root().build().unwrap().intermediate("cluster-a").key_algorithm(algorithm).build().unwrap();
        let (good, lost) = (ca.svid(&cart()).issue().unwrap(), ca.svid(&cart()).issue().unwrap());
        let crl = ca.crl(300).revoke(lost.chain.leaf(), RevocationReason::KeyCompromise).build().unwrap();
        openssl.file("crl.pem", crl.to_pem()).file("ca.pem", ca.certificate().to_pem());
        let text = openssl.run("crl -in crl.pem -noout -text -CAfile ca.pem");
        for expected in
            ["verify OK", "Key Compromise", "X509v3 CRL Number: \n                300\n", "Version 2"]
        {
            assert!(text.contains(expected), "{expected:?} is missing in {text}");
        }
        let check = format!("{VERIFY} -crl_check -CRLfile crl.pem leaf.pem");
        openssl.issued(&ca, &good).run(&check);
        let (accepted, said) = openssl.issued(&ca, &lost).try_run(&check);
        assert!(!accepted && said.contains("certificate revoked"), "{said}");
    }
}
