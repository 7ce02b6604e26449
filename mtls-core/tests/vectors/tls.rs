//! Operations of the subject `tls`.

use std::sync::Arc;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{IdentityPattern, SpiffeId};
use mtls_core::pki::{CertificateChain, Crl, PrivateKey};
use mtls_core::tls::{
    ClientBuilder, Identity, PeerVerifier, ServerBuilder, Session, TlsError, client, server,
};
use mtls_core::trust::{DistrustList, TrustAnchors};
use mtls_core::verify::{ChainVerifier, EdgeVerifier};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use rustls_pki_types::ServerName;
use serde_json::{Value, json};

use super::verify::{bundle_set, chain, texts};
use super::{Answer, Args, Refused, briefs};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "tls_identity.new" => identity(&args.0["chain"], &args.0["key"]).map_err(Refused::from).map(|identity| {
            json!({"spiffe_id": identity.spiffe_id(), "length": identity.chain().certificates().len()})
        }),
        "tls_server.new" => server_of(&args.0["side"]).build().map(|_| json!(true)).map_err(Refused::from),
        "tls_client.new" => client_of(&args.0["side"]).build().map(|_| json!(true)).map_err(Refused::from),
        "tls_client.session" => Session::client(&client_of(&args.0["client"]), args.text("server_name"))
            .map(|session| json!({"handshaking": session.is_handshaking()}))
            .map_err(Refused::from),
        "tls.handshake" => Ok(handshake(args)),
        "session.receive_tls" => receive(args),
        "session.write" => write(args),
        "session.peer" => met(args).peer().map(|peer| json!(peer.spiffe_id())).map_err(Refused::from),
        "session.certificate" => met(args).certificate().map(|one| json!(one.name())).map_err(Refused::from),
        "tls.anonymous" => Ok(anonymous(args)),
        "tls_server.judge" => server_of(&args.0["side"])
            .judge(&chain(args), args.at())
            .map(|peer| json!(peer.spiffe_id()))
            .map_err(Refused::from),
        "tls_server.judge_certificate" => server_of(&args.0["side"])
            .judge_certificate(&chain(args), args.at())
            .map(|one| json!(one.name()))
            .map_err(Refused::from),
        "tls_client.judge_certificate" => client_of(&args.0["side"])
            .judge_certificate(&chain(args), args.text("server_name"), args.at())
            .map(|one| json!(one.name()))
            .map_err(Refused::from),
        _ => return None,
    })
}

fn identity(chain: &Value, key: &Value) -> Result<Identity, TlsError> {
    let chain = CertificateChain::from_pem(texts(chain).concat().as_bytes()).unwrap();
    Identity::new(chain, PrivateKey::from_pem(key.as_str().unwrap().as_bytes()).unwrap())
}

/// By ID, or with `anchors` by name.
fn verifier_of(side: &Value) -> PeerVerifier {
    if side["anchors"].is_array() {
        let anchors = TrustAnchors::from_pem(texts(&side["anchors"]).concat().as_bytes()).unwrap();
        let profile = side["profile"].as_str().unwrap().parse().unwrap();
        return EdgeVerifier::builder(profile, anchors).build().unwrap().into();
    }
    let mut verifier = ChainVerifier::builder(bundle_set(&side["bundles"]));
    if let Some(profile) = side["profile"].as_str() {
        verifier = verifier.profile(profile.parse().unwrap());
    }
    if side["crls"].is_array() {
        let lists = texts(&side["crls"]).into_iter();
        verifier = verifier.crls(lists.map(|list| Crl::from_pem(list.as_bytes()).unwrap()));
    }
    if side["distrust"].is_object() {
        let list = side["distrust"].to_string();
        verifier = verifier.distrust(DistrustList::from_json(list.as_bytes()).unwrap());
    }
    verifier.build().unwrap().into()
}

/// Sets a builder of either kind up as the side says.
macro_rules! set_up {
    ($start:path, $side:expr) => {{
        let side = $side;
        let mut builder = $start(identity(&side["chain"], &side["key"]).unwrap(), verifier_of(side));
        if let Some(name) = side["expect_name"].as_str() {
            builder = builder.expect_name(name.parse().unwrap());
        }
        if let Some(id) = side["expect_peer"].as_str() {
            builder = builder.expect_peer(SpiffeId::parse(id).unwrap());
        }
        if side["authorize"].is_object() {
            builder = builder.authorize(IdentityPattern::from_json(&side["authorize"].to_string()).unwrap());
        }
        if side["allow_any_verified_peer"] == true {
            builder = builder.allow_any_verified_peer();
        }
        if side["alpn"].is_array() {
            builder = builder.alpn(texts(&side["alpn"]));
        }
        if side["tls13_only"] == true {
            builder = builder.tls13_only();
        }
        builder
    }};
}

fn server_of(side: &Value) -> ServerBuilder {
    let builder = set_up!(server, side);
    if side["peer_optional"] == true { builder.peer_optional() } else { builder }
}

fn client_of(side: &Value) -> ClientBuilder {
    set_up!(client, side)
}

/// A client and a server that have not spoken.
fn pair(args: &Args) -> [Session; 2] {
    let host = args.option("host").unwrap_or("localhost");
    let client = Session::client(&client_of(&args.0["client"]), host).unwrap();
    [client, Session::server(&server_of(&args.0["server"])).unwrap()]
}

/// Moves bytes until both are silent; gives the failure of each, if it failed.
fn shake(sides: &mut [Session; 2]) -> [Option<TlsError>; 2] {
    let mut failures = [None, None];
    loop {
        let mut silent = true;
        for (sender, receiver) in [(0, 1), (1, 0)] {
            let bytes = sides[sender].send_tls().unwrap();
            if !bytes.is_empty() && failures[receiver].is_none() {
                silent = false;
                failures[receiver] = sides[receiver].receive_tls(&bytes).err();
            }
        }
        if silent {
            return failures;
        }
    }
}

fn handshake(args: &Args) -> Value {
    let mut sides = pair(args);
    let [client, server] = shake(&mut sides);
    json!({"client": end(&sides[0], client), "server": end(&sides[1], server)})
}

/// The server's side, after a handshake if there is a client.
fn met(args: &Args) -> Session {
    if args.0.get("client").is_none() {
        return Session::server(&server_of(&args.0["server"])).unwrap();
    }
    let mut sides = pair(args);
    assert_eq!(shake(&mut sides), [None, None]);
    let [_, server] = sides;
    server
}

/// What a server says of a client of rustls's own that presents nothing.
fn anonymous(args: &Args) -> Value {
    let mut server = Session::server(&server_of(&args.0["server"])).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(super::unpem(args.text("root")).into()).unwrap();
    #[cfg(feature = "aws-lc-rs")]
    use rustls::crypto::aws_lc_rs as backend;
    #[cfg(not(feature = "aws-lc-rs"))]
    use rustls::crypto::ring as backend;
    let config = ClientConfig::builder_with_provider(Arc::new(backend::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let host = ServerName::try_from(args.text("host").to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(config), host).unwrap();
    loop {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        if let Err(error) = if bytes.is_empty() { Ok(()) } else { server.receive_tls(&bytes) } {
            return end(&server, Some(error));
        }
        let answer = server.send_tls().unwrap();
        if answer.is_empty() && !server.is_handshaking() {
            return end(&server, None);
        }
        client.read_tls(&mut answer.as_slice()).unwrap();
        client.process_new_packets().unwrap();
    }
}

/// What a side says of the other.
fn end(session: &Session, failure: Option<TlsError>) -> Value {
    let Some(error) = failure else {
        let alpn = session.alpn().map(|protocol| String::from_utf8(protocol.to_vec()).unwrap());
        return match (session.peer(), session.certificate()) {
            (Ok(peer), _) => json!({"peer": peer.spiffe_id(), "version": session.version(), "alpn": alpn}),
            (_, Ok(one)) => json!({"certificate": one.name(), "version": session.version(), "alpn": alpn}),
            (Err(peer), Err(one)) => {
                assert_eq!(peer, one);
                json!({"unknown": peer.code(), "version": session.version()})
            }
        };
    };
    if error.code() == "tls-alert-received" {
        let message = error.to_string();
        return json!({"error": error.code(), "alert": message.rsplit(' ').next()});
    }
    let mut end = json!({"error": error.code(), "findings": briefs(&error.findings())});
    if let Some(refused) = session.refused() {
        end["presented"] = refused.chain.len().into();
    }
    end
}

fn receive(args: &Args) -> Answer {
    let mut session = match args.0.get("server") {
        Some(side) => Session::server(&server_of(side)).unwrap(),
        None => Session::client(&client_of(&args.0["client"]), "localhost").unwrap(),
    };
    session.receive_tls(&args.bytes("bytes"))?;
    Ok(json!({"handshaking": session.is_handshaking()}))
}

fn write(args: &Args) -> Answer {
    let mut sides = pair(args);
    if args.0.get("early").is_none() {
        assert_eq!(shake(&mut sides), [None, None]);
    }
    let length = usize::try_from(args.0["length"].as_u64().unwrap()).unwrap();
    let [client, server] = &mut sides;
    if args.0.get("closed").is_some() {
        client.close();
    }
    client.write(&vec![b'x'; length])?;
    let mut received = Vec::new();
    for part in client.send_tls()?.chunks(1 << 16) {
        server.receive_tls(part)?;
        received.extend(server.read());
    }
    Ok(json!({"received": received.len()}))
}
