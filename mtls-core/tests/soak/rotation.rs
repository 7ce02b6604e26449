//! What is rotated, and in which order.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mtls_core::pki::Certificate;
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::tls::{IdentitySource, LiveIdentity};
use mtls_core::verify::LiveVerifier;

use super::{CLIENTS, STRANGERS, Shared, domain, expired, identity, intermediate, issue, root};

const ROTATIONS: u64 = 500;
/// However slow the machine is.
pub(crate) const FEWEST: u64 = 50;
const LIMIT: Duration = Duration::from_secs(60);

/// A Secret as the kubelet mounts it.
pub(crate) struct Volume(pub(crate) PathBuf);

impl Volume {
    pub(crate) fn new(directory: PathBuf) -> Self {
        fs::create_dir(&directory).unwrap();
        for name in ["tls.crt", "tls.key"] {
            std::os::unix::fs::symlink(Path::new("..data").join(name), directory.join(name)).unwrap();
        }
        Self(directory)
    }

    pub(crate) fn publish(&self, version: u64, issued: &IssuedCertificate) {
        let directory = self.0.join(format!("..{version}"));
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join("tls.crt"), issued.chain.to_pem()).unwrap();
        fs::write(directory.join("tls.key"), issued.key.secret_pkcs8_pem().as_bytes()).unwrap();
        let old = fs::canonicalize(self.0.join("..data")).ok();
        std::os::unix::fs::symlink(format!("..{version}"), self.0.join("..next")).unwrap();
        fs::rename(self.0.join("..next"), self.0.join("..data")).unwrap();
        if let Some(old) = old {
            fs::remove_dir_all(old).unwrap();
        }
    }
}

/// Who rotates, and what there is to rotate.
pub(crate) struct Rotation<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) root: CertificateAuthority,
    pub(crate) intermediate: CertificateAuthority,
    pub(crate) server: Volume,
    pub(crate) server_source: IdentitySource,
    pub(crate) bundle: PathBuf,
    pub(crate) verifier: LiveVerifier,
    pub(crate) clients: Vec<LiveIdentity>,
    pub(crate) late: LiveIdentity,
    pub(crate) unauthorised: LiveIdentity,
    pub(crate) retired: LiveIdentity,
    pub(crate) version: u64,
    pub(crate) turn: usize,
}

impl Rotation<'_> {
    /// How many leaves, intermediates and roots it rotated.
    pub(crate) fn run(&mut self) -> [u64; 3] {
        let begun = Instant::now();
        let mut done = [0; 3];
        for n in 1..=ROTATIONS {
            if (n > FEWEST && begun.elapsed() > LIMIT) || self.shared.stopped() {
                break;
            }
            match n % 10 {
                0 => {
                    self.rotate_root();
                    done[2] += 1;
                }
                3 | 6 | 9 => {
                    self.intermediate = intermediate(&self.root);
                    self.rotate_leaves(8);
                    done[1] += 1;
                }
                _ => {
                    self.rotate_leaves(8);
                    done[0] += 1;
                }
            }
        }
        done
    }

    /// A new leaf for the server, which it gives, and for the next so many clients.
    fn rotate_leaves(&mut self, clients: usize) -> Certificate {
        self.version += 1;
        let server = issue(&self.intermediate, "ns/shop/sa/server");
        self.server.publish(self.version, &server);
        for _ in 0..clients {
            let number = self.turn % CLIENTS;
            self.clients[number]
                .replace(identity(issue(&self.intermediate, &format!("ns/shop/sa/cart-{number}"))));
            self.turn += 1;
        }
        server.chain.leaf().clone()
    }

    /// Publish beside the old one, wait, switch, wait, retire.
    fn rotate_root(&mut self) {
        let [_, late, unauthorised, retired] = STRANGERS;
        let old = identity(issue(&self.intermediate, retired.0));
        let next = root();
        let (old_pem, next_pem) = (self.root.certificate().to_pem(), next.certificate().to_pem());
        self.tear(&old_pem);
        self.publish(&format!("{old_pem}{next_pem}"), &[self.root.certificate(), next.certificate()]);
        (self.intermediate, self.root) = (intermediate(&next), next);
        let leaf = self.rotate_leaves(CLIENTS);
        self.late.replace(identity(expired(&self.intermediate, late.0)));
        self.unauthorised.replace(identity(issue(&self.intermediate, unauthorised.0)));
        let live = self.server_source.identity();
        self.shared.wait("the server's new identity", || *live.current().chain().leaf() == leaf);
        self.shared.wait_for_every_client();
        self.shared.wait_for_strangers(&[late, unauthorised]);
        self.publish(&next_pem, &[self.root.certificate()]);
        if !self.shared.stopped() {
            self.retired.replace(old);
            self.shared.wait_for_strangers(&STRANGERS);
        }
    }

    /// Half a certificate until that is seen, then no file at all.
    fn tear(&self, pem: &str) {
        let torn = self.shared.torn.load(Ordering::SeqCst);
        fs::write(&self.bundle, &pem[..pem.len() / 2]).unwrap();
        self.shared.wait("a look at the torn file", || self.shared.torn.load(Ordering::SeqCst) > torn);
        fs::remove_file(&self.bundle).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }

    /// Until the verifier has it, which is told after the source has it.
    fn publish(&self, pem: &str, authorities: &[&Certificate]) {
        fs::write(&self.bundle, pem).unwrap();
        self.shared.wait("the new bundle", || {
            let current = self.verifier.current();
            let bundle = current.bundles().get(domain().as_ref()).unwrap();
            bundle.authorities().iter().eq(authorities.iter().copied())
        });
    }
}
