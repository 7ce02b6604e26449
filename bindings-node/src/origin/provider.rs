//! What an edge shows: `EdgeProvider`.

use mtls_core::origin as core;
use napi::bindgen_prelude::{ClassInstance, Either, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::anchors::TrustAnchors;
use crate::arguments::known;
use crate::raise::{Raise, call};
use crate::record::record;

type Checked<T> = std::result::Result<T, Raise>;

/// A provider that is not known here.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct CustomProviderOptions {
    /// Its certificate has clientAuth in its extended key usage, always. Default: false.
    pub client_auth_required: Option<bool>,
}

const CUSTOM_PROVIDER_OPTIONS: &[&str] = &["clientAuthRequired"];

/// An edge network, as an origin sees it: what it presents, whether that binds it to one customer, and how it is replaced.
#[napi]
pub struct EdgeProvider(pub(super) core::EdgeProvider);

#[napi]
impl EdgeProvider {
    /// The provider with this name. Throws `OriginError` with the name that comes closest.
    #[napi(constructor)]
    pub fn new(env: &Env, #[napi(ts_arg_type = "ProviderName")] name: String) -> Result<Self> {
        call(env, || Ok::<_, Raise>(core::EdgeProvider::named(&name)?)).map(Self)
    }

    /// One that is not known here.
    #[napi]
    pub fn custom(
        env: &Env,
        name: String,
        #[napi(ts_arg_type = "Presents")] presents: String,
        #[napi(ts_arg_type = "CustomProviderOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let make = || {
            let options: CustomProviderOptions = known(options, CUSTOM_PROVIDER_OPTIONS)?.unwrap_or_default();
            let provider = core::EdgeProvider::custom(name, presents.parse()?);
            let required = options.client_auth_required.unwrap_or_default();
            Ok::<_, Raise>(if required { provider.require_client_auth() } else { provider })
        };
        call(env, make).map(Self)
    }

    /// Every provider that is known.
    #[napi]
    pub fn all() -> Vec<EdgeProvider> {
        core::EdgeProvider::all().into_iter().map(Self).collect()
    }

    /// Its name in options.
    #[napi(getter)]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its name for people.
    #[napi(getter)]
    pub fn title(&self) -> &str {
        &self.0.title
    }

    /// Whose certificate it shows.
    #[napi(getter, ts_return_type = "Presents")]
    pub fn presents(&self) -> &'static str {
        self.0.presents.as_str()
    }

    /// Whether its certificate proves that a request came for this customer, and not only through the network.
    #[napi(getter)]
    pub fn is_tenant_bound(&self) -> bool {
        self.0.is_tenant_bound()
    }

    /// The authorities that are known to issue its certificates: those of Cloudflare's shared certificate; null for all others.
    #[napi(getter)]
    pub fn anchors(&self, env: &Env) -> Result<Option<TrustAnchors>> {
        call(env, || Ok::<_, Raise>(self.0.anchors()?.map(TrustAnchors)))
    }

    /// Whether both are the same.
    #[napi]
    pub fn equals(&self, other: &EdgeProvider) -> bool {
        self.0 == other.0
    }

    /// Title and name.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_string()
    }

    /// All of it as a plain object: rules for the leaf, other proof, rotation, notes.
    #[napi(js_name = "toJSON", ts_return_type = "EdgeProviderRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}

/// A provider, or its name.
#[napi]
pub type ProviderLike<'a> = Either<&'a EdgeProvider, String>;

// Not `&EdgeProvider`: napi lends one to arguments alone, not to the fields of options.
/// The same as a field of options.
pub(super) type ProviderField<'a> = Either<ClassInstance<'a, EdgeProvider>, String>;

pub(super) fn provider_of(field: ProviderField<'_>) -> Checked<core::EdgeProvider> {
    provider(match &field {
        Either::A(provider) => Either::A(provider),
        Either::B(name) => Either::B(name.clone()),
    })
}

pub(super) fn provider(provider: ProviderLike<'_>) -> Checked<core::EdgeProvider> {
    Ok(match provider {
        Either::A(provider) => provider.0.clone(),
        Either::B(name) => core::EdgeProvider::named(&name)?,
    })
}
