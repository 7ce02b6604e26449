//! Certificates of the lab, made anew for each run.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::pki::{Certificate, CertificateChain, PrivateKey, RevocationReason};
use rustls_pki_types::UnixTime;

/// The name under protection.
pub(crate) const HOST: &str = "shop.example";
/// A name beside it, often without.
pub(crate) const SIBLING: &str = "open.example";

const DAY: Duration = Duration::from_secs(86_400);

pub(crate) struct Material {
    /// Issued the edge's certificate.
    pub(crate) edge_ca: CertificateAuthority,
    /// What the edge shows.
    pub(crate) edge: IssuedCertificate,
    /// What the edge showed before; `former.crl` revokes it.
    pub(crate) former: IssuedCertificate,
    /// Of a CA without a key identifier, as the lab's own has.
    plain_edge: IssuedCertificate,
    /// Of a CA of another name.
    other_stranger: IssuedCertificate,
    /// Of a CA that nobody here trusts, with the same names.
    pub(crate) stranger: IssuedCertificate,
    /// The same, with that CA's certificate behind it.
    pub(crate) stranger_with_root: IssuedCertificate,
    files: Vec<(&'static str, String)>,
}

impl Material {
    /// The same for all tests of a run.
    pub(crate) fn get() -> &'static Self {
        static MATERIAL: OnceLock<Material> = OnceLock::new();
        MATERIAL.get_or_init(Self::new)
    }

    fn new() -> Self {
        let now = UnixTime::now();
        let before = UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs()) - 30 * DAY);
        let servers = CertificateAuthority::root("Origin CA").build().unwrap();
        let served = servers.server([HOST, SIBLING]).issue().unwrap();
        let edge_ca = CertificateAuthority::root("Edge CA").at(before).build().unwrap();
        let edge = edge_ca.client("edge.example").issue().unwrap();
        let former = edge_ca.client("edge.example").issue().unwrap();
        let strangers_ca = CertificateAuthority::root("Edge CA").build().unwrap();
        let stranger = strangers_ca.client("edge.example").issue().unwrap();
        let mut stranger_with_root = strangers_ca.client("edge.example").issue().unwrap();
        let whole = [stranger_with_root.chain.leaf().clone(), strangers_ca.certificate().clone()];
        stranger_with_root.chain = CertificateChain::new(whole).unwrap();
        let other = CertificateAuthority::root("Other CA").build().unwrap();
        let other_stranger = other.client("edge.example").issue().unwrap();
        let mut plain_edge = edge_ca.client("edge.example").issue().unwrap();
        plain_edge.chain = CertificateChain::from_pem(PLAIN_EDGE.as_bytes()).unwrap();
        plain_edge.key = PrivateKey::from_pem(PLAIN_KEY.as_bytes()).unwrap();
        let crl = |at: UnixTime, of: &Certificate| {
            edge_ca.crl(1).revoke(of, RevocationReason::KeyCompromise).at(at).valid_for(7 * DAY).build()
        };
        let key = served.key.secret_pkcs8_pem();
        let files = vec![
            ("server.crt", served.chain.to_pem()),
            ("server.key", key.as_str().to_owned()),
            ("server.pem", format!("{}{}", served.chain.to_pem(), key.as_str())),
            ("ca.crt", edge_ca.certificate().to_pem()),
            ("plain-ca.crt", PLAIN_CA.to_owned()),
            ("other.crt", other.certificate().to_pem()),
            // Of Cloudflare's shared CA nobody here has the key; the lab's CA plays its part on the wire.
            ("shared.crt", format!("{}{SHARED_CA}", edge_ca.certificate().to_pem())),
            ("verify.conf", "ssl_client_certificate ca.crt;\nssl_verify_client on;\n".to_owned()),
            (
                "sibling-open.list",
                "server.pem [ca-file ca.crt verify required] shop.example\nserver.pem [verify none] open.example\n".to_owned(),
            ),
            ("all-required.list", "server.pem [ca-file ca.crt verify required] shop.example open.example\n".to_owned()),
            ("former.crl", crl(now, former.chain.leaf()).unwrap().to_pem()),
            ("edge.crl", crl(now, edge.chain.leaf()).unwrap().to_pem()),
            ("stale.crl", crl(before, former.chain.leaf()).unwrap().to_pem()),
        ];
        Self { edge_ca, edge, former, plain_edge, other_stranger, stranger, stranger_with_root, files }
    }

    /// Certificate and key of every server, as PEM.
    pub(crate) fn served(&self) -> (&str, &str) {
        (self.file("server.crt"), self.file("server.key"))
    }

    /// The list that revokes what the edge showed before, as PEM.
    pub(crate) fn former_crl(&self) -> &str {
        self.file("former.crl")
    }

    /// The edge of a row with this configuration, and a stranger beside it.
    pub(crate) fn clients(&self, config: &str) -> (&IssuedCertificate, &IssuedCertificate) {
        if config.contains(PLAIN) {
            (&self.plain_edge, &self.other_stranger)
        } else {
            (&self.edge, &self.stranger)
        }
    }

    /// The CA of the edge's certificate in a row with this configuration, as PEM: its own, or the one that all its customers
    /// share.
    pub(crate) fn edge_ca_pem(&self, config: &str) -> &str {
        let named = ["shared.crt", PLAIN].into_iter().find(|name| config.contains(name));
        self.file(named.unwrap_or("ca.crt"))
    }

    fn file(&self, name: &str) -> &str {
        self.files.iter().find(|(of, _)| *of == name).map(|(_, text)| text.as_str()).unwrap()
    }

    /// Writes what the configurations name. All may read it: Apache's workers run as nobody where it is started by root.
    pub(crate) fn write(&self, directory: &Path) {
        for (name, text) in &self.files {
            fs::write(directory.join(name), text).unwrap();
        }
        fs::create_dir(directory.join("www")).unwrap();
        fs::write(directory.join("www/index.html"), "in\n").unwrap();
        fs::create_dir(directory.join("www/admin")).unwrap();
        fs::write(directory.join("www/admin/index.html"), "admin\n").unwrap();
    }
}

/// The CA without a key identifier.
pub(crate) const PLAIN: &str = "plain-ca.crt";
const PLAIN_CA: &str = include_str!("../data/origin/plain-ca.pem");
const PLAIN_EDGE: &str = include_str!("../data/origin/plain-edge.pem");
const PLAIN_KEY: &str = include_str!("../data/origin/plain-edge.key");
const SHARED_CA: &str = include_str!("../data/recipes/cloudflare/origin-pull-2029.pem");
