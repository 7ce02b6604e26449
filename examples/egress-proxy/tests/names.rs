use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};

use crate::headers;
use crate::host::{Destination, Host, HostPattern};
use crate::upstream::{is_outside, is_private};

#[test]
fn a_host_is_a_name_or_an_address() {
    let text = |given: &str| Host::parse(given).map(|host| host.to_string());
    for (given, host) in [
        ("web.example", "web.example"),
        ("Web.Example.", "web.example"),
        ("_dns.web-1.example", "_dns.web-1.example"),
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "[2001:db8::1]"),
        ("[2001:DB8::1]", "[2001:db8::1]"),
        ("[::ffff:192.0.2.1]", "192.0.2.1"),
    ] {
        assert_eq!(text(given).as_deref(), Some(host), "{given}");
    }
    for wrong in [
        "",
        ".",
        "a..b",
        "-a",
        "a-",
        "a b",
        "a/b",
        "a@b",
        "ä.example",
        "127.1",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "1.2.3.256",
        "[web.example]",
        "[::1",
        "::1]",
        "a%2eb",
        "*.example",
        &"a".repeat(64),
        &"a.".repeat(128),
    ] {
        assert_eq!(text(wrong), None, "{wrong}");
    }
}

#[test]
fn a_destination_has_a_port() {
    let text = |given: &str, usual| Destination::parse(given, usual).map(|to| to.to_string());
    assert_eq!(text("web.example:8080", None).as_deref(), Some("web.example:8080"));
    assert_eq!(text("web.example", Some(80)).as_deref(), Some("web.example:80"));
    assert_eq!(text("[2001:db8::1]:443", None).as_deref(), Some("[2001:db8::1]:443"));
    assert_eq!(text("[2001:db8::1]", Some(80)).as_deref(), Some("[2001:db8::1]:80"));
    for wrong in [
        "web.example",
        "web.example:",
        "web.example:0",
        "web.example:65536",
        "web.example:+80",
        ":80",
        "2001:db8::1:80",
        "[::1]80",
        "a:b:80",
    ] {
        assert_eq!(text(wrong, None), None, "{wrong}");
    }
}

#[test]
fn a_star_stands_for_names_below_and_for_nothing_else() {
    let matches =
        |pattern: &str, host: &str| HostPattern::parse(pattern).unwrap().matches(&Host::parse(host).unwrap());
    assert!(matches("*.partner.example", "api.partner.example"));
    assert!(matches("*.partner.example", "a.b.Partner.Example"));
    assert!(!matches("*.partner.example", "partner.example"));
    assert!(!matches("*.partner.example", "notpartner.example"));
    assert!(!matches("*.partner.example", "partner.example.evil.example"));
    assert!(matches("WEB.example", "web.example."));
    assert!(!matches("web.example", "www.web.example"));
    assert!(matches("192.0.2.1", "192.0.2.1"));
    for wrong in ["*", "*.", "*.192.0.2.1", "a.*.example", "**.example", "web.*"] {
        assert_eq!(HostPattern::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn addresses_of_this_machine_and_its_link_are_not_outside() {
    for inside in [
        "127.0.0.1",
        "::1",
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "fe80::1",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "::ffff:127.0.0.1",
    ] {
        assert!(!is_outside(inside.parse().unwrap()), "{inside}");
    }
    for outside in ["192.0.2.1", "10.0.0.1", "2001:db8::1"] {
        assert!(is_outside(outside.parse().unwrap()), "{outside}");
    }
    let private = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd00:ec2::254", "::ffff:10.0.0.1"];
    for address in
        private.into_iter().chain(["64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254"])
    {
        assert!(is_private(address.parse().unwrap()), "{address}");
    }
    for public in ["192.0.2.1", "100.128.0.1", "2001:db8::1", "64:ff9b::192.0.2.1"] {
        assert!(!is_private(public.parse().unwrap()), "{public}");
    }
}

fn of(list: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair = |(name, value): &(&'static str, &'static str)| {
        (HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    let mut headers = HeaderMap::new();
    for (name, value) in list.iter().map(pair) {
        headers.append(name, value);
    }
    headers
}

#[test]
fn what_is_for_one_hop_goes_no_further() {
    let mut headers = of(&[
        ("host", "web.example"),
        ("connection", "close, X-Mine, host"),
        ("x-mine", "1"),
        ("te", "trailers"),
        ("keep-alive", "timeout=5"),
        ("proxy-authorization", "Basic x"),
        ("proxy-connection", "keep-alive"),
        ("upgrade", "websocket"),
        ("x-forwarded-client-cert", "URI=spiffe://cluster.local/ns/trusted/sa/sleep"),
        ("accept", "*/*"),
    ]);
    headers::strip(&mut headers);
    let mut left: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
    left.sort_unstable();
    assert_eq!(left, ["accept", "host"]);
}

#[test]
fn a_request_that_can_be_read_in_two_ways_is_refused() {
    let to = Destination::parse("web.example:80", None).unwrap();
    let check = |list: &[(&'static str, &'static str)]| headers::check(&of(list), &to, 80).is_ok();
    assert!(check(&[("host", "web.example")]));
    assert!(check(&[("host", "WEB.example:80"), ("content-length", "3")]));
    assert!(check(&[("host", "web.example"), ("transfer-encoding", "Chunked")]));
    assert!(!check(&[]));
    assert!(!check(&[("host", "web.example:81")]));
    assert!(!check(&[("host", "other.example")]));
    assert!(!check(&[("host", "web.example"), ("host", "web.example")]));
    assert!(!check(&[("host", "web.example"), ("content-length", "3"), ("transfer-encoding", "chunked")]));
    assert!(!check(&[("host", "web.example"), ("content-length", "3"), ("content-length", "3")]));
    assert!(!check(&[("host", "web.example"), ("transfer-encoding", "gzip, chunked")]));
    assert!(!check(&[("host", "web.example"), ("transfer-encoding", "chunked"), ("transfer-encoding", "x")]));
}

#[test]
fn a_request_that_came_through_before_is_known() {
    let mut headers = of(&[("via", "1.1 other, 1.0 fred")]);
    assert!(!headers::has_passed(&headers, "egress-proxy-1"));
    headers::add_via(&mut headers, "egress-proxy-1");
    assert!(headers::has_passed(&headers, "egress-proxy-1"));
    assert!(!headers::has_passed(&headers, "egress-proxy"));
}
