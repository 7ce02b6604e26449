//! Rules of `AuthorizationPolicy`, `RequestAuthentication`, the settings of the mesh, and former security kinds.

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
        trigger: "A principal has not five segments, or a `*` elsewhere than once, at its beginning or its end.",
        why: "Workloads of the mesh have five; a `*` inside stands for itself. The value matches no workload.",
        help: "Write `<trust domain>/ns/<namespace>/sa/<service account>`, or use `namespaces`.",
        source: "istio pilot/pkg/security/authz/model and trustdomain",
    }
    AUTHORIZATION_POLICY_MATCHES_NOTHING = Warning "authorization-policy-matches-nothing" {
        trigger: "A method is not in capitals, a path begins neither with `/` nor with `*`, a host has a scheme or a path, or a path or host has a `*` that stands for itself.",
        why: "Istio takes the value, but no request has it: ALLOW refuses what is meant, DENY lets it in.",
        help: "Write `GET`, `/api/*`, `shop.example`; for one segment of a path `{*}`.",
        source: "istio pilot/pkg/security/authz/matcher",
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
    MESH_TRUST_DOMAIN = Error "mesh-config-trust-domain" {
        trigger: "The trust domain of a mesh, or an alias of it, is empty or has a label with other characters than letters, digits and inner hyphens.",
        why: "istiod refuses the settings. SPIFFE takes `_` in trust domains, Istio does not.",
        help: "Name it like a domain: `prod.example`. A mesh whose peers use such a name cannot be their mesh.",
        source: "istio pkg/config/validation/agent ValidateTrustDomain",
    }
    MESH_CURVES = Error "mesh-config-mtls-curves" {
        trigger: "`meshMTLS` names curves.",
        why: "istiod refuses the settings: the mesh's own TLS has fixed curves.",
        help: "Remove `ecdhCurves`, or set it in `tlsDefaults` for gateways and connections to the outside.",
        source: "istio pkg/config/validation/agent ValidateMeshTLSConfig",
    }
    MESH_CURVE_IGNORED = Warning "mesh-config-curve-ignored" {
        trigger: "`tlsDefaults` names a curve that is unknown to Istio, or one twice.",
        why: "The list is not what it says.",
        help: "Use P-256, P-384, P-521, X25519 or X25519MLKEM768, each once.",
        source: "istio pkg/config/validation/agent ValidateMeshTLSDefaults",
    }
    MESH_CIPHER = Warning "mesh-config-cipher-ignored" {
        trigger: "A cipher suite of the mesh's settings is unknown to Istio or listed twice.",
        why: "Istio drops it, so the list is not what it says.",
        help: "Use OpenSSL's names, each once; suites of TLS 1.3 are not configured here.",
        source: "istio pkg/config/security ValidCipherSuites",
    }
    MESH_PROVIDER = Warning "mesh-config-provider" {
        trigger: "An extension provider has no name, the name of another, no kind, or neither service nor port where its kind has them.",
        why: "istiod logs it and goes on; requests that a CUSTOM policy leaves to the provider are denied.",
        help: "Give `name`, and under the kind `service` (`<namespace>/<host>` or a host) and `port`.",
        source: "istio pkg/config/validation/agent validateExtensionProvider",
    }
    MESH_CONCURRENCY = Error "mesh-config-concurrency" {
        trigger: "`concurrency` of the proxies is below 0.",
        why: "istiod refuses the settings.",
        help: "Remove it, or give the number of threads; 0 is one a processor.",
        source: "istio pkg/config/validation/agent ValidateMeshConfigProxyConfig",
    }
    POLICY_LIST_EMPTY = Warning "istio-policy-list-empty" {
        trigger: "A list that narrows a policy (principals, paths, values of a condition, audiences, …) is written without an entry.",
        why: "Istio reads it as if it were not there: what is meant for nobody is for everybody. Builders refuse it.",
        help: "Leave it out where everything is meant; otherwise leave out the rule.",
        source: "istio.io/api security/v1beta1 (proto3 lists); istio pilot/pkg/security/authz/model",
    }
    LEGACY_KIND = Error "istio-legacy-kind" {
        trigger: "A manifest is of a kind of Istio's former security APIs: authentication.istio.io or rbac.istio.io.",
        why: "No supported Istio reads it: nothing that it demands is demanded.",
        help: "Migrate it to PeerAuthentication, RequestAuthentication and AuthorizationPolicy.",
        source: "istio.io/api authentication/v1alpha1, removed; Istio 1.6 release notes",
    }
    LEGACY_INVALID = Error "istio-legacy-invalid" {
        trigger: "A former Policy has no usable issuer, keys or target.",
        why: "It was refused when its kind was still served; what was meant cannot be told.",
        help: "Write what is missing, then migrate.",
        source: "istio.io/api authentication/v1alpha1 Policy",
    }
    LEGACY_NOT_CARRIED = Warning "istio-legacy-not-carried" {
        trigger: "A former policy says what the kinds of today cannot say, or what cannot be told from its manifest alone.",
        why: "The migrated manifests differ there, as the message says.",
        help: "Decide it by hand before the manifests are applied.",
        source: "istio.io/api authentication/v1alpha1 Policy, security/v1beta1",
    }
    LEGACY_CHANGED = Info "istio-legacy-changed" {
        trigger: "A migrated policy works in another way than the former one.",
        why: "What depends on the former way must be looked at.",
        help: "Compare it with what clients and workloads do.",
        source: "istio.io/api authentication/v1alpha1 Policy, security/v1beta1",
    }
}
