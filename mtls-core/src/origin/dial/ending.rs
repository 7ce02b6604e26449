//! How a connection ended, in the terms of TLS.

use std::fmt;
use std::io::{Error, ErrorKind};

use crate::finding::excerpt;

use super::Alert;
use super::wire::Flooded;

/// How a connection ended, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The server sent a fatal alert.
    Alert(Alert),
    /// The server closed; with `close_notify` or without.
    Closed {
        /// Whether it said so in TLS.
        notified: bool,
    },
    /// The connection was reset.
    Reset,
    /// Nothing came in time.
    TimedOut,
    /// More came than is taken.
    Flooded,
    /// It speaks something else; the beginning of what it said.
    NotTls(String),
    /// The rules of TLS were broken, by the reason that rustls gives.
    Protocol(String),
    /// Nobody listens there.
    Refused,
    /// The address cannot be reached; the reason of the system.
    Unreachable(String),
}

impl Ending {
    /// The alert, where one came.
    pub(crate) fn alert(&self) -> Option<Alert> {
        match self {
            Self::Alert(alert) => Some(*alert),
            _ => None,
        }
    }

    /// By the error of a handshake, read or write; `opening` is what the server said first.
    pub(crate) fn of(e: &Error, opening: &[u8]) -> Self {
        if let Some(inner) = e.get_ref() {
            if inner.is::<Flooded>() {
                return Self::Flooded;
            }
            if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
                return match tls {
                    rustls::Error::AlertReceived(alert) => Self::Alert(Alert::new(u8::from(*alert))),
                    rustls::Error::InvalidMessage(_) if !looks_like_tls(opening) => {
                        Self::NotTls(excerpt(&String::from_utf8_lossy(opening)))
                    }
                    other => Self::Protocol(other.to_string()),
                };
            }
        }
        match e.kind() {
            ErrorKind::UnexpectedEof => Self::Closed { notified: false },
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => Self::Reset,
            ErrorKind::TimedOut => Self::TimedOut,
            _ => Self::Protocol(e.to_string()),
        }
    }

    /// By the error of connecting.
    pub(super) fn of_connect(e: &Error) -> Self {
        match e.kind() {
            ErrorKind::ConnectionRefused => Self::Refused,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => Self::Reset,
            ErrorKind::TimedOut => Self::TimedOut,
            _ => Self::Unreachable(e.to_string()),
        }
    }
}

/// Whether these bytes may begin a TLS record: one of its content types, and version 3.x.
fn looks_like_tls(opening: &[u8]) -> bool {
    let kind = opening.first().is_none_or(|kind| (20..=24).contains(kind));
    kind && opening.get(1).is_none_or(|major| *major == 3)
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alert(alert) => write!(f, "the server sent the alert {alert}"),
            Self::Closed { notified: true } => f.write_str("the server closed the connection"),
            Self::Closed { notified: false } => {
                f.write_str("the server closed the connection without a word")
            }
            Self::Reset => f.write_str("the connection was reset"),
            Self::TimedOut => f.write_str("the time limit was met"),
            Self::Flooded => f.write_str("the server sent more than is taken"),
            Self::NotTls(said) => write!(f, "the server does not speak TLS, it said `{said}`"),
            Self::Protocol(reason) => f.write_str(reason),
            Self::Refused => f.write_str("nothing listens there"),
            Self::Unreachable(reason) => f.write_str(reason),
        }
    }
}
