//! Istio's former security kinds, to read and to migrate: `Policy` and `MeshPolicy` of `authentication.istio.io/v1alpha1`.

mod check;
mod meetings;
mod migrate;
mod neighbours;
mod peers;
mod scopes;
mod tokens;
mod triggers;
mod workloads;

pub use migrate::{Migration, migrate};

pub(in crate::resources) use check::findings;

use crate::resources::Manifest;
use crate::resources::model::{fields, spellings};

fields! {
    /// What a `Policy` or `MeshPolicy` asked for.
    pub struct PolicySpec {
        /// The services that it was for; absent means all of the namespace, or of the mesh.
        targets: Vec<PolicyTarget> = "targets",
        /// How peers showed who they are. Absent means plaintext.
        peers: Vec<PolicyPeer> = "peers",
        /// Whether peers that showed nothing were let in.
        peer_is_optional: bool = "peerIsOptional",
        /// Whose tokens requests carried: of one of these.
        origins: Vec<PolicyOrigin> = "origins",
        /// Whether requests without a good token were let in.
        origin_is_optional: bool = "originIsOptional",
        /// Whose identity authorization saw; absent is `USE_PEER`.
        principal_binding: PrincipalBinding = "principalBinding",
    }
}

fields! {
    /// A service.
    pub struct PolicyTarget {
        /// The short name of the Service.
        name: String = "name",
        /// The ports of the Service; absent means all.
        ports: Vec<PolicyPort> = "ports",
    }
}

fields! {
    /// A port of a service, by number or name.
    pub struct PolicyPort {
        /// The number.
        number: i64 = "number",
        /// The name.
        name: String = "name",
    }
}

fields! {
    /// A way in which peers showed who they are.
    pub struct PolicyPeer {
        /// By mutual TLS. Written without a value, it is `STRICT`.
        mtls: PolicyMutualTls = "mtls",
        /// By a token, which never worked.
        jwt: PolicyJwt = "jwt",
    }
}

fields! {
    /// Mutual TLS.
    pub struct PolicyMutualTls {
        /// Whether plaintext was taken too; absent is `STRICT`.
        mode: PolicyMtlsMode = "mode",
        /// Took TLS without a client certificate.
        allow_tls: bool = "allowTls",
    }
}

fields! {
    /// Where a token came from.
    pub struct PolicyOrigin {
        /// The issuer and its keys.
        jwt: PolicyJwt = "jwt",
    }
}

fields! {
    /// An issuer of tokens.
    pub struct PolicyJwt {
        /// The issuer as tokens name it.
        issuer: String = "issuer",
        /// Names of which a token had to have one; absent means any.
        audiences: Vec<String> = "audiences",
        /// Where the keys are published.
        jwks_uri: String = "jwksUri",
        /// The keys themselves.
        jwks: String = "jwks",
        /// Headers that a token came in.
        jwt_headers: Vec<String> = "jwtHeaders",
        /// Parameters of the query that a token came in.
        jwt_params: Vec<String> = "jwtParams",
        /// The paths that a token was asked for on: where one of these held. Absent means all.
        trigger_rules: Vec<PolicyTriggerRule> = "triggerRules",
    }
}

fields! {
    /// Paths that a token was asked for on.
    pub struct PolicyTriggerRule {
        /// Not on these.
        excluded_paths: Vec<PolicyPath> = "excludedPaths",
        /// On these; absent means all that are not excluded.
        included_paths: Vec<PolicyPath> = "includedPaths",
    }
}

fields! {
    /// Paths, in one of four ways.
    pub struct PolicyPath {
        /// The whole path.
        exact: String = "exact",
        /// How it begins.
        prefix: String = "prefix",
        /// How it ends.
        suffix: String = "suffix",
        /// A regular expression.
        regex: String = "regex",
    }
}

spellings! {
    /// Whether a service took plaintext.
    pub enum PolicyMtlsMode {
        /// It did not.
        Strict = "STRICT",
        /// It did.
        Permissive = "PERMISSIVE",
    }
}

spellings! {
    /// Whose identity authorization saw.
    pub enum PrincipalBinding {
        /// That of the peer.
        UsePeer = "USE_PEER",
        /// That of the token.
        UseOrigin = "USE_ORIGIN",
    }
}

/// The group of the former policies.
const GROUP: &str = "authentication.istio.io";

/// Whether this is a former `Policy` or `MeshPolicy`.
fn is_policy(manifest: &Manifest) -> bool {
    manifest.group() == GROUP && matches!(manifest.kind(), "Policy" | "MeshPolicy")
}

/// Whether this is a former kind that has no migration.
fn is_rbac(manifest: &Manifest) -> bool {
    manifest.group() == "rbac.istio.io"
}

#[cfg(test)]
mod tests;
