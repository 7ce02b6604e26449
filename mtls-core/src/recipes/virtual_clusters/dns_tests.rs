//! The transaction file of Google Cloud DNS, and records that make none.

use serde_json::json;

use super::tests::{SOA, dns, faults, recipe};
use super::*;
use crate::resources::read_yaml;

/// The lists of a transaction.
fn read(text: &str) -> serde_json::Value {
    let text = format!("apiVersion: v1\nkind: T\n{}", text.strip_prefix("---\n").unwrap());
    serde_json::to_value(read_yaml(&text).remove(0).unwrap()).unwrap()
}

#[test]
fn the_transaction_moves_every_host() {
    let dns = dns().ttl(60).old_addresses(["203.0.113.1", "203.0.113.2"]);
    let output = recipe().cluster(VirtualCluster::new("dev")).dns(dns).build().unwrap();
    let text = output.files.get("transaction.yaml").unwrap();
    let expected = "---
additions:
- kind: dns#resourceRecordSet
  name: storefront.example.
  rrdatas:
  - ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 55 21600 3600 259200 300
  ttl: 21600
  type: SOA
- kind: dns#resourceRecordSet
  name: dev.api.storefront.example.
  rrdatas:
  - \"203.0.113.7\"
  ttl: 60
  type: A
deletions:
- kind: dns#resourceRecordSet
  name: storefront.example.
  rrdatas:
  - ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 54 21600 3600 259200 300
  ttl: 21600
  type: SOA
- kind: dns#resourceRecordSet
  name: dev.api.storefront.example.
  rrdatas:
  - \"203.0.113.1\"
  - \"203.0.113.2\"
  ttl: 60
  type: A
";
    assert_eq!(text.as_str(), expected);
}

/// The records of a new zone are added and none removed, and a serial number goes round.
#[test]
fn new_records_and_the_last_serial_number() {
    let dns = DnsMove::new("Storefront.Example.", "ns.example. host.example. 4294967295 1 2 3 4")
        .soa_ttl(5)
        .new_addresses(["203.0.113.7"]);
    let output = recipe().dns(dns).build().unwrap();
    let tree = read(&output.files["transaction.yaml"]);
    let (additions, deletions) =
        (tree["additions"].as_array().unwrap(), tree["deletions"].as_array().unwrap());
    assert_eq!((additions.len(), deletions.len()), (4, 1));
    assert_eq!(additions[0]["rrdatas"][0], "ns.example. host.example. 0 1 2 3 4");
    assert_eq!((&additions[0]["name"], &additions[0]["ttl"]), (&json!("storefront.example."), &json!(5)));
}

#[test]
fn records_that_make_no_transaction() {
    let new = |soa: &str| DnsMove::new("storefront.example", soa).new_addresses(["203.0.113.7"]);
    for (dns, expected) in [
        (new(""), ["option-value dns.soa"].as_slice()),
        (new("ns.example. host.example. 1 2 3 4"), &["option-value dns.soa"]),
        (new("ns.example host.example. 1 2 3 4 5"), &["option-value dns.soa"]),
        (new("ns.example. host.example. x 2 3 4 5"), &["option-value dns.soa"]),
        (new("ns.example. host.example. +1 2 3 4 5"), &["option-value dns.soa"]),
        (new("ns.example. host.example. 4294967296 2 3 4 5"), &["option-value dns.soa"]),
        (dns().ttl(u32::MAX), &["option-value dns.ttl"]),
        (dns().new_addresses(["2001:db8::1"]), &["option-value dns.new_addresses[0]"]),
        (dns().new_addresses(["203.0.113.1"]), &["option-value dns.new_addresses"]),
        (dns().new_addresses([""; 0]), &["option-value dns.new_addresses"]),
        (dns().old_addresses(["203.0.113.1"; 2]), &["option-value dns.old_addresses[1]"]),
        (
            DnsMove::new("other.example", SOA).new_addresses(["203.0.113.7"]),
            &["option-value dns.zone", "option-value dns.zone", "option-value dns.zone"],
        ),
        (
            DnsMove::new("front.example", SOA).new_addresses(["203.0.113.7"]),
            &["option-value dns.zone", "option-value dns.zone", "option-value dns.zone"],
        ),
    ] {
        assert_eq!(faults(recipe().dns(dns)), expected);
    }
}

/// What is removed must equal what Cloud DNS has, and it has one blank between fields.
#[test]
fn blanks_between_the_fields_do_not_count() {
    let soa = "  ns.example.\thost.example.   0054  21600 3600 259200\n300 ";
    let dns = DnsMove::new("storefront.example", soa).new_addresses(["203.0.113.7"]);
    let output = recipe().dns(dns).build().unwrap();
    let tree = read(&output.files["transaction.yaml"]);
    for (list, soa) in [
        ("additions", "ns.example. host.example. 55 21600 3600 259200 300"),
        ("deletions", "ns.example. host.example. 54 21600 3600 259200 300"),
    ] {
        assert_eq!(tree[list][0]["rrdatas"], json!([soa]), "{list}");
    }
}
