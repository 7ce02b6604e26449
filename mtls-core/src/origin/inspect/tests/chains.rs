//! Chains in every state.

use super::*;

#[test]
fn a_missing_intermediate_is_named_and_a_whole_chain_is_drawn() {
    let root = ca("Root");
    let intermediate = root.intermediate("Intermediate").build().unwrap();
    let issued = intermediate.server(["shop.example"]).issue().unwrap();
    let whole = Serving::new(&issued).inspect(|one| one.anchors(anchors(&root)));
    let chain = whole.chain.as_ref().unwrap();
    assert_eq!((chain.path.as_slice(), chain.complete), (&[0, 1][..], Some(true)));
    assert_eq!(chain.continues_to.as_deref(), Some("CN=Root"));
    assert!(whole.to_text().contains("└─ [1] CN=Intermediate\n"));

    let alone = issued.chain.to_der().into_iter().take(1).collect::<Vec<_>>();
    for given in [true, false] {
        let mut serving = Serving::new(&issued);
        serving.chain = Some(alone.clone());
        let report = serving.inspect(|one| if given { one.anchors(anchors(&root)) } else { one });
        let rule = if given { "server-issuers-not-sent" } else { "server-issuer-unknown" };
        assert!(rules_of(&report).contains(&rule), "{:?}", rules_of(&report));
        let chain = report.chain.as_ref().unwrap();
        assert_eq!(chain.continues_to.as_deref(), Some("CN=Intermediate"));
        assert_eq!(chain.complete, given.then_some(false));
        assert_eq!(report.accepted(), given.then_some(false));
        assert_eq!(report.trust, if given { ChainTrust::Given } else { ChainTrust::None });
    }
}

#[test]
fn of_a_lone_certificate_nothing_is_said_to_be_missing_that_cannot_be_known() {
    let root = ca("Root");
    let issued = root.server(["shop.example"]).issue().unwrap();
    let report = Serving::new(&issued).inspect(|one| one);
    assert!(!rules_of(&report).contains(&"server-issuers-not-sent"), "{:?}", rules_of(&report));
    let finding = report.findings.iter().find(|one| one.rule == "server-issuer-unknown").unwrap();
    assert_eq!(finding.severity, crate::finding::Severity::Info);
    assert!(finding.message.contains("its issuer, CN=Root, was not sent: whether it is a root"), "{finding}");
    assert!(!finding.help.contains("fullchain"));
    let text = report.to_text();
    for line in [
        "CN=Root (not sent: a root or a missing intermediate)\n",
        "* verdict: not judged: no trust anchors were given, and the chain holds no CA; pass those",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    // Under anchors it is known that nothing is missing.
    let known = Serving::new(&issued).inspect(|one| one.anchors(anchors(&root)));
    assert!(!rules_of(&known).iter().any(|rule| rule.starts_with("server-issuer")), "{:?}", rules_of(&known));
}

/// A certificate of `CN=Above`, with one more extension.
fn below(oid: &[u64], value: &[u8]) -> CertificateDer<'static> {
    use rcgen::{CertificateParams, CustomExtension, DnType, Issuer, KeyPair};
    let named = |name: &str| {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params
    };
    let above = Issuer::new(named("Above"), KeyPair::generate().unwrap());
    let mut params = named("shop.example");
    params.custom_extensions.push(CustomExtension::from_oid_content(oid, value.to_vec()));
    params.signed_by(&KeyPair::generate().unwrap(), &above).unwrap().der().clone()
}

#[test]
fn a_lone_certificate_may_tell_that_its_issuer_is_an_intermediate() {
    // authorityInfoAccess: caIssuers at http://ca.example/a.cer.
    let fetched = b"\x30\x25\x30\x23\x06\x08\x2b\x06\x01\x05\x05\x07\x30\x02\x86\x17http://ca.example/a.cer";
    // certificatePolicies: domain-validated (2.23.140.1.2.1).
    let public = b"\x30\x0a\x30\x08\x06\x06\x67\x81\x0c\x01\x02\x01";
    for (der, why) in [
        (below(&[1, 3, 6, 1, 5, 5, 7, 1, 1], fetched), "; it is to be fetched from http://ca.example/a.cer"),
        (below(&[2, 5, 29, 32], public), ", and is no root, as the policy of the public web demands"),
    ] {
        let chain =
            PresentedChain::new(&[der], None, UnixTime::since_unix_epoch(Duration::from_secs(1_790_000_000)));
        let finding = chain.findings.iter().find(|one| one.rule == "server-issuers-not-sent").unwrap();
        assert!(
            finding.message.starts_with(&format!("its issuer, CN=Above, was not sent{why}")),
            "{finding}"
        );
        assert!(finding.help.contains("fullchain"));
    }
}

#[test]
fn what_is_superfluous_out_of_order_or_twice_is_said() {
    let root = ca("Root");
    let intermediate = root.intermediate("Intermediate").build().unwrap();
    let issued = intermediate.server(["shop.example"]).issue().unwrap();
    let sent = issued.chain.to_der();
    let (leaf, issuer) = (sent[0].clone(), sent[1].clone());
    let (top, other) = (root.certificate().der().clone(), ca("Other").certificate().der().clone());
    let mut serving = Serving::new(&issued);
    serving.chain = Some(vec![leaf, top, other, issuer.clone(), issuer]);
    let report = serving.inspect(|one| one);
    let chain = report.chain.as_ref().unwrap();
    assert_eq!(chain.path, [0, 3, 1]);
    let roles: Vec<_> = chain.certificates.iter().map(|one| one.role).collect();
    use PresentedRole::*;
    assert_eq!(roles, [Leaf, Root, Superfluous, Issuer, Superfluous]);
    for rule in ["chain-out-of-order", "chain-duplicate", "chain-unrelated", "chain-root-included"] {
        assert!(rules_of(&report).contains(&rule), "{rule}: {:?}", rules_of(&report));
    }
    // Under its own end the path is sound.
    assert_eq!((report.trust, report.accepted()), (ChainTrust::Presented, None));
    assert!(report.server.as_ref().unwrap().accepted, "{}", report.to_text());
    let text = report.to_text();
    assert!(
        text.contains("[2] CN=Other: superfluous") && text.contains("(root, need not be sent)"),
        "{text}"
    );
    assert!(text.contains("which nobody vouches for: server accepted"), "{text}");
    assert!(text.contains("for a verdict on trust, pass the CAs"), "{text}");
}

#[test]
fn a_foreign_name_is_refused_with_and_without_anchors() {
    let root = ca("Root");
    let issued = root.server(["other.example"]).issue().unwrap();
    for given in [true, false] {
        let report =
            Serving::new(&issued).inspect(|one| if given { one.anchors(anchors(&root)) } else { one });
        assert_eq!(report.name_matches, Some(false));
        assert!(report.to_text().contains("other.example (DOES NOT FIT)"));
        let told = report.findings.iter().filter(|finding| finding.rule == "peer-name-mismatch").count();
        assert_eq!(told, 1, "{}", report.to_text());
    }
    let by_address = root.server(["127.0.0.1"]).issue().unwrap();
    let report = Serving::new(&by_address).inspect(|one| one.without_server_name().anchors(anchors(&root)));
    assert_eq!((report.name_matches, report.accepted(), report.server_name), (Some(true), Some(true), None));
}

#[test]
fn dates_are_judged_at_the_time_asked_for() {
    let root = ca("Root");
    let issued = root.server(["shop.example"]).issue().unwrap();
    let (begin, end) =
        (issued.chain.leaf().not_before().as_secs(), issued.chain.leaf().not_after().as_secs());
    let at = |seconds: u64| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    for (when, rule, days) in [
        (end - 1, Some("server-certificate-ends-soon"), 0),
        (end + 1, Some("leaf-expired"), -1),
        (begin - 1, Some("leaf-not-yet-valid"), (end - begin + 1) as i64 / 86_400),
        (begin + 60, None, (end - begin - 60) as i64 / 86_400),
    ] {
        let report = Serving::new(&issued).inspect(|one| one.anchors(anchors(&root)).at(at(when)));
        assert_eq!(report.days_left, Some(days));
        let of_dates = ["server-certificate-ends-soon", "leaf-expired", "leaf-not-yet-valid"];
        let mut told: Vec<_> = rules_of(&report).into_iter().filter(|rule| of_dates.contains(rule)).collect();
        told.dedup();
        assert_eq!(told, rule.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn a_certificate_signed_by_itself_is_its_own_end() {
    let alone = ca("shop.example");
    let chain = crate::pki::CertificateChain::new([alone.certificate().clone()]).unwrap();
    let issued = IssuedCertificate { chain, key: alone.private_key().clone_key() };
    let report = Serving::new(&issued).inspect(|one| one);
    let chain = report.chain.as_ref().unwrap();
    assert_eq!((chain.path.as_slice(), chain.continues_to.as_deref()), (&[0][..], None));
    assert_eq!(report.trust, ChainTrust::Presented);
    assert!(!report.server.as_ref().unwrap().accepted, "a CA is no server");
}

#[test]
fn what_cannot_be_read_is_reported_and_not_proved() {
    let issued = ca("Root").server(["shop.example"]).issue().unwrap();
    let mut serving = Serving::new(&issued);
    serving.chain = Some(vec![CertificateDer::from(b"no certificate".to_vec()); 40]);
    let report = serving.inspect(|one| one);
    let chain = report.chain.as_ref().unwrap();
    assert_eq!((chain.count, chain.certificates.len()), (40, 16));
    assert!(chain.certificates.iter().all(|one| one.role == PresentedRole::Unreadable && one.info.is_none()));
    assert_eq!(report.key_proof, crate::origin::KeyProof::Unchecked);
    for rule in ["server-certificate-unreadable", "server-key-unchecked"] {
        assert!(rules_of(&report).contains(&rule), "{:?}", rules_of(&report));
    }
    assert!(report.has_errors() && report.to_text().contains("[0] cannot be read"));
    assert!(report.to_text().contains("* verdict: not judged: the server's certificate cannot be read\n"));
}
