//! Floor 7: does my origin take its CDN alone?
//!
//! An origin behind a content delivery network is closed when it demands a client certificate that the network alone has, on
//! every listener, for every name. This floor says what each network presents.

mod cloudflare_ca;
mod config;
#[cfg(feature = "probe")]
#[allow(dead_code, reason = "its users land beside it")]
mod dial;
mod error;

pub use cloudflare_ca::CloudflareCa;
pub use config::{
    ClientAuth, ConfigFiles, ConfigKind, ConfigLimits, ConfigOptions, ConfigReport, ConfigVerdict, Listener,
    Serves, check_config,
};
#[cfg(feature = "probe")]
pub use dial::{Alert, KeyProof, TlsVersion};
pub use error::{AccessRefusal, OriginError};

#[cfg(test)]
mod tests;
