//! Certificates for both sides, all made by our own issuer, as files and as what our configurations take.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::pki::{Certificate, CertificateChain, KeyAlgorithm, PrivateKey, RevocationReason};
use mtls_core::tls::{self, ClientBuilder, Identity, ServerBuilder};
use mtls_core::trust::{BundleSet, DistrustKind, DistrustList, TrustBundle};
use mtls_core::verify::{ChainVerifier, RevocationPolicy};
use rustls_pki_types::UnixTime;
use tempfile::TempDir;

use crate::forge::extension::{
    CLIENT_AUTH, DIGITAL_SIGNATURE, KEY_CERT_SIGN, SERVER_AUTH, URI, basic_constraints, extended_key_usage,
    key_usage, subject_alt_name, subject_key_id,
};
use crate::forge::{Authority, Forge, Key, Template};

/// Certificates that no issuer of ours would make, under a root that our bundle has.
struct Forged {
    forge: Forge,
    root: Authority,
    from: u64,
}

impl Forged {
    fn new() -> Self {
        let from =
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() - DAY.as_secs();
        let forge = Forge::new(&BTreeMap::new());
        let key = Key::p256("forged root");
        let extensions =
            vec![basic_constraints(true, None), key_usage(KEY_CERT_SIGN), subject_key_id(&key.id())];
        let mut template = Template::new("Forged Root", from, from + 30 * DAY.as_secs(), extensions);
        template.names_issuer_key = false;
        let root = forge.self_signed("root", &template, key);
        Self { forge, root, from }
    }

    fn root(&self) -> Certificate {
        Certificate::from_der(&self.root.cert.der).unwrap()
    }

    fn leaf(&self, presents: Presents) -> (CertificateChain, PrivateKey) {
        let (label, ours) = (format!("{presents:?}"), theirs().to_string());
        let key = Key::p256(&label);
        let mut extensions = vec![
            basic_constraints(false, None),
            key_usage(DIGITAL_SIGNATURE),
            extended_key_usage(&[SERVER_AUTH, CLIENT_AUTH]),
            subject_alt_name(&[(URI, ours.as_bytes())]),
        ];
        match presents {
            Presents::ForServersAlone => extensions[2] = extended_key_usage(&[SERVER_AUTH]),
            Presents::ForClientsAlone => extensions[2] = extended_key_usage(&[CLIENT_AUTH]),
            Presents::CaAsLeaf => {
                (extensions[0], extensions[1]) =
                    (basic_constraints(true, None), key_usage(DIGITAL_SIGNATURE | KEY_CERT_SIGN));
            }
            Presents::TwoIds => {
                let names: [(u8, &[u8]); 2] =
                    [(URI, ours.as_bytes()), (URI, b"spiffe://cluster-a.example/ns/x/sa/y")];
                extensions[3] = subject_alt_name(&names);
            }
            _ => {}
        }
        let template = Template::new("theirs", self.from, self.from + 20 * DAY.as_secs(), extensions);
        let made = match presents {
            Presents::SelfSigned => self.forge.sign(&label, &template, &key, &template.subject, &key),
            _ => self.forge.issue(&label, &template, &key, &self.root),
        };
        let chain = CertificateChain::from_pem(made.pem().as_bytes()).unwrap();
        (chain, PrivateKey::from_pem(key.pem().as_bytes()).unwrap())
    }
}

const DAY: Duration = Duration::from_secs(86_400);

/// What a peer presents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presents {
    /// The SVID that we expect, under an intermediate.
    Good,
    Expired,
    NotYetValid,
    /// Of a trust domain that we have no bundle for.
    OtherTrustDomain,
    /// The ID that we expect, signed by the root of a trust domain that we have a bundle for.
    SignedByPartner,
    /// The ID that we expect, signed by a root that we do not know.
    UnknownRoot,
    /// The same, and the root is sent along.
    UnknownRootSent,
    /// The same, by a root of the name of ours.
    RotatedRoot,
    /// A good SVID of somebody else.
    Intruder,
    /// A certificate of our own root, with a host name and no SPIFFE ID.
    WebCertificate,
    /// The ID that we expect, under nobody.
    SelfSigned,
    /// For servers where a client is expected, and the other way round.
    ForServersAlone,
    ForClientsAlone,
    /// A CA's certificate with the ID that we expect.
    CaAsLeaf,
    /// The ID that we expect, and another.
    TwoIds,
    Revoked,
    /// Under an intermediate of our root that is distrusted.
    DistrustedIntermediate,
    Nothing,
}

impl Presents {
    const ISSUED: [Self; 17] = [
        Self::Good,
        Self::Expired,
        Self::NotYetValid,
        Self::OtherTrustDomain,
        Self::SignedByPartner,
        Self::UnknownRoot,
        Self::UnknownRootSent,
        Self::RotatedRoot,
        Self::Intruder,
        Self::WebCertificate,
        Self::SelfSigned,
        Self::ForServersAlone,
        Self::ForClientsAlone,
        Self::CaAsLeaf,
        Self::TwoIds,
        Self::Revoked,
        Self::DistrustedIntermediate,
    ];

    fn file(self) -> String {
        format!("{self:?}")
    }
}

pub(crate) fn ours() -> SpiffeId {
    SpiffeId::parse("spiffe://cluster-a.example/ns/shop/sa/ours").unwrap()
}

pub(crate) fn theirs() -> SpiffeId {
    SpiffeId::parse("spiffe://cluster-a.example/ns/shop/sa/theirs").unwrap()
}

fn domain(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

/// A directory of files, and our own side.
pub(crate) struct Material {
    directory: TempDir,
    identity: Identity,
    verifier: ChainVerifier,
}

impl Material {
    pub(crate) fn new() -> Self {
        Self::of_algorithm(&KeyAlgorithm::P256)
    }

    /// With keys of this kind for everything that both sides take.
    pub(crate) fn of_algorithm(algorithm: &KeyAlgorithm) -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap() - 10 * DAY;
        let since = UnixTime::since_unix_epoch(since);
        let authority = |name: &str| CertificateAuthority::root(name).at(since).valid_for(30 * DAY);
        let build = |name: &str| authority(name).trust_domain(domain("cluster-a.example")).build().unwrap();
        let root = authority("Root").trust_domain(domain("cluster-a.example"));
        let root = root.key_algorithm(algorithm.clone()).build().unwrap();
        let ca = root.intermediate("cluster-a").at(since).valid_for(29 * DAY);
        let ca = ca.key_algorithm(algorithm.clone()).build().unwrap();
        let partner = authority("Partner").build().unwrap();
        let stranger = build("Stranger");
        let elsewhere = authority("Elsewhere").trust_domain(domain("elsewhere.example")).build().unwrap();

        let pair = |issued: IssuedCertificate| (issued.chain, issued.key);
        let svid = |ca: &CertificateAuthority, id: &SpiffeId| pair(ca.svid(id).issue().unwrap());
        let kept = |id: &SpiffeId| pair(ca.svid(id).key_algorithm(algorithm.clone()).issue().unwrap());
        let root_sent = stranger.certificate().to_pem();
        let directory = tempfile::tempdir().unwrap();
        let forged = Forged::new();
        let revoked = svid(&ca, &theirs());
        let compromised = root.intermediate("compromised").at(since).valid_for(29 * DAY).build().unwrap();
        for presents in Presents::ISSUED {
            let (chain, key) = match presents {
                Presents::Good => kept(&theirs()),
                Presents::Expired => pair(ca.svid(&theirs()).at(since).valid_for(DAY).issue().unwrap()),
                Presents::NotYetValid => {
                    let later = UnixTime::since_unix_epoch(Duration::from_secs(since.as_secs()) + 11 * DAY);
                    pair(ca.svid(&theirs()).not_before(later).issue().unwrap())
                }
                Presents::OtherTrustDomain => {
                    let id = SpiffeId::parse("spiffe://elsewhere.example/ns/shop/sa/theirs").unwrap();
                    svid(&elsewhere, &id)
                }
                Presents::SignedByPartner => svid(&partner, &theirs()),
                Presents::UnknownRoot | Presents::UnknownRootSent => svid(&stranger, &theirs()),
                Presents::RotatedRoot => svid(&build("Root"), &theirs()),
                Presents::Intruder => {
                    svid(&ca, &SpiffeId::parse("spiffe://cluster-a.example/ns/shop/sa/intruder").unwrap())
                }
                Presents::WebCertificate => pair(ca.server(["theirs.shop.svc"]).issue().unwrap()),
                Presents::Revoked => (revoked.0.clone(), revoked.1.clone_key()),
                Presents::DistrustedIntermediate => svid(&compromised, &theirs()),
                Presents::SelfSigned
                | Presents::ForServersAlone
                | Presents::ForClientsAlone
                | Presents::CaAsLeaf
                | Presents::TwoIds => forged.leaf(presents),
                Presents::Nothing => continue,
            };
            let root = if presents == Presents::UnknownRootSent { root_sent.as_str() } else { "" };
            let file = |end: &str| directory.path().join(presents.file() + end);
            fs::write(file(".pem"), chain.to_pem() + root).unwrap();
            fs::write(file(".key"), key.secret_pkcs8_pem().as_bytes()).unwrap();
        }
        fs::write(directory.path().join("root.pem"), root.certificate().to_pem()).unwrap();
        fs::write(directory.path().join("stranger.pem"), &root_sent).unwrap();

        let roots = [root.certificate().clone(), forged.root()];
        let bundle = TrustBundle::new(domain("cluster-a.example"), roots);
        let partner = TrustBundle::new(domain("partner.example"), [partner.certificate().clone()]);
        let reason = RevocationReason::KeyCompromise;
        let crl = ca.crl(1).revoke(revoked.0.leaf(), reason).build().unwrap();
        let distrusted = compromised.certificate().to_pem();
        let distrust =
            DistrustList::from_pem(distrusted.as_bytes(), DistrustKind::Certificate, "stolen").unwrap();
        let mut revocation = RevocationPolicy::default();
        // The forged root publishes no list.
        revocation.accept_unknown = true;
        let verifier = ChainVerifier::builder(BundleSet::new([bundle, partner]).unwrap());
        let verifier = verifier.crls([crl]).revocation(revocation).distrust(distrust).build().unwrap();
        let own = kept(&ours());
        Self { directory, identity: Identity::new(own.0, own.1).unwrap(), verifier }
    }

    /// The files of chain and key.
    pub(crate) fn files(&self, presents: Presents) -> Option<(PathBuf, PathBuf)> {
        let path = |end: &str| self.directory.path().join(presents.file() + end);
        (presents != Presents::Nothing).then(|| (path(".pem"), path(".key")))
    }

    /// The root that our certificate leads to.
    pub(crate) fn root(&self) -> PathBuf {
        self.directory.path().join("root.pem")
    }

    /// A root that has nothing to do with it.
    pub(crate) fn stranger(&self) -> PathBuf {
        self.directory.path().join("stranger.pem")
    }

    /// Our server; it takes one client.
    pub(crate) fn server(&self) -> ServerBuilder {
        tls::server(self.identity.clone(), self.verifier.clone()).expect_peer(theirs())
    }

    /// Our client; it takes one server.
    pub(crate) fn client(&self) -> ClientBuilder {
        tls::client(self.identity.clone(), self.verifier.clone()).expect_peer(theirs())
    }
}
