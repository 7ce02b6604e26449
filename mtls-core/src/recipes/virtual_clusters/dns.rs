//! The transaction file of Google Cloud DNS that moves address records from one load balancer to another.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use zeroize::Zeroizing;

use crate::finding::Finding;
use crate::resources::{Map, ResourceError, Value, bad_value, check_wildcard_domain, cut, write_yaml_value};

/// The longest time to live of a record (RFC 2181 section 8).
const MAX_TTL: u32 = 0x7fff_ffff;

/// Moves the address records of every environment from the old balancer's addresses to the new one's.
///
/// What is removed must equal the records that are served now, times to live included; otherwise Cloud DNS refuses the
/// transaction, and nothing is changed.
///
/// ```
/// use mtls_core::recipes::DnsMove;
///
/// let dns = DnsMove::new(
///     "shop.example",
///     "ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 4 21600 3600 259200 300",
/// )
/// .old_addresses(["203.0.113.1"])
/// .new_addresses(["203.0.113.7"]);
/// # let _ = dns;
/// ```
#[derive(Clone, Debug)]
#[must_use = "says nothing before it is given to a recipe"]
pub struct DnsMove {
    pub(super) zone: String,
    pub(super) soa: String,
    pub(super) soa_ttl: u32,
    pub(super) ttl: u32,
    pub(super) old: Vec<String>,
    pub(super) new: Vec<String>,
}

impl DnsMove {
    /// In the zone of this name (`shop.example`), whose SOA record is served now with this data: seven fields between
    /// blanks, the third is the serial number.
    ///
    /// The time to live of the SOA record is 21600 seconds, Cloud DNS's own, that of the address records 300, unless
    /// said otherwise.
    pub fn new(zone: impl Into<String>, soa: impl Into<String>) -> Self {
        Self {
            zone: zone.into(),
            soa: soa.into(),
            soa_ttl: 21600,
            ttl: 300,
            old: Vec::new(),
            new: Vec::new(),
        }
    }

    /// The time to live of the SOA record, in seconds.
    pub fn soa_ttl(mut self, seconds: u32) -> Self {
        self.soa_ttl = seconds;
        self
    }

    /// The time to live of the address records, in seconds: those that are served now, and the new ones.
    pub fn ttl(mut self, seconds: u32) -> Self {
        self.ttl = seconds;
        self
    }

    /// The IPv4 addresses that the records hold now, in the order in which they are served; none for new records.
    pub fn old_addresses<A: Into<String>>(mut self, addresses: impl IntoIterator<Item = A>) -> Self {
        self.old = addresses.into_iter().map(Into::into).collect();
        self
    }

    /// The IPv4 addresses of the new load balancer.
    pub fn new_addresses<A: Into<String>>(mut self, addresses: impl IntoIterator<Item = A>) -> Self {
        self.new = addresses.into_iter().map(Into::into).collect();
        self
    }

    /// What makes no transaction, as findings about options.
    pub(super) fn check(&self, hosts: &[&str], findings: &mut Vec<Finding>) {
        let mut bad = |option: &str, message: String| bad_value(findings, &format!("dns.{option}"), message);
        if let Err(fault) = check_domain(&self.zone) {
            bad("zone", format!("`{}` {fault}", cut(&self.zone)));
        }
        if let Err(fault) = read_soa(&self.soa) {
            bad("soa", fault);
        }
        for (option, seconds) in [("soa_ttl", self.soa_ttl), ("ttl", self.ttl)] {
            if seconds > MAX_TTL {
                bad(option, format!("{seconds} seconds are more than a record can say: {MAX_TTL}"));
            }
        }
        for (option, addresses) in [("old_addresses", &self.old), ("new_addresses", &self.new)] {
            let mut seen = BTreeSet::new();
            for (i, address) in addresses.iter().enumerate() {
                let option = format!("{option}[{i}]");
                if address.parse::<Ipv4Addr>().is_err() {
                    bad(&option, format!("`{}` is no IPv4 address", cut(address)));
                } else if !seen.insert(address) {
                    bad(&option, format!("{address} stands twice"));
                }
            }
        }
        if self.new.is_empty() {
            bad("new_addresses", "no address is given".to_owned());
        }
        if !self.old.is_empty() && self.old.iter().collect::<BTreeSet<_>>() == self.new.iter().collect() {
            bad("new_addresses", "the records hold these addresses already".to_owned());
        }
        let zone = absolute(&self.zone);
        for host in hosts.iter().filter(|host| !within(&absolute(host), &zone)) {
            bad("zone", format!("`{}` is no name of the zone {zone}", cut(host)));
        }
    }

    /// The transaction, as `gcloud dns record-sets transaction execute` reads it. To be called where
    /// [`check`](Self::check) found nothing.
    pub(super) fn transaction(&self, hosts: &[&str]) -> Result<Zeroizing<String>, ResourceError> {
        let zone = absolute(&self.zone);
        let soa = |data: &str| record(&zone, "SOA", self.soa_ttl, [data]);
        let (now, next) = read_soa(&self.soa).unwrap_or_default();
        let addresses = |addresses: &[String]| {
            let of =
                |host: &&str| record(&absolute(host), "A", self.ttl, addresses.iter().map(String::as_str));
            hosts.iter().filter(|_| !addresses.is_empty()).map(of).collect::<Vec<_>>()
        };
        let list = |first: Value, rest: Vec<Value>| Value::List([vec![first], rest].concat());
        let tree = Map::from([
            ("additions", list(soa(&next), addresses(&self.new))),
            ("deletions", list(soa(&now), addresses(&self.old))),
        ]);
        Ok(Zeroizing::new(format!("---\n{}", write_yaml_value(&Value::Map(tree))?)))
    }
}

/// A record set; its keys in the order in which gcloud writes them.
fn record<'d>(name: &str, kind: &str, ttl: u32, data: impl IntoIterator<Item = &'d str>) -> Value {
    Value::Map(Map::from([
        ("kind", Value::from("dns#resourceRecordSet")),
        ("name", name.into()),
        ("rrdatas", Value::from_iter(data)),
        ("ttl", ttl.into()),
        ("type", kind.into()),
    ]))
}

/// The data of an SOA record as Cloud DNS has them, with one blank between the fields; and those of the zone's next
/// version: the serial number plus one, in 32 bits.
fn read_soa(data: &str) -> Result<(String, String), String> {
    let fields: Vec<&str> = data.split_whitespace().collect();
    let [server, mailbox, numbers @ ..] = fields.as_slice() else {
        return Err("the data of an SOA record are seven fields".to_owned());
    };
    if numbers.len() != 5 {
        return Err(format!("the data of an SOA record are seven fields; these are {}", fields.len()));
    }
    for name in [server, mailbox] {
        if !name.ends_with('.') {
            return Err(format!("`{}` is no absolute name: it ends without a dot", cut(name)));
        }
    }
    let number = |text: &&str| match text.parse::<u32>() {
        // A sign is no digit, though it is read.
        Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(number),
        _ => Err(format!("`{}` is no number of an SOA record", cut(text))),
    };
    let mut numbers: Vec<u32> = numbers.iter().map(number).collect::<Result<_, _>>()?;
    let written = |numbers: &[u32]| {
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        format!("{server} {mailbox} {}", numbers.join(" "))
    };
    let now = written(&numbers);
    if let Some(serial) = numbers.first_mut() {
        *serial = serial.wrapping_add(1);
    }
    Ok((now, written(&numbers)))
}

/// A domain name of letters, digits and hyphens, with a wildcard at most as the first label.
pub(super) fn check_domain(name: &str) -> Result<(), &'static str> {
    if !name.contains('.') {
        return Err("is no full name: it has no dot");
    }
    check_wildcard_domain(name)
}

/// The name as Cloud DNS has it: in lower case, with a dot at its end.
fn absolute(name: &str) -> String {
    format!("{}.", name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase())
}

fn within(name: &str, zone: &str) -> bool {
    name == zone || name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'))
}
