//! No session is resumed, on whichever server it is offered: a resumed one would carry no certificate, and whom one policy
//! let in would come in under another. Beside it stands what the same peers do with servers that remember: they resume.
#![cfg(feature = "aws-lc-rs")]

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use mtls_core::finding::Refusal as _;
use mtls_core::identity::IdentityPattern;
use mtls_core::tls::ServerBuilder;
use rustls::server::ServerSessionMemoryCache;
use rustls::{HandshakeKind, ServerConfig, ServerConnection, Stream};
use serde_json::json;
use tempfile::TempDir;

use super::material::{Material, Presents, ours};
use super::ours::{accept, leave, listener};
use super::peer::{Job, need_components, openssl, python};
use super::{OURS, Role, THEIRS, VERSIONS, Version};

/// What a server does to be able to resume.
#[derive(Clone, Copy, Debug)]
enum Remembers {
    /// What our configurations do.
    Nothing,
    /// It keeps sessions: TLS 1.2 by their IDs, TLS 1.3 by tickets that name them.
    Sessions,
    /// It gives out tickets that hold them.
    Tickets,
}

/// What became of a connection, as the server has it.
#[derive(Debug, PartialEq)]
enum End {
    Met(HandshakeKind),
    Refused(&'static str),
}

const FULL: End = End::Met(HandshakeKind::Full);
const RESUMED: End = End::Met(HandshakeKind::Resumed);
const NOT_LET_IN: End = End::Refused("tls-peer-not-authorized");

struct Server {
    listener: TcpListener,
    port: u16,
    config: Arc<ServerConfig>,
    refused: Arc<Mutex<Option<&'static str>>>,
}

impl Server {
    fn new(builder: ServerBuilder, remembers: Remembers) -> Self {
        let refused = Arc::<Mutex<_>>::default();
        let slot = Arc::clone(&refused);
        let builder = builder.on_refusal(move |refusal| *slot.lock().unwrap() = Some(refusal.error.code()));
        let mut config = builder.build().unwrap();
        match remembers {
            Remembers::Nothing => {}
            Remembers::Sessions => {
                config.session_storage = ServerSessionMemoryCache::new(32);
                config.send_tls13_tickets = 2;
            }
            Remembers::Tickets => {
                config.ticketer = rustls::crypto::aws_lc_rs::Ticketer::new().unwrap();
                config.send_tls13_tickets = 2;
            }
        }
        let (listener, port) = listener();
        Self { listener, port, config: Arc::new(config), refused }
    }

    /// One connection, to its end.
    fn serve(&self) -> End {
        let mut socket = accept(&self.listener);
        let mut connection = ServerConnection::new(Arc::clone(&self.config)).unwrap();
        let met = connection.complete_io(&mut socket);
        if met.is_ok() {
            let mut stream = Stream::new(&mut connection, &mut socket);
            // A client that drops the connection to make a new one may be gone.
            let _ = stream.write_all(OURS.as_bytes());
        }
        connection.send_close_notify();
        let mut last = Vec::new();
        while connection.wants_write() {
            connection.write_tls(&mut last).unwrap();
        }
        leave(socket, &last);
        match met {
            Ok(_) => End::Met(connection.handshake_kind().unwrap()),
            Err(e) => End::Refused(self.refused.lock().unwrap().unwrap_or_else(|| panic!("{e}"))),
        }
    }
}

/// A client that connects to one server and, with what it has from there, to another: how often it says that it resumed.
trait Resumes {
    fn name(&self) -> &'static str;
    fn connect(&self, material: &Material, version: Version, servers: [&Server; 2]) -> ([End; 2], usize);
}

struct OpenSsl;
struct Python;

impl Resumes for OpenSsl {
    fn name(&self) -> &'static str {
        "openssl"
    }

    fn connect(&self, material: &Material, version: Version, servers: [&Server; 2]) -> ([End; 2], usize) {
        let folder = TempDir::new().unwrap();
        let session = folder.path().join("session.pem");
        let [one, two] = servers;
        let run = |server: &Server, option: Option<&str>| {
            let mut command = client(material, version, server.port);
            if let Some(option) = option {
                command.arg(option).arg(&session);
            }
            met(command, || server.serve())
        };
        let (first, said) = run(one, Some("-sess_out"));
        assert!(said.contains("New, TLSv1."), "{said}");
        // Without a ticket there is no session to keep in TLS 1.3.
        let (second, said) = run(two, session.exists().then_some("-sess_in"));
        ([first, second], said.matches("Reused, TLSv1.").count())
    }
}

impl Resumes for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn connect(&self, material: &Material, version: Version, servers: [&Server; 2]) -> ([End; 2], usize) {
        let (chain, key) = material.files(Presents::Good).unwrap();
        let words = json!({
            "ports": servers.map(|server| server.port),
            "version": match version { Version::Tls12 => "1.2", Version::Tls13 => "1.3" },
            "trusts": material.root(), "chain": chain, "key": key, "says": THEIRS,
        });
        let mut command = python();
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls_peers/resume.py"));
        command.arg(words.to_string());
        let (ends, said) = met(command, || servers.map(Server::serve));
        assert_eq!(said.matches("reused: ").count(), 2, "{said}");
        (ends, said.matches("reused: True").count())
    }
}

fn client(material: &Material, version: Version, port: u16) -> Command {
    let presents = material.files(Presents::Good);
    openssl(&Job { role: Role::Client, version, port, presents, trusts: &material.root() })
}

/// Runs a client while we serve, and what it said.
fn met<T>(mut command: Command, serve: impl FnOnce() -> T) -> (T, String) {
    need_components();
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    drop(child.stdin.take());
    let ended = serve();
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    (ended, said.concat())
}

const CLIENTS: [&dyn Resumes; 2] = [&OpenSsl, &Python];

#[test]
fn a_session_is_resumed_on_no_server_of_ours() {
    let material = Material::new();
    let any = || material.server().allow_any_verified_peer();
    // The last does not let the peer in.
    let policies = [
        ("any verified peer", any(), FULL),
        ("this peer alone", material.server(), FULL),
        ("a certificate is optional", any().peer_optional(), FULL),
        ("another peer", material.server().authorize(IdentityPattern::exact(ours())), NOT_LET_IN),
    ];
    for client in CLIENTS {
        for version in VERSIONS {
            let first = Server::new(any(), Remembers::Nothing);
            for (name, policy, end) in &policies {
                let at = format!("{} {version:?}, to {name}", client.name());
                let second = Server::new(policy.clone(), Remembers::Nothing);
                let (ends, reused) = client.connect(&material, version, [&first, &second]);
                assert_eq!((&ends[0], &ends[1], reused), (&FULL, end, 0), "{at}");
            }
            let (ends, reused) = client.connect(&material, version, [&first, &first]);
            assert_eq!((ends, reused), ([FULL, FULL], 0), "{} {version:?}, to the same", client.name());
        }
    }
}

/// What a server gave that remembers is worth nothing to one of ours.
#[test]
fn a_session_of_a_server_that_remembers_is_not_resumed_on_ours() {
    let material = Material::new();
    for client in CLIENTS {
        for version in VERSIONS {
            for remembers in [Remembers::Sessions, Remembers::Tickets] {
                let at = format!("{} {version:?} {remembers:?}", client.name());
                let theirs = Server::new(material.server(), remembers);
                let (ends, reused) = client.connect(&material, version, [&theirs, &theirs]);
                assert_eq!((ends, reused), ([FULL, RESUMED], 1), "{at}: it cannot resume at all");
                let ours = Server::new(material.server(), Remembers::Nothing);
                let (ends, reused) = client.connect(&material, version, [&theirs, &ours]);
                assert_eq!((ends, reused), ([FULL, FULL], 0), "{at}");
            }
        }
    }
}

#[test]
fn a_client_that_reconnects_shakes_hands_in_full_each_time() {
    let material = Material::new();
    let server = Server::new(material.server(), Remembers::Nothing);
    let mut command = client(&material, Version::Tls12, server.port);
    command.arg("-reconnect");
    let (ends, said) = met(command, || [(); 6].map(|()| server.serve()));
    assert_eq!(ends, [FULL; 6], "{said}");
    assert!(!said.contains("Reused"), "{said}");
    assert_eq!(said.matches("New, TLSv1.2").count(), 6, "{said}");
}
