//! SPIRE's server and agent on loopback: started, asked by their own commands, ended.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use mtls_core::identity::{SpiffeId, TrustDomain};
use tempfile::TempDir;

/// For whatever SPIRE has to do next.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Where `make interop` put a program.
fn program(name: &str) -> PathBuf {
    let directory = std::env::var_os("INTEROP_PROGRAMS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/interop"), PathBuf::from);
    let path = directory.join(name);
    assert!(path.exists(), "{} is missing; `make interop` builds it and runs this test", path.display());
    path
}

/// Asks again and again, until there is an answer.
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < PATIENCE, "waited too long for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Free when it was looked for. SPIRE takes no port 0.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// One trust domain: a server, and an agent for the workloads of this machine once it is asked for. Ends with the value.
pub(crate) struct Spire {
    directory: TempDir,
    trust_domain: TrustDomain,
    server_port: u16,
    processes: Vec<Child>,
}

impl Spire {
    /// A server whose X.509-SVIDs live for so long.
    pub(crate) fn start(trust_domain: &str, svid_lifetime: Duration) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let trust_domain = TrustDomain::parse(trust_domain).unwrap();
        let mut spire = Self { directory, trust_domain, server_port: 0, processes: Vec::new() };
        fs::create_dir(spire.path("server")).unwrap();
        // The port may be taken by the time the server asks for it: then it ends.
        for _ in 0..5 {
            if spire.start_server(svid_lifetime) {
                return spire;
            }
        }
        panic!("SPIRE's server does not come up");
    }

    /// Whether it came up.
    fn start_server(&mut self, svid_lifetime: Duration) -> bool {
        self.server_port = free_port();
        let path = self.path("server");
        let config = format!(
            r#"server {{
    bind_address = "127.0.0.1"
    bind_port = "{server_port}"
    socket_path = "{path}.sock"
    trust_domain = "{domain}"
    data_dir = "{path}"
    log_level = "INFO"
    ca_ttl = "24h"
    agent_ttl = "1h"
    default_x509_svid_ttl = "{lifetime}s"
}}
plugins {{
    DataStore "sql" {{
        plugin_data {{
            database_type = "sqlite3"
            connection_string = "{path}/datastore.sqlite3"
        }}
    }}
    KeyManager "memory" {{
        plugin_data {{}}
    }}
    NodeAttestor "join_token" {{
        plugin_data {{}}
    }}
}}
"#,
            server_port = self.server_port,
            domain = self.trust_domain,
            lifetime = svid_lifetime.as_secs(),
        );
        let process = self.run("spire-server", "server", &config, &[]);
        self.processes.push(process);
        let came_up = wait_for("SPIRE's server", || match self.processes[0].try_wait().unwrap() {
            Some(_) => Some(false),
            None => self.ask(&["healthcheck"]).is_ok().then_some(true),
        });
        if !came_up {
            self.processes.clear();
        }
        came_up
    }

    fn path(&self, name: &str) -> String {
        self.directory.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, command: &str, name: &str, config: &str, more: &[&str]) -> Child {
        let file = self.path(&format!("{name}.conf"));
        fs::write(&file, config).unwrap();
        let log = File::create(self.path(&format!("{name}.log"))).unwrap();
        let process = Command::new(program(command))
            .args(["run", "-config", &file])
            .args(more)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn();
        process.unwrap()
    }

    /// Starts the agent, which proves who it is by a join token.
    pub(crate) fn start_agent(&mut self) {
        let node = self.id("node");
        let token = self.tell(&["token", "generate", "-spiffeID", node.as_str()]);
        let token = token.trim().strip_prefix("Token: ").unwrap().to_owned();
        let bundle = self.path("bootstrap.pem");
        fs::write(&bundle, self.tell(&["bundle", "show"])).unwrap();
        let path = self.path("agent");
        let config = format!(
            r#"agent {{
    data_dir = "{path}"
    log_level = "INFO"
    server_address = "127.0.0.1"
    server_port = "{port}"
    socket_path = "{path}.sock"
    trust_domain = "{domain}"
    trust_bundle_path = "{bundle}"
    experimental {{
        sync_interval = "1s"
    }}
}}
plugins {{
    KeyManager "memory" {{
        plugin_data {{}}
    }}
    NodeAttestor "join_token" {{
        plugin_data {{}}
    }}
    WorkloadAttestor "unix" {{
        plugin_data {{}}
    }}
}}
"#,
            port = self.server_port,
            domain = self.trust_domain,
        );
        fs::create_dir(&path).unwrap();
        let agent = self.run("spire-agent", "agent", &config, &["-joinToken", &token]);
        self.processes.push(agent);
        let socket = PathBuf::from(format!("{path}.sock"));
        wait_for("the agent's socket", || socket.exists().then_some(()));
    }

    /// The address of the Workload API.
    pub(crate) fn workload_api(&self) -> String {
        format!("unix://{}.sock", self.path("agent"))
    }

    pub(crate) fn id(&self, path: &str) -> SpiffeId {
        self.trust_domain.join(path).unwrap()
    }

    pub(crate) fn trust_domain(&self) -> &TrustDomain {
        &self.trust_domain
    }

    /// Lets processes of this user be this workload; its path is the hint, too.
    pub(crate) fn register(&self, path: &str, more: &[&str]) {
        let (node, id) = (self.id("node"), self.id(path));
        let selector = format!("unix:uid:{}", fs::metadata("/proc/self").unwrap().uid());
        let arguments = ["entry", "create", "-parentID", node.as_str(), "-spiffeID", id.as_str()];
        let hint = ["-selector", selector.as_str(), "-hint", path];
        self.tell(&[&arguments[..], &hint, more].concat());
    }

    /// What SPIRE's own command says to this.
    pub(crate) fn tell(&self, arguments: &[&str]) -> String {
        self.ask(arguments).unwrap_or_else(|said| panic!("spire-server {}: {said}", arguments.join(" ")))
    }

    fn ask(&self, arguments: &[&str]) -> Result<String, String> {
        // The options of a command follow its words.
        let words = arguments.iter().take_while(|word| !word.starts_with('-')).count();
        let (words, options) = arguments.split_at(words);
        let socket = format!("{}.sock", self.path("server"));
        let output = Command::new(program("spire-server"))
            .args(words)
            .args(["-socketPath", &socket])
            .args(options)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(text(&output.stdout) + &text(&output.stderr)),
        }
    }

    /// The same, for a command that answers in JSON.
    pub(crate) fn tell_json(&self, arguments: &[&str]) -> serde_json::Value {
        let said = self.tell(&[arguments, &["-output", "json"]].concat());
        serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e} in {said}"))
    }

    /// A file beside SPIRE's own.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// An X.509-SVID without an agent: the files with the chain and the key.
    pub(crate) fn mint(&self, path: &str) -> (String, String) {
        let directory = self.path(&format!("mint-{path}"));
        fs::create_dir(&directory).unwrap();
        let id = self.id(path);
        self.tell(&["x509", "mint", "-spiffeID", id.as_str(), "-write", &directory]);
        (format!("{directory}/svid.pem"), format!("{directory}/key.pem"))
    }
}

impl Drop for Spire {
    fn drop(&mut self) {
        // The agent before its server.
        for process in self.processes.iter_mut().rev() {
            let _ = process.kill();
            let _ = process.wait();
        }
        if std::thread::panicking() {
            for name in ["server.log", "agent.log"] {
                let log = fs::read_to_string(self.path(name)).unwrap_or_default();
                let lines: Vec<&str> = log.lines().collect();
                eprintln!("--- {} {name}, its end", self.trust_domain);
                lines.iter().rev().take(15).rev().for_each(|line| eprintln!("{line}"));
            }
        }
    }
}

/// A server or client on go-spiffe, as its users write it. Ends with the value.
pub(crate) struct GoPeer {
    process: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl GoPeer {
    pub(crate) fn start(spire: &Spire, arguments: &[&str]) -> Self {
        let mut process = Command::new(program("peer"))
            .args(arguments)
            .env("SPIFFE_ENDPOINT_SOCKET", spire.workload_api())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = process.stdin.take();
        let (stdout, mut stderr) = (process.stdout.take().unwrap(), process.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel();
        // Ends with the process, or when nobody listens any more.
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                if sender.send(line.unwrap()).is_err() {
                    return;
                }
            }
            let mut why = String::new();
            stderr.read_to_string(&mut why).unwrap();
            let _ = sender.send(why.trim_end().to_owned());
        });
        Self { process, stdin, lines }
    }

    /// What it prints next; at its end, why it ended.
    pub(crate) fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap_or_else(|e| panic!("the peer on go-spiffe: {e}"))
    }
}

impl Drop for GoPeer {
    fn drop(&mut self) {
        // A server ends by itself when it is told to, so that its last connection is not cut.
        if let Some(mut stdin) = self.stdin.take() {
            let _ = stdin.write_all(b"\n");
        }
        std::thread::sleep(Duration::from_millis(50));
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
