//! One axum application behind two ports: workloads of the mesh come in through one and are known by SPIFFE ID, clients at
//! the edge, such as a CDN, through the other and are known by name. The handlers are those of `web`: they tell both apart.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use mtls_core::identity::IdentityPattern;
use mtls_core::tls::{self, IdentityFiles, IdentitySource};
use mtls_core::trust::TrustAnchors;
use mtls_core::verify::{EdgeVerifier, PeerName, Profile};

use crate::call::Call;
use crate::caller::Caller;
use crate::identities::{EDGE, FRONT};
use crate::incoming::{Door, Incoming};
use crate::stop::Stop;
use crate::{Log, Outcome, PATIENCE, web};

pub(crate) async fn serve(
    mesh: Incoming,
    edge: Incoming,
    refunds: IdentityPattern,
    stop: Stop,
) -> Outcome<()> {
    tokio::try_join!(web::serve(mesh, refunds.clone(), stop.clone()), web::serve(edge, refunds, stop))?;
    Ok(())
}

/// The files of a side that is known by name, and what judges its peers.
pub(crate) struct Named {
    identity: IdentitySource,
    verifier: EdgeVerifier,
}

impl Named {
    /// Reads a folder; `profile` is [`Profile::EdgeClient`] to judge clients and [`Profile::Server`] to judge servers. Takes
    /// a moment: do not call it from an asynchronous task.
    pub(crate) fn open(folder: &Path, profile: Profile, interval: Duration) -> Outcome<Self> {
        let identity = IdentityFiles::directory(folder).open()?;
        identity.watch(interval)?;
        let anchors = TrustAnchors::from_pem(&std::fs::read(folder.join("ca.crt"))?)?;
        Ok(Self { identity, verifier: EdgeVerifier::builder(profile, anchors).build()? })
    }

    /// Lets in one client at the edge.
    pub(crate) fn door(&self, log: &Log) -> Outcome<Door> {
        let server =
            tls::server(self.identity.identity(), self.verifier.clone()).expect_name(PeerName::dns(EDGE)?);
        Ok(Door {
            server: server.alpn(["h2", "http/1.1"]),
            caller: Caller::edge,
            verifier: None,
            patience: PATIENCE,
            log: log.clone(),
        })
    }

    /// Calls the front by its name, which its certificate must be valid for.
    pub(crate) fn call(&self, address: SocketAddr) -> Call {
        let client = tls::client(self.identity.identity(), self.verifier.clone()).alpn(["http/1.1"]);
        Call { client, server: Caller::edge, name: FRONT, address }
    }
}
