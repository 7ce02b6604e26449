//! The Istio `RequestAuthentication`: whose tokens (JWT) are believed.

mod check;
mod jwks;

pub(crate) use jwks::read as secret_keys;

use super::selector::WorkloadSelector;
use super::target_ref::PolicyTargetReference;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::model;
use crate::resources::{Builder, Given};

kind! {
    /// An Istio `RequestAuthentication`.
    ///
    /// A request with a bad token is refused, a request without any is not: demand one by an
    /// [`AuthorizationPolicy`](super::AuthorizationPolicy) from request principals.
    ///
    /// ```
    /// use mtls_core::resources::istio::{AuthorizationPolicy, AuthorizationRule, RequestAuthentication};
    ///
    /// let issuer = "https://shop.auth.example/";
    /// let tokens = RequestAuthentication::new("jwt", "shop")
    ///     .jwt(issuer, "https://shop.auth.example/.well-known/jwks.json")
    ///     .audiences(["shop-api"])
    ///     .build()?;
    /// let demanded = AuthorizationPolicy::new("jwt", "shop")
    ///     .allow()
    ///     .rule(AuthorizationRule::new().from_request_principals([format!("{issuer}/*")]))
    ///     .build()?;
    /// assert!(tokens.validate().is_empty() && demanded.validate().is_empty());
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct RequestAuthentication: "security.istio.io" [
        "security.istio.io/v1", "security.istio.io/v1beta1"
    ], check::check {
        /// Whose tokens are believed.
        spec: RequestAuthenticationSpec = "spec",
    }
}

built!(RequestAuthentication, spec: RequestAuthenticationSpec);

model! {
    /// Whose tokens are believed, and where.
    pub struct RequestAuthenticationSpec {
        /// The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
        selector: WorkloadSelector = "selector",
        /// The gateway or service that this is for. Write `targetRefs` instead.
        target_ref: PolicyTargetReference = "targetRef",
        /// The gateways or services that this is for, at most 16.
        target_refs: Vec<PolicyTargetReference> = "targetRefs",
        /// The issuers. A token must be one of theirs.
        jwt_rules: Vec<JwtRule> = "jwtRules",
    }
}

model! {
    /// An issuer of tokens.
    pub struct JwtRule {
        /// The issuer as tokens name it in `iss`, to the last slash.
        issuer: String = "issuer",
        /// Names of which a token must have one in `aud`; absent means any.
        audiences: Vec<String> = "audiences",
        /// Where the issuer's keys are published, http or https. Absent: found through the issuer's discovery document.
        jwks_uri: String = "jwksUri" | "jwks_uri",
        /// The issuer's public keys themselves, as JSON (RFC 7517). Not together with `jwksUri`.
        jwks: String = "jwks",
        /// Headers that a token may come in; absent means `Authorization: Bearer`.
        from_headers: Vec<JwtHeader> = "fromHeaders",
        /// Parameters of the query that a token may come in.
        from_params: Vec<String> = "fromParams",
        /// Cookies that a token may come in.
        from_cookies: Vec<String> = "fromCookies",
        /// A header by which the claims go on to the workload, Base64 of JSON.
        output_payload_to_header: String = "outputPayloadToHeader",
        /// Whether the token itself goes on to the workload; absent means no.
        forward_original_token: bool = "forwardOriginalToken",
        /// Claims that go on to the workload as headers.
        output_claim_to_headers: Vec<ClaimToHeader> = "outputClaimToHeaders",
        /// Claims that are lists with spaces between their values.
        space_delimited_claims: Vec<String> = "spaceDelimitedClaims",
        /// How long the keys may take to come, at least `1ms`; absent means `5s`.
        timeout: String = "timeout",
    }
}

model! {
    /// A header that a token comes in.
    pub struct JwtHeader {
        /// The name.
        name: String = "name",
        /// What stands before the token, its space included: `Bearer `.
        prefix: String = "prefix",
    }
}

model! {
    /// A claim that goes on as a header.
    pub struct ClaimToHeader {
        /// The name of the header: letters, digits, `-` and `_`.
        header: String = "header",
        /// The name of the claim; nested ones with a dot between.
        claim: String = "claim",
    }
}

impl Builder<RequestAuthentication> {
    /// Believes the tokens of this issuer, whose keys are published at `jwks_uri`. What follows says more of it.
    pub fn jwt(self, issuer: impl Into<String>, jwks_uri: impl Into<String>) -> Self {
        self.jwt_rule(JwtRule::default().issuer(issuer.into()).jwks_uri(jwks_uri.into()))
    }

    /// Believes the tokens of one more issuer.
    pub fn jwt_rule(self, rule: JwtRule) -> Self {
        self.with_spec(|spec| spec.jwt_rules.get_or_insert_default().push(rule))
    }

    /// Of the last issuer, believes only tokens for one of these audiences.
    pub fn audiences(self, audiences: impl Given<Vec<String>>) -> Self {
        self.last("audiences", |rule| rule.audiences = Some(audiences.given()))
    }

    /// Takes tokens of the last issuer from this header, where they stand behind `prefix` (`Bearer `, or nothing).
    pub fn from_header(self, name: impl Into<String>, prefix: impl Into<String>) -> Self {
        let prefix = Some(prefix.into()).filter(|prefix| !prefix.is_empty());
        let header = JwtHeader { prefix, ..JwtHeader::default().name(name.into()) };
        self.last("fromHeaders", |rule| rule.from_headers.get_or_insert_default().push(header))
    }

    /// Sends tokens of the last issuer on to the workload.
    pub fn forward_original_token(self) -> Self {
        self.last("forwardOriginalToken", |rule| rule.forward_original_token = Some(true))
    }

    fn last(mut self, field: &str, change: impl FnOnce(&mut JwtRule)) -> Self {
        let rules = self.object.spec.as_mut().and_then(|spec| spec.jwt_rules.as_mut());
        match rules.and_then(|rules| rules.last_mut()) {
            Some(rule) => change(rule),
            None => self.problem(
                crate::finding::rules::istio_security::REQUEST_AUTHENTICATION_ISSUER,
                "spec.jwtRules",
                format!("`{field}` is of an issuer, and none was given before it"),
            ),
        }
        self
    }

    /// Selects workloads with this label (and the labels of other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.selector.get_or_insert_default().add(key, value))
    }

    /// Attaches this to a gateway or service (and those of other calls).
    pub fn target(self, target: PolicyTargetReference) -> Self {
        self.with_spec(|spec| spec.target_refs.get_or_insert_default().push(target))
    }
}

#[cfg(test)]
mod tests;
