//! Issues what the servers and clients of this example present and trust, in a folder each, as a mounted Secret has them:
//! `tls.crt`, `tls.key` and `ca.crt`.

use std::fs;
use std::path::Path;

use mtls_core::identity::SpiffeId;
use mtls_core::pki::Certificate;
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};

use crate::Outcome;

pub(crate) const TRUST_DOMAIN: &str = "shop.example";
/// The name that clients from outside the mesh know the front by.
pub(crate) const FRONT: &str = "www.shop.example";
/// The name of the one edge client that is let in there.
pub(crate) const EDGE: &str = "pull.cdn.example";

/// Whom a folder is for, by its name, and the last part of the ID.
pub(crate) fn workload(namespace: &str, name: &str) -> Outcome<SpiffeId> {
    Ok(SpiffeId::parse(&format!("spiffe://{TRUST_DOMAIN}/ns/{namespace}/sa/{name}"))?)
}

/// The workloads of the mesh, under a new root.
pub(crate) fn issue_mesh(folder: &Path) -> Outcome<()> {
    let shop = CertificateAuthority::root("Shop").trust_domain(TRUST_DOMAIN.parse()?).build()?;
    let cluster = shop.intermediate("Cluster").path_len(0).build()?;
    for (namespace, name) in [("web", "till"), ("web", "cart"), ("web", "search"), ("lab", "intruder")] {
        let svid = cluster.svid(&workload(namespace, name)?).issue()?;
        write(&folder.join(name), &svid, shop.certificate())?;
    }
    // Somebody else's root has signed the ID of the cart.
    let forger = CertificateAuthority::root("Shop").build()?;
    write(&folder.join("forged"), &forger.svid(&workload("web", "cart")?).issue()?, shop.certificate())
}

/// The server that faces the outside, and the clients at the edge: known by name, under authorities of their own.
pub(crate) fn issue_edge(folder: &Path) -> Outcome<()> {
    let public = CertificateAuthority::root("Public").build()?;
    let cdn = CertificateAuthority::root("CDN").build()?;
    write(&folder.join("front"), &public.server([FRONT]).issue()?, cdn.certificate())?;
    for (name, dns) in [("edge", EDGE), ("other-edge", "pull.other.example")] {
        let issued = cdn.client(name).dns_names([dns]).issue()?;
        write(&folder.join(name), &issued, public.certificate())?;
    }
    Ok(())
}

fn write(folder: &Path, issued: &IssuedCertificate, trusted: &Certificate) -> Outcome<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("ca.crt"), trusted.to_pem())?;
    fs::write(folder.join("tls.crt"), issued.chain.to_pem())?;
    issued.key.write_pem(folder.join("tls.key"))?;
    Ok(())
}
