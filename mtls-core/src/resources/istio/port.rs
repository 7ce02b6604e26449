//! Ports and what they speak.

use crate::resources::Given;
use crate::resources::error::cut;
use crate::resources::model::model;

model! {
    /// A port of a service by its number.
    pub struct PortSelector {
        /// The number of the service's port, 1 to 65535.
        number: i64 = "number",
    }
}

impl Given<PortSelector> for u16 {
    fn given(self) -> PortSelector {
        PortSelector::default().number(self)
    }
}

/// Whether a number is a port.
pub(super) fn is_port(number: i64) -> bool {
    (1..=65535).contains(&number)
}

/// What a protocol of Istio carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Protocol {
    /// HTTP of any version, gRPC too.
    Http,
    /// TLS, HTTPS too.
    Tls,
    /// Anything else.
    Plain,
}

/// The protocol of this name, in any case.
pub(super) fn protocol(name: &str) -> Option<Protocol> {
    match name.to_ascii_lowercase().as_str() {
        "http" | "http2" | "http_proxy" | "grpc" | "grpc-web" => Some(Protocol::Http),
        "https" | "tls" => Some(Protocol::Tls),
        "tcp" | "udp" | "mongo" | "redis" | "mysql" => Some(Protocol::Plain),
        _ => None,
    }
}

/// Says that a name is no protocol, and which there are.
pub(super) fn unknown_protocol(name: &str) -> String {
    let seen = if name.is_empty() {
        "no protocol is given".to_owned()
    } else {
        format!("`{}` is no protocol", cut(name))
    };
    format!("{seen}; known are HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TLS, TCP, MONGO, REDIS, MYSQL")
}
