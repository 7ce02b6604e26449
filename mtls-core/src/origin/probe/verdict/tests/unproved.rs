//! What looks like a refusal and proves nothing.

use super::*;

#[test]
fn an_end_before_the_certificate_refuses_nobody_where_the_edge_came_further() {
    // An open origin that lets two connections in and closes or resets the others.
    for end in ["rst", "a40", "a80"] {
        let mut evidence = row([end, end, end, end, end, "ok"]);
        for e in evidence.iter_mut().filter(|e| e.probe != ProbeKind::EdgeCertificate) {
            e.phase = Phase::Hello;
        }
        let judged = judge(&evidence, GROUND);
        assert_eq!(judged.verdict, OriginVerdict::Unproven, "{end}");
        assert!(judged.gaps.iter().any(|gap| gap.contains("a limit of connections")), "{:?}", judged.gaps);
    }
    // One such end among many refusals still leaves a client of whom nothing is known.
    let mut evidence = enforcing();
    evidence[0] = seen(ProbeKind::NoCertificate, Some(TlsVersion::Tls12), "rst");
    assert_eq!(verdict(&evidence), OriginVerdict::Unproven);
    let spoofed = [enforcing(), both(ProbeKind::SpoofedHeaders, "rst")].concat();
    assert_eq!(verdict(&spoofed), OriginVerdict::Unproven);
}

#[test]
fn a_version_that_nobody_could_speak_is_proved_by_its_alert_alone() {
    let old = |code: &str| {
        let of = |new: &str| format!("{code}/{new}");
        let cells = [of("a116"), of("a48"), of("a48"), of("a51"), of("a48"), of("ok")];
        let mut evidence = row(cells.each_ref().map(String::as_str));
        for e in evidence.iter_mut().filter(|e| e.version == Some(TlsVersion::Tls12) && e.alert().is_some()) {
            e.phase = Phase::Hello;
        }
        judge(&evidence, GROUND)
    };
    let off = old("v70");
    assert_eq!((off.verdict, off.untried.len()), (OriginVerdict::Enforced, 0));
    // Closed without a word: said beside the verdict.
    let silent = old("rst");
    assert_eq!((silent.verdict, silent.untried.len()), (OriginVerdict::Enforced, 1));
    // Another client may have the cipher suite, or the way through the network.
    for code in ["a40", "a71", "net"] {
        assert_eq!(old(code).verdict, OriginVerdict::Unproven, "{code}");
    }
}

#[test]
fn a_ca_that_issues_to_the_public_leaves_it_unproved() {
    let judged = judge(&enforcing(), Ground { public_ca: true, ..GROUND });
    assert_eq!(judged.verdict, OriginVerdict::Unproven);
    assert_eq!(judged.gaps.len(), 1, "{:?}", judged.gaps);
}

#[test]
fn a_redirection_that_the_edge_gets_too_may_be_the_applications() {
    let edge_gets = |edge: &str, code: &str| {
        let mut evidence = row(["400", "cert", "cert", "cert", "cert", edge]);
        evidence.push(plain(ProbeKind::Plaintext, code));
        verdict(&evidence)
    };
    assert_eq!(edge_gets("ok", "301s"), OriginVerdict::Enforced);
    assert_eq!(edge_gets("sso", "301s"), OriginVerdict::Enforced);
    assert_eq!(edge_gets("ok", "sso"), OriginVerdict::Enforced);
    assert_eq!(edge_gets("sso", "sso"), OriginVerdict::Unproven);
    assert_eq!(edge_gets("301s", "301s"), OriginVerdict::Unproven);
}
