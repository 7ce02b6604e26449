//! Floor 9: give me the whole set-up.
//!
//! A recipe takes names and certificates, checks that they fit together, and gives manifests in the order in
//! which they are applied, with the assumptions that no one could check for you.
//!
//! * [`CloudflareOrigin`]: an Istio gateway that lets in Cloudflare's edge alone, by its client certificate.
//! * [`cloudflare_origin()`] is the same from a plain document of options, as the bindings call it.

mod cloudflare_ca;
mod cloudflare_origin;
mod error;
mod output;

pub use cloudflare_origin::{BigBang, CloudflareOrigin, OriginPull};
pub use error::RecipeError;
pub use output::RecipeOutput;

use crate::resources::Value;

/// [`CloudflareOrigin`] from options, in snake_case or camelCase:
/// `{hosts, certificate, key, client_ca, pull: zone|hostname|shared, gateway, namespace, selector, credential, port, big_bang, secret_form: together|apart, labels, at}`.
/// The first three and `pull` are needed; `at` is in seconds since 1970.
///
/// # Errors
/// Those of [`CloudflareOrigin::build`]; [`RecipeError::Resource`] for options that do not fit.
pub fn cloudflare_origin(options: impl Into<Value>) -> Result<RecipeOutput, RecipeError> {
    cloudflare_origin::from_options(options.into())?.build()
}
