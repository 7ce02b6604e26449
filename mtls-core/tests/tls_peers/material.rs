//! Certificates for both sides, all made by our own issuer, as files and as what our configurations take.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::KeyAlgorithm;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::tls::{self, ClientBuilder, Identity, ServerBuilder};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;
use rustls_pki_types::UnixTime;
use tempfile::TempDir;

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
    Nothing,
}

impl Presents {
    const ISSUED: [Self; 10] = [
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

        let svid = |ca: &CertificateAuthority, id: &SpiffeId| ca.svid(id).issue().unwrap();
        let kept = |id: &SpiffeId| ca.svid(id).key_algorithm(algorithm.clone()).issue().unwrap();
        let root_sent = stranger.certificate().to_pem();
        let directory = tempfile::tempdir().unwrap();
        for presents in Presents::ISSUED {
            let issued = match presents {
                Presents::Good => kept(&theirs()),
                Presents::Expired => ca.svid(&theirs()).at(since).valid_for(DAY).issue().unwrap(),
                Presents::NotYetValid => {
                    let later = UnixTime::since_unix_epoch(Duration::from_secs(since.as_secs()) + 11 * DAY);
                    ca.svid(&theirs()).not_before(later).issue().unwrap()
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
                Presents::WebCertificate => ca.server(["theirs.shop.svc"]).issue().unwrap(),
                Presents::Nothing => continue,
            };
            let root = if presents == Presents::UnknownRootSent { root_sent.as_str() } else { "" };
            let file = |end: &str| directory.path().join(presents.file() + end);
            fs::write(file(".pem"), issued.chain.to_pem() + root).unwrap();
            fs::write(file(".key"), issued.key.secret_pkcs8_pem().as_bytes()).unwrap();
        }
        fs::write(directory.path().join("root.pem"), root.certificate().to_pem()).unwrap();
        fs::write(directory.path().join("stranger.pem"), &root_sent).unwrap();

        let bundles = [("cluster-a.example", &root), ("partner.example", &partner)]
            .map(|(name, ca)| TrustBundle::new(domain(name), [ca.certificate().clone()]));
        let verifier = ChainVerifier::builder(BundleSet::new(bundles).unwrap()).build().unwrap();
        let own = kept(&ours());
        Self { directory, identity: Identity::new(own.chain, own.key).unwrap(), verifier }
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
