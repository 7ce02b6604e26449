//! Tokens of Cloudflare Access: `AccessPolicy`, `AccessKeys`, `AccessKeysClient`, `AccessToken`.

use std::sync::Arc;

use mtls_core::origin as core;
use mtls_core::trust::federation::EndpointUrl;
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{Bytes, Document, date, known, moment_or_now, seconds};
use crate::job::promise_on_thread;
use crate::raise::{Raise, call};
use crate::record::record;
use crate::verify::{AnchorsLike, anchors};

/// What a policy for tokens of Cloudflare Access takes besides.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct AccessPolicyOptions {
    /// Client IDs of service tokens that are let in. Default: none.
    pub service_tokens: Option<Vec<String>>,
    /// How far the clocks may be apart. Default: 30; at most 300.
    pub leeway_seconds: Option<f64>,
}

const ACCESS_POLICY_OPTIONS: &[&str] = &["serviceTokens", "leewaySeconds"];

/// When a token is judged, or keys are fetched.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct AccessOptions<'env> {
    /// The time. Default: now.
    pub at: Option<JsDate<'env>>,
}

pub(super) const ACCESS_OPTIONS: &[&str] = &["at"];

/// Which tokens of Cloudflare Access an origin takes: those of one team, for these applications, of the type `app`, signed with RS256
/// by one of the team's keys.
#[napi]
pub struct AccessPolicy(pub(super) core::AccessPolicy);

#[napi]
impl AccessPolicy {
    /// The tokens of a team by its name (`shop` for shop.cloudflareaccess.com), for the applications with these AUD tags. Throws
    /// `OriginError`.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        team: String,
        audiences: Vec<String>,
        #[napi(ts_arg_type = "AccessPolicyOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: AccessPolicyOptions = known(options, ACCESS_POLICY_OPTIONS)?.unwrap_or_default();
            let mut policy = core::AccessPolicy::new(team, audiences)?;
            for id in options.service_tokens.unwrap_or_default() {
                policy = policy.service_token(id);
            }
            if let Some(leeway) = options.leeway_seconds {
                policy = policy.leeway(seconds("leewaySeconds", leeway)?)?;
            }
            Ok::<_, Raise>(policy)
        };
        call(env, make).map(Self)
    }

    /// Judges the value of the header Cf-Access-Jwt-Assertion. Throws `OriginError`.
    #[napi]
    pub fn verify(
        &self,
        env: &Env,
        token: String,
        keys: &AccessKeys,
        #[napi(ts_arg_type = "AccessOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<AccessToken> {
        let verify = || {
            let options: AccessOptions<'_> = known(options, ACCESS_OPTIONS)?.unwrap_or_default();
            Ok::<_, Raise>(self.0.verify(&token, &keys.0, moment_or_now(options.at)?)?)
        };
        call(env, verify).map(AccessToken)
    }

    /// The team's name.
    #[napi(getter)]
    pub fn team(&self) -> &str {
        self.0.team()
    }

    /// The AUD tags.
    #[napi(getter)]
    pub fn audiences(&self) -> Vec<String> {
        self.0.audiences().to_vec()
    }

    /// The service tokens that are let in.
    #[napi(getter)]
    pub fn service_tokens(&self) -> Vec<String> {
        self.0.service_tokens().to_vec()
    }

    /// What tokens name as their issuer.
    #[napi(getter)]
    pub fn issuer(&self) -> String {
        self.0.issuer()
    }

    /// Where the team's keys are published.
    #[napi(getter)]
    pub fn keys_url(&self) -> String {
        self.0.keys_url()
    }

    /// Whether both demand the same.
    #[napi]
    pub fn equals(&self, other: &AccessPolicy) -> bool {
        self.0 == other.0
    }

    /// The issuer.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.issuer()
    }
}

/// The keys of a team of Cloudflare Access, held while they change: feed it what `keysUrl` of an `AccessPolicy` answers, or let an
/// `AccessKeysClient` do so. A set that is refused changes nothing.
#[napi]
pub struct AccessKeys(pub(super) core::AccessKeys);

#[napi]
impl AccessKeys {
    /// The keys of a JSON Web Key Set; without one there are none yet, and every token is refused. Throws `OriginError`.
    #[napi(constructor)]
    pub fn new(env: &Env, jwks: Option<Document>) -> Result<Self> {
        let make = || {
            Ok::<_, Raise>(match jwks {
                Some(jwks) => core::AccessKeys::from_jwks(Bytes::from(jwks).as_ref())?,
                None => core::AccessKeys::new(),
            })
        };
        call(env, make).map(Self)
    }

    /// Takes a new set in the place of the old one; true if it is another. Throws `OriginError`, and what was there stays.
    #[napi]
    pub fn replace(&self, env: &Env, jwks: Document) -> Result<bool> {
        call(env, || Ok::<_, Raise>(self.0.replace(Bytes::from(jwks).as_ref())?))
    }

    /// The names of the keys (`kid`).
    #[napi(getter)]
    pub fn key_ids(&self) -> Vec<String> {
        self.0.key_ids()
    }

    /// Which keys of the set were passed over, and why.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// The names of the keys.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.key_ids().join(", ")
    }
}

/// How a client fetches keys.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct AccessKeysClientOptions {
    /// Another address than Cloudflare's: that of a mirror, say.
    pub url: Option<String>,
    /// Whole seconds that a fetch may take. Default: 10.
    pub timeout_seconds: Option<f64>,
    /// Whole seconds between two fetches by `refreshFor`. Default: 60.
    pub minimum_interval_seconds: Option<f64>,
    /// How old keys may become before `refreshFor` fetches them anew. Default: 3,600.
    pub maximum_age_seconds: Option<f64>,
}

const CLIENT_OPTIONS: &[&str] = &["url", "timeoutSeconds", "minimumIntervalSeconds", "maximumAgeSeconds"];

/// Fetches a team's keys over HTTPS: when they are old, and when a token names one that is not there, but never more often than it
/// may. What was fetched last stays when a fetch fails.
#[napi]
pub struct AccessKeysClient(Arc<core::AccessKeysClient>);

#[napi]
impl AccessKeysClient {
    /// `web` may vouch for Cloudflare's server: `tls.rootCertificates`, read one by one. Throws `TrustError` for a URL that is none.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        policy: &AccessPolicy,
        web: AnchorsLike<'_>,
        #[napi(ts_arg_type = "AccessKeysClientOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: AccessKeysClientOptions = known(options, CLIENT_OPTIONS)?.unwrap_or_default();
            let mut client = core::AccessKeysClient::new(&policy.0, anchors(web))?;
            if let Some(url) = options.url {
                client = client.url(EndpointUrl::parse(&url)?);
            }
            if let Some(timeout) = options.timeout_seconds {
                client = client.timeout(seconds("timeoutSeconds", timeout)?);
            }
            if let Some(interval) = options.minimum_interval_seconds {
                client = client.minimum_interval(seconds("minimumIntervalSeconds", interval)?);
            }
            if let Some(age) = options.maximum_age_seconds {
                client = client.maximum_age(seconds("maximumAgeSeconds", age)?);
            }
            Ok::<_, Raise>(Arc::new(client))
        };
        call(env, make).map(Self)
    }

    /// The keys that it feeds.
    #[napi(getter)]
    pub fn keys(&self) -> AccessKeys {
        AccessKeys(self.0.keys().clone())
    }

    /// When keys were fetched last; null before.
    #[napi(getter)]
    pub fn fetched_at<'env>(&self, env: &'env Env) -> Result<Option<JsDate<'env>>> {
        self.0.fetched_at().map(|at| date(env, at)).transpose()
    }

    /// Fetches the keys now, on a thread of its own; true if they are others than before. Rejects with `OriginError`, and the last
    /// good ones stay.
    #[napi(ts_return_type = "Promise<boolean>")]
    pub fn refresh<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "AccessOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Object<'env>> {
        let at = known(options, ACCESS_OPTIONS)
            .and_then(|options: Option<AccessOptions<'_>>| moment_or_now(options.unwrap_or_default().at));
        let client = Arc::clone(&self.0);
        promise_on_thread(env, move || Ok(client.refresh(at?)?))
    }

    /// Fetches the keys if this token needs it, on a thread of its own; true if they are others than before.
    #[napi(ts_return_type = "Promise<boolean>")]
    pub fn refresh_for<'env>(
        &self,
        env: &'env Env,
        token: String,
        #[napi(ts_arg_type = "AccessOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Object<'env>> {
        let at = known(options, ACCESS_OPTIONS)
            .and_then(|options: Option<AccessOptions<'_>>| moment_or_now(options.unwrap_or_default().at));
        let client = Arc::clone(&self.0);
        promise_on_thread(env, move || Ok(client.refresh_for(&token, at?)?))
    }
}

/// A token of Cloudflare Access that was checked: given out for a person or for a service.
#[napi]
pub struct AccessToken(pub(super) core::AccessToken);

#[napi]
impl AccessToken {
    /// The team that issued it.
    #[napi(getter)]
    pub fn issuer(&self) -> &str {
        self.0.issuer()
    }

    /// The AUD tags of the applications that it is for.
    #[napi(getter)]
    pub fn audiences(&self) -> Vec<String> {
        self.0.audiences().to_vec()
    }

    /// The person, as an identifier that stays; null for a service.
    #[napi(getter)]
    pub fn subject(&self) -> Option<&str> {
        self.0.subject()
    }

    /// The person's e-mail address.
    #[napi(getter)]
    pub fn email(&self) -> Option<&str> {
        self.0.email()
    }

    /// The client ID of the service token that it was given out for.
    #[napi(getter)]
    pub fn service(&self) -> Option<&str> {
        self.0.service()
    }

    /// The country that the visitor came from.
    #[napi(getter)]
    pub fn country(&self) -> Option<&str> {
        self.0.country()
    }

    /// When it was given out.
    #[napi(getter)]
    pub fn issued_at<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.issued_at())
    }

    /// When it ends.
    #[napi(getter)]
    pub fn expires_at<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.expires_at())
    }

    /// The key that signed it.
    #[napi(getter)]
    pub fn key_id(&self) -> &str {
        self.0.key_id()
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &AccessToken) -> bool {
        self.0 == other.0
    }

    /// Whose it is, of which team, until when.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object, times in seconds.
    #[napi(js_name = "toJSON", ts_return_type = "AccessTokenRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
