//! Settings that contradict each other are refused before anything is sent: an "enforced" on them would prove nothing.

use super::*;
use crate::pki::UnixTime;

fn refused(probe: &Probe) -> String {
    probe.run_blocking().unwrap_err().to_string()
}

#[test]
fn what_is_no_ca_of_the_edges_is_told() {
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 1));
    let edge = Edge::new();
    let (now, other) = (crate::trust::source::now().1, CertificateAuthority::root("Other").build().unwrap());

    let leaf = edge.ca.client("edge").issue().unwrap().chain.leaf().clone();
    let message = refused(&edge.probe(nowhere).edge_ca(TrustAnchors::new([leaf])));
    assert!(message.contains("`edge_ca` holds no CA: ") && message.contains("CN=edge"), "{message}");

    let message = refused(&edge.probe(nowhere).unfit_from(&other, now));
    assert!(message.contains("the CA of `unfit_from`, CN=Other, is neither in `edge_ca`"), "{message}");
    assert!(edge.probe(nowhere).unfit_from(&edge.ca, now).plan().is_ok());
    let below = edge.ca.intermediate("Below").build().unwrap();
    assert!(edge.probe(nowhere).unfit_from(&below, now).plan().is_ok());
}

#[test]
fn a_positive_control_out_of_date_is_told() {
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 1));
    let ca = CertificateAuthority::root("Edge CA")
        .not_before(UnixTime::since_unix_epoch(Duration::from_secs(1_600_000_000)))
        .valid_for(Duration::from_secs(20 * 365 * 86_400))
        .build()
        .unwrap();
    let old = ca
        .client("edge")
        .not_before(UnixTime::since_unix_epoch(Duration::from_secs(1_600_000_000)))
        .valid_for(Duration::from_secs(3600))
        .issue()
        .unwrap();
    let probe =
        Probe::new(nowhere.to_string()).server_name("origin.test").edge_certificate(old.chain, old.key);
    let message = refused(&probe);
    assert!(message.contains("CN=edge, has expired (valid from 2020-09-13T12:26:40Z"), "{message}");
}
