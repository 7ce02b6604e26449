//! What a server that speaks TLS presents.

use super::*;

#[test]
fn a_sound_server_is_accepted_and_shown_line_by_line() {
    let root = ca("Root");
    let issued = root.server(["shop.example", "*.shop.example"]).issue().unwrap();
    let mut serving = Serving::new(&issued);
    serving.answer = "HTTP/1.1 301 Moved Permanently\r\nlocation: https://shop.example/\r\n\r\nbody";
    let report = serving.inspect(|one| one.anchors(anchors(&root)).request("/old").unwrap());

    assert_eq!((report.accepted(), report.trust), (Some(true), ChainTrust::Given));
    assert_eq!(report.version.map(|version| version.as_str()), Some("TLSv1.3"));
    assert!(report.cipher_suite.as_deref().unwrap().starts_with("TLS_AES_"));
    assert_eq!(report.alpn.as_deref(), Some("http/1.1"));
    assert_eq!(report.key_proof, crate::origin::KeyProof::Proved);
    assert_eq!((report.name_matches, report.ocsp_stapled), (Some(true), false));
    let taken: Vec<_> = report.versions.iter().map(|one| (one.version.as_str(), one.accepted)).collect();
    assert_eq!(taken, [("TLSv1.2", true), ("TLSv1.3", true)]);
    assert!(!report.client_certificate.requested);
    let answer = report.answer.clone().unwrap();
    assert_eq!((answer.status, answer.location.as_deref()), (Some(301), Some("https://shop.example/")));
    assert!(!report.has_errors(), "{:?}", report.findings);

    let text = report.to_text();
    for line in [
        "server name shop.example",
        "* TLSv1.3, TLS_AES_",
        "* TLSv1.2 alone: taken, TLS_ECDHE_",
        "*   names       shop.example, *.shop.example (fits)",
        "*   OCSP staple none",
        "* chain as sent, 1 certificate:",
        "CN=Root (trusted here, not sent)",
        "* verdict under the trust anchors given: server accepted, server-strict ",
        "* client certificate: not asked for",
        "> GET /old",
        "< 301 Moved Permanently",
        "< Location: https://shop.example/ (not followed)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["version"], "TLSv1.3");
    assert_eq!(json["trust"], "given");
    assert_eq!(json["server"]["accepted"], true);
    assert_eq!(json["chain"]["certificates"][0]["role"], "leaf");
    assert_eq!(json["chain"]["certificates"][0]["info"]["names"]["dns"][0], "shop.example");
}

#[test]
fn a_staple_is_seen() {
    let issued = ca("Root").server(["shop.example"]).issue().unwrap();
    let mut serving = Serving::new(&issued);
    serving.staple = true;
    assert!(serving.inspect(|one| one).ocsp_stapled);
}

#[test]
fn versions_that_are_not_taken_are_said() {
    let issued = ca("Root").server(["shop.example"]).issue().unwrap();
    let of = |only| {
        let mut serving = Serving::new(&issued);
        serving.only = Some(only);
        serving.inspect(|one| one)
    };
    let old = of(&rustls::version::TLS12);
    assert!(rules_of(&old).contains(&"server-tls13-missing"));
    assert_eq!(old.version.map(|version| version.as_str()), Some("TLSv1.2"));
    let new = of(&rustls::version::TLS13);
    assert!(!rules_of(&new).contains(&"server-tls13-missing"));
    let refused = new.versions.first().unwrap();
    assert!(!refused.accepted);
    assert_eq!(refused.failure.as_ref().unwrap().alert.unwrap().name(), "protocol_version");
    assert!(
        new.to_text().contains("* TLSv1.2 alone: not taken: the server sent the alert protocol_version (70)")
    );
}

#[test]
fn a_demand_for_a_client_certificate_is_shown_with_the_names_of_its_authorities() {
    let (root, clients) = (ca("Root"), ca("Clients"));
    let issued = root.server(["shop.example"]).issue().unwrap();
    for only in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let mut serving = Serving::new(&issued);
        (serving.clients, serving.only) = (Some(&clients), Some(only));
        let report = serving.inspect(|one| one.anchors(anchors(&root)).request("/").unwrap());
        let asked = &report.client_certificate;
        assert_eq!((asked.requested, asked.ca_names.as_slice()), (true, &["CN=Clients".to_owned()][..]));
        assert!(asked.refusal.as_deref().unwrap().contains("certificate_required (116)"), "{asked:?}");
        // The chain is known all the same, and the demand is no fault.
        assert_eq!(report.accepted(), Some(true));
        assert!(rules_of(&report).contains(&"server-demands-client-certificate"));
        assert!(!report.has_errors(), "{:?}", report.findings);
        assert!(report.answer.as_ref().unwrap().failure.as_ref().unwrap().contains("certificate_required"));
        assert!(report.to_text().contains("* client certificate: asked for, 1 CA name\n*   CN=Clients\n"));
        assert_eq!(report.failure.is_some(), only.version == rustls::ProtocolVersion::TLSv1_2);
    }
}

#[test]
fn a_request_is_answered_or_it_is_said_why_not() {
    let issued = ca("Root").server(["shop.example"]).issue().unwrap();
    let ask = |answer| {
        let mut serving = Serving::new(&issued);
        serving.answer = answer;
        serving.inspect(|one| one.request("/").unwrap()).answer.unwrap()
    };
    let interim = ask("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    assert_eq!((interim.status, interim.reason.as_str(), interim.location), (Some(200), "OK", None));
    let cut = ask("HTTP/1.1 200 OK\r\nserver: x");
    assert!(cut.failure.unwrap().contains("without an answer"));
    assert!(ask("SSH-2.0-OpenSSH\r\n").failure.unwrap().contains("no HTTP/1.1"));
    let flood: &'static str =
        Box::leak(format!("HTTP/1.1 200 OK\r\nx: {}", "y".repeat(40_000)).into_boxed_str());
    assert!(ask(flood).failure.unwrap().contains("16 KiB"));
    let control = ask("HTTP/1.1 302 Found\r\nlocation: /\u{202e}x\r\n\r\n");
    assert_eq!(control.location.as_deref(), Some("/\\u{202e}x"));
}

#[test]
fn it_runs_where_there_is_no_runtime_and_within_one() {
    let blocking = || {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Inspection::new(&closed.to_string()).unwrap().run_blocking().unwrap()
    };
    assert_eq!(rules_of(&blocking()), ["server-unreachable"]);
    assert_eq!(rules_of(&on_loopback(async { blocking() })), ["server-unreachable"]);
}
