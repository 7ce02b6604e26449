//! Servers that speak TLS.

use tokio::io::AsyncReadExt as _;

use super::*;

#[test]
fn a_handshake_shows_what_the_server_presents() {
    let root = ca("Root");
    let issued = root.server(["shop.example"]).issue().unwrap();
    let chain = issued.chain.to_der();
    for version in TlsVersion::ALL {
        let mut options = options(version);
        options.alpn = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let config = server_config(&issued, chain.clone(), None);
        let Dialled { handshake, .. } =
            on_loopback(async { dial(serve(config).await, &options).await }).unwrap();
        assert_eq!(handshake.version, Some(version));
        assert_eq!(handshake.alpn.as_deref(), Some(&b"http/1.1"[..]));
        assert_eq!(handshake.presented.chain, chain);
        assert_eq!(handshake.presented.key_proof, KeyProof::Proved);
        assert!(!handshake.presented.certificate_requested && !handshake.resumed);
        assert!(handshake.presented.ocsp.is_empty());
        let prefix = if version == TlsVersion::Tls13 { "TLS_AES_" } else { "TLS_ECDHE_ECDSA_WITH_AES_" };
        assert!(handshake.suite.as_deref().unwrap().starts_with(prefix), "{:?}", handshake.suite);
        assert!(handshake.group.is_some());
    }
}

#[test]
fn a_stapled_answer_is_recorded() {
    let root = ca("Root");
    let issued = root.server(["shop.example"]).issue().unwrap();
    let provider = built_in().unwrap();
    let key = provider.key_provider.load_private_key(issued.key.to_pki_types()).unwrap();
    let mut certified = CertifiedKey::new(issued.chain.to_der(), key);
    certified.ocsp = Some(b"an answer".to_vec());
    let certified = Arc::new(certified);
    for version in TlsVersion::ALL {
        let mut config = server_config(&issued, Vec::new(), None);
        config.cert_resolver = Arc::new(Always(Arc::clone(&certified)));
        let done = on_loopback(async { dial(serve(config).await, &options(version)).await }).unwrap();
        assert_eq!(done.handshake.presented.ocsp, b"an answer");
    }
}

#[test]
fn without_a_certificate_the_refusal_is_read_in_the_handshake_of_1_2_and_behind_that_of_1_3() {
    let (root, clients) = (ca("Root"), ca("Clients"));
    let issued = root.server(["shop.example"]).issue().unwrap();
    let config = || server_config(&issued, issued.chain.to_der(), Some(&clients));
    let required = Alert::new(116);
    let failure =
        on_loopback(async { dial(serve(config()).await, &options(TlsVersion::Tls12)).await }).unwrap_err();
    assert_eq!((failure.phase, failure.ending), (DialPhase::Handshake, Ending::Alert(required)));
    assert!(failure.presented.certificate_requested && !failure.presented.certificate_sent);
    assert_eq!(failure.presented.ca_names, [clients.certificate().subject_der()]);
    assert_eq!(failure.presented.chain.len(), 1);

    on_loopback(async {
        let mut done = dial(serve(config()).await, &options(TlsVersion::Tls13)).await.unwrap();
        assert!(done.handshake.presented.certificate_requested);
        assert_eq!(done.stream.read_first(WAIT).await, FirstRead::Ended(Ending::Alert(required)));
    });
    assert_eq!(required.to_string(), "certificate_required (116)");
    assert_eq!(
        serde_json::to_value(required).unwrap(),
        serde_json::json!({"code": 116, "name": "certificate_required"})
    );
}

#[test]
fn a_certificate_is_sent_whatever_authorities_the_server_names() {
    let (root, clients, others) = (ca("Root"), ca("Clients"), ca("Others"));
    let issued = root.server(["shop.example"]).issue().unwrap();
    for (issuer, good) in [(&clients, true), (&others, false)] {
        let client = issuer.client("edge").issue().unwrap();
        for version in TlsVersion::ALL {
            let mut options = options(version);
            options.credentials = Credentials::new(&client.chain, &client.key).unwrap();
            let config = server_config(&issued, issued.chain.to_der(), Some(&clients));
            on_loopback(async {
                let address = serve(config).await;
                match dial(address, &options).await {
                    Ok(mut done) => {
                        assert!(done.handshake.presented.certificate_sent);
                        let first = done.stream.read_first(WAIT).await;
                        match first {
                            FirstRead::Quiet => assert!(good),
                            FirstRead::Ended(Ending::Alert(alert)) => {
                                assert!(!good && alert.code() == 48, "{alert}")
                            }
                            other => panic!("{other:?}"),
                        }
                    }
                    Err(failure) => {
                        assert!(!good && version == TlsVersion::Tls12, "{failure}");
                        assert!(failure.presented.certificate_sent);
                        assert_eq!(failure.ending.alert().map(Alert::name), Some("unknown_ca"));
                    }
                }
            });
        }
    }
}

#[test]
fn what_a_server_says_first_is_read_again() {
    let issued = ca("Root").server(["shop.example"]).issue().unwrap();
    let acceptor =
        tokio_rustls::TlsAcceptor::from(Arc::new(server_config(&issued, issued.chain.to_der(), None)));
    on_loopback(async {
        let address = listen(move |socket| {
            let acceptor = acceptor.clone();
            async move {
                let mut tls = acceptor.accept(socket).await.unwrap();
                tls.write_all(b"220 mail.example").await.unwrap();
                tls.shutdown().await.unwrap();
            }
        })
        .await;
        let mut stream = dial(address, &options(TlsVersion::Tls13)).await.unwrap().stream;
        assert_eq!(stream.read_first(WAIT).await, FirstRead::Spoke(16));
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.unwrap();
        assert_eq!(all, b"220 mail.example");
    });
}

#[test]
fn sessions_are_resumed_wherever_they_were_made_where_asked_for() {
    let issued = ca("Root").server(["shop.example", "open.example"]).issue().unwrap();
    for version in TlsVersion::ALL {
        for resuming in [true, false] {
            let config = server_config(&issued, issued.chain.to_der(), None);
            // Without a name, as rustls's servers resume under the same one alone; the client knows them by address.
            let mut options = DialOptions { server_name: None, ..options(version) };
            if resuming {
                options.credentials = Credentials::none().resuming();
            }
            on_loopback(async {
                let address = serve(config).await;
                let mut made = dial(address, &options).await.unwrap();
                // Tickets of TLS 1.3 come behind the handshake.
                made.stream.write_all(b"hi").await.unwrap();
                let mut all = Vec::new();
                made.stream.read_to_end(&mut all).await.unwrap();
                assert!(!made.handshake.resumed);
                let elsewhere = SocketAddr::from(([127, 0, 0, 2], address.port()));
                let again = dial(elsewhere, &options).await.unwrap();
                assert_eq!(again.handshake.resumed, resuming, "{version:?}");
                assert_eq!(again.handshake.presented.chain, issued.chain.to_der());
                let proof = if resuming { KeyProof::None } else { KeyProof::Proved };
                assert_eq!(again.handshake.presented.key_proof, proof);
            });
        }
    }
}

#[test]
fn certificates_that_nobody_could_read_are_taken_and_a_foreign_key_is_not() {
    let root = ca("Root");
    let (issued, other) =
        (root.server(["shop.example"]).issue().unwrap(), root.server(["shop.example"]).issue().unwrap());
    for version in TlsVersion::ALL {
        let garbage = vec![CertificateDer::from(b"not a certificate".to_vec())];
        let config = server_config(&issued, garbage.clone(), None);
        let done = on_loopback(async { dial(serve(config).await, &options(version)).await }).unwrap();
        assert_eq!(done.handshake.presented.chain, garbage);
        assert_eq!(done.handshake.presented.key_proof, KeyProof::Unchecked);

        let config = server_config(&other, issued.chain.to_der(), None);
        let failure = on_loopback(async { dial(serve(config).await, &options(version)).await }).unwrap_err();
        assert!(matches!(failure.ending, Ending::Protocol(_)), "{failure}");
        assert_eq!(failure.presented.chain, issued.chain.to_der());
    }
}

#[test]
fn options_that_cannot_be_used_are_refused_before_anything_is_sent() {
    let options = DialOptions { alpn: vec![Vec::new()], ..DialOptions::default() };
    let failure = on_loopback(async { dial("127.0.0.1:9".parse().unwrap(), &options).await }).unwrap_err();
    assert_eq!(failure.phase, DialPhase::Setup);
    assert!(failure.to_string().starts_with("before connecting: application protocols"));
}
