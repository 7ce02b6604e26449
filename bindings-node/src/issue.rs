//! Floor 2, issuing: `CertificateAuthority` and what it gives out. All that makes keys or signs is a promise.

use std::sync::Arc;

use mtls_core::pki::issue as core;
use mtls_core::pki::{CertificateChain as CoreChain, KeyAlgorithm, RevocationReason};
use napi::bindgen_prelude::{AsyncTask, ClassInstance, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;
use rustls_pki_types::UnixTime;

use crate::arguments::{
    SpiffeIdLike, TrustDomainLike, ip_addresses, known, moment, moment_or_now, seconds, spiffe_id,
    trust_domain, whole,
};
use crate::certificate::{Certificate, CertificateChain};
use crate::identity::{IdentityPattern, TrustDomain};
use crate::job::{Job, promise};
use crate::pki::{CertificateRequest, Crl, PrivateKey};
use crate::raise::{Raise, call};
use crate::record::record;

type Checked<T> = std::result::Result<T, Raise>;

/// How a CA is to be made; what is left out has the engine's default.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct AuthorityOptions<'env> {
    /// Binds the CA to a trust domain: it issues SVIDs in it alone. An intermediate takes over that of the CA above it.
    pub trust_domain: Option<TrustDomainLike<'env>>,
    /// Organization (O) in the subject.
    pub organization: Option<String>,
    /// The time of issue. Default: now.
    pub at: Option<JsDate<'env>>,
    /// Exactly when it becomes valid. Default: 60 seconds before the time of issue.
    pub not_before: Option<JsDate<'env>>,
    /// How far `notBefore` stands before the time of issue.
    pub backdate_seconds: Option<f64>,
    /// How long it is valid. Default: ten years for a root, a year for an intermediate.
    pub valid_for_seconds: Option<f64>,
    /// Shortens a lifetime that ends after the issuer's, rather than refusing it.
    pub clip_to_issuer: Option<bool>,
    /// `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    pub key_algorithm: Option<String>,
    /// A key that exists, in place of a new one.
    pub key: Option<ClassInstance<'env, PrivateKey>>,
    /// How many further CAs may stand below. Default: no limit for a root, 0 for an intermediate.
    pub path_len: Option<f64>,
    /// DNS names that everything below may have, and what stands below them; no others then.
    pub permitted_dns_names: Option<Vec<String>>,
    /// DNS names that nothing below may have.
    pub excluded_dns_names: Option<Vec<String>>,
}

const AUTHORITY_OPTIONS: &[&str] = &[
    "trustDomain",
    "organization",
    "at",
    "notBefore",
    "backdateSeconds",
    "validForSeconds",
    "clipToIssuer",
    "keyAlgorithm",
    "key",
    "pathLen",
    "permittedDnsNames",
    "excludedDnsNames",
];

/// How a leaf is to be issued; what is left out has the engine's default.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct LeafOptions<'env> {
    /// Further DNS names; a leading `*.` stands for one label.
    pub dns_names: Option<Vec<String>>,
    /// Further IP addresses.
    pub ip_addresses: Option<Vec<String>>,
    /// Common name (CN) in the subject.
    pub common_name: Option<String>,
    /// Organization (O) in the subject.
    pub organization: Option<String>,
    /// The time of issue. Default: now.
    pub at: Option<JsDate<'env>>,
    /// Exactly when it becomes valid. Default: 60 seconds before the time of issue.
    pub not_before: Option<JsDate<'env>>,
    /// How far `notBefore` stands before the time of issue.
    pub backdate_seconds: Option<f64>,
    /// How long it is valid. Default: 24 hours for an SVID, 45 days for the others.
    pub valid_for_seconds: Option<f64>,
    /// Shortens a lifetime that ends after the issuer's, rather than refusing it.
    pub clip_to_issuer: Option<bool>,
    /// `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`.
    pub key_algorithm: Option<String>,
}

const LEAF_OPTIONS: &[&str] = &[
    "dnsNames",
    "ipAddresses",
    "commonName",
    "organization",
    "at",
    "notBefore",
    "backdateSeconds",
    "validForSeconds",
    "clipToIssuer",
    "keyAlgorithm",
];

/// When a request is signed.
#[napi(object, object_to_js = false)]
pub struct SignOptions<'env> {
    /// The time of issue. Default: now.
    pub at: Option<JsDate<'env>>,
}

const SIGN_OPTIONS: &[&str] = &["at"];

/// A certificate of this CA that is to be revoked.
#[napi(object, object_to_js = false)]
pub struct Revoked<'env> {
    /// The certificate.
    pub certificate: ClassInstance<'env, Certificate>,
    /// `keyCompromise`, `superseded`, `cessationOfOperation`, …
    pub reason: String,
}

/// A serial number that is to be revoked, of a certificate that is not at hand.
#[napi(object, object_to_js = false)]
pub struct RevokedSerial<'env> {
    /// Hex, with or without colons.
    pub serial: String,
    /// `keyCompromise`, `superseded`, `cessationOfOperation`, …
    pub reason: String,
    /// Since when.
    pub when: JsDate<'env>,
}

/// What a revocation list says.
#[napi(object, object_to_js = false)]
pub struct CrlOptions<'env> {
    /// Certificates of this CA.
    pub revoked: Option<Vec<Revoked<'env>>>,
    /// Serial numbers of certificates that are not at hand.
    pub revoked_serials: Option<Vec<RevokedSerial<'env>>>,
    /// The CA's last list, whose entries are taken over.
    pub carry_over: Option<ClassInstance<'env, Crl>>,
    /// The date of the list. Default: now.
    pub at: Option<JsDate<'env>>,
    /// How long until the next one is due. Default: a week.
    pub valid_for_seconds: Option<f64>,
}

const CRL_OPTIONS: &[&str] = &["revoked", "revokedSerials", "carryOver", "at", "validForSeconds"];

/// What a policy grants beside the identity.
#[napi(object, object_to_js = false)]
pub struct CsrPolicyOptions {
    /// DNS names; a wildcard is granted where it stands here as such.
    pub allow_dns: Option<Vec<String>>,
    /// IP addresses.
    pub allow_ips: Option<Vec<String>>,
    /// Leaves a subject that is not granted out, rather than refusing the request.
    pub ignore_subject: Option<bool>,
    /// The lifetime. Default: 24 hours for an SVID, 45 days for the others.
    pub max_validity_seconds: Option<f64>,
}

const CSR_POLICY_OPTIONS: &[&str] = &["allowDns", "allowIps", "ignoreSubject", "maxValiditySeconds"];

/// The options of any builder that were set: read on the main thread, applied on the pool.
struct Common {
    organization: Option<String>,
    at: Option<UnixTime>,
    not_before: Option<UnixTime>,
    backdate: Option<std::time::Duration>,
    valid_for: Option<std::time::Duration>,
    clip: bool,
    key_algorithm: Option<KeyAlgorithm>,
}

macro_rules! common {
    ($options:expr) => {
        Common {
            organization: $options.organization,
            at: $options.at.map(moment).transpose()?,
            not_before: $options.not_before.map(moment).transpose()?,
            backdate: $options.backdate_seconds.map(|n| seconds("backdateSeconds", n)).transpose()?,
            valid_for: $options.valid_for_seconds.map(|n| seconds("validForSeconds", n)).transpose()?,
            clip: $options.clip_to_issuer.unwrap_or(false),
            key_algorithm: $options.key_algorithm.map(|name| name.parse()).transpose()?,
        }
    };
}

/// Calls the builder's method for each option that was given.
macro_rules! apply {
    ($builder:ident, $($option:ident = $value:expr),* $(,)?) => {
        $(if let Some(value) = $value {
            $builder = $builder.$option(value);
        })*
    };
}

macro_rules! apply_common {
    ($builder:ident, $common:ident) => {
        apply!(
            $builder,
            organization = $common.organization,
            at = $common.at,
            not_before = $common.not_before,
            backdate = $common.backdate,
            valid_for = $common.valid_for,
            key_algorithm = $common.key_algorithm,
        );
        if $common.clip {
            $builder = $builder.clip_to_issuer();
        }
    };
}

/// The options of a CA, checked.
struct Authority {
    common: Common,
    trust_domain: Option<mtls_core::identity::TrustDomain>,
    key: Option<mtls_core::pki::PrivateKey>,
    path_len: Option<u8>,
    permitted: Vec<String>,
    excluded: Vec<String>,
}

impl Authority {
    fn read(options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: AuthorityOptions<'_> = known(options, AUTHORITY_OPTIONS)?.unwrap_or_default();
        let path_len = options.path_len.map(|n| whole("pathLen", n, u8::MAX.into())).transpose()?;
        Ok(Self {
            trust_domain: options.trust_domain.map(trust_domain).transpose()?,
            key: options.key.map(|key| key.0.clone_key()),
            path_len: path_len.and_then(|n| u8::try_from(n).ok()),
            permitted: options.permitted_dns_names.unwrap_or_default(),
            excluded: options.excluded_dns_names.unwrap_or_default(),
            common: common!(options),
        })
    }

    fn build(self, mut builder: core::AuthorityBuilder<'_>) -> Checked<CertificateAuthority> {
        let common = self.common;
        apply_common!(builder, common);
        apply!(builder, trust_domain = self.trust_domain, key = self.key, path_len = self.path_len);
        let builder = builder.permitted_dns_names(self.permitted).excluded_dns_names(self.excluded);
        Ok(CertificateAuthority(Arc::new(builder.build()?)))
    }
}

/// The options of a leaf, checked.
struct Leaf {
    common: Common,
    dns_names: Vec<String>,
    ip_addresses: Vec<std::net::IpAddr>,
    common_name: Option<String>,
}

impl Leaf {
    fn read(options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: LeafOptions<'_> = known(options, LEAF_OPTIONS)?.unwrap_or_default();
        Ok(Self {
            dns_names: options.dns_names.unwrap_or_default(),
            ip_addresses: ip_addresses(options.ip_addresses.unwrap_or_default())?,
            common_name: options.common_name,
            common: common!(options),
        })
    }

    fn issue(self, mut builder: core::LeafBuilder<'_>) -> Checked<IssuedCertificate> {
        let common = self.common;
        apply_common!(builder, common);
        apply!(builder, common_name = self.common_name);
        let issued = builder.dns_names(self.dns_names).ip_addresses(self.ip_addresses).issue()?;
        Ok(IssuedCertificate { chain: issued.chain, key: Arc::new(issued.key) })
    }
}

/// A CA that can issue: a root, or an intermediate below one. It holds its key; `util.inspect` does not show it.
#[napi]
pub struct CertificateAuthority(Arc<core::CertificateAuthority>);

#[napi]
impl CertificateAuthority {
    /// A new root CA. Rejects with `IssueError`.
    #[napi(ts_return_type = "Promise<CertificateAuthority>")]
    pub fn root(
        common_name: String,
        #[napi(ts_arg_type = "AuthorityOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<CertificateAuthority>> {
        let options = Authority::read(options);
        promise(move || options?.build(core::CertificateAuthority::root(common_name)))
    }

    /// A new CA signed by this one, in its trust domain. It issues leaves only, unless told otherwise.
    #[napi(ts_return_type = "Promise<CertificateAuthority>")]
    pub fn intermediate(
        &self,
        common_name: String,
        #[napi(ts_arg_type = "AuthorityOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<CertificateAuthority>> {
        let (ca, options) = (Arc::clone(&self.0), Authority::read(options));
        promise(move || options?.build(ca.intermediate(common_name)))
    }

    /// A CA out of its parts; `pool` holds the certificates between it and one of the roots, in any order.
    #[napi]
    pub fn from_parts(
        env: &Env,
        certificate: &Certificate,
        key: &PrivateKey,
        pool: Vec<ClassInstance<'_, Certificate>>,
        roots: Vec<ClassInstance<'_, Certificate>>,
    ) -> Result<Self> {
        let clones = |list: Vec<ClassInstance<'_, Certificate>>| {
            list.iter().map(|one| one.0.clone()).collect::<Vec<_>>()
        };
        let (certificate, key) = (certificate.0.clone(), key.0.clone_key());
        let make = || core::CertificateAuthority::from_parts(certificate, key, clones(pool), clones(roots));
        Ok(Self(Arc::new(call(env, make)?)))
    }

    /// Loads a CA that `save` wrote, or the files of an Istio `cacerts` Secret.
    #[napi(ts_return_type = "Promise<CertificateAuthority>")]
    pub fn load(directory: String) -> AsyncTask<Job<CertificateAuthority>> {
        promise(move || Ok(Self(Arc::new(core::CertificateAuthority::load(directory)?))))
    }

    /// Saves the CA in the layout of Istio's `cacerts`, readable by its owner alone. Refuses to write over another CA.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn save(&self, directory: String) -> AsyncTask<Job<()>> {
        let ca = Arc::clone(&self.0);
        promise(move || Ok(ca.save(directory)?))
    }

    /// `save`, over whatever CA is there.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn replace(&self, directory: String) -> AsyncTask<Job<()>> {
        let ca = Arc::clone(&self.0);
        promise(move || Ok(ca.replace(directory)?))
    }

    /// An X509-SVID for a workload, with a new key. A day unless told otherwise.
    #[napi(ts_return_type = "Promise<IssuedCertificate>")]
    pub fn svid(
        &self,
        id: SpiffeIdLike<'_>,
        #[napi(ts_arg_type = "LeafOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<IssuedCertificate>> {
        let (ca, id, options) = (Arc::clone(&self.0), spiffe_id(id), Leaf::read(options));
        promise(move || options?.issue(ca.svid(&id?)))
    }

    /// A server certificate for DNS names and IP addresses, with a new key. 45 days unless told otherwise.
    #[napi(ts_return_type = "Promise<IssuedCertificate>")]
    pub fn server(
        &self,
        names: Vec<String>,
        #[napi(ts_arg_type = "LeafOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<IssuedCertificate>> {
        let (ca, options) = (Arc::clone(&self.0), Leaf::read(options));
        promise(move || options?.issue(ca.server(names)))
    }

    /// A client certificate known by its common name, with a new key. 45 days unless told otherwise.
    #[napi(ts_return_type = "Promise<IssuedCertificate>")]
    pub fn client(
        &self,
        common_name: String,
        #[napi(ts_arg_type = "LeafOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<IssuedCertificate>> {
        let (ca, options) = (Arc::clone(&self.0), Leaf::read(options));
        promise(move || options?.issue(ca.client(common_name)))
    }

    /// Signs a request if the policy grants all that it asks for, and gives the leaf with its chain.
    #[napi(ts_return_type = "Promise<CertificateChain>")]
    pub fn sign_csr(
        &self,
        request: &CertificateRequest,
        policy: &CsrPolicy,
        #[napi(ts_arg_type = "SignOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<CertificateChain>> {
        let (ca, request, policy) = (Arc::clone(&self.0), request.0.clone(), policy.0.clone());
        let at = known(options, SIGN_OPTIONS)
            .and_then(|o: Option<SignOptions<'_>>| moment_or_now(o.and_then(|o| o.at)));
        promise(move || Ok(CertificateChain(ca.sign_csr_at(&request, &policy, at?)?)))
    }

    /// Signs a revocation list with this number, which must grow from list to list.
    #[napi(ts_return_type = "Promise<Crl>")]
    pub fn crl(
        &self,
        number: f64,
        #[napi(ts_arg_type = "CrlOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<Crl>> {
        let (ca, list) = (Arc::clone(&self.0), List::read(number, options));
        promise(move || list?.sign(&ca))
    }

    /// The CA's own certificate.
    #[napi(getter)]
    pub fn certificate(&self) -> Certificate {
        Certificate(self.0.certificate().clone())
    }

    /// The certificates between this CA and its root, nearest first.
    #[napi(getter)]
    pub fn intermediates(&self) -> Vec<Certificate> {
        self.0.intermediates().iter().cloned().map(Certificate).collect()
    }

    /// The root that it leads to first, then any that were saved with it.
    #[napi(getter)]
    pub fn roots(&self) -> Vec<Certificate> {
        self.0.roots().iter().cloned().map(Certificate).collect()
    }

    /// Whether it is its own root.
    #[napi(getter)]
    pub fn is_root(&self) -> bool {
        self.0.is_root()
    }

    /// The trust domain that it is bound to; null for any.
    #[napi(getter)]
    pub fn trust_domain(&self) -> Option<TrustDomain> {
        self.0.trust_domain().cloned().map(TrustDomain)
    }

    /// How many CAs may still stand between this one and a leaf; null without a limit.
    #[napi(getter)]
    pub fn path_len(&self) -> Option<u32> {
        self.0.path_len().map(u32::from)
    }

    /// The CA's private key, for storing it elsewhere than `save` does.
    #[napi]
    pub fn private_key(&self) -> PrivateKey {
        self.0.private_key().clone_key().into()
    }

    /// The CA's subject; never its key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> &str {
        self.0.certificate().subject()
    }

    /// The CA's certificate; never its key.
    #[napi(js_name = "toJSON", ts_return_type = "{ certificate: CertificateInfo }")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &serde_json::json!({ "certificate": self.0.certificate() }))
    }
}

/// A certificate with its chain and the private key made for it.
#[napi]
pub struct IssuedCertificate {
    chain: CoreChain,
    key: Arc<mtls_core::pki::PrivateKey>,
}

#[napi]
impl IssuedCertificate {
    /// The leaf and the intermediates, in the order that TLS sends them; never the root.
    #[napi(getter)]
    pub fn chain(&self) -> CertificateChain {
        CertificateChain(self.chain.clone())
    }

    /// The leaf's private key.
    #[napi(getter)]
    pub fn key(&self) -> PrivateKey {
        PrivateKey(Arc::clone(&self.key))
    }

    /// The leaf; never its key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        let leaf = self.chain.leaf();
        leaf.spiffe_id().map_or_else(|| leaf.subject().to_owned(), ToString::to_string)
    }

    /// The chain; never the key.
    #[napi(js_name = "toJSON", ts_return_type = "{ chain: CertificateInfo[] }")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &serde_json::json!({ "chain": self.chain }))
    }
}

/// A revocation list that is about to be signed.
struct List {
    number: u64,
    revoked: Vec<(mtls_core::pki::Certificate, RevocationReason)>,
    serials: Vec<(String, RevocationReason, UnixTime)>,
    carry_over: Option<mtls_core::pki::Crl>,
    at: Option<UnixTime>,
    valid_for: Option<std::time::Duration>,
}

impl List {
    fn read(number: f64, options: Option<Unknown<'_>>) -> Checked<Self> {
        let options: Option<CrlOptions<'_>> = known(options, CRL_OPTIONS)?;
        let number = whole("a CRL's number", number, 1 << 53)?;
        let mut list = Self {
            number,
            revoked: Vec::new(),
            serials: Vec::new(),
            carry_over: None,
            at: None,
            valid_for: None,
        };
        let Some(options) = options else { return Ok(list) };
        for one in options.revoked.unwrap_or_default() {
            list.revoked.push((one.certificate.0.clone(), one.reason.parse()?));
        }
        for one in options.revoked_serials.unwrap_or_default() {
            list.serials.push((one.serial, one.reason.parse()?, moment(one.when)?));
        }
        list.carry_over = options.carry_over.map(|last| last.0.clone());
        list.at = options.at.map(moment).transpose()?;
        list.valid_for = options.valid_for_seconds.map(|n| seconds("validForSeconds", n)).transpose()?;
        Ok(list)
    }

    fn sign(self, ca: &core::CertificateAuthority) -> Checked<Crl> {
        let mut builder = ca.crl(self.number);
        if let Some(last) = &self.carry_over {
            builder = builder.carry_over(last);
        }
        for (certificate, reason) in &self.revoked {
            builder = builder.revoke(certificate, *reason);
        }
        for (serial, reason, when) in &self.serials {
            builder = builder.revoke_serial(serial, *reason, *when);
        }
        apply!(builder, at = self.at, valid_for = self.valid_for);
        Ok(Crl(builder.build()?))
    }
}

/// What a certificate request is granted.
#[napi]
pub struct CsrPolicy(core::CsrPolicy);

#[napi]
impl CsrPolicy {
    /// An SVID for this ID.
    #[napi]
    pub fn exact(
        env: &Env,
        id: SpiffeIdLike<'_>,
        #[napi(ts_arg_type = "CsrPolicyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || grant(core::CsrPolicy::exact(&spiffe_id(id)?), options))
    }

    /// An SVID for whichever one ID the request names, if it matches the pattern.
    #[napi]
    pub fn matching(
        env: &Env,
        pattern: &IdentityPattern,
        #[napi(ts_arg_type = "CsrPolicyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || grant(core::CsrPolicy::matching(pattern.0.clone()), options))
    }

    /// A server certificate for one or more of these DNS names and IP addresses.
    #[napi]
    pub fn server(
        env: &Env,
        names: Vec<String>,
        #[napi(ts_arg_type = "CsrPolicyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || grant(core::CsrPolicy::server(names), options))
    }

    /// A client certificate under this common name.
    #[napi]
    pub fn client(
        env: &Env,
        common_name: String,
        #[napi(ts_arg_type = "CsrPolicyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || grant(core::CsrPolicy::client(common_name), options))
    }

    /// What is granted, in words.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }
}

fn grant(mut policy: core::CsrPolicy, options: Option<Unknown<'_>>) -> Checked<CsrPolicy> {
    let options: Option<CsrPolicyOptions> = known(options, CSR_POLICY_OPTIONS)?;
    if let Some(options) = options {
        let lifetime = options.max_validity_seconds.map(|n| seconds("maxValiditySeconds", n)).transpose()?;
        policy = policy
            .allow_dns(options.allow_dns.unwrap_or_default())
            .allow_ips(ip_addresses(options.allow_ips.unwrap_or_default())?);
        apply!(policy, max_validity = lifetime);
        if options.ignore_subject == Some(true) {
            policy = policy.ignore_subject();
        }
    }
    Ok(CsrPolicy(policy))
}
