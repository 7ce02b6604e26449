//! What an origin demands: `OriginPolicy`, `Admission`.

use std::collections::HashMap;

use mtls_core::origin as core;
use mtls_core::verify::ChainLimits;
use napi::bindgen_prelude::{ClassInstance, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use super::access::{AccessKeys, AccessPolicy, AccessToken};
use super::addresses::AddressRanges;
use super::provider::{EdgeProvider, ProviderLike, provider as read_provider};
use crate::anchors::TrustAnchors;
use crate::arguments::{ip_addresses, known, moment, moment_or_now};
use crate::certificate::Certificate;
use crate::raise::{Raise, call};
use crate::record::record;
use crate::verify::{ChainElement, CrlLike, EdgeVerifier, VerifiedCertificate, chains, crls};

/// By what authorities are judged.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ClientAuthoritiesOptions<'env> {
    /// The edge that shows certificates of them. Default: any.
    pub provider: Option<String>,
    /// When dates are judged. Default: they are not.
    pub at: Option<JsDate<'env>>,
}

const CLIENT_AUTHORITIES_OPTIONS: &[&str] = &["provider", "at"];

/// What speaks against these certificates as the CAs that an origin trusts for the edge's client certificate.
#[napi(ts_return_type = "Finding[]")]
pub fn check_client_authorities(
    env: &Env,
    authorities: Vec<ClassInstance<'_, Certificate>>,
    #[napi(ts_arg_type = "ClientAuthoritiesOptions | undefined | null")] options: Option<Unknown<'_>>,
) -> Result<Unknown<'static>> {
    let findings = call(env, || {
        let options: ClientAuthoritiesOptions<'_> =
            known(options, CLIENT_AUTHORITIES_OPTIONS)?.unwrap_or_default();
        let provider = options.provider.map(|name| core::EdgeProvider::named(&name)).transpose()?;
        let at = options.at.map(moment).transpose()?;
        let authorities: Vec<_> = authorities.iter().map(|authority| authority.0.clone()).collect();
        Ok::<_, Raise>(core::check_client_authorities(provider.as_ref(), &authorities, at))
    })?;
    record(env, &findings)
}

/// What an origin demands besides its edge's certificate.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct OriginPolicyOptions<'env> {
    /// The authorities that vouch for the edge's certificate. Needed, except with Cloudflare's shared certificate.
    pub anchors: Option<ClassInstance<'env, TrustAnchors>>,
    /// Revocation lists.
    pub crls: Option<Vec<CrlLike<'env>>>,
    /// Names of which the edge's certificate must be valid for one. Default: any.
    pub names: Option<Vec<String>>,
    /// Public keys of which the edge's certificate must have one: SHA-256 in Base64 or hex. Default: any.
    pub pins: Option<Vec<String>>,
    /// The hosts that the origin serves; `*.` stands for one label. Default: all, with a warning.
    pub hosts: Option<Vec<String>>,
    /// Names of which the client must name one in the handshake. Default: the host.
    pub server_names: Option<Vec<String>>,
    /// Where requests must come from. Default: anywhere.
    pub addresses: Option<ClassInstance<'env, AddressRanges>>,
    /// Headers that a request must carry, with exactly these values.
    pub headers: Option<HashMap<String, String>>,
    /// The tokens of Cloudflare Access that are demanded; goes with `accessKeys`.
    pub access: Option<ClassInstance<'env, AccessPolicy>>,
    /// The keys that check them.
    pub access_keys: Option<ClassInstance<'env, AccessKeys>>,
}

const ORIGIN_POLICY_OPTIONS: &[&str] = &[
    "anchors",
    "crls",
    "names",
    "pins",
    "hosts",
    "serverNames",
    "addresses",
    "headers",
    "access",
    "accessKeys",
];

/// A request as the origin's server saw it.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct EdgeRequestOptions<'env> {
    /// The chain that the client presented in this very connection, leaf first.
    #[napi(ts_type = "ChainLike")]
    pub chain: Option<ChainElement<'env>>,
    /// The server that the client named in the handshake (SNI).
    pub server_name: Option<String>,
    /// The host that the request asks for: `Host`, or `:authority` in HTTP/2.
    pub host: Option<String>,
    /// The address at the other end of the connection. Not one from a header.
    pub source: Option<String>,
    /// All headers of the request.
    pub headers: Option<HashMap<String, String>>,
    /// When it is judged. Default: now.
    pub at: Option<JsDate<'env>>,
}

const EDGE_REQUEST: &[&str] = &["chain", "serverName", "host", "source", "headers", "at"];

/// When a policy is judged.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct FindingsOptions<'env> {
    /// The time. Default: now.
    pub at: Option<JsDate<'env>>,
}

/// What an origin demands of a request before it believes that the edge sent it.
#[napi]
pub struct OriginPolicy(core::OriginPolicy);

#[napi]
impl OriginPolicy {
    /// A policy for requests through this edge. Throws `OriginError` for authorities that cannot be the edge's, and for what is no
    /// host, header or pin.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        provider: ProviderLike<'_>,
        #[napi(ts_arg_type = "OriginPolicyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: OriginPolicyOptions<'_> = known(options, ORIGIN_POLICY_OPTIONS)?.unwrap_or_default();
            let mut policy = core::OriginPolicy::builder(read_provider(provider)?);
            if let Some(anchors) = options.anchors {
                policy = policy.anchors(anchors.0.clone());
            }
            policy = policy.crls(crls(options.crls)?);
            for name in options.names.unwrap_or_default() {
                policy = policy.name(name.parse()?);
            }
            for pin in options.pins.unwrap_or_default() {
                policy = policy.pin(pin);
            }
            for host in options.hosts.unwrap_or_default() {
                policy = policy.host(host);
            }
            for name in options.server_names.unwrap_or_default() {
                policy = policy.server_name(name);
            }
            if let Some(ranges) = options.addresses {
                policy = policy.addresses(ranges.0.clone());
            }
            for (name, value) in sorted(options.headers) {
                policy = policy.header(name, value);
            }
            policy = match (options.access, options.access_keys) {
                (Some(access), Some(keys)) => policy.access(access.0.clone(), keys.0.clone()),
                (None, None) => policy,
                _ => return Err(Raise::value("access and accessKeys go together")),
            };
            Ok(policy.build()?)
        };
        call(env, make).map(Self)
    }

    /// Judges a request by everything that is demanded: all reasons are named, not the first alone.
    #[napi]
    pub fn admit(
        &self,
        env: &Env,
        #[napi(ts_arg_type = "EdgeRequestOptions")] request: Unknown<'_>,
    ) -> Result<Admission> {
        let judge = || {
            let request: EdgeRequestOptions<'_> = known(Some(request), EDGE_REQUEST)?.unwrap_or_default();
            let limits = ChainLimits::default();
            let chain = chains(request.chain.into_iter().collect(), &limits)?.pop().unwrap_or_default();
            let (headers, at) = (sorted(request.headers), moment_or_now(request.at)?);
            let mut judged = core::EdgeRequest::new().chain(&chain);
            if let Some(name) = &request.server_name {
                judged = judged.server_name(name);
            }
            if let Some(host) = &request.host {
                judged = judged.host(host);
            }
            for address in ip_addresses(request.source.into_iter().collect())? {
                judged = judged.source(address);
            }
            for (name, value) in &headers {
                judged = judged.header(name, value);
            }
            Ok::<_, Raise>(self.0.admit(&judged, at))
        };
        call(env, judge).map(Admission)
    }

    /// The edge.
    #[napi(getter)]
    pub fn provider(&self) -> EdgeProvider {
        EdgeProvider(self.0.provider().clone())
    }

    /// The authorities that may vouch for the edge; null where it shows no certificate.
    #[napi(getter)]
    pub fn anchors(&self) -> Option<TrustAnchors> {
        self.0.anchors().cloned().map(TrustAnchors)
    }

    /// The verifier for handshakes, for `TlsServer`. Throws `OriginError` where the provider shows no certificate.
    #[napi(getter)]
    pub fn verifier(&self, env: &Env) -> Result<EdgeVerifier> {
        call(env, || Ok::<_, Raise>(self.0.verifier()?)).map(EdgeVerifier)
    }

    /// Whether a request that is admitted came for this customer of the edge, and not only through the network.
    #[napi(getter)]
    pub fn is_tenant_bound(&self) -> bool {
        self.0.is_tenant_bound()
    }

    /// What speaks against the policy, dates apart.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// What speaks against it at a time: `findings`, and authorities that have ended or soon will.
    #[napi(ts_return_type = "Finding[]")]
    pub fn findings_at(
        &self,
        env: &Env,
        #[napi(ts_arg_type = "FindingsOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Unknown<'static>> {
        let findings = call(env, || {
            let options: FindingsOptions<'_> =
                known(options, super::access::ACCESS_OPTIONS)?.unwrap_or_default();
            Ok::<_, Raise>(self.0.findings_at(moment_or_now(options.at)?))
        })?;
        record(env, &findings)
    }

    /// The provider's name.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.provider().name.to_string()
    }
}

fn sorted(headers: Option<HashMap<String, String>>) -> Vec<(String, String)> {
    let mut headers: Vec<_> = headers.unwrap_or_default().into_iter().collect();
    headers.sort_unstable();
    headers
}

/// The verdict on a request, with every reason.
#[napi]
pub struct Admission(core::Admission);

#[napi]
impl Admission {
    /// Whether the request is let in.
    #[napi(getter)]
    pub fn is_admitted(&self) -> bool {
        self.0.is_admitted()
    }

    /// The host that the request asks for: lowercase, without port and final dot.
    #[napi(getter)]
    pub fn host(&self) -> Option<&str> {
        self.0.host()
    }

    /// The edge's certificate, if its chain is good; the request may still be refused.
    #[napi(getter)]
    pub fn certificate(&self) -> Option<VerifiedCertificate> {
        self.0.certificate().cloned().map(VerifiedCertificate)
    }

    /// The token of Cloudflare Access, if one is demanded and good; the request may still be refused.
    #[napi(getter)]
    pub fn token(&self) -> Option<AccessToken> {
        self.0.token().cloned().map(AccessToken)
    }

    /// Every reason to refuse the request, and what was merely noticed.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &Admission) -> bool {
        self.0 == other.0
    }

    /// The verdict and its reasons.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "AdmissionRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
