//! Where an edge connects from: `AddressRanges`.

use mtls_core::origin as core;
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, ip_addresses};
use crate::raise::{Raise, call};
use crate::record::record;

/// The ranges from which an edge connects to origins. They prove less than a certificate: all customers of the same network connect
/// from them.
#[napi]
pub struct AddressRanges(pub(super) core::AddressRanges);

#[napi]
impl AddressRanges {
    /// These ranges, in CIDR form. Throws `OriginError`.
    #[napi(constructor)]
    pub fn new(env: &Env, ranges: Vec<String>) -> Result<Self> {
        let make = || {
            let ranges = ranges.iter().map(|range| range.parse());
            let ranges = ranges.collect::<std::result::Result<Vec<_>, core::OriginError>>()?;
            Ok::<_, Raise>(core::AddressRanges::new(ranges)?)
        };
        call(env, make).map(Self)
    }

    /// Reads a list: one range a line, or the answer of Cloudflare's API in JSON. Throws `OriginError`.
    #[napi]
    pub fn parse(env: &Env, data: Document) -> Result<Self> {
        call(env, || Ok::<_, Raise>(core::AddressRanges::parse(Bytes::from(data).as_ref())?)).map(Self)
    }

    /// Whether the address is in one of the ranges; an IPv4 address in IPv6 form counts as IPv4.
    #[napi]
    pub fn contains(&self, env: &Env, address: String) -> Result<bool> {
        call(env, || {
            let addresses = ip_addresses(vec![address])?;
            Ok::<_, Raise>(addresses.into_iter().all(|address| self.0.contains(address)))
        })
    }

    /// The ranges, in order.
    #[napi(getter)]
    pub fn ranges(&self) -> Vec<String> {
        self.0.ranges().iter().map(ToString::to_string).collect()
    }

    /// What changes when Cloudflare's list changes; null where the list was not read from its JSON.
    #[napi(getter)]
    pub fn etag(&self) -> Option<&str> {
        self.0.etag()
    }

    /// Whether both hold the same ranges in the same order.
    #[napi]
    pub fn equals(&self, other: &AddressRanges) -> bool {
        self.0 == other.0
    }

    /// One range a line.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "AddressRangesRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
