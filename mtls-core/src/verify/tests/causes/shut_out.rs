//! Revoked, distrusted, or another's name.

use std::time::Duration;

use rcgen::{RevocationReason, SanType, SerialNumber};

use crate::pki::{Certificate, Crl};
use crate::trust::{DistrustKind, DistrustList, Distrusted};

use super::super::forge::{Forge, ca_params};
use super::super::{DAY, NOW};
use super::{Blamed, Setup, everywhere};

fn date(seconds: u64) -> time::OffsetDateTime {
    time::OffsetDateTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A CRL of this CA, with these certificates on it.
fn crl(forge: &Forge, revoked: &[&Certificate]) -> Crl {
    let entry = |certificate: &&Certificate| rcgen::RevokedCertParams {
        serial_number: SerialNumber::from_slice(certificate.serial_bytes()),
        revocation_time: date(NOW - 600),
        reason_code: Some(RevocationReason::KeyCompromise),
        invalidity_date: None,
    };
    let list = rcgen::CertificateRevocationListParams {
        this_update: date(NOW - 600),
        next_update: date(NOW + 90 * DAY),
        crl_number: 1_u64.into(),
        issuing_distribution_point: None,
        revoked_certs: revoked.iter().map(entry).collect(),
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    Crl::from_der(list.signed_by(&forge.issuer).unwrap().der()).unwrap()
}

#[test]
fn a_certificate_that_is_revoked_and_by_whom() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let low = root.below(ca_params("low"));
        let chain = [low.sign(&world.leaf()), low.root.clone()];
        let read = |index: usize| Certificate::from_der(&chain[index]).unwrap();
        let setup = |crls: Vec<Crl>| Setup { crls, ..Setup::trusting(&[&root.root]) };
        let says: &[&str] = &["revoked at 2025-12-31T23:50:00Z (keyCompromise)", "the CRL of CN=low"];
        let crls = vec![crl(&root, &[]), crl(&low, &[&read(0)])];
        world.blames(setup(crls), &chain, NOW, ("certificate-revoked", Blamed::Sent(0), says));
        let says: &[&str] = &["(keyCompromise)", "the CRL of CN=root"];
        let crls = vec![crl(&root, &[&read(1)]), crl(&low, &[])];
        world.blames(setup(crls), &chain, NOW, ("certificate-revoked", Blamed::Sent(1), says));
        // A chain that is refused for its dates is looked up all the same.
        let crls = vec![crl(&root, &[]), crl(&low, &[&read(0)])];
        let expected = ("leaf-expired", Blamed::Sent(0), &["expired"][..]);
        let report = world.blames(setup(crls), &chain, NOW + 30 * DAY, expected);
        assert!(report.findings.iter().any(|f| f.rule == "certificate-revoked"), "{report}");
    });
}

#[test]
fn a_certificate_that_is_distrusted_and_by_what() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let low = root.below(ca_params("low"));
        let chain = [low.sign(&world.leaf()), low.root.clone()];
        let shut = |der: &[u8], kind| {
            let certificate = Certificate::from_der(der).unwrap();
            let distrust = DistrustList::from_iter([Distrusted::of(&certificate, kind, "key in a backup")]);
            Setup { distrust, ..Setup::trusting(&[&root.root]) }
        };
        let says: &[&str] = &["key in a backup"];
        for (der, kind, blamed) in [
            (&chain[0], DistrustKind::Certificate, Blamed::Sent(0)),
            (&chain[1], DistrustKind::Key, Blamed::Sent(1)),
            (&chain[1], DistrustKind::Serial, Blamed::Sent(1)),
            (&root.root, DistrustKind::Certificate, Blamed::Anchor),
        ] {
            world.blames(shut(der, kind), &chain, NOW, ("certificate-distrusted", blamed, says));
        }
        // Told even where the path breaks off.
        let setup = Setup { roots: vec![], ..shut(&chain[0], DistrustKind::Certificate) };
        let (report, _) = world.explain(setup, &chain, NOW);
        assert!(report.findings.iter().any(|f| f.rule == "certificate-distrusted"), "{report}");
    });
}

#[test]
fn a_certificate_of_somebody_else() {
    everywhere(|world| {
        if world.0.is_spiffe() {
            return;
        }
        let root = Forge::new(ca_params("root"));
        let mut params = world.leaf();
        params.subject_alt_names = vec![SanType::DnsName("other.example".try_into().unwrap())];
        let says: &[&str] = &["expected shop.example", "it is for other.example"];
        let chain = [root.sign(&params)];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("peer-name-mismatch", Blamed::Sent(0), says),
        );
        // Another cause is more telling.
        let expected = ("leaf-expired", Blamed::Sent(0), &["expired"][..]);
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW + 30 * DAY, expected);
    });
}
