//! What a server presents to whoever connects: versions, cipher suites, the chain, its names and end, and whom it asks for.
//!
//! [`Inspection`] connects a few times without a certificate, and gives a [`ServerReport`]. It takes every certificate, since
//! it is the certificate that is asked about, and judges the chain by the profiles [`Server`](crate::verify::Profile::Server)
//! and [`ServerStrict`](crate::verify::Profile::ServerStrict). It sends traffic to the target alone, follows no redirect, and
//! fetches neither issuers nor revocation lists.

mod answer;
mod chain;
mod judge;
mod report;
mod run;
mod target;
mod text;

pub use answer::FirstAnswer;
pub use chain::{ChainTrust, PresentedCertificate, PresentedChain, PresentedRole};
pub use report::{CertificateRequested, ServerFailure, ServerReport, VersionReport};

use std::time::Duration;

use rustls_pki_types::{DnsName, UnixTime};

use super::OriginError;
use super::dial::blocking;
use crate::finding::excerpt;
use crate::trust::TrustAnchors;

use target::Target;

/// An inspection of one server, to be set up and run.
///
/// ```no_run
/// # fn main() -> Result<(), mtls_core::origin::OriginError> {
/// use mtls_core::origin::Inspection;
/// let report = Inspection::new("shop.example:443")?.run_blocking()?;
/// println!("{}", report.to_text());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Inspection {
    target: Target,
    server_name: Option<DnsName<'static>>,
    anchors: Option<TrustAnchors>,
    at: Option<UnixTime>,
    time_limit: Duration,
    alpn: Vec<Vec<u8>>,
    each_version: bool,
    request: Option<String>,
}

impl Inspection {
    /// Of the server at `host:port`, `address:port` or `[address]:port`; port 443 where none is given. A host is looked up
    /// and sent as server name.
    ///
    /// # Errors
    /// [`OriginError::Probe`]: this is no host with a port.
    pub fn new(target: &str) -> Result<Self, OriginError> {
        let target = Target::parse(target)?;
        Ok(Self {
            server_name: target.name(),
            target,
            anchors: None,
            at: None,
            time_limit: Duration::from_secs(10),
            alpn: vec![b"h2".to_vec(), b"http/1.1".to_vec()],
            each_version: true,
            request: None,
        })
    }

    /// Sends this server name, and expects a certificate for it.
    ///
    /// # Errors
    /// [`OriginError::Probe`]: it is no DNS name.
    pub fn server_name(mut self, name: &str) -> Result<Self, OriginError> {
        let read = DnsName::try_from(name.to_owned())
            .map_err(|_| OriginError::probe(format!("the server name `{}` is no DNS name", excerpt(name))))?;
        self.server_name = Some(read);
        Ok(self)
    }

    /// Sends no server name.
    #[must_use]
    pub fn without_server_name(mut self) -> Self {
        self.server_name = None;
        self
    }

    /// Judges the chain under these authorities. Without any it is judged under the last certificate that it holds itself,
    /// which shows faults of names, dates and signatures, and no trust.
    #[must_use]
    pub fn anchors(mut self, anchors: TrustAnchors) -> Self {
        self.anchors = Some(anchors);
        self
    }

    /// Judges dates at this time; the default is now.
    #[must_use]
    pub fn at(mut self, at: UnixTime) -> Self {
        self.at = Some(at);
        self
    }

    /// The whole inspection takes no longer; the default is 10 s. At most 5 minutes.
    ///
    /// # Errors
    /// [`OriginError::Options`]: nothing, or more than that.
    pub fn time_limit(mut self, limit: Duration) -> Result<Self, OriginError> {
        if limit.is_zero() || limit > Duration::from_secs(300) {
            return Err(OriginError::option("time_limit", "must be more than nothing and at most 300 s"));
        }
        self.time_limit = limit;
        Ok(self)
    }

    /// Offers these application protocols; the default is `h2`, `http/1.1`. None offers none. At most 32, of 1 to 255 bytes.
    ///
    /// # Errors
    /// [`OriginError::Options`].
    pub fn alpn<P: Into<Vec<u8>>>(
        mut self,
        protocols: impl IntoIterator<Item = P>,
    ) -> Result<Self, OriginError> {
        self.alpn = protocols.into_iter().map(Into::into).collect();
        if self.alpn.len() > 32 || self.alpn.iter().any(|name| name.is_empty() || name.len() > 255) {
            return Err(OriginError::option("alpn", "at most 32 protocols, of 1 to 255 bytes"));
        }
        Ok(self)
    }

    /// Whether TLS 1.2 and 1.3 are also asked for alone; the default is yes.
    #[must_use]
    pub fn each_version(mut self, each: bool) -> Self {
        self.each_version = each;
        self
    }

    /// Also sends `GET` for this path, over HTTP/1.1, and shows the status and where a redirect would lead.
    ///
    /// # Errors
    /// [`OriginError::Options`]: it does not begin with `/`, or has a character that none has in a request.
    pub fn request(mut self, path: &str) -> Result<Self, OriginError> {
        let fits = path.starts_with('/') && path.len() <= 2048 && path.bytes().all(|b| b.is_ascii_graphic());
        if !fits {
            let reason = format!("`{}` must begin with `/` and be visible ASCII", excerpt(path));
            return Err(OriginError::option("request", reason));
        }
        self.request = Some(path.to_owned());
        Ok(self)
    }

    /// Connects, at most seven times (to four addresses until one answers, and thrice there), and reports. A server that
    /// cannot be reached, does not speak TLS or breaks off is reported too ([`ServerReport::failure`]).
    ///
    /// # Errors
    /// [`OriginError::Probe`]: the host's name leads to no address, or the time limit was met looking it up.
    pub async fn run(&self) -> Result<ServerReport, OriginError> {
        run::run(self).await
    }

    /// [`Inspection::run`] for callers without tokio; within a runtime too.
    ///
    /// # Errors
    /// As there; or the system gives no thread.
    pub fn run_blocking(&self) -> Result<ServerReport, OriginError> {
        blocking(self.run()).map_err(OriginError::probe)?
    }
}

#[cfg(all(test, any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
