//! Everything that the demonstration needs: a mesh, workloads, servers outside, and an authority to inspect with.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};

use super::Outcome;

/// The names outside the mesh that the demonstration's servers have certificates for.
pub(crate) const WEB: &str = "web.example";
pub(crate) const OTHER: &str = "other.example";
/// A server whose certificate nobody vouches for.
pub(crate) const BAD: &str = "bad.example";

/// A workload: files that curl takes.
#[derive(Clone, Debug)]
pub(crate) struct Workload {
    pub(crate) chain: PathBuf,
    pub(crate) key: PathBuf,
}

/// What was made.
pub(crate) struct Material {
    pub(crate) directory: PathBuf,
    pub(crate) mesh_root: PathBuf,
    pub(crate) trusted: Workload,
    pub(crate) untrusted: Workload,
    /// Of the mesh, and in no rule.
    pub(crate) unlisted: Workload,
    /// Of another mesh.
    pub(crate) stranger: Workload,
    pub(crate) web_root: PathBuf,
    pub(crate) inspection_root: PathBuf,
    pub(crate) web: IssuedCertificate,
    pub(crate) bad: IssuedCertificate,
}

impl Material {
    pub(crate) fn make(directory: &Path) -> Outcome<Self> {
        let mesh = TrustDomain::parse("cluster.local")?;
        let root = CertificateAuthority::root("Mesh Root").trust_domain(mesh.clone()).build()?;
        let workload = |authority: &CertificateAuthority, name: &str, path: &str| -> Outcome<Workload> {
            let id = authority.trust_domain().ok_or("the authority has no trust domain")?.join(path)?;
            save(directory, name, &authority.svid(&id).issue()?)
        };
        // curl goes by the proxy's address, Envoy and ours by its SPIFFE ID.
        let egress = SpiffeId::parse("spiffe://cluster.local/ns/egress/sa/proxy")?;
        let egress = root.svid(&egress).ip_addresses([IpAddr::V4(Ipv4Addr::LOCALHOST)]).issue()?;
        save(directory, "egress", &egress)?;
        let elsewhere = CertificateAuthority::root("Other Root")
            .trust_domain(TrustDomain::parse("other.local")?)
            .build()?;
        let web = CertificateAuthority::root("Web Root").build()?;
        let nobody = CertificateAuthority::root("Nobody's Root").build()?;
        let inspection = CertificateAuthority::root("Inspection").build()?;
        inspection.save(directory.join("inspection-ca"))?;
        let write = |name: &str, authority: &CertificateAuthority| -> Outcome<PathBuf> {
            let path = directory.join(name);
            fs::write(&path, authority.certificate().to_pem())?;
            Ok(path)
        };
        Ok(Self {
            directory: directory.to_owned(),
            mesh_root: write("mesh-root.pem", &root)?,
            trusted: workload(&root, "trusted", "ns/trusted/sa/sleep")?,
            untrusted: workload(&root, "untrusted", "ns/untrusted/sa/sleep")?,
            unlisted: workload(&root, "unlisted", "ns/batch/sa/sleep")?,
            stranger: workload(&elsewhere, "stranger", "ns/trusted/sa/sleep")?,
            web_root: write("web-root.pem", &web)?,
            inspection_root: write("inspection-root.pem", &inspection)?,
            web: web.server([WEB, OTHER]).issue()?,
            bad: nobody.server([BAD]).issue()?,
        })
    }

    /// Settings for these servers.
    pub(crate) fn settings(&self, http: SocketAddr, https: SocketAddr, bad: SocketAddr) -> Outcome<PathBuf> {
        let text = format!(
            r#"# Port 0: any that is free.
listen: 127.0.0.1:0
identity: {{ chain: egress.pem, key: egress.key }}
bundles: {{ cluster.local: mesh-root.pem }}
# There is no DNS here.
connect_to:
  {WEB}:80: {http}
  {WEB}:443: {https}
  {OTHER}:443: {https}
  {BAD}:443: {bad}
rules:
  - name: trusted-services
    clients: {{ path_prefix: {{ trust_domain: cluster.local, path: /ns/trusted }} }}
    hosts: [{WEB}, "*.partner.example"]
    ports: [80, 443]
    action: allow
  - name: untrusted-services
    clients: {{ path_prefix: {{ trust_domain: cluster.local, path: /ns/untrusted }} }}
    hosts: [{WEB}, {BAD}]
    ports: [80, 443]
    action: inspect
inspection:
  authority: inspection-ca
  upstream_roots: web-root.pem
  refuse_methods: [DELETE]
  refuse_paths: [/admin]
  refuse_headers: [x-internal-token]
"#
        );
        let path = self.directory.join("settings.yaml");
        fs::write(&path, text)?;
        Ok(path)
    }
}

fn save(directory: &Path, name: &str, issued: &IssuedCertificate) -> Outcome<Workload> {
    let (chain, key) = (directory.join(format!("{name}.pem")), directory.join(format!("{name}.key")));
    fs::write(&chain, issued.chain.to_pem())?;
    issued.key.write_pem(&key)?;
    Ok(Workload { chain, key })
}
