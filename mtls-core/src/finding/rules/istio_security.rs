//! Rules of `AuthorizationPolicy` and `RequestAuthentication`.

rules! {
    /// Every rule of this part.

    POLICY_ATTACHED_TWICE = Error "istio-policy-attached-twice" {
        trigger: "A policy has more than one of `selector`, `targetRef` and `targetRefs`.",
        why: "The API server and Istio's webhook refuse it.",
        help: "Keep `selector` for pods and Istio's own gateways, `targetRefs` for gateways of the Gateway API and waypoints.",
        source: "istio.io/api security/v1beta1 (CEL); istio pkg/config/validation validateOneOfSelectorType",
    }
    TARGET_REF = Error "istio-target-ref-invalid" {
        trigger: "A policy is attached to a kind that takes none, to an object without a name or in a named namespace, or to more than 16.",
        why: "The API server and Istio's webhook refuse it.",
        help: "Name a Gateway or GatewayClass (group gateway.networking.k8s.io), a ServiceEntry (networking.istio.io) or a Service, of the policy's own namespace.",
        source: "istio pkg/config/validation validatePolicyTargetReference",
    }
    AUTHORIZATION_POLICY_PROVIDER = Error "authorization-policy-provider" {
        trigger: "CUSTOM has no provider, or another action has one.",
        why: "Istio's webhook refuses the policy.",
        help: "With CUSTOM give `provider.name`, an extension provider of the mesh; otherwise remove `provider`.",
        source: "istio pkg/config/validation ValidateAuthorizationPolicy",
    }
    AUTHORIZATION_POLICY_WITHOUT_RULES = Error "authorization-policy-without-rules" {
        trigger: "A policy with DENY or CUSTOM has no rules.",
        why: "It would apply to nothing, and Istio's webhook refuses it.",
        help: "Add rules; `rules: [{}]` is every request.",
        source: "istio pkg/config/validation ValidateAuthorizationPolicy",
    }
    AUTHORIZATION_POLICY_CUSTOM_IDENTITY = Error "authorization-policy-custom-identity" {
        trigger: "A rule of a CUSTOM policy asks for the identity of the peer or of a token.",
        why: "Istio's webhook refuses it: the provider is asked before identities are known.",
        help: "Ask for addresses, hosts, ports, methods, paths or headers; check identities at the provider or in a second policy.",
        source: "istio pkg/config/validation ValidateAuthorizationPolicy",
    }
    AUTHORIZATION_POLICY_EMPTY = Error "authorization-policy-empty-part" {
        trigger: "A list of sources or operations is empty, or one of them says nothing.",
        why: "Istio's webhook refuses it, for it could mean everything or nothing.",
        help: "Leave `from` or `to` out where everything is meant.",
        source: "istio pkg/config/validation ValidateAuthorizationPolicy",
    }
    AUTHORIZATION_POLICY_SERVICE_ACCOUNTS = Error "authorization-policy-service-accounts" {
        trigger: "A source has service accounts together with principals or namespaces.",
        why: "The API server and Istio's webhook refuse it.",
        help: "Write the accounts as `<namespace>/<name>`, or as principals.",
        source: "istio.io/api security/v1beta1 AuthorizationPolicy (CEL)",
    }
    AUTHORIZATION_POLICY_TOO_LONG = Error "authorization-policy-too-long" {
        trigger: "A policy has more than 512 rules, a rule more than 512 sources, or a list more than 16 service accounts.",
        why: "The API server refuses it.",
        help: "Split the policy, or the source.",
        source: "istio.io/api security/v1beta1 AuthorizationPolicy (maxItems)",
    }
    AUTHORIZATION_POLICY_VALUE = Error "authorization-policy-value" {
        trigger: "A value of a rule is empty, or no address, port, service account or trust domain where one is expected.",
        why: "Istio's webhook refuses the policy.",
        help: "Write addresses as `10.1.2.3` or `10.0.0.0/8`, ports as `\"8080\"`, service accounts as `<namespace>/<name>`, trust domains with at most one `*` at an end.",
        source: "istio pkg/config/security",
    }
    AUTHORIZATION_POLICY_PATH = Error "authorization-policy-path" {
        trigger: "A path has braces that are no template, or a template that goes on behind `{**}`.",
        why: "Istio's webhook refuses the policy.",
        help: "Use `{*}` for one whole segment and `{**}` for the rest at the end.",
        source: "istio pkg/config/security CheckValidPathTemplate",
    }
    AUTHORIZATION_POLICY_CONDITION = Error "authorization-policy-condition" {
        trigger: "A condition has no key, a key that is no attribute, or no values.",
        why: "Istio's webhook refuses the policy.",
        help: "Use an attribute of Istio's list, as `source.ip` or `request.auth.claims[groups]`, with `values` or `notValues`.",
        source: "istio pkg/config/security ValidateAttribute",
    }
    AUTHORIZATION_POLICY_DENIES_TCP = Warning "authorization-policy-denies-tcp" {
        trigger: "A DENY rule names only what HTTP has: requestPrincipals, hosts, methods, paths.",
        why: "On a TCP port these are unknown and left out of the rule, so that it denies every connection.",
        help: "Name the HTTP ports in `to.operation.ports`.",
        source: "istio pkg/config/validation ValidateAuthorizationPolicy",
    }
    AUTHORIZATION_POLICY_PRINCIPAL_SCHEME = Warning "authorization-policy-principal-scheme" {
        trigger: "A principal begins with `spiffe://`.",
        why: "Istio adds the scheme itself, so the value matches no peer: ALLOW refuses everyone, DENY no one.",
        help: "Write `<trust domain>/ns/<namespace>/sa/<service account>`.",
        source: "istio pilot/pkg/security/authz/model",
    }
    AUTHORIZATION_POLICY_PRINCIPAL_FORM = Warning "authorization-policy-principal-form" {
        trigger: "A principal has not five segments, or a `*` that is neither its first nor its last character.",
        why: "Workloads of the mesh have five; a `*` inside stands for itself. The value matches no workload.",
        help: "Write `<trust domain>/ns/<namespace>/sa/<service account>`, or use `namespaces`.",
        source: "istio pilot/pkg/security/authz/model and trustdomain",
    }
    AUTHORIZATION_POLICY_ADMITS_ANONYMOUS = Warning "authorization-policy-admits-anonymous" {
        trigger: "An ALLOW rule says only which peers are not meant.",
        why: "A peer without mutual TLS has no identity that could match, so it is let in.",
        help: "Add `principals: [\"*\"]`, which only authenticated peers match.",
        source: "istio pilot/pkg/security/authz/model",
    }
    REQUEST_AUTHENTICATION_ISSUER = Error "request-authentication-issuer" {
        trigger: "A rule for tokens has neither an issuer nor an address of keys, or says something of an issuer before naming one.",
        why: "Istio's webhook refuses it.",
        help: "Write `issuer` as tokens have it in `iss`, to the last slash.",
        source: "istio pkg/config/validation validateJwtRule",
    }
    REQUEST_AUTHENTICATION_KEYS = Error "request-authentication-keys" {
        trigger: "`jwksUri` is no http or https address, or `jwks` is no set of keys.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Give the https address of the issuer's keys, or the keys as JSON (RFC 7517).",
        source: "istio pkg/config/validation validateJwtRule, RFC 7517",
    }
    REQUEST_AUTHENTICATION_KEYS_TWICE = Error "request-authentication-keys-twice" {
        trigger: "`jwks` and `jwksUri` stand together.",
        why: "The API server refuses it.",
        help: "Keep one of them; by `jwksUri` the issuer can change its keys.",
        source: "istio.io/api security/v1beta1 RequestAuthentication (CEL)",
    }
    REQUEST_AUTHENTICATION_SECRET_KEY = Warning "request-authentication-secret-key" {
        trigger: "`jwks` has a private or symmetric key.",
        why: "Whoever reads the policy can sign tokens; only public keys are used to check them.",
        help: "Keep the public part alone, and replace the key if the policy was ever applied.",
        source: "istio pkg/config/validation warnPrivateJwksKeys",
    }
    REQUEST_AUTHENTICATION_VALUE = Error "request-authentication-value" {
        trigger: "An audience, header, parameter, cookie or claim is empty, a header has no valid name, or the timeout is no duration of at least 1ms.",
        why: "The API server or Istio's webhook refuses it.",
        help: "Write the value, or leave the field out.",
        source: "istio.io/api security/v1beta1 RequestAuthentication; istio pkg/config/validation validateJwtRule",
    }
}
