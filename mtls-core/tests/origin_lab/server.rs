//! A server of the lab: configured in a directory of its own, started on free ports of loopback, ended with the value.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use mtls_core::origin::ConfigKind;
use tempfile::TempDir;

use super::case::Case;
use super::material::Material;

/// For a server to come up on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a port may be lost to another between looking for it and taking it.
const ATTEMPTS: usize = 4;

/// Whose server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stack {
    Nginx,
    Haproxy,
    Apache,
    Envoy,
    Python,
    Node,
}

pub(crate) struct Server {
    pub(crate) directory: TempDir,
    pub(crate) file: PathBuf,
    pub(crate) tls: SocketAddr,
    pub(crate) plain: Option<SocketAddr>,
    pub(crate) ipv6: Option<SocketAddr>,
    child: Child,
}

impl Server {
    pub(crate) fn start(stack: Stack, case: &Case) -> Self {
        let mut last = String::new();
        for _ in 0..ATTEMPTS {
            match Self::attempt(stack, case) {
                Ok(server) => return server,
                Err(log) => last = log,
            }
        }
        panic!("{stack:?}, {}: it does not come up:\n{last}", case.name);
    }

    fn attempt(stack: Stack, case: &Case) -> Result<Self, String> {
        let directory = tempfile::tempdir().unwrap();
        fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).unwrap();
        Material::get().write(directory.path());
        let [tls, plain] = [free_port(), free_port()];
        let v4 = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let file = directory.path().join(stack.file_name());
        fs::write(&file, config(stack, case, directory.path(), tls, plain)).unwrap();
        let log = directory.path().join("log");
        let mut command = stack.command(&file);
        command.current_dir(directory.path()).stdin(Stdio::null());
        command.stdout(File::create(&log).unwrap()).stderr(File::options().append(true).open(&log).unwrap());
        let child = command.spawn().unwrap_or_else(|e| panic!("{command:?}: {e}"));
        let mut server = Self {
            directory,
            file,
            tls: v4(tls),
            plain: case.has_plain().then(|| v4(plain)),
            ipv6: case.has_ipv6().then(|| SocketAddr::from((Ipv6Addr::LOCALHOST, tls))),
            child,
        };
        if server.comes_up() { Ok(server) } else { Err(server.log()) }
    }

    /// Whether all ports are answered twice: whoever looked for a free port beside this may have listened there for a moment, and
    /// a program that was just started may hold that listener for another.
    fn comes_up(&mut self) -> bool {
        let begun = Instant::now();
        let ports: Vec<SocketAddr> = [Some(self.tls), self.plain, self.ipv6].into_iter().flatten().collect();
        let mut answered = false;
        while begun.elapsed() < PATIENCE {
            let answers =
                ports.iter().all(|at| TcpStream::connect_timeout(at, Duration::from_secs(1)).is_ok());
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if answers && answered {
                return true;
            }
            answered = answers;
            std::thread::sleep(Duration::from_millis(30));
        }
        false
    }

    /// The end of what it said.
    pub(crate) fn log(&self) -> String {
        let mut all = String::new();
        for name in ["log", "error.log"] {
            if let Ok(text) = fs::read(self.directory.path().join(name)) {
                all.push_str(&String::from_utf8_lossy(&text));
            }
        }
        let lines: Vec<&str> = all.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }
}

impl Drop for Server {
    /// All of them are one process: none is left behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Stack {
    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx.conf",
            Self::Haproxy => "haproxy.cfg",
            Self::Apache => "apache.conf",
            Self::Envoy => "envoy.yaml",
            Self::Python | Self::Node => "job.json",
        }
    }

    /// What the static check calls its configurations.
    pub(crate) fn config_kind(self) -> Option<ConfigKind> {
        match self {
            Self::Nginx => Some(ConfigKind::Nginx),
            Self::Haproxy => Some(ConfigKind::Haproxy),
            Self::Apache => Some(ConfigKind::Apache),
            Self::Envoy => Some(ConfigKind::Envoy),
            Self::Python | Self::Node => None,
        }
    }

    fn command(self, file: &Path) -> Command {
        let mut command = Command::new(component(match self {
            Self::Nginx => "nginx",
            Self::Haproxy => "haproxy",
            Self::Apache => "apache2",
            Self::Envoy => "envoy",
            Self::Python => "python",
            Self::Node => "node",
        }));
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/origin_lab");
        match self {
            Self::Nginx => {
                command.arg("-p").arg(file.parent().unwrap()).arg("-e").arg("stderr").arg("-c").arg(file)
            }
            Self::Haproxy => command.arg("-db").arg("-f").arg(file),
            // One process, in the foreground.
            Self::Apache => command.arg("-X").arg("-f").arg(file),
            Self::Envoy => command
                .args(["--concurrency", "1", "--disable-hot-restart", "--log-level", "warning", "-c"])
                .arg(file),
            Self::Python => command.arg(scripts.join("server.py")).arg(file),
            Self::Node => command.arg(scripts.join("server.mjs")).arg(file),
        };
        command
    }

    /// What stands around each of its configurations.
    fn frame(self) -> &'static str {
        match self {
            Self::Nginx => super::nginx::FRAME,
            Self::Haproxy => super::haproxy::FRAME,
            Self::Apache => super::apache::FRAME,
            Self::Envoy => super::envoy::FRAME,
            Self::Python | Self::Node => "@CASE@",
        }
    }
}

fn config(stack: Stack, case: &Case, directory: &Path, tls: u16, plain: u16) -> String {
    let mut text = stack.frame().replace("@CASE@", case.config);
    for (name, part) in super::envoy::PARTS {
        text = text.replace(name, part);
    }
    let modules = if stack == Stack::Apache { component("apache2-modules") } else { PathBuf::new() };
    for (name, value) in [
        ("@TLS@", tls.to_string()),
        ("@PLAIN@", plain.to_string()),
        ("@EDGE_HASH@", Material::get().edge.chain.leaf().fingerprint_sha256()),
        ("@DIR@", directory.display().to_string()),
        ("@MODULES@", modules.display().to_string()),
    ] {
        text = text.replace(name, &value);
    }
    text
}

/// Free when it was looked for, given to no other server of this run, and below those that the system gives to clients.
fn free_port() -> u16 {
    static GIVEN: AtomicU16 = AtomicU16::new(0);
    // Runs beside this one begin elsewhere.
    let begin = u16::try_from(std::process::id() % 100).unwrap() * 200;
    loop {
        let port = 10_240 + (begin + GIVEN.fetch_add(1, Ordering::Relaxed)) % 20_000;
        let free = |at: IpAddr| TcpListener::bind((at, port)).is_ok();
        if free(Ipv4Addr::LOCALHOST.into()) && free(Ipv6Addr::LOCALHOST.into()) {
            return port;
        }
    }
}

/// Where `scripts/servers` found a program, or a directory.
fn component(name: &str) -> PathBuf {
    static FOUND: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers");
        let text = fs::read_to_string(&list).unwrap_or_else(|_| {
            panic!("{} is missing; `make lab` writes it and runs this test", list.display())
        });
        text.lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, path)| (name.to_owned(), PathBuf::from(path)))
            .collect()
    });
    let path = found.get(name).unwrap_or_else(|| panic!("no {name} is known; run `make lab`"));
    assert!(path.exists(), "{} is gone; run `make lab`", path.display());
    path.clone()
}
