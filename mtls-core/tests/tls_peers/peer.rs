//! The other side: a program of its own, started for one connection.

use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use mtls_core::identity::SpiffeId;
use mtls_core::pki::Certificate;
use serde_json::json;

use super::{PATIENCE, Role, THEIRS, Version, rustls_peer};

/// Whose TLS it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    OpenSsl,
    Python,
    Node,
    Rustls,
}

/// What it is to do.
pub(crate) struct Job<'a> {
    pub(crate) role: Role,
    pub(crate) version: Version,
    /// The port to connect to, for a client.
    pub(crate) port: u16,
    /// Files of the chain and the key that it presents.
    pub(crate) presents: Option<(PathBuf, PathBuf)>,
    /// File of the root that it trusts.
    pub(crate) trusts: &'a Path,
}

/// A running peer; ended when dropped.
pub(crate) struct Peer {
    kind: Kind,
    child: Child,
    said: Arc<Mutex<Vec<u8>>>,
}

/// What it said, to either stream.
#[derive(Debug)]
pub(crate) struct Said {
    kind: Kind,
    pub(crate) text: String,
    pub(crate) succeeded: bool,
}

impl Peer {
    pub(crate) fn start(kind: Kind, job: &Job<'_>) -> Self {
        need_components();
        let mut command = match kind {
            Kind::OpenSsl => openssl(job),
            Kind::Python => script(python(), "peer.py", job),
            Kind::Node => script(Command::new("node"), "peer.mjs", job),
            Kind::Rustls => rustls_peer::command(&words(job)),
        };
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = Arc::default();
        listen(child.stdout.take().unwrap(), &said);
        listen(child.stderr.take().unwrap(), &said);
        Self { kind, child, said }
    }

    /// The port that it listens on.
    pub(crate) fn port(&mut self) -> u16 {
        let begun = Instant::now();
        loop {
            let said = self.said_so_far();
            let port = said.lines().find_map(|line| line.strip_prefix("ACCEPT 127.0.0.1:"));
            // A line that is not whole has no end yet.
            if let Some(port) = port.filter(|port| said.contains(&format!("{port}\n"))) {
                return port.trim().parse().unwrap();
            }
            let over = self.child.try_wait().unwrap().is_some() || begun.elapsed() > PATIENCE;
            assert!(!over, "{:?} does not listen: {said}", self.kind);
            pause();
        }
    }

    /// The handshake is done here: openssl passes on what it is given, the scripts speak by themselves.
    pub(crate) fn speak(&mut self) {
        if let (Kind::OpenSsl, Some(stdin)) = (self.kind, &mut self.child.stdin) {
            // A peer that refused us is gone already.
            let _ = stdin.write_all(THEIRS.as_bytes());
        }
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Said {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "{:?} does not end: {}", self.kind, self.said_so_far());
            pause();
        };
        // The readers have all of it when they let go of the buffer.
        while Arc::strong_count(&self.said) > 1 && begun.elapsed() < PATIENCE {
            pause();
        }
        Said { kind: self.kind, text: self.said_so_far(), succeeded: status.success() }
    }

    fn said_so_far(&self) -> String {
        String::from_utf8_lossy(&self.said.lock().unwrap()).into_owned()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Said {
    /// The SPIFFE ID of our certificate, as the peer read it; out of the certificate that openssl prints.
    pub(crate) fn peer(&self) -> Option<SpiffeId> {
        if let Kind::OpenSsl = self.kind {
            let begin = self.text.find("-----BEGIN CERTIFICATE-----")?;
            let (certificate, _) = self.text[begin..].split_once("-----END CERTIFICATE-----")?;
            let pem = format!("{certificate}-----END CERTIFICATE-----\n");
            return Certificate::from_pem(pem.as_bytes()).unwrap().spiffe_id().cloned();
        }
        let id = self.text.lines().find_map(|line| line.strip_prefix("peer: "))?;
        Some(SpiffeId::parse(id).unwrap())
    }
}

pub(crate) fn openssl(job: &Job<'_>) -> Command {
    let mut command = Command::new("openssl");
    match job.role {
        Role::Client => {
            command.args(["s_client", "-ign_eof", "-connect"]).arg(format!("127.0.0.1:{}", job.port));
        }
        Role::Server => {
            command.args(["s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-Verify", "4"]);
        }
    }
    command.arg("-verify_return_error").arg("-CAfile").arg(job.trusts);
    command.arg(match job.version {
        Version::Tls12 => "-tls1_2",
        Version::Tls13 => "-tls1_3",
    });
    match &job.presents {
        Some((chain, key)) => {
            command.arg("-cert").arg(chain).arg("-cert_chain").arg(chain).arg("-key").arg(key);
        }
        None if job.role == Role::Server => {
            command.arg("-nocert");
        }
        None => {}
    }
    command
}

pub(crate) fn python() -> Command {
    Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()))
}

fn script(mut command: Command, name: &str, job: &Job<'_>) -> Command {
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls_peers").join(name));
    command.arg(words(job).to_string());
    command
}

fn words(job: &Job<'_>) -> serde_json::Value {
    let mut words = json!({
        "role": match job.role { Role::Client => "client", Role::Server => "server" },
        "version": match job.version { Version::Tls12 => "1.2", Version::Tls13 => "1.3" },
        "port": job.port,
        "trusts": job.trusts,
        "says": THEIRS,
    });
    if let Some((chain, key)) = &job.presents {
        words["chain"] = json!(chain);
        words["key"] = json!(key);
    }
    words
}

/// Collects a stream in a thread of its own, until it ends.
fn listen(mut stream: impl Read + Send + 'static, said: &Arc<Mutex<Vec<u8>>>) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            said.lock().unwrap().extend_from_slice(&buffer[..count]);
        }
    });
}

fn pause() {
    std::thread::sleep(Duration::from_millis(5));
}

/// Fails with the command that installs what is missing.
pub(crate) fn need_components() {
    static MISSING: OnceLock<String> = OnceLock::new();
    let missing = MISSING.get_or_init(|| {
        let need = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/need");
        let run = Command::new(need).args(["openssl", "python", "node"]).output().unwrap();
        if run.status.success() { String::new() } else { String::from_utf8_lossy(&run.stderr).into_owned() }
    });
    assert!(missing.is_empty(), "{missing}");
}
