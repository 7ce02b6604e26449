use proptest::prelude::*;

use super::*;
use crate::finding::Refusal as _;

const TEXT: &str = "# Cloudflare\n173.245.48.0/20\n\n103.21.244.0/22\r\n2400:cb00::/32\n173.245.48.0/20";

fn reason(read: Result<impl fmt::Debug, OriginError>) -> String {
    let refused = read.unwrap_err();
    assert_eq!(refused.code(), "address-ranges-invalid");
    refused.to_string()
}

fn has(ranges: &AddressRanges, address: &str) -> bool {
    ranges.contains(address.parse().unwrap())
}

#[test]
fn a_text_is_read_and_written() {
    let ranges = AddressRanges::from_text(TEXT).unwrap();
    assert_eq!(ranges.to_string(), "173.245.48.0/20\n103.21.244.0/22\n2400:cb00::/32\n");
    assert_eq!(AddressRanges::from_text(&ranges.to_string()).unwrap(), ranges);
    assert_eq!(ranges.etag(), None);
    assert_eq!(
        serde_json::to_value(&ranges).unwrap(),
        serde_json::json!({"ranges": ["173.245.48.0/20", "103.21.244.0/22", "2400:cb00::/32"], "etag": null})
    );
}

#[test]
fn addresses_are_found_at_the_ends_of_ranges() {
    let ranges = AddressRanges::from_text(TEXT).unwrap();
    for inside in ["173.245.48.0", "173.245.63.255", "103.21.247.255", "2400:cb00::", "2400:cb00:ffff::1"] {
        assert!(has(&ranges, inside), "{inside}");
    }
    for outside in ["173.245.47.255", "173.245.64.0", "103.21.248.0", "2400:caff::1", "2400:cb01::", "::1"] {
        assert!(!has(&ranges, outside), "{outside}");
    }
}

#[test]
fn sockets_for_both_families_give_ipv4_in_ipv6_form() {
    let ranges = AddressRanges::from_text(TEXT).unwrap();
    assert!(has(&ranges, "::ffff:173.245.49.1"));
    assert!(!has(&ranges, "::ffff:173.245.64.1"));
    // The old compatible form is another address.
    assert!(!has(&ranges, "::173.245.49.1"));
    let all_of_ipv6 = AddressRanges::from_text("::/0").unwrap();
    assert!(!has(&all_of_ipv6, "::ffff:192.0.2.1") && has(&all_of_ipv6, "2001:db8::1"));
}

#[test]
fn what_is_no_range_is_refused_with_its_line() {
    for (text, why) in [
        ("192.0.2.1/24", "line 1: `192.0.2.1/24` has bits behind its prefix: the range is 192.0.2.0/24"),
        ("2001:db8::1/32", "the range is 2001:db8::/32"),
        ("192.0.2.0/33", "a prefix that is not 0 to 32"),
        ("192.0.2.0/024", "a prefix"),
        ("192.0.2.0/+24", "a prefix"),
        ("192.0.2.0/", "a prefix"),
        ("2001:db8::/129", "a prefix that is not 0 to 128"),
        ("::ffff:192.0.2.0/120", "write it as IPv4"),
        ("192.0.2.00/24", "is no range"),
        ("192.0.2.0-192.0.2.9", "is no range"),
        ("shop.example", "is no range"),
        ("192.0.2.0/24\n\n# x\n10.0.0.1/8", "line 4: "),
        ("", "no range"),
        ("# none\n", "no range"),
    ] {
        assert!(reason(AddressRanges::from_text(text)).contains(why), "{text}");
    }
}

#[test]
fn long_lists_are_refused() {
    let many: String = (0..=16_384_u32).map(|n| format!("{}\n", Ipv4Addr::from_bits(n << 8))).collect();
    assert!(reason(AddressRanges::from_text(&many)).contains("more than 16384 ranges"));
    let long = "#".repeat((1 << 20) + 1);
    assert!(reason(AddressRanges::from_text(&long)).contains("more than 1048576"));
    assert!(reason(AddressRanges::parse(long.as_bytes())).contains("more than 1048576"));
}

#[test]
fn cloudflares_json_is_read_with_its_etag() {
    let json = br#" {"result":{"ipv4_cidrs":["173.245.48.0/20"],"ipv6_cidrs":["2400:cb00::/32"],"etag":"38f79d050aa027e3be3865e495dcc9bc",
        "jdcloud_cidrs":["192.0.2.0/24"]},"success":true,"errors":[],"messages":[]}"#;
    let ranges = AddressRanges::parse(json).unwrap();
    assert_eq!(ranges.ranges().len(), 3);
    assert_eq!(ranges.etag(), Some("38f79d050aa027e3be3865e495dcc9bc"));
    assert!(has(&ranges, "192.0.2.9"));
}

#[test]
fn other_json_is_refused() {
    let with = |result: &str| format!("{{\"success\":true,\"result\":{result}}}");
    for (json, why) in [
        ("{".to_owned(), "no answer in JSON"),
        ("{\"success\":false,\"result\":{}}".to_owned(), "does not say `success`"),
        ("{\"success\":true}".to_owned(), "no `result`"),
        ("{\"success\":true,\"success\":true}".to_owned(), "`success` stands twice"),
        (with("{\"ipv4_cidrs\":[]}"), "`ipv6_cidrs` is no list"),
        (with("{\"ipv4_cidrs\":[],\"ipv6_cidrs\":[]}"), "no range"),
        (with("{\"ipv4_cidrs\":[\"2400:cb00::/32\"],\"ipv6_cidrs\":[]}"), "of the other family"),
        (with("{\"ipv4_cidrs\":[1],\"ipv6_cidrs\":[]}"), "`ipv4_cidrs[0]` is no text"),
        (with("{\"ipv4_cidrs\":[\"10.0.0.0/8\"],\"ipv6_cidrs\":[],\"etag\":1}"), "`etag` is no text"),
        (with(&format!("{{\"ipv4_cidrs\":[{}1]}}", "1,".repeat(20_000))), "more values"),
    ] {
        assert!(reason(AddressRanges::parse(json.as_bytes())).contains(why), "{json:.80}: {why}");
    }
    assert!(reason(AddressRanges::parse(b"\xff")).contains("no text"));
}

#[test]
fn a_range_of_everybody_is_known() {
    let everybody = |text| AddressRanges::from_text(text).unwrap().is_everybody();
    assert!(everybody("0.0.0.0/0") && everybody("10.0.0.0/8\n::/0"));
    assert!(everybody("0.0.0.0/1\n128.0.0.0/1") && everybody("8000::/1\n::/1"));
    assert!(!everybody("0.0.0.0/1\n2000::/3"));
}

proptest! {
    #[test]
    fn lists_and_ranges_agree(
        entries in prop::collection::vec((any::<u32>(), 0_u8..=32), 1..20), address: u32,
    ) {
        let ranges: Vec<AddressRange> = entries
            .into_iter()
            .map(|(bits, prefix)| AddressRange {
                network: IpAddr::V4(Ipv4Addr::from_bits(bits & mask_v4(prefix))), prefix,
            })
            .collect();
        let list = AddressRanges::new(ranges.clone()).unwrap();
        let near = ranges.iter().map(|range| range.network);
        for address in near.chain([IpAddr::V4(Ipv4Addr::from_bits(address))]) {
            let one = ranges.iter().any(|range| range.contains(address));
            prop_assert_eq!(list.contains(address), one, "{}", address);
        }
        prop_assert_eq!(AddressRanges::from_text(&list.to_string()).unwrap(), list);
    }
}
