use super::*;

#[test]
fn hosts_are_compared_without_case_port_and_final_dot() {
    for (text, host) in [
        ("shop.example", "shop.example"),
        ("Shop.EXAMPLE:443", "shop.example"),
        ("shop.example.", "shop.example"),
        ("shop.example.:8443", "shop.example"),
        ("192.0.2.1:80", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("[2001:DB8::1]:443", "2001:db8::1"),
        ("[2001:db8:0::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("localhost", "localhost"),
    ] {
        assert_eq!(normalized(text).as_deref(), Ok(host), "{text}");
    }
}

#[test]
fn what_is_no_host_is_refused() {
    for text in [
        "",
        ".",
        "shop..example",
        "shop.example..",
        "shop.example:",
        "shop.example:0",
        "shop.example:65536",
        "shop.example:+1",
        "shop.example:443:443",
        "user@shop.example",
        "shop.example/x",
        "[2001:db8::1",
        "[shop.example]",
        "[::1]x",
        "[::1]:",
        "bücher.example",
        "shop example",
        "shop.example\n",
        "*.shop.example",
        "[192.0.2.1]",
    ] {
        assert!(normalized(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_wildcard_stands_for_one_label() {
    let pattern = HostPattern::parse("*.Shop.example").unwrap();
    assert_eq!(pattern.to_string(), "*.shop.example");
    assert!(pattern.matches("a.shop.example"));
    for host in ["shop.example", "a.b.shop.example", ".shop.example", "ashop.example"] {
        assert!(!pattern.matches(host), "{host}");
    }
    assert!(HostPattern::parse("*.192.0.2.1").is_err() && HostPattern::parse("a.*.example").is_err());
}

#[test]
fn zones_hold_the_hosts_below_them() {
    let host = HostPattern::parse("www.shop.example").unwrap();
    assert!(host.is_within("shop.example") && host.is_within("www.shop.example"));
    assert!(!host.is_within("hop.example") && !host.is_within("a.www.shop.example"));
}
