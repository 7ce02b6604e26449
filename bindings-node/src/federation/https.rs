//! Bundles over HTTPS: `BundleClient`, `BundleKeeper`, `BundleServer`, `BundleListener`.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use mtls_core::tls::federation as core;
use mtls_core::trust::federation::BundlePublisher;
use napi::bindgen_prelude::{AsyncTask, ClassInstance, Object, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;
use rustls_pki_types::UnixTime;

use super::{BundleFetch, FederatedBundle};
use crate::arguments::{known, moment_or_now, seconds, whole};
use crate::job::{Job, promise, promise_on_thread};
use crate::raise::{Raise, call};
use crate::tls::TlsIdentity;
use crate::trust::TrustBundle;
use crate::verify::{AnchorsLike, LiveVerifier, anchors};

/// How a client fetches.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct BundleClientOptions {
    /// Whole seconds that a fetch may take, however slowly a server sends. Default: 30.
    pub timeout_seconds: Option<f64>,
}

const BUNDLE_CLIENT_OPTIONS: &[&str] = &["timeoutSeconds"];

/// When a bundle is fetched.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct BundleFetchOptions<'env> {
    /// The time that certificates are judged at. Default: now.
    pub at: Option<JsDate<'env>>,
}

const BUNDLE_FETCH_OPTIONS: &[&str] = &["at"];

/// How a server answers.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct BundleServerOptions {
    /// Whole seconds that a client may take to shake hands and ask. Default: 10.
    pub timeout_seconds: Option<f64>,
}

const BUNDLE_SERVER_OPTIONS: &[&str] = &["timeoutSeconds"];

/// Fetches bundles over HTTPS.
#[napi]
pub struct BundleClient(core::BundleClient);

#[napi]
impl BundleClient {
    /// `web` may vouch for servers of `https_web` endpoints (for those on the internet: `tls.rootCertificates`, read one by
    /// one) and does not matter to `https_spiffe`; `[]` vouches for none.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        web: AnchorsLike<'_>,
        #[napi(ts_arg_type = "BundleClientOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: BundleClientOptions = known(options, BUNDLE_CLIENT_OPTIONS)?.unwrap_or_default();
            let client = core::BundleClient::new(anchors(web))?;
            Ok::<_, Raise>(match options.timeout_seconds {
                Some(timeout) => client.timeout(seconds("timeoutSeconds", timeout)?),
                None => client,
            })
        };
        call(env, make).map(Self)
    }

    /// Fetches the bundle now, on a thread of its own, and follows redirects. Rejects with `TrustError` if that failed: the
    /// last good bundle stays, and the next fetch is due at the usual time.
    #[napi(ts_return_type = "Promise<BundleFetch>")]
    pub fn fetch<'env>(
        &self,
        env: &'env Env,
        bundle: &FederatedBundle,
        #[napi(ts_arg_type = "BundleFetchOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Object<'env>> {
        let at = known(options, BUNDLE_FETCH_OPTIONS).and_then(|options: Option<BundleFetchOptions<'_>>| {
            moment_or_now(options.unwrap_or_default().at)
        });
        let (client, bundle) = (self.0.clone(), Arc::clone(&bundle.0));
        promise_on_thread(env, move || Ok(BundleFetch(client.fetch_while(&bundle, at?, || true)?)))
    }
}

/// Fetches bundles when they are due, on threads of its own, and puts each in force in a `LiveVerifier`, until it is closed.
/// It does not keep the process alive. What cannot be fetched stays in force as it was; the bundles themselves say how
/// they fare.
#[napi]
pub struct BundleKeeper(Arc<Mutex<core::BundleKeeper>>);

#[napi]
impl BundleKeeper {
    /// Begins. Bundles that are there already are in force when it returns. Throws `TrustError` for two of one trust
    /// domain.
    #[napi]
    pub fn start(
        env: &Env,
        client: &BundleClient,
        bundles: Vec<ClassInstance<'_, FederatedBundle>>,
        verifier: &LiveVerifier,
    ) -> Result<Self> {
        let bundles: Vec<_> = bundles.iter().map(|bundle| Arc::clone(&bundle.0)).collect();
        let start =
            || core::BundleKeeper::start(client.0.clone(), bundles, verifier.0.clone(), UnixTime::now);
        Ok(Self(Arc::new(Mutex::new(call(env, start)?))))
    }

    /// Whether it fetches: not after `close`.
    #[napi(getter)]
    pub fn is_open(&self) -> bool {
        // Who holds the lock is closing it.
        self.0.try_lock().is_ok_and(|keeper| keeper.is_open())
    }

    /// `open` or `closed`.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> &'static str {
        if self.is_open() { "open" } else { "closed" }
    }

    /// Stops fetching, and gives up what is under way, in a fraction of a second. Closing twice is once.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close(&self) -> AsyncTask<Job<()>> {
        let keeper = Arc::clone(&self.0);
        promise(move || {
            keeper.lock().unwrap_or_else(PoisonError::into_inner).close();
            Ok(())
        })
    }
}

/// Answers HTTPS requests with the newest bundle, and asks no client for a certificate.
#[napi]
pub struct BundleServer(core::BundleServer);

#[napi]
impl BundleServer {
    /// A server that presents `identity`: an SVID for `https_spiffe`, a certificate of the Web PKI for `https_web`. The
    /// bundle is served with sequence number 1 if it has none. Throws `TlsError`, `TrustError`.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        bundle: &TrustBundle,
        identity: &TlsIdentity,
        #[napi(ts_arg_type = "BundleServerOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: BundleServerOptions = known(options, BUNDLE_SERVER_OPTIONS)?.unwrap_or_default();
            let server = core::BundleServer::new(BundlePublisher::new(bundle.0.clone())?, &identity.0)?;
            Ok::<_, Raise>(match options.timeout_seconds {
                Some(timeout) => server.timeout(seconds("timeoutSeconds", timeout)?),
                None => server,
            })
        };
        call(env, make).map(Self)
    }

    /// The bundle that it serves now.
    #[napi(getter)]
    pub fn bundle(&self) -> TrustBundle {
        TrustBundle(self.0.bundle())
    }

    /// Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none. Throws
    /// `TrustError`.
    #[napi]
    pub fn publish(&self, env: &Env, bundle: &TrustBundle) -> Result<()> {
        call(env, || self.0.publish(bundle.0.clone()))
    }

    /// Presents another identity from the next handshake on: an SVID must be renewed long before its server ends. Throws
    /// `TlsError`.
    #[napi]
    pub fn present(&self, env: &Env, identity: &TlsIdentity) -> Result<()> {
        call(env, || self.0.present(&identity.0))
    }

    /// Answers at this address from now on, on threads of its own; at port 0, at one that is free. Rejects with an `Error`
    /// with a `code` such as `EADDRINUSE`.
    #[napi(ts_return_type = "Promise<BundleListener>")]
    pub fn listen(&self, host: String, port: f64) -> AsyncTask<Job<BundleListener>> {
        let (server, port) = (self.0.clone(), whole("port", port, 65_535));
        promise(move || {
            let port = u16::try_from(port?).unwrap_or_default();
            let listener = server.listen((host.as_str(), port)).map_err(|error| Raise::system(&error))?;
            let address = listener.address();
            Ok(BundleListener { address, listener: Arc::new(Mutex::new(listener)) })
        })
    }
}

/// A host and a port.
#[napi(object, object_from_js = false)]
pub struct HostAndPort {
    /// The address.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// A `BundleServer` that answers at an address until it is closed. While it does, it keeps the process alive.
#[napi]
pub struct BundleListener {
    address: SocketAddr,
    listener: Arc<Mutex<core::BundleListener>>,
}

#[napi]
impl BundleListener {
    /// Where it answers.
    #[napi(getter)]
    pub fn address(&self) -> HostAndPort {
        HostAndPort { host: self.address.ip().to_string(), port: self.address.port() }
    }

    /// Whether it answers: not after `close`.
    #[napi(getter)]
    pub fn is_open(&self) -> bool {
        // Who holds the lock is closing it.
        self.listener.try_lock().is_ok_and(|listener| listener.is_open())
    }

    /// Stops answering, and closes the connections under way, in a fraction of a second. Closing twice is once.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn close(&self) -> AsyncTask<Job<()>> {
        let listener = Arc::clone(&self.listener);
        promise(move || {
            listener.lock().unwrap_or_else(PoisonError::into_inner).close();
            Ok(())
        })
    }

    /// Where it answers.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.address.to_string()
    }
}
