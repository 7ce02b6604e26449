//! The gateway: `gateway.py` runs a real Envoy with the manifests, until it is dropped.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use mtls_core::pki::secret_file;
use tempfile::TempDir;

use super::Outcome;

pub(crate) struct Gateway {
    child: Child,
    /// Where the gateway's ports are on this machine.
    ports: BTreeMap<u16, u16>,
    // Holds keys: gone with the gateway.
    _directory: TempDir,
}

impl Gateway {
    pub(crate) fn start(manifests: &str) -> Outcome<Self> {
        let directory = tempfile::tempdir()?;
        let file = directory.path().join("manifests.yaml");
        secret_file::write(&file, manifests.as_bytes())?;
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let log = directory.path().join("log");
        let mut child = Command::new(python(here))
            .arg(here.join("cloudflare-origin/proof/gateway.py"))
            .arg(&file)
            .arg(directory.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()?;
        let said = child.stdout.take().ok_or("the gateway has no output")?;
        // The child ends with the value from here on.
        let mut gateway = Self { child, ports: BTreeMap::new(), _directory: directory };
        for line in BufReader::new(said).lines() {
            let line = line?;
            if line == "ready" {
                return Ok(gateway);
            }
            if let Some((port, here)) = line.split_once(' ') {
                gateway.ports.insert(port.parse()?, here.parse()?);
            }
        }
        Err(format!(
            "the gateway does not come up; `make python` installs what it needs:\n{}",
            fs::read_to_string(&log)?
        )
        .into())
    }

    /// Where one of its ports is.
    pub(crate) fn at(&self, port: u16) -> Option<SocketAddr> {
        self.ports.get(&port).map(|here| SocketAddr::from(([127, 0, 0, 1], *here)))
    }
}

/// It ends with its input, and Envoy with it.
impl Drop for Gateway {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The one that has Envoy.
fn python(here: &Path) -> PathBuf {
    let ours = here.join("../.venv/bin/python");
    if ours.exists() { ours } else { PathBuf::from("python3") }
}
