//! Redirects, and servers that prove themselves by an SVID.

use serde_json::{Value, json};

use super::{TD, URL, World, answer, failed, fetched, moved, numbered, told, usual, web_request};
use crate::NOW;
use crate::forge::Cert;

const OWN: &str = "spiffe://partner.example/bundles";

fn redirected(request: Value, bundle: &Value) -> Value {
    json!({"got": "redirected", "next_at": NOW, "failures": 0, "failure": null, "bundle": bundle, "request": request})
}

/// What an endpoint with an SVID is asked, and under which bundle.
fn request(url: &str, host: &str, target: &str, id: &str, bundle: Value) -> Value {
    json!({
        "url": url, "host": host, "port": 443, "target": target, "server_name": null, "endpoint_id": id,
        "endpoint_bundle": bundle,
    })
}

/// A fetch from elsewhere, or by an SVID.
fn from(mut state: Value, url: &str, profile: &str) -> Value {
    let log = state["log"].as_str().unwrap().replace(URL, url).replace("https_web", profile);
    state["log"] = json!(log);
    state
}

impl World {
    pub(super) fn redirects(&mut self) {
        let one = self.one.clone();
        let (body, bundle) = (numbered(&[&one], 7), told(&[&one], Some("7")));
        let elsewhere = "https://cdn.example:8443/b?x";
        let there = || redirected(web_request(elsewhere, "cdn.example", 8443, "/b?x"), &Value::Null);
        let taken = || from(fetched("taken", Some("7"), 60, &bundle), elsewhere, "https_web");
        for status in [301, 302, 303, 307, 308] {
            self.run(
                &format!("FD12: a redirect with status {status}, for one fetch"),
                &[moved(0, status, elsewhere), answer(0, 200, &body), answer(60, 200, &body)],
                &[there(), taken(), fetched("unchanged", Some("7"), 120, &bundle)],
                &[],
            );
        }
        let here = "https://partner.example/new?y";
        self.run(
            "FD12: a redirect to a path of the same host",
            &[moved(0, 302, "/new?y")],
            &[redirected(web_request(here, TD, 443, "/new?y"), &Value::Null)],
            &[],
        );
        let near = "https://cdn.example:8443/c";
        self.run(
            "FD12: a path behind a redirect is of the new host",
            &[moved(0, 302, elsewhere), moved(0, 302, "/c")],
            &[there(), redirected(web_request(near, "cdn.example", 8443, "/c"), &Value::Null)],
            &[],
        );
        for (what, location) in [
            ("http", "http://partner.example/bundle"),
            ("user information", "https://user@cdn.example/"),
            ("a host without a scheme", "//cdn.example/"),
            ("a relative path", "bundle"),
            ("an empty location", ""),
            ("a fragment", "https://cdn.example/#x"),
            ("a path with a fragment", "/x#y"),
            ("a file", "file:///etc/passwd"),
        ] {
            let rule = "federation-url-invalid";
            self.run(
                &format!("FD12: a redirect to {what}"),
                &[answer(0, 200, &body), moved(60, 302, location), answer(120, 200, &body)],
                &[
                    fetched("taken", Some("7"), 60, &bundle),
                    failed(rule, 1, 120, &bundle),
                    fetched("unchanged", Some("7"), 180, &bundle),
                ],
                &[(rule, "error")],
            );
        }
        let again = |count: usize| vec![moved(0, 307, "/again"); count];
        let followed =
            vec![
                redirected(web_request("https://partner.example/again", TD, 443, "/again"), &Value::Null);
                5
            ];
        let end =
            from(fetched("taken", Some("7"), 60, &bundle), "https://partner.example/again", "https_web");
        self.run(
            "FD12: five redirects are followed",
            &[again(5), vec![answer(0, 200, &body)]].concat(),
            &[followed.clone(), vec![end]].concat(),
            &[],
        );
        let rule = "federation-fetch-failed";
        self.run(
            "FD12: a sixth redirect is not",
            &again(6),
            &[followed, vec![failed(rule, 1, 300, &Value::Null)]].concat(),
            &[(rule, "error")],
        );
        let down = json!({"at": NOW, "fail": "the certificate is for another name"});
        self.run(
            "FD12: a redirect whose end does not prove itself",
            &[moved(0, 302, elsewhere), down, answer(300, 200, &body)],
            &[there(), failed("failed", 1, 300, &Value::Null), fetched("taken", Some("7"), 360, &bundle)],
            &[],
        );
    }

    pub(super) fn servers(&mut self) {
        let (one, two) = (self.one.clone(), self.two.clone());
        let own = self.bundle(TD, &[&one], "1");
        let next = self.bundle(TD, &[&two], "2");
        let host = self.bundle("host.example", &[&one], "1");
        let renewed = self.bundle("host.example", &[&two], "2");
        let args = |id: &str, bundle: &Value, stored: Option<&Value>, events: &[Value]| {
            let endpoint = json!({"trust_domain": TD, "url": URL, "endpoint_id": id, "bundle": bundle});
            match stored {
                Some(stored) => json!({"endpoint": endpoint, "stored": stored, "at": NOW, "events": events}),
                None => json!({"endpoint": endpoint, "at": NOW, "events": events}),
            }
        };
        let (was, now) = (told(&[&one], Some("1")), told(&[&two], Some("2")));
        let asks = |id: &str, bundle: &Value| request(URL, TD, "/bundle", id, bundle.clone());
        let whole = ("bundle-replaced-whole", "warning");
        let spiffe = |state: Value| from(state, URL, "https_spiffe");
        let body = numbered(&[&two], 2);
        self.runs(
            "FD14: the latest bundle vouches for the next connection",
            args(OWN, &own, None, &[answer(0, 200, &body)]),
            &[spiffe(fetched("taken", Some("2"), 60, &now))],
            &asks(OWN, &now),
            &[whole],
        );
        self.runs(
            "FD14: what is configured counts until then",
            args(OWN, &own, None, &[json!({"at": NOW, "fail": "connection refused"})]),
            &[failed("failed", 1, 300, &was)],
            &asks(OWN, &was),
            &[],
        );
        self.runs(
            "FD14: what was stored counts before what is configured",
            args(OWN, &own, Some(&next), &[]),
            &[],
            &asks(OWN, &now),
            &[],
        );
        self.runs(
            "FD14: an older bundle vouches for nothing",
            args(OWN, &next, None, &[answer(0, 200, &numbered(&[&one], 1))]),
            &[spiffe(fetched("older", Some("1"), 300, &now))],
            &asks(OWN, &now),
            &[("bundle-sequence-back", "warning"), whole],
        );
        let cdn = "https://cdn.example/";
        let target = redirected(request(cdn, "cdn.example", "/", OWN, was.clone()), &was);
        self.runs(
            "FD12 and FD14: a redirect leads to the same ID",
            args(OWN, &own, None, &[moved(0, 302, cdn), answer(0, 200, &numbered(&[&one, &two], 2))]),
            &[
                target,
                from(fetched("taken", Some("2"), 60, &told(&[&one, &two], Some("2"))), cdn, "https_spiffe"),
            ],
            &asks(OWN, &told(&[&one, &two], Some("2"))),
            &[],
        );
        self.hosted(&args("spiffe://host.example/bundles", &host, None, &[]), &renewed, (&one, &two));
    }

    /// The server is of a third trust domain: what is fetched does not vouch for it.
    fn hosted(&mut self, args: &Value, renewed: &Value, (one, two): (&Cert, &Cert)) {
        let id = "spiffe://host.example/bundles";
        let asks = |bundle: Value| request(URL, TD, "/bundle", id, bundle);
        let (was, now) = (told(&[one], Some("1")), told(&[two], Some("2")));
        let with = |events: &[Value]| {
            let mut args = args.clone();
            args["events"] = json!(events);
            args
        };
        let state =
            |got: &str| json!({"got": got, "next_at": NOW, "failures": 0, "failure": null, "bundle": null});
        let fetch = from(fetched("taken", Some("2"), 60, &now), URL, "https_spiffe");
        self.runs(
            "FD4 and FD13: what is fetched does not vouch for a server of another trust domain",
            with(&[answer(0, 200, &numbered(&[two], 2))]),
            &[fetch],
            &asks(was.clone()),
            &[],
        );
        self.runs(
            "FD13: a new bundle of the server's trust domain",
            with(&[json!({"endpoint_bundle": renewed})]),
            &[state("replaced")],
            &asks(now),
            &[],
        );
        let code = "bundle-other-trust-domain";
        let wrong = self.bundle(TD, &[two], "2");
        self.runs(
            "FD13: a new bundle of another trust domain than the server's",
            with(&[json!({"endpoint_bundle": wrong})]),
            &[state(code)],
            &asks(was),
            &[(code, "error")],
        );
        let plain = json!({"endpoint": {"trust_domain": TD, "url": URL}, "at": NOW, "events": [{"endpoint_bundle": renewed}]});
        self.runs(
            "FD9: an endpoint of the Web PKI needs no bundle",
            plain,
            &[state("replaced")],
            &usual(),
            &[],
        );
    }
}
