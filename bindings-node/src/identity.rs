//! Floor 1: SPIFFE IDs, trust domains, workload identities, patterns.

use mtls_core::identity as core;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::arguments::{SpiffeIdLike, TrustDomainLike, spiffe_id, trust_domain};
use crate::raise::{Raise, call};
use crate::record::{document, record};

/// A SPIFFE ID: `spiffe://<trust domain>/<path>`.
#[napi]
pub struct SpiffeId(pub(crate) core::SpiffeId);

/// What a lenient parse gives: the ID in its one valid spelling, and what was changed to get there.
#[napi(object, object_from_js = false)]
pub struct LenientSpiffeId {
    /// The ID.
    pub value: SpiffeId,
    /// `scheme-lowercased`, `trust-domain-lowercased`; empty if nothing was changed.
    pub changes: Vec<String>,
}

#[napi]
impl SpiffeId {
    /// Reads an ID, strictly. Throws `IdentityError`.
    #[napi(constructor)]
    pub fn new(env: &Env, text: String) -> Result<Self> {
        call(env, || core::SpiffeId::parse(&text)).map(Self)
    }

    /// Reads an ID whose scheme or trust domain has capitals, and says what it changed.
    #[napi]
    pub fn parse_lenient(env: &Env, text: String) -> Result<LenientSpiffeId> {
        let lenient = call(env, || core::SpiffeId::parse_lenient(&text))?;
        Ok(LenientSpiffeId { value: Self(lenient.value), changes: changes(&lenient.changes) })
    }

    /// The trust domain.
    #[napi(getter)]
    pub fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().to_owned())
    }

    /// The path, from its first slash on; empty for a trust domain's own ID.
    #[napi(getter)]
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The parts of the path.
    #[napi(getter)]
    pub fn segments(&self) -> Vec<&str> {
        self.0.segments().collect()
    }

    /// Whether the ID is one of this trust domain.
    #[napi]
    pub fn is_member_of(&self, env: &Env, domain: TrustDomainLike<'_>) -> Result<bool> {
        call(env, || trust_domain(domain).map(|domain| self.0.is_member_of(&domain)))
    }

    /// The ID with more segments behind it: `join('a/b')`.
    #[napi]
    pub fn join(&self, env: &Env, path: String) -> Result<Self> {
        call(env, || self.0.join(&path)).map(Self)
    }

    /// The ID with one more segment behind it.
    #[napi]
    pub fn append_segment(&self, env: &Env, segment: String) -> Result<Self> {
        call(env, || self.0.append_segment(&segment)).map(Self)
    }

    /// Whether both are the same ID.
    #[napi]
    pub fn equals(&self, env: &Env, other: SpiffeIdLike<'_>) -> Result<bool> {
        call(env, || spiffe_id(other).map(|other| self.0 == other))
    }

    /// The ID as text.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> &str {
        self.0.as_str()
    }

    /// The ID as text.
    #[napi(js_name = "toJSON")]
    pub fn json(&self) -> &str {
        self.0.as_str()
    }
}

/// The name of a trust domain, without scheme.
#[napi]
pub struct TrustDomain(pub(crate) core::TrustDomain);

/// What a lenient parse gives: the name in its one valid spelling, and what was changed to get there.
#[napi(object, object_from_js = false)]
pub struct LenientTrustDomain {
    /// The trust domain.
    pub value: TrustDomain,
    /// `scheme-removed`, `trust-domain-lowercased`; empty if nothing was changed.
    pub changes: Vec<String>,
}

#[napi]
impl TrustDomain {
    /// Reads a name, strictly. Throws `IdentityError`.
    #[napi(constructor)]
    pub fn new(env: &Env, name: String) -> Result<Self> {
        call(env, || core::TrustDomain::parse(&name)).map(Self)
    }

    /// Reads a name with capitals, or with `spiffe://` in front, and says what it changed.
    #[napi]
    pub fn parse_lenient(env: &Env, text: String) -> Result<LenientTrustDomain> {
        let lenient = call(env, || core::TrustDomain::parse_lenient(&text))?;
        Ok(LenientTrustDomain { value: Self(lenient.value), changes: changes(&lenient.changes) })
    }

    /// The trust domain's own ID, without a path.
    #[napi]
    pub fn id(&self) -> SpiffeId {
        SpiffeId(self.0.id())
    }

    /// The ID of a workload in it: `join('ns/shop/sa/cart')`.
    #[napi]
    pub fn join(&self, env: &Env, path: String) -> Result<SpiffeId> {
        call(env, || self.0.join(&path)).map(SpiffeId)
    }

    /// Whether both are the same trust domain.
    #[napi]
    pub fn equals(&self, env: &Env, other: TrustDomainLike<'_>) -> Result<bool> {
        call(env, || trust_domain(other).map(|other| self.0 == other))
    }

    /// The name.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> &str {
        self.0.as_str()
    }

    /// The name.
    #[napi(js_name = "toJSON")]
    pub fn json(&self) -> &str {
        self.0.as_str()
    }
}

/// The names of the changes of a lenient parse, in kebab case.
fn changes(changes: &[core::Change]) -> Vec<String> {
    let name = |change| serde_json::to_value(change).ok()?.as_str().map(str::to_owned);
    changes.iter().filter_map(name).collect()
}

/// An Istio identity: the namespace and service account of a workload.
#[napi]
pub struct WorkloadIdentity(pub(crate) core::WorkloadIdentity);

#[napi]
impl WorkloadIdentity {
    /// The identity of these parts.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        domain: TrustDomainLike<'_>,
        namespace: String,
        service_account: String,
    ) -> Result<Self> {
        let make = || {
            Ok::<_, Raise>(core::WorkloadIdentity::new(&trust_domain(domain)?, &namespace, &service_account)?)
        };
        call(env, make).map(Self)
    }

    /// Reads `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`.
    #[napi]
    pub fn from_spiffe_id(env: &Env, id: SpiffeIdLike<'_>) -> Result<Self> {
        call(env, || Ok::<_, Raise>(core::WorkloadIdentity::try_from(&spiffe_id(id)?)?)).map(Self)
    }

    /// Reads what AuthorizationPolicy calls a principal: the ID without `spiffe://`.
    #[napi]
    pub fn from_principal(env: &Env, principal: String) -> Result<Self> {
        call(env, || core::WorkloadIdentity::from_principal(&principal)).map(Self)
    }

    /// The trust domain.
    #[napi(getter)]
    pub fn trust_domain(&self) -> TrustDomain {
        TrustDomain(self.0.trust_domain().to_owned())
    }

    /// The Kubernetes namespace.
    #[napi(getter)]
    pub fn namespace(&self) -> &str {
        self.0.namespace()
    }

    /// The Kubernetes service account.
    #[napi(getter)]
    pub fn service_account(&self) -> &str {
        self.0.service_account()
    }

    /// What AuthorizationPolicy calls it: the ID without `spiffe://`.
    #[napi(getter)]
    pub fn principal(&self) -> &str {
        self.0.principal()
    }

    /// The ID.
    #[napi(getter)]
    pub fn spiffe_id(&self) -> SpiffeId {
        SpiffeId(self.0.spiffe_id().clone())
    }

    /// Whether both are the same identity.
    #[napi]
    pub fn equals(&self, other: &WorkloadIdentity) -> bool {
        self.0 == other.0
    }

    /// The identity in words.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// The identity as JSON has it.
    #[napi(js_name = "toJSON", ts_return_type = "unknown")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        document(env, &self.0)
    }
}

/// A rule that a SPIFFE ID keeps or not.
#[napi]
pub struct IdentityPattern(pub(crate) core::IdentityPattern);

#[napi]
impl IdentityPattern {
    /// Reads a pattern from JSON (`{"exact": "spiffe://…"}`, `{"any_of": […]}`), or a bare SPIFFE ID as an exact one.
    #[napi(constructor)]
    pub fn new(env: &Env, json: String) -> Result<Self> {
        call(env, || core::IdentityPattern::from_json(&json)).map(Self)
    }

    /// This ID and no other.
    #[napi]
    pub fn exact(env: &Env, id: SpiffeIdLike<'_>) -> Result<Self> {
        call(env, || spiffe_id(id).map(core::IdentityPattern::exact)).map(Self)
    }

    /// Every workload of a trust domain.
    #[napi]
    pub fn any_in(env: &Env, domain: TrustDomainLike<'_>) -> Result<Self> {
        call(env, || trust_domain(domain).map(core::IdentityPattern::any_in)).map(Self)
    }

    /// Every ID at or below a path: `/ns/shop` takes in `/ns/shop/sa/cart` and not `/ns/shopping`.
    #[napi]
    pub fn path_prefix(env: &Env, domain: TrustDomainLike<'_>, path: String) -> Result<Self> {
        call(env, || Ok::<_, Raise>(core::IdentityPattern::path_prefix(trust_domain(domain)?, &path)?))
            .map(Self)
    }

    /// Istio's match on principals: exact, `prefix*`, `*suffix` or `*`.
    #[napi]
    pub fn istio_principal(env: &Env, pattern: String) -> Result<Self> {
        call(env, || core::IdentityPattern::istio_principal(&pattern)).map(Self)
    }

    /// What at least one of these takes.
    #[napi]
    pub fn any_of(env: &Env, patterns: Vec<ClassInstance<'_, IdentityPattern>>) -> Result<Self> {
        call(env, || core::IdentityPattern::any_of(patterns.iter().map(|pattern| pattern.0.clone())))
            .map(Self)
    }

    /// What all of these take.
    #[napi]
    pub fn all_of(env: &Env, patterns: Vec<ClassInstance<'_, IdentityPattern>>) -> Result<Self> {
        call(env, || core::IdentityPattern::all_of(patterns.iter().map(|pattern| pattern.0.clone())))
            .map(Self)
    }

    /// Everybody else; use it inside `allOf`, beside the trust domain that is meant.
    #[napi]
    pub fn not(env: &Env, pattern: &IdentityPattern) -> Result<Self> {
        call(env, || core::IdentityPattern::not(pattern.0.clone())).map(Self)
    }

    /// Whether the ID matches.
    #[napi]
    pub fn matches(&self, env: &Env, id: SpiffeIdLike<'_>) -> Result<bool> {
        call(env, || spiffe_id(id).map(|id| self.0.matches(id.as_ref())))
    }

    /// Why the ID does not match, in words; null if it does.
    #[napi]
    pub fn mismatch(&self, env: &Env, id: SpiffeIdLike<'_>) -> Result<Option<String>> {
        call(env, || spiffe_id(id).map(|id| self.0.mismatch(id.as_ref())))
    }

    /// What deserves a second look: a match that is wider than it reads.
    #[napi(ts_return_type = "Finding[]")]
    pub fn cautions<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.cautions(&mtls_core::finding::Subject::Input))
    }

    /// Whether both are written the same.
    #[napi]
    pub fn equals(&self, other: &IdentityPattern) -> bool {
        self.0 == other.0
    }

    /// The pattern in words.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// The pattern as JSON has it; `new IdentityPattern(JSON.stringify(it))` reads it again.
    #[napi(js_name = "toJSON", ts_return_type = "PatternDocument")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        document(env, &self.0)
    }
}
