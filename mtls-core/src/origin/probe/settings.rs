//! What is probed, as whom, and within which limits.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use rustls_pki_types::{DnsName, UnixTime};

use super::consistent;
use super::decoys::{self, Decoy, Presented};
use super::evidence::ProbeKind;
use super::left_out::LeftOut;
use super::plan::{self, ProbePlan};
use super::report::ProbeReport;
use super::run::{self, ProbeEvent};
use crate::finding::excerpt;
use crate::origin::{EdgeProvider, OriginError};
use crate::pki::issue::CertificateAuthority;
use crate::pki::{CertificateChain, PrivateKey};
use crate::trust::TrustAnchors;

/// The time for a whole run, unless said otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The time for a step of one connection: the handshake, the answer.
const STEP: Duration = Duration::from_secs(5);
/// More would be no request.
const LONGEST_PATH: usize = 2048;

pub(super) type Progress = dyn Fn(&ProbeEvent) -> ControlFlow<()> + Send + Sync;

/// A live probe of an origin: whether it takes its edge alone.
///
/// It opens at most 60 connections, to the addresses that are named and to no other, asks `GET` for one path, follows no
/// redirection, reads at most 64 KiB of an answer, and ends within [`timeout`](Probe::timeout). [`plan`](Probe::plan)
/// lists the connections beforehand. Probe only what you may.
///
/// ```no_run
/// # #[cfg(any(feature = "aws-lc-rs", feature = "ring"))] {
/// use mtls_core::origin::Probe;
/// use mtls_core::pki::{CertificateChain, PrivateKey};
///
/// let chain = CertificateChain::from_pem(&std::fs::read("edge.pem")?)?;
/// let key = PrivateKey::from_pem(&std::fs::read("edge-key.pem")?)?;
/// let report = Probe::new("203.0.113.7:443")
///     .server_name("shop.example")
///     .edge_certificate(chain, key)
///     .run_blocking()?;
/// println!("{}", report.to_text());
/// std::process::exit(report.verdict().exit_code().into());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Probe {
    pub(super) target: String,
    pub(super) server_name: Option<String>,
    pub(super) path: String,
    pub(super) sibling: Option<String>,
    pub(super) edge: Option<Arc<Presented>>,
    pub(super) edge_ca: Option<TrustAnchors>,
    pub(super) unfit: Vec<Decoy>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) shared_ca: Option<bool>,
    pub(super) also: Vec<SocketAddr>,
    pub(super) plaintext: Option<u16>,
    pub(super) ignore_quic: bool,
    pub(super) timeout: Duration,
    pub(super) step: Duration,
    pub(super) at: Option<UnixTime>,
    pub(super) progress: Option<Arc<Progress>>,
}

impl Probe {
    /// A probe of an origin: `203.0.113.7:443`, `[2001:db8::7]:443`, or a host name, with a port or with 443
    /// understood, all of whose addresses are probed. Name the origin itself; the name that the public asks for leads to
    /// the edge.
    pub fn new(target: impl Into<String>) -> Self {
        Self {
            target: target.into(),
            server_name: None,
            path: "/".to_owned(),
            sibling: None,
            edge: None,
            edge_ca: None,
            unfit: Vec::new(),
            left_out: Vec::new(),
            shared_ca: None,
            also: Vec::new(),
            plaintext: None,
            ignore_quic: false,
            timeout: TIMEOUT,
            step: STEP,
            at: None,
            progress: None,
        }
    }

    /// The host that the edge asks for, in TLS and in `Host`. Needed where the target is an address; else the target's.
    #[must_use]
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.server_name = Some(name.into());
        self
    }

    /// The path that is asked for; `/` unless said otherwise. Best one that the edge is served with 200.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Another host on the same address that demands no certificate: whether the target is reached by its name or its
    /// sessions.
    #[must_use]
    pub fn sibling(mut self, name: impl Into<String>) -> Self {
        self.sibling = Some(name.into());
        self
    }

    /// The edge's own certificate, leaf first, and its key: the positive control. Without it no origin is ever
    /// [`Enforced`](crate::origin::OriginVerdict::Enforced).
    #[must_use]
    pub fn edge_certificate(mut self, chain: CertificateChain, key: PrivateKey) -> Self {
        self.edge = Some(Arc::new(Presented { chain, key }));
        self
    }

    /// The CA of the edge's certificates, whose name the made-up certificates copy. Without it the name comes from the
    /// issuer of the edge's certificate, else from the CAs that the server names.
    #[must_use]
    pub fn edge_ca(mut self, anchors: TrustAnchors) -> Self {
        self.edge_ca = Some(anchors);
        self
    }

    /// Tries certificates of the edge's real CA that are unfit at `at`: expired, not yet valid, for servers, and one whose
    /// intermediate is missing. They are issued here, with the CA's key, and kept nowhere.
    #[must_use]
    pub fn unfit_from(mut self, ca: &CertificateAuthority, at: UnixTime) -> Self {
        let (made, left_out) = decoys::unfit(ca, at);
        self.unfit.extend(made);
        self.left_out.extend(left_out.iter().map(|(kind, why)| LeftOut::unissued(*kind, why)));
        self
    }

    /// Tries a certificate of the edge's CA that was revoked, leaf first, with its key.
    #[must_use]
    pub fn revoked_certificate(mut self, chain: CertificateChain, key: PrivateKey) -> Self {
        let presented = Arc::new(Presented { chain, key });
        self.unfit.push(Decoy { kind: ProbeKind::Revoked, presented });
        self
    }

    /// Whether the edge presents the same certificate for all its customers, which caps the verdict at
    /// [`EdgeNetworkOnly`](crate::origin::OriginVerdict::EdgeNetworkOnly). Unless said, it is so where the anchors hold
    /// Cloudflare's shared CA.
    #[must_use]
    pub fn shared_ca(mut self, shared: bool) -> Self {
        self.shared_ca = Some(shared);
        self
    }

    /// Takes over what is known of an edge provider: whether its certificate is shared, and its CA where it is the same
    /// for all customers and [`edge_ca`](Self::edge_ca) named none.
    ///
    /// # Errors
    /// As [`EdgeProvider::anchors`].
    pub fn provider(mut self, provider: &EdgeProvider) -> Result<Self, OriginError> {
        self.shared_ca = Some(!provider.is_tenant_bound());
        if self.edge_ca.is_none() {
            self.edge_ca = provider.anchors()?;
        }
        Ok(self)
    }

    /// Also asks port 80 of the same address, without TLS.
    #[must_use]
    pub fn plaintext(mut self, also: bool) -> Self {
        self.plaintext = also.then_some(80);
        self
    }

    /// Also asks this port of the same address, without TLS.
    #[must_use]
    pub fn plaintext_port(mut self, port: u16) -> Self {
        self.plaintext = Some(port);
        self
    }

    /// Also probes this address of the same origin, such as the one of IPv6 (and those of other calls).
    #[must_use]
    pub fn also(mut self, address: SocketAddr) -> Self {
        self.also.push(address);
        self
    }

    /// Whether something that answers QUIC is left out of account. Otherwise an origin that advertises HTTP/3 where
    /// something answers is [`Unproven`](crate::origin::OriginVerdict::Unproven): this probe does not speak QUIC.
    #[must_use]
    pub fn ignore_quic(mut self, ignore: bool) -> Self {
        self.ignore_quic = ignore;
        self
    }

    /// The time for the whole run; 30 seconds unless said otherwise. What is not done by then counts as no answer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The time for one step of one connection (handshake, answer); 5 seconds unless said otherwise.
    #[must_use]
    pub fn step_timeout(mut self, step: Duration) -> Self {
        self.step = step;
        self
    }

    /// The time for which made-up certificates are valid; the machine's clock unless said otherwise.
    #[must_use]
    pub fn at(mut self, at: UnixTime) -> Self {
        self.at = Some(at);
        self
    }

    /// Told of each step, on the thread or task that runs the probe. [`ControlFlow::Break`] ends the run, which then
    /// gives an error.
    #[must_use]
    pub fn progress(
        mut self,
        listener: impl Fn(&ProbeEvent) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Arc::new(listener));
        self
    }

    /// What will be sent: every connection to each address, before a name is looked up.
    ///
    /// # Errors
    /// As [`run`](Self::run), but for what only the network tells.
    pub fn plan(&self) -> Result<ProbePlan, OriginError> {
        let checked = self.check()?;
        let addresses = match &checked.target {
            Target::Address(address) => [vec![*address], self.also.clone()].concat(),
            Target::Name(..) => Vec::new(),
        };
        plan::plan(self, &checked, &addresses)
    }

    /// Probes, within a Tokio runtime with I/O and time.
    ///
    /// # Errors
    /// [`OriginError::Probe`]: the target, a name or the path cannot be asked for, the edge's key is not its certificate's,
    /// that certificate has expired, `edge_ca` holds no CA, `unfit_from` is none of its CAs, more than 60 connections would
    /// be needed, a host name has no address, or the listener ended the run. Whatever the origin does is no error: it
    /// stands in the report.
    pub async fn run(&self) -> Result<ProbeReport, OriginError> {
        run::run(self).await
    }

    /// [`run`](Self::run) on a runtime of its own, on this thread.
    ///
    /// # Errors
    /// As [`run`](Self::run); no runtime could be made.
    pub fn run_blocking(&self) -> Result<ProbeReport, OriginError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| refuse(format!("no runtime: {e}")))?;
        let report = runtime.block_on(self.run());
        // A look-up of a name may hang on: nobody waits for it.
        runtime.shutdown_background();
        report
    }

    /// What can be refused before anything is sent.
    pub(super) fn check(&self) -> Result<Checked, OriginError> {
        let target = Target::parse(&self.target)?;
        let server_name = match (&self.server_name, &target) {
            (Some(name), _) | (None, Target::Name(name, _)) => dns_name("server name", name)?,
            (None, Target::Address(_)) => {
                return Err(refuse(
                    "an address alone says no host: give the server name that the edge asks for",
                ));
            }
        };
        let sibling = self.sibling.as_deref().map(|name| dns_name("sibling", name)).transpose()?;
        if sibling.as_ref().is_some_and(|name| same_name(name, &server_name)) {
            return Err(refuse("the sibling is the target itself"));
        }
        if self.plaintext == Some(0) || self.also.iter().any(|address| address.port() == 0) {
            return Err(refuse("port 0 cannot be connected to"));
        }
        let printable = self.path.bytes().all(|byte| byte.is_ascii_graphic());
        if !self.path.starts_with('/') || !printable || self.path.len() > LONGEST_PATH {
            let seen = excerpt(&self.path);
            return Err(refuse(format!(
                "the path `{seen}` is none: it begins with `/` and is of visible ASCII"
            )));
        }
        for presented in self.edge.iter().chain(self.unfit.iter().map(|decoy| &decoy.presented)) {
            let leaf = presented.chain.leaf();
            let matches = presented.key.matches(leaf).map_err(|e| refuse(e.to_string()))?;
            if !matches {
                return Err(refuse(format!("the private key is not the one of {}", excerpt(leaf.subject()))));
            }
        }
        consistent::check(self)?;
        Ok(Checked { target, server_name, sibling })
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Probe")
            .field("target", &self.target)
            .field("server_name", &self.server_name)
            .field("path", &self.path)
            .field("sibling", &self.sibling)
            .field("edge_certificate", &self.edge.as_ref().map(|edge| edge.chain.leaf().subject()))
            .finish_non_exhaustive()
    }
}

/// What the options come to.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) target: Target,
    pub(super) server_name: DnsName<'static>,
    pub(super) sibling: Option<DnsName<'static>>,
}

/// Where the connections go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Address(SocketAddr),
    Name(String, u16),
}

impl Target {
    fn parse(text: &str) -> Result<Self, OriginError> {
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Self::Address(address).with_port();
        }
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return Ok(Self::Address(SocketAddr::new(ip, 443)));
        }
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) => {
                let number = port.parse().map_err(|_| refuse(format!("`{}` is no port", excerpt(port))))?;
                (name, number)
            }
            None => (text, 443),
        };
        dns_name("target", name)?;
        Self::Name(name.to_owned(), port).with_port()
    }

    fn with_port(self) -> Result<Self, OriginError> {
        match &self {
            Self::Address(address) if address.port() == 0 => Err(refuse("port 0 cannot be connected to")),
            Self::Name(_, 0) => Err(refuse("port 0 cannot be connected to")),
            _ => Ok(self),
        }
    }
}

fn dns_name(what: &str, name: &str) -> Result<DnsName<'static>, OriginError> {
    DnsName::try_from(name.to_ascii_lowercase())
        .map_err(|_| refuse(format!("the {what} `{}` is no host name", excerpt(name))))
}

fn same_name(one: &DnsName<'_>, other: &DnsName<'_>) -> bool {
    one.as_ref().trim_end_matches('.') == other.as_ref().trim_end_matches('.')
}

pub(super) fn refuse(reason: impl Into<String>) -> OriginError {
    OriginError::Probe { reason: reason.into() }
}
