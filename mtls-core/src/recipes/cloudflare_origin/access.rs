//! Tokens of Cloudflare Access, demanded at the gateway: the certificate says through whose network a request came, the
//! token says for whom.

use super::CloudflareOrigin;
use crate::finding::rules::recipes as rules;
use crate::finding::{DocumentRef, Finding, Subject};
use crate::recipes::RecipeError;
use crate::resources::istio::{AuthorizationPolicy, AuthorizationRule, RequestAuthentication};
use crate::resources::{Manifest, cut, is_label};

/// The header in which Access hands its token to the origin.
const HEADER: &str = "Cf-Access-Jwt-Assertion";

/// The tokens of Cloudflare Access that a gateway demands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "it belongs to no gateway yet"]
pub struct CloudflareAccess {
    pub(super) team: String,
    pub(super) audiences: Vec<String>,
    pub(super) service_tokens: Vec<String>,
}

impl CloudflareAccess {
    /// Those of a team, by its name: `shop` for `shop.cloudflareaccess.com`, `shop.fed` for one in FedRAMP.
    pub fn team(name: impl Into<String>) -> Self {
        Self { team: name.into(), audiences: Vec::new(), service_tokens: Vec::new() }
    }

    /// Takes tokens of the application with this AUD tag (and those of other calls). One is needed: without it the tokens of
    /// every application of the team would do.
    pub fn audience(mut self, tag: impl Into<String>) -> Self {
        self.audiences.push(tag.into());
        self
    }

    /// Lets in the service token with this client ID too (and those of other calls): it names no user.
    pub fn service_token(mut self, client_id: impl Into<String>) -> Self {
        self.service_tokens.push(client_id.into());
        self
    }

    /// What tokens name as their issuer.
    fn issuer(&self) -> String {
        format!("https://{}.cloudflareaccess.com", self.team)
    }

    /// What is wrong with names and tags.
    pub(super) fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |field: String, message: String| {
            let at = Subject::Document(DocumentRef::new("", field));
            findings.push(Finding::new(rules::ACCESS_INVALID, at, message));
        };
        if !is_label(self.team.strip_suffix(".fed").unwrap_or(&self.team)) {
            say("access.team".to_owned(), format!("`{}` is no name of a team", cut(&self.team)));
        }
        if self.audiences.is_empty() {
            let message =
                "no audience is given, so that a token for any application of the team would do".to_owned();
            say("access.audiences".to_owned(), message);
        }
        for (i, tag) in self.audiences.iter().enumerate() {
            if tag.len() != 64 || !tag.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let message = format!("`{}` is no AUD tag: those have 64 hexadecimal digits", cut(tag));
                say(format!("access.audiences[{i}]"), message);
            }
        }
        findings
    }

    pub(super) fn assumptions(&self) -> Vec<String> {
        vec![
            format!(
                "An Access application with an AUD tag given here covers all hosts of the gateway, and the gateway's pods reach {}.",
                self.issuer()
            ),
            "Every request to the gateway's pods needs a token, on their other hosts and ports too; health checks of a load balancer go to the status port (15021).".to_owned(),
            "The gateway's namespace is not the mesh's root namespace, or no other pods carry these labels: in the root namespace (istio-system, unless said otherwise) token check and policy hold for pods with these labels in every namespace.".to_owned(),
            "A token is good until it ends, for whoever has it: sessions of Access are kept short.".to_owned(),
        ]
    }
}

impl CloudflareOrigin {
    /// The check of tokens, and the demand for one: by the check alone a request without any passes.
    pub(super) fn access_manifests(&self) -> Result<Vec<Manifest>, RecipeError> {
        let Some(access) = &self.access else { return Ok(Vec::new()) };
        let name = format!("{}-access", self.gateway);
        let issuer = access.issuer();
        let mut tokens = RequestAuthentication::new(&name, self.home())
            .jwt(&issuer, format!("{issuer}/cdn-cgi/access/certs"))
            .audiences(access.audiences.clone())
            .from_header(HEADER, "");
        // Denied, not just left out of what is allowed: another policy that allows something would let in whoever has no
        // token. An attribute that is missing has none of the values.
        let mut nobody = AuthorizationRule::new().when_not("request.auth.principal", [format!("{issuer}/*")]);
        if !access.service_tokens.is_empty() {
            // Their subject is empty, so that no request principal is theirs.
            nobody = nobody.when_not("request.auth.claims[common_name]", access.service_tokens.clone());
        }
        let mut policy = AuthorizationPolicy::new(&name, self.home())
            .deny()
            .rule(AuthorizationRule::new().when_not("request.auth.claims[iss]", [issuer]))
            .rule(AuthorizationRule::new().when_not("request.auth.audiences", access.audiences.clone()))
            .rule(nobody);
        for (key, value) in &self.pod_labels() {
            tokens = tokens.selector(key, value);
            policy = policy.selector(key, value);
        }
        for (key, value) in &self.labels {
            tokens = tokens.label(key, value);
            policy = policy.label(key, value);
        }
        Ok(vec![tokens.manifest()?, policy.manifest()?])
    }
}
