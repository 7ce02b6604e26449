//! Where an edge connects from: lists of address ranges.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::OriginError;
use super::json;
use crate::finding::excerpt;

/// Bytes of a list.
const MAX_BYTES: usize = 1 << 20;
/// Ranges of a list; Cloudflare has 22, all clouds together have some thousands.
const MAX_RANGES: usize = 16_384;
/// Values in a JSON document: the ranges, and what stands around them.
const MAX_VALUES: usize = 20_000;

/// A range of addresses in CIDR form: `173.245.48.0/20`, `2400:cb00::/32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressRange {
    network: IpAddr,
    prefix: u8,
}

impl AddressRange {
    /// The first address.
    #[must_use]
    pub fn network(&self) -> IpAddr {
        self.network
    }

    /// How many leading bits all its addresses share.
    #[must_use]
    pub fn prefix(&self) -> u8 {
        self.prefix
    }

    /// Whether the address is in it. An IPv4 address in IPv6 form (`::ffff:192.0.2.1`), as sockets for both give it, counts as
    /// IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.network, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                (network.to_bits() ^ address.to_bits()) & mask_v4(self.prefix) == 0
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                (network.to_bits() ^ address.to_bits()) & mask_v6(self.prefix) == 0
            }
            _ => false,
        }
    }
}

fn mask_v4(prefix: u8) -> u32 {
    u32::MAX.checked_shl(32_u32.saturating_sub(prefix.into())).unwrap_or(0)
}

fn mask_v6(prefix: u8) -> u128 {
    u128::MAX.checked_shl(128_u32.saturating_sub(prefix.into())).unwrap_or(0)
}

impl FromStr for AddressRange {
    type Err = OriginError;

    /// Reads a range; an address alone is a range of one.
    ///
    /// # Errors
    /// [`OriginError::Addresses`]: no address, a prefix that is none, bits behind the prefix (RFC 4632 section 3.1), or an IPv4
    /// range in IPv6 form.
    fn from_str(text: &str) -> Result<Self, OriginError> {
        let refused = |reason: String| OriginError::Addresses { line: None, reason };
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let network: IpAddr =
            address.parse().map_err(|_| refused(format!("`{}` is no range of addresses", excerpt(text))))?;
        let most: u8 = if network.is_ipv4() { 32 } else { 128 };
        let plain = |digits: &str| {
            digits.bytes().all(|digit| digit.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'))
        };
        let prefix = match prefix {
            None => most,
            Some(digits) => {
                digits.parse().ok().filter(|prefix| plain(digits) && *prefix <= most).ok_or_else(|| {
                    refused(format!("`{}` has a prefix that is not 0 to {most}", excerpt(text)))
                })?
            }
        };
        let first = match network {
            IpAddr::V4(v4) => IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask_v4(prefix))),
            IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some() => {
                return Err(refused(format!(
                    "`{}` is a range of IPv4 in IPv6 form: write it as IPv4",
                    excerpt(text)
                )));
            }
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask_v6(prefix))),
        };
        if first != network {
            return Err(refused(format!(
                "`{}` has bits behind its prefix: the range is {first}/{prefix}",
                excerpt(text)
            )));
        }
        Ok(Self { network, prefix })
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)
    }
}

impl Serialize for AddressRange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The ranges from which an edge connects to origins.
///
/// A list proves less than a certificate: everyone who is a customer of the same network connects from the same addresses.
///
/// ```
/// use mtls_core::origin::AddressRanges;
/// let ranges = AddressRanges::from_text("173.245.48.0/20\n2400:cb00::/32\n")?;
/// assert!(ranges.contains("173.245.49.1".parse()?) && ranges.contains("::ffff:173.245.49.1".parse()?));
/// assert!(!ranges.contains("192.0.2.1".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRanges {
    ranges: Vec<AddressRange>,
    /// First and last addresses, in order, without overlap.
    v4: Vec<(u32, u32)>,
    v6: Vec<(u128, u128)>,
    etag: Option<String>,
}

impl AddressRanges {
    /// These ranges. What stands twice is kept once.
    ///
    /// # Errors
    /// [`OriginError::Addresses`]: none at all, since nobody would get in; or more than 16,384.
    pub fn new(ranges: impl IntoIterator<Item = AddressRange>) -> Result<Self, OriginError> {
        Self::of(ranges.into_iter().map(Ok), None)
    }

    fn of(
        given: impl IntoIterator<Item = Result<AddressRange, OriginError>>,
        etag: Option<String>,
    ) -> Result<Self, OriginError> {
        let refused = |reason: String| OriginError::Addresses { line: None, reason };
        let (mut ranges, mut seen) = (Vec::new(), std::collections::HashSet::new());
        for range in given {
            let range = range?;
            if seen.insert(range) {
                ranges.push(range);
            }
            if ranges.len() > MAX_RANGES {
                return Err(refused(format!("more than {MAX_RANGES} ranges")));
            }
        }
        if ranges.is_empty() {
            return Err(refused("the list has no range".to_owned()));
        }
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for range in &ranges {
            match range.network {
                IpAddr::V4(first) => v4.push((first.to_bits(), first.to_bits() | !mask_v4(range.prefix))),
                IpAddr::V6(first) => v6.push((first.to_bits(), first.to_bits() | !mask_v6(range.prefix))),
            }
        }
        Ok(Self { ranges, v4: merged(v4, u32::checked_add), v6: merged(v6, u128::checked_add), etag })
    }

    /// Reads a list in text, one range a line, as Cloudflare publishes it at `https://www.cloudflare.com/ips-v4` and `/ips-v6`.
    /// Empty lines and those that begin with `#` are passed over.
    ///
    /// # Errors
    /// [`OriginError::Addresses`] with the line; more than 1 MiB or 16,384 ranges, or none.
    pub fn from_text(text: &str) -> Result<Self, OriginError> {
        check_size(text.len())?;
        let lines = text.lines().enumerate().map(|(index, line)| (index.saturating_add(1), line.trim()));
        let ranges =
            lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(number, line)| {
                line.parse::<AddressRange>().map_err(|error| match error {
                    OriginError::Addresses { reason, .. } => {
                        OriginError::Addresses { line: Some(number), reason }
                    }
                    other => other,
                })
            });
        Self::of(ranges, None)
    }

    /// Reads the answer of `GET https://api.cloudflare.com/client/v4/ips`, with its `etag`. The ranges of partner networks
    /// (`jdcloud_cidrs`), which are there only if they are asked for, count as well.
    ///
    /// # Errors
    /// [`OriginError::Addresses`]: no JSON, a member that stands twice, an answer without success, a list under the wrong family,
    /// or over the limits of [`from_text`](Self::from_text).
    pub fn from_cloudflare_json(json: &[u8]) -> Result<Self, OriginError> {
        check_size(json.len())?;
        let refused = |reason: String| OriginError::Addresses { line: None, reason };
        let answer = json::object(json, MAX_VALUES)
            .map_err(|reason| refused(format!("no answer in JSON: {reason}")))?;
        if answer.get("success") != Some(&Value::Bool(true)) {
            return Err(refused("the answer does not say `success`".to_owned()));
        }
        let result = answer
            .get("result")
            .and_then(Value::as_object)
            .ok_or_else(|| refused("the answer has no `result`".to_owned()))?;
        let mut ranges = Vec::new();
        for (name, family) in
            [("ipv4_cidrs", Some(true)), ("ipv6_cidrs", Some(false)), ("jdcloud_cidrs", None)]
        {
            ranges.extend(listed(result, name, family)?);
        }
        let etag = match result.get("etag") {
            None | Some(Value::Null) => None,
            Some(Value::String(etag)) if etag.len() <= 256 => Some(etag.clone()),
            Some(_) => return Err(refused("`etag` is no text".to_owned())),
        };
        Self::of(ranges.into_iter().map(Ok), etag)
    }

    /// Reads either: what begins with `{` is Cloudflare's JSON, everything else a list in text.
    ///
    /// # Errors
    /// As [`from_text`](Self::from_text) and [`from_cloudflare_json`](Self::from_cloudflare_json); bytes that are no text.
    pub fn parse(list: &[u8]) -> Result<Self, OriginError> {
        if list.trim_ascii_start().starts_with(b"{") {
            return Self::from_cloudflare_json(list);
        }
        check_size(list.len())?;
        let text = std::str::from_utf8(list)
            .map_err(|_| OriginError::Addresses { line: None, reason: "the list is no text".to_owned() })?;
        Self::from_text(text)
    }

    /// Whether the address is in one of the ranges; an IPv4 address in IPv6 form counts as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match address.to_canonical() {
            IpAddr::V4(address) => within(&self.v4, address.to_bits()),
            IpAddr::V6(address) => within(&self.v6, address.to_bits()),
        }
    }

    /// The ranges, in order.
    #[must_use]
    pub fn ranges(&self) -> &[AddressRange] {
        &self.ranges
    }

    /// What changes when Cloudflare's list changes, where the list was read from its JSON.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// Whether a whole family of addresses is in it, so that it holds nobody back.
    pub(super) fn is_everybody(&self) -> bool {
        self.v4.contains(&(0, u32::MAX)) || self.v6.contains(&(0, u128::MAX))
    }
}

fn check_size(bytes: usize) -> Result<(), OriginError> {
    if bytes > MAX_BYTES {
        let reason = format!("the list has {bytes} bytes, more than {MAX_BYTES}");
        return Err(OriginError::Addresses { line: None, reason });
    }
    Ok(())
}

/// The ranges under `name`; `family` says whether they are of IPv4, where they are of one.
fn listed(
    result: &Map<String, Value>,
    name: &str,
    family: Option<bool>,
) -> Result<Vec<AddressRange>, OriginError> {
    let refused = |reason: String| OriginError::Addresses { line: None, reason };
    let list = match (result.get(name), family) {
        (None | Some(Value::Null), None) => return Ok(Vec::new()),
        (Some(Value::Array(list)), _) => list,
        _ => return Err(refused(format!("`{name}` is no list"))),
    };
    let mut ranges = Vec::with_capacity(list.len());
    for (index, entry) in list.iter().enumerate() {
        let text = entry.as_str().ok_or_else(|| refused(format!("`{name}[{index}]` is no text")))?;
        let range: AddressRange = text.parse()?;
        if family.is_some_and(|v4| v4 != range.network.is_ipv4()) {
            return Err(refused(format!("`{name}[{index}]` is {range}, of the other family")));
        }
        ranges.push(range);
    }
    Ok(ranges)
}

/// In order, those that touch made one.
fn merged<N: Copy + Ord + From<u8>>(mut spans: Vec<(N, N)>, add: fn(N, N) -> Option<N>) -> Vec<(N, N)> {
    spans.sort_unstable();
    let mut merged: Vec<(N, N)> = Vec::with_capacity(spans.len());
    for (first, last) in spans {
        match merged.last_mut() {
            Some((_, end)) if add(*end, N::from(1)).is_none_or(|next| first <= next) => *end = last.max(*end),
            _ => merged.push((first, last)),
        }
    }
    merged
}

fn within<N: Copy + Ord>(spans: &[(N, N)], address: N) -> bool {
    let behind = spans.partition_point(|(first, _)| *first <= address);
    behind.checked_sub(1).and_then(|index| spans.get(index)).is_some_and(|(_, last)| address <= *last)
}

/// One range a line, as [`AddressRanges::from_text`] reads it.
impl fmt::Display for AddressRanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ranges.iter().try_for_each(|range| writeln!(f, "{range}"))
    }
}

/// `{ranges, etag}`.
impl Serialize for AddressRanges {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut record = serializer.serialize_struct("AddressRanges", 2)?;
        record.serialize_field("ranges", &self.ranges)?;
        record.serialize_field("etag", &self.etag)?;
        record.end()
    }
}

#[cfg(test)]
mod tests;
