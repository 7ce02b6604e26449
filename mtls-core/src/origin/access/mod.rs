//! Tokens of Cloudflare Access: the certificate says through whose network a request came, the token says for whom.
//!
//! An [`AccessPolicy`] says which tokens do, [`AccessKeys`] hold the team's keys, and
//! [`AccessPolicy::verify`] gives an [`AccessToken`] or a refusal with a rule of its own.

#[cfg(feature = "federation")]
mod client;
mod jwks;
mod jws;
mod keys;
mod token;

#[cfg(feature = "federation")]
pub use client::AccessKeysClient;
pub use keys::AccessKeys;
pub use token::AccessToken;

use std::time::Duration;

use rustls_pki_types::{SignatureVerificationAlgorithm, UnixTime, alg_id};

use super::{AccessRefusal, OriginError};
use crate::finding::excerpt;
use crate::pki::default_algorithms;
use jws::Compact;

/// The header in which Access hands its token to the origin; the cookie `CF_Authorization` holds it in browsers alone.
pub const ACCESS_HEADER: &str = "Cf-Access-Jwt-Assertion";

/// How far clocks may be apart, at most.
const MOST_LEEWAY: Duration = Duration::from_secs(300);

/// Which tokens of Cloudflare Access an origin takes: those of one team, for these applications, signed with RS256 by one of the
/// team's keys, and of the type `app`. Tokens of services are refused, except for those that are named.
///
/// ```
/// use mtls_core::origin::AccessPolicy;
/// let aud = "5f1c8e0a".repeat(8);
/// let policy = AccessPolicy::new("shop", [aud])?;
/// assert_eq!(policy.issuer(), "https://shop.cloudflareaccess.com");
/// assert_eq!(policy.keys_url(), "https://shop.cloudflareaccess.com/cdn-cgi/access/certs");
/// # Ok::<(), mtls_core::origin::OriginError>(())
/// ```
#[derive(Clone, Debug)]
pub struct AccessPolicy {
    team: String,
    audiences: Vec<String>,
    services: Vec<String>,
    leeway: Duration,
    algorithms: Vec<&'static dyn SignatureVerificationAlgorithm>,
}

impl AccessPolicy {
    /// The tokens of a team by its name (`shop` for `shop.cloudflareaccess.com`, `shop.fed` for one in FedRAMP), for the
    /// applications with these AUD tags.
    ///
    /// # Errors
    /// [`OriginError::Options`]: no name of a team, no tag, or one that is none: those have 64 hexadecimal digits. Without a tag
    /// the tokens of every application of the team would do.
    pub fn new<A: Into<String>>(
        team: impl Into<String>,
        audiences: impl IntoIterator<Item = A>,
    ) -> Result<Self, OriginError> {
        let team = team.into();
        let label = team.strip_suffix(".fed").unwrap_or(&team);
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if label.is_empty()
            || label.len() > 63
            || !label.bytes().all(inner)
            || label.starts_with('-')
            || label.ends_with('-')
        {
            let reason = format!(
                "`{}` is no name of a team, such as `shop` for shop.cloudflareaccess.com",
                excerpt(&team)
            );
            return Err(OriginError::option("team", reason));
        }
        let audiences: Vec<String> = audiences.into_iter().map(Into::into).collect();
        if audiences.is_empty() {
            let reason = "none is given, so that a token for any application of the team would do";
            return Err(OriginError::option("audiences", reason));
        }
        if let Some(tag) =
            audiences.iter().find(|tag| tag.len() != 64 || !tag.bytes().all(|byte| byte.is_ascii_hexdigit()))
        {
            let reason = format!("`{}` is no AUD tag: those have 64 hexadecimal digits", excerpt(tag));
            return Err(OriginError::option("audiences", reason));
        }
        Ok(Self {
            team,
            audiences,
            services: Vec::new(),
            leeway: Duration::from_secs(30),
            algorithms: default_algorithms().to_vec(),
        })
    }

    /// Lets in the service token with this client ID too (and those of other calls): it names no user.
    #[must_use]
    pub fn service_token(mut self, client_id: impl Into<String>) -> Self {
        self.services.push(client_id.into());
        self
    }

    /// How far the clocks of Access and of the origin may be apart. Default: 30 s.
    ///
    /// # Errors
    /// [`OriginError::Options`] above 5 minutes.
    pub fn leeway(mut self, leeway: Duration) -> Result<Self, OriginError> {
        if leeway > MOST_LEEWAY {
            let reason = format!("{} s is more than {} s", leeway.as_secs(), MOST_LEEWAY.as_secs());
            return Err(OriginError::option("leeway", reason));
        }
        self.leeway = leeway;
        Ok(self)
    }

    /// The algorithms of another provider than the built-in one. RSA with PKCS#1 v1.5 and SHA-256 is looked for among them.
    #[must_use]
    pub fn algorithms(mut self, algorithms: &[&'static dyn SignatureVerificationAlgorithm]) -> Self {
        self.algorithms = algorithms.to_vec();
        self
    }

    /// The team's name.
    #[must_use]
    pub fn team(&self) -> &str {
        &self.team
    }

    /// The AUD tags.
    #[must_use]
    pub fn audiences(&self) -> &[String] {
        &self.audiences
    }

    /// The service tokens that are let in.
    #[must_use]
    pub fn service_tokens(&self) -> &[String] {
        &self.services
    }

    /// What tokens name as their issuer.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("https://{}.cloudflareaccess.com", self.team)
    }

    /// Where the team's keys are published.
    #[must_use]
    pub fn keys_url(&self) -> String {
        format!("{}/cdn-cgi/access/certs", self.issuer())
    }

    /// Judges the value of the header [`ACCESS_HEADER`] at a point in time. Nothing in the token is read before its signature but
    /// `alg`, `crit` and `kid`.
    ///
    /// # Errors
    /// [`OriginError::Access`] with the reason. After [`AccessRefusal::KeyUnknown`] fresh keys may help.
    pub fn verify(&self, token: &str, keys: &AccessKeys, at: UnixTime) -> Result<AccessToken, OriginError> {
        if token.is_empty() {
            return Err(OriginError::access(AccessRefusal::Missing, "it is empty"));
        }
        let compact = Compact::read(token)?;
        let key = keys.key(compact.key_id()).ok_or_else(|| {
            let reason = format!("its key `{}` is none of the team's", excerpt(compact.key_id()));
            OriginError::access(AccessRefusal::KeyUnknown, reason)
        })?;
        let mut fitting = self.algorithms.iter().filter(|algorithm| {
            algorithm.signature_alg_id() == alg_id::RSA_PKCS1_SHA256
                && algorithm.public_key_alg_id() == alg_id::RSA_ENCRYPTION
        });
        if !fitting.any(|algorithm| {
            algorithm.verify_signature(&key, compact.signed().as_bytes(), compact.signature()).is_ok()
        }) {
            let reason = format!("its key `{}` did not make its signature", excerpt(compact.key_id()));
            return Err(OriginError::access(AccessRefusal::Signature, reason));
        }
        AccessToken::read(compact.payload(), compact.key_id(), self, at)
    }
}

/// By what it demands; the algorithms do not count.
impl PartialEq for AccessPolicy {
    fn eq(&self, other: &Self) -> bool {
        (&self.team, &self.audiences, &self.services, self.leeway)
            == (&other.team, &other.audiences, &other.services, other.leeway)
    }
}

impl Eq for AccessPolicy {}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;
