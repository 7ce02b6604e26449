//! Whose bundle is where: URLs, and what the server must prove.

use serde_json::{Value, json};

use super::{TD, URL, World, told, web_request};
use crate::book::Case;

const WEB: &str = "bundle_endpoint.https_web";
const SPIFFE: &str = "bundle_endpoint.https_spiffe";
const PLAIN: &str = "FD5, FD7 and FD9: an endpoint of the Web PKI";
const HOSTED: &str = "FD5 and FD13: an endpoint of another trust domain's server";

fn endpoint(url: &str, profile: &str, own: bool, request: Value) -> Value {
    json!({"trust_domain": TD, "url": url, "profile": profile, "is_self_serving": own, "request": request})
}

impl World {
    pub(super) fn urls(&mut self) {
        let long = format!("https://partner.example/{}", "x".repeat(2024));
        let long_target = &long["https://partner.example".len()..];
        for (name, url, host, port, target) in [
            (PLAIN, URL, TD, 443, "/bundle"),
            ("FD7: a host that is not the trust domain", "https://cdn.example/x", "cdn.example", 443, "/x"),
            ("FD8: a URL without a path", "https://partner.example", TD, 443, "/"),
            ("FD8: a URL with a slash alone", "https://partner.example/", TD, 443, "/"),
            ("FD8: scheme and host in upper case", "HTTPS://Partner.Example/A", TD, 443, "/A"),
            ("FD8: a port and a query", "https://partner.example:8443/a/b?c=d", TD, 8443, "/a/b?c=d"),
            ("FD8: a query without a path", "https://partner.example?x", TD, 443, "/?x"),
            ("FD8: an IPv4 address", "https://192.0.2.1:1/x", "192.0.2.1", 1, "/x"),
            ("FD8: an IPv6 address", "https://[2001:db8::1]:65535/x", "2001:db8::1", 65_535, "/x"),
            ("FD8: an IPv6 address without a port", "https://[2001:db8::1]", "2001:db8::1", 443, "/"),
            ("FD8: an at sign in the path", "https://partner.example/x@y", TD, 443, "/x@y"),
            ("FD8: the longest URL", &long, TD, 443, long_target),
        ] {
            let args = json!({"trust_domain": TD, "url": url});
            let ok = endpoint(url, "https_web", false, web_request(url, host, port, target));
            self.book.add(Case::new(name, WEB, args).ok(ok));
        }
        let longer = format!("{long}x");
        for (what, url) in [
            ("http", "http://partner.example/bundle"),
            ("another scheme", "spiffe://partner.example/bundle"),
            ("no scheme", "partner.example/bundle"),
            ("one slash", "https:/partner.example"),
            ("no host", "https:///bundle"),
            ("a scheme alone", "https://"),
            ("an empty text", ""),
            ("user information", "https://user@partner.example/bundle"),
            ("empty user information", "https://@partner.example/bundle"),
            ("a password", "https://user:secret@partner.example/bundle"),
            ("a user without a host", "https://user@/bundle"),
            ("a colon without a port", "https://partner.example:/bundle"),
            ("port 0", "https://partner.example:0/bundle"),
            ("port 65536", "https://partner.example:65536/bundle"),
            ("a port with a sign", "https://partner.example:+1/bundle"),
            ("a port of letters", "https://partner.example:https/bundle"),
            ("a fragment", "https://partner.example/bundle#x"),
            ("an empty fragment", "https://partner.example/bundle#"),
            ("a space", "https://partner.example/a b"),
            ("a space before it", " https://partner.example/bundle"),
            ("a line end behind it", "https://partner.example/bundle\n"),
            ("a header that is smuggled in", "https://partner.example/\r\nX: y"),
            ("a letter that is not ASCII in the path", "https://partner.example/é"),
            ("a letter that is not ASCII in the host", "https://pärtner.example/"),
            ("two dots in the host", "https://partner..example/"),
            ("a wildcard as host", "https://*.example/"),
            ("an IPv6 address without brackets", "https://2001:db8::1/"),
            ("half a bracket", "https://[2001:db8::1/"),
            ("a name in brackets", "https://[partner.example]/"),
            ("something behind the brackets", "https://[2001:db8::1]x/"),
            ("a backslash", r"https://partner.example\@evil.example/"),
            ("2,049 bytes", &longer),
        ] {
            let args = json!({"trust_domain": TD, "url": url});
            self.refuse(&format!("FD8: {what}"), WEB, args, "federation-url-invalid", PLAIN);
        }
    }

    pub(super) fn endpoints(&mut self) {
        let (one, two) = (self.one.clone(), self.two.clone());
        let host = self.bundle("host.example", &[&one], "1");
        let own = self.bundle(TD, &[&two], "7");
        let empty = self.bundle("host.example", &[], "1");
        let args = |url: &str, id: &str, bundle: &Value| json!({"trust_domain": TD, "url": url, "endpoint_id": id, "bundle": bundle});
        let request = |id: &str, bundle: Value| {
            json!({
                "url": URL, "host": TD, "port": 443, "target": "/bundle", "server_name": null, "endpoint_id": id,
                "endpoint_bundle": bundle,
            })
        };
        let (hosted, ours) = ("spiffe://host.example/bundles", "spiffe://partner.example/spire/server");
        for (name, id, bundle, self_serving, proves) in [
            (HOSTED, hosted, &host, false, told(&[&one], Some("1"))),
            ("FD5 and FD14: an endpoint that vouches for itself", ours, &own, true, told(&[&two], Some("7"))),
            ("FD13: a bundle that trusts nobody yet", hosted, &empty, false, told(&[], Some("1"))),
        ] {
            let ok = endpoint(URL, "https_spiffe", self_serving, request(id, proves));
            self.book.add(Case::new(name, SPIFFE, args(URL, id, bundle)).ok(ok));
        }
        let other = "bundle-other-trust-domain";
        for (name, args, code) in [
            (
                "FD13: an ID without a path",
                args(URL, "spiffe://host.example", &host),
                "federation-endpoint-id",
            ),
            ("FD13: the bundle of another trust domain than the ID's", args(URL, hosted, &own), other),
            ("FD13: the ID of another trust domain than the bundle's", args(URL, ours, &host), other),
            (
                "FD8: http with an SVID",
                args("http://partner.example/", hosted, &host),
                "federation-url-invalid",
            ),
            (
                "FD8: user information with an SVID",
                args("https://user@partner.example/", hosted, &host),
                "federation-url-invalid",
            ),
        ] {
            self.refuse(name, SPIFFE, args, code, HOSTED);
        }
    }
}
