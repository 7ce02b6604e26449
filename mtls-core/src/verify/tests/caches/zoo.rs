//! Certificates that are alike enough to be mistaken for each other, and questions about them.

use std::sync::OnceLock;

use proptest::prelude::*;
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair,
    NameConstraints, SanType,
};
use rustls_pki_types::CertificateDer;

use crate::pki::{Certificate, Crl};
use crate::trust::{BundleSet, DistrustKind, DistrustList, Distrusted, TrustAnchors, TrustBundle};
use crate::verify::{
    CacheLimits, ChainVerifier, EdgeVerifier, ExpectedName, Profile, Purpose, RevocationDepth,
    RevocationPolicy,
};

use super::super::counting::counting_algorithms;
use super::super::forge::{ca_params, dates, leaf_params};
use super::super::{DAY, NOW, td};

/// When intermediates, roots and CRLs of the short kind end.
const SOON: u64 = NOW + 2 * DAY;

/// A CA's key under its name, with all certificates that were made for it.
struct Holder {
    name: &'static str,
    issuer: Issuer<'static, KeyPair>,
    certificates: Vec<CertificateDer<'static>>,
}

impl Holder {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            issuer: Issuer::new(ca_params(name), KeyPair::generate().unwrap()),
            certificates: Vec::new(),
        }
    }

    /// One certificate more, from this issuer.
    fn certify(&mut self, by: &Issuer<'_, KeyPair>, change: impl FnOnce(&mut CertificateParams)) {
        let mut params = ca_params(self.name);
        change(&mut params);
        self.certificates.push(params.signed_by(self.issuer.key(), by).unwrap().der().clone());
    }
}

fn path_len(length: u8) -> impl FnOnce(&mut CertificateParams) {
    move |params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(length))
}

fn short(params: &mut CertificateParams) {
    dates(params, NOW - DAY, SOON);
}

fn permits(name: &'static str) -> impl FnOnce(&mut CertificateParams) {
    move |params| {
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![GeneralSubtree::DnsName(name.to_owned())],
            excluded_subtrees: Vec::new(),
        });
    }
}

fn excludes(name: &'static str) -> impl FnOnce(&mut CertificateParams) {
    move |params| {
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: Vec::new(),
            excluded_subtrees: vec![GeneralSubtree::DnsName(name.to_owned())],
        });
    }
}

fn only(purpose: ExtendedKeyUsagePurpose) -> impl FnOnce(&mut CertificateParams) {
    move |params| params.extended_key_usages = vec![purpose]
}

pub(super) struct Zoo {
    /// Authorities: the first is the plain one.
    pub(super) authorities: Vec<Certificate>,
    /// Leaves with the place of their issuer among `issuers`.
    leaves: Vec<(CertificateDer<'static>, usize)>,
    /// Of the holders `i`, `j` (below `i`) and `k` (below `i`, of `i`'s own name).
    issuers: [Vec<CertificateDer<'static>>; 3],
    crls: Vec<Crl>,
    distrusted: Vec<Distrusted>,
}

impl Zoo {
    pub(super) fn get() -> &'static Self {
        static ZOO: OnceLock<Zoo> = OnceLock::new();
        ZOO.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut roots = Holder::new("r");
        let self_issuer =
            Issuer::new(ca_params("r"), KeyPair::try_from(roots.issuer.key().serialize_der()).unwrap());
        roots.certify(&self_issuer, |_| ());
        roots.certify(&self_issuer, short);
        roots.certify(&self_issuer, path_len(0));
        roots.certify(&self_issuer, permits("good.example"));
        let mut namesake = Holder::new("r");
        let own =
            Issuer::new(ca_params("r"), KeyPair::try_from(namesake.issuer.key().serialize_der()).unwrap());
        namesake.certify(&own, |_| ());
        let authorities: Vec<_> = roots
            .certificates
            .iter()
            .chain(&namesake.certificates)
            .map(|der| Certificate::from_der(der).unwrap())
            .collect();

        let mut i = Holder::new("i");
        i.certify(&roots.issuer, |_| ());
        i.certify(&roots.issuer, path_len(0));
        i.certify(&roots.issuer, short);
        // Not what the root permits: each of two constraints refuses what the other lets pass.
        i.certify(&roots.issuer, excludes("good.example"));
        i.certify(&roots.issuer, only(ExtendedKeyUsagePurpose::ClientAuth));
        i.certify(&namesake.issuer, |_| ());
        let mut j = Holder::new("j");
        j.certify(&i.issuer, |_| ());
        j.certify(&i.issuer, permits("good.example"));
        j.certify(&i.issuer, only(ExtendedKeyUsagePurpose::ServerAuth));
        j.certify(&roots.issuer, short);
        let mut k = Holder::new("i");
        k.certify(&i.issuer, |_| ());
        k.certify(&roots.issuer, |_| ());

        let mut leaves = Vec::new();
        for (place, holder) in [&i, &j, &k].into_iter().enumerate() {
            for dns in [None, Some("good.example"), Some("bad.example")] {
                for purpose in [
                    None,
                    Some(ExtendedKeyUsagePurpose::ClientAuth),
                    Some(ExtendedKeyUsagePurpose::ServerAuth),
                ] {
                    let mut params = leaf_params(&["spiffe://td/w"]);
                    params.subject_alt_names.extend(dns.map(|n| SanType::DnsName(n.try_into().unwrap())));
                    dates(&mut params, NOW - 3600, if dns.is_none() { SOON - DAY } else { NOW + 30 * DAY });
                    if let Some(purpose) = purpose {
                        only(purpose)(&mut params);
                    }
                    let leaf = params.signed_by(&KeyPair::generate().unwrap(), &holder.issuer).unwrap();
                    leaves.push((leaf.der().clone(), place));
                }
            }
        }
        let crls = vec![
            crl(&roots.issuer, &[&i.certificates[0]], [NOW - DAY, NOW + 90 * DAY]),
            crl(&roots.issuer, &[], [NOW - DAY, NOW + 90 * DAY]),
            // In force from one of the times on that are asked for.
            crl(&roots.issuer, &[&i.certificates[0]], [SOON - DAY + 1, NOW + 90 * DAY]),
            crl(&i.issuer, &[&leaves[3].0, &j.certificates[1]], [NOW - DAY, SOON]),
            crl(&j.issuer, &[&leaves[12].0], [NOW - DAY, NOW + 90 * DAY]),
        ];
        let of = |der: &CertificateDer<'_>, kind| {
            Distrusted::of(&Certificate::from_der(der).unwrap(), kind, "gone")
        };
        let distrusted = vec![
            of(&i.certificates[3], DistrustKind::Certificate),
            of(&j.certificates[0], DistrustKind::Key),
            of(&leaves[4].0, DistrustKind::Key),
            Distrusted::issuer(Certificate::from_der(&i.certificates[0]).unwrap().subject_der(), "gone")
                .unwrap(),
        ];
        let issuers = [i.certificates, j.certificates, k.certificates];
        Self { authorities, leaves, issuers, crls, distrusted }
    }
}

fn crl(issuer: &Issuer<'_, KeyPair>, revoked: &[&CertificateDer<'_>], [from, until]: [u64; 2]) -> Crl {
    let date = |s: u64| time::OffsetDateTime::from_unix_timestamp(i64::try_from(s).unwrap()).unwrap();
    let revoked_certs = revoked
        .iter()
        .map(|der| rcgen::RevokedCertParams {
            serial_number: rcgen::SerialNumber::from_slice(
                crate::pki::strict::CertificateFields::read(der).unwrap().serial,
            ),
            revocation_time: date(NOW - 60),
            reason_code: None,
            invalidity_date: None,
        })
        .collect();
    let params = rcgen::CertificateRevocationListParams {
        this_update: date(from),
        next_update: date(until),
        crl_number: 1_u64.into(),
        issuing_distribution_point: None,
        revoked_certs,
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    Crl::from_der(params.signed_by(issuer).unwrap().der()).unwrap()
}

fn sample(least: usize, most: usize) -> impl Strategy<Value = Vec<prop::sample::Index>> {
    prop::collection::vec(any::<prop::sample::Index>(), least..most)
}

/// What a verifier is set up with.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    strict: bool,
    authorities: Vec<prop::sample::Index>,
    crls: Vec<prop::sample::Index>,
    accept_unknown: bool,
    accept_expired: bool,
    leaf_only: bool,
    distrusted: Vec<prop::sample::Index>,
}

impl Setting {
    pub(super) fn any() -> impl Strategy<Value = Self> {
        let crls = prop_oneof![2 => Just(Vec::new()), 1 => sample(0, 5)];
        let distrusted = prop_oneof![2 => Just(Vec::new()), 1 => sample(0, 3)];
        let authorities = prop_oneof![2 => sample(1, 2), 1 => sample(1, 4)];
        (
            any::<bool>(),
            authorities,
            crls,
            prop::bool::weighted(0.8),
            any::<bool>(),
            any::<bool>(),
            distrusted,
        )
            .prop_map(
                |(strict, authorities, crls, accept_unknown, accept_expired, leaf_only, distrusted)| Self {
                    strict,
                    authorities,
                    crls,
                    accept_unknown,
                    accept_expired,
                    leaf_only,
                    distrusted,
                },
            )
    }

    fn authorities(&self, zoo: &Zoo) -> impl Iterator<Item = Certificate> {
        self.authorities.iter().map(|i| i.get(&zoo.authorities).clone())
    }

    pub(super) fn bundles(&self, zoo: &Zoo) -> BundleSet {
        BundleSet::new([TrustBundle::new(td("td"), self.authorities(zoo))]).unwrap()
    }

    fn policy(&self) -> RevocationPolicy {
        RevocationPolicy {
            depth: if self.leaf_only { RevocationDepth::Leaf } else { RevocationDepth::Chain },
            accept_unknown: self.accept_unknown,
            accept_expired: self.accept_expired,
        }
    }

    fn distrust(&self, zoo: &Zoo) -> DistrustList {
        DistrustList::from_iter(self.distrusted.iter().map(|i| i.get(&zoo.distrusted).clone()))
    }

    pub(super) fn verifier(&self, zoo: &Zoo, caches: CacheLimits) -> ChainVerifier {
        ChainVerifier::builder(self.bundles(zoo))
            .profile(if self.strict { Profile::SpiffeStrict } else { Profile::SpiffeInterop })
            .crls(self.crls.iter().map(|i| i.get(&zoo.crls).clone()))
            .revocation(self.policy())
            .distrust(self.distrust(zoo))
            .algorithms(counting_algorithms())
            .caches(caches)
            .build()
            .unwrap()
    }

    /// The same of a server's client, or of a server where it is strict.
    pub(super) fn edge_verifier(&self, zoo: &Zoo, caches: CacheLimits) -> EdgeVerifier {
        let profile = if self.strict { Profile::Server } else { Profile::EdgeClient };
        EdgeVerifier::builder(profile, TrustAnchors::new(self.authorities(zoo)))
            .crls(self.crls.iter().map(|i| i.get(&zoo.crls).clone()))
            .revocation(self.policy())
            .distrust(self.distrust(zoo))
            .algorithms(counting_algorithms())
            .caches(caches)
            .build()
            .unwrap()
    }
}

/// What is sent behind each leaf of one issuer, and what is asked of these chains, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Question {
    issuer: prop::sample::Index,
    /// Certificates of the leaves' issuer.
    own: Vec<prop::sample::Index>,
    /// Certificates of the issuer above that, where there is one.
    above: Vec<prop::sample::Index>,
    pub(super) asked: Vec<Asked>,
}

/// A time, a role and a name: the same chain is asked about again, with another of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub(super) seconds: u64,
    purpose: prop::sample::Index,
    name: prop::sample::Index,
}

/// Last seconds: before the leaves are valid; of leaves without a DNS name, and before a list is in force; of all that is
/// short; of the other leaves.
const EDGES: [u64; 4] = [NOW - 3601, SOON - DAY, SOON, NOW + 30 * DAY];

impl Asked {
    /// Both sides of an edge, in either order; or twice at one time.
    fn pair() -> impl Strategy<Value = [Self; 2]> {
        let edge = prop::sample::select(&EDGES[..]);
        let times = prop_oneof![
            1 => Just([NOW + 60; 2]),
            1 => edge.clone().prop_map(|edge| [edge, edge + 1]),
            1 => edge.prop_map(|edge| [edge + 1, edge]),
        ];
        let index = any::<prop::sample::Index>;
        (times, index(), index())
            .prop_map(|(times, purpose, name)| times.map(|seconds| Self { seconds, purpose, name }))
    }

    pub(super) fn purpose(&self) -> Purpose {
        *self.purpose.get(&[Purpose::Either, Purpose::Client, Purpose::Server])
    }

    /// One of the names that leaves have, or any.
    pub(super) fn name(&self) -> ExpectedName {
        let names = [Some("good.example"), Some("bad.example"), None];
        self.name.get(&names).map_or(ExpectedName::Any, |name| name.parse().unwrap())
    }
}

impl Question {
    pub(super) fn any() -> impl Strategy<Value = Self> {
        let own = prop_oneof![3 => sample(1, 2), 1 => sample(0, 4)];
        let asked = prop::collection::vec(Asked::pair(), 1..3);
        (any::<prop::sample::Index>(), own, sample(1, 3), asked)
            .prop_map(|(issuer, own, above, asked)| Self { issuer, own, above, asked: asked.concat() })
    }

    /// A chain for each leaf of the issuer.
    pub(super) fn chains(&self, zoo: &Zoo) -> Vec<Vec<CertificateDer<'static>>> {
        let issuer = self.issuer.index(zoo.issuers.len());
        let own = self.own.iter().map(|i| i.get(&zoo.issuers[issuer]).clone());
        let above = self.above.iter().filter(|_| issuer > 0).map(|i| i.get(&zoo.issuers[0]).clone());
        let rest: Vec<_> = own.chain(above).collect();
        let leaves = zoo.leaves.iter().filter(|(_, place)| *place == issuer);
        leaves.map(|(leaf, _)| std::iter::once(leaf.clone()).chain(rest.iter().cloned()).collect()).collect()
    }
}
