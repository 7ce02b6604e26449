//! Step 1: issue a root, two intermediates and the workloads' certificates, the bad ones included.

use std::path::Path;
use std::time::Duration;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use rustls_pki_types::UnixTime;

use crate::Outcome;
use crate::judge::Case;

const DAY: u64 = 24 * 60 * 60;

/// What the story is told with.
pub(crate) struct Material {
    pub(crate) trust_domain: TrustDomain,
    pub(crate) root: CertificateAuthority,
    pub(crate) cart: IssuedCertificate,
    pub(crate) intruder: IssuedCertificate,
    pub(crate) server: IssuedCertificate,
    expired: IssuedCertificate,
    foreign: IssuedCertificate,
    rotated: IssuedCertificate,
}

pub(crate) fn issue(out: &Path, at: UnixTime) -> Outcome<Material> {
    let days = |n: u64| Duration::from_secs(n.saturating_mul(DAY));
    let earlier = UnixTime::since_unix_epoch(Duration::from_secs(at.as_secs().saturating_sub(30 * DAY)));
    let td = TrustDomain::parse("mesh.example")?;
    let root = CertificateAuthority::root("Example Root")
        .trust_domain(td.clone())
        .at(earlier)
        .valid_for(days(3650))
        .build()?;
    let cluster = |name: &str| root.intermediate(name).at(earlier).valid_for(days(365)).path_len(0).build();
    let (a, b) = (cluster("cluster-a")?, cluster("cluster-b")?);
    let workload = |name: &str| td.join(&format!("ns/shop/sa/{name}"));
    let hour = Duration::from_secs(3600);
    let svid = |ca: &CertificateAuthority, name: &str| -> Outcome<IssuedCertificate> {
        Ok(ca.svid(&workload(name)?).at(at).valid_for(hour).issue()?)
    };

    // The same name and another key: what a root rotation done in one step looks like.
    let new_root = CertificateAuthority::root("Example Root").trust_domain(td.clone()).at(earlier).build()?;
    // An ID of a trust domain that nobody here has a bundle for.
    let other = TrustDomain::parse("partner.example")?;
    let partner =
        CertificateAuthority::root("Partner Root").trust_domain(other.clone()).at(earlier).build()?;
    let guest: SpiffeId = other.join("ns/guest/sa/caller")?;
    let material = Material {
        cart: svid(&a, "cart")?,
        intruder: svid(&b, "intruder")?,
        server: svid(&b, "checkout")?,
        expired: a.svid(&workload("cart")?).at(earlier).valid_for(hour).issue()?,
        foreign: partner.svid(&guest).at(at).valid_for(hour).issue()?,
        rotated: svid(&new_root, "cart")?,
        trust_domain: td,
        root,
    };
    let pki = out.join("pki");
    if pki.exists() {
        // The demo's own folder from the run before: a CA is never overwritten in silence.
        std::fs::remove_dir_all(&pki)?;
    }
    for (ca, name) in [(&material.root, "root"), (&a, "cluster-a"), (&b, "cluster-b")] {
        ca.save(pki.join(name))?;
        println!("  {} -> {}", ca.certificate().subject(), pki.join(name).display());
    }
    for (name, svid) in
        [("cart", &material.cart), ("intruder", &material.intruder), ("checkout", &material.server)]
    {
        std::fs::write(pki.join(format!("{name}.pem")), svid.chain.to_pem())?;
        svid.key.write_pem(pki.join(format!("{name}-key.pem"))).map_err(|e| format!("{e} ({})", e.code()))?;
        if let Some(id) = svid.chain.leaf().spiffe_id() {
            println!("  {id} -> {}", pki.join(format!("{name}.pem")).display());
        }
    }
    Ok(material)
}

impl Material {
    /// Step 2's chains, and what must be said of them.
    pub(crate) fn cases(&self, at: UnixTime) -> Vec<Case> {
        let case = |name: &str, issued: &IssuedCertificate, expected: &str| Case {
            name: name.to_owned(),
            chain: issued.chain.to_pem(),
            bundles: [(self.trust_domain.to_string(), self.root.certificate().to_pem())].into(),
            edge: None,
            keys: Vec::new(),
            at: at.as_secs(),
            expected: Some(expected.to_owned()),
        };
        vec![
            case("good", &self.cart, "accepted"),
            case("expired", &self.expired, "leaf-expired"),
            case("wrong trust domain", &self.foreign, "trust-domain-unknown"),
            case("root rotated under the same name", &self.rotated, "authority-rotated"),
        ]
    }
}
