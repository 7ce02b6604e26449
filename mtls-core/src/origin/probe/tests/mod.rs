//! Whole runs against servers on loopback: honest ones of rustls, and hosts that are none.

mod consistent;
mod honest;
mod hostile;
mod server;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::origin::{BypassKind, OriginVerdict};
use crate::pki::issue::CertificateAuthority;
use crate::trust::TrustAnchors;

fn on_loopback<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Starts a listener that hands each connection to `serve`.
async fn listen<F, S>(serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> S + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket));
        }
    });
    address
}

/// The edge's CA, and a probe that has its certificate.
struct Edge {
    ca: Arc<CertificateAuthority>,
}

impl Edge {
    fn new() -> Self {
        let ca = CertificateAuthority::root("Edge CA").organization("Example, Inc.").build().unwrap();
        Self { ca: Arc::new(ca) }
    }

    /// Without the edge's certificate.
    fn stranger(&self, address: SocketAddr) -> Probe {
        Probe::new(address.to_string())
            .server_name("origin.test")
            .edge_ca(TrustAnchors::new([self.ca.certificate().clone()]))
            .step_timeout(Duration::from_secs(3))
    }

    fn probe(&self, address: SocketAddr) -> Probe {
        let issued = self.ca.client("edge").issue().unwrap();
        self.stranger(address).edge_certificate(issued.chain, issued.key)
    }
}

fn seen(report: &ProbeReport, probe: ProbeKind) -> Vec<&Evidence> {
    report.evidence().iter().filter(|e| e.probe == probe).collect()
}
