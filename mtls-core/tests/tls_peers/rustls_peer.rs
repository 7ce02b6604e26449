//! The other side on rustls with its own verifiers: this test program once more, which `peer` starts like the others.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use mtls_core::pki::Certificate;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{
    CertificateError, ClientConfig, ClientConnection, ConnectionCommon, DigitallySignedStruct, Error,
    RootCertStore, ServerConfig, ServerConnection, SignatureScheme, SupportedProtocolVersion,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use serde_json::Value;

use super::PATIENCE;

const JOB: &str = "TLS_PEER_JOB";

/// The command that runs [`one_connection`].
pub(crate) fn command(job: &Value) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "rustls_peer::one_connection", "--ignored", "--nocapture"]);
    command.env(JOB, job.to_string());
    command
}

#[test]
#[ignore = "the tests of rustls clients and servers run it"]
fn one_connection() {
    let Ok(job) = std::env::var(JOB) else { return };
    let job: Value = serde_json::from_str(&job).unwrap();
    let text = |name: &str| job[name].as_str().unwrap();
    let versions: &[&SupportedProtocolVersion] = match text("version") {
        "1.2" => &[&rustls::version::TLS12],
        _ => &[&rustls::version::TLS13],
    };
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(text("trusts")).unwrap()).unwrap();
    let (provider, roots) = (Arc::new(provider()), Arc::new(roots));
    let pair = job["chain"].as_str().map(|chain| pair(&provider, Path::new(chain), Path::new(text("key"))));
    let said = match text("role") {
        "client" => {
            let inner = WebPkiServerVerifier::builder_with_provider(roots, provider.clone()).build().unwrap();
            let config = ClientConfig::builder_with_provider(provider)
                .with_protocol_versions(versions)
                .unwrap()
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(WithoutName(inner)));
            let config = match pair {
                Some(pair) => config.with_client_cert_resolver(Arc::new(Presents(Some(pair)))),
                None => config.with_no_client_auth(),
            };
            let port = u16::try_from(job["port"].as_u64().unwrap()).unwrap();
            let socket = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let name = ServerName::try_from("server.example").unwrap();
            speak(ClientConnection::new(Arc::new(config), name).unwrap(), socket, text("says"))
        }
        _ => {
            let verifier =
                WebPkiClientVerifier::builder_with_provider(roots, provider.clone()).build().unwrap();
            let config = ServerConfig::builder_with_provider(provider)
                .with_protocol_versions(versions)
                .unwrap()
                .with_client_cert_verifier(verifier)
                .with_cert_resolver(Arc::new(Presents(pair)));
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            println!("\nACCEPT {}", listener.local_addr().unwrap());
            let socket = listener.accept().unwrap().0;
            speak(ServerConnection::new(Arc::new(config)).unwrap(), socket, text("says"))
        }
    };
    if let Err(error) = said {
        println!("\nerror: {error}, alert {}", alert(&error));
        panic!("there was no conversation");
    }
}

/// Says its word, hears what comes until the other side closes, and tells of both.
fn speak<S>(
    mut connection: impl std::ops::DerefMut<Target = ConnectionCommon<S>>,
    mut socket: TcpStream,
    says: &str,
) -> Result<(), std::io::Error>
where
    S: rustls::SideData,
{
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut received = Vec::new();
    let mut stream = rustls::Stream::new(&mut connection, &mut socket);
    stream.write_all(says.as_bytes())?;
    stream.read_to_end(&mut received)?;
    let leaf = connection.peer_certificates().and_then(<[_]>::first).unwrap();
    println!("\npeer: {}", Certificate::from_der(leaf).unwrap().spiffe_id().unwrap());
    println!("received: {}", String::from_utf8(received).unwrap());
    connection.send_close_notify();
    let _ = connection.complete_io(&mut socket);
    Ok(())
}

/// `UnknownCA` in OpenSSL's words: `unknown ca`.
fn alert(error: &std::io::Error) -> String {
    let Some(Error::AlertReceived(alert)) = error.get_ref().and_then(|e| e.downcast_ref::<Error>()) else {
        return "none".to_owned();
    };
    let mut words = String::new();
    for letter in format!("{alert:?}").replace("CA", "Ca").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

fn provider() -> CryptoProvider {
    #[cfg(feature = "aws-lc-rs")]
    return rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "aws-lc-rs"))]
    return rustls::crypto::ring::default_provider();
}

fn pair(provider: &CryptoProvider, chain: &Path, key: &Path) -> Arc<CertifiedKey> {
    let chain = CertificateDer::pem_file_iter(chain).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(key).unwrap();
    Arc::new(CertifiedKey::new(chain, provider.key_provider.load_private_key(key).unwrap()))
}

/// Whatever it is asked for, if there is anything.
#[derive(Debug)]
struct Presents(Option<Arc<CertifiedKey>>);

impl ResolvesServerCert for Presents {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }
}

impl rustls::client::ResolvesClientCert for Presents {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }

    fn has_certs(&self) -> bool {
        self.0.is_some()
    }
}

/// rustls's own verifier, but an SVID has no host name, and the name is what it looks at last.
#[derive(Debug)]
struct WithoutName(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for WithoutName {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        use CertificateError::{NotValidForName, NotValidForNameContext};
        match self.0.verify_server_cert(leaf, intermediates, name, ocsp, now) {
            Err(Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. })) => {
                Ok(ServerCertVerified::assertion())
            }
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
