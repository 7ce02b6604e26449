//! Step 3: a server and two clients over sockets, driven through the session without I/O.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{IdentityPattern, SpiffeId};
use mtls_core::pki::issue::IssuedCertificate;
use mtls_core::tls::{self, Identity, Session};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::ChainVerifier;

use crate::Outcome;
use crate::material::Material;

pub(crate) fn run(material: &Material) -> Outcome<()> {
    let bundle = TrustBundle::new(material.trust_domain.clone(), [material.root.certificate().clone()]);
    let verifier = ChainVerifier::builder(BundleSet::new([bundle])?).build()?;
    let checkout = id(&material.server)?;
    let server = tls::server(identity(&material.server)?, verifier.clone())
        .authorize(IdentityPattern::exact(id(&material.cart)?));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    println!("  server {checkout} listens on {address}");
    let serving = std::thread::spawn(move || -> Vec<String> {
        listener.incoming().take(2).map(|socket| serve(&server, socket)).collect()
    });
    for caller in [&material.cart, &material.intruder] {
        let client = tls::client(identity(caller)?, verifier.clone()).expect_peer(checkout.clone());
        let answer = call(Session::client(&client, "checkout.shop.svc")?, TcpStream::connect(address)?);
        println!("  client {}: {}", id(caller)?, answer.unwrap_or_else(|e| format!("refused ({e})")));
    }
    let log = serving.join().map_err(|_| "the server thread panicked")?;
    log.iter().for_each(|line| println!("  server log: {line}"));
    let good = matches!(log.as_slice(), [served, refused] if served.starts_with("served") && refused.contains("tls-peer-not-authorized"));
    if good { Ok(()) } else { Err(format!("the handshakes did not end as they should: {log:?}").into()) }
}

fn id(issued: &IssuedCertificate) -> Outcome<SpiffeId> {
    Ok(issued.chain.leaf().spiffe_id().cloned().ok_or("a leaf without a SPIFFE ID")?)
}

fn identity(issued: &IssuedCertificate) -> Outcome<Identity> {
    Ok(Identity::new(issued.chain.clone(), issued.key.clone_key())?)
}

/// Serves one connection; the line for the log.
fn serve(server: &tls::ServerBuilder, socket: std::io::Result<TcpStream>) -> String {
    let talk = || -> Outcome<SpiffeId> {
        let mut session = Session::server(server)?;
        let mut socket = socket?;
        pump(&mut session, &mut socket, |session| !session.is_handshaking())?;
        let peer = session.peer()?.spiffe_id().clone();
        session.write(format!("hello {peer}").as_bytes())?;
        session.close();
        socket.write_all(&session.send_tls()?)?;
        Ok(peer)
    };
    match talk() {
        Ok(peer) => format!("served {peer}"),
        Err(e) => match e.downcast_ref::<tls::TlsError>() {
            Some(refused) => format!("refused [{}] {refused}", refused.code()),
            None => format!("failed: {e}"),
        },
    }
}

fn call(mut session: Session, mut socket: TcpStream) -> Outcome<String> {
    let mut answer = Vec::new();
    pump(&mut session, &mut socket, |session| {
        answer.append(&mut session.read());
        !answer.is_empty()
    })?;
    Ok(String::from_utf8(answer)?)
}

/// For all that is waited for, together: a peer that sends a byte now and then would never exceed the time of one read.
const PATIENCE: Duration = Duration::from_secs(10);

/// Moves bytes between socket and session until the condition holds; a failure still sends the alert.
fn pump(
    session: &mut Session,
    socket: &mut TcpStream,
    mut done: impl FnMut(&mut Session) -> bool,
) -> Outcome<()> {
    let begun = Instant::now();
    let mut buffer = vec![0; 16 << 10];
    loop {
        socket.write_all(&session.send_tls()?)?;
        if done(session) {
            return Ok(());
        }
        let left = PATIENCE.checked_sub(begun.elapsed()).filter(|left| !left.is_zero());
        socket.set_read_timeout(Some(left.ok_or("the peer took too long")?))?;
        let count = socket.read(&mut buffer)?;
        let outcome = session.receive_tls(buffer.get(..count).unwrap_or_default());
        if outcome.is_err() {
            socket.write_all(&session.send_tls()?)?;
        }
        outcome?;
        if count == 0 {
            return Err("the peer closed the connection".into());
        }
    }
}
