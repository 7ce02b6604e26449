//! `CsrPolicy`: what a certificate request is granted.

use mtls_core::pki::issue as core;
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use super::Checked;
use crate::arguments::{SpiffeIdLike, ip_addresses, known, seconds, spiffe_id};
use crate::identity::IdentityPattern;
use crate::raise::call;

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

/// What a certificate request is granted.
#[napi]
pub struct CsrPolicy(pub(super) core::CsrPolicy);

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
