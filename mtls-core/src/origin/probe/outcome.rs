//! How a probe ended, and in which phase.

use std::fmt;

use serde::Serialize;

use crate::origin::Alert;

/// How far a connection came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Phase {
    /// It was not made.
    Unsent,
    /// TCP.
    Connect,
    /// TLS, before the server showed a certificate: it has refused version or name, and has judged nobody.
    Hello,
    /// TLS, after the server showed its certificate.
    Handshake,
    /// After the handshake, before anything was written: where TLS 1.3 refuses.
    FirstRead,
    /// The request was being sent.
    Request,
    /// The answer was being read.
    Response,
}

impl Phase {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsent => "unsent",
            Self::Connect => "connect",
            Self::Hello => "hello",
            Self::Handshake => "handshake",
            Self::FirstRead => "first-read",
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// An answer by which a known server refuses a client for its certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Signature {
    /// nginx: `No required SSL certificate was sent`.
    NginxNoCertificate,
    /// nginx: `The SSL certificate error`.
    NginxCertificateError,
    /// nginx: `The plain HTTP request was sent to HTTPS port`, and what others say there.
    PlainToTls,
    /// Apache, in TLS 1.3: the client cannot authenticate after the handshake.
    ApachePostHandshake,
}

impl Signature {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NginxNoCertificate => "nginx-no-certificate",
            Self::NginxCertificateError => "nginx-certificate-error",
            Self::PlainToTls => "plain-to-tls",
            Self::ApachePostHandshake => "apache-post-handshake",
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// An answer of 200 to 299.
    Served,
    /// A redirection (300 to 399), which was not followed.
    Redirected {
        /// Where to, cut to 256 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        location: Option<String>,
    },
    /// Another answer of HTTP, by which nothing is said of the certificate.
    Answered,
    /// An answer by which a known server refuses the certificate, or that there is none.
    RejectedHttp {
        /// Which.
        signature: Signature,
    },
    /// 421: this connection is not for this host (RFC 9110 section 15.5.20).
    Misdirected,
    /// An alert of TLS.
    RejectedTls {
        /// Which. Stacks differ in the one they send for the same cause.
        alert: Alert,
    },
    /// The server closed or reset the connection and said nothing.
    ClosedNoAlert,
    /// The server does not offer what the probe is about: HTTP/2, a session to resume.
    NotOffered {
        /// What.
        what: &'static str,
    },
    /// What came back is not TLS.
    NotTls {
        /// Why, or how it began.
        reason: String,
    },
    /// What came back is not HTTP.
    NotHttp {
        /// Why.
        reason: String,
    },
    /// QUIC: something answers.
    Answers,
    /// QUIC: nothing answers.
    Silent,
    /// The network, or this side, failed.
    NetworkError {
        /// How.
        reason: String,
    },
    /// Nothing came within the time limit.
    TimedOut,
}

impl Outcome {
    /// Its name in kebab case, as in JSON.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Redirected { .. } => "redirected",
            Self::Answered => "answered",
            Self::RejectedHttp { .. } => "rejected-http",
            Self::Misdirected => "misdirected",
            Self::RejectedTls { .. } => "rejected-tls",
            Self::ClosedNoAlert => "closed-no-alert",
            Self::NotOffered { .. } => "not-offered",
            Self::NotTls { .. } => "not-tls",
            Self::NotHttp { .. } => "not-http",
            Self::Answers => "answers",
            Self::Silent => "silent",
            Self::NetworkError { .. } => "network-error",
            Self::TimedOut => "timed-out",
        }
    }
}

/// For the table: `rejected-tls certificate_required (116)`.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        match self {
            Self::Redirected { location: Some(location) } => write!(f, " to {location}"),
            Self::RejectedHttp { signature } => write!(f, " {}", signature.as_str()),
            Self::RejectedTls { alert } => write!(f, " {alert}"),
            Self::NotOffered { what } => write!(f, ": {what}"),
            Self::NotTls { reason } | Self::NotHttp { reason } | Self::NetworkError { reason } => {
                write!(f, ": {reason}")
            }
            _ => Ok(()),
        }
    }
}
