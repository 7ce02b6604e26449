//! Floor 2, issuing: `CertificateAuthority` and what it gives out. All that makes keys or signs is a promise.

/// Calls the builder's method for each option that was given.
macro_rules! apply {
    ($builder:ident, $($option:ident = $value:expr),* $(,)?) => {
        $(if let Some(value) = $value {
            $builder = $builder.$option(value);
        })*
    };
}

mod crl;
mod options;
mod policy;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use mtls_core::pki::CertificateChain as CoreChain;
use mtls_core::pki::issue as core;
use napi::bindgen_prelude::{AsyncTask, ClassInstance, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use self::crl::List;
use self::options::{Authority, Leaf};
use self::policy::CsrPolicy;
use crate::arguments::{Bytes, Document, SpiffeIdLike, known, moment_or_now, spiffe_id};
use crate::certificate::{Certificate, CertificateChain};
use crate::identity::TrustDomain;
use crate::job::{Job, promise};
use crate::pki::{CertificateRequest, Crl, PrivateKey};
use crate::raise::{Raise, call};
use crate::record::record;

type Checked<T> = std::result::Result<T, Raise>;

/// When a request is signed.
#[napi(object, object_to_js = false)]
pub struct SignOptions<'env> {
    /// The time of issue. Default: now.
    pub at: Option<JsDate<'env>>,
}

const SIGN_OPTIONS: &[&str] = &["at"];

/// A CA that can issue: a root, or an intermediate below one. It holds its key; `util.inspect` does not show it.
#[napi]
pub struct CertificateAuthority(pub(crate) Arc<core::CertificateAuthority>);

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

    /// Reads the entries of an Istio `cacerts` Secret, decoded from Base64. Throws `IssueError`.
    #[napi]
    pub fn from_cacerts(env: &Env, entries: HashMap<String, Document>) -> Result<Self> {
        let read = || {
            let entries = entries.into_iter().map(|(name, value)| (name, Bytes::from(value)));
            core::CertificateAuthority::from_cacerts(entries)
        };
        Ok(Self(Arc::new(call(env, read)?)))
    }

    /// The entries of an Istio `cacerts` Secret. `ca-key.pem` among them is the CA's private key.
    #[napi]
    pub fn secret_cacerts(&self) -> BTreeMap<String, String> {
        let entries = self.0.secret_cacerts();
        entries.iter().map(|(name, pem)| (name.to_owned(), pem.to_owned())).collect()
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
