//! Certificate requests made by openssl, and what we make of them.

use std::fs;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{IdentityPattern, SpiffeId};
use mtls_core::pki::issue::{CsrPolicy, IssueError};
use mtls_core::pki::{CertificateRequest, ExtendedKeyUsage, KeyUsage};

use super::{OpenSsl, VERIFY, cart, root, trust_domain};

impl OpenSsl {
    /// A request made by openssl, with this subject and configuration of `[v3]`.
    fn request(&self, key: &str, subject: &str, v3: &str) -> CertificateRequest {
        let extensions = if v3.is_empty() { "" } else { "req_extensions=v3\n" };
        self.file(
            "req.cnf",
            format!("[req]\nprompt=no\ndistinguished_name=dn\n{extensions}[dn]\nCN=unused\n[v3]\n{v3}\n"),
        );
        self.run(&format!(
            "req -new -newkey {key} -nodes -config req.cnf -keyout req.key -out req.pem -subj /{subject}"
        ));
        CertificateRequest::from_pem(&fs::read(self.path("req.pem")).unwrap()).unwrap()
    }
}

const P256: &str = "ec -pkeyopt ec_paramgen_curve:prime256v1";

#[test]
fn requests_made_by_openssl_are_signed() {
    let ca = root().build().unwrap().intermediate("cluster-a").build().unwrap();
    for key in [P256, "ec -pkeyopt ec_paramgen_curve:secp384r1", "ed25519", "rsa:2048"] {
        let openssl = OpenSsl::new();
        let csr = openssl.request(
            key,
            "",
            "subjectAltName=critical,URI:spiffe://cluster-a.example/ns/shop/sa/cart,DNS:cart.shop.svc\n\
             keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\n\
             basicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash",
        );
        let chain = ca.sign_csr(&csr, &CsrPolicy::exact(&cart()).allow_dns(["cart.shop.svc"])).unwrap();
        openssl.file("root.pem", ca.roots()[0].to_pem()).file("chain.pem", chain.to_pem());
        openssl.file("leaf.pem", chain.leaf().to_pem());
        openssl.run(&format!("{VERIFY} -purpose sslclient leaf.pem"));
        openssl.run(&format!("{VERIFY} -purpose sslserver -verify_hostname cart.shop.svc leaf.pem"));
        let of_key = openssl.run("pkey -in req.key -pubout");
        assert_eq!(openssl.run("x509 -in leaf.pem -noout -pubkey"), of_key, "{key}");
        assert_eq!(chain.leaf().uris(), [cart().as_str()]);
        // keyEncipherment may be asked for and is not granted.
        assert_eq!(chain.leaf().key_usage(), Some(&[KeyUsage::DigitalSignature][..]));
    }
}

#[test]
fn a_request_gets_what_the_policy_grants() {
    let openssl = OpenSsl::new();
    let ca = root().build().unwrap();
    // No names at all: an exact policy says whose key it is, a pattern cannot.
    let bare = openssl.request(P256, "", "");
    let shop = IdentityPattern::path_prefix(trust_domain(), "/ns/shop").unwrap();
    assert_eq!(ca.sign_csr(&bare, &CsrPolicy::exact(&cart())).unwrap().leaf().uris(), [cart().as_str()]);
    let refused = ca.sign_csr(&bare, &CsrPolicy::matching(shop.clone())).unwrap_err();
    assert_eq!(refused.code(), "csr-names-nobody");

    let named = openssl.request(P256, "", &format!("subjectAltName=URI:{}", cart().as_str()));
    assert_eq!(ca.sign_csr(&named, &CsrPolicy::matching(shop)).unwrap().leaf().uris(), [cart().as_str()]);
    let other = IdentityPattern::path_prefix(trust_domain(), "/ns/sho").unwrap();
    assert!(ca.sign_csr(&named, &CsrPolicy::matching(other)).is_err());

    // A server's request repeats a name as common name, as openssl users write it.
    let server = openssl.request(P256, "CN=shop.example", "subjectAltName=DNS:shop.example,IP:10.0.0.1");
    let policy = CsrPolicy::server(["shop.example", "*.shop.example", "10.0.0.1"]);
    let leaf = ca.sign_csr(&server, &policy).unwrap().leaf().clone();
    assert_eq!((leaf.subject(), leaf.dns_names().len(), leaf.ip_addresses().len()), ("", 1, 1));
    assert_eq!(leaf.extended_key_usage(), Some(&[ExtendedKeyUsage::ServerAuth][..]));

    let client = openssl.request(P256, "CN=partner-7", "extendedKeyUsage=clientAuth");
    assert_eq!(
        ca.sign_csr(&client, &CsrPolicy::client("partner-7")).unwrap().leaf().subject(),
        "CN=partner-7"
    );
    let refused = ca.sign_csr(&client, &CsrPolicy::client("partner-8")).unwrap_err();
    assert_eq!(refused, IssueError::CsrAsksTooMuch { asked: vec!["subject CN=partner-7".to_owned()] });
    assert!(ca.sign_csr(&bare, &CsrPolicy::server(["shop.example"])).is_err());
}

#[test]
fn a_request_that_asks_for_more_is_refused_by_name() {
    let openssl = OpenSsl::new();
    let ca = root().build().unwrap();
    let uri = cart();
    let uri = uri.as_str();
    let cases = [
        ("CN=admin", String::new(), vec!["subject CN=admin"]),
        ("", "basicConstraints=CA:TRUE".to_owned(), vec!["CA rights"]),
        ("", "keyUsage=keyCertSign,cRLSign".to_owned(), vec!["key usage keyCertSign", "key usage cRLSign"]),
        ("", "extendedKeyUsage=codeSigning".to_owned(), vec!["extended key usage codeSigning"]),
        (
            "",
            "extendedKeyUsage=anyExtendedKeyUsage".to_owned(),
            vec!["extended key usage anyExtendedKeyUsage"],
        ),
        ("", "nameConstraints=permitted;DNS:x".to_owned(), vec!["extension nameConstraints"]),
        ("", "1.2.3.4=ASN1:UTF8String:x".to_owned(), vec!["extension 1.2.3.4"]),
        ("", "subjectAltName=DNS:cart.shop.svc,DNS:till.shop.svc".to_owned(), vec!["DNS till.shop.svc"]),
        ("", "subjectAltName=DNS:*.shop.svc".to_owned(), vec!["DNS *.shop.svc"]),
        ("", "subjectAltName=IP:10.0.0.1".to_owned(), vec!["IP 10.0.0.1"]),
        ("", "subjectAltName=email:a@b.example".to_owned(), vec!["email a@b.example"]),
        ("", "subjectAltName=RID:1.2.3".to_owned(), vec!["registeredID 1.2.3"]),
        ("", format!("subjectAltName=URI:{uri}2"), vec!["URI spiffe://cluster-a.example/ns/shop/sa/cart2"]),
        ("", format!("subjectAltName=URI:{uri},URI:{uri}"), vec!["more than one URI"]),
        (
            "",
            format!("subjectAltName=URI:{}", uri.to_uppercase()),
            vec!["URI SPIFFE://CLUSTER-A.EXAMPLE/NS/SHOP/SA/CART"],
        ),
    ];
    for (dn, v3, expected) in cases {
        let csr = openssl.request(P256, dn, &v3);
        let policy = CsrPolicy::exact(&cart()).allow_dns(["cart.shop.svc"]);
        let refused = ca.sign_csr(&csr, &policy).unwrap_err();
        let expected = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(refused, IssueError::CsrAsksTooMuch { asked: expected }, "{v3}");
    }
    // A subject may be left out on purpose, and nothing of it is in the certificate.
    let csr = openssl.request(P256, "CN=admin", "");
    let chain = ca.sign_csr(&csr, &CsrPolicy::exact(&cart()).ignore_subject()).unwrap();
    assert_eq!(chain.leaf().subject(), "");
    // The policy cannot grant what the CA may not: another trust domain.
    let foreign: SpiffeId = "spiffe://cluster-b.example/x".parse().unwrap();
    let csr = openssl.request(P256, "", "");
    assert_eq!(
        ca.sign_csr(&csr, &CsrPolicy::exact(&foreign)).unwrap_err().code(),
        "issue-outside-trust-domain"
    );
}

#[test]
fn a_request_must_be_signed_with_its_own_sound_key() {
    let openssl = OpenSsl::new();
    let ca = root().build().unwrap();
    let policy = CsrPolicy::exact(&cart());
    let csr = openssl.request(P256, "", "");
    let mut der = csr.der().to_vec();
    *der.last_mut().unwrap() ^= 1;
    let forged = CertificateRequest::from_der(&der).unwrap();
    assert_eq!(ca.sign_csr(&forged, &policy).unwrap_err().code(), "signature-invalid");

    openssl.request("rsa:1024", "", "");
    let weak = CertificateRequest::from_pem(&fs::read(openssl.path("req.pem")).unwrap()).unwrap();
    assert_eq!(ca.sign_csr(&weak, &policy).unwrap_err().code(), "issue-key-weak");
    openssl
        .run("req -new -newkey rsa:2048 -nodes -sha1 -subj / -config req.cnf -keyout req.key -out sha1.pem");
    let sha1 = CertificateRequest::from_pem(&fs::read(openssl.path("sha1.pem")).unwrap()).unwrap();
    assert_eq!(ca.sign_csr(&sha1, &policy).unwrap_err().code(), "signature-unsupported");

    openssl.file("ca.key", ca.private_key().secret_pkcs8_pem().as_bytes());
    openssl.run("req -new -key ca.key -subj / -config req.cnf -out own.pem");
    let own = CertificateRequest::from_pem(&fs::read(openssl.path("own.pem")).unwrap()).unwrap();
    assert_eq!(ca.sign_csr(&own, &policy).unwrap_err().code(), "csr-key-of-ca");
}
