//! The demonstration's world in one process: servers outside, the proxy, and its log.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Outcome;
use super::curl::Curl;
use super::log::{Event, Log};
use super::material::{Material, Workload};
use super::proxy::Proxy;
use super::servers::{self, Running};
use super::settings::Settings;

/// Ends with everything in it.
pub(crate) struct World {
    pub(crate) material: Material,
    pub(crate) address: SocketAddr,
    events: Mutex<UnboundedReceiver<Event>>,
    task: JoinHandle<std::io::Result<()>>,
    _servers: [Running; 3],
    _directory: TempDir,
}

impl Drop for World {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl World {
    /// Makes and starts everything; `change` has the last word on the settings, and learns the proxy's address.
    pub(crate) async fn start(change: impl FnOnce(&mut Settings, SocketAddr)) -> Outcome<Self> {
        Self::start_with(change, |_| ()).await
    }

    /// The same, with another inspector, or whatever else is not in the settings.
    pub(crate) async fn start_with(
        change: impl FnOnce(&mut Settings, SocketAddr),
        equip: impl FnOnce(&mut Proxy),
    ) -> Outcome<Self> {
        let directory = tempfile::tempdir()?;
        let material = Material::make(directory.path())?;
        let provider = provider(&material)?;
        let http = servers::start(None).await?;
        let https = servers::start(Some((&material.web, provider.clone()))).await?;
        let bad = servers::start(Some((&material.bad, provider))).await?;
        let mut settings = Settings::read(&material.settings(http.address, https.address, bad.address)?)?;
        let listener = TcpListener::bind(settings.listen).await?;
        let address = listener.local_addr()?;
        change(&mut settings, address);
        let (sender, events) = unbounded_channel();
        // Whoever has ended hears nothing any more.
        let log = Log::new(move |event| _ = sender.send(event));
        let mut proxy = tokio::task::spawn_blocking(move || Proxy::new(settings, log)).await??;
        equip(&mut proxy);
        let task = tokio::spawn(Arc::new(proxy).serve(listener));
        Ok(Self {
            material,
            address,
            events: Mutex::new(events),
            task,
            _servers: [http, https, bad],
            _directory: directory,
        })
    }

    /// curl as this workload, which takes servers under these roots.
    pub(crate) fn curl(&self, workload: Option<&Workload>, roots: &Path) -> Curl {
        Curl {
            proxy: self.address,
            proxy_root: self.material.mesh_root.clone(),
            workload: workload.cloned(),
            roots: roots.to_owned(),
        }
    }

    /// The next line of the log, other than that a tunnel has ended: that may come at any time after.
    pub(crate) async fn event(&self) -> Outcome<Event> {
        let mut events = self.events.lock().await;
        loop {
            let event = timeout(Duration::from_secs(60), events.recv()).await;
            match event.map_err(|_| "the log stays silent")?.ok_or("the log has ended")? {
                Event::HttpProxyClosed { .. } => {}
                event => return Ok(event),
            }
        }
    }

    /// The next tunnel's end.
    #[cfg(test)]
    pub(crate) async fn closed(&self) -> Outcome<Event> {
        let mut events = self.events.lock().await;
        loop {
            let event = timeout(Duration::from_secs(60), events.recv()).await;
            let event = event.map_err(|_| "the log stays silent")?.ok_or("the log has ended")?;
            if matches!(event, Event::HttpProxyClosed { .. }) {
                return Ok(event);
            }
        }
    }
}

/// The provider that the core was built with.
pub(crate) fn provider(material: &Material) -> Outcome<Arc<rustls::crypto::CryptoProvider>> {
    use mtls_core::pki::{CertificateChain, PrivateKey};
    use mtls_core::tls::{self, Identity};
    use mtls_core::trust::BundleSet;
    use mtls_core::verify::ChainVerifier;

    let chain = CertificateChain::from_pem(&std::fs::read(&material.trusted.chain)?)?;
    let key = PrivateKey::from_pem(&std::fs::read(&material.trusted.key)?)?;
    let verifier = ChainVerifier::builder(BundleSet::new([])?).build()?;
    let server = tls::server(Identity::new(chain, key)?, verifier).allow_any_verified_peer().build()?;
    Ok(server.crypto_provider().clone())
}
